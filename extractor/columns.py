"""Columns of an indicator table, and the cells of a row that stand in one."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.grid import Grid
from extractor.model import Cell
from extractor.patterns import of_tables

NAME = "level3"
LOST = "lost"  # the role of a column whose field another column fills: told where it is filled
WORDED = frozenset(("level1", "level2", "key_task", NAME))
LIST_ROLES = frozenset(
    ("project", "project_code", "goal", "money", "department", "implementing_unit")
)
_NUMBER = of_tables(
    r"[(（]?(\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳]|指标\d{1,2})[)）]?[、.．:：]?"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an indicator table: grid columns ``start`` up to ``stop``.

    ``role`` is the field; ``group`` numbers the blocks that stand side by side
    (0 where there is one); ``above`` is the text of the header cell over it.
    """

    role: str
    start: int
    stop: int
    text: str
    above: str = ""
    group: int = 0
    horizon: str | None = None


def cell_of(grid: Grid, column: Column, row: int) -> list[Cell]:
    """The cells of a row that stand in a column, from left to right.

    A cell belongs to the column it shares most with; a column may hold several
    (operator and number under one header).
    """
    first = grid.at(row, column.start)
    if (
        first is not None
        and first.col <= column.start
        and first.col + first.col_span >= column.stop
    ):
        return [first]
    width = grid.width(column.start, column.stop)
    inside = []
    for cell in grid.row(row):
        shared = grid.overlap(cell, column.start, column.stop)
        if shared <= 0:
            continue
        cell_width = grid.width(cell.col, cell.col + cell.col_span)
        if shared > 0.5 * width or shared > 0.5 * cell_width:
            inside.append(cell)
    if len(inside) > 1:
        inside = unnumbered(column, inside)
    covering = [c for c in inside if grid.overlap(c, column.start, column.stop) > 0.5 * width]
    return covering[:1] if covering else inside


def unnumbered(column: Column, cells: list[Cell]) -> list[Cell]:
    """The cells of a row in one column, without a running number that stands in a cell of
    its own before a name or level (三级指标 over 1 and 培训人次): it is no part of it."""
    if column.role not in WORDED or not _NUMBER.fullmatch(cells[0].text.strip()):
        return cells
    return cells[1:] if any(cell.text for cell in cells[1:]) else cells
