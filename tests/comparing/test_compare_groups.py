"""Targets side by side: which names are one indicator, their unit, outliers, what is absent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from datasets import Form, build, project, whole

from jixiao.comparing import Choice, compare
from jixiao.comparing.gathering import UnknownPlaceError
from jixiao.comparing.grouping import group_names, plain, says_something
from jixiao.comparing.model import Group
from normalizers.taxonomy import load
from normalizers.taxonomy_file import traps

RATE = ("质量指标", "培训合格率")
CITIES = ("烟台市", "福州市", "西安市", "武汉市", "广州市", "泉州市", "长春市")


def only(groups: tuple[Group, ...]) -> Group:
    assert len(groups) == 1, [group.id for group in groups]
    return groups[0]


def finance(*targets: str, name: str = "培训合格率", **more: object) -> list[Form]:
    """Forms of the finance bureaus of some cities."""
    return [
        whole(f"{city}财政局", ("质量指标", name, target), **more)
        for city, target in zip(CITIES, targets, strict=False)
    ]


@pytest.mark.parametrize(("one", "other"), [(one, other) for one, other, _ in traps()])
def test_names_that_differ_in_meaning_are_never_one_group(one: str, other: str) -> None:
    names = [("质量", plain(one)), ("质量", plain(other))]
    found = group_names(names)
    assert found[names[0]].id != found[names[1]].id


def test_wordings_of_different_canonical_indicators_are_never_one_group() -> None:
    meant: dict[str, set[str]] = {}
    for entry in load().entries:
        for name in (entry.name, *entry.aliases, *entry.plausible):
            if says_something(plain(name)):
                meant.setdefault(plain(name), set()).add(entry.id)
    together: dict[str, list[set[str]]] = {}
    for (_, name), kind in group_names([(None, name) for name in meant]).items():
        together.setdefault(kind.id, []).append(meant[name])
    assert sum(len(ids) > 1 for ids in together.values()) > 50
    assert all(set.intersection(*ids) for ids in together.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小学生资助人数", "中学生资助人数"),
        ("系统维护数量", "子系统维护数量"),
        ("评审人员满意度", "考试人员满意度"),
        ("普通公路养护里程", "高速公路养护里程"),
        ("第一季度检查次数", "第二季度检查次数"),
        ("参保人数", "参保人次"),
        ("运维费", "运维电费"),
        ("5G基站建设数量", "4G基站建设数量"),
        ("数据录入准确率", "数据录入及时率"),
        ("实施项目数量", "项目数"),
        ("宣传、活动次数", "宣传活动次数"),
    ],
)
def test_near_names_of_other_things_stay_apart(one: str, other: str) -> None:
    names = [("数量", plain(one)), ("数量", plain(other))]
    found = group_names(names)
    assert found[names[0]].id != found[names[1]].id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("举办宣传活动次数", "指标2：宣传活动开展次数（次）"),
        ("报告数量", "报告数"),
        ("故障处置平均时间", "故障处置的平均时间"),
        ("2023年专利授权数", "专利授权数量"),
        ("不断提高群众防灾意识", "增强群众防灾意识"),
        ("安全生产培训班期数", "安全生产培训班班期数"),  # one character printed twice
    ],
)
def test_names_that_say_the_same_are_one_group(one: str, other: str) -> None:
    names = [("数量", plain(one)), ("数量", plain(other))]
    found = group_names(names)
    assert found[names[0]] == found[names[1]]
    assert found[names[0]].made == "similar"
    assert found[names[0]].score is not None


def test_a_name_that_says_nothing_is_no_group(tmp_path: Path) -> None:
    assert not any(map(says_something, ("无", "/", "项目数", "2018年1月至12月", "数量")))
    rows = [whole(f"{city}财政局", ("数量指标", "项目数量", "3个")) for city in CITIES]
    assert compare(build(tmp_path, *rows)).groups == ()


def test_one_name_in_two_classes_is_two_indicators(tmp_path: Path) -> None:
    rows = [
        whole("烟台市财政局", ("数量指标", "票据印制", "3万份"), ("成本指标", "票据印制", "5万元")),
        whole("福州市财政局", ("数量指标", "票据印制", "2万份"), ("成本指标", "票据印制", "4万元")),
    ]
    found = compare(build(tmp_path, *rows)).groups
    assert {(group.id, group.unit) for group in found} == {
        ("数量:票据印制", "份"),
        ("成本:票据印制", "万元"),
    }


def test_targets_stand_in_one_unit_with_the_conversion_or_the_reason(tmp_path: Path) -> None:
    targets = ("≤1.2万元", "15000元", "≤3万元", "5人次", "节约", "≥5", "1万元-2万元")
    rows = [
        whole(f"{city}财政局", ("成本指标", "票据印制成本", target))
        for city, target in zip(CITIES, targets, strict=True)
    ]
    group = only(compare(build(tmp_path, *rows)).groups)
    said = {member.target_text: member for member in group.members}
    assert group.unit == "万元"
    assert said["≤1.2万元"].value == Decimal("1.2")
    assert said["≤1.2万元"].conversion == ""
    assert said["15000元"].value == Decimal("1.5")
    assert said["15000元"].conversion == "15000元 = 1.5万元"
    for text, reason in (
        ("5人次", "人次不换算为万元：计量的不是同一事物"),
        ("节约", "定性描述，不是数字"),
        ("1万元-2万元", "是一个区间，不取其中的数"),
    ):
        refusal = said[text].refusal
        assert said[text].value is None
        assert refusal is not None
        assert refusal.zh == reason
    assert all((member.value is None) == (member.refusal is not None) for member in group.members)


def test_heads_and_attendances_are_never_one_unit(tmp_path: Path) -> None:
    rows = [
        whole("烟台市财政局", ("数量指标", "宣讲覆盖", "100人")),
        whole("福州市财政局", ("数量指标", "宣讲覆盖", "200人")),
        whole("西安市财政局", ("数量指标", "宣讲覆盖", "300人次")),
    ]
    group = only(compare(build(tmp_path, *rows)).groups)
    assert (group.unit, [m.value for m in group.members]) == ("人", [100, 200, None])


def test_a_member_is_quoted_with_document_page_and_cell(tmp_path: Path) -> None:
    group = only(compare(build(tmp_path, *finance("≥95%", "≥90%"))).groups)
    name, target = group.members[0].quotes
    assert (name.field, name.text, name.page) == ("level3", "培训合格率", 3)
    assert (target.document, target.page, target.table, target.row, target.col) == (
        *("1.pdf", 3),
        *(1, 2, 4),
    )
    source = group.members[0].source
    assert (source.department, source.jurisdiction, source.level, source.year) == (
        *("烟台市财政局", "烟台市"),
        *("prefecture", 2024),
    )


def test_an_outlier_needs_five_other_departments(tmp_path: Path) -> None:
    five = compare(build(tmp_path / "five", *finance("60%", "95%", "96%", "94%", "95%")))
    assert only(five.groups).outliers == ()
    six = compare(build(tmp_path / "six", *finance("60%", "95%", "96%", "94%", "95%", "96%")))
    outlier = only(six.groups).outliers[0]
    assert outlier.source.department == "烟台市财政局"
    assert outlier.outlier is not None
    # the others: median 95, median deviation 1 / 0.6745; (60 − 95) × 0.6745 = −23.6
    assert (outlier.z, outlier.outlier.zh) == (
        Decimal("-23.6"),
        "5个部门中位数95%，z = -23.6",
    )


def test_many_projects_of_one_department_weigh_as_one(tmp_path: Path) -> None:
    rows = [
        *(project("烟台市财政局", f"项目{n}", (*RATE, "60%")) for n in range(9)),
        *(project(f"{city}财政局", "甲", (*RATE, "95%")) for city in CITIES[1:]),
    ]
    group = only(compare(build(tmp_path, *rows)).groups)
    assert {member.source.department for member in group.outliers} == {"烟台市财政局"}
    assert len(group.outliers) == 9


def test_a_distribution_holds_to_one_kind_of_forms(tmp_path: Path) -> None:
    rows = [
        *finance("80%", "90%", "95%", "100%"),
        *finance("10%", "20%", year=2025),
        whole("山东省财政厅", (*RATE, "1%")),
    ]
    group = only(compare(build(tmp_path, *rows)).groups)
    first, second = group.distributions
    assert (first.year, first.level, first.departments, first.count) == (2024, "prefecture", 4, 4)
    # as QUARTILE.INC of Excel: 87.5, 92.5, 96.25
    assert (first.least, first.lower, first.median, first.upper, first.most) == (
        *(80, Decimal("87.5"), Decimal("92.5")),
        *(Decimal("96.25"), 100),
    )
    assert (second.year, second.count) == (2025, 2)


def test_what_most_peers_have_is_missing(tmp_path: Path) -> None:
    rows = [
        *finance("90%", "90%", "90%", "90%", "90%"),
        whole("泉州市财政局", ("数量指标", "票据印制", "3万份")),
    ]
    missing = compare(build(tmp_path, *rows)).missing
    assert [(m.name, m.department, m.holders, m.peers, m.share) for m in missing] == [
        ("培训合格率", "泉州市财政局", 5, 5, 100)
    ]
    assert missing[0].documents == ("6.pdf",)
    assert [member.target_text for member in missing[0].examples] == ["90%"] * 3


def test_nothing_is_missing_that_few_have_or_among_few(tmp_path: Path) -> None:
    other = ("数量指标", "票据印制", "3万份")
    half = [*finance("90%", "90%"), *(whole(f"{city}财政局", other) for city in CITIES[2:6])]
    missing = compare(build(tmp_path / "half", *half)).missing
    assert [m.name for m in missing] == []  # the own one is held by four departments only
    few = [*finance("90%", "90%", "90%", "90%"), whole("泉州市财政局", other)]
    assert compare(build(tmp_path / "few", *few)).missing == ()


def test_a_department_is_picked_with_its_peers_beside_it(tmp_path: Path) -> None:
    rows = [
        *finance("60%", "95%", "96%", "94%", "95%", "96%"),
        whole("福州市财政局", ("数量指标", "票据印制", "3万份"), year=2023),
        whole("西安市财政局", ("数量指标", "票据印制", "4万份"), year=2023),
    ]
    dataset = build(tmp_path, *rows)
    found = compare(dataset, Choice(department="烟台市"))
    assert len(only(found.groups).members) == 6
    assert len(only(found.groups).outliers) == 1
    assert {g.name for g in compare(dataset).groups} == {"培训合格率", "票据印制"}
    named = compare(dataset, Choice(indicators=("票据",), years=(2023,)))
    assert only(named.groups).members[0].source.year == 2023
    canonical = only(compare(dataset, Choice(indicators=("培训合格率",))).groups)
    assert only(compare(dataset, Choice(indicators=(canonical.id,))).groups) == canonical


def test_a_place_narrows_what_is_compared(tmp_path: Path) -> None:
    rows = [*finance("90%", "95%"), whole("烟台市芝罘区财政局", (*RATE, "80%"))]
    dataset = build(tmp_path, *rows)
    group = only(compare(dataset, Choice(jurisdiction="烟台")).groups)
    assert {m.source.jurisdiction for m in group.members} == {"烟台市", "芝罘区"}
    with pytest.raises(UnknownPlaceError, match="110105"):
        compare(dataset, Choice(jurisdiction="朝阳区"))


def test_the_latest_version_is_compared_and_the_other_named(tmp_path: Path) -> None:
    rows = [
        whole("烟台市财政局", (*RATE, "90%"), stage="申报", document="a.pdf"),
        whole("烟台市财政局", (*RATE, "95%"), stage="批复", document="b.pdf"),
        whole("福州市财政局", (*RATE, "92%"), stage="批复"),
    ]
    found = compare(build(tmp_path, *rows))
    assert [m.target_text for m in only(found.groups).members] == ["92%", "95%"]
    assert [(v.source.document, v.source.stage, v.document, v.stage) for v in found.versions] == [
        ("a.pdf", "申报", "b.pdf", "批复")
    ]
