"""Frames for exploring a dataset: targets of the year, findings, and cells on their page.

What is counted is what the rules of ``jixiao audit`` count, so that a plot and a finding
agree; each row says in which document, page, table, row and box its value stands.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.dataset import Dataset

if TYPE_CHECKING:
    import pandas as pd

    from jixiao.auditing.evidence import Row, TargetForm

TARGETS = (
    *("id", "form", "document", "page", "table", "row", "bbox", "repeated"),
    *("department", "project", "fiscal_year", "scope", "level1", "name", "indicator_name"),
    *("indicator_class", "polarity", "text", "kind", "operator", "value", "unit", "measured"),
)
FINDINGS = (
    *("rule", "severity", "message", "arithmetic", "form", "department"),
    *("document", "page", "table", "row", "col", "bbox", "field", "text"),
)
WIDE, HIGH = 300, 36  # points shown beside a cell, and above and below it


def targets(dataset: Dataset) -> pd.DataFrame:
    """The indicators that have a value for the year (指标值), one a row, in reading order.

    ``measured`` is what rule Q1 counts as quantitative (定量指标): a number with its unit,
    a range or a date. ``repeated`` marks the rows of a form that stands in the dataset
    before, word for word, as where a report was published as PDF and as Word; of such
    the first PDF counts. ``value`` is a float for plots; the dataset has the exact decimal.
    """
    import pandas as pd

    from jixiao.auditing.loading import read_forms
    from jixiao.auditing.measurability import valued

    forms = list(read_forms(dataset))
    first: dict[Hashable, str] = {}
    for form in sorted(forms, key=lambda form: (not form.pages, form.document)):
        first.setdefault(_content(form), form.id)
    rows = []
    for form in forms:
        repeated = first[_content(form)] != form.id
        for row, value in valued(form):
            place = _place(row, "target_text" if row.target else "cycle_text")
            number = None if value.number is None else float(value.number)
            rows.append(
                (
                    *(row.id, form.id, row.document, place.get("page", row.page)),
                    *(row.table, row.row, place.get("bbox"), repeated),
                    *(form.department, form.project, form.fiscal_year, form.scope),
                    *(row.level1, row.label, row.indicator_name, row.indicator_class),
                    *(row.polarity, value.text, value.kind, value.operator, number),
                    *(value.unit, value.measured),
                )
            )
    frame = pd.DataFrame(rows, columns=list(TARGETS))
    whole = {"page": "Int32", "fiscal_year": "Int32", "value": "float64"}
    return frame.astype({**whole, "repeated": bool, "measured": bool})


def findings(dataset: Dataset, rules: Iterable[str] = ()) -> pd.DataFrame:
    """What ``jixiao audit`` finds by these rules (without any: by all), one row a cell that
    a finding rests on. Raises SettingsError for a rule that there is not."""
    import pandas as pd

    from jixiao.auditing.running import audit
    from jixiao.auditing.settings import read_settings

    rows = [
        (
            *(outcome.rule.id, found.severity or outcome.rule.severity, found.message.zh),
            *(found.arithmetic, outcome.form.id, outcome.form.department),
            *(quote.document, quote.page, quote.table, quote.row, quote.col),
            *(quote.bbox, quote.field, quote.text),
        )
        for outcome in audit(dataset, read_settings(None, rules))
        for found in outcome.verdict.findings
        for quote in found.quotes
    ]
    frame = pd.DataFrame(rows, columns=list(FINDINGS))
    return frame.astype(dict.fromkeys(("page", "table", "row", "col"), "Int32"))


def cell_picture(path: str | Path, page: int, bbox: Iterable[float]) -> Any:
    """The cell as it is printed: its surroundings on the page, the cell framed (an image
    of few colours, so that a notebook stays small).

    ``page`` and ``bbox`` are those of a row of ``targets`` or ``findings``, or of a place
    in ``cells``; ``path`` is the PDF itself.
    """
    from PIL import ImageDraw

    from jixiao.drawing import render_page

    image, scale = render_page(Path(path), int(page))
    x0, top, x1, bottom = (value * scale for value in bbox)
    ImageDraw.Draw(image).rectangle((x0, top, x1, bottom), outline=(200, 30, 30), width=2)
    wide, high = WIDE * scale, HIGH * scale
    left, upper = max(0, x0 - wide), max(0, top - high)
    right, lower = min(image.width, x1 + wide), min(image.height, bottom + high)
    return image.crop((round(left), round(upper), round(right), round(lower))).quantize(32)


def _content(form: TargetForm) -> Hashable:
    """What a form says, whatever file it is printed in: whose it is, and its rows."""
    from jixiao.auditing.evidence import squeezed

    rows = tuple(
        (
            row.horizon,
            row.label,
            *(squeezed(v.text) if v else None for v in (row.target, row.cycle)),
        )
        for row in form.rows
    )
    return squeezed(form.department), squeezed(form.project), form.fiscal_year, rows


def _place(row: Row, field: str) -> dict[str, Any]:
    """Where a field of an indicator is printed; {} where it has no cell."""
    found: list[dict[str, Any]] = json.loads(row.places).get(field) or [{}]
    return found[0]
