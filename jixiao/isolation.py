"""Documents converted in processes of their own, so that none can stop a batch.

A document may crash the native library that reads it, take all memory or never
end; each becomes a failed conversion with its code, and the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import CancelledError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.codes import problem
from extractor.model import Conversion
from extractor.platform import interrupts_held, limit_memory
from jixiao.apart import MEMORY, Convert, ended, ending, safely
from jixiao.pipeline import Options, convert_file, failed, on_each_page

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

LOOK = 0.5  # seconds between two looks at which documents stand still
IDLE = 20.0  # seconds in which no worker takes a document, until all are started anew
LOST = 3.0  # seconds a document may be without a worker, until that is done too
AHEAD = 16  # documents a worker may be ahead of the one waited for
TASKS = 500  # documents after which a worker is replaced, whatever it may have leaked


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take: ``total`` seconds in all, ``still`` seconds without
    getting a page further, and ``memory`` in bytes a worker (on POSIX)."""

    total: float = 300.0
    still: float = 120.0
    memory: int = MEMORY


@dataclass(slots=True)
class _Running:
    """A document given to the workers; ``slot`` is where its last sign of life stands."""

    file: tuple[Any, str]
    future: ProcessFuture[Conversion]
    slot: int
    again: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Workers:
    """The processes that convert, and what each document is converted with."""

    pool: ProcessPool
    signs: Any  # monotonic seconds of the last sign of life; 0: not begun
    pids: Any  # of the worker that gave it
    options: Options
    limits: Limits
    convert: Convert

    def has_lost(self, documents: Iterable[_Running]) -> bool:
        """Whether a document was begun by a worker that is no more: one may die right after
        it has taken a document, which the pool then waits for in vain."""
        begun = [one for one in documents if self.signs[one.slot] and not one.future.done()]
        alive = {process.pid for process in multiprocessing.active_children()}
        return any(self.pids[one.slot] not in alive for one in begun)

    def give(self, file: tuple[Any, str], slot: int, *, again: bool = False) -> _Running:
        self.signs[slot] = 0.0
        task = (self.convert, file[0], self.options, file[1], slot)
        with interrupts_held():  # the first task starts the workers
            future = self.pool.schedule(_work, task, timeout=self.limits.total)
        return _Running(file, future, slot, again)


def convert_many(
    files: Sequence[tuple[Any, str]],
    options: Options,
    *,
    workers: int,
    limits: Limits = Limits(),
    convert: Convert = convert_file,
) -> Generator[Conversion, None, None]:
    """Convert files (each with the name to record) in worker processes.

    The conversions come in the order of the files, whatever the number of workers.
    ``convert`` is given what stands for the file, and must be a function of a module,
    for the workers import it. Close the iterator to stop the workers before its end.
    """
    left = list(files)
    broken = False
    while left:
        done = 0
        try:
            for conversion in _convert_in_pool(left, options, workers, limits, convert):
                done += 1
                yield conversion
        except BrokenProcessPool as error:  # a worker died between two documents
            if broken and not done:
                done = 1
                yield failed(left[0][1], problem("document.crashed", str(error)))
            broken = not done
        left = left[done:]


def _convert_in_pool(
    files: Sequence[tuple[Any, str]],
    options: Options,
    workers: int,
    limits: Limits,
    convert: Convert,
) -> Generator[Conversion, None, None]:
    ahead = AHEAD * workers
    context = multiprocessing.get_context("spawn")
    signs = context.Array("d", ahead + 1, lock=False)  # monotonic seconds; 0: not begun
    pids = context.Array("q", ahead + 1, lock=False)
    pool = _start_pool(min(workers, len(files)), limits.memory, context, signs, pids)
    crew = _Workers(pool, signs, pids, options, limits, convert)
    running: deque[_Running] = deque()
    try:
        for number, file in enumerate(files):
            running.append(crew.give(file, number % len(signs)))
            if len(running) > ahead:
                yield _outcome(running, crew)
        while running:
            yield _outcome(running, crew)
    finally:
        _end(pool, pids)


def _start_pool(workers: int, memory: int, context: Any, signs: Any, pids: Any) -> ProcessPool:
    from multiprocessing import resource_tracker

    from pebble import ProcessPool

    resource_tracker.ensure_running()  # when it starts it would let interrupts in
    return ProcessPool(
        max_workers=workers,
        max_tasks=TASKS,
        initializer=_prepare,
        initargs=(memory, signs, pids),
        context=context,
    )


def _end(pool: ProcessPool, pids: Any) -> None:
    """Stop the workers; the pool itself may wait for a lock that died with one of them."""
    pool.stop()  # type: ignore[no-untyped-call]
    joining = threading.Thread(target=pool.join, daemon=True)
    joining.start()
    joining.join(LOST)
    if joining.is_alive():
        known = set(pids)
        for process in multiprocessing.active_children():
            if process.pid in known:
                process.kill()


def _outcome(running: deque[_Running], crew: _Workers) -> Conversion:
    """What became of the first of the running documents; those that stand still
    meanwhile are stopped. One whose worker was killed from outside is begun once more."""
    from pebble import ProcessExpired

    idle = whole = time.monotonic()
    while not wait([running[0].future], timeout=LOOK).done:
        _stop_still(running, crew.signs, crew.limits.still)
        now = time.monotonic()
        if any(crew.signs[one.slot] and not one.future.done() for one in running):
            idle = now
        elif now - idle > IDLE:  # one died with the lock by which all are given documents
            raise BrokenProcessPool("no worker takes a document")
        if not crew.has_lost(running):
            whole = now
        elif now - whole > LOST:
            raise BrokenProcessPool("a worker died with a document just taken")
    first = running.popleft()
    name = first.file[1]
    try:
        return first.future.result()
    except CancelledError:
        return failed(name, problem("document.still", f"{crew.limits.still:g}"))
    except TimeoutError:
        return failed(name, problem("document.timeout", f"{crew.limits.total:g}"))
    except ProcessExpired as error:
        if first.again or ending(error.exitcode) != "SIGKILL":
            return ended(name, error.exitcode)
    running.appendleft(crew.give(first.file, first.slot, again=True))
    return _outcome(running, crew)


def _stop_still(running: Iterable[_Running], signs: Any, still: float) -> None:
    now = time.monotonic()
    for document in running:
        begun = signs[document.slot]
        if begun and not document.stopped and now - begun > still and not document.future.done():
            document.stopped = True
            document.future.cancel()  # type: ignore[no-untyped-call]


_signs: Any = None  # of a worker: the last sign of life of each document
_pids: Any = None  # and who gave it


def _prepare(memory: int, signs: Any, pids: Any) -> None:
    """Make a new worker ready: bounded, and leaving nothing behind when it is told to end."""
    global _signs, _pids
    _signs, _pids = signs, pids
    limit_memory(memory)
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _work(convert: Convert, path: Any, options: Options, name: str, slot: int) -> Conversion:
    """What a worker does with a document; each page is a sign of life."""

    def sign_of_life() -> None:
        _signs[slot] = time.monotonic()

    _pids[slot] = os.getpid()
    sign_of_life()
    try:
        with on_each_page(sign_of_life):
            return safely(convert, path, options, name)
    except SystemExit:  # told to end, it has let go of what it held (LibreOffice)
        os._exit(1)
