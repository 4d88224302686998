"""Records as plain data: for JSON lines, CSV, frames and datasets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import IO, Any

from extractor.model import (
    Conversion,
    Document,
    Form,
    Fund,
    Indicator,
    Place,
    Problem,
)

TEXTS = (  # of an indicator: the fields that hold what a cell prints
    "level1",
    "level2",
    "key_task",
    "level3",
    "operator_text",
    "target_text",
    "unit_text",
    "half_year_text",
    "cycle_text",
    "actual_text",
    "weight_text",
    "score_text",
    "note_text",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Record = Document | Form | Indicator | Fund | Problem
KINDS: dict[str, type[Record]] = {
    "documents": Document,
    "forms": Form,
    "indicators": Indicator,
    "funds": Fund,
    "problems": Problem,
}


def of_kind(conversion: Conversion, kind: str) -> Sequence[Record]:
    """The records of one kind of a conversion."""
    if kind == "documents":
        return (conversion.document,)
    found: Sequence[Record] = getattr(conversion, kind)
    return found


def columns(kind: str) -> list[str]:
    """The names of a kind's fields, in order."""
    return [field.name for field in fields(KINDS[kind])]


def as_dict(record: Record) -> dict[str, Any]:
    """A record as JSON-ready data; boxes are lists of four numbers, rounded to 0.01 pt."""
    return {field.name: _plain(field.name, getattr(record, field.name)) for field in fields(record)}


def _plain(name: str, value: Any) -> Any:
    if name == "cells":
        return {key: [_place(place) for place in places] for key, places in value.items()}
    if name == "bbox":
        return _box(value)
    return list(value) if isinstance(value, tuple) else value


def _place(place: Place) -> dict[str, Any]:
    return {
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "col": place.col,
        "bbox": _box(place.bbox),
    }


def _box(box: Sequence[float] | None) -> list[float] | None:
    return None if box is None else [round(v, 2) for v in box]


def write_jsonl(records: Iterable[Record], out: IO[str]) -> None:
    """One record a line, as UTF-8 JSON."""
    for record in records:
        out.write(json.dumps(as_dict(record), ensure_ascii=False) + "\n")


def write_csv(kind: str, records: Iterable[Record], out: IO[str], *, excel: bool = False) -> None:
    """Records as CSV; ``cells`` and other structures are JSON.

    With ``excel`` the file opens right in Excel: it begins with a byte order
    mark, and text that would become a formula (= + - @) gets an apostrophe.
    """
    if excel:
        out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    names = columns(kind)
    writer.writerow(names)
    for record in records:
        data = as_dict(record)
        writer.writerow([csv_value(data[name], excel=excel) for name in names])


def csv_value(value: Any, *, excel: bool) -> Any:
    """A value as a cell of CSV: structures as JSON; with ``excel`` no text is a formula."""
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return harmless(value) if excel and isinstance(value, str) else value


def harmless(text: str) -> str:
    """A text for a spreadsheet, with an apostrophe where it would become a formula."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def select_pages(conversion: Conversion, pages: tuple[int, int]) -> Conversion:
    """Only the records whose row starts on pages ``first``–``last``."""
    first, last = pages
    indicators = tuple(
        i for i in conversion.indicators if i.page is not None and first <= i.page <= last
    )
    funds = tuple(f for f in conversion.funds if f.page is not None and first <= f.page <= last)
    wanted = {indicator.form for indicator in indicators} | {fund.form for fund in funds}
    forms = tuple(form for form in conversion.forms if form.id in wanted)
    problems = tuple(p for p in conversion.problems if p.page is None or first <= p.page <= last)
    document = replace(conversion.document, forms=len(forms), indicators=len(indicators))
    return replace(
        conversion,
        document=document,
        forms=forms,
        indicators=indicators,
        funds=funds,
        problems=problems,
    )
