"""Canonical indicators of printed names, measured on names a person labelled."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from normalizers.classes import CLASSES
from normalizers.cleaning import clean
from normalizers.names import Match, match, match_all
from normalizers.taxonomy import load
from normalizers.taxonomy_file import traps

CASES = Path(__file__).parent / "cases"
PRECISION, RECALL = 0.995, 0.95


def cases(pattern: str) -> list[dict[str, str]]:
    rows = []
    for path in sorted(CASES.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    assert rows, f"no cases in {pattern}"
    return rows


def matched(row: dict[str, str]) -> Match:
    return match(row["name"], row["level2"] or None, row["level1"] or None)


@pytest.mark.parametrize(
    "path",
    sorted([*CASES.glob("in-the-wild/names*.csv"), *CASES.glob("written/names*.csv")]),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_names_that_readers_labelled(path: Path) -> None:
    rows = cases(path.relative_to(CASES).as_posix())
    wrong = []
    right = found = wanted = 0
    for row in rows:
        indicator_id = matched(row).indicator_id or ""
        right += bool(indicator_id) and indicator_id == row["indicator_id"]
        found += bool(indicator_id)
        wanted += bool(row["indicator_id"])
        if indicator_id != row["indicator_id"]:
            wrong.append(f"{row['name']}: {row['indicator_id'] or '-'}, not {indicator_id or '-'}")
    assert right >= PRECISION * found, wrong
    assert right >= RECALL * wanted, wrong


@pytest.mark.parametrize("row", cases("synthetic/names*.csv"), ids=lambda row: row["name"])
def test_dress_and_slips(row: dict[str, str]) -> None:
    assert matched(row).indicator_id == (row["indicator_id"] or None)


@pytest.mark.parametrize("row", cases("negative/names*.csv"), ids=lambda row: row["name"])
def test_what_must_not_match(row: dict[str, str]) -> None:
    found = matched(row)
    assert (found.indicator_id, found.indicator_name, found.method) == (None, None, None)


@pytest.mark.xfail(reason="known failures; take one out when it comes right")
@pytest.mark.parametrize("row", cases("known-failures/names*.csv"), ids=lambda row: row["name"])
def test_known_failures(row: dict[str, str]) -> None:
    assert matched(row).indicator_id == row["indicator_id"]


@pytest.mark.parametrize(("one", "other", "difference"), traps())
def test_trap_pairs_are_never_one(one: str, other: str, difference: str) -> None:
    levels: set[tuple[str | None, str | None]] = {(None, None)}
    for entry in load().entries:
        if one in (entry.name, *entry.aliases) or other in (entry.name, *entry.aliases):
            levels |= {(two, None) for two in entry.level2}
    for level2, level1 in levels:
        for dress in ("{}", "指标1：{}（%）", "各项{}", "{}的"):
            ids = [match(dress.format(n), level2, level1).indicator_id for n in (one, other)]
            assert ids[0] is None or ids[0] != ids[1], (dress, level2, difference)


def test_another_deciding_word_is_another_indicator() -> None:
    taxonomy = load()
    words = (
        "变动 控制 保障 调整 执行 完成 健全 规范 合规 有效 安全 节约 超支 暂存 暂付 人数 人次 到位"
    )
    tried = 0
    for entry in taxonomy.entries:
        for text in (clean(name).text for name in (entry.name, *entry.aliases)):
            for word in filter(text.__contains__, words.split()):
                for other in words.split():
                    changed = text.replace(word, other, 1)
                    if changed not in taxonomy.by_text:
                        tried += 1
                        found = match(changed, entry.level2[0], entry.level1[0])
                        assert found.indicator_id != entry.id, (text, changed)
    assert tried > 1000


def test_near_names_carry_their_rivals() -> None:
    found = match("支付进度符合卒", "预算执行", "过程")
    assert found.method == "fuzzy"
    assert found.indicator_name == "支付进度符合率"
    assert found.score is not None
    assert 80 <= found.score < 100
    assert found.rival == "支付进度率"
    nothing = match("设备使用人员满意度", "服务对象满意度指标")
    assert nothing.indicator_id is None
    assert nothing.candidates[0].name == "使用人员满意度"
    assert nothing.rival == "使用人员满意度"


@pytest.mark.parametrize(
    ("name", "level2", "method", "score"),
    [
        ("预算执行率", "预算执行", "exact", 100.0),
        ("预算执行率", None, "exact", 100.0),
        ("群众满意度", "服务对象满意度指标", "alias", 100.0),
        ("各项任务如期完成率", "时效指标", "fuzzy", 99.0),
        ("举办活动次数", "数量指标", None, None),
    ],
)
def test_methods(name: str, level2: str, method: str | None, score: float | None) -> None:
    found = match(name, level2)
    assert (found.method, found.score) == (method, score)


@pytest.mark.parametrize(
    ("name", "level2", "level1", "kind", "direction"),
    [
        ("举办活动次数", "数量指标", "产出指标", "数量", "higher"),
        ("审批差错率", "质量指标", "产出指标", "质量", "lower"),
        ("办结时间", "时效指标", "产出指标", "时效", "exact"),
        ("平均响应时间", "时效指标", "产出指标", "时效", "lower"),
        ("互联网专线租赁费", "经济成本指标", "成本指标", "成本", "lower"),
        ("专线租赁费", "成本指标（10分）", "产出指标", "成本", "lower"),
        ("带动就业人数", "社会效益", "效益指标", "社会效益", "higher"),
        ("执法水平", "21-环境效益值", "效果指标", "生态效益", "qualitative"),
        ("沿岸居民满意度", "满意度指标", "效益指标", "满意度", "higher"),
        ("中长期规划制定健全性", "计划制定", "决策", "管理", "qualitative"),
        ("绿化面积", None, None, "数量", "higher"),
        ("预算调整率", "预算执行", "过程", "管理", "lower"),
        ("图书购置", "数量指标", None, "数量", None),
        ("新设会展专业奖补标准", "成本指标", "产出指标", "成本", None),
    ],
)
def test_class_and_polarity(
    name: str, level2: str | None, level1: str | None, kind: str | None, direction: str | None
) -> None:
    found = match(name, level2, level1)
    assert (found.indicator_class, found.polarity) == (kind, direction)
    assert found.indicator_class is None or found.indicator_class in CLASSES


@pytest.mark.parametrize(
    "printed", ["★指标3：「三公經費」 變動率（%）", "培训（参会）人次", "预算执行率", "", "/"]
)
def test_cleaning_tells_every_step_from_the_printed_name(printed: str) -> None:
    cleaned = clean(printed)
    assert cleaned.printed == printed
    texts = [printed, *(step.after for step in cleaned.steps)]
    assert [step.before for step in cleaned.steps] == texts[:-1]
    assert texts[-1] == cleaned.text
    assert clean(cleaned.text).text == cleaned.text


def test_columns_keep_order_blanks_and_duplicates() -> None:
    column = ["培训人次", "", "举办活动次数", "培训人次", " "]
    assert [m.indicator_id for m in match_all(column)] == ["T128", None, None, "T128", None]
    assert [m.name for m in match_all(column)] == column
    levels = ["预算管理", "资产管理", None]
    ids = [m.indicator_id for m in match_all(["管理制度健全性"] * 3, levels)]
    assert ids == ["T024", "T030", None]


def test_import_loads_neither_rapidfuzz_nor_opencc() -> None:
    script = (
        "import sys; from normalizers.names import match; "
        "assert match('三公经费控制率').indicator_id; "
        "print(sorted(set(sys.modules) & {'rapidfuzz','opencc','pandas','numpy'})); "
        "match('預算執行率'); print('opencc' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.split("\n")[:2] == ["[]", "True"], result.stderr
