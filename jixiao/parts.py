"""The parts of a dataset: Parquet files ``<kind>/<thousand>/part-<number>.parquet``.

A part holds the records of some documents, one file for each kind. A part is never
changed: it is written anew beside the old one and put in its place at once.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.records import KINDS, columns
from jixiao.schema import arrow_schema, field_type

if TYPE_CHECKING:
    from jixiao.packing import Rows

DRAFT = ".draft"


def part_file(folder: Path, kind: str, number: int) -> Path:
    return folder / kind / f"{number // 1000:04d}" / f"part-{number:07d}.parquet"


def draft_part(folder: Path, number: int, rows: Rows) -> None:
    """Write a part's files under the names of drafts, and see them to the disk."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for kind in KINDS:
        target = part_file(folder, kind, number)
        target.parent.mkdir(parents=True, exist_ok=True)
        exact = [name for name in columns(kind) if field_type(kind, name) == "decimal"]
        typed = [_typed(row, exact) for row in rows.get(kind, [])]
        table = pa.Table.from_pylist(typed, schema=arrow_schema(kind))
        with open(_draft(target), "wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())


def _typed(row: dict[str, Any], exact: Iterable[str]) -> dict[str, Any]:
    """A row with its decimals, which are text in JSON, as decimals."""
    return row | {name: Decimal(row[name]) for name in exact if row[name] is not None}


def read_part(folder: Path, number: int, without: Collection[str]) -> Rows:
    """The rows of a part but those of some documents."""
    import pyarrow.parquet as pq

    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        rows = pq.read_table(part_file(folder, kind, number)).to_pylist()
        found[kind] = [row for row in rows if row["document"] not in without]
    return found


def put_in_place(folder: Path, number: int, *, empty: bool) -> None:
    """Make the drafts of a part the part, or take an empty part away; doing it again,
    after half of it was done, does the rest."""
    for kind in KINDS:
        target = part_file(folder, kind, number)
        if empty:
            target.unlink(missing_ok=True)
        elif _draft(target).exists():
            os.replace(_draft(target), target)


def drop_drafts(folder: Path) -> None:
    """Take away the drafts a killed run has left."""
    for draft in folder.glob(f"*/*/*{DRAFT}"):
        draft.unlink()


def part_files(folder: Path, kind: str) -> list[Path]:
    return sorted((folder / kind).glob("*/*.parquet"))


def _draft(target: Path) -> Path:
    return target.with_suffix(DRAFT)


def merged(many: Iterable[Rows]) -> Rows:
    """The rows of several documents as those of one part."""
    found: Rows = {kind: [] for kind in KINDS}
    for rows in many:
        for kind in KINDS:
            found[kind] += rows[kind]
    return found
