"""Golden files: what a person read on the page, and how far we agree with it.

A golden is a folder ``golden/<slug>/`` with ``indicators.csv``, ``forms.csv``,
``funds.csv`` and ``sidecar.toml``. ``~`` stands for null, an empty field for
text printed empty. Rows are compared as multisets within the pages covered,
with white space removed.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.pipeline import digest
from jixiao.records import TEXTS

REPORTS = "JIXIAO_REPORTS"  # the environment variable that names a folder of reports
NULL = "~"
INDICATOR_FIELDS = ["page", "form", "horizon", *TEXTS]
FORM_FIELDS = [
    "form",
    "pages",
    "title",
    "scope",
    "stage",
    "project",
    "project_code",
    "department",
    "department_code",
    "implementing_unit",
    "fiscal_year",
    "period_text",
    "mid_term_goal",
    "annual_goal",
    "goal_actual",
    "functions",
    "staffing",
]
FUND_FIELDS = [
    "page",
    "form",
    "side",
    "item_text",
    "parent",
    "full_year_text",
    "half_year_text",
    "executed_text",
    "unit",
]
Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden folder: rows with None for ``~``, and its sidecar."""

    slug: str
    folder: Path
    sidecar: dict[str, Any]
    indicators: list[Row]
    forms: list[Row]
    funds: list[Row]

    @property
    def pages(self) -> frozenset[int] | None:
        """The pages covered; None for all."""
        pages = self.sidecar.get("pages", "all")
        return None if isinstance(pages, str) else frozenset(pages)

    @property
    def signed(self) -> bool:
        return bool(self.sidecar.get("checked_by")) and bool(self.sidecar.get("checked_on"))


def read_golden(folder: Path) -> Golden:
    """Read a golden folder; raises OSError or ValueError where it is not well formed."""
    sidecar = tomllib.loads((folder / "sidecar.toml").read_text(encoding="utf-8"))
    return Golden(
        folder.name,
        folder,
        sidecar,
        _read_rows(folder / "indicators.csv", INDICATOR_FIELDS),
        _read_rows(folder / "forms.csv", FORM_FIELDS),
        _read_rows(folder / "funds.csv", FUND_FIELDS),
    )


def _read_rows(path: Path, fields: Sequence[str]) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or ()) != list(fields):
            raise ValueError(f"{path}: columns must be {','.join(fields)}")
        return [{k: None if v == NULL else v for k, v in row.items()} for row in reader]


def goldens(folder: Path) -> list[Golden]:
    """All golden folders, by name."""
    return [read_golden(path.parent) for path in sorted(folder.glob("*/sidecar.toml"))]


def document_roots(golden_folder: Path) -> list[Path]:
    """Where documents are looked for: ``corpus/`` beside the goldens, and $JIXIAO_REPORTS."""
    roots = [golden_folder.resolve().parent / "corpus"]
    if os.environ.get(REPORTS):
        roots.append(Path(os.environ[REPORTS]))
    return [root for root in roots if root.is_dir()]


@cache
def _documents(root: Path) -> dict[str, Path]:
    suffixes = {".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt", ".docm"}
    paths = (path for path in sorted(root.rglob("*")) if path.suffix.lower() in suffixes)
    return {digest(path): path for path in paths}


def find_document(sha256: str, roots: Iterable[Path]) -> Path | None:
    """The file with this digest under the roots."""
    return next((found for root in roots if (found := _documents(root).get(sha256))), None)
