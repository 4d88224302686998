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
_UNIT_AND_PROJECT = re.compile(r"单位\S{0,3}[(（/、]\s*(?:项目|专项)\S{0,4}[)）]?")  # in one column
GRADES = ("优", "良", "中", "差")  # columns that say what each grade takes; no target
_ANNEX = re.compile(r"^(?:附件|附表|表)[\d一二三四五六七八九十]*(?:[-—]\d+)?[:：、.]?(?=.)")
_AFTER_TITLE = re.compile(r"(?:\(?(?:金额)?单位:.*|[:：])$")
_TABLE_LESS = re.compile(  # a title that leaves 表 away
    r"(?:.{0,24}20\d\d年度?)?.{0,20}(?:部门|单位|项目|政策|整体)(?:\(单位\)|支出)*"
    r"(?:整体)?(?:支出)?绩效(?:目标(?:申报|批复)?|自评|监控)(?:情况)?(?:\(.*\))?"
)
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
    if len(text) <= LONGEST_HEADER + 4 and _UNIT_AND_PROJECT.search(text):
        return "project_code" if "码" in text else "project"
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
    if folded not in labels and folded.startswith(tuple(phrases()["money_item"]["other_year"])):
        return "other"
    return (
        labels.get(folded)
        or labels.get(_AMOUNT.sub("", folded))
        or _by_ending("label_ending", folded)
    )


def money_role(text: str) -> str | None:
    """What a header word inside a funds block says about its column."""
    folded = fold(text)
    if folded.startswith(tuple(phrases()["money_item"]["other_year"])):
        return "ignore" if _by_ending("money_ending", folded) in ("full_year", "executed") else None
    return _table("money").get(folded) or _by_ending("money_ending", folded)


def horizon_of(text: str) -> str | None:
    """``mid_term`` or ``annual`` where a header word says so."""
    return _table("horizon").get(fold(text))


def part_of(text: str) -> str | None:
    """Which part of a value a word below its header names: ``half_year``, ``whole`` (the
    year's, or what is in force), ``before``, or ``either`` (定量, 定性: of which a row has
    one); None for any other word."""
    return _table("part").get(fold(text))


def is_part_year(text: str) -> bool:
    """Whether a header word names some months of the year, as monitoring forms do (绩效监控).

    >>> is_part_year("1-7月执行情况"), is_part_year("1—12月完成值"), is_part_year("8月底完成值")
    (True, False, True)
    """
    found = re.search(r"(?:\d{1,2}\s*[-—–~～至到]|截[至止]\D{0,8})\s*(\d{1,2})\s*月", text)
    found = found or re.search(r"(?<!\d)(\d{1,2})\s*月[底末]", text)
    words = ("上半年", "监控期", "监控时点", "监控日")
    return bool(found and found[1] != "12") or any(word in text for word in words)


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
    """Whether a line of text is a table's title (… 绩效目标表, 附件2：… 绩效目标).

    >>> is_title("附表3：2025年项目绩效目标表  单位：万元"), is_title("2025年部门绩效目标")
    (True, True)
    >>> is_title("一是完成年度绩效目标"), is_title("详见附表")
    (False, False)
    """
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    squeezed = _AFTER_TITLE.sub("", without_annex(squeezed))
    if len(squeezed) > 60:
        return False
    if re.search(r"表(\(.*\)|[-—]\S+)?$", squeezed):
        return bool(re.search(r"绩效|目标|自评|监控|申报|批复|预算|支出|收入|情况", squeezed))
    return bool(_TABLE_LESS.fullmatch(squeezed)) and label_field(text) is None


def without_annex(title: str) -> str:
    """A title without the number of its annex or table (附件2：, 表1).

    >>> without_annex("附件2：项目绩效目标表"), without_annex("表1 山塘整治项目绩效目标表")
    ('项目绩效目标表', '山塘整治项目绩效目标表')
    """
    return _ANNEX.sub("", title.strip()).lstrip()


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
