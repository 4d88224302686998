"""Datasets built from printed rows, their values read as in a conversion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.dataset import Dataset, open_dataset
from jixiao.derived import indicator_fields
from jixiao.parts import draft_part, put_in_place
from jixiao.records import columns

TEXTS = (
    *("level1", "level2", "level3", "operator_text", "target_text", "unit_text"),
    *("half_year_text", "cycle_text", "actual_text"),
)
Row = tuple[str, str, str | None]  # level 2, name, target as printed
Form = Mapping[str, Any]  # fields of a form and of its document, and "rows"


def whole(department: str, *rows: Row, year: int = 2024, **more: Any) -> Form:
    """A whole department's form."""
    return {"department": department, "rows": rows, "year": year, "scope": "部门整体", **more}


def project(department: str, name: str, *rows: Row, year: int = 2024, **more: Any) -> Form:
    """A project's form."""
    return whole(department, *rows, year=year, **{"scope": "项目", "project": name, **more})


def build(folder: Path, *forms: Form) -> Dataset:
    """A dataset with a document for each form, ``1.pdf`` and so on unless it is named."""
    records: dict[str, list[dict[str, Any]]] = {"documents": [], "forms": [], "indicators": []}
    for at, form in enumerate(forms, start=1):
        document = form.get("document", f"{at}.pdf")
        told = {"document": document, "department": form["department"], "ok": True}
        if document not in {known["document"] for known in records["documents"]}:
            records["documents"].append(_blank("documents") | told)
        fields = {
            "id": f"form-{at:04d}",
            "document": document,
            "table": at,
            "pages": [1],
            "department": form["department"],
            "fiscal_year": form["year"],
            **{name: form.get(name) for name in ("scope", "stage", "project", "annual_goal")},
            "cells": "{}",
            "flags": [],
        }
        records["forms"].append(_blank("forms") | fields)
        records["indicators"] += _rows(form["rows"], fields, at)
    draft_part(folder, 0, records)
    put_in_place(folder, 0, empty=False)
    return open_dataset(folder)


def _rows(rows: Sequence[Row], form: Mapping[str, Any], table: int) -> list[dict[str, Any]]:
    found = []
    for at, (level2, name, target) in enumerate(rows, start=2):
        texts = dict.fromkeys(TEXTS) | {"level2": level2, "level3": name, "target_text": target}
        derived = {
            field: Decimal(value) if field.endswith("_value") and value else value
            for field, value in indicator_fields(texts).items()
        }
        place = {"page": 3, "table": table, "row": at, "col": 4, "bbox": [1, 2, 3, 4]}
        printed = {
            "id": f"{form['id']}-{at}",
            "form": form["id"],
            "document": form["document"],
            "page": 3,
            "table": table,
            "row": at,
            "item": 0,
            "cells": json.dumps({"target_text": [place]}),
        }
        found.append(_blank("indicators") | texts | derived | printed)
    return found


def _blank(kind: str) -> dict[str, Any]:
    return dict.fromkeys(columns(kind))
