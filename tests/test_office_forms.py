"""Forms in the words and shapes of many offices: what a person reads is what is read."""
# ruff: noqa: E501 – the rows of a form stay on one line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from grids import converted

from extractor.model import Conversion

INDICATORS = ("一级指标|二级指标|三级指标|指标值|备注", "产出指标|数量指标|新建园舍|2所|")
SELF = "项目支出绩效自评表"
WHOLE = "2024年度部门整体支出绩效目标表"


def read(tmp_path: Path, *lines: str) -> Conversion:
    return converted(tmp_path / "a.docx", *lines)


def money(conversion: Conversion) -> list[tuple[str, str | None, str | None]]:
    return [(f.item_text, f.full_year_text, f.executed_text) for f in conversion.funds]


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (["填报单位：某县人社局    2023年度    单位：万元"], {"department": "某县人社局", "fiscal_year": 2023}),
        (["2024年度          金额单位：元"], {"fiscal_year": 2024}),
        (["（ 2023 年 度 ）"], {"fiscal_year": 2023}),
        (["（二〇二三年度）"], {"fiscal_year": 2023}),
        (["（2023年1-12月）"], {"fiscal_year": 2023}),
        (["评价年度：2022年"], {"fiscal_year": 2022}),
        (["单位：某县文化局      金额单位：万元"], {"department": "某县文化局"}),
        (["251001某县城市管理局本级|<|<|<|<"], {"department": "某县城市管理局本级"}),
        (["单位：某县畜牧局|<|金额单位：万元|<|<"], {"department": "某县畜牧局"}),
        (["评价年度|2023年度|预算部门|县教育局|<"], {"fiscal_year": 2023, "department": "县教育局"}),
        (["年度目标|目标1|建成一馆|<|<", "^|目标2|建成二馆|<|<"], {"annual_goal": "建成一馆建成二馆"}),
        (
            ["总体绩效目标（2024-2026年期间）|建成三馆|<|<|<", "预算年度（2024年）绩效目标|建成一馆|<|<|<"],
            {"mid_term_goal": "建成三馆", "annual_goal": "建成一馆"},
        ),
        (
            ["年度绩效目标|年初设定|<|实际完成|<", "^|护林5万亩|<|护林6万亩|<"],
            {"annual_goal": "护林5万亩", "goal_actual": "护林6万亩"},
        ),
        (
            ["年度总体目标|年初绩效目标|<|1-6月完成情况|<", "^|护林5万亩|<|护林3万亩|<"],
            {"annual_goal": "护林5万亩", "goal_actual": None},
        ),
        (
            [
                "年度重点项目|项目名称|项目内容|项目金额（万元）|资金来源",
                "^|饮水安全|管网改造|800|省级资金",
                "^|河道治理|治理河道|1000|中央资金",
            ],
            {"project": None},
        ),
    ],
)  # fmt: skip
def test_heads(tmp_path: Path, lines: list[str], fields: dict[str, Any]) -> None:
    [form] = read(tmp_path, SELF, *lines, *INDICATORS).forms
    assert {name: getattr(form, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("附件2：2024年度部门整体支出绩效目标申报表", {"scope": "部门整体", "stage": "申报", "fiscal_year": 2024}),
        ("2024年度部门整体支出绩效目标", {"scope": "部门整体", "fiscal_year": 2024}),
        ("某局2024年部门整体绩效目标表 单位：万元", {"scope": "部门整体", "fiscal_year": 2024}),
        ("部门预算项目绩效目标（2024年度）", {"scope": "项目", "fiscal_year": 2024}),
        ("中央财政专项资金区域绩效目标表", {"scope": "转移支付"}),
        ("农村公益岗位补贴项目支出绩效自评表", {"project": "农村公益岗位补贴", "stage": "自评"}),
        ("附件3：2023年度项目支出绩效自评表", {"project": None, "fiscal_year": 2023}),
    ],
)  # fmt: skip
def test_titles(tmp_path: Path, title: str, fields: dict[str, Any]) -> None:
    [form] = read(tmp_path, title, *INDICATORS).forms
    assert form.title == title
    assert {name: getattr(form, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["部门预算（万元）|项目|2023年预算数|2024年预算数|备注", "^|基本支出|700|750|"],
            [("基本支出", "750", None)],
        ),
        (
            ["部门预算（万元）|项目|上年预算数|本年预算数|备注", "^|基本支出|700|750|"],
            [("基本支出", "750", None)],
        ),
        (
            ["资金（万元）|年初预算数|全年预算数|全年执行数|得分", "资金总额|600|620|615|9"],
            [("资金总额", "620", "615")],
        ),
        (
            ["项目资金投入表（万元）|项目|年初预算数|全年预算数|全年执行数", "^|总额|600|620|615"],
            [("总额", "620", "615")],
        ),
        (
            ["年度预算|资金总额|年初预算数|1550|全年执行数|1625", "^|其中：财政|年初预算数|1500|全年执行数|1580"],
            [("资金总额", "1550", "1625"), ("其中：财政", "1500", "1580")],
        ),
        (
            ["项目资金（万元）|预算数|500|执行数|480|执行率|96%"],
            [("项目资金（万元）", "500", "480")],
        ),
        (
            ["项目资金（万元）|年初预算|调整后预算|实际支出|支出率", "^|600|620|615|99.19%"],
            [("项目资金（万元）", "620", "615")],
        ),
        (
            [
                "项目资金（万元）|预算数|<|执行数|<",
                "^|小计|财政拨款|小计|财政拨款",
                "^|120|100|118|98",
            ],
            [("小计", "120", "118"), ("财政拨款", "100", "98")],
        ),
        (
            ["部门整体支出预算|总额1650万元，其中：基本支出750万元，项目支出900万元。|<|<|<"],
            [("总额", "1650万元", None), ("其中：基本支出", "750万元", None), ("项目支出", "900万元", None)],
        ),
    ],
)  # fmt: skip
def test_money(tmp_path: Path, lines: list[str], found: list[tuple[str, ...]]) -> None:
    assert money(read(tmp_path, WHOLE, *lines, *INDICATORS)) == found


