"""What stands above the indicators: title, scope, stage, year, department, project, goals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from extractor.model import Conversion, Form, Table
from extractor.titles import scope_of, stage_of
from jixiao.naming import under_one_title
from jixiao.pipeline import convert_file
from normalizers.printed_names import split_code

Rows = Sequence[Sequence[str]]
INDICATORS = (
    ("一级指标", "二级指标", "三级指标", "年度指标值"),
    ("产出指标", "数量指标", "巡查次数", "≥48次"),
)


def read(path: Path, *parts: str | Rows) -> Conversion:
    """Read a Word file of paragraphs and tables; a cell is as wide as the blanks after it."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=max(map(len, part)))
        for texts in part:
            cells = table.add_row().cells
            starts = [col for col, text in enumerate(texts) if text]
            for col, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
                cells[col].merge(cells[stop - 1]).text = texts[col]
    document.save(str(path / "a.docx"))
    return convert_file(path / "a.docx")


def form(path: Path, *parts: str | Rows) -> Form:
    [only] = read(path, *parts).forms
    return only


def test_columns_of_the_tasks_are_no_goals(tmp_path: Path) -> None:
    tasks = (
        ("部门名称", "某县林业局", "", "", ""),
        ("年度主要任务", "任务名称", "完成情况", "预算数", "执行数"),
        ("", "造林", "完成2.1万亩", "400", "390"),
    )
    conversion = read(tmp_path, "2024年度部门整体支出绩效自评表", (*tasks, *INDICATORS))
    assert conversion.forms[0].goal_actual is None
    unread = [p.message_zh for p in conversion.problems if p.code == "cell.unread"]
    assert any("完成2.1万亩" in message for message in unread)


def test_the_goal_reached_stands_below_the_goal_set(tmp_path: Path) -> None:
    goals = (("年度目标", "预期目标", "治虫40万亩", ""), ("年度目标", "实际完成", "治虫41万亩", ""))
    found = form(
        tmp_path, "项目支出绩效自评表", (("项目名称", "治虫", "", ""), *goals, *INDICATORS)
    )
    assert found.goal_actual == "治虫41万亩"


POLICY = (
    ("政策名称", "高龄补贴政策", "", ""),
    ("资金规模（万元）", "实施周期：9000", "本年度", "3000"),
    ("政策总体目标", "三年惠及3600人。", "", ""),
    ("本年度目标", "惠及1200人。", "", ""),
)


