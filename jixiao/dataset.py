"""A dataset: the five kinds of records as Parquet, ``DATASET/<kind>/*.parquet``."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.model import Conversion
from jixiao.records import KINDS, as_dict, columns, of_kind

if TYPE_CHECKING:
    import pyarrow

REPORT_ENDINGS = frozenset((".pdf", ".docx", ".doc", ".docm", ".wps", ".rtf", ".odt", ""))
ROWS_A_PART = 50_000
_INTEGERS = frozenset(
    [
        "table",
        "page",
        "row",
        "item",
        "fiscal_year",
        "pages",
        "forms",
        "indicators",
        "tables",
        "unclaimed",
        "scanned_pages",
    ]
)
_FLOATS = frozenset(("match_score", "seconds", "agreement"))
_LISTS = frozenset(("flags", "target_quantities", "half_year_quantities"))
_LISTS |= {"cycle_quantities", "actual_quantities"}


class DatasetExistsError(Exception):
    """The folder holds records already."""


def schema(kind: str) -> pyarrow.Schema:
    """The Parquet schema of a kind; ``cells`` is JSON, boxes are four numbers."""
    import pyarrow as pa

    def type_of(name: str) -> pa.DataType:
        if name == "pages" and kind == "forms":
            return pa.list_(pa.int32())
        if name in _INTEGERS:
            return pa.int32()
        if name in _FLOATS:
            return pa.float64()
        if name in _LISTS:
            return pa.list_(pa.string())
        if name == "bbox":
            return pa.list_(pa.float64())
        return pa.bool_() if name == "ok" else pa.string()

    return pa.schema([pa.field(name, type_of(name)) for name in columns(kind)])


class DatasetWriter:
    """Writes conversions into a new dataset; parts appear whole or not at all."""

    def __init__(self, folder: Path, *, overwrite: bool = False) -> None:
        parts = [part for kind in KINDS for part in (folder / kind).glob("*.parquet")]
        if parts and not overwrite:
            raise DatasetExistsError(str(folder))
        for kind in KINDS:
            (folder / kind).mkdir(parents=True, exist_ok=True)
        for part in parts:
            part.unlink()
        self._folder = folder
        self._rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        self._parts = dict.fromkeys(KINDS, 0)

    def add(self, conversion: Conversion) -> None:
        """Add the records of one file."""
        for kind, rows in self._rows.items():
            rows.extend(_flat(as_dict(record)) for record in of_kind(conversion, kind))
            if len(rows) >= ROWS_A_PART:
                self._write(kind)

    def close(self) -> None:
        """Write what is left; every kind has at least one part, if an empty one."""
        for kind, rows in self._rows.items():
            if rows or self._parts[kind] == 0:
                self._write(kind)

    def _write(self, kind: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._parts[kind] += 1
        target = self._folder / kind / f"part-{self._parts[kind]:05d}.parquet"
        draft = target.with_suffix(".tmp")
        table = pa.Table.from_pylist(self._rows[kind], schema=schema(kind))
        pq.write_table(table, draft, compression="zstd")
        os.replace(draft, target)
        self._rows[kind] = []


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    if "cells" in row:
        row["cells"] = json.dumps(row["cells"], ensure_ascii=False)
    return row


def find_files(paths: Sequence[Path]) -> tuple[list[tuple[Path, str]], int]:
    """The files under some paths, each with its name relative to the path given.

    A file named itself is always taken; of a folder only files with the ending of a
    report, or none. Also returns how many others were passed over.
    """
    found: list[tuple[Path, str]] = []
    passed_over = 0
    for path in paths:
        if not path.is_dir():
            found.append((path, path.name))
            continue
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            if file.suffix.lower() in REPORT_ENDINGS:
                found.append((file, file.relative_to(path).as_posix()))
            else:
                passed_over += 1
    return found, passed_over
