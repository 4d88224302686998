"""Names, codes and years out of printed strings."""

from __future__ import annotations

import doctest

import pytest

from normalizers import departments, periods
from normalizers.departments import department_in_title, split_code, split_project_code
from normalizers.periods import fiscal_year


@pytest.mark.parametrize("module", [departments, periods])
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("[292]国家信访局", "国家信访局", "292"),
        ("【123】示例市水务局", "示例市水务局", "123"),
        ("225_烟台市司法局", "烟台市司法局", "225"),
        ("105001长春市财政局", "长春市财政局", "105001"),
        ("207101天津市河北区人民法院", "天津市河北区人民法院", "207101"),
        ("中共江苏省委台湾工作办公室（机关）", "中共江苏省委台湾工作办公室（机关）", None),
        ("12345热线中心", "12345热线中心", None),
        ("119消防指挥中心", "119消防指挥中心", None),
        ("2026年预算办", "2026年预算办", None),
        ("", "", None),
        (None, None, None),
    ],
)
def test_department_codes(text: str | None, name: str | None, code: str | None) -> None:
    assert split_code(text) == (name, code)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("11000022T000000444016-医疗保障公众评价", "医疗保障公众评价", "11000022T000000444016"),
        ("51000021R000000019951-工资性支出", "工资性支出", "51000021R000000019951"),
        ("2026年城乡医疗救助中央补助资金", "2026年城乡医疗救助中央补助资金", None),
        ("12345-热线运行", "12345-热线运行", None),
        (None, None, None),
    ],
)
def test_project_codes(text: str | None, name: str | None, code: str | None) -> None:
    assert split_project_code(text) == (name, code)


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (("（2026年度）",), 2026),
        (("2024 年度",), 2024),
        (("项目支出绩效目标表", "2025年1月至12月"), 2025),
        (("二〇二六年三月",), 2026),
        (("闽人社文[2017]309号",), 2017),
        (("绩效目标表",), None),
        ((None, ""), None),
        (("12026年",), None),
    ],
)
def test_fiscal_years(texts: tuple[str | None, ...], year: int | None) -> None:
    assert fiscal_year(*texts) == year


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("2026 年度福州市民政局(本级)单位预算", "福州市民政局(本级)"),
        ("西安市财政局（汇总）2026年部门预算公开说明", "西安市财政局"),
        ("国家信访局 2026 年度部门预算", "国家信访局"),
        ("上海市2026年市级单位预算", None),
        ("2019年部门综合预算公开报表", None),
        (None, None),
    ],
)
def test_departments_in_titles(title: str | None, department: str | None) -> None:
    assert department_in_title(title) == department
