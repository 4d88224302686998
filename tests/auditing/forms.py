"""Forms built from printed texts, their values read as in a conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jixiao.auditing.evidence import Money, Printed, Row, TargetForm
from jixiao.derived import fund_fields, indicator_fields

COLUMNS = "level1|level2|level3|target_text"
MONEY = ("item", "full", "half", "executed", "parent", "side")
TEXTS = (
    *("level1", "level2", "level3", "operator_text", "target_text", "unit_text"),
    *("half_year_text", "cycle_text", "actual_text", "weight_text", "score_text", "note_text"),
)


def build_form(case: Mapping[str, Any], number: int = 0) -> TargetForm:
    """The form of a case; ``number`` tells its department from others."""
    fields = dict(case.get("form", {}))
    columns = case.get("columns", COLUMNS)
    rows = [_row(columns, line, at) for at, line in enumerate(case.get("rows", []), start=1)]
    money = [_money(line, at) for at, line in enumerate(case.get("money", []), start=1)]
    office = fields.pop("office", f"320000:{number}")
    return TargetForm(
        id=f"form-{number}",
        document=f"{number}.pdf",
        pages=(1,),
        office=office,
        level="province",
        department=f"第{number}局",
        rows=tuple(rows),
        money=tuple(money),
        **fields,
    )


def build_group(members: Sequence[Mapping[str, Any]]) -> list[TargetForm]:
    """The forms of a group, each of a department of its own."""
    found: list[TargetForm] = []
    for member in members:
        for _ in range(member.get("copies", 1)):
            found.append(build_form(member, len(found)))
    return found


def _cells(columns: str, line: str) -> dict[str, str | None]:
    names, cells = columns.split("|"), line.split("|")
    assert len(names) == len(cells), line
    return {name: None if cell == "~" else cell for name, cell in zip(names, cells, strict=True)}


def _row(columns: str, line: str, at: int) -> Row:
    cells = _cells(columns, line)
    texts = {name: cells.get(name) for name in TEXTS}
    derived = indicator_fields(texts)
    return Row(
        id=f"row-{at}",
        document="0.pdf",
        page=1,
        table=1,
        row=at,
        horizon=cells.get("horizon"),
        level1=texts["level1"],
        level2=texts["level2"],
        name=texts["level3"],
        unit_text=texts["unit_text"],
        target=_printed(texts, derived, "target"),
        half=_printed(texts, derived, "half_year"),
        cycle=_printed(texts, derived, "cycle"),
        actual=_printed(texts, derived, "actual"),
        weight_text=texts["weight_text"],
        score_text=texts["score_text"],
        note_text=texts["note_text"],
        indicator_id=derived.get("indicator_id"),
        indicator_name=derived.get("indicator_name"),
        indicator_class=derived.get("indicator_class"),
        polarity=derived.get("polarity"),
        flags=derived["flags"],
    )


def _printed(texts: Mapping[str, str | None], derived: Any, name: str) -> Printed | None:
    text = texts[f"{name}_text"]
    if text is None:
        return None
    number = derived[f"{name}_value"]
    return Printed(
        text,
        derived[f"{name}_kind"],
        derived[f"{name}_operator"],
        None if number is None else Decimal(number),
        derived[f"{name}_unit"],
        derived[f"{name}_to"],
        derived[f"{name}_quantities"] is not None,
    )


def _money(line: str, at: int) -> Money:
    cells = [*line.split("|"), *("~" for _ in MONEY)][: len(MONEY)]
    item, full, half, executed, parent, side = (None if cell == "~" else cell for cell in cells)
    assert item is not None
    texts = {"full_year_text": full, "half_year_text": half, "executed_text": executed}
    amounts = fund_fields({**texts, "unit": "万元"})
    row = 1 if parent or item in ("总计",) else at  # a head and its parts share a row
    found = {name: None if text is None else Decimal(text) for name, text in amounts.items()}
    return Money(
        document="0.pdf",
        page=1,
        table=1,
        row=row,
        item=item,
        side=side,
        parent=parent,
        full_text=full,
        half_text=half,
        executed_text=executed,
        full=found["full_year_value"],
        half=found["half_year_value"],
        executed=found["executed_value"],
        unit="万元",
    )
