"""Names of departments: their codes, which office they mean, what became of it."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from normalizers.departments import department_key, listed
from normalizers.printed_names import department_in_title, split_code, split_project_code
from normalizers.reforms import related


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("[292]国家信访局", "国家信访局", "292"),
        ("【123】示例市水务局", "示例市水务局", "123"),
        ("〔135〕某县教育局", "某县教育局", "135"),
        ("某县水利局[361]", "某县水利局", "361"),
        ("某县水利局 361001", "某县水利局", "361001"),
        ("某市公安局 110", "某市公安局 110", None),
        ("某县水利局 2026", "某县水利局 2026", None),
        ("某县第三中学（361）", "某县第三中学（361）", None),
        ("225_烟台市司法局", "烟台市司法局", "225"),
        ("105001长春市财政局", "长春市财政局", "105001"),
        ("207101天津市河北区人民法院", "天津市河北区人民法院", "207101"),
        ("中共江苏省委台湾工作办公室（机关）", "中共江苏省委台湾工作办公室（机关）", None),
        ("12345热线中心", "12345热线中心", None),
        ("119消防指挥中心", "119消防指挥中心", None),
        ("2026年预算办", "2026年预算办", None),
        ("", "", None),
        (None, None, None),
    ],
)
def test_department_codes(text: str | None, name: str | None, code: str | None) -> None:
    assert split_code(text) == (name, code)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("11000022T000000444016-医疗保障公众评价", "医疗保障公众评价", "11000022T000000444016"),
        ("51000021R000000019951-工资性支出", "工资性支出", "51000021R000000019951"),
        ("2026年城乡医疗救助中央补助资金", "2026年城乡医疗救助中央补助资金", None),
        ("12345-热线运行", "12345-热线运行", None),
        (None, None, None),
    ],
)
def test_project_codes(text: str | None, name: str | None, code: str | None) -> None:
    assert split_project_code(text) == (name, code)


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("2026 年度福州市民政局(本级)单位预算", "福州市民政局(本级)"),
        ("西安市财政局（汇总）2026年部门预算公开说明", "西安市财政局"),
        ("国家信访局 2026 年度部门预算", "国家信访局"),
        ("上海市2026年市级单位预算", None),
        ("2019年部门综合预算公开报表", None),
        (None, None),
    ],
)
def test_departments_in_titles(title: str | None, department: str | None) -> None:
    assert department_in_title(title) == department


@pytest.mark.parametrize(
    ("name", "place", "function"),
    [
        ("国家信访局", "000000", "petitions"),
        ("国家安全生产监督管理总局", "000000", "work-safety"),
        ("财政部", "000000", "finance"),
        ("江苏省财政厅", "320000", "finance"),
        ("重庆市经济和信息化委员会", "500000", "industry-information"),
        ("烟台市工业和信息化局", "370600", "industry-information"),
        ("北京市规划和自然资源委员会", "110000", "natural-resources"),
        ("中共西安市委宣传部", "610100", "publicity"),
        ("中共烟台市委", "370600", "party-committee"),
        ("中共重庆市委办公厅", "500000", "party-office"),
        ("泉州市人民政府办公室", "350500", "government-office"),
        ("207101天津市河北区人民法院", "120105", "court"),
        ("中国人民政治协商会议福州市委员会办公室", "350100", "conference"),
        ("共青团烟台市委", "370600", "youth-league"),
        ("2026年中共烟台市委宣传部", "370600", "publicity"),
        ("中国民主同盟烟台市委员会", "370600", "中国民主同盟委员会"),  # no party committee
        ("国家税务总局烟台市税务局", "370600", "tax"),
        ("福州市仓山生态环境局", "350104", "ecology"),  # an office of the city in a district
        ("示范县文化广电和旅游局", None, "示范县文化广电和旅游局"),  # no such county
        ("烟台市文化和旅游局", "370600", "culture-tourism"),
        ("潮州市文化广电旅游体育局", "445100", "culture-tourism+radio-television+sport"),
        ("福州市公安局治安管理支队", "350100", "公安局治安管理支队"),  # a unit, not the bureau
        ("安全生产专项资金", None, "安全生产专项资金"),
        ("朝阳区财政局", None, "finance"),  # in Beijing or in Changchun
    ],
)
def test_the_office_a_name_means(name: str, place: str | None, function: str) -> None:
    key = department_key(name)
    assert (key.jurisdiction, key.function) == (place, function)
    assert key.known == function.replace("+", "").replace("-", "").isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中共江苏省委台湾工作办公室", "江苏省人民政府台湾事务办公室"),
        ("江苏省委台办", "中共江苏省委台湾工作办公室"),
        ("中国共产党烟台市委员会宣传部", "中共烟台市委宣传部"),
        ("中国共产党烟台市委员会讲师团", "中共烟台市委讲师团"),
        ("中共襄阳市纪律检查委员会", "襄阳市监察委员会"),
        ("中共烟台市委网络安全和信息化委员会办公室", "烟台市互联网信息办公室"),
        ("北京市卫健委", "北京市卫生健康委员会"),
        ("225_烟台市司法局", "烟台市司法局"),
        ("西安市财政局（汇总）", "西安市财政局"),
        ("福州市民政局(本级)", "福州市民政局本级"),
        ("福州市民政局（机关）", "福州市民政局机关"),
    ],
)
def test_names_of_one_office_are_one(one: str, other: str) -> None:
    assert department_key(one) == department_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("福州市民政局", "福州市民政局(本级)"),
        ("福州市民政局", "烟台市民政局"),
        ("烟台市生态环境局", "烟台市环境保护局"),
        ("中共烟台市委办公室", "烟台市人民政府办公室"),
        ("烟台市国资委", "烟台市国家税务局"),
        ("吉林市财政局", "吉林省财政厅"),
        ("福州市公安局", "福州市公安局治安管理支队"),
        ("烟台市文物局", "烟台市文化和旅游局"),
    ],
)
def test_offices_that_are_kept_apart(one: str, other: str) -> None:
    assert department_key(one) != department_key(other)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("国家信访局本级", True),
        ("青神县发展和改革局本级", True),
        ("成安县民政局机关", True),
        ("北京市文物局(本级)(含本级行政及本级事业)", True),
        ("福州市人大常委会机关", True),
        ("烟台市机关事务管理局", False),
        ("烟台市直属机关工作委员会", False),
        ("福州市本级", False),  # a level of government, no office
    ],
)
def test_the_head_office_alone(name: str, own: bool) -> None:
    assert department_key(name).own is own


@pytest.mark.parametrize(
    ("name", "function", "plates"),
    [
        ("中共烟台市委宣传部（挂烟台市新闻出版局牌子）", "publicity", ("烟台市新闻出版局",)),
        ("襄阳市襄州区农业农村局（乡村振兴局）", "agriculture-rural", ("乡村振兴局",)),
        (
            "中共江苏省委台湾工作办公室、江苏省人民政府台湾事务办公室",
            "taiwan-affairs",
            ("江苏省人民政府台湾事务办公室",),
        ),
        ("福州市民政局（本级）", "civil-affairs", ()),
    ],
)
def test_plates_printed_with_a_name(name: str, function: str, plates: tuple[str, ...]) -> None:
    key = department_key(name)
    assert (key.function, key.plates) == (function, plates)


def test_a_name_without_its_place_takes_that_of_the_context() -> None:
    assert department_key("市商务局").jurisdiction is None
    assert department_key("市商务局", within="370600") == department_key("烟台市商务局")
    assert department_key("朝阳区教委", within="110000").jurisdiction == "110105"
    assert department_key("市场监督管理局", within="370600").function == "market-regulation"
    assert department_key("省财政厅", within="370600") == department_key("山东省财政厅")
    assert department_key("市财政局", within="110105") == department_key("北京市财政局")
    assert department_key("区财政局", within="370600").jurisdiction is None  # which one?


def test_a_district_office_of_two_districts_is_in_neither() -> None:
    assert department_key("江苏省鼓楼生态环境局").jurisdiction == "320000"


def test_the_trace_tells_why_no_place_is_given() -> None:
    trace = " ".join(department_key("朝阳区财政局").trace)
    assert "110105" in trace
    assert "220104" in trace


@pytest.mark.parametrize(
    ("old", "new", "year", "kind", "dates"),
    [
        ("安全生产监督管理局", "应急管理局", 2019, "merge", ["2018-03-17"]),
        ("安全生产监督管理局", "应急管理局", 2017, None, []),
        ("环境保护局", "生态环境局", 2019, "rename", ["2018-03-17"]),
        ("卫生和计划生育委员会", "卫生健康委员会", 2019, "rename", ["2018-03-17"]),
        ("国土资源局", "自然资源和规划局", 2019, "merge", ["2018-03-17"]),
        ("工商行政管理局", "市场监督管理局", 2019, "merge", ["2018-03-17"]),
        ("质量技术监督局", "市场监督管理局", 2019, "merge", ["2018-03-17"]),
        ("食品药品监督管理局", "市场监督管理局", 2019, "merge", ["2018-03-17"]),
        ("文化局", "文化和旅游局", 2019, "merge", ["2018-03-17"]),
        ("文化广电新闻出版局", "文化和旅游局", 2019, "merge", ["2018-03-17"]),
        ("新闻出版广电局", "广播电视局", 2019, "split", ["2018-03-21"]),
        ("民政局", "退役军人事务局", 2019, "transfer", ["2018-03-17"]),
        ("乡村振兴局", "农业农村局", 2024, "merge", ["2023-03-10"]),
        ("乡村振兴局", "农业农村局", 2022, None, []),
        ("扶贫开发办公室", "农业农村局", 2024, "merge", ["2021-02-25", "2023-03-10"]),
        ("扶贫开发办公室", "乡村振兴局", 2022, "rename", ["2021-02-25"]),
        ("农业局", "扶贫开发办公室", 2024, None, []),  # one successor does not make them one
        ("工商行政管理局", "质量技术监督局", 2019, None, []),
        ("人力资源和社会保障局", "民政局", 2024, None, []),
        ("教育局", "教育体育局", 2024, "part", []),
        ("金融工作局", "地方金融监督管理局", 2022, "same", []),  # its plate until 2023
    ],
)
def test_what_became_of_an_office(
    old: str, new: str, year: int, kind: str | None, dates: list[str]
) -> None:
    one, other = department_key("西安市" + old), department_key("西安市" + new)
    found = related(one, other, year)
    assert found == related(other, one, year)
    assert (found.kind if found else None) == kind
    assert [step.date for step in found.steps] == dates if found else not dates
    assert found is None or all(step.source for step in found.steps)


def test_head_office_and_department_are_parts_of_one() -> None:
    whole, head = department_key("福州市民政局"), department_key("福州市民政局(本级)")
    found = related(whole, head, 2026)
    assert found is not None
    assert found.kind == "part"


def test_offices_of_two_places_or_of_none_are_not_related() -> None:
    assert related(department_key("福州市民政局"), department_key("烟台市民政局"), 2026) is None
    unplaced = department_key("朝阳区民政局")
    assert related(unplaced, unplaced, 2026) is None


def test_the_list_of_departments_is_sound() -> None:
    functions, plates, combined = (listed()[k] for k in ("functions", "plates", "combined"))
    names = [n for table in (functions, plates) for text in table.values() for n in text.split()]
    names += list(combined)
    assert len(names) == len(set(names)), "a name means one office"
    keys = [k for text in combined.values() for k in text.split()]
    keys += [k for one in listed()["reforms"] for k in f"{one['from']} {one['to']}".split()]
    assert {*keys, *plates} <= set(functions)


def test_every_listed_name_means_its_office() -> None:
    for key, text in listed()["functions"].items():
        found = {department_key("烟台市" + name).function for name in text.split()}
        assert found == {key}


def test_chains_of_reforms_run_forward_in_time() -> None:
    keys = [department_key("西安市" + text.split()[0]) for text in listed()["functions"].values()]
    chains = [found.steps for a, b in product(keys, keys) if (found := related(a, b, 2030))]
    assert any(len(steps) > 1 for steps in chains)
    for steps in chains:
        assert all(a.later == b.earlier and a.date <= b.date for a, b in pairwise(steps))
