"""The rule by which lines of a cell are joined."""

from __future__ import annotations

import pytest

from extractor.text import join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([], ""),
        ([""], ""),
        (["  设备验收 ", "\u3000合格率"], "设备验收合格率"),
        (["产出", "", "  ", "指标"], "产出指标"),
        (["100", "%"], "100%"),
        (["≥", "95", "%"], "≥95%"),
        (["20", "26年"], "2026年"),
        (["1,2", "00.5"], "1,200.5"),
        (["Microsoft", "Office"], "Microsoft Office"),
        (["Windows", "11"], "Windows11"),
        (["5", "G基站"], "5G基站"),
        (["GB/T", "(2020)"], "GB/T(2020)"),
        (["使用APP", "人数"], "使用APP人数"),
        (["人数", "APP"], "人数APP"),
        (["a", "é"], "aé"),
        (["保留 中间  空格"], "保留 中间  空格"),
    ],
)
def test_join_lines(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_takes_any_iterable() -> None:
    assert join_lines(line for line in ("甲", "乙")) == "甲乙"


@pytest.mark.parametrize("text", ["", "成本指标", "in two words", "≥ 95 %"])
def test_joining_what_is_joined_changes_nothing(text: str) -> None:
    assert join_lines([join_lines([text])]) == text
