"""Of columns that could fill the same field one does, and what the others hold is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_header_layouts import Row, converted, read

HEAD: Row = ("一级指标", "二级指标", "三级指标", "指标值")


@pytest.mark.parametrize(
    ("words", "field", "taken", "told"),
    [
        (("年初目标值", "调整后目标值"), "target_text", "乙", "年初目标值"),
        (("完成情况", "实际完成值"), "actual_text", "乙", "完成情况"),
        (("评分标准", "评分依据"), "note_text", "甲", "评分依据"),
        (("分值", "满分"), "weight_text", "甲", "满分"),
        (("自评得分", "复核得分"), "score_text", "甲", "复核得分"),
    ],
)
def test_a_filled_column_that_loses_its_field_is_told(
    tmp_path: Path, words: Row, field: str, taken: str, told: str
) -> None:
    rows = [("一级指标", "三级指标", *words), ("产出指标", "培训人数", "甲", "乙")]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效自评表", rows)
    assert [getattr(i, field) for i in conversion.indicators] == [taken]
    unread = [p.message_zh for p in conversion.problems if p.code == "cell.unread"]
    assert [told in message for message in unread] == [True]


def test_a_blank_column_that_loses_its_field_is_no_loss(tmp_path: Path) -> None:
    rows = [("一级指标", "三级指标", "评分标准", "备注"), ("产出指标", "培训人数", "", "按季评")]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效自评表", rows)
    assert [i.note_text for i in conversion.indicators] == ["按季评"]
    assert conversion.problems == ()


@pytest.mark.parametrize(
    ("word", "cells", "operators"),
    [
        ("指标方向性", ("大于等于", "小于等于"), ["大于等于", "小于等于"]),
        ("指标方向", ("≥", "定性"), ["≥", "定性"]),
        ("指标方向", ("正向", "反向"), [None, None]),
        ("指标性质", ("定量", "定量"), [None, None]),
    ],
)
def test_an_operator_is_told_by_what_the_cells_hold(
    tmp_path: Path, word: str, cells: Row, operators: list[str | None]
) -> None:
    rows = [
        ("一级指标", "三级指标", word, "指标值", "计量单位"),
        ("产出指标", "培训人数", cells[0], "300", "人"),
        ("成本指标", "人均成本", cells[1], "400", "元"),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [i.operator_text for i in found] == operators


@pytest.mark.parametrize("first", ["一级指标", "指标类别"])
def test_a_kind_that_holds_classes_is_the_second_level(tmp_path: Path, first: str) -> None:
    rows = [
        (first, "指标类型", "指标名称", "指标值"),
        ("产出指标", "数量指标", "培训人数", "300人"),
        ("产出指标", "质量指标", "合格率", "95%"),
    ]
    assert [row[:2] for row in read(tmp_path, rows)] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]


@pytest.mark.parametrize(
    ("standards", "targets", "notes"),
    [
        (("300人", "≥95%"), ["300人", "≥95%"], [None, None]),
        (("计划标准", "历史标准"), [None, None], ["计划标准", "历史标准"]),
    ],
)
def test_a_standard_is_the_target_only_where_it_holds_numbers(
    tmp_path: Path, standards: Row, targets: list[str | None], notes: list[str | None]
) -> None:
    rows = [
        ("一级指标", "三级指标", "绩效标准"),
        ("产出指标", "培训人数", standards[0]),
        ("产出指标", "合格率", standards[1]),
    ]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [i.target_text for i in found] == targets
    assert [i.note_text for i in found] == notes


STACKED = {
    "labels beside": [
        ("长期绩效指标", *HEAD),
        ("^", "产出指标", "数量指标", "培训人数", "300人"),
        ("年度绩效指标", *HEAD),
        ("^", "产出指标", "数量指标", "培训人数", "100人"),
    ],
    "labels below an outer word": [
        ("绩效指标", *HEAD),
        ("长期绩效指标", "产出指标", "数量指标", "培训人数", "300人"),
        ("年度绩效指标", "产出指标", "数量指标", "培训人数", "100人"),
    ],
    "headings": [
        HEAD,
        ("实施期绩效指标", "<", "<", "<"),
        ("产出指标", "数量指标", "培训人数", "300人"),
        ("年度绩效指标", "<", "<", "<"),
        ("产出指标", "数量指标", "培训人数", "100人"),
    ],
}


@pytest.mark.parametrize("rows", STACKED.values(), ids=STACKED)
def test_the_terms_and_the_years_indicators_one_below_the_other(
    tmp_path: Path, rows: list[Row]
) -> None:
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [(i.horizon, i.level1, i.target_text) for i in found] == [
        ("mid_term", "产出指标", "300人"),
        ("annual", "产出指标", "100人"),
    ]


def test_one_block_alone_has_no_horizon(tmp_path: Path) -> None:
    rows = [("年度绩效指标", *HEAD), ("^", "产出指标", "数量指标", "培训人数", "100人")]
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows).indicators
    assert [i.horizon for i in found] == [None]


def test_a_head_of_a_goal_is_no_goal(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "场馆建设", "<", "<", "<"),
        ("总体目标", "五年规划目标", "<", "年度目标", "<"),
        ("^", "建成三馆", "<", "完成一馆", "<"),
        ("绩效指标", *HEAD),
        ("^", "产出指标", "数量指标", "建成场馆", "1个"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert [form.annual_goal for form in conversion.forms] == ["完成一馆"]
    unread = " ".join(p.message_zh for p in conversion.problems)
    assert all(text in unread for text in ("五年规划目标", "建成三馆"))


@pytest.mark.parametrize("word", ["单位名称、项目名称", "项目单位及名称"])
def test_a_unit_named_above_its_projects_is_their_department(tmp_path: Path, word: str) -> None:
    rows = [
        (word, "预算数", "绩效目标", "二级指标", "三级指标", "指标值"),
        ("某县教育局", "300", "", "", "", ""),
        ("教师培训", "100", "办好培训", "数量指标", "培训人数", "300人"),
        ("校舍修缮", "200", "修好校舍", "数量指标", "修缮面积", "900平方米"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目支出绩效目标表", rows)
    assert [(form.project, form.department) for form in conversion.forms] == [
        ("教师培训", "某县教育局"),
        ("校舍修缮", "某县教育局"),
    ]
    assert conversion.problems == ()


def test_a_heading_among_projects_is_told(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "预算数", "绩效目标", "二级指标", "三级指标", "指标值"),
        ("特定目标类", "100", "", "", "", ""),
        ("教师培训", "100", "办好培训", "数量指标", "培训人数", "300人"),
        ("合计", "100", "", "", "", ""),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目支出绩效目标表", rows)
    assert [form.project for form in conversion.forms] == ["教师培训"]
    assert ["特定目标类" in p.message_zh for p in conversion.problems] == [True]
