"""Write the golden folder of a document from the typed content and the pages read by eye."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path

from corpus.content import NULL, ROOT, BuiltFile, Report
from jixiao.golden import FORM_FIELDS, FUND_FIELDS, INDICATOR_FIELDS

GOLDEN = ROOT.parent / "golden"
Rows = list[dict[str, str]]


def _pages(counts: list[int], total: int, name: str) -> list[str]:
    """The page of each of `total` rows; null where the file has no pages."""
    if not counts:
        return [NULL] * total
    pages = [str(page) for page, count in enumerate(counts, start=1) for _ in range(count)]
    if len(pages) != total:
        raise ValueError(f"{name}: {len(pages)} rows seen on the pages, {total} typed")
    return pages


def indicator_rows(report: Report, item: BuiltFile) -> Rows:
    """One row for each indicator."""
    printed = [
        (str(number), block, row)
        for number, form in enumerate(report.forms, start=1)
        for block in form.bands
        for row in block.rows
    ]
    pages = _pages(item.rows_per_page, len(printed), item.slug)
    return [
        {"page": page, "form": number, **record}
        for page, (number, block, row) in zip(pages, printed, strict=True)
        for record in block.records(row)
    ]


def fund_rows(report: Report, item: BuiltFile) -> Rows:
    """One row for each money row."""
    rows: Rows = []
    for number, form in enumerate(report.forms, start=1):
        for fund in form.funds:
            for row in fund.rows:
                record = dict(zip(fund.fields, row, strict=True))
                record |= {"form": str(number), "side": fund.side, "unit": report.unit}
                rows.append(record)
    for page, record in zip(_pages(item.funds_per_page, len(rows), item.slug), rows, strict=True):
        record["page"] = page
    return rows


def form_rows(report: Report, item: BuiltFile, indicators: Rows) -> Rows:
    """One row for each form; the form of a single-form file has all the file's pages."""
    rows: Rows = []
    for number, form in enumerate(report.forms, start=1):
        pages = NULL
        if item.form_pages:
            pages = item.form_pages[number - 1]
        elif item.rows_per_page and len(report.forms) == 1:
            pages = _span(1, len(item.rows_per_page))
        elif item.rows_per_page:
            own = [int(row["page"]) for row in indicators if row["form"] == str(number)]
            pages = _span(min(own), max(own))
        head = {"form": str(number), "pages": pages}
        rows.append({"title": report.title, **form.values, **head})
    return rows


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _csv(columns: list[str], rows: Iterable[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(name, NULL).replace("\n", "") for name in columns])
    return buffer.getvalue()


def sidecar(report: Report, item: BuiltFile, digest: str) -> str:
    """The notes that go with a golden folder."""
    values: dict[str, str | list[str]] = {
        "title": report.title,
        "publisher": report.publisher,
        "sha256": digest,
        "pages": "all",
        "layout": report.layout,
        "checked_by": report.checked_by,
    }
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in values.items()]
    lines.append("checked_on = 2026-11-24")
    oddities = json.dumps(item.oddities, ensure_ascii=False)
    lines += [f"oddities = {oddities}", f"known_failure = {json.dumps(item.known_failure)}"]
    return "\n".join(lines) + "\n"


def write(report: Report, item: BuiltFile) -> None:
    """Write the four files of one golden folder."""
    indicators = indicator_rows(report, item)
    folder = GOLDEN / item.slug
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256((report.folder / item.name).read_bytes()).hexdigest()
    texts = {
        "indicators.csv": _csv(INDICATOR_FIELDS, indicators),
        "forms.csv": _csv(FORM_FIELDS, form_rows(report, item, indicators)),
        "funds.csv": _csv(FUND_FIELDS, fund_rows(report, item)),
        "sidecar.toml": sidecar(report, item, digest),
    }
    for name, text in texts.items():
        Path(folder, name).write_text(text, encoding="utf-8", newline="\n")
