"""Headers whose first word is a class: 产出指标 | 目标值 | 权重, the names below the class word."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.columns import NAME, Column
from extractor.grid import Grid
from extractor.model import Cell
from extractor.vocabulary import class_level


def class_head(grid: Grid, row: int) -> Cell | None:
    """The class word that heads the names of the rows below, beside words for their values;
    None where no cell of the row, or more than one, is a class word."""
    found = [cell for cell in grid.starting(row) if class_level(cell.text)]
    return found[0] if len(found) == 1 else None


def below_class(head: Cell, columns: Sequence[Column], grid: Grid, body: int) -> list[Column]:
    """The columns of such a header: what stands below the class word is the name, or the
    second level and the name. None where its values do not follow."""
    start, stop = head.col, head.col + head.col_span
    before = [column for column in columns if column.stop <= start]
    after = [column for column in columns if column.start >= stop]
    if len(before) + len(after) < len(columns) or not after or after[0].role != "target":
        return []
    inside = [cell for cell in grid.row(body) if start <= cell.col < stop]
    if len(inside) == 2 and "level2" in class_level(inside[0].text):
        second = inside[1].col
        named = [Column("level2", start, second, ""), Column(NAME, second, stop, "")]
    else:
        named = [Column(NAME, start, stop, "")]
    return [*before, *named, *after]