def test_halves_of_spending_are_no_parts_of_each_other_and_no_income(tmp_path: Path) -> None:
    lines = [
        "部门预算（万元）|收入|金额|支出|金额",
        "^|一般公共预算|1500|基本支出|750",
        "^|政府性基金|100|其中：人员支出|600",
        "^|其他收入|50|公用支出|150",
        "^|上年结转|5|项目支出|900",
    ]
    funds = {f.item_text: f for f in read(tmp_path, WHOLE, *lines, *INDICATORS).funds}
    assert funds["公用支出"].parent == "基本支出"
    assert funds["项目支出"].parent is None
    lines = ["预算执行情况|资金来源|年初预算数|执行数|执行率", "^|基本支出|1200|610|51%"]
    [fund] = read(tmp_path, WHOLE, *lines, *INDICATORS).funds
    assert fund.side is None


@pytest.mark.parametrize(
    ("head", "body", "values"),
    [
        ("指标值|<", "近两年指标值|预期当年实现值", (None, "乙", None)),
        ("指标值|<", "上年|预计当年实现", (None, "乙", None)),
        ("指标值|<", "实施期|年度", ("甲", "乙", None)),
        ("指标值|<", "实施期总目标|年度目标", ("甲", "乙", None)),
        ("指标值|<", "定量指标|定性指标", (None, "甲乙", None)),
        ("总目标值|年度目标值", "", ("甲", "乙", None)),
        ("政策期指标值|当年指标值", "", ("甲", "乙", None)),
        ("计划完成值|实际完成值", "", (None, "甲", "乙")),
        ("计划指标|实际指标", "", (None, "甲", "乙")),
        ("标准值|目标值", "", (None, "乙", None)),
        ("绩效目标|评分标准", "", (None, "甲", None)),
        ("指标值|8月底完成值", "", (None, "甲", None)),
    ],
)
def test_values(tmp_path: Path, head: str, body: str, values: tuple[str | None, ...]) -> None:
    second = [f"^|^|{body}"] if body else []
    found = read(tmp_path, SELF, f"一级指标|三级指标|{head}", *second, "产出指标|巡查|甲|乙")
    assert [(i.cycle_text, i.target_text, i.actual_text) for i in found.indicators] == [values]


