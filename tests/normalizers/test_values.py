"""The grammar of printed values, case by case and as properties.

Each ``values.csv`` under ``cases/`` holds the cells of a row (text, unit, operator,
name, level2) and what a person reads in them; ``value`` is a number, ``low..high``,
``from..to`` or a list of quantities with ; between. ``seen`` numbers rows of the
sightings that the grammar was written from. Empty means null.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.codes import FLAGS
from jixiao.cli import cli
from normalizers.printed import plain
from normalizers.value_model import Value
from normalizers.values import format_value, parse_value

CASES = Path(__file__).parent / "cases"
Case = dict[str, str]


def cases(folder: str) -> list[Case]:
    """The rows of one folder's ``values.csv``."""
    with (CASES / folder / "values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def label(case: Case) -> str:
    """A short name of a case."""
    return "|".join(case[key] for key in ("text", "unit_text", "operator_text", "name")).strip("|")


def understood(case: Case) -> dict[str, str]:
    """What the program reads in a case's cells, in the columns of the file."""
    value = parse_value(
        case["text"],
        case["unit_text"] or None,
        case["operator_text"] or None,
        case["name"] or None,
        case["level2"] or None,
    )
    return {
        "kind": value.kind,
        "operator": value.operator or "",
        "value": _amount(value),
        "unit": value.unit or "",
        "flags": " ".join(value.flags),
    }


def _amount(value: Value) -> str:
    if value.quantities:
        return ";".join(format_value(one) for one in value.quantities)
    if value.value is not None:
        return plain(value.value)
    if value.low is not None and value.high is not None:
        return f"{plain(value.low)}..{plain(value.high)}"
    if value.from_ or value.to:
        return f"{value.from_ or ''}..{value.to or ''}"
    return ""


def expected(case: Case) -> dict[str, str]:
    """The labels of a case."""
    return {key: case[key] for key in ("kind", "operator", "value", "unit", "flags")}


@pytest.mark.parametrize("folder", ["in-the-wild", "synthetic", "negative"])
def test_every_case_is_read_as_a_person_reads_it(folder: str) -> None:
    wrong = [
        (label(case), expected(case), understood(case))
        for case in cases(folder)
        if expected(case) != understood(case)
    ]
    assert wrong == []


@pytest.mark.xfail(strict=True, reason="not understood yet")
@pytest.mark.parametrize("case", cases("known-failures"), ids=label)
def test_known_failures(case: Case) -> None:
    assert expected(case) == understood(case)


def test_the_sightings_are_all_here() -> None:
    seen = {case["seen"] for folder in ("in-the-wild", "known-failures") for case in cases(folder)}
    assert len(seen - {""}) == 93


def test_nothing_is_a_number_that_is_none() -> None:
    for case in cases("negative"):
        if case["kind"] != "quantity":
            value = parse_value(case["text"])
            assert (value.value, value.low, value.high) == (None, None, None), case["text"]


def test_every_flag_is_registered() -> None:
    flags = {
        flag
        for folder in ("in-the-wild", "synthetic")
        for case in cases(folder)
        for flag in case["flags"].split()
    }
    told_elsewhere = {"value.out_of_range"}  # of what a dataset keeps
    assert flags | told_elsewhere == {flag for flag in FLAGS if flag.startswith("value.")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("292%", "looks misread"),
        ("142万人", "belongs to the number"),
        ("定性有效", "定性"),
        ("应急抢险及时率为100%。", "应急抢险及时率为 left aside"),
        ("12月底前", "no year"),
        ("较上年下降3%", "negative change"),
        ("应保尽保", "words"),
        ("按15%征收", "a number inside a sentence"),
        ("5G网络覆盖", "a number in a name"),
        ("≤1 200万元", "spaces between the thousands"),
        ("人次≥300", "人次 before the number"),
    ],
)
def test_the_trace_says_what_was_done_and_why(text: str, words: str) -> None:
    assert any(words in step for step in parse_value(text).trace)


@pytest.mark.parametrize(
    ("text", "unit", "name", "header", "read"),
    [
        ("≤120", None, "设备购置费", "指标值（单位：万元）", (Decimal(120), "万元", ())),
        ("95", None, "满意度", "指标值（%）", (Decimal(95), "%", ())),
        ("3", None, "服务人数", "目标值(万人)", (Decimal(30000), "人", ())),
        ("95", None, "满意度（%）", "指标值（万元）", (Decimal(95), "%", ())),
        ("95", "%", "满意度", "指标值（万元）", (Decimal(95), "%", ())),
        ("20个", None, "设备", "指标值（万元）", (Decimal(20), "个", ())),
        ("20", None, "设备", "指标值", (Decimal(20), None, ())),
        ("20", None, "设备", "指标值（含单位）", (Decimal(20), None, ())),
        ("健全", None, "制度", "指标值（%）", (None, None, ())),
    ],
)
def test_a_header_tells_the_unit_where_nothing_nearer_does(
    text: str, unit: str | None, name: str, header: str, read: tuple[object, ...]
) -> None:
    value = parse_value(text, unit, None, name, header=header)
    assert (value.value, value.unit, value.flags) == read


