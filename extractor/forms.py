"""The block above the indicators: labels and their values fill the form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.funds import (
    funds_block,
    is_funds_label,
    join_single_rows,
    read_funds,
    read_totals,
)
from extractor.grid import Grid
from extractor.head import GOAL_FIELDS, NAMES, Head
from extractor.lines_above import (
    CODED,
    INLINE,
    goals_between,
    is_period,
    labelled,
    read_above,
    year_of,
)
from extractor.misfits import holds_label
from extractor.model import Cell, Line, Table
from extractor.money import Money, money_unit
from extractor.patterns import of_tables
from extractor.places import places_of
from extractor.text import join_lines
from extractor.titles import project_in_title
from extractor.vocabulary import (
    LONGEST_HEADER,
    column_role,
    fold,
    horizon_of,
    is_outer,
    is_part_year,
    is_title,
    label_field,
    money_role,
    year_in,
)

TOTAL_ROWS = ("金额合计", "合计", "资金合计", "总计")
BARE = {"项目": "project", "目标": "annual_goal"}  # labels only where nothing else is in the row
TASK_HEADS = ("任务名称", "主要任务", "工作任务", "重点工作任务", "主要任务名称")
_APART = of_tables(r"^(\S{2,16})\s+(\S.*)$", re.DOTALL)  # label and value with no line between
_DONE = of_tables("完成|实现|达到|达成|保障|确保|围绕|制定")  # verbs of a goal, not of its label
_GOAL_NUMBER = of_tables(r"(?:年度|长期|分项)?目标\s*[\d一二三四五六七八九]{1,2}[:：]?")


def read_head(table: Table, grid: Grid, rows: range, above: Sequence[Line]) -> Head:
    """Read the labels of some rows, and the lines printed above the table."""
    head = Head()
    unit = money_unit(*(line.text for line in (*above, *table.between)))
    single: list[Money] = []
    in_funds: set[int] = set()  # cells of money blocks, which are read as a whole
    for row in rows:
        starting = grid.starting(row)
        below = grid.row(row + 1) if row + 1 < rows.stop else []
        goal = len(below) == 1 and not is_title(below[0].text)  # in a row of its own, too
        alone = len(grid.row(row)) == 1 and starting
        if alone and _read_heading(table, starting[0], head, over_goal=goal):
            continue
        for cell in starting:
            if not cell.text or id(cell) in in_funds:
                continue
            if is_funds_label(grid, cell) and not _value_of(grid, cell, text_only=True):
                found = read_funds(table, grid, cell, unit)
                head.funds.extend(found)
                single += found if cell.row_span == 1 else []
                in_funds |= {id(inside) for line in funds_block(grid, cell) for inside in line}
            elif fold(cell.text) in TOTAL_ROWS:
                head.funds.extend(read_totals(table, grid, cell, unit))
            else:
                _read_label(table, grid, cell, head)
    join_single_rows(single)
    for label, lines in goals_between(table.between) if 0 in rows else ():
        name = label_field(label)
        if name and lines:
            head.take_beside(label, name, join_lines(line.text for line in lines))
    read_above(above, head)
    if head.title and not any(name in head.fields for name in ("project", "department")):
        project = project_in_title(head.title)
        if project is not None:
            head.fields["project"] = project
            head.flags.add("project.from_title")
    return head


def _read_heading(table: Table, cell: Cell, head: Head, *, over_goal: bool) -> bool:
    """Take a title, a year or a unit that stands in a row of its own inside the table; a
    heading over blocks of the term and the year says nothing of the form."""
    if horizon_of(cell.text):
        return not over_goal
    if is_title(cell.text):
        head.title = head.title or cell.text
    elif is_period(cell.text):
        head.take_period(cell.text, year_of(cell.text))
    elif CODED.fullmatch(cell.text.strip()):
        head.take("department", cell.text, places_of(table, [cell]))
    else:
        return False
    return True


def _read_label(table: Table, grid: Grid, cell: Cell, head: Head) -> None:
    name = _label_in(grid, cell)
    if name is None:
        inlines = labelled(cell.text)
        inline = INLINE.match(cell.text) or _APART.match(cell.text)
        inner = inlines[0][1] if inlines else label_field(inline[1]) if inline else None
        if inline and inner and inner not in ("other", "funds"):
            head.take_beside(inline[1], inner, inline[2].strip(), places_of(table, [cell]))
            if cell.row_span > 1 or (inner in NAMES and holds_label(inline[2])):
                head.flags.add("cell.doubtful")
        return
    if name in ("other", "funds"):
        return
    value = _value_of(grid, cell)
    if value is not None:
        shared = value.text and value.row_span > cell.row_span  # with another label
        if shared or (name in NAMES and holds_label(value.text)):
            head.flags.add("cell.doubtful")
        values = [value]
        if name in GOAL_FIELDS:
            values += _more_below(grid, cell, value)
            values = _numbered_goals(grid, values)
        text, places = join_lines(v.text for v in values), places_of(table, values)
        head.take_beside(cell.text, name, text, places)
    else:
        head.fields.setdefault(name, "")


def _label_in(grid: Grid, cell: Cell) -> str | None:
    """The field a cell of the head is the label of.

    A word that is a label elsewhere is none as a column's head in the block of a
    department's tasks (年度主要任务: 任务名称, 完成情况, 预算数 …), nor with an amount
    printed into it (实施周期：9000).
    """
    name = label_field(cell.text)
    if name is None and fold(cell.text) in BARE:
        row = grid.row(cell.row)
        alone = len(row) == 2 and row[0] is cell and cell.row_span == row[1].row_span
        return BARE[fold(cell.text)] if alone and not _is_word(row[1].text) else None
    if name == "period_text" and cell.text.strip()[-1:].isdigit() and not year_in(cell.text):
        return "other"
    if name in NAMES and _heads_list(grid, cell):
        return "other"
    if name in GOAL_FIELDS and any(
        fold(other.text) in TASK_HEADS for other in grid.row(cell.row) if other.col < cell.col
    ):
        return "other"
    return name


def _heads_list(grid: Grid, cell: Cell) -> bool:
    """Whether a word heads a column of a block that has its label to the left (年度重点项目:
    项目名称, 项目内容, 金额 over the projects)."""
    row = grid.row(cell.row)
    at = next(i for i, other in enumerate(row) if other is cell)
    spanned = any(other.row_span > cell.row_span for other in row[:at])
    after = [other for other in row[at + 1 :] if other.text]
    return spanned and len(after) > 1 and all(_is_word(other.text) for other in after)


def _is_word(text: str) -> bool:
    """Whether a text is a word that heads something, and so no value of a label."""
    return any(
        known(text) for known in (label_field, column_role, money_role, is_outer, horizon_of)
    )


def _more_below(grid: Grid, label: Cell, value: Cell) -> list[Cell]:
    """The other cells of a goal that is printed in several rows beside its label."""
    found = []
    for row in range(value.row + value.row_span, label.row + label.row_span):
        cell = grid.at(row, value.col)
        if cell is None or cell.row != row or cell.col_span != value.col_span:
            break
        found.append(cell)
    return found


def _numbered_goals(grid: Grid, cells: list[Cell]) -> list[Cell]:
    """The texts beside 目标1, 目标2 …, where a goal is printed so."""
    beside = [grid.at(cell.row, cell.col + cell.col_span) for cell in cells]
    if not all(_GOAL_NUMBER.fullmatch(cell.text.strip()) for cell in cells):
        return cells
    return [cell for cell in beside if cell is not None and cell.text] or cells


def _value_of(grid: Grid, label: Cell, *, text_only: bool = False) -> Cell | None:
    """The cell a label speaks of: to its right, or below where a label stands there.

    ``text_only`` asks for running text to the right, as a funds label that is
    really prose has it.
    """
    right = grid.at(label.row, label.col + label.col_span)
    if text_only:
        if right is None or right.row_span < label.row_span:
            return None
        return right if len(right.text) > 40 else None
    if right is not None and not (right.text and (label_field(right.text) or _heads_goal(right))):
        return right
    below = grid.at(label.row + label.row_span, label.col)
    if below is None or below.col != label.col or (label.row_span > 1 and right is not None):
        return None
    if below.text and any(is_word(below.text) for is_word in (label_field, is_outer, column_role)):
        return None
    if right is not None and below.col_span != label.col_span:
        return None
    return below


def _heads_goal(cell: Cell) -> bool:
    """Whether a text heads the goal of a term or part that no label names (五年规划目标)."""
    text = fold(cell.text)
    if len(text) > LONGEST_HEADER:
        return False
    return is_part_year(cell.text) or (text.endswith("目标") and not _DONE.search(text))