def test_targets_of_three_years_are_told_not_chosen(tmp_path: Path) -> None:
    header = "一级指标|三级指标|2024年指标值|2025年指标值|2026年指标值"
    found = read(tmp_path, WHOLE, header, "产出指标|新建园舍|1所|2所|3所")
    assert [i.target_text for i in found.indicators] == [None]
    assert [p.code for p in found.problems] == ["cell.unread"] * 3


def test_goals_of_three_levels_before_the_indicator(tmp_path: Path) -> None:
    header = "一级目标|二级目标|三级目标|绩效指标|目标值"
    found = read(tmp_path, WHOLE, header, "办好教育|扩大规模|建园|新建幼儿园数|2所")
    assert [(i.level2, i.level3, i.target_text) for i in found.indicators] == [
        ("扩大规模", "新建幼儿园数", "2所")
    ]
    assert ["三级目标" in p.message_zh for p in found.problems] == [True]


def test_levels_and_name_below_one_header(tmp_path: Path) -> None:
    rows = ["产出指标|数量指标|提升展厅|2个|2个", "^|质量指标|合格率|95%|95%"]
    found = read(tmp_path, SELF, "绩效指标|<|<|目标值|完成值", *rows)
    assert [(i.level1, i.level2, i.level3) for i in found.indicators] == [
        ("产出指标", "数量指标", "提升展厅"),
        ("产出指标", "质量指标", "合格率"),
    ]


def test_a_project_named_on_every_row_is_one(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SELF,
        "项目名称|预算数|绩效目标|一级指标|三级指标|指标值",
        "护林员补助|86|管护森林。|产出指标|护林员人数|≥160人",
        "护林员补助|86|管护森林。|满意度指标|护林员满意度|≥90%",
        "森林防火|50|防火宣传。|产出指标|宣传次数|≥12次",
    )
    assert [(f.project, f.annual_goal) for f in found.forms] == [
        ("护林员补助", "管护森林。"),
        ("森林防火", "防火宣传。"),
    ]
    assert money(found) == [("预算数", "86", None), ("预算数", "50", None)]


def test_classes_over_blocks_and_units_above_projects(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "项目支出绩效目标表",
        "单位编码（项目编码）|项目单位（项目名称）|绩效目标|成本指标|<|产出指标|<",
        "^|^|^|三级指标|指标值|三级指标|指标值",
        "334001|某县水利局|||||",
        "4105000001|河道保洁经费|保洁。|保洁成本|≤120万元|保洁河道|≥42条",
    )
    assert [(f.department, f.project) for f in found.forms] == [("某县水利局", "河道保洁经费")]
    assert [(i.level1, i.level3) for i in found.indicators] == [
        ("成本指标", "保洁成本"),
        ("产出指标", "保洁河道"),
    ]


def test_standards_by_grade_name_their_indicators(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "部门职责-工作活动绩效目标",
        "职责活动|年度预算数|绩效目标|绩效指标|评价标准|<|<|<",
        "^|^|^|^|优|良|中|差",
        "城乡低保|1200|应保尽保|低保金发放率|100%|95%|90%|<90%",
        "^|^|^|发放及时率|100%|98%|95%|<95%",
    )
    assert [form.project for form in found.forms] == ["城乡低保"]
    assert [i.level3 for i in found.indicators] == ["低保金发放率", "发放及时率"]
    told = " ".join(p.message_zh for p in found.problems)
    assert all(f"：{grade}" in told for grade in "优良中差")


