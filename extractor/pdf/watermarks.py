"""Watermarks (水印): words laid over or under a page, such as 公示稿, that are no cell's text.

They are told by what the text of a table never is: written askew; or much larger than
the rest, and lying across other words, or pale and larger than the cell they lie in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from extractor.pdf import colors, native
from extractor.pdf.glyphs import Run
from extractor.pdf.lattice import Lattice, home

ASKEW = math.radians(4)  # off upright; a scan that lies less askew may have a text layer
LARGE = 1.8  # of the usual height
MOSTLY = 0.5  # share of the page's letters: where more are askew, the page is
INSIDE = 0.2  # of the height: what lies deeper in a large word's box lies under its letters
OUT = 0.1  # of the height: what sticks out of a cell farther does not fit into it
LINE = 1.0  # points: letters of one size whose tops are as close are of one line


def without_watermarks(
    page: native.PageHandle,
    runs: list[Run],
    tall: Sequence[Run],
    usual: float,
    grids: Sequence[Lattice],
) -> tuple[list[Run], str]:
    """The runs that are no watermark, and the words of those that are, each once.

    ``tall`` are those of the runs that may be one, ``usual`` is the height of most runs.
    """
    marks: list[Run] = []
    if commands := _askew(page, tall):
        askew = [run for run in runs if run.command in commands]
        if _letters(askew) < MOSTLY * _letters(runs):
            marks += askew
    large = [
        run for run in tall if run.bottom - run.top > LARGE * usual and run.command not in commands
    ]
    marks += _laid_over(large, runs, usual, grids) if large else []
    if not marks:
        return runs, ""
    found = {id(run) for run in marks}
    return [run for run in runs if id(run) not in found], told(marks)


def _letters(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs)


def told(runs: Iterable[Run]) -> str:
    """The words of runs in the order they are drawn, letters of one word together."""
    words: list[str] = []
    last: Run | None = None
    for run in sorted({run.start: run for run in runs}.values(), key=lambda run: run.start):
        if last is not None and run.start == last.start + len(last.text):
            words[-1] += run.text
        else:
            words.append(run.text)
        last = run
    return "、".join(dict.fromkeys(word for word in words if word.strip()))


def _askew(page: native.PageHandle, runs: Iterable[Run]) -> set[int]:
    """The commands, of those that draw these runs, that draw letters askew."""
    commands = {run.command: run.start for run in runs}
    return {command for command, start in commands.items() if _is_askew(page.angle(start))}


def _is_askew(angle: float) -> bool:
    off = angle % (math.pi / 2)
    return angle >= 0 and min(off, math.pi / 2 - off) > ASKEW


def _laid_over(
    large: Sequence[Run], runs: Sequence[Run], usual: float, grids: Sequence[Lattice]
) -> list[Run]:
    """The lines of large letters a run of which reaches into a table and is laid over it."""
    lines: dict[int, list[Run]] = {}
    for run in large:
        near = (at for at, line in lines.items() if abs(line[0].top - run.top) < LINE)
        lines.setdefault(next(near, run.start), []).append(run)
    ordinary = [run for run in runs if run.bottom - run.top <= LARGE * usual]
    found = []
    for line in lines.values():
        if any(_is_laid_over(run, ordinary, grids) for run in line):
            found += line
    return found


def _is_laid_over(run: Run, ordinary: Sequence[Run], grids: Sequence[Lattice]) -> bool:
    homes = {home(grids, letter.x, letter.y) for letter in run.letters()} - {None}
    if not homes:
        return False
    tall = run.bottom - run.top
    top, bottom = run.top + INSIDE * tall, run.bottom - INSIDE * tall
    if any(run.x0 < other.x < run.x1 and top < other.y < bottom for other in ordinary):
        return True
    if not colors.is_pale(run.command):
        return False
    return len(homes) > 1 or any(_sticks_out(run, place, grids) for place in homes)


def _sticks_out(run: Run, place: tuple[int, int] | None, grids: Sequence[Lattice]) -> bool:
    if place is None:
        return False
    grid = grids[place[0]]
    cell = grid.box_of(grid.regions[place[1]])
    out = OUT * (run.bottom - run.top)
    return (
        run.top < cell.top - out
        or run.bottom > cell.bottom + out
        or run.x0 < cell.x0 - out
        or run.x1 > cell.x1 + out
    )
