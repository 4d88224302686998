"""Money rows (资金) of layouts no published file in the corpus has: drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from extractor.model import Conversion
from jixiao.pipeline import convert_file

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
STYLE = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")

Line = Sequence[str | None]  # None: the cell before it goes on; "^": the cell above does
NAME: Line = ("项目名称", "农村公路提升工程", None, "主管部门", "某县交通运输局", None)
GOAL: Line = ("年度目标", "改善农村出行条件。", None, None, None, None)
INDICATORS: Sequence[Line] = (
    ("一级指标", "二级指标", "三级指标", None, "指标值", None),
    ("产出指标", "数量指标", "修建村道", None, "18公里", None),
    ("产出指标", "成本指标", "总投资", None, "≤1100万元", None),
)


def spans(rows: Sequence[Line]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged areas of the rows: first and last place, as (row, column)."""
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (None, "^"):
                continue
            right, down = c, r
            while right + 1 < len(row) and row[right + 1] is None:
                right += 1
            while down + 1 < len(rows) and rows[down + 1][c] == "^":
                down += 1
            if (right, down) != (c, r):
                found.append(((r, c), (down, right)))
    return found


def draw_word(path: Path, rows: Sequence[Line], title: str) -> None:
    document = Document()
    document.add_paragraph(title)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for (top, left), (down, right) in spans(rows):
        table.cell(top, left).merge(table.cell(down, right))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in (None, "^"):
                table.cell(r, c).text = text
    document.save(str(path))


def draw_pdf(path: Path, rows: Sequence[Line], title: str) -> None:
    words = [["" if t in (None, "^") else Paragraph(str(t), STYLE) for t in row] for row in rows]
    merged = [("SPAN", (left, top), (right, down)) for (top, left), (down, right) in spans(rows)]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.6, (0, 0, 0)), *merged])
    table = Table(words, colWidths=[85] * len(rows[0]), style=style)
    SimpleDocTemplate(str(path)).build([Paragraph(title, STYLE), table])


def read(folder: Path, kind: str, *head: Line, name: Line = NAME) -> Conversion:
    rows = [name, *head, GOAL, *INDICATORS]
    path = folder / f"form.{kind}"
    (draw_pdf if kind == "pdf" else draw_word)(path, rows, "2025年项目绩效目标表")
    return convert_file(path)


def funds(conversion: Conversion) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(f.item_text, f.full_year_text, f.full_year_value, f.unit) for f in conversion.funds]


def problems(conversion: Conversion) -> list[str]:
    return [f"{p.code} {p.message_zh}" for p in conversion.problems]


both = pytest.mark.parametrize("kind", ["docx", "pdf"])


@both
def test_amounts_that_print_their_unit(tmp_path: Path, kind: str) -> None:
    line = ("资金总额", "1,100万元", "财政资金", "900万元", "自筹资金", "2000000元")
    found = read(tmp_path, kind, line)
    assert funds(found) == [
        ("资金总额", "1,100万元", "1100", "万元"),
        ("财政资金", "900万元", "900", "万元"),
        ("自筹资金", "2000000元", "2000000", "元"),
    ]
    assert problems(found) == []
    assert [i.target_text for i in found.indicators] == ["18公里", "≤1100万元"]


@both
def test_items_and_amounts_in_one_cell(tmp_path: Path, kind: str) -> None:
    line = ("资金安排", "总额120万元", None, "其中：市级财政100万元", "其他资金20万元", None)
    found = read(tmp_path, kind, line)
    assert funds(found) == [
        ("总额", "120万元", "120", "万元"),
        ("其中：市级财政", "100万元", "100", "万元"),
        ("其他资金", "20万元", "20", "万元"),
    ]
    assert [f.parent for f in found.funds] == [None, "总额", "总额"]
    assert problems(found) == []


def test_a_total_with_its_amount_before_a_pair_of_cells(tmp_path: Path) -> None:
    line = ("项目资金（万元）", "年度资金总额：1860.00", None, "其中：财政拨款", "1500.00", None)
    found = read(tmp_path, "docx", line)
    assert funds(found) == [
        ("年度资金总额", "1860.00", "1860", "万元"),
        ("其中：财政拨款", "1500.00", "1500", "万元"),
    ]
    assert [f.parent for f in found.funds] == [None, "年度资金总额"]
    assert problems(found) == []


def test_a_line_of_money_without_a_label_of_its_own(tmp_path: Path) -> None:
    line = ("资金总额：120万元", None, "财政资金：100万元", None, "其他资金：20万元", None)
    assert funds(read(tmp_path, "docx", line)) == [
        ("资金总额", "120万元", "120", "万元"),
        ("财政资金", "100万元", "100", "万元"),
        ("其他资金", "20万元", "20", "万元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "资金总额120万元，用于购买设备3台",
        "年度资金总额1.5亿元",
        "人均补助100元/年",
        "上年度资金总额：100万元",
        "资金总额：2025年到位",
    ],
)
def test_what_is_not_certainly_item_and_amount_is_left(tmp_path: Path, text: str) -> None:
    assert funds(read(tmp_path, "docx", ("资金安排", text, None, None, None, None))) == []