@pytest.mark.parametrize(
    ("text", "number"),
    [("≥0.1%", "0.1"), ("753.60399万元", "753.60399"), ("1234567890123456789012345.67元", None)],
)
def test_decimals_are_exact(text: str, number: str | None) -> None:
    value = parse_value(text).value
    assert value == Decimal(number or "1234567890123456789012345.67")


def test_shifted_decimals_are_exact_at_any_length() -> None:
    digits = "1234567890" * 5
    value = parse_value(f"{digits}.12345万人").value
    assert value == Decimal(f"{digits}1234.5")


_PRINTED = """
≥ ≤ = > < 》 不少于 不超过 达到 以上 以内 以下 左右 约 前 底 底前 之前 年 月
日 季度 2025年 2026 12 31 1 5 10 100 292 2,000 0.5 95 % ‰ 个百分点 元 万元 万
亿 人 人次 人/次 /人 元/人·月 平方米 台（套） 个 次 天 个月 小时 每月 每 - — ~
至 、 ； , ， ( ) （ ） 较上年 同比 增长 提高 下降 明显 优 完成 健全 无 / ** 二
两 十 一 W O 率 费用 且 或 第 ± 第一 上半年 下旬 内 起 全年 标准 千字 10万
"""
_WORDS = _PRINTED.split()
_CELLS = [
    "%",
    "万元",
    "元",
    "人",
    "万人",
    "年",
    "月",
    "万",
    "箩筐",
    "元/人",
    "个",
    "指标值（万元）",
    "天",
]
_NAMES = [
    "项目完成时间",
    "成本",
    "满意度（%）",
    "补助标准(≤**元/株)",
    "完成人数",
    "增长率",
    "服务期",
]


def _maybe(several: list[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(several))


def _meaning(value: Value) -> tuple[object, ...]:
    return (
        *(value.kind, value.operator, value.value, value.low, value.high),
        *(value.from_, value.to, value.unit, [_meaning(one) for one in value.quantities]),
    )


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(
    st.one_of(st.lists(st.sampled_from(_WORDS), max_size=7).map("".join), st.text(max_size=12)),
    _maybe(_CELLS),
    _maybe(["≥", "≤", "＝", "定性", ">", "正向"]),
    _maybe(_NAMES),
)
def test_a_formatted_value_parses_to_itself(
    text: str, unit: str | None, operator: str | None, name: str | None
) -> None:
    value = parse_value(text, unit, operator, name)
    canonical = format_value(value)
    again = parse_value(canonical)
    assert _meaning(again) == _meaning(value)
    assert format_value(again) == canonical


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1e9, max_value=1e9),
    st.sampled_from(["%", "万元", "元/人·月", "平方米", "人次", "个(台、套)"]),
    st.sampled_from(["ge", "le", "gt", "lt", "eq"]),
)
def test_every_quantity_survives_being_written(number: Decimal, unit: str, operator: str) -> None:
    value = Value("quantity", operator, number, unit=unit)  # type: ignore[arg-type]
    again = parse_value(format_value(value))
    assert (again.operator, again.value, again.unit) == (operator, number, unit)


def test_import_is_light() -> None:
    script = "import sys, normalizers.values; print(sorted(sys.modules))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "'normalizers.values'" in result.stdout, result.stderr
    for heavy in ("tomllib", "importlib.resources", "calendar", "pandas", "numpy", "rapidfuzz"):
        assert f"'{heavy}'" not in result.stdout


def _command(*args: str) -> str:
    result = CliRunner().invoke(cli, ["value", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_command_prints_one_json_record() -> None:
    record = json.loads(
        _command("--unit", "万人", "--operator", "≥", "--format", "jsonl", "--", "142.50")
    )
    keys = ("kind", "operator", "value", "low", "high", "from", "to", "unit", "flags")
    assert [record[key] for key in keys] == [
        *("quantity", "ge", "1425000", None, None, None, None, "人", [])
    ]


def test_command_takes_a_text_that_begins_with_a_dash() -> None:
    assert json.loads(_command("--format", "jsonl", "--", "-5%"))["value"] == "-5"


def test_command_prints_a_table_of_what_is_not_null() -> None:
    lines = _command("--name", "完成时间", "--", "2026年12月底前").splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["kind", "date"], ["to", "2026-12-31"]]
