"""Which department a printed name means: its place, and what it is there for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.jurisdictions import Jurisdiction, districts_at, jurisdiction, jurisdiction_of
from normalizers.patterns import Lazy
from normalizers.printed_names import split_code

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class DepartmentKey:
    """Which department a name means, the same for all names of one office.

    ``jurisdiction`` is the code of GB/T 2260, None where no place is certain.
    ``function`` is a key of ``data/departments.toml``, several joined with + for an
    office that unites them; for an office not listed there, ``known`` is false and
    it is the name without its place. ``own`` tells that the head office alone is
    meant (本级, 机关), whose money is part of the whole department's. ``plates`` are
    the other names (牌子) printed with it, ``trace`` the steps taken; neither counts
    when two keys are compared. Two plates of one office (两块牌子) give one key.
    """

    jurisdiction: str | None
    function: str
    own: bool = False
    known: bool = field(default=True, compare=False)
    plates: tuple[str, ...] = field(default=(), compare=False)
    trace: tuple[str, ...] = field(default=(), compare=False)


_OWN = Lazy(
    r"\((?:[局厅委部办院]?机关|本级|机关本级|本级机关)\)|(?<![省市州盟县区旗])本级$"
    r"|(?<=[局厅委部会室院办联协署])[局厅委部办院]?机关$"
)
_ASIDE = Lazy(r"\((?:含[^()]*|汇总|部门|不含[^()]*)\)")
_PLATE = Lazy(r"(?:对外)?(?:加?挂)?(.+?[局厅委会室办院部])(?:的?牌子)?$")
_ORGANISATIONS = {
    "中国人民政治协商会议": "政协",
    "政协": "政协",
    "中国共产主义青年团": "共青团",
    "共青团": "共青团",
}
_PARTY = ("中国共产党", "中共", "")
_NOT_ORGANISATION = Lazy(r"20\d\d(?:年度?)?|附件\d*[:.、]?|[《“\"(\[【]")


def department_key(name: str, within: str | None = None) -> DepartmentKey:
    """The department that a printed name means.

    ``within`` is the code of the jurisdiction known otherwise, for names such as
    市商务局 that leave it out.

    >>> key = department_key("[225]烟台市司法局（本级）")
    >>> key.jurisdiction, key.function, key.own
    ('370600', 'justice', True)
    >>> department_key("中国共产党烟台市委员会宣传部") == department_key("中共烟台市委宣传部")
    True
    >>> department_key("江苏省委台办") == department_key("江苏省人民政府台湾事务办公室")
    True
    """
    trace: list[str] = []
    words, code = split_code(name)
    words = "".join(unicodedata.normalize("NFKC", words or "").split())
    if code:
        trace.append(f"code {code} cut off")
    plain = _ASIDE.sub("", words)
    whole = _OWN.sub("", plain)
    own = whole != plain
    if own:
        trace.append("本级/机关: the head office alone")
    whole, plates = _split_plates(whole)
    place, function, known = _resolve(whole, within, trace)
    return DepartmentKey(place.code if place else None, function, own, known, plates, tuple(trace))


def _split_plates(name: str) -> tuple[str, tuple[str, ...]]:
    """A name and the plates (两块牌子) printed with it, in brackets or after a comma.

    >>> _split_plates("烟台市委宣传部(挂烟台市新闻出版局牌子)")
    ('烟台市委宣传部', ('烟台市新闻出版局',))
    """
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)", name)
    if found:
        first, others = found[1], re.split(r"[、,，/]", found[2])
    else:
        first, *others = re.split(r"[、,/]", name)
    plates = [_PLATE.fullmatch(other) for other in others]
    if not others or not _PLATE.fullmatch(first) or None in plates:
        return name, ()
    return first, tuple(plate[1] for plate in plates if plate)


def _resolve(
    name: str, within: str | None, trace: list[str]
) -> tuple[Jurisdiction | None, str, bool]:
    """Place, function, and whether the function is one of the list."""
    found = jurisdiction_of(name, within)
    place = found.jurisdiction
    if found.candidates:
        codes = ", ".join(one.code for one in found.candidates)
        trace.append(f"the place is one of {codes}: none taken")
    organisation = _NOT_ORGANISATION.sub("", found.lead)
    organisation = _ORGANISATIONS.get(organisation, organisation)
    rest = found.rest if organisation in _PARTY else organisation + found.rest
    if place is None and not found.candidates and within is not None:
        place, rest = _in_context(rest, within)
        trace.append("place from the context")
    if place is not None:
        trace.append(f"place {place.name} ({place.code})")
    words = _listed_name(rest)
    if words:
        trace.append(f"{words} is {_functions()[words]}")
        return place, _functions()[words], True
    if place is not None and place.level in ("province", "prefecture"):
        offices = [(d, name) for d, name in districts_at(rest, place.code) if name in _functions()]
        if len(offices) == 1:
            district, words = offices[0]
            trace.append(f"its office in {district.name} ({district.code})")
            return district, _functions()[words], True
    trace.append("not a listed department: the name itself is the key")
    return place, re.sub(r"^(?:委员会|委|人民政府)(?=..)", "", rest), False


def _listed_name(rest: str) -> str | None:
    """The listed name of an office, without the committee or government it belongs to.

    >>> _listed_name("委员会宣传部"), _listed_name("政府统计局"), _listed_name("采购中心")
    ('宣传部', '统计局', None)
    """
    bare = re.sub(r"^(?:委员会|委|人民政府|政府)(?=..)", "", rest)
    return next((words for words in (rest, bare) if words in _functions()), None)


def _in_context(rest: str, within: str) -> tuple[Jurisdiction | None, str]:
    """The place of a name that prints its level alone (市商务局, 省财政厅), and the rest.

    >>> place, rest = _in_context("省财政厅", "370600")
    >>> place.name, rest
    ('山东省', '财政厅')
    """
    if _listed_name(rest) or rest[:1] not in tuple("省市州盟县区旗") or not _listed_name(rest[1:]):
        return jurisdiction(within), rest
    around = (within, within[:4] + "00", within[:2] + "0000")
    places = (jurisdiction(code) for code in around)
    named = (place for place in places if place and place.name.endswith(rest[0]))
    return next(named, None), rest[1:]


@cache
def listed() -> dict[str, Any]:
    """The tables of ``data/departments.toml``."""
    text = _DATA.joinpath("departments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _functions() -> dict[str, str]:
    """Every listed name with its key."""
    table = {
        name: key
        for part in ("functions", "plates")
        for key, names in listed()[part].items()
        for name in names.split()
    }
    joined = {name: "+".join(sorted(k.split())) for name, k in listed()["combined"].items()}
    return table | joined
