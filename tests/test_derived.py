"""Every record carries what its texts mean, or null."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import CORPUS

from extractor.model import Conversion, Indicator
from jixiao.derived import exact, fund_fields, indicator_fields
from jixiao.pipeline import Options, convert_file
from normalizers.values import parse_value

DERIVED = ("kind", "operator", "value", "low", "high", "from", "to", "unit", "quantities")


@pytest.fixture(scope="module")
def seed() -> Conversion:
    return convert_file(CORPUS / "seed" / "seed-a4.pdf")


def named(conversion: Conversion, name: str) -> Indicator:
    return next(i for i in conversion.indicators if i.level3 == name)


@pytest.mark.parametrize(
    ("name", "prefix", "kind", "operator", "value", "unit"),
    [
        ("预算执行率", "target", "quantity", "eq", "100", "%"),
        ("预算执行率", "half_year", "quantity", "eq", "45", "%"),
        ("“三公经费”变动率", "target", "quantity", "le", "0", "%"),
        ("召开联络员会议并开展活动", "half_year", "quantity", "ge", "0", "次"),
        ("聘任法律顾问人数", "target", "quantity", "eq", "3", "人"),
        ("绩效目标合理性", "target", "grade", None, None, None),
    ],
)
def test_values_of_the_seed(
    seed: Conversion,
    name: str,
    prefix: str,
    kind: str,
    operator: str | None,
    value: str | None,
    unit: str | None,
) -> None:
    indicator = named(seed, name)
    found = [getattr(indicator, f"{prefix}_{field}") for field in DERIVED]
    assert found == [kind, operator, value, None, None, None, None, unit, None]


def test_a_column_that_is_not_there_gives_null(seed: Conversion) -> None:
    for indicator in seed.indicators:
        assert indicator.actual_text is None
        assert {getattr(indicator, f"actual_{field}") for field in DERIVED} == {None}
        assert indicator.target_kind


def test_names_of_the_seed(seed: Conversion) -> None:
    known = named(seed, "预算执行率")
    assert (known.indicator_id, known.match_method) == ("T011", "exact")
    assert (known.indicator_class, known.polarity) == ("管理", "higher")
    own = named(seed, "举办活动次数")  # a department's own
    assert (own.indicator_id, own.indicator_name, own.match_method) == (None, None, None)
    assert (own.indicator_class, own.polarity) == ("数量", "higher")
    assert named(seed, "审批差错率").polarity == "lower"


def test_amounts_and_place_of_the_seed(seed: Conversion) -> None:
    amounts = {fund.item_text: fund.full_year_value for fund in seed.funds}
    assert amounts["基本支出"] == "4105.71"
    assert {fund.unit for fund in seed.funds} == {"万元"}
    assert seed.document.jurisdiction == "江苏省"


def test_amounts_that_are_none() -> None:
    texts = {"full_year_text": "1,234.50", "half_year_text": "", "executed_text": "约3万"}
    assert fund_fields({**texts, "unit": "万元"}) == {
        "full_year_value": "1234.5",
        "half_year_value": None,
        "executed_value": None,
    }
    assert set(fund_fields({**texts, "unit": None}).values()) == {None}


def test_numbers_no_dataset_keeps_are_null_and_flagged(tmp_path: Path) -> None:
    texts = dict.fromkeys(("level1", "level2", "level3", "operator_text", "unit_text"))
    texts |= dict.fromkeys(("half_year_text", "cycle_text", "actual_text"))
    for text in ("≥0.123456789012345%", "≥" + "9" * 40 + "个"):
        fields = indicator_fields({**texts, "target_text": text})
        assert fields["target_value"] is None
        assert "value.out_of_range" in fields["flags"]
    whole = indicator_fields({**texts, "target_text": "≥" + "9" * 27 + ".0123456789个"})
    assert Decimal(whole["target_value"]) == Decimal("9" * 27 + ".0123456789")


def test_the_header_of_a_value_column_tells_its_unit() -> None:
    texts = dict.fromkeys(("level1", "level2", "operator_text", "unit_text", "half_year_text"))
    texts |= {"level3": "设备购置费", "target_text": "≤120", "actual_text": "1180000"}
    texts["cycle_text"] = "≤360"
    headers = {"target_text": "指标值（万元）", "actual_text": "实际完成值（单位：元）"}
    fields = indicator_fields(texts, headers=headers)
    units = [fields[f"{prefix}_unit"] for prefix in ("target", "actual", "cycle")]
    assert units == ["万元", "元", None]


def test_decimals_are_exact_text() -> None:
    assert exact(parse_value("≥1,000,000").value) == "1000000"
    assert exact(parse_value("0.10%").value) == "0.1"


def test_two_years_that_disagree_are_flagged(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("2026年部门项目支出绩效目标表")
    table = document.add_table(rows=0, cols=4)
    for row in (
        ("项目名称", "河道巡查", "起止时间", "2024年1月至2024年12月"),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "巡河次数", "≥48次"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "a.docx"
    document.save(str(path))
    [form] = convert_file(path).forms
    assert (form.fiscal_year, form.period_text) == (2026, "2024年1月至2024年12月")
    assert "year.disagrees" in form.flags


def test_a_taxonomy_of_ones_own(tmp_path: Path, seed: Conversion) -> None:
    own = tmp_path / "own.csv"
    from normalizers.taxonomy_file import built_in_text

    own.write_text(built_in_text().replace("T011,", "OWN-1,", 1), encoding="utf-8")
    options = Options(taxonomy=own)
    again = convert_file(CORPUS / "seed" / "seed-a4.pdf", options)
    assert named(again, "预算执行率").indicator_id == "OWN-1"
    unnamed = [replace(i, indicator_id=None) for i in again.indicators]
    assert unnamed == [replace(i, indicator_id=None) for i in seed.indicators]
