"""Cells that another library found, as the fragments of a page: edges → grid → regions → cells.

The libraries give a box a cell, and leave out its spans. Here the sides of all boxes
become grid lines, and a box covers the places between its own. Cells that are open on
a side, as where a page break cuts a table, are no cells to them: the places that no box
covers are put together where no line parts them, so that no text inside a table is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from extractor.model import Box, Cell, Fragment, Line, Part
from extractor.pdf.lattice import COVERED, SAME, TOUCH, Lattice, Region, grid_lines, regions
from extractor.pdf.layout import MOST_LINES_ABOVE
from extractor.pdf.ruling import Rule

FEWEST_CELLS = 2  # a single box is a frame, not a table


def grid_of(
    boxes: Iterable[Box], across: Sequence[Rule] = (), down: Sequence[Rule] = ()
) -> Lattice | None:
    """The grid of one table's cells, None where they make no table.

    ``across`` and ``down`` are the page's lines; those that touch the table may reach
    beyond its cells. A box that is no wider or taller than two lines drawn as one
    covers no place and gives no cell, nor does one that lies over another.
    """
    found = sorted(boxes, key=lambda box: (box.top, box.x0))
    if len(found) < FEWEST_CELLS:
        return None
    frame = _frame(found)
    across = [r for r in across if _touches(r, frame.top, frame.bottom, frame.x0, frame.x1)]
    down = [r for r in down if _touches(r, frame.x0, frame.x1, frame.top, frame.bottom)]
    left, right = _reach(frame.x0, frame.x1, across)
    top, bottom = _reach(frame.top, frame.bottom, down)
    xs = grid_lines([x for box in found for x in (box.x0, box.x1)], left, right)
    ys = grid_lines([y for box in found for y in (box.top, box.bottom)], top, bottom)
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


def _frame(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _touches(rule: Rule, low: float, high: float, start: float, end: float) -> bool:
    return (
        low - TOUCH <= rule.at <= high + TOUCH
        and rule.start <= end + TOUCH
        and rule.end >= start - TOUCH
    )


def _reach(low: float, high: float, rules: Sequence[Rule]) -> tuple[float, float]:
    starts, ends = [rule.start for rule in rules], [rule.end for rule in rules]
    return min([low, *starts]), max([high, *ends])


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


def home(grids: Sequence[Lattice], x: float, y: float) -> tuple[int, int] | None:
    """The grid and region that hold a point; None outside all tables."""
    for number, grid in enumerate(grids):
        region = grid.region_at(x, y)
        if region is not None:
            return number, region
    return None


def fragments(
    number: int,
    grids: Sequence[Lattice],
    texts: Sequence[Sequence[str]],
    lines: Sequence[Line],
    place: Callable[[Box], Box],
) -> tuple[Fragment, ...]:
    """The tables of page ``number``, from top to bottom.

    ``texts`` are those of each grid's regions, ``lines`` what stands outside the
    tables; ``place`` turns a box to where it is on the page as displayed.
    """
    made = []
    floor = 0.0
    for grid, words in sorted(zip(grids, texts, strict=True), key=lambda pair: pair[0].ys[0]):
        above = [
            line
            for line in lines
            if line.bbox and floor - 2 <= line.bbox.top and line.bbox.bottom <= grid.ys[0] + 4
        ]
        made.append(_fragment(number, grid, words, above, place))
        floor = max(floor, grid.ys[-1])
    return tuple(made)


def _fragment(
    number: int,
    grid: Lattice,
    texts: Sequence[str],
    above: Sequence[Line],
    place: Callable[[Box], Box],
) -> Fragment:
    cells = [
        Cell(
            region.row,
            region.col,
            region.row_span,
            region.col_span,
            text,
            (Part(number, place(grid.box_of(region)), text, text),),
            region.open_top,
            region.open_bottom,
        )
        for region, text in zip(grid.regions, texts, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Fragment(
        page=number,
        bbox=grid.bbox,
        n_rows=len(grid.ys) - 1,
        n_cols=len(grid.xs) - 1,
        cells=tuple(cells),
        edges=grid.xs,
        above=tuple(above[-MOST_LINES_ABOVE:]),
    )
