"""Header rows: which column of a table holds which field.

A header is known by its words, not by its place: at least two columns must
name indicator fields. Headers over several rows are read from the lowest cell
up; what the upper cell says (中期, 年度 …) goes to all columns below it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.class_heads import below_class, class_head
from extractor.column_numbers import numbers_below
from extractor.columns import NAME, Column
from extractor.grid import Grid
from extractor.grouped import part_grouped, split_levels
from extractor.model import Cell
from extractor.settling import settle
from extractor.vocabulary import (
    GRADES,
    LONGEST_LABEL,
    class_level,
    column_role,
    fold,
    horizon_of,
    is_closing,
    is_long,
    is_outer,
    is_part_year,
    label_field,
)

LEVELS = ("level1", "level2", "key_task")
VALUES = ("target", "half_year", "cycle", "actual")
INDICATOR_ROLES = frozenset(
    (*LEVELS, NAME, *VALUES, "operator", "nature", "unit", "weight", "score", "note")
)
DEEPEST_HEADER = 4  # rows
FEWEST_GRADES = 3  # of 优, 良, 中 and 差, that stand for the values of an indicator
PART_NAMES = ("名称", "内容")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that hold from row ``body`` on; the header's words are rows ``start`` up to
    ``stop``, below which a row may number the columns.

    ``heading`` is the class word that is its first word (产出指标 | 目标值 | 权重), which is
    a level of all rows below.
    """

    start: int
    stop: int
    body: int
    columns: tuple[Column, ...]
    inferred: bool = False
    heading: Cell | None = None

    def column(self, role: str, group: int = 0) -> Column | None:
        """The column of a role, in a group or shared by all groups."""
        for column in self.columns:
            if column.role == role and column.group == group:
                return column
        return None

    def has(self, role: str) -> bool:
        return any(column.role == role for column in self.columns)

    @property
    def groups(self) -> int:
        return max((column.group for column in self.columns), default=0) + 1

    @property
    def is_list(self) -> bool:
        """Whether projects are listed row by row beside their indicators."""
        return self.has("project") or (self.has("goal") and self.has(NAME))


def find_headers(grid: Grid) -> list[Header]:
    """All headers of a table, from top to bottom."""
    headers = []
    row = 0
    while row < grid.n_rows:
        header = header_at(grid, row)
        if header is None:
            row += 1
        else:
            headers.append(header)
            row = header.body
    return headers


def header_at(grid: Grid, row: int) -> Header | None:
    """The header that begins at a row, if one does."""
    starting = [cell for cell in grid.starting(row) if cell.text] if row < grid.n_rows else []
    if len(starting) < 2 or not _looks_like_header(starting):
        return None
    worded = [cell for cell in starting if column_role(cell.text)]
    inner = [cell for cell in worded if not is_outer(cell.text)]
    depth = max(cell.row_span for cell in inner or worded)
    if depth == 1 and _is_parted_below(grid, row):
        depth = 2
    stop = min(row + min(depth, DEEPEST_HEADER), grid.n_rows)
    columns = _columns(grid, row, stop)
    roles = {column.role for column in columns}
    graded = sum(1 for column in columns if fold(column.text) in GRADES) >= FEWEST_GRADES
    indicators = roles & {NAME, "name_fallback", "description"} and (
        len(roles & INDICATOR_ROLES) >= 2 or (graded and {"goal", "project"} & roles)
    )
    goals = {"project", "goal"} <= roles and all(column_role(c.text) for c in starting)
    heading = None
    if not indicators and not goals:
        heading = class_head(grid, row) if stop < grid.n_rows else None
        columns = below_class(heading, columns, grid, stop) if heading else []
        if not columns:
            return None
    body = stop + numbers_below(grid, stop)
    settled = settle(columns, grid, body)
    above = [cell.text for cell in grid.row(row - 1) if cell.text] if row else []
    if above and all("level1" in class_level(text) for text in above):
        settled = [replace(column, horizon=None) for column in settled]  # blocks of classes
    split = tuple(split_levels(settled, grid, body))
    return Header(row, stop, body, split, heading=heading)


def _is_parted_below(grid: Grid, row: int) -> bool:
    """Whether the cells of a header row each span columns that the row below it names
    (一级指标 over 名称 and 权重)."""
    cells = grid.row(row)
    below = grid.starting(row + 1) if row + 1 < grid.n_rows else []
    if len(below) < 2 * len(cells) or not all(cell.col_span > 1 for cell in cells):
        return False
    words = sum(1 for cell in below if column_role(cell.text) or fold(cell.text) in PART_NAMES)
    return words == len(below)


