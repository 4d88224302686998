"""A comparison as JSON lines and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.auditing.model import Words
from jixiao.auditing.quoting import number
from jixiao.comparing.model import Comparison, View
from jixiao.comparing.tabling import COLUMNS, VIEWS, cells_of, items, records
from jixiao.sheets import Workbook


def lines(comparison: Comparison, views: Iterable[View], lang: str) -> Iterator[str]:
    """One JSON object for each row of the views. Codes are English whatever the language,
    decimals are text as in an export, and ``cells`` are objects."""
    for view in views:
        for item in items(comparison, view):
            record: dict[str, Any] = {"view": view}
            for column in COLUMNS[view]:
                record[column.name] = _plain(column.of(item), lang)
            record["cells"] = [asdict(quote) for quote in cells_of(item)]
            yield json.dumps(record, ensure_ascii=False)


def _plain(found: Any, lang: str) -> Any:
    if isinstance(found, Words):
        return found.of(lang)
    return number(found) if isinstance(found, Decimal) else found


def write_workbook(comparison: Comparison, views: Iterable[View], path: Path, lang: str) -> None:
    """A workbook with a sheet for each view. Raises OSError, and ValueError where a sheet
    cannot hold all rows."""
    with Workbook(path) as book:
        for view in views:
            titles = [(c.zh if lang == "zh" else c.name, c.width) for c in COLUMNS[view]]
            sheet = book.sheet(VIEWS[view].of(lang), titles)
            for row in records(comparison, view, lang):
                sheet.add(row)
