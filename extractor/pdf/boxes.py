"""Cells that another library found, as the grid of a table: sides → grid lines → regions.

The libraries give a box a cell, and leave out its spans. Here the sides of all boxes
become grid lines, and a box covers the places between its own. Cells that are open on
a side, as where a page break cuts a table, are no cells to them: the places that no box
covers are put together where no line parts them, so that no text inside a table is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from extractor.model import Box
from extractor.pdf.lattice import COVERED, SAME, Lattice, Region, grid_lines
from extractor.pdf.regions import regions
from extractor.pdf.ruling import Rule

FEWEST_CELLS = 2  # a single box is a frame, not a table


def grid_of(
    boxes: Iterable[Box], groups: Iterable[tuple[Sequence[Rule], Sequence[Rule]]] = ()
) -> Lattice | None:
    """The grid of one table's cells, None where they make no table.

    ``groups`` are the page's lines that touch each other, across and down; those of
    the table may reach beyond its cells. A box no wider or taller than two lines drawn
    as one covers no place and gives no cell, nor does one that lies over another.
    """
    found = sorted(boxes, key=lambda box: (box.top, box.x0))
    if len(found) < FEWEST_CELLS:
        return None
    across, down = next((group for group in groups if _belongs(group, found)), ((), ()))
    xs = _grid_lines([x for box in found for x in (box.x0, box.x1)], down, across)
    ys = _grid_lines([y for box in found for y in (box.top, box.bottom)], across, down)
    made = _covered(found, xs, ys)
    made += _left_over(made, xs, ys, across, down)
    if len(made) < FEWEST_CELLS:
        return None
    columns = len(xs) - 1
    owner = [0] * (columns * (len(ys) - 1))
    for index, region in enumerate(made):
        for row, col in _places(region):
            owner[row * columns + col] = index
    return Lattice(tuple(xs), tuple(ys), tuple(made), tuple(owner))


def _belongs(group: tuple[Sequence[Rule], Sequence[Rule]], boxes: Sequence[Box]) -> bool:
    """Whether the top side of a table's first box is one of a group's lines."""
    box = boxes[0]
    return any(
        abs(rule.at - box.top) <= SAME and rule.start <= box.x0 + SAME and rule.end >= box.x1 - SAME
        for rule in group[0]
    )


def _grid_lines(
    sides: Sequence[float], along: Sequence[Rule], other: Sequence[Rule]
) -> list[float]:
    """Grid lines at the sides of boxes, and at the lines that lie beyond them all."""
    low, high = min(sides), max(sides)
    beyond = [rule.at for rule in along if not low <= rule.at <= high]
    starts, ends = [rule.start for rule in other], [rule.end for rule in other]
    return grid_lines([*sides, *beyond], min([low, *beyond, *starts]), max([high, *beyond, *ends]))


def _covered(boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float]) -> list[Region]:
    """The places that each box covers."""
    taken: set[tuple[int, int]] = set()
    made = []
    for box in boxes:
        row, col = _nearest(ys, box.top), _nearest(xs, box.x0)
        tall, wide = _nearest(ys, box.bottom) - row, _nearest(xs, box.x1) - col
        region = Region(row, col, tall, wide, False, False)
        places = set(_places(region))
        if places and not places & taken:
            taken |= places
            made.append(region)
    return made


def _nearest(lines: Sequence[float], at: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - at))


def _places(region: Region) -> Iterable[tuple[int, int]]:
    rows = range(region.row, region.row + region.row_span)
    return itertools.product(rows, range(region.col, region.col + region.col_span))


def _left_over(
    covered: Sequence[Region],
    xs: Sequence[float],
    ys: Sequence[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
) -> list[Region]:
    """The places that no box covers, put together where no line parts them."""
    rows, cols = len(ys) - 1, len(xs) - 1
    taken = {place for region in covered for place in _places(region)}
    if len(taken) == rows * cols:
        return []
    below = [[True] * cols for _ in range(rows + 1)]
    beside = [[True] * rows for _ in range(cols + 1)]
    for row, col in itertools.product(range(rows), range(cols)):
        if (row, col) in taken:
            continue
        if row and (row - 1, col) not in taken:
            below[row][col] = _is_drawn(across, ys[row], xs[col], xs[col + 1])
        if col and (row, col - 1) not in taken:
            beside[col][row] = _is_drawn(down, xs[col], ys[row], ys[row + 1])
    return [
        Region(row, col, tall, wide, row == 0, row + tall == rows)
        for row, col, tall, wide in regions(below, beside, rows, cols)
        if (row, col) not in taken
    ]


def _is_drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether a line runs along most of a place's side."""
    drawn = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if abs(rule.at - at) <= SAME
    )
    return drawn >= COVERED * (end - start)
