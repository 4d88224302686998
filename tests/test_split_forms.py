"""A form printed as several Word tables is one form; another form is another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from extractor.model import Conversion
from jixiao.pipeline import convert_file

Row = Sequence[str]
HEADER: Row = ("一级指标", "二级指标", "三级指标", "指标值")
FIRST: list[Row] = [
    ("项目名称", "教师培训", "", ""),
    HEADER,
    ("产出指标", "数量指标", "培训人数", "300人"),
]
REST: list[Row] = [
    ("产出指标", "质量指标", "合格率", "95%"),
    ("效益指标", "社会效益指标", "就业率", "90%"),
]


def converted(path: Path, *blocks: str | list[Row]) -> Conversion:
    """A Word file of these paragraphs and tables read."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return convert_file(path)


@pytest.mark.parametrize("mark", ["续表", "（续表）", "续上表：", "接上页", "续表1"])
@pytest.mark.parametrize("header", [[], [HEADER]])
def test_a_table_that_goes_on_below_a_mark(tmp_path: Path, mark: str, header: list[Row]) -> None:
    conversion = converted(tmp_path / "a.docx", "项目支出绩效目标表", FIRST, mark, [*header, *REST])
    assert [form.project for form in conversion.forms] == ["教师培训"]
    assert [(i.level1, i.level3) for i in conversion.indicators] == [
        ("产出指标", "培训人数"),
        ("产出指标", "合格率"),
        ("效益指标", "就业率"),
    ]


def test_text_between_two_tables_parts_them(tmp_path: Path) -> None:
    rest = [HEADER, *REST]
    conversion = converted(tmp_path / "a.docx", "项目支出绩效目标表", FIRST, "附件二", rest)
    assert [form.project for form in conversion.forms] == ["教师培训", None]


def test_head_and_indicators_under_headings_of_their_own(tmp_path: Path) -> None:
    head = [("项目名称", "教师培训"), ("主管部门", "某县教育局"), ("绩效目标", "办好培训")]
    conversion = converted(
        tmp_path / "a.docx",
        "2025年项目绩效目标表",
        "一、基本信息",
        head,
        "二、绩效指标",
        [HEADER, *REST],
    )
    [form] = conversion.forms
    assert (form.project, form.department, form.annual_goal) == (
        "教师培训",
        "某县教育局",
        "办好培训",
    )
    assert [i.project for i in conversion.indicators] == ["教师培训", "教师培训"]


def test_indicators_without_any_header_are_told(tmp_path: Path) -> None:
    rows = [("数量指标", "培训人数", "300人"), ("质量指标", "合格率", "95%")]
    conversion = converted(tmp_path / "a.docx", "一、产出指标", rows)
    assert [p.code for p in conversion.problems] == ["table.unclaimed"]
