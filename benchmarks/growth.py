"""How cost grows: the same work of several sizes, and the exponent that fits it.

Each measurement is a process of its own, which first does a little of the work, so that
imports and first uses are not counted. Run as a program it does one and prints its CPU
seconds and its most megabytes:

    python benchmarks/growth.py "pages, a form each" 150
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import growth_files
from benchmarks.measuring import MEGABYTE, Usage, compiled, run

FORM = growth_files.ROOT / "corpus" / "central-project"
PAGES = (10, 20, 50, 100, 150)
TABLES = (1, 2, 5, 10, 20, 50)
ROWS = (100, 300, 1_000, 3_000, 10_000)
NAMES = (1_000, 10_000, 100_000, 1_000_000)
FILES = (10, 30, 100, 300, 1_000)
SHARE_DISTINCT = 0.05  # of a column of names
READING = "jixiao, pages only"
Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Point:
    """What one size took: CPU seconds and the most megabytes, the least of the runs."""

    size: int
    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of work: its sizes, and whose it is."""

    name: str
    sizes: tuple[int, ...]
    prepare: Callable[[Path, int], Step]
    whose: str = "jixiao"


def exponent(points: Sequence[Point], fewest: int = 0) -> float:
    """The slope of log cost over log size: 1 is linear, 2 quadratic. A step that cost less
    than its start-up took in another run tells nothing, and is left out.

    >>> round(exponent([Point(n, 3.0 * n**2, 0) for n in (10, 100, 1000)]), 6)
    2.0
    """
    used = [point for point in points if point.size >= fewest and point.seconds > 0]
    sizes = [math.log(point.size) for point in used]
    return linear_regression(sizes, [math.log(point.seconds) for point in used]).slope


def _pdf(make: Callable[[Path, int], None], task: str = "jixiao") -> Callable[[Path, int], Step]:
    def prepare(folder: Path, size: int) -> Step:
        from benchmarks.peers import main

        import_all(task)
        path = folder / "made.pdf"
        make(path, size)
        last = 4 if make is growth_files.many_tables else size
        return lambda: main(task, str(path), "1", str(last))

    return prepare


def import_all(task: str) -> None:
    """Do the work once on a small file."""
    from benchmarks.peers import main

    main(task, str(FORM / "central-project.pdf"), "1", "2")


def _word(folder: Path, size: int) -> Step:
    from jixiao.pipeline import convert_file

    convert_file(FORM / "central-project.docx")
    growth_files.word_form(folder / "made.docx", size)
    return lambda: convert_file(folder / "made.docx")


def _row_cells(folder: Path, size: int) -> Step:
    from benchmarks.word_rows import cells_of_rows

    cells_of_rows(FORM / "central-project.docx")
    growth_files.word_form(folder / "made.docx", size)
    return lambda: cells_of_rows(folder / "made.docx")


def _names(folder: Path, size: int) -> Step:
    from benchmarks.names import make_column
    from normalizers.names import match_all

    match_all(["满意度"])
    column = make_column(size, int(size * SHARE_DISTINCT))
    return lambda: match_all(column)


def _files(folder: Path, size: int) -> Step:
    """A batch of so many files beyond the first: the usage of the command and its worker."""

    def convert(files: int) -> Usage:
        source, out = folder / f"in{files}", folder / f"out{files}"
        growth_files.copies(source, files)
        words = ["-m", "jixiao", "convert", str(source), "--out", str(out), "--workers", "1"]
        return run([sys.executable, *words], compiled())

    def step() -> Usage:
        one, all_ = convert(1), convert(size + 1)
        return all_._replace(cpu=all_.cpu - one.cpu)

    return step


ALL = (
    Series("pages, a form each", PAGES, _pdf(growth_files.forms)),
    Series("pages, a form each", PAGES, _pdf(growth_files.forms, "pdfplumber"), "pdfplumber"),
    Series("pages, one list", PAGES, _pdf(growth_files.one_list)),
    Series("pages, one list", PAGES, _pdf(growth_files.one_list, READING), READING),
    Series("tables a page", TABLES, _pdf(growth_files.many_tables)),
    Series("Word rows", ROWS, _word),
    Series("Word rows", ROWS[:3], _row_cells, "python-docx row.cells"),
    Series("names", NAMES, _names),
    Series("files", FILES, _files),
)


def series_of(name: str, whose: str = "jixiao") -> Series:
    return next(one for one in ALL if (one.name, one.whose) == (name, whose))


def once(series: Series, size: int) -> Point:
    """One measurement, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        step = series.prepare(Path(folder), size)
        before = time.process_time()
        found = step()
        if isinstance(found, Usage):  # of other processes
            return Point(size, found.cpu, found.peak)
        seconds = time.process_time() - before
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return Point(size, seconds, most)


def measured(series: Series, runs: int, sizes: Sequence[int]) -> list[Point]:
    """Some sizes of a series, each the least of several processes."""
    points = []
    for size in sizes:
        command = [sys.executable, __file__, series.name, str(size), series.whose]
        found = [
            Point(**json.loads(subprocess.run(
                command, env=compiled(), check=True, stdout=subprocess.PIPE
            ).stdout))
            for _ in range(runs)
        ]  # fmt: skip
        seconds, most = min(p.seconds for p in found), min(p.peak for p in found)
        points.append(Point(size, seconds, most))
    return points


def points_from(data: Sequence[dict[str, Any]]) -> list[Point]:
    return [Point(**one) for one in data]


def main(name: str, size: str, whose: str = "jixiao") -> None:
    point = once(series_of(name, whose), int(size))
    print(json.dumps({"size": point.size, "seconds": point.seconds, "peak": point.peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
