"""Years that follow each other: what became of each target, names and departments."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from datasets import Row, build, project, whole

from jixiao.comparing import Choice, compare
from jixiao.comparing.model import Change, Drift

OFFICE = "烟台市财政局"


def changes(folder: Path, before: list[Row], now: list[Row]) -> tuple[Drift, ...]:
    old, new = whole(OFFICE, *before, year=2024), whole(OFFICE, *now, year=2025)
    return compare(build(folder, old, new)).drift


@pytest.mark.parametrize(
    ("name", "before", "now", "change", "shown"),
    [
        ("培训合格率", "≥95%", "≥90%", "weaker", "90 − 95 = -5个百分点"),
        ("培训合格率", "≥90%", "≥95%", "stronger", "95 − 90 = 5个百分点"),
        ("培训合格率", "≥90%", "≥90%", "unchanged", None),
        ("培训合格率", "=90%", "≥90%", "weaker", "符号改变：=90% → ≥90%"),
        ("培训合格率", "≥90%", "较高", "weaker", "数字改为文字"),
        ("培训合格率", "较高", "≥90%", "stronger", "文字改为数字"),
        ("差错投诉率", "≤5%", "≤8%", "weaker", "8 − 5 = 3个百分点"),
        ("差错投诉率", "≤5%", "≤3%", "stronger", "3 − 5 = -2个百分点"),
        ("印制成本", "≤12000元", "≤1万元", "stronger", "12000元 = 1.2万元；1 − 1.2 = -0.2万元"),
        ("宣讲覆盖", "≥100人", "≥120人次", "unclear", "人不换算为人次：计量的不是同一事物"),
        ("票据印制", "3万份", "2万份", "changed", "20000 − 30000 = -10000份"),
        ("项目完工时间", "2024年11月底前", "2025年11月底前", "unchanged", None),
        ("项目完工时间", "2024年10月底前", "2025年11月底前", "changed", None),
    ],
)
def test_what_became_of_a_target(
    tmp_path: Path, name: str, before: str, now: str, change: Change, shown: str | None
) -> None:
    level = "成本指标" if name.endswith("成本") else "数量指标"
    found = changes(tmp_path, [(level, name, before)], [(level, name, now)])
    assert [one.change for one in found] == [change]
    if shown is not None:
        assert found[0].shown is not None
        assert found[0].shown.zh == shown


def test_a_change_is_told_in_one_unit_and_in_percent(tmp_path: Path) -> None:
    found = changes(
        tmp_path, [("成本指标", "印制成本", "≤12000元")], [("成本指标", "印制成本", "≤1.5万元")]
    )
    assert (found[0].difference, found[0].unit, found[0].percent) == (Decimal("0.3"), "万元", 25)
    cells = [quote.text for m in (found[0].before, found[0].now) if m for quote in m.quotes]
    assert cells == ["印制成本", "≤12000元", "印制成本", "≤1.5万元"]


def test_a_similar_name_is_renamed_another_is_gone(tmp_path: Path) -> None:
    found = changes(
        tmp_path,
        [
            ("数量指标", "乡镇财政干部培训班数量", "3个"),
            ("数量指标", "会计资格考试参加人数", "900人"),
            ("数量指标", "国库检查单位数", "8家"),
        ],
        [
            ("数量指标", "乡镇财政所干部培训班数量", "4个"),
            ("数量指标", "会计资格考试参加人次", "900人次"),
            ("数量指标", "国库检查单位数", "8家"),
        ],
    )
    told = {
        (one.change, *(member.name if member else None for member in (one.before, one.now)))
        for one in found
    }
    assert told == {
        ("stronger", "乡镇财政干部培训班数量", "乡镇财政所干部培训班数量"),
        ("unchanged", "国库检查单位数", "国库检查单位数"),
        ("gone", "会计资格考试参加人数", None),  # heads and attendances: not a new name
        ("added", None, "会计资格考试参加人次"),
    }
    renamed = next(one for one in found if one.change == "stronger")
    assert renamed.likeness is not None
    assert Decimal("0.6") <= renamed.likeness < 1


def test_a_name_printed_twice_is_told_apart_by_its_level(tmp_path: Path) -> None:
    before = [("数量指标", "票据", "3万份"), ("质量指标", "票据", "100%")]
    now = [("质量指标", "票据", "100%"), ("数量指标", "票据", "3万份")]
    assert [one.change for one in changes(tmp_path, before, now)] == ["unchanged"] * 2


def test_projects_are_followed_by_name_and_years_must_follow_each_other(tmp_path: Path) -> None:
    row = ("数量指标", "票据印制", "3万份")
    forms = [
        project(OFFICE, "票据管理", row, year=2023),
        project(OFFICE, "票据管理", row, year=2024),
        project(OFFICE, "国库集中支付", row, year=2022),
        project(OFFICE, "国库集中支付", row, year=2024),
    ]
    dataset = build(tmp_path, *forms)
    assert [(one.project, one.year) for one in compare(dataset).drift] == [("票据管理", 2024)]
    assert compare(dataset, Choice(years=(2023,))).drift == ()
    assert len(compare(dataset, Choice(years=(2024,))).drift) == 1


def test_a_renamed_department_is_followed(tmp_path: Path) -> None:
    row = ("质量指标", "空气监测数据上传率")
    forms = [
        whole("烟台市环境保护局", (*row, "≥95%"), year=2018),
        whole("烟台市生态环境局", (*row, "≥90%"), year=2019),
    ]
    found = compare(build(tmp_path, *forms)).drift
    assert [(one.change, one.department, one.year) for one in found] == [
        ("weaker", "烟台市生态环境局", 2019)
    ]
    assert found[0].succession is not None
    assert found[0].succession.zh.startswith(
        "烟台市环境保护局 → 烟台市生态环境局（更名，2018-03-17 《国务院机构改革方案》"
    )


def test_figures_of_merged_departments_are_not_held_against_each_other(tmp_path: Path) -> None:
    row = ("数量指标", "执法检查企业数")
    forms = [
        whole(
            "烟台市工商行政管理局", (*row, "300家"), ("数量指标", "商标培训场次", "3场"), year=2018
        ),
        whole("烟台市质量技术监督局", (*row, "200家"), year=2018),
        whole("烟台市市场监督管理局", (*row, "450家"), year=2019),
    ]
    found = compare(build(tmp_path, *forms)).drift
    assert [(one.change, one.before.target_text if one.before else None) for one in found] == [
        ("unclear", "300家"),
        ("unclear", "200家"),
    ]
    assert all(one.shown and "并非一对一" in one.shown.zh for one in found)


def test_an_office_that_goes_on_is_no_predecessor(tmp_path: Path) -> None:
    row = ("数量指标", "执法检查企业数", "300家")
    forms = [
        whole("烟台市农业局", row, year=2018),
        whole("烟台市水利局", row, year=2018),
        whole("烟台市水利局", row, year=2019),
        whole("烟台市生态环境局", row, year=2019),  # took over duties of both: a transfer
    ]
    found = compare(build(tmp_path, *forms)).drift
    assert [one.department for one in found] == ["烟台市水利局"]
