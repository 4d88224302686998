"""The general layer: tables with few lines or none, and ``jixiao tables``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_cli import jixiao

from extractor.pdf.reader import read_pdf
from jixiao.pipeline import convert_file
from jixiao.tables import read_tables

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
COLUMNS = (60, 150, 250, 380)
ROWS = (
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "培训人数", "≥30人"),
    ("", "", "举办活动次数", "≥2次"),
    ("", "质量指标", "培训合格率", "=90%"),
    ("效益指标", "社会效益", "群众知晓率", "≥80%"),
    ("满意度指标", "服务对象满意度", "学员满意度", "≥95%"),
)
STEP = 22


def paint(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS) -> None:
    canvas.setFont(FONT, 16)
    canvas.drawString(140, 745, "项目支出绩效目标表")
    canvas.setFont(FONT, 10)
    for number, row in enumerate(rows):
        for x, word in zip(COLUMNS, row, strict=True):
            canvas.drawString(x, 700 - STEP * number, word)


def row_lines(canvas: Canvas) -> None:
    for number in range(len(ROWS) + 1):
        canvas.line(55, 714 - STEP * number, 440, 714 - STEP * number)


def three_lines(canvas: Canvas) -> None:
    for y in (714, 714 - STEP, 714 - STEP * len(ROWS)):
        canvas.line(55, y, 440, y)


def shades(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    for number in range(0, len(ROWS), 2):
        canvas.rect(55, 692 - STEP * number, 385, STEP, stroke=0, fill=1)
    canvas.setFillGray(0)


@pytest.mark.parametrize("lines", [None, row_lines, three_lines, shades])
def test_records_from_tables_without_upright_lines(tmp_path: Path, lines: object) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(500, 800))
    if callable(lines):
        lines(canvas)
    paint(canvas)
    canvas.save()
    conversion = convert_file(path)
    found = [(i.level1, i.level2, i.level3, i.target_text) for i in conversion.indicators]
    assert found == [
        ("产出指标", "数量指标", "培训人数", "≥30人"),
        ("产出指标", "数量指标", "举办活动次数", "≥2次"),
        ("产出指标", "质量指标", "培训合格率", "=90%"),
        ("效益指标", "社会效益", "群众知晓率", "≥80%"),
        ("满意度指标", "服务对象满意度", "学员满意度", "≥95%"),
    ]
    assert [i.flags for i in conversion.indicators][1:3] == [("level.filled",)] * 2
    assert conversion.forms[0].title == "项目支出绩效目标表"


def test_prose_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(500, 800))
    canvas.setFont(FONT, 10)
    for number in range(20):
        canvas.drawString(
            60, 700 - 14 * number, "为贯彻落实各项绩效指标值的要求，本年度继续推进重点工作。"
        )
    canvas.save()
    [page] = read_pdf(path, aligned=True)
    assert page.fragments == ()


def test_tables_prints_cells_with_spans_and_boxes() -> None:
    result = jixiao("tables", CORPUS / "central-project" / "central-project.pdf")
    assert result.returncode == 0
    tables = json.loads(result.stdout)
    assert [table["page"] for table in tables] == [1, 2]
    first = tables[0]["cells"][0]
    assert set(first) == {"row", "column", "row_span", "col_span", "text", "bbox"}
    assert (first["row"], first["column"], first["text"]) == (1, 1, "项目名称")
    assert len(first["bbox"]) == len(tables[0]["bbox"]) == 4
    assert any(cell["row_span"] > 5 for cell in tables[0]["cells"])


def test_tables_of_word_and_other_formats() -> None:
    word = CORPUS / "central-project" / "central-project.docx"
    [table] = json.loads(jixiao("tables", word).stdout)
    assert table["page"] is None
    html = jixiao("tables", word, "--format", "html").stdout
    assert html.count("<table") == 1
    assert "rowspan=" in html
    assert "堤防加固单位成本" in jixiao("tables", word, "--format", "csv").stdout
    assert jixiao("tables", "absent.pdf").returncode == 1


def test_word_tables_that_a_blank_paragraph_parts_are_one(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for part in (ROWS[:3], ROWS[3:]):
        table = document.add_table(rows=0, cols=4)
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    conversion = convert_file(tmp_path / "a.docx")
    assert conversion.document.tables == 1
    levels = [(i.level1, i.level2) for i in conversion.indicators]
    assert levels[1:3] == [("产出指标", "数量指标"), ("产出指标", "质量指标")]
    assert conversion.problems == ()


class Sheet:
    """A page of text and lines, measured from its top left."""

    def __init__(self, path: Path) -> None:
        self.canvas = Canvas(str(path), pagesize=(595, 842))
        self.path = path

    def row(self, y: float, *words: tuple[float, str], size: float = 9) -> None:
        self.canvas.setFont("Helvetica", size)
        for x, word in words:
            self.canvas.drawString(x, 842 - y, word)

    def line(self, y: float, x0: float = 60, x1: float = 500) -> None:
        self.canvas.line(x0, 842 - y, x1, 842 - y)

    def tables(self) -> list[list[tuple[int, int, int, int, str]]]:
        """The cells with text, as row, column, row and column span (rows and columns from 0)."""
        self.canvas.save()
        return [
            [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells if c.text]
            for table in read_tables(self.path)
        ]


PROSE = "The committee reviewed the figures for the second half of the year and found that"
VALUES = (
    ("Norland", "12.5", "1,204", "–"),
    ("Sudland", "7.1", "88", "3"),
    ("Tarn", "0.4", "9", "1"),
)


def test_spans_of_a_header_over_two_levels(tmp_path: Path) -> None:
    page = Sheet(tmp_path / "a.pdf")
    page.row(80, (60, PROSE))
    page.row(100, (60, "Table 1. Results by region"))
    page.line(108)
    page.row(120, (245, "All persons"), (440, "Rank"))
    page.line(124, 195, 345)
    page.row(136, (64, "Region"), (200, "Rate"), (310, "Number"))
    page.line(142)
    for number, values in enumerate(VALUES):
        page.row(154 + 13 * number, *zip((64, 200, 310, 440), values, strict=True))
    page.line(186)
    page.row(198, (60, "Source: survey of households, made up for this test."), size=8)
    [cells] = page.tables()
    assert cells[:5] == [
        (0, 0, 2, 1, "Region"),
        (0, 1, 1, 2, "All persons"),
        (0, 3, 2, 1, "Rank"),
        (1, 1, 1, 1, "Rate"),
        (1, 2, 1, 1, "Number"),
    ]
    body = [(2 + r, c, 1, 1, text) for r, row in enumerate(VALUES) for c, text in enumerate(row)]
    assert cells[5:] == body


def test_a_wrapped_stub_is_one_cell_wherever_its_numbers_stand(tmp_path: Path) -> None:
    page = Sheet(tmp_path / "a.pdf")
    page.row(100, (64, "Item"), (300, "2008"), (400, "2009"))
    page.row(116, (64, "Water supply, sewerage, waste management"))
    page.row(121, (300, "$ 14"), (400, "21"))
    page.row(127, (64, "and remediation activities"))
    page.row(143, (64, "Construction"), (300, "$ 3"), (400, "5"))
    page.row(159, (64, "Transport of goods by road, by rail and by"), (300, "$ 8"), (400, "9"))
    page.row(170, (64, "inland waterways"))
    page.row(186, (64, "Education"), (300, "$ 2"), (400, "4"))
    [cells] = page.tables()
    assert [text for _, _, _, _, text in cells if text[0].isalpha()] == [
        "Item",
        "Water supply, sewerage, waste management and remediation activities",
        "Construction",
        "Transport of goods by road, by rail and by inland waterways",
        "Education",
    ]
    assert {cell[0]: cell[4] for cell in cells if cell[1] == 2} == {
        0: "2009",
        1: "21",
        2: "5",
        3: "9",
        4: "4",
    }


def test_a_frame_without_inner_lines_is_read_by_alignment(tmp_path: Path) -> None:
    page = Sheet(tmp_path / "a.pdf")
    page.canvas.rect(60, 842 - 180, 440, 80)
    page.line(118)
    page.row(114, (64, "Region"), (200, "Rate"), (310, "Number"), (440, "Rank"))
    for number, values in enumerate(VALUES):
        page.row(132 + 16 * number, *zip((64, 200, 310, 440), values, strict=True))
    [cells] = page.tables()
    assert len(cells) == 16
    assert (3, 2, 1, 1, "9") in cells


def test_close_columns_are_parted_but_no_thousands(tmp_path: Path) -> None:
    page = Sheet(tmp_path / "a.pdf")
    rows = (("12 345", "61.5", "44.0"), ("8 120", "17.2", "30.1"), ("63 002", "55.0", "28.4"))
    page.row(100, (64, "Region"), (218, "Area"), (250, "Men"), (273.5, "All"))
    for number, (area, *shares) in enumerate(rows):
        page.row(116 + 13 * number, (64, "Norland"), (244 - 4.8 * len(area), area))
        page.row(116 + 13 * number, *zip((250, 270.5), shares, strict=True))
    [cells] = page.tables()
    assert [cell[4] for cell in cells[4:8]] == ["Norland", "12 345", "61.5", "44.0"]
    assert len(cells) == 16


@pytest.mark.parametrize("columns", [(60,), (60, 310)])
def test_prose_lists_and_contents_are_no_tables(tmp_path: Path, columns: Sequence[int]) -> None:
    page = Sheet(tmp_path / "a.pdf")
    for x in columns:
        for number in range(20):
            page.row(100 + 12 * number, (x, PROSE[: 50 + 37 * (len(columns) == 1) - number % 3]))
    for number in range(5):
        page.row(400 + 14 * number, (60, f"{number + 1}."), (80, PROSE[number:50]))
        page.row(500 + 14 * number, (60, f"Chapter {number}" + "." * 80), (480, f"{9 + number}"))
    assert page.tables() == []


def test_a_table_in_one_of_two_columns_of_prose(tmp_path: Path) -> None:
    page = Sheet(tmp_path / "a.pdf")
    for number in range(30):
        page.row(100 + 12 * number, (60, PROSE[:48]))
        if not 8 <= number < 18:
            page.row(100 + 12 * number, (310, PROSE[:48]))
    page.row(214, (310, "Region"), (400, "Rate"), (460, "Number"))
    for number, values in enumerate(VALUES):
        page.row(230 + 13 * number, *zip((310, 400, 460), values[:3], strict=True))
    [cells] = page.tables()
    assert [cell[4] for cell in cells[:4]] == ["Region", "Rate", "Number", "Norland"]
    assert len(cells) == 12


def test_the_labelled_set_of_the_benchmark(tmp_path: Path) -> None:
    """Far above what camelot and pdfplumber reach there (docs/tables.md)."""
    script = [sys.executable, str(ROOT / "benchmarks" / "tables_f1.py"), "--ours", "5"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    row = done.stdout.splitlines()[-1].split("|")
    assert float(row[4]) > 0.97
    assert int(row[6]) == 0
