"""Money (资金) as tables hold it: blocks of items and amounts, totals of tasks, lists."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.columns import Column, cell_of
from extractor.grid import Grid
from extractor.headers import Header
from extractor.model import Cell, Side, Table
from extractor.money import (
    VALUE_FIELDS,
    Money,
    begin_money,
    is_amount,
    is_budget_first,
    is_money_run_on,
    money_unit,
    run_on_money,
    set_amount,
    unit_in_table,
)
from extractor.money_columns import columnar, read_columns, read_under, under_labels
from extractor.vocabulary import column_role, fold, label_field, money_role, year_in

_SIDES: dict[str, Side] = {"income": "收入", "spending": "支出"}
PROJECTS = "项目支出"
MOST_ITEMS = 8  # rows of money below one header
HALVES = ("基本支出", PROJECTS)  # of what a department spends
_OTHER_LABELS = ("project", "department", "implementing_unit", "period_text")


class _Value(NamedTuple):
    """A column of amounts beside the items: its role, place, side and unit."""

    role: str
    start: int
    stop: int
    side: Side | None
    unit: str | None


def read_funds(table: Table, grid: Grid, label: Cell, unit: str | None) -> list[Money]:
    """The money rows that stand to the right of a funds label (项目资金（万元）…)."""
    rows = range(label.row, min(label.row + label.row_span, grid.n_rows))
    block = funds_block(grid, label)
    unit = money_unit(label.text) or unit_in_table(grid, label) or unit
    columns = columnar(block)
    if columns:
        found = read_columns(table, label, columns)
    elif under := under_labels(grid, label, block[0]):
        found = [read_under(table, head, value) for head, value in under]
        _set_parents(found)
    else:
        found = list(_read_block(table, label, block, rows, _values_above(grid, label)))
        for part in {(money.section, _item_col(money)) for money in found}:
            _set_parents([m for m in found if (m.section, _item_col(m)) == part])
        for before, money in itertools.pairwise(found):  # one beside the other
            beside = before.row == money.row and not _is_part(before.item)
            if money.parent is None and _is_part(money.item) and beside:
                money.parent = before.item
        _not_income(found)
    if label.row_span == 1 or not found:
        found = [*run_on_money(table, label, label.row, None), *found]
    for money in found:
        money.unit = money.unit or unit
    return found


def read_totals(table: Table, grid: Grid, label: Cell, unit: str | None) -> list[Money]:
    """The total row (金额合计) of a block of tasks: one money row a money column, named
    by the header over it."""
    found = []
    for cell in grid.row(label.row):
        if cell.col <= label.col or not is_amount(cell.text):
            continue
        headers = [
            above
            for row in range(label.row - 1, -1, -1)
            if (above := grid.at(row, cell.col)) is not None
            and above.text
            and not is_amount(above.text)
        ]
        first = headers[0] if headers else None
        if first and first.col == cell.col and column_role(first.text) == "money":
            money = begin_money(table, first, label.row, None)
            money.page = cell.parts[0].page
            money.unit = money_unit(*(header.text for header in headers[:2])) or unit
            set_amount(money, table, "full_year", cell)
            found.append(money)
    return found


def join_single_rows(found: Sequence[Money]) -> None:
    """Money rows that stand one by one, each with its own label, form a block too:
    those after 其中 are parts of the total, and its unit is theirs."""
    _set_parents(found)
    for before, money in itertools.pairwise(found):
        money.unit = money.unit or before.unit


def funds_block(grid: Grid, label: Cell) -> list[list[Cell]]:
    """The cells to the right of a funds label, row by row; in a row of labels and
    values, as far as the next label that is not about money (主管部门 …)."""
    start = label.col + label.col_span
    rows = range(label.row, min(label.row + label.row_span, grid.n_rows))
    block = [[cell for cell in grid.row(row) if cell.col >= start] for row in rows]
    if len(block) == 1:
        ends = [n for n, cell in enumerate(block[0]) if _is_other_label(cell.text)]
        return [block[0][: ends[0]]] if ends else block
    return block


def _is_other_label(text: str) -> bool:
    return label_field(text) in _OTHER_LABELS and not any(char.isdigit() for char in text)


def _values_above(grid: Grid, label: Cell) -> list[_Value]:
    """The value columns that a row above a label names, where that row has a label of its
    own (资金（万元） | 年初预算数 | 全年执行数 over 资金总额, 其中：财政拨款 …)."""
    if label.row_span > 1:
        return []
    for row in range(label.row - 1, max(label.row - MOST_ITEMS, 0) - 1, -1):
        above = grid.row(row)
        if not above or above[0].row_span > 1:
            return []
        values = _value_columns([c for c in above if c.col >= label.col + label.col_span])
        if values or not is_funds_label(grid, above[0]):
            return values
    return []


def _read_block(
    table: Table,
    label: Cell,
    block: Sequence[Sequence[Cell]],
    rows: Sequence[int],
    values: list[_Value],
) -> Iterator[Money]:
    sides: dict[int, Side] = {}
    section = 0
    for row, cells in zip(rows, block, strict=True):
        items = [cell for cell in cells if not _is_side(cell, sides)]
        headed = _value_columns(items)
        if headed:
            values, section = headed, section + 1
            continue
        side = next((sides[id(c)] for c in cells if id(c) in sides), None)
        for money in _read_line(table, label, row, items, values, side):
            money.section = section
            yield money


def _is_side(cell: Cell, sides: dict[int, Side]) -> bool:
    """A label 收入 or 支出 that stands beside all its rows."""
    role = money_role(cell.text) if cell.text else None
    if role in _SIDES and (cell.row_span > 1 or id(cell) in sides):
        sides[id(cell)] = _SIDES[role]
        return True
    return False


def _value_columns(cells: Sequence[Cell]) -> list[_Value]:
    """The value columns a header line inside the block names; [] for another line."""
    if any(any(ch.isdigit() for ch in c.text) and is_amount(c.text) for c in cells):
        return []
    found: list[_Value] = []
    side: Side | None = None
    full = [c.text for c in cells if money_role(c.text) == "full_year"]
    has_full = any(not is_budget_first(text) for text in full)
    latest = max((year_in(text) or 0 for text in full), default=0)
    for cell in cells:
        role = money_role(cell.text) if cell.text else None
        if role == "full_year" and (year_in(cell.text) or latest) < latest:
            role = "ignore"  # of another year
        if cell.text and role not in VALUE_FIELDS and role != "ignore":
            side = _SIDES.get(role or "")
        elif role in VALUE_FIELDS or role == "ignore":
            if has_full and is_budget_first(cell.text):
                role = "ignore"
            unit = money_unit(cell.text)
            found.append(_Value(role, cell.col, cell.col + cell.col_span, side, unit))
    named = [value for value in found if value.role != "ignore"]
    return found if named else []


def _read_line(
    table: Table,
    label: Cell,
    row: int,
    cells: Sequence[Cell],
    values: Sequence[_Value],
    side: Side | None,
) -> Iterator[Money]:
    money: Money | None = None
    own: Money | None = None
    role = "full_year"  # of the amount that follows, where no header line tells
    for cell in cells:
        if money_role(cell.text) == "ignore" or (cell.row < row and not is_amount(cell.text)):
            role = "full_year"
            continue
        several = [] if values or cell.row < row else run_on_money(table, cell, row, side)
        if money is None and cell is cells[0] and cell.row_span == label.row_span:
            if is_amount(cell.text):
                if cell.row == row:  # the block's own sum, beside its label
                    money = own = begin_money(table, label, row, side)
                    named = value.role if (value := _value_at(values, cell)) else "full_year"
                    if named in VALUE_FIELDS:
                        set_amount(own, table, named, cell)
                continue
            if label.row_span > 1 and not several:
                continue
        value = _value_at(values, cell)
        labelled = value is None and money_role(cell.text) in VALUE_FIELDS
        if money is None and labelled and label.row_span == 1 and cell is cells[0]:
            money = own = begin_money(table, label, row, side)  # 项目资金 | 预算数 | 500
        if value is None and not is_amount(cell.text):
            if money is not None and _is_value_label(cell, money, own):
                role = money_role(cell.text) or role  # 预算数 | 60.00 | 执行数 | 58.60
                own = money
                continue
            role = "full_year"
            if money is not None and money.fields:
                yield money
            yield from several
            starts = cell.row == row and not several
            after = own is not None and money_role(cell.text) == "full_year"
            money = begin_money(table, cell, row, side) if starts else None
            own = money if after else own  # 年初预算数 | 350 | 全年预算数 | 340 | 执行数 | 339
        elif money is not None and (value is None or value.role in VALUE_FIELDS):
            named = value.role if value else role
            free = value is not None or role != "full_year" or not money.fields
            if free and VALUE_FIELDS[named] not in money.fields:
                set_amount(money, table, named, cell)
                if value is not None:
                    money.side = money.side or value.side
                    money.unit = money.unit or value.unit
    if money is not None and money.fields:
        yield money


def _is_value_label(cell: Cell, money: Money, own: Money | None) -> bool:
    """Whether a label speaks of a value of the money before it, in the same unit: of its
    first, or of another where its values have labels."""
    role = money_role(cell.text)
    first = not money.fields and role in VALUE_FIELDS
    other = money is own and role in ("executed", "half_year")
    return (first or other) and money_unit(cell.text) in (None, money.unit)


def _value_at(values: Sequence[_Value], cell: Cell) -> _Value | None:
    for value in values:
        if value.start < cell.col + cell.col_span and cell.col < value.stop:
            return value
    return None


def _is_total(item: str) -> bool:
    return money_role(item) == "total" or fold(item).endswith(("总额", "合计", "总计"))


def _is_part(item: str) -> bool:
    return item.lstrip().startswith("其中")


def _item_col(money: Money) -> int:
    return next(iter(money.places.values()))[0].col  # of its item, or of both in one cell


def _set_parents(found: Sequence[Money]) -> None:
    """What the words say of depth: 其中 and what follows it are parts of the total
    above, and projects listed after 项目支出 on the spending side are its parts."""
    total: str | None = None
    inside: str | None = None
    before: str | None = None
    parents: dict[str, str] = {}
    for money in found:
        if _is_total(money.item) or (money.side != found[0].side and inside is None):
            total, inside = money.item, None
        elif _is_part(money.item):
            inside = total or before
        if inside and fold(money.item) in HALVES and _bare_item(inside) in HALVES:
            inside = parents.get(inside)  # 项目支出 is no part of 基本支出
        if inside and money.item != inside:
            money.parent = parents[money.item] = inside
        if money.side == "支出" and fold(money.item) == PROJECTS:
            total = inside = money.item
        before = money.item


def _bare_item(item: str) -> str:
    return fold(item).removeprefix("其中")


def _not_income(found: Sequence[Money]) -> None:
    """Items under 资金来源 of which some are spending (基本支出) are on neither side."""
    spent = {_item_col(money) for money in found if money.side == "收入" and "支出" in money.item}
    for money in found:
        if money.side == "收入" and _item_col(money) in spent:
            money.side = None


def read_list_money(
    table: Table, grid: Grid, header: Header, row: int, unit: str | None
) -> list[Money]:
    """The amounts of one project of a list: one money row a money column."""
    columns = [column for column in header.columns if column.role == "money"]
    latest = max((year_in(column.text) or 0 for column in columns), default=0)
    full = [c for c in columns if money_role(c.text) == "full_year" and not is_budget_first(c.text)]
    found: list[Money] = []
    for column in columns:
        role, cells = money_role(column.text), cell_of(grid, column, row)
        other = (year_in(column.text) or latest) < latest or (full and is_budget_first(column.text))
        if not cells or role == "ignore" or other:
            continue
        if role == "executed" and found:
            set_amount(found[-1], table, "executed", cells[0])
        else:
            found.append(_list_money(table, column, cells[0], row, unit))
    return found


def _list_money(table: Table, column: Column, cell: Cell, row: int, unit: str | None) -> Money:
    money = Money(row, cell.parts[0].page, column.text, None, column.above or None)
    money.unit = money_unit(column.text, column.above) or unit
    set_amount(money, table, "full_year", cell)
    return money


def is_funds_label(grid: Grid, cell: Cell) -> bool:
    """Whether a cell is the label of a money block: by its words, or by those of the header
    to its right (年初预算数 | 全年预算数 | 全年执行数)."""
    if label_field(cell.text) == "funds" or is_money_run_on(cell.text):
        return True
    if cell.row_span == 1 or label_field(cell.text) or column_role(cell.text):
        return False
    heads = [c for c in grid.starting(cell.row) if c.col > cell.col and c.text]
    named = {money_role(head.text) for head in heads} & {*VALUE_FIELDS}
    return len(named) > 1 or sum(money_role(head.text) in VALUE_FIELDS for head in heads) > 1
