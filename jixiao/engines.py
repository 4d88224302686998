"""Who converts the files of a batch: processes of this machine, or a Dask cluster.

An engine gives the conversions in the order of the files, begins only a bounded number
ahead of the one waited for, and keeps the limits of each document. On a cluster each
worker does as this machine would: it converts in a process of its own, so that a bad
document ends that process and never the worker (jixiao/isolation.py).
"""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from extractor.codes import problem
from extractor.model import Conversion
from jixiao.apart import Convert
from jixiao.isolation import Limits, convert_many
from jixiao.pipeline import Options, failed
from jixiao.remote import MissingExtraError
from jixiao.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

FEWEST, MOST = 8, 128  # documents of a task; a process is started for each task
TASKS_A_THREAD = 4  # tasks of a batch for each thread, between these bounds
AHEAD = 4  # tasks each thread may be ahead of the one waited for
PATIENCE = 60.0  # seconds in which the scheduler must answer, and have a worker

Files = Sequence[tuple[Any, str]]
"""What stands for each file, and the name to record."""


class Engine(Protocol):
    """How a batch is converted; ``convert`` must be a function of a module."""

    def __call__(
        self, files: Files, options: Options, *, limits: Limits, convert: Convert
    ) -> Generator[Conversion, None, None]: ...


class ClusterError(Exception):
    """The cluster cannot be used; says why."""


class OtherVersionError(Exception):
    """A worker has another version of this package; says which."""


def local(workers: int) -> Engine:
    """Processes of this machine."""
    return partial(convert_many, workers=workers)


def cluster(scheduler: str) -> Engine:
    """The workers of a Dask scheduler, by its address (``tcp://host:8786``).

    Raises MissingExtraError at once; ClusterError when used.
    """
    try:
        import distributed  # noqa: F401 - asked for before any work is done
    except ImportError as error:
        raise MissingExtraError("distributed") from error
    return partial(_convert_on_cluster, scheduler=scheduler)


@dataclass(frozen=True, slots=True)
class _Task:
    """Some files given to the cluster together."""

    files: Files
    future: Future


@dataclass(frozen=True, slots=True)
class _Giver:
    """Gives files to the cluster."""

    client: Client
    options: Options
    limits: Limits
    convert: Convert

    def give(self, files: Files) -> _Task:
        work = (files, self.options, self.limits, self.convert, __version__)
        return _Task(files, self.client.submit(_convert_chunk, *work, pure=False))


def _convert_on_cluster(
    files: Files, options: Options, *, limits: Limits, convert: Convert, scheduler: str
) -> Generator[Conversion, None, None]:
    """Convert files on a cluster. A task whose worker is lost is given to another, as
    often as the scheduler allows; then its files are given singly, and a file whose
    workers are lost as often again is taken to be at fault.
    """
    if not files:
        return
    running: deque[_Task] = deque()
    client = _connect(scheduler)
    try:
        giver = _Giver(client, options, limits, convert)
        size = _task_size(len(files), _threads(client))
        for start in range(0, len(files), size):
            running.append(giver.give(files[start : start + size]))
            if len(running) > AHEAD * _threads(client):
                yield from _outcome(running.popleft(), giver)
        while running:
            yield from _outcome(running.popleft(), giver)
    finally:
        client.cancel([task.future for task in running], force=True)
        client.close()


def _connect(scheduler: str) -> Client:
    from distributed import Client

    for name in ("distributed", "distributed.client"):  # what is wrong we tell ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers at {scheduler}: {error}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        raise ClusterError(f"the scheduler at {scheduler} has no workers") from error
    return client


def _task_size(files: int, threads: int) -> int:
    """How many files to give together: as many as pay, but to every thread some."""
    wanted = min(MOST, max(FEWEST, files // (threads * TASKS_A_THREAD)))
    return max(1, min(wanted, files // threads))


def _threads(client: Client) -> int:
    """How many documents the cluster can convert at once; it may grow and shrink."""
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _outcome(task: _Task, giver: _Giver) -> Generator[Conversion, None, None]:
    from distributed import KilledWorker

    try:
        found: list[Conversion] = task.future.result()
    except KilledWorker as error:
        if len(task.files) > 1:
            for file in task.files:  # none beside another, which would be taken for guilty too
                yield from _outcome(giver.give([file]), giver)
            return
        [(_, name)] = task.files
        found = [failed(name, problem("document.crashed", f"its workers were lost: {error}"))]
    except (ImportError, AttributeError, OtherVersionError) as error:
        raise ClusterError(f"the workers need jixiao {__version__} as here: {error}") from error
    except (OSError, CancelledError) as error:
        raise ClusterError(f"the scheduler was lost: {error}") from error
    yield from found


def _convert_chunk(
    files: Files, options: Options, limits: Limits, convert: Convert, version: str
) -> list[Conversion]:
    """What a worker does with some files."""
    if version != __version__:
        raise OtherVersionError(f"a worker has {__version__}")
    multiprocessing.current_process().daemon = False  # or it may have no children
    return list(convert_many(files, options, workers=1, limits=limits, convert=convert))
