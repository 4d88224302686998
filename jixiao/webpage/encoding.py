"""The page's data as JSON that no name or cell can break out of.

Records are written by column, each with its distinct values once; places (页、表、行、列)
are numbered, since many fields stand in the same cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jixiao.webpage.gathering import Cells, Found, Records

TENTHS = 10  # a box is written in tenths of a point
Titles = Callable[[str], str]


def harmless_json(data: Any) -> str:
    """JSON for a ``<script>``: no ``<``, so neither ``</script>`` nor ``<!--`` can stand in it.

    >>> harmless_json({"name": "</script>"})
    '{"name":"\\\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class Places:
    """The cells that are pointed at, each once; ``flat`` has eight numbers a place: page (0
    for Word), table, row, column and the box (-1 where there is none)."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(
        self,
        page: int | None,
        table: int | None,
        row: int | None,
        col: int | None,
        bbox: Sequence[float] | None,
    ) -> int:
        box = (-1, -1, -1, -1) if bbox is None else tuple(round(v * TENTHS) for v in bbox)
        key = (page or 0, table or 0, row or 0, col or 0, *box)
        return self._numbers.setdefault(key, len(self._numbers))

    @property
    def flat(self) -> list[int]:
        return [number for key in self._numbers for number in key]


def column(values: Iterable[Any]) -> dict[str, list[Any]] | None:
    """The distinct values of a column and which of them each row has (-1: null); None
    for a column of nulls.

    >>> column(["a", None, "b", "a"])
    {'d': ['a', 'b'], 'i': [0, -1, 1, 0]}
    """
    distinct: dict[Any, int] = {}
    numbers = []
    for value in values:
        if value is None or value == []:
            numbers.append(-1)
        else:
            key = tuple(value) if isinstance(value, list) else value
            numbers.append(distinct.setdefault((type(value), key), len(distinct)))
    if not distinct:
        return None
    return {"d": [key for _, key in distinct], "i": numbers}


def kind_data(records: Records, titles: Mapping[str, str], places: Places) -> dict[str, Any]:
    """The records of a kind; ``titles`` name their fields."""
    found = {name: column(records.column(name)) for name in records.names}
    columns = {name: data for name, data in found.items() if data is not None}
    fields = sorted({name for cells in records.cells for name in cells}, key=_in(records.names))
    return {
        "count": len(records.rows),
        "titles": {name: titles[name] for name in sorted({*columns, *fields}) if name in titles},
        "order": [name for name in records.names if name in columns],
        "columns": columns,
        "cells": {
            name: [_spots(cells, name, places) for cells in records.cells] for name in fields
        },
    }


def _in(names: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    """The order of fields that stand in cells: that of the records, then the others."""
    return lambda name: (names.index(name) if name in names else len(names), name)


def _spots(cells: Cells, name: str, places: Places) -> int | list[int]:
    """The places of a field: a number where it is one, as nearly always."""
    found = [
        places.number(spot["page"], spot["table"], spot["row"], spot["col"], spot["bbox"])
        for spot in cells.get(name, ())
    ]
    return found[0] if len(found) == 1 else found


def finding_data(
    found: Sequence[Found], printed: Mapping[str, Records], places: Places, lang: str
) -> list[dict[str, Any]]:
    """The findings, with the record that each quoted cell belongs to where it is known."""
    holders = _holders(printed)
    return [
        {
            "id": each.id,
            "rule": f"{each.outcome.rule.id} {each.outcome.rule.title.of(lang)}",
            "silenced": each.outcome.silenced,
            "severity": each.severity,
            "message": each.finding.message.of(lang),
            "arithmetic": each.finding.arithmetic,
            "document": each.outcome.form.document,
            "name": each.outcome.form.name,
            "quotes": [
                {
                    "document": quote.document,
                    "field": quote.field,
                    "text": quote.text,
                    "place": places.number(
                        quote.page, quote.table, quote.row, quote.col, quote.bbox
                    ),
                    "of": holders.get((quote.document, quote.table, quote.row))
                    or ["forms", each.outcome.form.id],
                }
                for quote in each.quotes
            ],
        }
        for each in found
    ]


def _holders(printed: Mapping[str, Records]) -> dict[tuple[Any, ...], list[str]]:
    """The record (its kind and id) that stands in a row of a table."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for kind in ("indicators", "funds"):
        records = printed[kind]
        keys = zip(*(records.column(n) for n in ("document", "table", "row", "id")), strict=True)
        for *key, id in keys:
            found.setdefault(tuple(key), [kind, id])
    return found
