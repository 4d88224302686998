"""Forms of two departments that say the same."""

from __future__ import annotations

from pathlib import Path

from datasets import Row, build, project, whole

from jixiao.comparing import Choice, compare

NAMES = (
    "涉农补贴发放乡镇数",
    "国库检查单位数",
    "会计考试参加人数",
    "票据印制份数",
    "预决算公开单位数",
)
GOAL = (
    "加强财政资金管理，严格预算执行，确保重点支出落实到位，推动全市经济社会高质量发展取得新成效。"
)


def rows(*names: str, target: str = "3个") -> tuple[Row, ...]:
    return tuple(("数量指标", name, target) for name in names)


def test_two_departments_with_the_same_own_names(tmp_path: Path) -> None:
    near = ("开展涉农补贴发放乡镇数", *NAMES[1:4], "公务用车数")
    forms = [whole("烟台市财政局", *rows(*NAMES)), whole("福州市民政局", *rows(*near))]
    copy = compare(build(tmp_path, *forms)).copies[0]
    assert (copy.one.department, copy.other.department) == ("烟台市财政局", "福州市民政局")
    assert (len(copy.names), copy.of_names, copy.share) == (4, 5, 80)
    # a name that differs by a word that decides nothing is the same
    assert [member.name for member in copy.names[0]] == [NAMES[0], near[0]]
    assert all(one.quotes and other.quotes for one, other in copy.names)
    assert copy.likeness is None


def test_goals_that_are_alike_are_quoted_from_both(tmp_path: Path) -> None:
    forms = [
        whole("烟台市财政局", *rows("票据印制份数"), annual_goal=GOAL),
        whole("福州市民政局", *rows("低保户数"), annual_goal=GOAL.replace("新成效", "成效")),
        whole("西安市水利局", *rows("水库数"), annual_goal="做好水库安全鉴定，" + GOAL[:12] * 2),
    ]
    found = compare(build(tmp_path, *forms)).copies
    assert [(one.one.department, one.other.department) for one in found] == [
        ("烟台市财政局", "福州市民政局")
    ]
    assert [quote.text for quote in found[0].goals] == [GOAL, GOAL.replace("新成效", "成效")]
    assert found[0].likeness is not None
    assert 0.8 <= found[0].likeness < 1
    assert found[0].names == ()


def test_common_items_and_few_names_are_no_copy(tmp_path: Path) -> None:
    common = [(("数量指标"), name, "90%") for name in ("预算执行率", "培训合格率", "培训人数")]
    forms = [
        whole("烟台市财政局", *common, *rows(*NAMES[:4])),
        whole("福州市民政局", *common, *rows(*NAMES[:4])),
    ]
    assert compare(build(tmp_path, *forms)).copies == ()


def test_a_departments_own_forms_are_no_copy(tmp_path: Path) -> None:
    same = rows(*NAMES)
    forms = [
        whole("烟台市财政局", *same, stage="申报"),
        whole("烟台市财政局", *same, stage="批复", document="office.pdf"),
        project("烟台市财政局", "甲", *same),
        project("烟台市财政局", "乙", *same),
        whole("烟台市财政局", *same, year=2025),
        whole("烟台市财政局（本级）", *same, document="office.pdf"),
        whole("烟台市惠民专项资金", *same, document="office.pdf"),  # in the office's document
    ]
    assert compare(build(tmp_path, *forms)).copies == ()


def test_a_copy_is_found_for_the_department_chosen(tmp_path: Path) -> None:
    forms = [whole(f"{city}财政局", *rows(*NAMES)) for city in ("烟台市", "福州市", "西安市")]
    dataset = build(tmp_path, *forms)
    assert len(compare(dataset).copies) == 3
    chosen = compare(dataset, Choice(department="烟台市")).copies
    assert {copy.one.department for copy in chosen} == {"烟台市财政局"}
    assert len(chosen) == 2
