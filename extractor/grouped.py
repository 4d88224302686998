"""Columns below one header cell: what the words under it make of each.

指标值 may stand over 上半年 and 全年, 完成情况 over 全年完成值 and a remark, 指标类型 over a
class and its parts. What the words do not tell apart is left to no field: two values in one
would be wrong without a sign of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.columns import NAME, Column
from extractor.grid import Grid
from extractor.vocabulary import class_level, column_role, part_of, year_in

MOST_YEARS = 2  # side by side: last year's and this one's; more are those of a plan
MOST_OTHER = 0.2  # of the cells in a level column: words that are no class


def part_grouped(columns: Sequence[Column]) -> list[Column]:
    """Give each column below a header cell that spans several the role its word says."""
    parted: list[Column] = []
    for above, group in itertools.groupby(columns, key=lambda column: column.above):
        siblings = list(group)
        parted += _parted(siblings) if above and len(siblings) > 1 else siblings
    return parted


def _parted(siblings: Sequence[Column]) -> list[Column]:
    if all(part_of(column.text) == "either" for column in siblings):  # a row fills one of them
        first, last = siblings[0], siblings[-1]
        return [replace(first, stop=last.stop, text=first.above, above="")]
    own = {column.role for column in siblings if column_role(column.text)}
    unknown = {
        column.text
        for column in siblings
        if column_role(column.text) is None
        and part_of(column.text) is None
        and column.role != "cycle"  # 实施期 beside 年度
    }
    years = len(unknown) <= MOST_YEARS and all(map(year_in, unknown))
    told = any(part_of(column.text) for column in siblings)
    parted = []
    for column in siblings:
        if column_role(column.text) or column.role == "cycle":
            parted.append(column)
        elif column.text not in unknown:
            parted.append(replace(column, role=_part_role(column)))
        elif column.role in own or told or (len(unknown) > 1 and not years):
            parted.append(replace(column, role="extra"))
        else:
            parted.append(column)
    return parted


def _part_role(column: Column) -> str:
    """The role of a part of a value: half of the year's, all of it, or what was before."""
    part = part_of(column.text)
    if part == "whole":
        return column.role
    if part == "half_year":
        return "half_year" if column.role in ("target", "half_year") else "extra"
    return "prior" if column.role in ("target", "actual") else "extra"


def split_levels(columns: Sequence[Column], grid: Grid, body: int) -> list[Column]:
    """Part a header cell that spans a column of classes and one of their parts (指标类型
    over 产出指标 and 数量指标), where no other column is the second level."""
    if any(column.role == "level2" for column in columns):
        return list(columns)
    firsts = any(column.role == "level1" for column in columns)
    parted: list[Column] = []
    for column in columns:
        wide = column.role in ("level1", "outer") and column.stop - column.start > 1
        halves = _halves(column, grid, body) if wide else None
        if column.role == NAME and column.stop - column.start > 2 and not firsts:
            halves = _thirds(column, grid, body)
        parted += halves or [column]
    return parted


def _thirds(column: Column, grid: Grid, body: int) -> list[Column] | None:
    """Levels and name below one header cell (绩效指标 over 产出指标, 数量指标 and the name);
    None where the cells below are not just these."""
    starts = {
        cell.col
        for row in range(body, grid.n_rows)
        for cell in grid.starting(row)
        if column.start <= cell.col and cell.col + cell.col_span <= column.stop
    }
    if len(starts) != 3:
        return None
    last = max(starts)
    levels = _halves(replace(column, stop=last), grid, body)
    return [*levels, replace(column, start=last)] if levels else None


def _halves(column: Column, grid: Grid, body: int) -> list[Column] | None:
    """The two level columns below a header cell; None if it does not hold just these."""
    starts = {
        cell.col
        for row in range(body, grid.n_rows)
        for cell in grid.starting(row)
        if column.start <= cell.col < column.stop and cell.col + cell.col_span <= column.stop
    }
    if len(starts) != 2:
        return None
    first, second = sorted(starts)
    halves = []
    for level, start, stop in (("level1", first, second), ("level2", second, column.stop)):
        cells = {
            id(cell): cell.text
            for row in range(body, grid.n_rows)
            if (cell := grid.at(row, start)) is not None
            and cell.text
            and start <= cell.col
            and cell.col + cell.col_span <= stop
        }
        other = sum(1 for text in cells.values() if level not in class_level(text))
        if not cells or other > MOST_OTHER * len(cells):
            return None
        halves.append(replace(column, role=level, start=start, stop=stop))
    return halves
