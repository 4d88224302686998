"""A dataset as forms, one after the other: never more than a part of it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from jixiao.auditing.evidence import Money, Printed, Row, TargetForm, squeezed
from jixiao.auditing.standing import Header
from jixiao.dataset import Dataset
from jixiao.parts import part_files
from normalizers.departments import department_key
from normalizers.jurisdictions import jurisdiction_of, level_of

VALUES = ("target", "half_year", "cycle", "actual")
# columns that are fields of the same name
_FORM = (
    *("id", "document", "table", "title", "scope", "stage", "layout", "project"),
    *("project_code", "fiscal_year", "period_text", "mid_term_goal", "annual_goal"),
    *("goal_actual", "weight_total"),
)
_ROW = (
    *("id", "document", "page", "table", "row", "horizon", "level1", "level2", "key_task"),
    *("unit_text", "weight_text", "score_text", "note_text", "indicator_id", "indicator_name"),
    *("indicator_class", "polarity"),
)
_MONEY = ("document", "page", "table", "row", "side", "parent", "unit")
_COLUMNS = {
    "documents": ("document", "jurisdiction", "department"),
    "forms": (*_FORM, "pages", "department", "implementing_unit", "flags", "cells"),
    "indicators": (
        *(*_ROW, "form", "item", "level3", "flags", "cells"),
        *(
            f"{name}_{field}"
            for name in VALUES
            for field in ("text", "kind", "operator", "value", "unit", "to", "quantities")
        ),
    ),
    "funds": (
        *(*_MONEY, "id", "form", "item_text", "full_year_text", "half_year_text"),
        *("executed_text", "full_year_value", "half_year_value", "executed_value", "cells"),
    ),
}
_HEADER = (
    *("id", "document", "scope", "stage", "department", "implementing_unit", "project"),
    *("project_code", "fiscal_year"),
)
Record = dict[str, Any]


def read_forms(dataset: Dataset) -> Iterator[TargetForm]:
    """The forms of a dataset with their rows and money, part by part, in each by document
    and place in it. A part holds all records of its documents."""
    for part in part_files(dataset.folder, "forms"):
        documents = {said["document"]: said for said in _read(dataset.folder, part, "documents")}
        rows, money = (
            _by_form(_read(dataset.folder, part, kind)) for kind in ("indicators", "funds")
        )

        def place(
            form: Record,
            rows: dict[str, list[Record]] = rows,
            money: dict[str, list[Record]] = money,
        ) -> tuple[str, int, int, str]:
            below = [*rows.get(form["id"], ()), *money.get(form["id"], ())]
            first = min((record["row"] for record in below), default=0)
            return form["document"], form["table"], first, form["id"]

        for form in sorted(_read(dataset.folder, part, "forms"), key=place):
            yield _form(
                form,
                documents.get(form["document"], {}),
                tuple(map(_row, rows.get(form["id"], ()))),
                tuple(map(_fund, money.get(form["id"], ()))),
            )


def read_headers(dataset: Dataset) -> Iterator[Header]:
    """What decides which form is compared with which, of every form."""
    for part in part_files(dataset.folder, "forms"):
        documents = {said["document"]: said for said in _read(dataset.folder, part, "documents")}
        for form in _read(dataset.folder, part, "forms", _HEADER):
            yield _header(form, documents.get(form["document"], {}))


def _read(folder: Path, part: Path, kind: str, columns: Iterable[str] = ()) -> list[Record]:
    """The records of a kind that stand in the same part as some forms."""
    import pyarrow.parquet as pq

    file = folder / kind / part.relative_to(folder / "forms")
    if not file.exists():
        return []
    found: list[Record] = pq.read_table(file, columns=list(columns or _COLUMNS[kind])).to_pylist()
    return found


def _by_form(records: list[Record]) -> dict[str, list[Record]]:
    """Records by their form, in the order they are printed."""
    found: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda r: (r["row"], r.get("item") or 0, r["id"])):
        found.setdefault(record["form"], []).append(record)
    return found


@lru_cache(maxsize=4096)
def whose(department: str | None, jurisdiction: str | None) -> tuple[str | None, str | None]:
    """The code of the place and a key of the office (部门) that a name means.

    A department of a lower place than the document's own keeps its own place.
    """
    outer = jurisdiction_of(jurisdiction).jurisdiction if jurisdiction else None
    within = outer.code if outer else None
    if not department:
        return within, None
    key = department_key(department, within)
    place = key.jurisdiction or within
    return place, f"{place or ''}:{key.function}{'#' if key.own else ''}"


def _form(
    form: Record, said: Record, rows: tuple[Row, ...], money: tuple[Money, ...]
) -> TargetForm:
    department = form["department"] or said.get("department")
    place, office = whose(department, said.get("jurisdiction"))
    return TargetForm(
        **_same(form, _FORM),
        pages=tuple(form["pages"] or ()),
        department=department,
        office=office,
        place=place,
        level=level_of(place) if place else None,
        unit=form["implementing_unit"],
        flags=tuple(form["flags"] or ()),
        places=form["cells"] or "{}",
        rows=rows,
        money=money,
    )


def _same(record: Record, names: Iterable[str]) -> Record:
    """The columns that are taken as they are."""
    return {name: record[name] for name in names}


def _row(record: Record) -> Row:
    return Row(
        **_same(record, _ROW),
        name=record["level3"],
        target=_printed(record, "target"),
        half=_printed(record, "half_year"),
        cycle=_printed(record, "cycle"),
        actual=_printed(record, "actual"),
        flags=tuple(record["flags"] or ()),
        places=record["cells"] or "{}",
    )


def _printed(record: Record, name: str) -> Printed | None:
    text = record[f"{name}_text"]
    if text is None:
        return None
    found: Decimal | None = record[f"{name}_value"]
    return Printed(
        text,
        record[f"{name}_kind"],
        record[f"{name}_operator"],
        found,
        record[f"{name}_unit"],
        record[f"{name}_to"],
        record[f"{name}_quantities"] is not None,
    )


def _fund(record: Record) -> Money:
    return Money(
        **_same(record, _MONEY),
        item=record["item_text"],
        full_text=record["full_year_text"],
        half_text=record["half_year_text"],
        executed_text=record["executed_text"],
        full=record["full_year_value"],
        half=record["half_year_value"],
        executed=record["executed_value"],
        places=record["cells"] or "{}",
    )


def _header(form: Record, said: Record) -> Header:
    place, office = whose(form["department"] or said.get("department"), said.get("jurisdiction"))
    whole = form["scope"] == "部门整体"
    return Header(
        id=form["id"],
        document=form["document"],
        office=office,
        scope=form["scope"],
        stage=form["stage"],
        year=form["fiscal_year"],
        level=level_of(place) if place else None,
        project="" if whole else squeezed(form["project_code"] or form["project"]),
        unit="" if whole else squeezed(form["implementing_unit"]),
    )
