"""Grids and the words of their cells as the tables of one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.model import Box, Cell, Fragment, Line, Part
from extractor.pdf.lattice import Lattice

MOST_LINES_ABOVE = 40
NARROW = 12.0  # points: an outermost column narrower than this may be a margin


class End(NamedTuple):
    """Where the text of a cell ends: the right side of its last line, its bottom, and
    the height of a character."""

    right: float
    bottom: float
    size: float


class Words(NamedTuple):
    """What a cell shows, what the file holds for it (clipped text included), where
    the text ends (None where that is not known), and flags of the cell."""

    text: str
    whole: str
    end: End | None = None
    flags: tuple[str, ...] = ()


def fragments(
    number: int,
    grids: Sequence[Lattice],
    words: Sequence[Sequence[Words]],
    lines: Sequence[Line],
    place: Callable[[Box], Box],
) -> tuple[Fragment, ...]:
    """The tables of page ``number``, from top to bottom.

    ``words`` are those of each grid's regions, ``lines`` what stands outside the
    tables; ``place`` turns a box to where it is on the page as displayed.
    """
    made = []
    floor = 0.0
    for grid, held in sorted(zip(grids, words, strict=True), key=lambda pair: pair[0].ys[0]):
        above = [
            line
            for line in lines
            if line.bbox and floor - 2 <= line.bbox.top and line.bbox.bottom <= grid.ys[0] + 4
        ]
        made.append(_fragment(number, grid, held, above, place))
        floor = max(floor, grid.ys[-1])
    return tuple(made)


def _fragment(
    number: int,
    grid: Lattice,
    words: Sequence[Words],
    above: Sequence[Line],
    place: Callable[[Box], Box],
) -> Fragment:
    n_cols = len(grid.xs) - 1
    first = int(_is_margin(grid, words, 0))
    last = n_cols - int(_is_margin(grid, words, n_cols - 1))
    cells = []
    for region, (text, whole, end, flags) in zip(grid.regions, words, strict=True):
        start, stop = max(region.col, first), min(region.col + region.col_span, last)
        if stop <= start:
            continue
        tall = region.row_span
        box = Box(grid.xs[start], grid.ys[region.row], grid.xs[stop], grid.ys[region.row + tall])
        cells.append(
            Cell(
                region.row,
                start - first,
                tall,
                stop - start,
                text,
                (Part(number, place(box), text, whole),),
                region.open_top,
                region.open_bottom,
                end is not None and _is_at_the_end(end, box),
                ("cell.cut", *flags) if whole != text else flags,
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.col))
    edges = grid.xs[first : last + 1]
    return Fragment(
        page=number,
        bbox=Box(edges[0], grid.ys[0], edges[-1], grid.ys[-1]),
        n_rows=len(grid.ys) - 1,
        n_cols=last - first,
        cells=tuple(cells),
        edges=edges,
        above=tuple(above[-MOST_LINES_ABOVE:]),
    )


def _is_at_the_end(end: End, cell: Box) -> bool:
    """Whether the last line ends at the cell's right side, and close to its bottom."""
    return cell.x1 - end.right < 1.6 * end.size and cell.bottom - end.bottom < 1.2 * end.size


def _is_margin(grid: Lattice, words: Sequence[Words], col: int) -> bool:
    """Whether an outermost column is too narrow for text and holds none: lines or
    backgrounds stick out there."""
    return (
        len(grid.xs) > 3
        and grid.xs[col + 1] - grid.xs[col] < NARROW
        and not any(
            held.whole
            for region, held in zip(grid.regions, words, strict=True)
            if region.col == col and region.col_span == 1
        )
    )