def test_a_policy_is_no_project_and_its_money_no_period(tmp_path: Path) -> None:
    found = form(tmp_path, "市级财政支出政策绩效目标表", "（2025年度）", (*POLICY, *INDICATORS))
    assert (found.scope, found.project) == ("政策", "高龄补贴政策")
    assert (found.fiscal_year, found.period_text) == (2025, "（2025年度）")


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_of_two_goals_the_whole_one_is_that_of_the_term(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    goals = [POLICY[n] for n in order]
    found = form(tmp_path, "政策绩效目标表", (POLICY[0], *goals, *INDICATORS))
    assert (found.mid_term_goal, found.annual_goal) == ("三年惠及3600人。", "惠及1200人。")
    assert found.cells["mid_term_goal"] != found.cells["annual_goal"]


def test_a_single_goal_is_the_annual_one(tmp_path: Path) -> None:
    found = form(tmp_path, "政策绩效目标表", (POLICY[0], POLICY[2], *INDICATORS))
    assert (found.mid_term_goal, found.annual_goal) == (None, "三年惠及3600人。")


def test_the_year_printed_alone_counts_beside_the_term(tmp_path: Path) -> None:
    term = (("项目名称", "河道巡查", "", ""), ("项目期", "2024-2026年", "", ""))
    year = (("预算年度", "2025", "", ""),)
    found = form(tmp_path, "项目绩效目标表", (*year, *term, *INDICATORS))
    assert (found.fiscal_year, found.period_text) == (2025, "2024-2026年")
    found = form(tmp_path, "项目绩效目标表", "（2025年度）", (*term, *INDICATORS))
    assert (found.fiscal_year, found.period_text) == (2025, "2024-2026年")


def test_a_compilation_gives_year_and_stage(tmp_path: Path) -> None:
    tables = [(("项目名称", name, "", ""), *INDICATORS) for name in ("甲项目", "乙项目")]
    conversion = read(
        tmp_path, "2024年度项目绩效自评表汇编", "甲项目", tables[0], "乙项目", tables[1]
    )
    assert conversion.document.title == "2024年度项目绩效自评表汇编"
    assert [f.fiscal_year for f in conversion.forms] == [2024, 2024]
    assert [(f.title, f.stage) for f in conversion.forms] == [(None, "自评"), (None, "自评")]


@pytest.mark.parametrize("heading", ["2024年度项目绩效评价报告", "2024年度预算调整说明"])
def test_other_headings_give_no_stage(tmp_path: Path, heading: str) -> None:
    found = form(tmp_path, heading, (("项目名称", "河道巡查", "", ""), *INDICATORS))
    assert (found.fiscal_year, found.stage) == (2024, None)


def test_one_title_stands_over_all_forms_below(tmp_path: Path) -> None:
    first, second, third = (
        (("项目名称", name, "", ""), *INDICATORS) for name in ("照明", "清运", "绿化")
    )
    title = "2025年项目支出绩效目标批复表"
    conversion = read(tmp_path, title, (*first, *second), "", third)
    assert [f.project for f in conversion.forms] == ["照明", "清运", "绿化"]
    assert {(f.title, f.stage, f.fiscal_year) for f in conversion.forms} == {(title, "批复", 2025)}


@pytest.mark.parametrize(
    ("title", "project"), [("照明项目绩效目标表", "照明"), ("部门整体支出绩效目标表", None)]
)
def test_a_title_of_its_own_form_does_not_go_on(
    tmp_path: Path, title: str, project: str | None
) -> None:
    label = ("项目名称", project, "", "") if project else ("部门名称", "某县林业局", "", "")
    second = (("项目名称", "清运", "", ""), *INDICATORS)
    conversion = read(tmp_path, title, ((*label,), *INDICATORS), "", second)
    assert [f.title for f in conversion.forms] == [title, None]
    assert conversion.forms[1].scope == "项目"


@pytest.mark.parametrize(
    ("page", "title"), [(3, "项目绩效目标表"), (4, "项目绩效目标表"), (5, None)]
)
def test_a_title_goes_on_to_the_next_page_only(page: int, title: str | None) -> None:
    above = Form("a", "a.pdf", "0", 1, (2, 3), title="项目绩效目标表")
    below = Form("b", "a.pdf", "0", 2, (page,))
    table = Table(number=2, pages=(page,), n_rows=1, n_cols=1, cells=(), edges=(0.0, 1.0))
    assert [f.title for f in under_one_title([above], table, [below])] == [title]


def test_a_numbered_heading_is_the_title_of_a_list(tmp_path: Path) -> None:
    rows = (("项目", "预算数（万元）", "绩效目标"), ("路灯维护", "50", "数量指标：1、灯数≥10盏。"))
    conversion = read(tmp_path, "七、重点项目预算绩效目标情况", "2026年情况如下：", rows)
    assert [f.title for f in conversion.forms] == ["七、重点项目预算绩效目标情况"]


def test_bare_labels_only_alone_in_their_row(tmp_path: Path) -> None:
    bare = (("项目", "安全监管经费", "", ""), ("目标", "保障安全。", "", ""))
    found = form(tmp_path, "2026年专项资金绩效目标表", (*bare, *INDICATORS))
    assert (found.project, found.annual_goal) == ("安全监管经费", "保障安全。")
    head = (("项目", "预算数", "", ""), ("目标", "一般", "方向", "正向"))
    found = form(tmp_path, "2026年专项资金绩效目标表", (*head, *INDICATORS))
    assert (found.project, found.annual_goal) == (None, None)


def test_the_goal_of_a_departments_duties(tmp_path: Path) -> None:
    head = (("部门名称", "302 某县审计局", "", ""), ("年度履职目标", "完成审计26个。", "", ""))
    found = form(tmp_path, "部门（单位）整体绩效目标表", (*head, *INDICATORS))
    assert found.annual_goal == "完成审计26个。"
    assert (found.department, found.department_code) == ("某县审计局", "302")


@pytest.mark.parametrize("name", ["120 急救中心", "110 指挥中心", "2025 年度运动会办公室"])
def test_a_number_in_a_name_is_no_code(name: str) -> None:
    assert split_code(name) == (name, None)


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("2023年旧改项目绩效评价指标体系评分表", None),
        ("2024年度部门整体支出绩效自评评分表", "自评"),
        ("项目支出绩效评价表", "自评"),
        ("项目支出绩效目标执行监控表", "监控"),
    ],
)
def test_an_evaluation_by_others_is_no_self_evaluation(title: str, stage: str | None) -> None:
    assert stage_of(title, has_actual=False) == stage


@pytest.mark.parametrize(
    ("title", "project", "scope"),
    [
        ("专项资金整体绩效目标表", "就业补助", "项目"),
        ("部门整体支出绩效目标表", "", "部门整体"),
        ("政策和项目预算绩效目标表", "就业补助", "项目"),
        ("财政支出政策绩效目标表", "就业补助", "政策"),
    ],
)
def test_scope(title: str, project: str, scope: str) -> None:
    assert scope_of(title, project, None) == scope
