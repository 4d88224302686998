"""Fiscal years out of titles, periods and dates."""

from __future__ import annotations

import pytest

from normalizers.periods import Span, fiscal_year, fiscal_years, years_named


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (("（2026年度）",), 2026),
        (("2024 年度",), 2024),
        (("项目支出绩效目标表", "2025年1月至12月"), 2025),
        (("二〇二六年三月",), 2026),
        (("闽人社文[2017]309号",), 2017),
        (("绩效目标表", "2024年1月—2026年12月"), None),
        (("2024-2026年", "2025年部门预算"), 2025),
        (("绩效目标表",), None),
        ((None, ""), None),
        (("12026年",), None),
    ],
)
def test_fiscal_year_named_first(texts: tuple[str | None, ...], year: int | None) -> None:
    assert fiscal_year(*texts) == year


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("（二〇二四年度）", Span(2024, 2024)),
        ("2021年1月至2021年12月", Span(2021, 2021)),
        ("2026.01.01-2026.12.31", Span(2026, 2026)),
        ("2026年1月1日—2028年12月31日", Span(2026, 2028)),
        ("2023年—2025年", Span(2023, 2025)),
        ("２０２０－２０２２年度", Span(2020, 2022)),
        ("2025年度部门预算（2026年2月公开）", Span(2025, 2025)),
        ("2025年中央财政2026年度预算", Span(2026, 2026)),  # of the two, one is called 年度
        ("2024年计划和2025年计划", Span(2024, 2025)),
        ("提前下达2026年省级百岁老人慰问经费项目绩效目标表", Span(2026, 2026)),
        ("财预〔2020〕10号", None),
        ("闽人社文[2017]309号", None),
        ("预算2026.50万元", None),
        ("2026万元", None),
        ("1年", None),
        ("长期", None),
        ("", None),
        (None, None),
    ],
)
def test_years_a_text_names(text: str | None, span: Span | None) -> None:
    assert years_named(text) == span


@pytest.mark.parametrize(
    ("title", "text", "dates", "year", "disagrees"),
    [
        ("2022年部门整体支出绩效目标表", None, [], 2022, False),
        ("项目支出绩效目标表", "（2026年度）", [], 2026, False),
        ("项目支出绩效目标表", None, ["2026-01-01", "2026-12-31"], 2026, False),
        ("2021年专项资金总体绩效目标表", "2021年1月至2021年12月", [], 2021, False),
        ("2024年项目自评表", "（2023年度）", [], 2024, True),
        ("2023年度项目绩效目标审批表", None, ["2025年1月", "2025年12月"], 2023, True),
        ("2025年度绩效目标表", "2024—2026年", [], 2025, False),
        ("2023年度绩效目标表", None, ["2024年1月—2026年12月"], 2023, True),
        ("2024—2026年绩效目标表", None, [], None, False),
        ("2024—2026年绩效目标表", "2027—2028年", [], None, True),
        ("绩效目标表", "长期", [None], None, False),
        (None, None, [], None, False),
    ],
)
def test_fiscal_year_and_disagreement(
    title: str | None,
    text: str | None,
    dates: list[str | None],
    year: int | None,
    disagrees: bool,
) -> None:
    found = fiscal_years(title=title, text=text, dates=dates)
    assert found.year == year
    assert found.flag == ("year.disagrees" if disagrees else None)


def test_what_each_source_says_is_kept() -> None:
    found = fiscal_years(title="2024年项目自评表", text="（2023年度）")
    assert found.said == (("title", Span(2024, 2024)), ("text", Span(2023, 2023)))
