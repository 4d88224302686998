"""Trees: class words in the column of the names, with their indicators below them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_header_layouts import Row, converted

from extractor.model import Indicator

HEAD: Row = ("指标名称", "指标值", "分值")


def tree(path: Path, rows: Sequence[Row]) -> Sequence[Indicator]:
    return converted(path / "a.docx", "2025年项目绩效目标表", rows).indicators


def levels(found: Sequence[Indicator]) -> list[tuple[str | None, ...]]:
    return [(i.level1, i.level2, i.level3, i.weight_text) for i in found]


@pytest.mark.parametrize("blank", ["", "—"])
@pytest.mark.parametrize(
    ("output", "number", "quality", "effect"),
    [
        ("产出指标", "数量指标", "质量指标", "效益指标"),
        ("一、产出指标（50分）", "（一）数量指标", "（二）质量指标", "二、效益指标（50分）"),
    ],
)
def test_groups_are_the_levels_of_the_names_below_them(
    tmp_path: Path, output: str, number: str, quality: str, effect: str, blank: str
) -> None:
    rows = [
        HEAD,
        (output, blank, "50"),
        (number, blank, "30"),
        ("1.培训人次", "≥300人次", "20"),
        ("2.举办讲座", "≥12场", "10"),
        (quality, blank, "20"),
        ("3.培训合格率", "≥95%", "20"),
        (effect, blank, "50"),
        ("4.就业率", "≥80%", "50"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert levels(conversion.indicators) == [
        (output, number, "1.培训人次", "20"),
        (output, number, "2.举办讲座", "10"),
        (output, quality, "3.培训合格率", "20"),
        (effect, None, "4.就业率", "50"),
    ]
    assert {i.flags for i in conversion.indicators} == {("level.filled",)}
    assert [p.row for p in conversion.indicators[2].cells["level2"]] == [6]
    assert conversion.forms[0].flags == ()  # the points are counted once
    assert conversion.problems == ()


def test_groups_of_one_level(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("数量指标", "", ""),
        ("培训人次", "≥300人次", "60"),
        ("成本指标", "", ""),
        ("人均成本", "≤400元", "40"),
    ]
    assert levels(tree(tmp_path, rows)) == [
        (None, "数量指标", "培训人次", "60"),
        (None, "成本指标", "人均成本", "40"),
    ]


def test_a_class_word_with_a_target_is_a_name(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("效益指标", "", ""),
        ("社会效益", "提高就业率", "50"),
        ("服务对象满意度", "≥90%", "50"),
    ]
    assert [i[:3] for i in levels(tree(tmp_path, rows))] == [
        ("效益指标", None, "社会效益"),
        ("效益指标", None, "服务对象满意度"),
    ]


def test_where_words_leave_the_level_open_it_is_doubted(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("产出指标", "", ""),
        ("数量指标", "", ""),
        ("培训人次", "≥300人次", "60"),
        ("成本指标", "", ""),
        ("人均成本", "≤400元", "30"),
        ("满意度指标", "", ""),
        ("服务对象满意度指标", "", ""),
        ("学员满意度", "≥90%", "10"),
    ]
    found = tree(tmp_path, rows)
    assert [row[:2] for row in levels(found)] == [
        ("产出指标", "数量指标"),
        ("产出指标", "成本指标"),
        ("满意度指标", "服务对象满意度指标"),  # its part stands below it
    ]
    assert ["cell.doubtful" in i.flags for i in found] == [False, True, False]


def test_points_that_only_groups_have_are_told(tmp_path: Path) -> None:
    rows = [HEAD, ("产出指标", "", "50"), ("培训人次", "≥300人次", "")]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert levels(conversion.indicators) == [("产出指标", None, "培训人次", "")]
    assert ["50" in p.message_en for p in conversion.problems] == [True]


def test_a_class_word_that_heads_the_names(tmp_path: Path) -> None:
    rows = [
        ("产出指标", "<", "目标值", "权重"),
        ("数量指标", "培训人次", "≥300人次", "20"),
        ("质量指标", "合格率", "≥95%", "30"),
        ("满意度指标", "<", "目标值", "权重"),
        ("学员满意度", "<", "≥90%", "50"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert levels(conversion.indicators) == [
        ("产出指标", "数量指标", "培训人次", "20"),
        ("产出指标", "质量指标", "合格率", "30"),
        ("满意度指标", None, "学员满意度", "50"),
    ]
    assert {i.flags for i in conversion.indicators} == {("level.filled",)}
    assert [p.row for p in conversion.indicators[1].cells["level1"]] == [1]
    assert conversion.problems == ()


def test_a_group_without_names_is_no_level_of_others_and_its_points_are_told(
    tmp_path: Path,
) -> None:
    rows = [
        HEAD,
        ("产出指标", "", "50"),
        ("数量指标", "", "20"),
        ("质量指标", "", "30"),
        ("培训合格率", "≥95%", "30"),
        ("效益指标", "", "50"),
        ("就业率", "≥80%", "50"),
    ]
    conversion = converted(tmp_path / "a.docx", "2025年项目绩效目标表", rows)
    assert levels(conversion.indicators) == [
        ("产出指标", "质量指标", "培训合格率", "30"),
        ("效益指标", None, "就业率", "50"),
    ]
    assert ["数量指标 | 20" in p.message_en for p in conversion.problems] == [True]


def test_without_names_below_class_words_are_names(tmp_path: Path) -> None:
    rows = [
        ("一级指标", *HEAD),
        ("产出指标", "数量指标", "", "50"),
        ("效益指标", "经济效益", "", "50"),
    ]
    assert levels(tree(tmp_path, rows)) == [
        ("产出指标", None, "数量指标", "50"),
        ("效益指标", None, "经济效益", "50"),
    ]
