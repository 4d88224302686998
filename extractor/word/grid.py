"""From declared rows to the grid of a table: merged regions and column edges.

The steps in order: rows that do not fill the grid are fitted to it by their
printed widths, vertical merges are followed, then the edges are told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractor.codes import DocumentError
from extractor.word.rows import MAX_COLS, Row, RowCell
from extractor.word.tags import Element

# A grid this large is no table that anyone printed, but a few bytes of XML can
# declare it; whatever lays it out cell by cell would run out of memory.
MAX_GRID = 500_000

_INCH = 72.0  # points
_SNAP = 5.0  # points by which widths of cells and columns may disagree


@dataclass(slots=True)
class Region:
    """A merged region, or a single cell; ``tc`` holds its text."""

    row: int
    col: int
    row_span: int
    col_span: int
    tc: Element


def fit_rows(rows: Sequence[Row], widths: Sequence[float | None]) -> list[Row]:
    """Place the cells of short and long rows by their widths, where these tell.

    Some programs leave w:gridSpan out and let the width alone say that a cell
    covers several columns, as Word shows it. Rows whose widths do not meet the
    grid stay as declared.
    """
    if len({row.end for row in rows}) == 1:
        return list(rows)
    if widths:
        edges = _edges_of(widths)
        if edges is None:
            return list(rows)
        filled = len(widths)
        return [row if row.end == filled else _fit(row, edges) or row for row in rows]
    edges = _edges_met(rows)
    fitted = [_fit(row, edges) for row in rows] if edges is not None else []
    # Without a grid to hold on to, rows fitted and rows declared do not mix.
    whole = [row for row in fitted if row is not None]
    return whole if len(whole) == len(rows) else list(rows)


def merge_regions(rows: Sequence[Row]) -> list[Region]:
    """Follow w:vMerge: a cell that continues is part of the region above it.

    It must start at the same column and be as wide, else it is a cell of its
    own, as is one with nothing above to continue: no text is lost by that.
    """
    regions: list[Region] = []
    above: dict[int, Region] = {}
    for number, row in enumerate(rows):
        here: dict[int, Region] = {}
        for cell in row.cells:
            region = above.get(cell.col) if cell.merge == "continue" else None
            if region is not None and region.col_span == cell.span:
                region.row_span += 1
            else:
                region = Region(number, cell.col, 1, cell.span, cell.tc)
                regions.append(region)
            if cell.merge is not None:
                here[cell.col] = region
        above = here
    return regions


def count_columns(rows: Sequence[Row]) -> int:
    """The columns that the rows use; refuses a grid too large to lay out."""
    n_cols = max((row.end for row in rows), default=0)
    if len(rows) * n_cols > MAX_GRID:
        raise DocumentError("word.bomb", f"a table of {len(rows)} rows by {n_cols} columns")
    return n_cols


def column_edges(
    rows: Sequence[Row], widths: Sequence[float | None], n_cols: int
) -> tuple[float, ...]:
    """The ``n_cols + 1`` borders in points: of w:tblGrid, else as the cells declare.

    Where neither tells every column, all columns are an inch wide: far enough apart to be
    told from those of the next table.
    """
    edges = _edges_of(widths) if len(widths) == n_cols else None
    if edges is None:
        edges = _edges_of(_widths_of_cells(rows, n_cols))
    return tuple(edges) if edges is not None else tuple(_INCH * col for col in range(n_cols + 1))


def _edges_of(widths: Sequence[float | None]) -> list[float] | None:
    known = [width for width in widths if width is not None]
    if len(known) != len(widths):
        return None
    return list(accumulate(known, initial=0.0))


def _widths_of_cells(rows: Sequence[Row], n_cols: int) -> list[float | None]:
    widths: list[float | None] = [None] * n_cols
    wide: list[RowCell] = []
    for row in rows:
        for cell in row.cells:
            if cell.width is None:
                continue
            if cell.span > 1:
                wide.append(cell)
            elif widths[cell.col] is None:
                widths[cell.col] = cell.width
    for cell in sorted(wide, key=lambda cell: cell.span) if None in widths else ():
        columns = range(cell.col, cell.col + cell.span)
        unknown = [col for col in columns if widths[col] is None]
        left = (cell.width or 0.0) - sum(widths[col] or 0.0 for col in columns)
        if left > 0:
            for col in unknown:
                widths[col] = left / len(unknown)
    return widths


def _positions(row: Row) -> list[float] | None:
    """Where the row's cells end by their widths; None unless all are declared."""
    widths = [cell.width for cell in row.cells]
    if row.cells[0].col > 0 or None in widths:
        return None
    return list(accumulate(width or 0.0 for width in widths))


def _edges_met(rows: Sequence[Row]) -> list[float] | None:
    """The edges that all rows' widths draw together, for a table without a grid."""
    ends: set[float] = set()
    for row in rows:
        positions = _positions(row)
        if positions is None:
            return None
        ends.update(positions)
    edges = [0.0]
    for end in sorted(ends):
        if end - edges[-1] > _SNAP:
            edges.append(end)
    return edges if len(edges) - 1 <= MAX_COLS else None


def _fit(row: Row, edges: Sequence[float]) -> Row | None:
    """The row with its cells laid on the edges; None where they do not meet them."""
    positions = _positions(row)
    if positions is None:
        return None
    cells: list[RowCell] = []
    col = 0
    for cell, position in zip(row.cells, positions, strict=True):
        end = _nearest(edges, position)
        if end <= col or abs(edges[end] - position) > _SNAP:
            return None
        cells.append(cell._replace(col=col, span=end - col))
        col = end
    return Row(cells, col, row.hidden)


def _nearest(edges: Sequence[float], position: float) -> int:
    after = min(bisect_left(edges, position), len(edges) - 1)
    if after > 0 and position - edges[after - 1] < edges[after] - position:
        return after - 1
    return after
