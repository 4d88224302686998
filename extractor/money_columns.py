"""Money (资金) whose labels stand above the amounts, not beside them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grid import Grid
from extractor.model import Cell, Table
from extractor.money import (
    VALUE_FIELDS,
    Money,
    begin_money,
    is_amount,
    is_budget_first,
    is_money_item,
    set_amount,
)
from extractor.vocabulary import fold, label_field, money_role

Row = Sequence[Cell]


def columnar(block: Sequence[Row]) -> Sequence[Row]:
    """The rows of a money block that are headers and one row of amounts below, without
    the remarks that span the block under them; () for another block."""
    rows = list(block)
    while len(rows) > 2 and len(rows[-1]) == 1 and not is_amount(rows[-1][0].text):
        rows.pop()
    if len(rows) < 2:
        return ()
    *above, last = rows
    amounts = [cell for cell in last if _has_digits(cell)]
    if len(amounts) < 2 or any(_has_digits(cell) for row in above for cell in row):
        return ()
    return rows if all(is_amount(cell.text) for cell in last) else ()


def read_columns(table: Table, label: Cell, rows: Sequence[Row]) -> list[Money]:
    """One money row a column of amounts, named by the headers over it; where these tell
    budget and execution apart (全年预算数 | 全年执行数), one money row in all, of the label."""
    if len(rows) == 2 and (values := _value_columns(*rows)):
        money = begin_money(table, label, rows[-1][0].row, None)
        for role, cell in values.items():
            set_amount(money, table, role, cell)
        return [money]
    if len(rows) == 3 and (matrix := _matrix(table, *rows)):
        return matrix
    found = []
    for cell in rows[-1]:
        path = [
            header
            for line in rows[:-1]
            for header in line
            if header.col <= cell.col < header.col + header.col_span and header.text
        ]
        path = list(dict.fromkeys(path))
        if path and money_role(path[-1].text) != "ignore":
            money = read_under(table, path[-1], cell)
            money.parent = path[-2].text if len(path) > 1 else None
            found.append(money)
    return found


def _matrix(table: Table, values: Row, items: Row, amounts: Row) -> list[Money]:
    """The money rows of items (财政拨款, 其他) printed once for each value (预算数, 执行数);
    none where the upper headers are not just these."""
    found: dict[str, Money] = {}
    for amount in amounts:
        over = [c for c in values if c.col <= amount.col < c.col + c.col_span]
        item = next((c for c in items if c.col == amount.col), None)
        role = money_role(over[0].text) if over else None
        if item is None or role not in VALUE_FIELDS:
            return []
        money = found.setdefault(fold(item.text), begin_money(table, item, amount.row, None))
        if VALUE_FIELDS[role] in money.fields:
            return []
        set_amount(money, table, role, amount)
    return list(found.values()) if len(found) < len(amounts) else []


def _value_columns(heads: Row, amounts: Row) -> dict[str, Cell]:
    """The amounts by the value that the header over each names; none unless budget and
    execution are there once and every header names a value or what is no money (执行率).
    The first budget (年初预算数) gives way to a full year's."""
    roles = [money_role(head.text) if head.text else "ignore" for head in heads]
    shapes = [[(cell.col, cell.col_span) for cell in row] for row in (heads, amounts)]
    if shapes[0] != shapes[1] or not {*VALUE_FIELDS, "ignore"}.issuperset(roles):
        return {}
    pairs = list(zip(heads, roles, amounts, strict=True))
    if any(role == "full_year" and not is_budget_first(head.text) for head, role, _ in pairs):
        pairs = [pair for pair in pairs if not is_budget_first(pair[0].text)]
    found = {role: cell for _, role, cell in pairs if role and role != "ignore"}
    once = len(found) == sum(role != "ignore" for _, role, _ in pairs)
    return found if once and {"full_year", "executed"} <= found.keys() else {}


def read_under(table: Table, head: Cell, amount: Cell) -> Money:
    """The money row of an amount that stands under its label."""
    money = begin_money(table, head, amount.row, None)
    set_amount(money, table, "full_year", amount)
    return money


def under_labels(grid: Grid, label: Cell, beside: Row) -> list[tuple[Cell, Cell]]:
    """In a row of labels over a row of values (项目名称 | 主管部门 | 预算金额), a money
    label and those beside it, each with the amount below it.

    The row must name a project or nothing but money, hold nothing but labels, and stand
    over one row of values, cell by cell; a list of several such rows is none.
    """
    heads, values, further = (_row(grid, label.row + step) for step in range(3))
    fields = [label_field(cell.text) for cell in heads]
    money = heads[:1] == [label] and all(is_money_item(cell.text) for cell in heads)
    if not (money or ("project" in fields and None not in fields)):
        return []
    if not _stand_over(heads, values) or any(label_field(cell.text) for cell in values):
        return []
    named = [n for n, cell in enumerate(heads) if cell in (label, *beside)]
    named = [n for n in named if is_money_item(heads[n].text)]
    if _stand_over(heads, further) and all(is_amount(further[n].text) for n in named):
        return []
    amounts = [values[n] for n in named]
    if not all(is_amount(cell.text) for cell in amounts) or not any(map(_has_digits, amounts)):
        return []
    return [(heads[n], values[n]) for n in named]


def _row(grid: Grid, number: int) -> Row:
    return grid.row(number) if number < grid.n_rows else []


def _stand_over(heads: Row, values: Row) -> bool:
    """Whether two rows have the same cells, one row high."""
    shapes = [[(c.col, c.col_span, c.row_span) for c in row] for row in (heads, values)]
    return shapes[0] == shapes[1] and all(span == 1 for *_, span in shapes[0])


def _has_digits(cell: Cell) -> bool:
    return any(char.isdigit() for char in cell.text)
