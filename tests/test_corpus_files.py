"""The corpus holds what it says: typed facts, golden folders, text layers."""

import csv
import hashlib
import re
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import content, library  # noqa: E402
from corpus.content import BuiltFile, Report  # noqa: E402

REPORTS = library.reports()
FILES = [pytest.param(r, f, id=f.slug) for r in REPORTS for f in r.files]
PDFS = [pytest.param(r, f, id=f.slug) for r in REPORTS for f in r.files if f.name.endswith("pdf")]


def seed() -> content.Form:
    return content.load(content.ROOT / "seed" / "content.toml").forms[0]


def records(report: Report) -> list[dict[str, str]]:
    return [
        record
        for form in report.forms
        for band in form.bands
        for row in band.rows
        for record in band.records(row)
    ]


def golden(item: BuiltFile, name: str) -> list[dict[str, str]]:
    with (ROOT / "golden" / item.slug / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_layer(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    try:
        return squeeze("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


def test_seed_counts_56_indicators_by_class() -> None:
    classes = [name for band in seed().bands for name in band.column("level1")]
    counts = {"决策": 6, "过程": 25, "履职": 20, "效益指标": 4, "满意度指标": 1}
    assert Counter(classes) == counts
    assert len(classes) == 56


def test_seed_money_adds_up() -> None:
    income, spending = seed().funds
    assert len(income.rows) + len(spending.rows) == 14
    full = dict(
        zip(
            spending.column("item_text"),
            map(Decimal, spending.column("full_year_text")),
            strict=True,
        )
    )
    total = Decimal(income.column("full_year_text")[0])
    assert full["基本支出"] + full["项目支出"] == total == Decimal("4239.71")
    projects = [row for row in spending.rows if row[1] == "项目支出"]
    assert sum(Decimal(row[2]) for row in projects) == Decimal("52.5")
    assert sum(Decimal(row[3]) for row in projects) == Decimal("134")


@pytest.mark.parametrize(("report", "item"), FILES)
def test_golden_rows_are_the_typed_rows(report: Report, item: BuiltFile) -> None:
    rows = golden(item, "indicators.csv")
    assert [row["level3"] for row in rows] == [r["level3"] for r in records(report)]
    assert len(golden(item, "forms.csv")) == len(report.forms)
    typed_funds = sum(len(fund.rows) for form in report.forms for fund in form.funds)
    assert len(golden(item, "funds.csv")) == typed_funds


@pytest.mark.parametrize(("report", "item"), FILES)
def test_sidecar_names_its_file(report: Report, item: BuiltFile) -> None:
    sidecar = tomllib.loads((ROOT / "golden" / item.slug / "sidecar.toml").read_text("utf-8"))
    data = (report.folder / item.name).read_bytes()
    assert sidecar["sha256"] == hashlib.sha256(data).hexdigest()


def test_every_document_has_a_golden_folder() -> None:
    kinds = {".pdf", ".doc", ".docx"}
    built = {path for path in content.ROOT.rglob("*") if path.suffix in kinds}
    assert built == {report.folder / item.name for report in REPORTS for item in report.files}
    for report in REPORTS:
        for item in report.files:
            assert (ROOT / "golden" / item.slug / "indicators.csv").is_file()


@pytest.mark.parametrize(("report", "item"), PDFS)
def test_pages_are_counted_to_the_end(report: Report, item: BuiltFile) -> None:
    document = pdfium.PdfDocument(report.folder / item.name)
    try:
        assert len(document) == len(item.rows_per_page) == len(item.funds_per_page)
    finally:
        document.close()


@pytest.mark.parametrize(("report", "item"), PDFS)
def test_text_layer_holds_every_name(report: Report, item: BuiltFile) -> None:
    text = text_layer(report.folder / item.name)
    names = [squeeze(record["level3"]) for record in records(report)]
    if not item.style.get("cut") and item.writer == "drawn":
        assert [name for name in names if name not in text] == []
    held, asked = Counter(text), Counter("".join(names))
    assert asked - held == Counter()


@pytest.mark.parametrize(("report", "item"), PDFS)
def test_text_layer_holds_every_character_typed(report: Report, item: BuiltFile) -> None:
    """Nothing is clipped: the text layer has every character of values, labels and prose."""
    rows = golden(item, "indicators.csv") + golden(item, "funds.csv")
    each = ("level3", "target_text", "half_year_text", "actual_text", "note_text")
    each += ("full_year_text", "executed_text")
    merged = ("level1", "level2", "key_task", "item_text")  # printed at least once
    prose = ("functions", "staffing", "annual_goal", "mid_term_goal", "goal_actual")
    texts = [row.get(name, "") for row in rows for name in each]
    texts += {row.get(name, "") for row in rows for name in merged}
    texts += [form.values.get(name, "") for form in report.forms for name in prose]
    asked = Counter("".join(squeeze(text) for text in texts if text != content.NULL))
    assert asked - Counter(text_layer(report.folder / item.name)) == Counter()


def test_seed_docx_is_one_table_with_true_merges() -> None:
    document = docx.Document(str(content.ROOT / "seed" / "seed.docx"))
    (table,) = document.tables
    assert len(table.rows) == 80
    first, last = table.cell(56, 0), table.cell(73, 0)
    assert first.text == "履职"
    assert first._tc is last._tc
