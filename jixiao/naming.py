"""What a document is called, from the texts found in it: its title, place and department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from extractor.lines_above import holds_for_all
from extractor.model import Form, Table
from extractor.titles import goes_on, scope_of, stage_of
from extractor.vocabulary import is_title

T = TypeVar("T")
MOST_TITLE_LINES = 6  # lines of the first page a title may take


def document_title(lines: list[str]) -> str | None:
    """The title on the first page (… 部门预算), over as many lines as it takes."""
    title = ""
    for line in lines[:MOST_TITLE_LINES]:
        text = _closed_up(line.strip())
        if re.fullmatch(r"附件.{0,3}|预算\d+表.*|表.{0,3}", text) or len(text) > 50:
            if title:
                break
            continue
        title += text
        said = re.sub(r"[(（][^()（）]*[)）]$", "", title)
        if re.search(r"(预算|决算|公开|说明|报表|报告|绩效.*表|目标表|自评表|汇编)$", said):
            return title
    return None


def _closed_up(text: str) -> str:
    """A line without the spaces that stand between all its characters (部 门 预 算)."""
    words = text.split()
    spaced = len(words) > 3 and sum(len(word) for word in words) <= 2 * len(words)
    return "".join(words) if spaced else text


def stage_in_heading(heading: str | None) -> str | None:
    """The stage that a document's title gives to its forms without a title.

    >>> stage_in_heading("2024年度项目绩效自评表汇编")
    '自评'
    >>> stage_in_heading("2024年度预算调整说明") is None
    True
    """
    if heading is None or is_title(heading) or "绩效" not in heading:
        return None  # the title of one form says nothing of others
    return None if "评价" in heading and "自评" not in heading else stage_of(heading, False)


def under_one_title(forms: Sequence[Form], table: Table, following: list[Form]) -> list[Form]:
    """The forms of the table after ``forms``: where it stands right below or on top of the next
    page, with nothing printed between, the title above goes on."""
    if not forms or table.above or forms[-1].table != table.number - 1:
        return following
    above, title = forms[-1], forms[-1].title
    if above.pages and table.pages and table.pages[0] - above.pages[-1] > 1:
        return following
    return [
        replace(
            form,
            title=title,
            scope=scope_of(title, form.project_text, form.functions),
            stage=stage_of(title, form.stage == "自评"),
        )
        if form.title is None and goes_on(title, above.project_text, form.project_text)
        else form
        for form in following
    ]


def under_same_lines(last: Table | None, table: Table) -> Table:
    """A table right below ``last``, with nothing printed between, under the lines above that
    which hold for every form (填报单位：…  金额单位：元)."""
    if last is None or table.above or not last.above:
        return table
    if last.pages and table.pages and table.pages[0] - last.pages[-1] > 1:
        return table
    return replace(table, above=tuple(line for line in last.above if holds_for_all(line.text)))


def most_common(values: list[T | None]) -> T | None:
    """The value that most have, the first of several; None where none is known."""
    known = [value for value in values if value is not None]
    return max(known, key=known.count) if known else None


def flags_of(*many: Iterable[str]) -> tuple[str, ...]:
    """Flags put together, each once."""
    return tuple(dict.fromkeys(flag for flags in many for flag in flags))
