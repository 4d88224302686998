"""Indicators of the whole term and of the year, printed one block below the other.

A label to the left of all columns (长期绩效指标, 年度绩效指标) or a heading over a block says
whose its rows are. It counts only where a form has both: alone it names the form's only block.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.columns import WORDED
from extractor.grid import Grid
from extractor.headers import Header
from extractor.indicators import Row
from extractor.vocabulary import horizon_of

BOTH = frozenset(("mid_term", "annual"))


def tell_horizons(
    grid: Grid, rows: range, headers: Sequence[Header], bands: Sequence[Sequence[Row]]
) -> None:
    """Set ``horizon`` of the rows found below each header, where a form stacks both."""
    headings = _headings(grid, rows)
    told = []
    for header, band in zip(headers, bands, strict=True):
        first = min((c.start for c in header.columns if c.role in WORDED), default=0)
        for row in band:
            horizon = _beside(grid, row.row, first) or headings[row.row - rows.start]
            if horizon is not None and row.horizon is None:
                told.append((row, horizon))
    if BOTH.issubset(horizon for _, horizon in told):
        for row, horizon in told:
            row.horizon = horizon


def _beside(grid: Grid, row: int, first: int) -> str | None:
    """What a label left of the column ``first`` says, the one nearest to it first."""
    left = (cell for cell in reversed(grid.row(row)) if cell.col + cell.col_span <= first)
    return next((horizon for cell in left if (horizon := horizon_of(cell.text))), None)


def _headings(grid: Grid, rows: range) -> list[str | None]:
    """The heading that holds at each row: the last above it that is its row's only text."""
    held: list[str | None] = []
    for row in rows:
        texts = [cell for cell in grid.row(row) if cell.text]
        only = texts[0] if len(texts) == 1 and texts[0].row == row else None
        horizon = horizon_of(only.text) if only is not None else None
        held.append(horizon or (held[-1] if held else None))
    return held
