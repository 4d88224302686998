"""Grades (定性值) and comparatives (同比、较上年): values that are words or lean on a base."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from normalizers.operators import BEFORE
from normalizers.patterns import of_values
from normalizers.quantities import Setting, read_quantity
from normalizers.value_model import Operator, Value

_LONGEST_GRADE = 10
_LONGEST_RELATIVE = 16
_BASE = (
    r"(?:(?:较|比|与|相比)?(?:上年度?|上一年度?|去年度?|往年|前一年度?|上期|以前年度)(?:末|底|同期|水平)?(?:相比)?"
    r"|(?:较|比|与)20\d\d年度?(?:末|底|同期|水平)?(?:相比)?|同比|环比|逐年|每年|年均|较上年|比上年)"
)
_UP = "(?:增长|提高|提升|上升|增加|上浮|增幅|上涨|扩大)"
_DOWN = "(?:下降|降低|减少|缩短|压减|下浮|压缩|下调|降幅)"
_MORE = r"(?:稳步|明显|有所|显著|持续|力争|再|平均|预计)?"
_CHANGE = of_values(
    rf"(?P<base>{_BASE})?{_MORE}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:率|幅度|了|为|达|达到)?"
    rf"(?P<rest>(?:{BEFORE.pattern})?\d.*)$"
)
_LEVEL = of_values(
    rf"(?P<sign>不低于|不少于|不高于|不超过|高于|低于|超过|优于)?(?P<base>{_BASE})(?P<tail>\D*)$"
)
_SIGNS: dict[str, Operator] = {
    "不低于": "ge",
    "不少于": "ge",
    "不高于": "le",
    "不超过": "le",
    "高于": "gt",
    "超过": "gt",
    "低于": "lt",
}
_MIRRORED: dict[Operator | None, Operator | None] = {
    "ge": "le", "le": "ge", "gt": "lt", "lt": "gt", "eq": "eq", None: None,
}  # fmt: skip


@cache
def _grades() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    import tomllib
    from pathlib import Path

    text = Path(__file__).with_name("data").joinpath("grades.toml").read_text(encoding="utf-8")
    data: dict[str, list[str]] = tomllib.loads(text)
    modifiers, cores, words = (
        "|".join(sorted(data[key], key=len, reverse=True))
        for key in ("modifiers", "cores", "words")
    )
    composed = re.compile(f"(?:{modifiers}){{0,2}}(?:{cores})|(?:{modifiers})(?:{words})")
    return frozenset(data["scales"]), frozenset(data["words"]), composed


def read_grade(text: str) -> Value | None:
    """A word of degree or state, or a printed scale; None for other words.

    >>> read_grade("效果明显").words, read_grade("定性有效").words, read_grade("应保尽保")
    ('效果明显', '有效', None)
    """
    scales, words, composed = _grades()
    if text in scales:
        return Value("grade", words=text, trace=("a scale, no point on it",))
    bare = text.removeprefix("定性").lstrip(":：") or text
    short = len(bare) <= _LONGEST_GRADE
    if bare in words or bare == "定性" or (short and composed.fullmatch(bare)):
        trace = ("a word",) if bare == text else ("a word", "定性 before it left aside")
        return Value("grade", words=bare, trace=trace)
    return None


def read_relative(text: str, row: Setting) -> Value | None:
    """A comparison: the signed change where a number is printed, else only that it is one.

    Its base is another period, which the cell does not give: no level is worked out.

    >>> v = read_relative("较上年下降3%以上", Setting()); v.operator, v.value, v.unit
    ('le', Decimal('-3'), '%')
    >>> read_relative("较上年有所提高", Setting()).value is None
    True
    """
    found = _CHANGE.match(text)
    if found:
        change = read_quantity(found["rest"], row._replace(column=None, named=None, growth=True))
        if change is None or change.value is None:
            return None
        base = f"base {found['base'] or 'not said'}"
        if found["up"]:
            return replace(change, kind="relative", trace=(*change.trace, base))
        return replace(
            change,
            kind="relative",
            value=-change.value,
            operator=_MIRRORED[change.operator],
            trace=(*change.trace, base, f"{found['down']} is a negative change"),
        )
    found = _LEVEL.match(text) if len(text) <= _LONGEST_RELATIVE else None
    if found is None or "或" in text or re.search(r"[,，;；、]", text):
        return None
    if not (
        found["sign"]
        or re.search(f"{_UP}|{_DOWN}|递增|递减|改善|持平|好转|加强|增强", found["tail"])
    ):
        return None
    if found["sign"] and found["tail"] not in ("", "水平", "平均水平"):
        return None
    return Value(
        "relative",
        _SIGNS.get(found["sign"] or ""),
        words=text,
        trace=(f"base {found['base']}", "no number"),
    )
