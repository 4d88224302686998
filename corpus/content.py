"""The typed reports: what `content.toml` says, before any page is drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.grid import Grid

ROOT = Path(__file__).resolve().parent
NULL = "~"


@dataclass(frozen=True)
class Block:
    """Rows of one band of the form: printed headers, the fields behind them, the cells."""

    header: list[str]
    fields: list[str]
    rows: list[list[str]]
    side: str = NULL

    def column(self, name: str) -> list[str]:
        """The cells of one field, top to bottom."""
        at = self.fields.index(name)
        return [row[at] for row in self.rows]

    def records(self, row: list[str]) -> Iterator[dict[str, str]]:
        """The records of one printed row: one, or one per horizon where the halves are named."""
        shared = {f: v for f, v in zip(self.fields, row, strict=True) if "." not in f}
        horizons = list(dict.fromkeys(f.split(".")[0] for f in self.fields if "." in f))
        for horizon in horizons or [NULL]:
            own = {
                f.split(".")[1]: v
                for f, v in zip(self.fields, row, strict=True)
                if f.startswith(horizon + ".")
            }
            record = {**shared, **own, "horizon": horizon}
            if record.get("level3") or record.get("target_text"):
                yield record


@dataclass(frozen=True)
class Form:
    """One target table: the single values by name, its money rows and its indicators."""

    values: dict[str, str]
    funds: list[Block]
    bands: list[Block]

    def __getitem__(self, name: str) -> str:
        return self.values[name]


@dataclass(frozen=True)
class BuiltFile:
    """One document of a report: who writes it, how, and what the eye read on its pages."""

    name: str
    slug: str
    writer: str
    style: dict[str, Any] = field(default_factory=dict)
    rows_per_page: list[int] = field(default_factory=list)
    funds_per_page: list[int] = field(default_factory=list)
    form_pages: list[str] = field(default_factory=list)  # where not those of the indicators
    oddities: list[str] = field(default_factory=list)
    known_failure: str = ""


@dataclass(frozen=True)
class Report:
    """One report and the documents made of it."""

    folder: Path
    title: str
    lines: list[str]
    publisher: str
    layout: str
    unit: str
    forms: list[Form]
    files: list[BuiltFile]
    grids: list[Grid] = field(default_factory=list)  # typed as they stand, without a layout
    checked_by: str = "founder (typed data, pages read by eye)"


def _form(raw: dict[str, Any]) -> Form:
    values = {k: v for k, v in raw.items() if isinstance(v, str)}
    return Form(
        values,
        [Block(**fund) for fund in raw.get("funds", [])],
        [Block(**band) for band in raw["bands"]],
    )


def load(path: Path) -> Report:
    """Read one content file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    forms = [_form(form) for form in raw.pop("forms")]
    files = [BuiltFile(**item) for item in raw.pop("files")]
    return Report(folder=path.parent, forms=forms, files=files, **raw)


def reports() -> list[Report]:
    """Every report that is laid out by name, in the order of the folders' names."""
    return [load(path) for path in sorted(ROOT.glob("*/content*.toml"))]
