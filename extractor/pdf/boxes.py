"""Cells that another library found, as the fragments of a page: edges → grid → regions → cells.

The libraries give a box a cell, and leave out its spans. Here the sides of all boxes
become grid lines, a box covers the places between its own, and what no box covers
are cells of one place each, so that no text inside a table is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from extractor.model import Box, Cell, Fragment, Line, Part
from extractor.pdf.lattice import Lattice, Region, grid_lines
from extractor.pdf.layout import MOST_LINES_ABOVE

FEWEST_CELLS = 2  # a single box is a frame, not a table


def grid_of(boxes: Iterable[Box]) -> Lattice | None:
    """The grid of one table's cells, None where they make no table.

    A box that is no wider or taller than two lines drawn as one covers no place and
    gives no cell, nor does one that lies over another.
    """
    found = sorted(boxes, key=lambda box: (box.top, box.x0))
    if len(found) < FEWEST_CELLS:
        return None
    left, right = min(box.x0 for box in found), max(box.x1 for box in found)
    top, bottom = min(box.top for box in found), max(box.bottom for box in found)
    xs = grid_lines([x for box in found for x in (box.x0, box.x1)], left, right)
    ys = grid_lines([y for box in found for y in (box.top, box.bottom)], top, bottom)
    rows, cols = len(ys) - 1, len(xs) - 1
    regions: list[Region] = []
    owner: list[int | None] = [None] * (rows * cols)

    def cover(row: int, col: int, stop_row: int, stop_col: int) -> None:
        places = [r * cols + c for r in range(row, stop_row) for c in range(col, stop_col)]
        if places and all(owner[place] is None for place in places):
            for place in places:
                owner[place] = len(regions)
            regions.append(Region(row, col, stop_row - row, stop_col - col, False, False))

    for box in found:
        cover(_nearest(ys, box.top), _nearest(xs, box.x0), *_far_corner(xs, ys, box))
    for row, col in itertools.product(range(rows), range(cols)):
        cover(row, col, row + 1, col + 1)
    if len(regions) < FEWEST_CELLS:
        return None
    owned = tuple(index for index in owner if index is not None)
    return Lattice(tuple(xs), tuple(ys), tuple(regions), owned)


def _nearest(lines: Sequence[float], at: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - at))


def _far_corner(xs: Sequence[float], ys: Sequence[float], box: Box) -> tuple[int, int]:
    return _nearest(ys, box.bottom), _nearest(xs, box.x1)


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
        cells = [
            Cell(
                region.row,
                region.col,
                region.row_span,
                region.col_span,
                text,
                (Part(number, place(grid.box_of(region)), text, text),),
            )
            for region, text in zip(grid.regions, words, strict=True)
        ]
        cells.sort(key=lambda cell: (cell.row, cell.col))
        made.append(
            Fragment(
                page=number,
                bbox=grid.bbox,
                n_rows=len(grid.ys) - 1,
                n_cols=len(grid.xs) - 1,
                cells=tuple(cells),
                edges=grid.xs,
                above=tuple(above[-MOST_LINES_ABOVE:]),
            )
        )
        floor = max(floor, grid.ys[-1])
    return tuple(made)
