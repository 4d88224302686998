"""An indicator's name without its dress, each step told and none lost.

Published names (三级指标) carry numbering, stars, quotes, units and formulas in brackets,
remains of the template and characters of other widths or of the traditional script.
Cleaning takes these off for comparison only; the printed name is kept beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_IN_GB2312 = frozenset("後徵於夥麽")  # traditional, though GB 2312 has them
_UNIT = (
    r"(?:[%‰]|百分比|个?百分点|万?亿?元|万?人次?|人天|天次?|户次?|家次?|个|项|件|次|场次?|期|批次?|条|篇|份|册|本|"
    r"台|套|辆|座|门|亩|万?平方米|公里|千米|米|吨|千克|公斤|万?千瓦时|个?小时|分钟?|个?月|日|年|个?工作日|等级|万)"
)
_UNITS = rf"(?:单位:)?{_UNIT}(?:/{_UNIT})*"
_STUB = r"[≥≤=<>≧≦]*(?:[*＊]+|[xX×]+|[_＿]+)"
_NUMBERING = (
    r"^(?:指标[\d一二三四五六七八九十]*[:.、]|指标\d{1,2}(?=[\u4e00-\u9fff])|[(\[【][\d一二三四五六七八九十]{1,3}[)\]】][:.、]?|"
    r"\d{1,3}[.、:)](?!\d)|\d{1,2}-(?!\d)|[一二三四五六七八九十]{1,3}[、.])"
)
_CIRCLED = r"^\s*[①-⑳⑴-⒇㈠-㈩]"  # before width makes plain digits of them
_STAR = r"^[★☆*※▲△●◆]+|[★☆*※▲△]+$"
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'`´「」『』"))
_BRACKET = (
    r"[\[【(](?:计算(?:方法|公式)|公式)为?[:=].*$|"  # to the end, whatever closes it
    rf"\((?:计算(?:方法|公式)|公式|即|指标解释|口径|涵盖|包括)[^()]*(?:\([^()]*\)[^()]*)*\)$|\([^()]*[÷×=][^()]*\)$|"
    r"\([^()/]{4,}/[^()/]{3,}\)$|\(\([^()]*\)/[^()]*\)$|=[^=]*[÷/×][^=]*$|"  # formulas
    r"\(\d{1,2}月(?:(?:\d{1,2}日|底)?前|\d{1,2}日|底)\)$|(?<=时间)\(\d{1,2}月\)$|"  # a deadline
    rf"\({_UNITS}\)$|\({_STUB}[^()]*\)$|\((?:\d+字以内|可选项?|选填|必填|如有|示例)\)$|\(\d+(?:\.\d+)?分\)$|\([≥≤=<>≧≦]*(?:\d+(?:\.\d+)?)?%?\)$|\([≥≤=<>≧≦]+(?:\d+(?:\.\d+)?)?{_UNIT}\)$"
)
_REMAINS = (
    rf"(?:{_STUB}{_UNIT}?|[≥≤=<>≧≦]+\d*(?:\.\d+)?{_UNIT}?|[≥≤=<>≧≦]+预算(?:金额|总额|数)?|"
    r"\d+(?:\.\d+)?%)$"
)
_EDGES = "。；;：:，,、.·-—_ "


@dataclass(frozen=True, slots=True)
class Step:
    """One step of cleaning: which rule, the text before and after it."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned name; the printed one is ``printed``, and ``steps`` lead from it."""

    printed: str
    text: str
    steps: tuple[Step, ...]


def clean(printed: str) -> Cleaned:
    """A name as it is compared, with the steps that led there.

    >>> clean("指标3：“三公”经费控制率（%）").text
    '三公经费控制率'
    >>> [step.rule for step in clean("★結餘率(计算方法为:结余数/预算数)").steps]
    ['simplified', 'star', 'bracket']
    >>> clean("培训（参会）人次").text
    '培训(参会)人次'
    """
    if is_plain(printed):
        return Cleaned(printed, printed, ())
    steps: list[Step] = []
    text = printed
    for rule, change in _rules():
        after = change(text)
        if after != text:
            steps.append(Step(rule, text, after))
            text = after
    return Cleaned(printed, text, tuple(steps))


def is_plain(text: str) -> bool:
    """Whether a text is simplified Chinese characters and nothing else."""
    return _PLAIN.fullmatch(text) is not None and is_simplified(text)


def is_simplified(text: str) -> bool:
    """Whether all Chinese characters of a text are of GB 2312, the simplified set.

    >>> is_simplified("预算执行率"), is_simplified("預算執行率")
    (True, False)
    """
    if not _IN_GB2312.isdisjoint(text):
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return all(_encodable(run) for run in _IDEOGRAPHS.findall(text))
    return True


def _encodable(text: str) -> bool:
    return len(text.encode("gb2312", "ignore")) == 2 * len(text)


def simplify(text: str) -> str:
    """Traditional characters (繁体字) as simplified ones; loads OpenCC only for them.

    >>> simplify("資產管理制度健全性")
    '资产管理制度健全性'
    """
    return text if is_simplified(text) else str(_converter()(text))


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # type: ignore[import-untyped]

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("﹪", "%")


def _spaces(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def _without_edges(text: str) -> str:
    return text.strip(_EDGES)


def _over_and_over(expression: str) -> Callable[[str], str]:
    """Takes off what an expression finds at an edge, while something is left."""
    pattern = re.compile(expression)

    def change(text: str) -> str:
        while True:
            after = pattern.sub("", text, count=1)
            if after == text or not after:
                return text
            text = after

    return change


def _quotes(text: str) -> str:
    return text.translate(_QUOTES)


@cache
def _rules() -> tuple[tuple[str, Callable[[str], str]], ...]:
    """The steps in order; their patterns are made when the first name needs them."""
    star = _over_and_over(_STAR)
    return (
        ("numbering", _over_and_over(_CIRCLED)),
        ("width", _width),
        ("simplified", simplify),
        ("spaces", _spaces),
        ("star", star),
        ("numbering", _over_and_over(_NUMBERING)),
        ("star", star),
        ("quotes", _quotes),
        ("edges", _without_edges),
        ("bracket", _over_and_over(_BRACKET)),
        ("remains", _over_and_over(_REMAINS)),
        ("edges", _without_edges),
    )
