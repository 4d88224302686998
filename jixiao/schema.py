"""The schema of the five kinds of records in a dataset.

Types for Parquet, and a description in Chinese and English as a Frictionless Data
Package (https://specs.frictionlessdata.io/). ``cells`` is JSON; boxes are four
numbers, in points.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.derived import MOST_PLACES
from jixiao.records import KINDS, columns

if TYPE_CHECKING:
    import pyarrow

SCHEMA = 1  # goes up when a field is added or changes; a dataset of another is not added to
PACKAGE = "datapackage.json"
_INTEGERS = frozenset(("table", "page", "row", "item", "fiscal_year", "pages", "forms"))
_INTEGERS |= {"indicators", "tables", "unclaimed", "scanned_pages"}
_DECIMALS = ("_value", "_low", "_high")  # endings of the fields that are exact decimals
_FLOATS = frozenset(("match_score", "seconds", "agreement"))
_REQUIRED = {
    "documents": ("document", "type", "ok"),
    "forms": ("id", "document", "sha256", "table"),
    "indicators": ("id", "form", "document", "sha256", "table", "row", "item"),
    "funds": ("id", "form", "document", "table", "row", "item_text"),
    "problems": ("code", "severity", "message_zh", "message_en", "document"),
}
_ALLOWED = {
    "horizon": ("annual", "mid_term"),
    "severity": ("error", "warning", "info"),
    "side": ("收入", "支出"),
    "unit": ("万元", "元"),
    "target_operator": ("ge", "le", "gt", "lt", "eq"),
    "target_kind": ("quantity", "grade", "date", "range", "relative", "text", "missing"),
    "match_method": ("exact", "alias", "fuzzy", "reviewed"),
    "polarity": ("higher", "lower", "exact", "qualitative"),
}


class InvalidRecordError(Exception):
    """A record that the schema does not allow: a fault of ours, never of a document."""


@cache
def titles(lang: str = "zh") -> dict[str, dict[str, str]]:
    """The title (zh) or description (en) of each field, by kind."""
    text = Path(__file__).with_name("data").joinpath("fields.toml").read_text(encoding="utf-8")
    return {
        kind: {name: said[0 if lang == "zh" else 1] for name, said in fields.items()}
        for kind, fields in tomllib.loads(text).items()
    }


def arrow_schema(kind: str) -> pyarrow.Schema:
    """The Parquet schema of a kind."""
    import pyarrow as pa

    types = {
        "integer": pa.int32(),
        "number": pa.float64(),
        "decimal": pa.decimal128(38, MOST_PLACES),
        "boolean": pa.bool_(),
        "string": pa.string(),
    }
    fields = []
    for name in columns(kind):
        said = field_type(kind, name)
        inner = said.removeprefix("list of ")
        found = types[inner]
        fields.append(pa.field(name, pa.list_(found) if inner != said else found))
    return pa.schema(fields)


def field_type(kind: str, name: str) -> str:
    """integer, number, decimal, boolean or string, or ``list of`` one of them."""
    if name == "pages" and kind == "forms":
        return "list of integer"
    if name == "bbox":
        return "list of number"
    if name == "flags" or name.endswith("_quantities"):
        return "list of string"
    if name in _INTEGERS:
        return "integer"
    if name in _FLOATS:
        return "number"
    if name.endswith(_DECIMALS):
        return "decimal"
    return "boolean" if name == "ok" else "string"


def check_rows(kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Raise InvalidRecordError for a row without a required field, or with a value that
    is not one of those a field may have."""
    for row in rows:
        for name in _REQUIRED[kind]:
            if row.get(name) is None:
                raise InvalidRecordError(f"{kind}: {name} is missing in {row}")
        for name, allowed in _ALLOWED.items():
            if row.get(name) is not None and row[name] not in allowed:
                raise InvalidRecordError(f"{kind}: {name} is {row[name]!r} in {row.get('id')}")


def data_package() -> dict[str, Any]:
    """The description of a dataset as a Frictionless Data Package."""
    resources = []
    for kind in KINDS:
        fields = [_described(kind, name) for name in columns(kind)]
        resources.append(
            {
                "name": kind,
                "path": f"{kind}/**/*.parquet",
                "format": "parquet",
                "schema": {"fields": fields, "missingValues": []},
            }
        )
    return {"name": "jixiao-dataset", "version": str(SCHEMA), "resources": resources}


def _described(kind: str, name: str) -> dict[str, Any]:
    said = field_type(kind, name)
    constraints: dict[str, Any] = {}
    if name in _REQUIRED[kind]:
        constraints["required"] = True
    if name in _ALLOWED:
        constraints["enum"] = list(_ALLOWED[name])
    plain = "number" if said == "decimal" else said
    described = {
        "name": name,
        "type": "array" if said.startswith("list of ") else plain,
        "title": titles("zh")[kind][name],
        "description": titles("en")[kind][name],
    }
    return {**described, "constraints": constraints} if constraints else described


def write_package(folder: Path) -> None:
    """Put the description into a dataset's folder."""
    text = json.dumps(data_package(), ensure_ascii=False, indent=1)
    draft = folder / f"{PACKAGE}.draft"
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(folder / PACKAGE)
