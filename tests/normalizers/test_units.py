"""Units of measure: canonical names, and conversions that are exact or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.units import (
    convert,
    known_units,
    read_unit,
    unit_column,
    unit_in_header,
    unit_in_name,
)


@pytest.mark.parametrize("name", sorted({unit.name for unit in known_units().values()}))
def test_a_canonical_unit_is_its_own_name(name: str) -> None:
    unit = read_unit(name)
    assert unit is not None
    assert (unit.name, unit.shift) == (name, 0)


@pytest.mark.parametrize(
    ("printed", "name", "shift"),
    [
        ("％", "%", 0),
        ("百分比", "%", 0),
        ("%(百分比)", "%", 0),
        ("百分点", "个百分点", 0),
        ("名", "人", 0),
        ("人数", "人", 0),
        ("人/次", "人次", 0),
        ("万人次", "人次", 4),
        ("万册", "册", 4),
        ("亿美元", "美元", 8),
        ("亿元人民币", "亿元", 0),
        ("㎡", "平方米", 0),
        ("千米", "公里", 0),
        ("日", "天", 0),
        ("个工作日", "工作日", 0),
        ("台套", "台(套)", 0),
        ("台（套）", "台(套)", 0),
        ("个（台、套、件、辆）", "个(台、套、件、辆)", 0),
        ("万次（个）", "次(个)", 4),
        ("元/人/天", "元/人·天", 0),
        ("元/人.天", "元/人·天", 0),
        ("元/天/人", "元/人·天", 0),
        ("元/（人·天）", "元/人·天", 0),
        ("元/人月", "元/人·月", 0),
        ("元/人·个月", "元/人·月", 0),
        ("元/人·次", "元/人次", 0),
        ("元/每千字", "元/千字", 0),
        ("万元/个", "万元/个", 0),
        ("万人次/年", "人次/年", 4),
        ("人/户", "人/户", 0),
        ("次/季度", "次/季度", 0),
        ("微克/立方米", "微克/立方米", 0),
    ],
)
def test_printed_units(printed: str, name: str, shift: int) -> None:
    unit = read_unit(printed)
    assert unit is not None
    assert (unit.name, unit.shift) == (name, shift)


@pytest.mark.parametrize("text", ["箩筐", "", "个一", "元/", "/人", "元/箩筐", "%/人/", "第"])
def test_what_is_no_unit(text: str) -> None:
    assert read_unit(text) is None


@pytest.mark.parametrize(
    ("cell", "name", "unknown"),
    [
        ("万元", "万元", ""),
        ("指标值（万元）", "万元", ""),
        ("目标值(单位：%)", "%", ""),
        ("等级", None, ""),
        ("/", None, ""),
        ("箩筐", None, "箩筐"),
    ],
)
def test_unit_cells(cell: str, name: str | None, unknown: str) -> None:
    unit, word = unit_column(cell)
    assert (unit and unit.name, word) == (name, unknown)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("会议成本(元/人天)", "元/人·天"),
        ("成活率(≥**%)", "%"),
        ("补助成本（≤**元/株）", "元/株"),
        ("涉及资金额（亿）", ""),
        ("差旅费标准（不含住宿）", None),
        ("完成率", None),
    ],
)
def test_units_in_names(name: str, unit: str | None) -> None:
    found = unit_in_name(name)
    assert (found.name if found else None) == unit


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("指标值（万元）", "万元"),
        ("年度指标值\n（单位：万元）", "万元"),
        ("目标值（计量单位：年）", "年"),
        ("目标值（天）", "天"),
        ("目标值（年度）", None),
        ("实际完成值（半年）", None),
        ("目标值（50分）", None),
        ("实际完成值（H）", None),
        ("指标值（含单位）", None),
        ("指标值", None),
    ],
)
def test_units_in_headers(header: str, unit: str | None) -> None:
    found = unit_in_header(header)
    assert (found.name if found else None) == unit


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("1", "亿元", "万元", "10000"),
        ("3.5", "万元", "元", "35000"),
        ("134", "元", "万元", "0.0134"),
        ("2", "万平方米", "平方米", "20000"),
        ("15", "亩", "公顷", "1"),
        ("1", "公顷", "平方米", "10000"),
        ("1", "平方公里", "亩", "1500"),
        ("2", "天", "小时", "48"),
        ("36", "小时", "天", "1.5"),
        ("2", "年", "个月", "24"),
        ("1", "季度", "个月", "3"),
        ("3", "公里", "米", "3000"),
        ("5", "%", "‰", "50"),
        ("3", "万元/人", "元/人", "30000"),
        ("1200", "元/人·年", "元/人·月", "100"),
        ("5", "元/千字", "元/万字", "50"),
        ("7", "人次", "人次", "7"),
        ("142", "万人", "人", "1420000"),
        ("0", "元", "亿元", "0"),
    ],
)
def test_conversions_are_exact(value: str, source: str, target: str, result: str) -> None:
    converted = convert(Decimal(value), source, target)
    assert (converted.value, converted.reason) == (Decimal(result), None)


@pytest.mark.parametrize(
    ("value", "source", "target", "reason"),
    [
        ("3", "人", "人次", "different things"),
        ("3", "台", "套", "different things"),
        ("3", "%", "个百分点", "different things"),
        ("3", "元", "元/人", "different things"),
        ("3", "元/人", "元/户", "different things"),
        ("3", "个月", "天", "no fixed number of days"),
        ("3", "工作日", "天", "no fixed number of days"),
        ("12", "月", "个月", "the month of the year"),
        ("3", "美元", "元", "no fixed rate"),
        ("3", "GB", "MB", "different things"),
        ("1", "小时", "天", "no exact decimal"),
        ("1", "箩筐", "个", "unknown unit: 箩筐"),
        ("1", "个", "万", "unknown unit: 万"),
    ],
)
def test_refusals_say_why(value: str, source: str, target: str, reason: str) -> None:
    converted = convert(Decimal(value), source, target)
    assert converted.value is None
    assert reason in (converted.reason or "")


def test_there_and_back_is_the_same() -> None:
    for source, target in (("元", "亿元"), ("亩", "平方米"), ("毫克", "吨"), ("毫升", "立方米")):
        there = convert(Decimal("123.456"), source, target).value
        assert there is not None
        assert convert(there, target, source).value == Decimal("123.456")
