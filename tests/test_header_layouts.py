"""Headers as governments print them: grouped, split, numbered. No two values in one field."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from extractor.model import Conversion
from jixiao.pipeline import convert_file

Row = Sequence[str]
FIELDS = ("level1", "level2", "level3", "target_text", "half_year_text", "actual_text")


def converted(path: Path, title: str, rows: Sequence[Row]) -> Conversion:
    """A Word table of these rows read; ``<`` is one with the cell before it, ``^`` with the
    one above."""
    document = Document()
    document.add_paragraph(title)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                table.cell(r, c - 1).merge(table.cell(r, c))
            elif text == "^":
                table.cell(r - 1, c).merge(table.cell(r, c))
            else:
                table.cell(r, c).text = text
    document.save(str(path))
    return convert_file(path)


def read(path: Path, rows: Sequence[Row], title: str = "2025年项目绩效目标表") -> list[Row]:
    found = converted(path / "a.docx", title, rows).indicators
    return [tuple(getattr(i, name) for name in FIELDS) for i in found]


def test_half_and_whole_below_one_header(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "二级指标", "三级指标", "目标值", "<"),
        ("^", "^", "^", "上半年", "全年"),
        ("产出指标", "数量指标", "开展巡查", "24", "48"),
        ("效益指标", "社会效益指标", "投诉办结率", "95", "98"),
    ]
    assert read(tmp_path, rows) == [
        ("产出指标", "数量指标", "开展巡查", "48", "24", None),
        ("效益指标", "社会效益指标", "投诉办结率", "98", "95", None),
    ]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (("一季度", "上半年", "前三季度", "全年"), "丁"),
        (("调整前", "<", "调整后", "<"), "丙"),
        (("2025年", "<", "2026年", "2027年"), None),  # a plan: which is this year's is not said
        (("甲区", "乙区", "丙区", "丁区"), None),
    ],
)
def test_parts_of_a_value_are_told_apart_or_left(
    tmp_path: Path, words: Row, target: str | None
) -> None:
    values = tuple("<" if word == "<" else "甲乙丙丁"[i] for i, word in enumerate(words))
    rows = [
        ("一级指标", "三级指标", "指标值", "<", "<", "<"),
        ("^", "^", *words),
        ("产出指标", "开展巡查", *values),
        ("效益指标", "投诉办结", *values),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert [i.target_text for i in conversion.indicators] == [target, target]
    if target is None:
        unread = " ".join(p.message_zh for p in conversion.problems if p.code == "cell.unread")
        assert all(word in unread for word in words if word != "<")


def test_a_remark_beside_the_actual_value_is_not_the_actual_value(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "三级指标", "年度指标值", "完成情况", "<", "得分"),
        ("^", "^", "^", "全年实际完成值", "佐证材料", "^"),
        ("产出指标", "新增泊位", "500个", "528个", "", "50"),
    ]
    [row] = read(tmp_path, rows, "2024年度项目支出绩效自评表")
    assert row == ("产出指标", None, "新增泊位", "500个", None, "528个")


@pytest.mark.parametrize(
    ("columns", "values", "actual"),
    [
        (("2024年完成值", "2025年目标值"), ("480份", "500份"), None),
        (("2024年目标值", "2024年完成值"), ("500份", "480份"), "480份"),
        (("1-6月完成值", "年度指标值"), ("200份", "500份"), None),
        (("年度指标值", "1-12月完成值"), ("500份", "480份"), "480份"),
        (("年度指标值", "上年完成值"), ("500份", "480份"), None),
    ],
)
def test_only_what_was_reached_this_year_is_actual(
    tmp_path: Path, columns: Row, values: Row, actual: str | None
) -> None:
    rows = [("一级指标", "三级指标", *columns), ("产出指标", "印制材料", *values)]
    [row] = read(tmp_path, rows)
    assert (row[3], row[5]) == ("500份", actual)


@pytest.mark.parametrize("word", ["指标类型", "指标分类", "绩效指标"])
def test_one_header_over_two_levels(tmp_path: Path, word: str) -> None:
    rows = [
        (word, "<", "指标名称", "指标值"),
        ("产出", "数量", "科普活动", "≥30次"),
        ("^", "质量", "活动安全率", "100%"),
        ("效果", "社会效益", "科学素质", "提高"),
    ]
    assert [row[:3] for row in read(tmp_path, rows)] == [
        ("产出", "数量", "科普活动"),
        ("产出", "质量", "活动安全率"),
        ("效果", "社会效益", "科学素质"),
    ]


def test_names_and_points_below_each_level(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "<", "二级指标", "<", "三级指标", "<", "<", "<"),
        ("名称", "权重", "名称", "权重", "名称", "权重", "指标值", "得分"),
        ("产出", "60", "数量", "40", "培训人数", "40", "300人", "38"),
        ("效益", "40", "社会效益", "40", "就业率", "40", "≥80%", "36"),
    ]
    found = converted(tmp_path / "a.docx", "2024年培训项目绩效评价表", rows).indicators
    assert [(i.level1, i.level2, i.level3, i.target_text) for i in found] == [
        ("产出", "数量", "培训人数", "300人"),
        ("效益", "社会效益", "就业率", "≥80%"),
    ]
    assert [(i.weight_text, i.score_text) for i in found] == [("40", "38"), ("40", "36")]


def test_numbers_of_columns_and_subtotals_are_no_indicators(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "二级指标", "三级指标", "指标值", "分值"),
        ("1", "2", "3", "4", "5"),
        ("产出指标", "数量指标", "采购图书", "≥2000册", "50"),
        ("产出指标小计", "", "", "", "50"),
        ("效益指标", "社会效益指标", "借阅人次", "≥1万人次", "40"),
        ("效益指标合计", "", "", "", "40"),
    ]
    assert [row[2] for row in read(tmp_path, rows)] == ["采购图书", "借阅人次"]


def test_the_first_of_two_scores_is_the_departments_own(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "三级指标", "指标值", "实际完成值", "分值", "自评得分", "财政复核得分"),
        ("产出指标", "建设站点", "10个", "10个", "45", "45", "40"),
    ]
    found = converted(tmp_path / "a.docx", "2024年度项目支出绩效自评表", rows).indicators
    assert [i.score_text for i in found] == ["45"]


def test_grades_without_a_target_column_are_told(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "三级指标", "优", "良", "中", "差"),
        ("产出指标", "培训人数", "≥100", "≥90", "≥80", "<80"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert [i.target_text for i in conversion.indicators] == [None]
    unread = [p.message_zh for p in conversion.problems if p.code == "cell.unread"]
    assert all(any(grade in message for message in unread) for grade in "优良中差")


def test_blocks_of_two_classes_have_no_horizon(tmp_path: Path) -> None:
    rows = [
        ("产出指标", "<", "<", "效益指标", "<", "<"),
        ("二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
        ("数量指标", "修建村道", "18公里", "社会效益指标", "受益人口", "≥1.2万人"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [(i.level3, i.horizon) for i in found] == [("修建村道", None), ("受益人口", None)]


def test_a_header_word_in_place_of_a_label_is_doubted(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "修建村道", "18公里"),
        ("一级指标", "质量指标", "路面合格率", "≥98%"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert ["cell.doubtful" in i.flags for i in found] == [False, True]


@pytest.mark.parametrize(
    ("first", "second"),
    [("一、产出指标（50分）", "二、效益指标（30分）"), ("产出指标", "效益指标")],
)
def test_headings_over_the_whole_width_are_levels(tmp_path: Path, first: str, second: str) -> None:
    rows = [
        ("二级指标", "三级指标", "指标值"),
        (first, "<", "<"),
        ("数量指标", "培训人次", "≥300人次"),
        ("质量指标", "合格率", "≥95%"),
        (second, "<", "<"),
        ("社会效益指标", "就业率", "≥80%"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [i.level1 for i in found] == [first, first, second]
    assert {i.flags for i in found} == {("level.filled",)}
    assert [p.row for p in found[2].cells["level1"]] == [5]


def test_headings_of_two_levels(tmp_path: Path) -> None:
    rows = [
        ("指标名称", "指标值"),
        ("一、产出指标", "<"),
        ("（一）数量指标", "<"),
        ("1.培训人次", "≥300人次"),
        ("（二）成本指标", "<"),
        ("2.人均成本", "≤400元"),
        ("二、满意度指标", "<"),
        ("3.学员满意度", "≥90%"),
    ]
    assert [row[:2] for row in read(tmp_path, rows)] == [
        ("一、产出指标", "（一）数量指标"),
        ("一、产出指标", "（二）成本指标"),
        ("二、满意度指标", None),
    ]


def test_the_fourth_level_is_the_name_and_a_kind_is_no_level(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "指标类型", "二级指标", "三级指标", "四级指标", "指标值"),
        ("产出指标", "正向", "数量指标", "培训", "培训人次", "≥300人次"),
    ]
    [row] = read(tmp_path, rows)
    assert row[:4] == ("产出指标", "数量指标", "培训人次", "≥300人次")


@pytest.mark.parametrize("number", ["1", "（1）", "1.", "①", "一"])
def test_a_running_number_beside_the_name_is_no_part_of_it(tmp_path: Path, number: str) -> None:
    rows = [
        ("一级指标", "二级指标", "三级指标", "<", "指标值"),
        ("产出指标", "数量指标", number, "培训人次", "≥300人次"),
        ("效益指标", "社会效益指标", "就业人数", "<", "≥80人"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [i.level3 for i in found] == ["培训人次", "就业人数"]
    assert [p.col for p in found[0].cells["level3"]] == [4]
    assert {i.flags for i in found} == {()}


def test_headers_in_two_languages(tmp_path: Path) -> None:
    rows = [
        (
            "一级指标\nLevel-1 Indicator",
            "二级指标 Level-2 Indicator",
            "三级指标\nLevel-3 Indicator",
            "指标值\nTarget",
            "全年实际完成值\nActual value reached at the end of the year",
        ),
        ("产出指标 Output", "数量指标 Quantity", "PM2.5监测点数 Points", "36个", "37个"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [(i.level1, i.level3, i.target_text, i.actual_text) for i in found] == [
        ("产出指标 Output", "PM2.5监测点数 Points", "36个", "37个")
    ]
    assert found[0].flags == ()


@pytest.mark.parametrize("word", ["三级指标及目标值", "绩效指标"])
def test_a_name_that_holds_its_target_is_kept_as_printed_and_doubted(
    tmp_path: Path, word: str
) -> None:
    rows = [
        ("一级指标", "二级指标", word),
        ("产出指标", "数量指标", "1.培训人次≥300人次"),
        ("满意度指标", "服务对象满意度指标", "学员满意度≥90%"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [(i.level3, i.target_text) for i in found] == [
        ("1.培训人次≥300人次", None),
        ("学员满意度≥90%", None),
    ]
    assert {i.flags for i in found} == {("cell.doubtful",)}


def test_whose_a_listed_project_is_and_what_is_measured(tmp_path: Path) -> None:
    rows = [
        ("序号", "单位", "项目", "一级指标", "二级指标", "三级指标", "指标值", "单位"),
        ("1", "县一中", "教学楼维修", "产出指标", "数量指标", "维修面积", "3200", "平方米"),
        ("2", "县二小", "操场改造", "产出指标", "数量指标", "改造面积", "5400", "平方米"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标汇总表", rows)
    assert [form.department for form in conversion.forms] == ["县一中", "县二小"]
    assert [i.unit_text for i in conversion.indicators] == ["平方米", "平方米"]
    assert {i.flags for i in conversion.indicators} == {()}
