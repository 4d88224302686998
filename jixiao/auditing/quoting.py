"""Cells quoted as evidence, and numbers as they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from jixiao.auditing.evidence import Money, Printed, Row, TargetForm
from jixiao.auditing.model import Quote

_SIGNS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "eq": "="}
_VALUES = {"target_text": "target", "half_year_text": "half", "actual_text": "actual"}
_TEXTS = {
    "level1": "level1",
    "level2": "level2",
    "level3": "name",
    "unit_text": "unit_text",
    "weight_text": "weight_text",
    "score_text": "score_text",
    "note_text": "note_text",
}
_AMOUNTS = {
    "full_year_text": "full_text",
    "half_year_text": "half_text",
    "executed_text": "executed_text",
}


def quote_row(row: Row, *fields: str) -> tuple[Quote, ...]:
    """The name of an indicator and the fields asked for, those that are printed."""
    found = []
    for field in ("level3", *fields):
        value: Printed | str | None = getattr(row, _VALUES.get(field) or _TEXTS[field])
        text = value.text if isinstance(value, Printed) else value
        if text is not None:
            found.append(
                _quote(row.document, row.page, row.table, row.row, row.places, field, text)
            )
    return tuple(found)


def quote_rows(rows: Iterable[Row], *fields: str) -> tuple[Quote, ...]:
    """The same of several indicators; their values where no field is asked for."""
    return tuple(quote for row in rows for quote in quote_row(row, *(fields or ("target_text",))))


def names_of(rows: Sequence[Row]) -> str:
    """The names of the first three indicators, with 等 where there are more."""
    return "、".join(f"“{row.label}”" for row in rows[:3]) + ("等" if len(rows) > 3 else "")


def quote_money(money: Money, *fields: str) -> tuple[Quote, ...]:
    """The item of a money row and the amounts asked for."""
    at = (money.document, money.page, money.table, money.row, money.places)
    found = [_quote(*at, "item_text", money.item)]
    for field in fields or ("full_year_text",):
        text: str | None = getattr(money, _AMOUNTS[field])
        if text is not None:
            found.append(_quote(*at, field, text))
    return tuple(found)


def quote_form(form: TargetForm, field: str, text: str) -> tuple[Quote, ...]:
    """A field of a form itself, as its goal or title."""
    page = form.pages[0] if form.pages else None
    return (_quote(form.document, page, form.table, None, form.places, field, text),)


def _quote(
    document: str,
    page: int | None,
    table: int,
    row: int | None,
    places: str,
    field: str,
    text: str,
) -> Quote:
    found: list[dict[str, Any]] = json.loads(places).get(field) or [{}]
    place = found[0]
    box = place.get("bbox")
    return Quote(
        document,
        place.get("page", page),
        place.get("table", table),
        place.get("row", row),
        place.get("col"),
        field,
        text,
        tuple(box) if box else None,
    )


def number(value: Decimal) -> str:
    """A number as it is written: no exponent, no zeros at its end, at most six places.

    >>> number(Decimal("4239.7100")), number(Decimal("100")), number(Decimal(1) / 3)
    ('4239.71', '100', '0.333333')
    """
    shown = round(value, 6)
    return format(shown.normalize(), "f") if shown else "0"


def value(printed: Printed) -> str:
    """A value as it is understood, with its sign and unit.

    >>> value(Printed("≥１.2万册", "quantity", "ge", Decimal(12000), "册"))
    '≥12000册'
    """
    if printed.number is None:
        return printed.text
    return f"{_SIGNS.get(printed.operator or '', '')}{number(printed.number)}{printed.unit or ''}"


def percent(part: int, whole: int) -> str:
    """A share, to one place.

    >>> percent(30, 56)
    '53.6%'
    """
    return f"{number(round(Decimal(part * 100) / whole, 1))}%"