@both
def test_labels_over_their_values(tmp_path: Path, kind: str) -> None:
    labels = ("项目名称", None, "预算金额（万元）", "其中：财政拨款", "主管部门", "起止时间")
    values = ("饮水安全工程", None, "680", "600.5", "某县水利局", "2025.03-2025.11")
    found = read(tmp_path, kind, values, name=labels)
    assert funds(found) == [
        ("预算金额（万元）", "680", "680", "万元"),
        ("其中：财政拨款", "600.5", "600.5", "万元"),
    ]
    assert [f.parent for f in found.funds] == [None, "预算金额（万元）"]
    (form,) = found.forms
    assert (form.project, form.department, form.period_text) == (
        "饮水安全工程",
        "某县水利局",
        "2025.03-2025.11",
    )


def test_sources_over_amounts_without_a_label_of_all(tmp_path: Path) -> None:
    rows = (
        ("资金总额（元）", None, "中央资金", "省级资金", "市县资金", "其他资金"),
        ("1200", None, "600", "300", "200", "100"),
        ("是否重点", None, "是", "密级", "无", ""),
    )
    assert funds(read(tmp_path, "docx", *rows)) == [
        ("资金总额（元）", "1200", "1200", "元"),
        ("中央资金", "600", "600", "元"),
        ("省级资金", "300", "300", "元"),
        ("市县资金", "200", "200", "元"),
        ("其他资金", "100", "100", "元"),
    ]


def test_a_list_of_tasks_or_projects_is_not_the_form_s_money(tmp_path: Path) -> None:
    tasks = (
        ("任务名称", None, "主要内容", None, "预算金额（万元）", None),
        ("养护", None, "养护公路", None, "100", None),
    )
    projects = (
        ("项目名称", None, None, None, "预算金额（万元）", None),
        ("养护", None, None, None, "100", None),
        ("改造", None, None, None, "200", None),
    )
    for rows in (tasks, projects):
        assert funds(read(tmp_path, "docx", *rows)) == []


@both
def test_sources_over_one_row_of_amounts_and_a_remark(tmp_path: Path, kind: str) -> None:
    rows = (
        ("资金安排（万元）", "合计", "中央资金", "省级资金", "市县资金", "社会资本"),
        ("^", "1200", "600", "300", "200", "100"),
        ("^", "备注：资金均已落实", None, None, None, None),
    )
    found = read(tmp_path, kind, *rows)
    assert funds(found) == [
        ("合计", "1200", "1200", "万元"),
        ("中央资金", "600", "600", "万元"),
        ("省级资金", "300", "300", "万元"),
        ("市县资金", "200", "200", "万元"),
        ("社会资本", "100", "100", "万元"),
    ]
    assert problems(found) == []


@pytest.mark.parametrize("label", ["项目金额（万元）", "项目总额（万元）", "总投资（万元）"])
def test_other_words_for_the_total(tmp_path: Path, label: str) -> None:
    found = read(tmp_path, "docx", (label, "85.60", None, "起止时间", "2025年", None))
    assert funds(found) == [(label, "85.60", "85.6", "万元")]
    assert found.forms[0].period_text == "2025年"
    assert problems(found) == []


@pytest.mark.parametrize(
    "unit",
    [
        ("", None, None, None, "单位：元", None),
        ("项目类别", "延续性项目", None, "金额单位", "元", None),
    ],
)
def test_the_unit_printed_in_the_table(tmp_path: Path, unit: Line) -> None:
    money = ("项目总额", "300", "其中：财政拨款", "260", "其他资金", "40")
    found = read(tmp_path, "docx", unit, money)
    assert [(f.full_year_value, f.unit) for f in found.funds] == [
        ("300", "元"),
        ("260", "元"),
        ("40", "元"),
    ]
    assert problems(found) == []


def test_budget_and_spending_side_by_side(tmp_path: Path) -> None:
    line = ("年初预算（万元）", "60.00", "全年执行（万元）", "58.60", "执行率", "97.67%")
    found = read(tmp_path, "docx", line)
    assert [(f.item_text, f.full_year_value, f.executed_value) for f in found.funds] == [
        ("年初预算（万元）", "60", "58.6")
    ]
    assert problems(found) == []


def test_no_money_gives_no_money_rows(tmp_path: Path) -> None:
    found = read(tmp_path, "docx", ("项目概况", "全长18公里，惠及1.2万人", None, None, None, None))
    assert found.funds == ()
    assert len(found.indicators) == 2
