"""The words tables are understood by, and how a printed label is matched to them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_BRACKETS = re.compile(r"\([\d.~–-]+\)分|\([^()]*\)|\[[^\[\]]*\]")
_YEAR = re.compile(r"20\d\d年?度?")
_NUMBERING = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,2}[)、.．:]")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z\d\s,.&'%/-]*[a-z]{3}[^\u4e00-\u9fff]*")
LONGEST_HEADER = 12  # characters: a header word known by its ending is no longer
LONGEST_LABEL = 40  # characters: anything longer is no label
LONGEST_BILINGUAL = 120  # characters, with the English beside the Chinese
_AMOUNT = re.compile(r"\d+分?$")  # printed into a label: 资金金额1620.98（万元）, 预算执行10分
_PUNCTUATION = re.compile(r"[-–—~.、,，。;；]+")
_NOISE = re.compile(r"[\s★☆*:_]+")


@cache
def phrases() -> dict[str, dict[str, Any]]:
    """The phrase file, as loaded."""
    text = Path(__file__).with_name("data").joinpath("phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A printed label as it is compared: see the head of ``phrases.toml``.

    >>> fold("分值权重（90分）")
    '分值权重'
    >>> fold("★ 三级 指标：")
    '三级指标'
    """
    folded = _NOISE.sub("", without_english(unicodedata.normalize("NFKC", text)))
    folded = _NUMBERING.sub("", folded)
    bare = _BRACKETS.sub("", folded)
    bare = bare.split("(", 1)[0] if bare.count("(") > bare.count(")") else bare
    bare = _PUNCTUATION.sub("", bare)
    return _YEAR.sub("", bare) or bare or folded


def without_english(text: str) -> str:
    """A label that is printed in Chinese and in English without the English words.

    >>> without_english("三级指标 Level-3 Indicator"), without_english("PM2.5指标")
    ('三级指标 ', 'PM2.5指标')
    """
    if len(text) > LONGEST_BILINGUAL or not _ENGLISH.search(text):
        return text
    bare = _ENGLISH.sub("", text)
    return bare if bare.strip() else text


def is_long(text: str) -> bool:
    """Whether a text is too long for a label or a header."""
    return len(text) > LONGEST_LABEL and len(without_english(text)) > LONGEST_LABEL


@cache
def _table(section: str) -> dict[str, str]:
    """Folded phrase → the name it stands under, for one section."""
    found: dict[str, str] = {}
    for name, words in phrases()[section].items():
        for word in words:
            found.setdefault(fold(word), name)
    return found


@lru_cache(maxsize=8192)
def column_role(text: str) -> str | None:
    """The field a column header names; None if it is not a header word.

    A word that is not listed is known by its ending (绩效目标值 → target), unless it is
    a label of another kind.
    """
    if is_long(text):
        return None
    folded = fold(text)
    role = _table("column").get(folded)
    if role is None and folded not in _table("label") and folded not in _table("closing"):
        role = _by_ending("column_ending", folded)
    return role


@lru_cache(maxsize=8192)
def _by_ending(section: str, folded: str) -> str | None:
    if len(folded) <= LONGEST_HEADER:
        for name, endings in phrases()[section].items():
            if folded.endswith(tuple(endings)):
                return str(name)
    return None


def note_rank(text: str) -> int:
    """How early a note header stands in its list of phrases; lower is preferred."""
    notes = [fold(word) for word in phrases()["column"]["note"]]
    folded = fold(text)
    return notes.index(folded) if folded in notes else len(notes)


@lru_cache(maxsize=8192)
def label_field(text: str) -> str | None:
    """The form's field a label of the head block names."""
    if is_long(text):
        return None
    labels, folded = _table("label"), fold(text)
    return (
        labels.get(folded)
        or labels.get(_AMOUNT.sub("", folded))
        or _by_ending("label_ending", folded)
    )


def money_role(text: str) -> str | None:
    """What a header word inside a funds block says about its column."""
    folded = fold(text)
    return _table("money").get(folded) or _by_ending("money_ending", folded)


def horizon_of(text: str) -> str | None:
    """``mid_term`` or ``annual`` where a header word says so."""
    return _table("horizon").get(fold(text))


def part_of(text: str) -> str | None:
    """Which part of a value a word below its header names: ``half_year``, ``whole`` (the
    year's, or what is in force) or ``before``; None for any other word."""
    return _table("part").get(fold(text))


def is_part_year(text: str) -> bool:
    """Whether a header word names some months of the year, as monitoring forms do (绩效监控).

    >>> is_part_year("1-7月执行情况"), is_part_year("1—12月完成值")
    (True, False)
    """
    found = re.search(r"\d{1,2}\s*[-—–~～至到]\s*(\d{1,2})\s*月", text)
    return bool(found and found[1] != "12") or "上半年" in text


def year_in(text: str) -> int | None:
    """The year a header word names (2026年指标值 → 2026)."""
    found = re.search(r"20\d\d", unicodedata.normalize("NFKC", text))
    return int(found.group()) if found else None


def is_closing(text: str) -> bool:
    """Whether a label ends or interrupts the indicators (备注, 合计, 总分 …)."""
    return fold(text) in _table("closing")


def is_remark(text: str) -> bool:
    """Whether a text is a note of the form, or who filled it in, and no part of a record.

    >>> is_remark("注：①含线上培训人次"), is_remark("填表说明：一式两份"), is_remark("注册：3家")
    (True, True, False)
    """
    word, colon, said = text.lstrip("*＊※（( ").replace("：", ":").partition(":")
    kind = _table("closing").get(fold(word.strip("0123456789"))) if colon and said else None
    return kind == "remarks"


def is_outer(text: str) -> bool:
    """Whether a label spans all indicators and is no level (绩效指标 …)."""
    return fold(text) in _table("outer")


@lru_cache(maxsize=8192)
def class_level(text: str) -> frozenset[str]:
    """The levels at which a text is a known class word (成本指标 is both)."""
    folded = fold(text)
    return frozenset(name for name, words in _classes().items() if folded in words)


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(fold, words)) for name, words in phrases()["class"].items()}


def is_title(text: str) -> bool:
    """Whether a line of text is a table's title (… 绩效目标表)."""
    squeezed = re.sub(r"\s", "", text)
    if len(squeezed) > 60 or not re.search(r"表([(（].*[)）])?$", squeezed):
        return False
    return bool(re.search(r"绩效|目标|自评|监控|申报|批复|预算|支出|收入|情况", squeezed))


def has_title_word(text: str, kind: str) -> bool:
    """Whether a title holds one of the words of ``[title]``."""
    return any(word in text for word in phrases()["title"][kind])


def has_indicator_words(text: str) -> bool:
    """Whether a table's text speaks of indicators, so that it must be claimed."""
    squeezed = re.sub(r"\s", "", text)
    return bool(
        re.search(
            r"[一二三]级(绩效)?指标|(年度|绩效|全年)指标值|指标性质|(产出|效益|数量|质量|满意度)指标",
            squeezed,
        )
    )
