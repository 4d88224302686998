"""A dataset in other forms: an Excel workbook, CSV, JSON lines, SQLite.

In a workbook or a CSV for Excel nothing becomes a formula: text that begins with
= + - @ stays text (in CSV by an apostrophe before it, unless ``safe`` is off).
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from jixiao.dataset import Dataset, in_order
from jixiao.records import KINDS, columns, csv_value
from jixiao.schema import field_type, titles
from jixiao.sheets import Workbook

BATCH = 10_000  # rows taken from the dataset at a time
SHEETS = {
    "documents": "文件",
    "forms": "绩效目标表",
    "indicators": "绩效指标",
    "funds": "资金",
    "problems": "问题",
}
_WIDE = ("goal", "functions", "staffing", "message", "level3", "title", "note")


def export(dataset: Dataset, to: str, out: Path, *, lang: str = "zh", safe: bool = True) -> None:
    """Write a dataset as ``xlsx``, ``sqlite`` (one file) or ``csv``, ``jsonl`` (a folder
    with a file for each kind). Nothing is left under ``out`` if it fails."""
    if to == "xlsx":
        _write_workbook(dataset, out, lang)
        return
    writers: dict[str, Callable[[Path], None]] = {
        "sqlite": lambda target: _write_sqlite(dataset, target),
        "csv": lambda target: _write_files(dataset, target, "csv", safe),
        "jsonl": lambda target: _write_files(dataset, target, "jsonl", safe),
    }
    draft = out.with_name(out.name + ".draft")
    writers[to](draft)
    if draft.is_dir():
        out.mkdir(parents=True, exist_ok=True)
        for file in draft.iterdir():
            file.replace(out / file.name)
        draft.rmdir()
    else:
        draft.replace(out)


def _rows(dataset: Dataset, kind: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a kind in the order of their ids, some at a time."""
    with dataset.connect() as connection:
        found = connection.execute(in_order(kind))
        while rows := found.fetchmany(BATCH):
            yield from rows


def _write_workbook(dataset: Dataset, out: Path, lang: str) -> None:
    with Workbook(out, wrap=False) as book:
        for kind in KINDS:
            names = [name for name in columns(kind) if name != "cells"]
            heads = [titles("zh")[kind][name] if lang == "zh" else name for name in names]
            widths = [40 if any(w in name for w in _WIDE) else 14 for name in names]
            sheet = book.sheet(
                SHEETS[kind] if lang == "zh" else kind, list(zip(heads, widths, strict=True))
            )
            kept = [columns(kind).index(name) for name in names]
            for row in _rows(dataset, kind):
                sheet.add(_cell(row[index]) for index in kept)


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _write_sqlite(dataset: Dataset, out: Path) -> None:
    out.unlink(missing_ok=True)
    types = {"integer": "INTEGER", "number": "REAL", "decimal": "REAL", "boolean": "INTEGER"}
    with sqlite3.connect(out) as db:
        for kind in KINDS:
            names = columns(kind)
            fields = ", ".join(f'"{n}" {types.get(field_type(kind, n), "TEXT")}' for n in names)
            db.execute(f"CREATE TABLE {kind} ({fields})")
            marks = ", ".join("?" * len(names))
            rows = ([_plain(value) for value in row] for row in _rows(dataset, kind))
            db.executemany(f"INSERT INTO {kind} VALUES ({marks})", rows)
    db.close()


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return float(value) if isinstance(value, Decimal) else value


def _write_files(dataset: Dataset, out: Path, to: str, safe: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        encoding = "utf-8-sig" if to == "csv" else "utf-8"
        with (out / f"{kind}.{to}").open("w", encoding=encoding, newline="") as file:
            if to == "csv":
                _write_csv(file, columns(kind), _rows(dataset, kind), safe)
            else:
                _write_jsonl(file, columns(kind), _rows(dataset, kind))


def _write_csv(
    file: IO[str], names: Sequence[str], rows: Iterator[tuple[Any, ...]], safe: bool
) -> None:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_value(_decimal(value), excel=safe) for value in row])


def _decimal(value: Any) -> Any:
    """A decimal without the zeros its column adds."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _write_jsonl(file: IO[str], names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    for row in rows:
        record = dict(zip(names, map(_decimal, row), strict=True))
        if "cells" in record:
            record["cells"] = json.loads(record["cells"])
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
