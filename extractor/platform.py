"""The only place that asks which operating system this is.

A program that we start may start others (LibreOffice does), so a time limit
must end the whole tree: on POSIX by its process group, on Windows by taskkill.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence


def run_bounded(command: Sequence[str], timeout: float) -> subprocess.CompletedProcess[str]:
    """Run ``command`` without a shell; its output, both kinds mixed, is ``stdout``.

    After ``timeout`` seconds, or when we are interrupted, the program and all
    that it started are killed; then ``subprocess.TimeoutExpired`` (or the
    interruption) is raised. The output goes through a file, since reading a
    pipe would wait for any child that escaped with its end of it.
    """
    with tempfile.TemporaryFile() as output:
        process = _start(command, output.fileno())
        ended = False
        try:
            process.wait(timeout)
            ended = True
        finally:
            if not ended:
                _kill_tree(process)
                process.wait()
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return subprocess.CompletedProcess(list(command), process.returncode, text)


if sys.platform == "win32":

    def _start(command: Sequence[str], output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )

    def _kill_tree(process: subprocess.Popen[bytes]) -> None:
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        process.kill()

else:
    import contextlib
    import os
    import signal

    def _start(command: Sequence[str], output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _kill_tree(process: subprocess.Popen[bytes]) -> None:
        # Not yet waited for, so its id, which is the group's, is still its own.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
