"""Places at the head of names and titles, and the list of divisions."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from normalizers.jurisdictions import inside, jurisdiction, jurisdiction_of, level_of


def rows() -> list[dict[str, str]]:
    table = files("normalizers").joinpath("data/jurisdictions.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


@pytest.mark.parametrize(
    ("text", "code", "level", "rest"),
    [
        ("江苏省财政厅", "320000", "province", "财政厅"),
        (
            "重庆市商务委员会2026年部门预算情况说明",
            "500000",
            "province",
            "商务委员会2026年部门预算情况说明",
        ),
        ("烟台市司法局", "370600", "prefecture", "司法局"),
        ("2026 年度泉州市人民政府办公室部门预算", "350500", "prefecture", "人民政府办公室部门预算"),
        ("中共江苏省委台湾工作办公室（机关）", "320000", "province", "委台湾工作办公室（机关）"),
        ("中国人民政治协商会议福州市委员会", "350100", "prefecture", "委员会"),
        ("青神县发展和改革局本级", "511425", "county", "发展和改革局本级"),
        ("南京市鼓楼区卫健局", "320106", "county", "卫健局"),
        ("福建省福州市鼓楼区卫健局", "350102", "county", "卫健局"),
        ("天津市河北区人民法院", "120105", "county", "人民法院"),
        ("吉林市财政局", "220200", "prefecture", "财政局"),
        ("吉林省吉林市财政局", "220200", "prefecture", "财政局"),
        ("朝阳市财政局", "211300", "prefecture", "财政局"),
        ("济南市中区财政局", "370103", "county", "财政局"),  # 济南 + 市中区
        ("济南市市中区财政局", "370103", "county", "财政局"),
        ("广西南宁市财政局", "450100", "prefecture", "财政局"),
        ("湘西州统计局", "433100", "prefecture", "统计局"),
        ("景东县财政局", "530823", "county", "财政局"),
        ("晋城市城区财政局", "140502", "county", "财政局"),
        ("公安县公安局", "421022", "county", "公安局"),
        ("国家信访局 2026 年度部门预算", "000000", "central", "信访局 2026 年度部门预算"),
        ("中共中央台湾工作办公室", "000000", "central", "台湾工作办公室"),
        ("国家税务总局烟台市税务局", "370600", "prefecture", "税务局"),
    ],
)
def test_the_place_a_name_begins_with(text: str, code: str, level: str, rest: str) -> None:
    found = jurisdiction_of(text)
    assert found.jurisdiction is not None
    assert (found.jurisdiction.code, found.jurisdiction.level) == (code, level)
    assert (found.rest, found.candidates) == (rest, ())


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("朝阳区财政局", ["110105", "220104"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("市中区财政局", ["370103", "370402", "511002", "511102"]),
        ("江北区教育局", ["330205", "500105"]),  # in Chongqing until 2025
        ("朝阳", ["110105", "211300", "211321", "220104"]),
        ("北京_医疗保障局_2026年部门预算", ["110000"]),
        ("西安_财政局", ["220403", "231005", "610100"]),
    ],
)
def test_a_name_of_several_places_gives_none_but_the_candidates(
    text: str, candidates: list[str]
) -> None:
    found = jurisdiction_of(text)
    assert found.jurisdiction is None
    assert sorted(place.code for place in found.candidates) == candidates


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "公安局",  # 公安县 is a county of Hubei
        "东区街道办事处",  # 东区 is a district of Panzhihua
        "安全生产专项资金",
        "2019年部门综合预算公开报表",
        "市级机关保留公务用车委托管理费项目绩效目标表",
        "提前下达2026年中央财政困难群众救助补助资金",
        "中央财政衔接推进乡村振兴补助资金",
        "国家级高新区建设",
        "苏台经济合作",
        "对口支援新疆维吾尔自治区办公室",
    ],
)
def test_no_place_is_named(text: str | None) -> None:
    found = jurisdiction_of(text)
    assert (found.jurisdiction, found.candidates) == (None, ())


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("朝阳区财政局", "110000", "110105"),
        ("朝阳区财政局", "220100", "220104"),
        ("鼓楼区财政局", "350000", "350102"),
        ("城区财政局", "140500", "140502"),
        ("东区财政局", "510400", "510402"),
        ("鼓楼区财政局", "110000", None),
        ("烟台市财政局", "110000", "370600"),  # what is printed wins
    ],
)
def test_the_context_tells_which_of_several(text: str, within: str, code: str | None) -> None:
    found = jurisdiction_of(text, within).jurisdiction
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("即墨市财政局", "370282"), ("襄樊市财政局", "420600"), ("莱芜市财政局", "371200")],
)
def test_places_that_are_gone_are_known_as_former(text: str, code: str) -> None:
    found = jurisdiction_of(text).jurisdiction
    assert found is not None
    assert (found.code, found.former) == (code, True)


def test_the_list_holds_every_division_in_force() -> None:
    levels = Counter(level_of(row["code"]) for row in rows() if not row["status"])
    assert levels == {"province": 34, "prefecture": 333, "county": 2843}


def test_codes_are_unique_and_lie_in_their_province() -> None:
    current = [row["code"] for row in rows() if not row["status"]]
    assert len(current) == len(set(current))
    assert {code[:2] + "0000" for code in current} <= set(current)


def test_every_name_borne_once_resolves_to_its_place() -> None:
    counted = Counter(row["name"] for row in rows())
    words_too = {"东区", "西区", "矿区"}  # names of no place when they stand alone
    shared = {"东乡县"}  # in Jiangxi until 2017; 东乡族自治县 is called so too
    wrong = [
        row
        for row in rows()
        if counted[row["name"]] == 1 and row["name"] not in words_too | shared
        if (place := jurisdiction_of(row["name"] + "财政局").jurisdiction) is None
        or place.code != row["code"]
    ]
    assert wrong == []


def test_divisions_by_code() -> None:
    place = jurisdiction("110105")
    assert place is not None
    assert (place.name, place.level) == ("朝阳区", "county")
    assert jurisdiction("371200") is None  # 莱芜市, until 2019
    assert inside("110105", "110000")
    assert not inside("110105", "220000")
