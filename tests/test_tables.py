"""The general layer: tables with few lines or none, and ``jixiao tables``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import CORPUS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_cli import jixiao

from extractor.pdf.reader import read_pdf
from jixiao.pipeline import convert_file

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
