"""What of a page's text a reader takes for the text of its tables.

Left out, and told, are words laid over the page (watermarks), what cannot be seen (white
on white paper) and what is crossed out. Most pages have none of it, so here is looked
only for hints; the modules that look closer are loaded where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.codes import problem
from extractor.model import Problem
from extractor.pdf import colors, native
from extractor.pdf.fragments import Words
from extractor.pdf.geometry import Display
from extractor.pdf.glyphs import Run
from extractor.pdf.lattice import Lattice, home, lattices
from extractor.pdf.ruling import Rule, Rulings, TooComplexError, read_rulings

TALL = 1.25  # of the usual height: the box of letters written askew is taller than they are
ASIDE, STEP = 0.3, 1.3  # of a letter's height: how far the next one written askew may lie


class Mark(NamedTuple):
    """A flag for the cell that holds a point."""

    x: float
    y: float
    flag: str


class Visible(NamedTuple):
    """The runs to be read, the grids of their tables, flags of cells, and what is told of
    the rest."""

    runs: list[Run]
    grids: list[Lattice]
    marks: Sequence[Mark]
    problems: Sequence[Problem]


def visible(
    page: native.PageHandle,
    display: Display,
    runs: list[Run],
    grids: list[Lattice],
    rulings: Rulings,
    number: int,
) -> Visible:
    """The runs of a page without what is no text of its tables, and its grids without the
    lines that are part of its text."""
    told: list[Problem] = []
    marks: Sequence[Mark] = ()
    heights = sorted([run.bottom - run.top for run in runs])
    usual = heights[len(heights) // 2] if heights else 0.0
    tall = _tall(runs, usual, grids)
    if tall:
        from extractor.pdf.watermarks import without_watermarks

        runs, words = without_watermarks(page, runs, tall, usual, grids)
        told += [problem("pdf.watermark", words, page=number)] if words else []
    ends = page.text_objects([run.start + len(run.text) - 1 for run in runs if len(run.text) > 1])
    if colors.faint([*[run.command for run in runs], *ends]):
        from extractor.pdf.unseen import without_unseen

        runs, words = without_unseen(page, display, runs)
        told += [problem("pdf.hidden_text", words, page=number)] if words else []
    rules = _over_text(rulings.horizontal, grids)
    if rules:
        from extractor.pdf.crossed_out import cross_out, without_lines

        runs, marks, used, words = cross_out(page, runs, rules, grids)
        grids = lattices(without_lines(rulings, used)) if used else grids
        told += [problem("pdf.struck_text", words, page=number)] if words else []
    return Visible(runs, grids, marks, told)


def rulings_of(page: native.PageHandle, display: Display) -> Rulings:
    """The lines of a page of which another library tells the tables; none if too many."""
    try:
        return read_rulings(page, display)
    except TooComplexError:
        return Rulings([], [], [], 0.0)


def flagged(
    words: list[list[Words]], marks: Sequence[Mark], grids: Sequence[Lattice]
) -> list[list[Words]]:
    """The words of the regions of grids, with the flags of marks."""
    for x, y, flag in marks:
        place = home(grids, x, y)
        if place is not None:
            held = words[place[0]][place[1]]
            flags = tuple(dict.fromkeys((*held.flags, flag)))
            words[place[0]][place[1]] = held._replace(flags=flags)
    return words


def _tall(runs: Sequence[Run], usual: float, grids: Sequence[Lattice]) -> list[Run]:
    """Runs that may be a watermark: taller than is usual on the page, or of single letters
    that go up or down like stairs; if any is in a table."""
    most = TALL * usual
    found = [run for run in runs if run.bottom - run.top > most]
    for run, after in pairwise([run for run in runs if len(run.text) == 1]):
        if after.start == run.start + 1 and _is_stair(run, after, most):
            found += [run, after]
    is_any = any(
        run.x1 > grid.xs[0]
        and run.x0 < grid.xs[-1]
        and run.bottom > grid.ys[0]
        and run.top < grid.ys[-1]
        for run in found
        for grid in grids
    )
    return found if is_any else []


def _is_stair(run: Run, after: Run, most: float) -> bool:
    height = run.bottom - run.top
    down, aside = abs(after.y - run.y), abs(after.x0 - run.x0)
    return ASIDE * height < min(down, aside) and max(down, aside) < STEP * height <= STEP * most


def _over_text(horizontal: Sequence[Rule], grids: Sequence[Lattice]) -> list[Rule]:
    """Lines across that are no side of a cell, since they do not end where one does."""
    sides = {int(x) + d for grid in grids for x in grid.xs for d in (-2, -1, 0, 1, 2)}
    if not sides:
        return []
    return [
        rule
        for rule in horizontal
        if int(rule[1]) not in sides or int(rule[2]) not in sides  # start and end
    ]
