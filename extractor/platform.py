"""The only place that asks which operating system this is.

What only POSIX has (limits of a process, masks of signals) does nothing elsewhere.
A program that we start may start others (LibreOffice does), so a time limit
must end the whole tree: on POSIX by its process group, on Windows by taskkill.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import subprocess

T = TypeVar("T")
OUT_OF_MEMORY = 71  # the exit code of a copy of ours that got no memory


class ProcessEndedError(Exception):
    """A process of ours ended before it was done; ``code`` is its exit code, negative
    for the signal that ended it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


def run_bounded(command: Sequence[str], timeout: float) -> subprocess.CompletedProcess[str]:
    """Run ``command`` without a shell; its output, both kinds mixed, is ``stdout``.

    After ``timeout`` seconds, or when we are interrupted, the program and all
    that it started are killed; then ``subprocess.TimeoutExpired`` (or the
    interruption) is raised. The output goes through a file, since reading a
    pipe would wait for any child that escaped with its end of it.
    """
    import subprocess
    import tempfile

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


def usable_cores() -> int:
    """How many cores this process may use, which may be fewer than there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


if sys.platform == "win32":

    def limit_memory(size: int) -> None:
        """Nothing: Windows has no such limit a process could set itself."""

    @contextmanager
    def interrupts_held() -> Iterator[None]:
        """Nothing: Windows has no masks of signals."""
        yield

    def apart(call: Callable[[], T], memory: int) -> T:
        """What ``call`` gives; on Windows it is not kept apart."""
        return call()

    def _start(command: Sequence[str], output: int) -> subprocess.Popen[bytes]:
        import subprocess

        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )

    def _kill_tree(process: subprocess.Popen[bytes]) -> None:
        import subprocess

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
    import pickle
    import resource
    import signal

    def limit_memory(size: int) -> None:
        """Bound the address space of this process, and leave no core dump of it."""
        for limit, wanted in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
            _, most = resource.getrlimit(limit)
            allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.setrlimit(limit, (allowed, most))

    @contextmanager
    def interrupts_held() -> Iterator[None]:
        """Hold Ctrl-C back; processes and threads started meanwhile never see it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def apart(call: Callable[[], T], memory: int) -> T:
        """What ``call`` gives, done in a copy of this process of bounded memory (bytes).

        For a program of one thread. Raises ProcessEndedError where the copy ends by
        itself, as when native code crashes or gets no memory.
        """
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                limit_memory(memory)
                with os.fdopen(writing, "wb") as out:
                    pickle.dump(call(), out)
                os._exit(0)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            data = answer.read()
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            raise ProcessEndedError(code)
        given: T = pickle.loads(data)
        return given

    def _start(command: Sequence[str], output: int) -> subprocess.Popen[bytes]:
        import subprocess

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
