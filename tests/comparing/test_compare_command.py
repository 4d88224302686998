"""``jixiao compare`` from the command line: terminal, JSON lines, workbook, frames."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from datasets import build, whole

from jixiao.cli import cli
from jixiao.comparing import compare
from jixiao.comparing.tabling import COLUMNS

CITIES = ("烟台市", "福州市", "西安市", "武汉市", "广州市", "泉州市")
SHARED = ("涉农补贴发放乡镇数", "国库检查单位数", "票据印制份数", "预决算公开单位数", "评审报告数")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six finance bureaus in 2024, one of them far off, and two in 2025."""
    forms = [
        whole(f"{city}财政局", ("质量指标", "培训合格率", target), ("成本指标", "=印刷费", cost))
        for city, target, cost in zip(
            CITIES,
            ("60%", "95%", "96%", "94%", "95%", "96%"),
            ("≤1.2万元", "9000元", "≤3万元", "节约", "≤2万元", "≤2万元"),
            strict=True,
        )
    ]
    own = [("数量指标", name, "5个") for name in SHARED]
    later = [
        whole(f"{city}财政局", ("质量指标", "培训合格率", "50%"), *own, year=2025)
        for city in CITIES[:2]
    ]
    return build(tmp_path_factory.mktemp("compared"), *forms, *later).folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, arguments)])


def lines(*arguments: str | Path) -> list[dict[str, Any]]:
    done = run(*arguments, "--format", "jsonl")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_terminal_shows_what_stands_out(dataset: Path) -> None:
    shown = run(dataset).stdout
    assert "6个部门" in shown
    assert "部门整体 2024 市级：6部门6值，60 … [94.25 95 95.75] … 96%，偏离1个" in shown
    assert "⚠ 5个部门中位数95%，z = -23.6" in shown
    assert "9000元 = 0.9万元" in shown
    assert "烟台市财政局  ⇄  福州市财政局" in shown
    assert "个性指标相同 5/5（100%）" in shown
    assert "烟台市财政局  2024 → 2025" in shown
    assert "放松1，消失1，新增5" in shown


def test_a_view_and_a_choice_leave_the_rest_out(dataset: Path) -> None:
    shown = run(dataset, "--view", "years", "--department", "福州").stdout
    assert "福州市财政局  2024 → 2025" in shown
    assert "烟台市" not in shown
    assert "⇄" not in shown
    assert "weaker1，gone1" in run(dataset, "--view", "years", "--lang", "en").stdout


def test_lines_hold_every_row_with_its_cells(dataset: Path) -> None:
    found = lines(dataset, "--indicator", "印刷费", "--view", "indicators")
    members = [line for line in found if line["view"] == "indicators"]
    assert len(members) == 6
    words = next(line for line in members if line["target_text"] == "节约")
    assert (words["group_value"], words["refusal"]) == (None, "定性描述，不是数字")
    yuan = next(line for line in members if line["target_text"] == "9000元")
    assert (yuan["group_unit"], yuan["group_value"], yuan["conversion"]) == (
        *("万元", "0.9"),
        "9000元 = 0.9万元",
    )
    assert yuan["cells"][1]["text"] == "9000元"
    assert (yuan["cells"][1]["document"], yuan["cells"][1]["page"]) == ("2.pdf", 3)
    spread = [line for line in found if line["view"] == "distributions"]
    assert [(line["count"], line["median"]) for line in spread] == [(5, "2")]
    assert {line["view"] for line in lines(dataset)} == {
        *("indicators", "distributions", "copies", "years"),
    }


def test_the_workbook_has_typed_cells_and_no_formulas(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "对比.xlsx"
    done = run(dataset, "--to", "xlsx", "--out", out)
    assert (done.exit_code, done.stdout) == (0, "")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["横向对比", "分布", "缺失", "雷同", "逐年变化", "未比较的版本"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert not any(cell.data_type == "f" for row in sheet for cell in row)
    sheet = book["横向对比"]
    titles = [cell.value for cell in sheet[1]]
    rows = [dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    printing = [row for row in rows if row["三级指标"] == "=印刷费"]
    assert len(printing) == 6
    far = [row for row in rows if row["偏离"] is not None]
    assert [(row["部门"], row["统一单位的数值"], row["稳健z值"]) for row in far] == [
        ("烟台市财政局", 60, -23.6)
    ]
    assert far[0]["单元格原文"].endswith("第3页 表1 行2 指标值“60%”")


def test_frames_have_a_row_a_line_and_numbers(dataset: Path) -> None:
    from jixiao import open as open_dataset

    found = compare(open_dataset(dataset))
    frame = found.frame("indicators")
    assert list(frame.columns) == [column.name for column in COLUMNS["indicators"]]
    assert frame["group_value"].dtype == "float64"
    assert len(frame) == sum(len(group.members) for group in found.groups)
    assert set(found.frame("years", "zh")["变化"]) == {"放松", "消失", "新增"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "a.xlsx"), "add --to xlsx"),
        (("--jurisdiction", "朝阳区"), "110105"),
        (("--jurisdiction", "无此地"), "no place"),
        (("--year", "abc"), "not a valid integer"),
        (("--to", "xlsx", "--out", "/nowhere/a.xlsx"), "cannot write"),
    ],
)
def test_what_cannot_be_followed_is_a_usage_error(
    dataset: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(dataset, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_folder_without_a_dataset_is_a_usage_error(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
