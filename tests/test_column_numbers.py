"""Rows that number the columns of a table are no records, in forms and in lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_header_layouts import Row, converted

WORDS = ("项目名称", "年度绩效目标", "一级指标", "三级指标", "指标值", "计量单位")
BODY = (
    ("农机购置", "落实补贴。", "产出指标", "补贴机具数量", "650", "台"),
    ("^", "^", "效益指标", "综合机械化率", "78", "%"),
)


@pytest.mark.parametrize(
    "numbers",
    [
        ("1", "2", "3", "4", "5", "6"),
        ("（1）", "（2）", "（3）", "（4）", "（5）", "（6）"),
        ("甲", "乙", "丙", "1", "2", "3"),
        ("栏次", "1", "2", "3", "4", "5=3+4"),
    ],
)
def test_numbers_below_the_header_of_a_list_are_no_project(tmp_path: Path, numbers: Row) -> None:
    found = converted(tmp_path / "a.docx", "2025年项目绩效目标表", (WORDS, numbers, *BODY))
    assert [form.project_text for form in found.forms] == ["农机购置"]
    assert [(i.level1, i.level3, i.target_text) for i in found.indicators] == [
        ("产出指标", "补贴机具数量", "650"),
        ("效益指标", "综合机械化率", "78"),
    ]
