"""Columns of an indicator table, and how doubtful ones get their role.

A header word may leave open what its column holds: 指标性质 may be an operator or
a kind, several value or note columns may stand side by side, and so may whole
blocks. What the header says together, and what the cells hold, decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.grid import Grid
from extractor.model import Cell
from extractor.patterns import of_tables
from extractor.vocabulary import note_rank, year_in

NAME = "level3"
_NUMBER = of_tables(r"[(（]?(\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[、.．]?")
WORDED = frozenset(("level1", "level2", "key_task", NAME))
LIST_ROLES = frozenset(
    ("project", "project_code", "goal", "money", "department", "implementing_unit")
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


def settle(columns: list[Column], grid: Grid, body: int) -> list[Column]:
    """Decide doubtful roles: a name where no better one is, an operator or a kind,
    blocks side by side, several value columns."""
    roles = {column.role for column in columns}
    settled = []
    for column in columns:
        role = column.role
        if role == "name_fallback":
            role = "outer" if NAME in roles else NAME
        elif role == "description":
            role = "note" if NAME in roles else NAME
        elif role == "nature":
            role = "operator" if _holds_operators(grid, column, body) else "extra"
        settled.append(replace(column, role=role))
    settled = _one_name(_one_class(_of_this_year(_owners(settled))))
    settled = _group(settled)
    return _one_note(_one_score(_one_weight(_one_target(settled))))


def _owners(columns: list[Column]) -> list[Column]:
    """单位 before the indicators of a list is whose the project is, not a unit of measure."""
    roles = [column.role for column in columns]
    first = next((i for i, role in enumerate(roles) if role in WORDED), 0)
    if "unit" not in roles[:first] or not {"project", "goal"} & set(roles):
        return columns
    owner = next((o for o in ("department", "implementing_unit") if o not in roles), "extra")
    return [
        replace(column, role=owner) if column.role == "unit" and i < first else column
        for i, column in enumerate(columns)
    ]


def _of_this_year(columns: list[Column]) -> list[Column]:
    """What was reached in a year that is printed (2024年完成值) is another year's, unless
    targets of that year or points for it stand beside it."""
    targets = {year_in(column.text) for column in columns if column.role == "target"} - {None}
    scored = any(column.role == "score" for column in columns)
    return [
        replace(column, role="prior")
        if column.role == "actual"
        and (year := year_in(column.text))
        and year not in targets
        and (targets or not scored)
        and any(other.role == NAME for other in columns)
        else column
        for column in columns
    ]


def _holds_operators(grid: Grid, column: Column, body: int) -> bool:
    """Whether a 指标性质 column holds operators (≥ ≤ = 定性) and not 正向/反向 or 定量/定性."""
    seen = set()
    for row in range(body, grid.n_rows):
        cell = grid.at(row, column.start)
        if cell is not None and cell.text and cell.col_span < grid.n_cols:
            seen.add("".join(cell.text.split()))
    return bool(seen & set("≥≤=＝<>＜＞≧≦⩾⩽")) or (seen == {"定性"})


def _one_class(columns: list[Column]) -> list[Column]:
    """Beside a column named by its level (一级指标) a 指标类型 is none: 正向, 定量 …"""
    firsts = [column for column in columns if column.role == "level1"]
    named = any("一级" in column.text for column in firsts)
    return [
        replace(column, role="extra")
        if named and column.role == "level1" and "类" in column.text
        else column
        for column in columns
    ]


def _one_name(columns: list[Column]) -> list[Column]:
    """Of several name columns in a row (三级指标 and 指标内容) the first is the name,
    unless a level column follows it; below three levels the fourth (四级指标) is."""
    result = list(columns)
    names = [i for i, column in enumerate(result) if column.role == NAME]
    names.sort(key=lambda i: "四级" not in result[i].text)
    seconds = [i for i, column in enumerate(result) if column.role == "level2"]
    if len(names) > 1 and len(seconds) < 2 and len([c for c in result if c.role == "target"]) < 2:
        for i in names[1:]:
            result[i] = replace(result[i], role="extra")
    return result


def _group(columns: list[Column]) -> list[Column]:
    """Number the blocks that stand side by side, each with a name of its own."""
    names = [i for i, column in enumerate(columns) if column.role == NAME]
    if len(names) < 2:
        return columns
    result, group = [], -1
    seen: set[str] = set()
    for column in columns:
        if column.role in ("level1", *LIST_ROLES) and (group < 0 or column.role in LIST_ROLES):
            result.append(column)
            continue
        if group < 0 or column.role in seen:
            group += 1
            seen = set()
        seen.add(column.role)
        result.append(replace(column, group=group))
    horizons = [None] * (group + 1) if group != 1 else ["mid_term", "annual"]
    return [
        replace(c, horizon=c.horizon or horizons[c.group]) if c.role != "level1" else c
        for c in result
    ]


def _one_target(columns: list[Column]) -> list[Column]:
    """Of several value columns of a group one is the target: the one said to be the
    year's, or of the latest year; a mid-term one beside it is the cycle's."""
    result = list(columns)
    for group in {column.group for column in columns}:
        targets = [i for i, c in enumerate(result) if c.role == "target" and c.group == group]
        if len(targets) < 2:
            continue
        best = max(
            targets,
            key=lambda i: (
                result[i].horizon == "annual",
                result[i].horizon != "mid_term",
                year_in(result[i].text) or 0,
                -i,
            ),
        )
        for i in targets:
            if i != best:
                other = "cycle" if result[i].horizon == "mid_term" else "prior"
                result[i] = replace(result[i], role=other)
    return result


def _one_weight(columns: list[Column]) -> list[Column]:
    """Where points stand after each level, the indicator's are those after its name."""
    weights = [i for i, column in enumerate(columns) if column.role == "weight"]
    names = [i for i, column in enumerate(columns) if column.role == NAME]
    if len(weights) < 2 or len(names) != 1:
        return columns
    after = [i for i in weights if i > names[0]] or weights
    return [
        replace(column, role="extra") if i in weights and i != after[0] else column
        for i, column in enumerate(columns)
    ]


def _one_score(columns: list[Column]) -> list[Column]:
    """Of several score columns (自评得分 and 复核得分) the first: the department's own."""
    scores = [i for i, column in enumerate(columns) if column.role == "score"]
    return [
        replace(column, role="extra") if i in scores[1:] and column.group == 0 else column
        for i, column in enumerate(columns)
    ]


def _one_note(columns: list[Column]) -> list[Column]:
    """Of several note columns of a group the one listed first among the phrases."""
    result = list(columns)
    for group in {column.group for column in columns}:
        notes = [i for i, c in enumerate(columns) if c.role == "note" and c.group == group]
        best = min(notes, key=lambda i: note_rank(columns[i].text), default=None)
        for i in notes:
            if i != best:
                result[i] = replace(result[i], role="extra")
    return result


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
