"""A money row (资金) before it is tied to its form: its record, amounts and units."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.grid import Grid
from extractor.model import Cell, Place, Side, Table
from extractor.patterns import of_tables
from extractor.places import places_of
from extractor.vocabulary import column_role, fold, label_field, money_role, phrases

_AMOUNT = of_tables(r"[-+]?[\d,，.]+(%|万元?|元)?")
_BLANK = of_tables(r"[-—–/\s]*|无")
_UNIT_BEHIND = of_tables(r"\d(万元?|元)$")  # 1100万元
_ITEM = of_tables(  # 年度资金总额：1860.00, 其中：市级财政100万元, 资金总额1620.98（万元）
    r"(?P<item>(?:其中:)?(?:\(\d\))?[^\d:;,。]{2,20}?)(?P<colon>:?)"
    r"(?P<amount>\d+(?:,\d{3})*(?:\.\d+)?(?P<unit>万?元)?)(?P<note>\(万?元\))?"
    r"(?:[,;。]|(?![年月日号亿万千百十个人元%/.\d]))"
)
_HALF_WIDTH = str.maketrans("：，；（）．０１２３４５６７８９", ":,;().0123456789")
VALUE_FIELDS = {
    "full_year": "full_year_text",
    "half_year": "half_year_text",
    "executed": "executed_text",
}
UNITS = ("万元", "元")
LONGEST_RUN_ON = 80  # characters of a cell that holds items and amounts: more is prose


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
    """A money row as the cell of its item begins it, in the unit its words tell."""
    money = Money(row, item.parts[0].page, item.text, side, unit=money_unit(item.text))
    money.places["item_text"] = places_of(table, [item])
    return money


def set_amount(money: Money, table: Table, role: str, cell: Cell) -> None:
    """Set the amount of one value column, as its cell prints it; a unit printed behind
    it (1100万元) is the row's."""
    money.fields[VALUE_FIELDS[role]] = cell.text
    money.places[VALUE_FIELDS[role]] = places_of(table, [cell])
    behind = _UNIT_BEHIND.search("".join(cell.text.split()))
    if behind:
        money.unit = "元" if behind[1] == "元" else "万元"


def money_unit(*texts: str) -> str | None:
    """万元 or 元 as a label or note says: 项目资金（万元）, 金额单位：元."""
    for text in texts:
        squeezed = "".join(unicodedata.normalize("NFKC", text).split())
        found = re.search(r"[(:](?:人民币)?(万元|元)", squeezed)
        if found:
            return found.group(1)
    return None


def unit_in_table(grid: Grid, label: Cell) -> str | None:
    """The unit of money that a cell above a label, or beside it, is printed to tell
    (单位：万元; 金额单位 | 万元), within the same form."""
    for row in range(label.row, -1, -1):
        cells = grid.starting(row)
        if any(column_role(cell.text) in ("level3", "target") for cell in cells):
            return None  # the indicators of the form before
        for cell in cells:
            name = fold(cell.text)
            for unit in UNITS:
                if name in (f"单位{unit}", f"金额单位{unit}"):
                    return unit
            beside = grid.at(row, cell.col + cell.col_span)
            if name == "金额单位" and beside is not None and beside.text.strip() in UNITS:
                return beside.text.strip()
    return None


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount, or is blank like one."""
    squeezed = "".join(text.split())
    return bool(_AMOUNT.fullmatch(squeezed) or _BLANK.fullmatch(squeezed))


def is_budget_first(text: str) -> bool:
    """Whether a header stands over the first budget, which gives way to a full year's."""
    return fold(text) in ("年初预算数", "年初预算")


def is_money_item(text: str) -> bool:
    """Whether words name money: a label or total that is listed, or an ending (…资金)."""
    words, folded = phrases()["money_item"], fold(text).removeprefix("其中")
    if any(word in folded for word in words["other_year"]):
        return False
    known = label_field(text) == "funds" or money_role(text) == "total"
    return known or folded.endswith(tuple(words["endings"]))


def is_money_run_on(text: str) -> bool:
    """Whether a cell is a money label that is listed, with its amount: 资金总额：120万元."""
    pieces = _pieces(text)
    return bool(pieces) and label_field(pieces[0]["item"]) == "funds"


def run_on_money(table: Table, cell: Cell, row: int, side: Side | None) -> list[Money]:
    """The money rows of a cell that holds items with their amounts and nothing else:
    总额120万元, or 年度资金总额：100 其中：财政拨款：80. Each item must name money or come
    after 其中, and each amount have a unit or a colon before it; else the cell gives none."""
    text, found = "".join(cell.text.split()), []
    for piece in _pieces(text):
        item = text[piece.start("item") : piece.end("item")]
        amount = text[piece.start("amount") : piece.end("amount")]
        money = Money(row, cell.parts[0].page, item, side)
        money.fields["full_year_text"] = amount
        money.places["full_year_text"] = places_of(table, [cell])
        money.unit = piece["unit"] or money_unit(piece["note"] or "", item)
        found.append(money)
    return found


@lru_cache(maxsize=8192)
def _pieces(text: str) -> tuple[re.Match[str], ...]:
    """The items of a cell, each with its amount; none if anything else is in it."""
    squeezed = "".join(text.split()).translate(_HALF_WIDTH)
    found: list[re.Match[str]] = []
    start = 0
    while start < len(squeezed) <= LONGEST_RUN_ON:
        piece = _ITEM.match(squeezed, start)
        if piece is None or not (piece["colon"] or piece["unit"] or piece["note"]):
            return ()
        item = piece["item"]
        if not (is_money_item(item) or item.startswith("其中:")):
            return ()
        found.append(piece)
        start = piece.end()
    return tuple(found)
