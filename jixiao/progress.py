"""How a long run tells where it is: a bar on a terminal, else lines, or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from extractor.model import Conversion

EVERY = 10.0  # seconds between two lines where there is no terminal


Reporter = Callable[[Conversion, Counter[str]], None]
"""Told of each conversion, with the counts so far."""


@contextmanager
def progress(total: int, *, log_json: bool) -> Iterator[Reporter]:
    """A reporter for ``total`` files, on standard error."""
    if log_json:
        yield _json_line
    elif sys.stderr.isatty():
        with _bar(total) as report:
            yield report
    else:
        yield _lines(total)


def _json_line(conversion: Conversion, totals: Counter[str]) -> None:
    document = conversion.document
    event = {
        "event": "converted" if document.ok else "failed",
        "document": document.document,
        "pages": document.pages,
        "indicators": document.indicators,
        "seconds": document.seconds,
        "codes": sorted({problem.code for problem in conversion.problems}),
        "done": totals["files"],
        "failed": totals["failed"],
    }
    print(json.dumps(event, ensure_ascii=False), file=sys.stderr, flush=True)


def _lines(total: int) -> Reporter:
    started = last = time.monotonic()

    def report(_: Conversion, totals: Counter[str]) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < EVERY and totals["files"] < total:
            return
        last = now
        rate = totals["files"] / max(now - started, 1e-9)
        left = (total - totals["files"]) / rate
        print(
            f"{totals['files']}/{total} files, {_counts(totals)}, "
            f"{rate:.1f} files/s, {left / 60:.0f} min left",
            file=sys.stderr,
            flush=True,
        )

    return report


@contextmanager
def _bar(total: int) -> Iterator[Reporter]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("converting", total=total, counts="")
        started = time.monotonic()

        def report(_: Conversion, totals: Counter[str]) -> None:
            rate = totals["files"] / max(time.monotonic() - started, 1e-9)
            bar.update(task, advance=1, counts=f"{_counts(totals)}, {rate:.1f} files/s")

        yield report


def _counts(totals: Counter[str]) -> str:
    return f"{totals['pages']} pages, {totals['indicators']} indicators, {totals['failed']} failed"
