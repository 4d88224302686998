"""Documents converted in processes of their own, so that none can stop a batch.

A document may crash the native library that reads it, take all memory or never
end; each becomes a failed conversion with its code, and the others go on. The
one broad ``except`` of the project is here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.codes import encodable, problem
from extractor.model import Conversion, Document
from extractor.platform import interrupts_held, limit_memory
from jixiao.pipeline import Options, convert_file
from jixiao.version import __version__

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

TIMEOUT = 300.0  # seconds a document may take
MEMORY = 4 * 2**30  # bytes of address space a worker may take
AHEAD = 16  # documents a worker may be ahead of the one waited for
TASKS = 500  # documents after which a worker is replaced, whatever it may have leaked

Convert = Callable[[Path, Options, str], Conversion]


def convert_many(
    files: Sequence[tuple[Path, str]],
    options: Options,
    *,
    workers: int,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    convert: Convert = convert_file,
) -> Generator[Conversion, None, None]:
    """Convert files (each with the name to record) in worker processes.

    The conversions come in the order of the files, whatever the number of workers.
    ``timeout`` is in seconds a document, ``memory`` in bytes a worker (on POSIX).
    ``convert`` must be a function of a module, for the workers import it. Close the
    iterator to stop the workers before its end.
    """
    left = list(files)
    while left:
        done = 0
        try:
            for conversion in _convert_in_pool(left, options, workers, timeout, memory, convert):
                done += 1
                yield conversion
        except BrokenProcessPool as error:  # a worker died between two documents
            if not done:
                done = 1
                yield _failed(left[0][1], "document.crashed", str(error))
        left = left[done:]


def _convert_in_pool(
    files: Sequence[tuple[Path, str]],
    options: Options,
    workers: int,
    timeout: float,
    memory: int,
    convert: Convert,
) -> Generator[Conversion, None, None]:
    pool = _start_pool(min(workers, len(files)), memory)
    running: deque[tuple[str, ProcessFuture[Conversion]]] = deque()
    try:
        for path, name in files:
            task = (convert, path, options, name)
            with interrupts_held():  # the first task starts the workers
                running.append((name, pool.schedule(_work, task, timeout=timeout)))
            if len(running) > AHEAD * workers:
                yield _outcome(*running.popleft(), timeout)
        while running:
            yield _outcome(*running.popleft(), timeout)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _start_pool(workers: int, memory: int) -> ProcessPool:
    from multiprocessing import resource_tracker

    from pebble import ProcessPool

    resource_tracker.ensure_running()  # when it starts it would let interrupts in
    return ProcessPool(
        max_workers=workers,
        max_tasks=TASKS,
        initializer=_prepare,
        initargs=(memory,),
        context=multiprocessing.get_context("spawn"),
    )


def _outcome(name: str, future: ProcessFuture[Conversion], timeout: float) -> Conversion:
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimeoutError:
        return _failed(name, "document.timeout", f"{timeout:g}")
    except ProcessExpired as error:
        ending = _ending(error.exitcode)
        if ending == "SIGKILL":  # not by us, so by the system, which does so for memory
            return _failed(name, "document.memory", "killed by the system")
        return _failed(name, "document.crashed", ending)


def _ending(exitcode: int) -> str:
    """How a process ended: the signal that ended it, or its exit status."""
    known = {-number: number.name for number in signal.Signals}
    ending = known.get(exitcode, f"exit status {exitcode}")
    return f"{ending}, perhaps for want of memory" if ending == "SIGABRT" else ending


def _failed(name: str, code: str, detail: str) -> Conversion:
    name = encodable(name)
    document = Document(name, "", "unknown", ok=False, version=__version__)
    found = problem(code, detail)
    return Conversion(document, problems=(replace(found, document=name),))


def _prepare(memory: int) -> None:
    """Make a new worker ready: bounded, and leaving nothing behind when it is told to end."""
    limit_memory(memory)
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _work(convert: Convert, path: Path, options: Options, name: str) -> Conversion:
    """What a worker does: an error nobody foresaw becomes ``internal.error``."""
    try:
        return convert(path, options, name)
    except MemoryError:
        return _failed(name, "document.memory", "no memory left")
    except Exception as error:  # noqa: BLE001 - the one broad except of the project
        return _failed(name, "internal.error", f"{type(error).__name__}: {error}")
    except SystemExit:  # told to end, it has let go of what it held (LibreOffice)
        os._exit(1)
