"""A money row (资金) before it is tied to its form: its record, amounts and units."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from extractor.indicators import places_of
from extractor.model import Cell, Place, Side, Table
from extractor.vocabulary import fold

_AMOUNT = re.compile(r"[-+]?[\d,，.]+%?")
_BLANK = re.compile(r"[-—–/\s]*|无")
VALUE_FIELDS = {
    "full_year": "full_year_text",
    "half_year": "half_year_text",
    "executed": "executed_text",
}


@dataclass(slots=True)
class Money:
    """One money row, before it is tied to its form; ``row`` counts from 0."""

    row: int
    page: int | None
    item: str
    side: Side | None = None
    parent: str | None = None
    unit: str | None = None
    section: int = 0  # which of the block's own header lines it stands under
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)


def begin_money(table: Table, item: Cell, row: int, side: Side | None) -> Money:
    """A money row as the cell of its item begins it."""
    money = Money(row, item.parts[0].page, item.text, side)
    money.places["item_text"] = places_of(table, [item])
    return money


def set_amount(money: Money, table: Table, role: str, cell: Cell) -> None:
    """Set the amount of one value column, as its cell prints it."""
    money.fields[VALUE_FIELDS[role]] = cell.text
    money.places[VALUE_FIELDS[role]] = places_of(table, [cell])


def money_unit(*texts: str) -> str | None:
    """万元 or 元 as a label or note says: 项目资金（万元）, 金额单位：元."""
    for text in texts:
        found = re.search(r"[(：:]\s*(万元|元)", unicodedata.normalize("NFKC", text))
        if found:
            return found.group(1)
    return None


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount, or is blank like one."""
    squeezed = "".join(text.split())
    return bool(_AMOUNT.fullmatch(squeezed) or _BLANK.fullmatch(squeezed))


def is_budget_first(text: str) -> bool:
    """Whether a header stands over the first budget, which gives way to a full year's."""
    return fold(text) in ("年初预算数", "年初预算")