def test_head_money_and_indicators_in_tables_of_their_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SELF,
        "项目名称|小区改造|主管部门|某区住建局",
        "年度绩效目标|改造小区|<|<",
        "资金使用情况（单位：万元）",
        "资金来源|年初预算数|全年预算数|全年执行数",
        "年度资金总额|860|880|870",
        "绩效指标完成情况",
        *INDICATORS,
    )
    [form] = found.forms
    assert (form.project, form.department, form.annual_goal) == (
        "小区改造",
        "某区住建局",
        "改造小区",
    )
    assert money(found) == [("年度资金总额", "880", "870")]
    assert [i.project for i in found.indicators] == ["小区改造"]


def test_one_line_above_two_forms_holds_for_both(tmp_path: Path) -> None:
    form = ["项目名称|{}|<|<|<", "资金总额|{}|<|<|<", *INDICATORS]
    first, second = ([line.format(n) for line in form] for n in (3000, 4000))
    found = read(tmp_path, SELF, "填报单位：某县水利局   金额单位：元", *first, "", *second)
    assert [f.department for f in found.forms] == ["某县水利局"] * 2
    assert [(f.full_year_value, f.unit) for f in found.funds] == [("3000", "元"), ("4000", "元")]


def test_signatures_and_totals_below_are_no_indicators(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SELF,
        "一级指标|三级指标|指标值|分值|得分",
        "产出指标|新建园舍|2所|100|98",
        "总分|<|<|100|得分",
        "填表人：张三|<|审核人：李四|<|<",
    )
    assert [i.level3 for i in found.indicators] == ["新建园舍"]
    assert [form.weight_total for form in found.forms] == ["100"]


def test_projects_named_in_bands_below_one_header(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SELF,
        "主管部门：某县水利局",
        "一级指标|三级指标|指标值",
        "项目名称：水库维修养护|<|<",
        "产出指标|维修水库|2座",
        "项目名称：河道治理|<|<",
        "产出指标|治理河道|2公里",
    )
    assert [(f.title, f.department, f.project) for f in found.forms] == [
        (SELF, "某县水利局", "水库维修养护"),
        (SELF, "某县水利局", "河道治理"),
    ]
    assert [(i.project, i.level3) for i in found.indicators] == [
        ("水库维修养护", "维修水库"),
        ("河道治理", "治理河道"),
    ]


def test_bands_and_subtotals_of_a_list_are_no_projects(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SELF,
        "项目名称|预算数|绩效目标|一级指标|三级指标|指标值",
        "一、县文化馆|<|<|<|<|<",
        "护林|86|管护森林。|产出指标|护林员人数|≥160人",
        "小计|<|<|<|<|<",
    )
    assert [form.project for form in found.forms] == ["护林"]
    assert ["县文化馆" in p.message_zh for p in found.problems] == [True]


def test_classes_side_by_side_over_columns_are_told_not_taken_for_levels(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "项目绩效目标汇总表",
        "项目名称|预算数|产出指标|<|<|效益指标|满意度指标",
        "^|^|数量指标|质量指标|成本指标|社会效益指标|^",
        "甲|20|受益学生≥2万人|合格率≥92%|补助5元|改善营养|满意度≥90%",
    )
    assert found.indicators == ()
    assert [p.code for p in found.problems] == ["table.unclaimed"]


def test_head_in_lines_above_the_table(tmp_path: Path) -> None:
    lines = [
        "项目1：山塘整治     主管部门：某县水利局",
        "年度绩效目标：建成美丽河湖6条，治理水土流失。",
    ]
    [form] = read(tmp_path, SELF, *lines, *INDICATORS).forms
    assert (form.project, form.department, form.annual_goal) == (
        "山塘整治",
        "某县水利局",
        "建成美丽河湖6条，治理水土流失。",
    )
