"""The lines of text above a table: title, year, and labels with their values (单位名称：…)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractor.head import GOAL_FIELDS, Head
from extractor.model import Line
from extractor.money import money_unit
from extractor.patterns import of_tables
from extractor.vocabulary import fold, is_title, label_field, year_in

INLINE = of_tables(r"(?:^|\s)(\S{2,16}?)\s*[:：]\s*(.+?)(?=\s+\S{2,10}[:：]|$)")
CODED = of_tables(r"^\d{6}(\d{3})?\s*[\u4e00-\u9fff]{4,20}(?=\s|$)")  # 207101天津市河北区人民法院
_SECTION = of_tables(r"^[一二三四五六七八九十]{1,3}、\S{0,20}绩效目标\S{0,6}$")
_PROJECT = of_tables(r"项目\d{0,2}")  # 项目1：…, 项目2：… over tables of their own
_GOAL = of_tables(r"(\S{2,12})[:：]\s*(\S.*)")
_NUMBERED = of_tables(r"[(（]?[一二三四五六七八九十1-9]{1,2}[)）、.．]\S{1,20}$")
_BEHIND = of_tables(
    r"\s*[(（]?(?:公章|盖章|签章|章)[)）](?:\s.*)?$|\s{2,}(?:20\d\d\D.*|表\s*\d+.*|第.*页)$"
    r"|\s+20\d\d年\d{1,2}月.*$"
)
_PERIOD = of_tables(  # （2026年度）, 2026年1-6月, （2026年1月1日至2026年12月31日）
    r"[(（【\[]?(20\d\d)(?:年度?)?"
    r"(?:\d{1,2}(?:月\d{1,2}日)?[-—–~至到](?:\1年)?\d{1,2}月(?:\d{1,2}日)?)?[)）】\]]?"
)
_CHINESE_YEAR = of_tables("二[〇○零0]([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])年")
_YEAR_APART = of_tables(r"(?<!\S)[(（]?\s*20\d\d\s*年\s*度?\s*[)）]?(?!\S)")  # 2024年度  单位：元
_MONEY_UNIT = of_tables(r"(?:人民币|币种)?\S{0,4}[万亿]?元")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def read_above(above: Sequence[Line], head: Head) -> None:
    """Title, year and inline labels from the lines above a table."""
    for line in reversed(above):
        text = line.text.strip()
        apart = None if is_period(text) or is_title(text) else _YEAR_APART.search(text)
        if apart:  # the year, beside other words of its line
            head.year = head.year or year_in(apart[0])
            text = f"{text[: apart.start()]} {text[apart.end() :]}".strip()
        goal = _GOAL.fullmatch(text)
        name = label_field(goal[1]) if goal else None
        if goal and name in GOAL_FIELDS:
            head.take_beside(goal[1], name, goal[2])
            continue
        coded = CODED.match(text)
        if coded:
            head.take("department", coded[0])
        if is_period(text):
            head.take_period(text, year_of(text))
        elif (inlines := labelled(text)) or (INLINE.search(text) and not is_title(text)):
            for inline, name in inlines:
                head.take_beside(inline[1], name, _own_words(inline[2]))
        elif is_title(text) or _SECTION.match(text):
            head.title = head.title or text
            break
        elif len(text) > 30:
            break


def _own_words(value: str) -> str:
    """A value without what else stands in its line: a seal's place (公章), a date, 表10."""
    found = _BEHIND.search(value)
    return (value[: found.start()] if found else value).strip()


def goals_between(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The goals that stand as text below a heading of their own (三、年度绩效目标) between the
    tables of one form: the heading, and the lines below it."""
    found: list[tuple[str, list[Line]]] = []
    inside = False
    for line in lines:
        if _NUMBERED.match(line.text.strip()):
            inside = label_field(line.text) in GOAL_FIELDS
            found += [(line.text, [])] if inside else []
        elif inside:
            found[-1][1].append(line)
    return found


def without_goals(lines: Sequence[Line]) -> list[Line]:
    """Lines without the text of goals among them."""
    goals = {id(line) for _, below in goals_between(lines) for line in below}
    return [line for line in lines if id(line) not in goals]


def labelled(line: str) -> list[tuple[re.Match[str], str]]:
    """The labels with their values in a line (单位名称：…), and the fields they name; a bare
    单位 is the department, unless it is that of the money (单位：万元)."""
    found = []
    for inline in INLINE.finditer(line):
        name = label_field(inline[1])
        if _PROJECT.fullmatch(fold(inline[1])):
            name = "project"
        elif fold(inline[1]) == "单位" and not _MONEY_UNIT.fullmatch(_squeezed(inline[2])):
            name = "department"
        if name and name not in ("other", "funds", *GOAL_FIELDS):
            found.append((inline, name))
    return found


def holds_for_all(line: str) -> bool:
    """Whether a line above a table says nothing but what holds for every form in it: whose
    they are, and in what money (填报单位：…  金额单位：元)."""
    names = {name for _, name in labelled(line)}
    return bool(names or money_unit(line)) and names <= {"department", "department_code"}


def is_period(text: str) -> bool:
    """Whether a line is nothing but a year, or a part of one.

    >>> is_period("（ 2026 年度 ）"), is_period("二〇二六年度"), is_period("2026年项目")
    (True, True, False)
    """
    return _PERIOD.fullmatch(_squeezed(text)) is not None


def year_of(text: str) -> int | None:
    """The year that a text names, in digits or characters.

    >>> year_of("二〇二六年度")
    2026
    """
    return year_in(_squeezed(text))


def _squeezed(text: str) -> str:
    squeezed = "".join(unicodedata.normalize("NFKC", text).split())
    return _CHINESE_YEAR.sub(lambda year: f"20{(year[1] + year[2]).translate(_DIGITS)}年", squeezed)
