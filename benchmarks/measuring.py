"""What a process took: its CPU, its time, the most memory it held; and figures of many runs.

A measured process is a child of this one, and its memory is counted from the moment it is
made, as a copy of this one: so whoever measures must stay small and import nothing large.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024  # ru_maxrss: KB, or bytes
LONG = 5.0  # seconds


class Usage(NamedTuple):
    """What one process and those it waited for took: seconds, seconds, megabytes."""

    cpu: float
    wall: float
    peak: float


class Spread(NamedTuple):
    """Figures of repeated runs: other work on the machine can only make them larger."""

    least: float
    middle: float
    most: float


class FailedError(Exception):
    """A process that was to be measured failed; the message ends with what it said."""


def spread(figures: Sequence[float]) -> Spread:
    """The least, the median and the most of some figures.

    >>> spread([3.0, 1.0, 2.0])
    Spread(least=1.0, middle=2.0, most=3.0)
    """
    return Spread(min(figures), median(figures), max(figures))


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Usage:
    """Run a program to its end, its output thrown away, and tell what it took."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            raise FailedError(f"{' '.join(command)}: exit code {process.returncode}\n{said}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / MEGABYTE)


def least_seconds(step: Callable[[], object], runs: int) -> float:
    """The least CPU seconds of several calls in this process; long ones are not repeated."""
    seconds: list[float] = []
    while len(seconds) < runs and sum(seconds) < LONG:
        started = time.process_time()
        step()
        seconds.append(time.process_time() - started)
    return min(seconds)


def compiled() -> dict[str, str]:
    """An environment in which Python keeps compiled files, as on anyone's machine."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
