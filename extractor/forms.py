"""The block above the indicators: labels and their values fill the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.funds import (
    funds_block,
    is_funds_label,
    join_single_rows,
    read_funds,
    read_totals,
)
from extractor.grid import Grid
from extractor.indicators import places_of
from extractor.misfits import holds_label
from extractor.model import Cell, Line, Place, Table
from extractor.money import Money, money_unit
from extractor.text import join_lines
from extractor.vocabulary import (
    column_role,
    fold,
    has_title_word,
    is_outer,
    is_title,
    label_field,
    phrases,
)

TOTAL_ROWS = ("金额合计", "合计", "资金合计", "总计")
GOAL_FIELDS = ("annual_goal", "mid_term_goal", "goal_actual")
NAMES = ("project", "department", "implementing_unit", "period_text")
_INLINE = re.compile(r"(?:^|\s)(\S{2,16}?)\s*[:：]\s*(.+?)(?=\s+\S{2,10}[:：]|$)")
_APART = re.compile(r"^(\S{2,16})\s+(\S.*)$", re.DOTALL)  # label and value with no line between
_CODED = re.compile(r"^\d{6}(\d{3})?\s*[\u4e00-\u9fff]{4,20}(?=\s|$)")  # 207101天津市河北区人民法院
_PERIOD = re.compile(r"^[(（【\[]?\s*(20\d\d)\s*年度?\s*[)）】\]]?$")


@dataclass(slots=True)
class Head:
    """What stands above the indicators of one form, as printed."""

    title: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    funds: list[Money] = field(default_factory=list)
    weight_total: str | None = None
    flags: set[str] = field(default_factory=set)

    def take(self, name: str, text: str, places: tuple[Place, ...] = ()) -> None:
        """Set a field unless it is filled already."""
        if not self.fields.get(name):
            if self.fields.get(name) == "" and text and name in NAMES:
                self.flags.add("label.blank")
            self.fields[name] = text
            self.places[name] = places


def read_head(table: Table, grid: Grid, rows: Iterable[int], above: Sequence[Line]) -> Head:
    """Read the labels of some rows, and the lines printed above the table."""
    head = Head()
    unit = money_unit(*(line.text for line in above))
    single: list[Money] = []
    in_funds: set[int] = set()  # cells of money blocks, which are read as a whole
    for row in rows:
        starting = grid.starting(row)
        if len(grid.row(row)) == 1 and starting and _read_heading(starting[0], head):
            continue
        for cell in starting:
            if not cell.text or id(cell) in in_funds:
                continue
            if is_funds_label(cell) and not _value_of(grid, cell, text_only=True):
                found = read_funds(table, grid, cell, unit)
                head.funds.extend(found)
                single += found if cell.row_span == 1 else []
                in_funds |= {id(inside) for line in funds_block(grid, cell) for inside in line}
            elif fold(cell.text) in TOTAL_ROWS:
                head.funds.extend(read_totals(table, grid, cell, unit))
            else:
                _read_label(table, grid, cell, head)
    join_single_rows(single)
    _read_above(above, head)
    _project_from_title(head)
    return head


def _read_heading(cell: Cell, head: Head) -> bool:
    """Take a title or a year that stands in a row of its own inside the table."""
    if is_title(cell.text):
        head.title = head.title or cell.text
    elif _PERIOD.match(unicodedata.normalize("NFKC", cell.text)):
        head.take("period_text", cell.text)
    else:
        return False
    return True


def _read_label(table: Table, grid: Grid, cell: Cell, head: Head) -> None:
    name = label_field(cell.text)
    if name is None:
        inline = _INLINE.match(cell.text) or _APART.match(cell.text)
        inner = label_field(inline[1]) if inline else None
        if inline and inner and inner not in ("other", "funds"):
            head.take(inner, inline[2].strip(), places_of(table, [cell]))
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
        head.take(name, join_lines(v.text for v in values), places_of(table, values))
    else:
        head.fields.setdefault(name, "")


def _more_below(grid: Grid, label: Cell, value: Cell) -> list[Cell]:
    """The other cells of a goal that is printed in several rows beside its label."""
    found = []
    for row in range(value.row + value.row_span, label.row + label.row_span):
        cell = grid.at(row, value.col)
        if cell is None or cell.row != row or cell.col_span != value.col_span:
            break
        found.append(cell)
    return found


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
    if right is not None and not (right.text and label_field(right.text)):
        return right
    below = grid.at(label.row + label.row_span, label.col)
    if below is None or below.col != label.col:
        return None
    if below.text and any(is_word(below.text) for is_word in (label_field, is_outer, column_role)):
        return None
    if right is not None and below.col_span != label.col_span:
        return None
    return below


def _read_above(above: Sequence[Line], head: Head) -> None:
    """Title, year and inline labels (单位名称：…) from the lines above the table."""
    for line in reversed(above):
        text = line.text.strip()
        period = _PERIOD.match(unicodedata.normalize("NFKC", text))
        coded = _CODED.match(text)
        if coded:
            head.take("department", coded[0])
        if period:
            head.take("period_text", text)
        elif _INLINE.search(text):
            for inline in _INLINE.finditer(text):
                name = label_field(inline[1])
                if name and name not in ("other", "funds", *GOAL_FIELDS):
                    head.take(name, inline[2].strip())
        elif is_title(text):
            head.title = head.title or text
            break
        elif len(text) > 30:
            break


def _project_from_title(head: Head) -> None:
    """A form that prints no project name may have it in its title (…项目绩效目标表)."""
    if head.title is None or any(name in head.fields for name in ("project", "department")):
        return
    found = re.match(r"^(.+?)项目(?:支出)?绩效目标(?:申报|批复|审批)?表$", head.title)
    if found is None:
        return
    name = re.sub(r"20\d\d年?度?", "", found.group(1))
    if name and fold(name) not in {fold(w) for w in phrases()["title"]["generic_project"]}:
        head.fields["project"] = found.group(1)
        head.flags.add("project.from_title")


def scope_of(head: Head) -> str | None:
    """部门整体, 项目, 政策 or 转移支付, as title and labels say."""
    title = head.title or ""
    if has_title_word(title, "transfer"):
        return "转移支付"
    if has_title_word(title, "whole"):
        return "部门整体"
    if head.fields.get("project") is not None:
        return "项目"
    if has_title_word(title, "policy"):
        return "政策"
    if "项目" in title:
        return "项目"
    return "部门整体" if "functions" in head.fields else None


def stage_of(head: Head, has_actual: bool) -> str | None:
    """申报, 批复, 调整, 监控 or 自评, None where the form does not say."""
    title = head.title or ""
    stages = (
        ("evaluated", "自评"),
        ("monitored", "监控"),
        ("adjusted", "调整"),
        ("approved", "批复"),
        ("declared", "申报"),
    )
    for word, stage in stages:
        if has_title_word(title, word):
            return stage
    return "自评" if has_actual else None
