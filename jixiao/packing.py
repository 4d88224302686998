"""What a file gave, made ready by the process that converted it: its records as rows,
checked and packed, so that the one process that keeps all of them has little to do.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from extractor.model import Conversion
from jixiao.records import KINDS, as_dict, of_kind
from jixiao.schema import check_rows

Rows = dict[str, list[dict[str, Any]]]
"""The records of a file as plain data, by kind."""


@dataclass(frozen=True, slots=True)
class Packed(Conversion):
    """A conversion of which the forms, indicators and money rows are packed: ``rows`` has
    all its records, ``count`` says how many, ``money_rows`` how many of them are funds."""

    rows: bytes = b""
    count: int = 0
    money_rows: int = 0


def pack(conversion: Conversion) -> Packed:
    """Raises InvalidRecordError where a record is not what the schema allows."""
    if isinstance(conversion, Packed):
        return conversion
    rows: Rows = {
        kind: [_flat(as_dict(record)) for record in of_kind(conversion, kind)] for kind in KINDS
    }
    for kind in KINDS:
        check_rows(kind, rows[kind])
    return Packed(
        conversion.document,
        problems=conversion.problems,
        rows=zlib.compress(json.dumps(rows).encode(), 1),
        count=sum(map(len, rows.values())),
        money_rows=len(conversion.funds),
    )


def unpack(rows: bytes) -> Rows:
    found: Rows = json.loads(zlib.decompress(rows))
    return found


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    if "cells" in row:
        row["cells"] = json.dumps(row["cells"], ensure_ascii=False)
    return row