def _looks_like_header(cells: Sequence[Cell]) -> bool:
    """Most texts of a header row are header words, and none is a sentence."""
    roles = set(map(column_role, [c.text for c in cells]))
    if len(roles) - (None in roles) < 2:
        return False
    if any(len(c.text) > LONGEST_LABEL and is_long(c.text) for c in cells):
        return False
    words = sum(1 for c in cells if column_role(c.text) or is_outer(c.text) or horizon_of(c.text))
    return 2 * words >= len(cells)


def _columns(grid: Grid, start: int, stop: int) -> list[Column]:
    """One column for each lowest header cell that has a role of its own or from above."""
    columns: list[Column] = []
    col = 0
    while col < grid.n_cols:
        lowest = grid.at(stop - 1, col)
        if lowest is None:
            col += 1
            continue
        path = [grid.at(r, col) for r in range(start, stop)]
        words = [cell.text for cell in dict.fromkeys(path) if cell is not None and cell.text]
        end = lowest.col + lowest.col_span
        runs_on = lowest.row + lowest.row_span > stop  # an outer label beside the body
        role = None if runs_on else _role_of_path(words)
        if role is not None:
            above = words[-2] if len(words) > 1 else ""
            columns.append(Column(role, lowest.col, end, words[-1], above, 0, _horizon(words)))
        col = max(end, col + 1)
    return _merge_parent_columns(part_grouped(columns))


def _role_of_path(words: Sequence[str]) -> str | None:
    horizon = horizon_of(words[-1]) if len(words) > 1 else None
    if horizon is not None and any(column_role(word) == "target" for word in words[:-1]):
        return "cycle" if horizon == "mid_term" else "target"  # 实施期 | 年度 below 指标值
    role = next((role for word in reversed(words) if (role := column_role(word))), None)
    return "monitored" if role == "actual" and any(map(is_part_year, words)) else role


def _horizon(words: Sequence[str]) -> str | None:
    for word in reversed(words):
        horizon = horizon_of(word)
        if horizon is not None:
            return horizon
    return None


def _merge_parent_columns(columns: list[Column]) -> list[Column]:
    """Neighbours that have their role from one cell above them are one column."""
    merged: list[Column] = []
    for column in columns:
        last = merged[-1] if merged else None
        from_above = column_role(column.text) is None
        if (
            last is not None
            and from_above
            and last.role == column.role
            and last.stop == column.start
            and last.above == column.above
            and last.text == column.text
        ):
            merged[-1] = replace(last, stop=column.stop)
        else:
            merged.append(column)
    return merged


def infer_header(grid: Grid, row: int) -> Header | None:
    """Columns told from class words where no header is printed.

    A row whose neighbouring cells are a level-1 and a level-2 class word
    (产出指标 | 数量指标) with two or more cells after them: these are name,
    value and, if there is one, a note.
    """
    cells = grid.row(row)
    for first, second in itertools.pairwise(cells):
        if "level1" not in class_level(first.text) or "level2" not in class_level(second.text):
            continue
        rest = [cell for cell in cells if cell.col >= second.col + second.col_span]
        if len(rest) not in (2, 3) or label_field(first.text):
            return None
        if any(class_level(cell.text) for cell in rest):
            return None  # classes side by side: each heads a column
        roles = ["level1", "level2", NAME, "target", "note"]
        columns = tuple(
            Column(role, cell.col, cell.col + cell.col_span, "")
            for role, cell in zip(roles, [first, second, *rest], strict=False)
        )
        top = _first_row(grid, columns, row)
        return Header(top, top, top, columns, inferred=True)
    return None


def _first_row(grid: Grid, columns: Sequence[Column], row: int) -> int:
    """The first of the rows above that have the same columns, as where the class words
    stand amid a cell cut by a page break."""
    borders = {column.start for column in columns[2:]}
    while row > 0:
        above = grid.row(row - 1)
        if not borders <= {cell.col for cell in above}:
            break
        if any(label_field(cell.text) or is_closing(cell.text) for cell in above):
            break
        levels = [grid.at(row - 1, column.start) for column in columns[:2]]
        if any(level and level.text and not class_level(level.text) for level in levels):
            break  # words of a header that is not known
        row -= 1
    return row
