"""Targets written as numbered prose, without a table.

Some bodies publish ``一、产出指标 （一）数量指标 1.培训人数≥300人；2.…``. Headings are
known by their class words; an item is a name and the amount at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.codes import problem
from extractor.model import Form, Indicator, Page
from extractor.vocabulary import class_level
from extractor.writing import Records, Source
from normalizers.patterns import Lazy

_HEADING1 = Lazy(
    r"^\s*[一二三四五六七八九十]+\s*[、.．]\s*([^：:；;，,。\d]{2,12}?)\s*[：:。]?\s*$"
)
_HEADING2 = Lazy(
    r"^\s*[（(]\s*[一二三四五六七八九十]+\s*[)）]\s*([^：:；;，,。\d（(]{2,14}?)\s*(?:[：:。]\s*|(?=\d)|$)(.*)$"
)
_NUMBER = Lazy(r"^\s*[（(]?\d{1,2}[)）.．、]\s*")
_OPERATOR = r"(?:≥|≧|≤|≦|>=|<=|[>＞<＜=＝]|不少于|不低于|不超过|不高于|大于|小于|达到)"
_AMOUNT = Lazy(
    rf"^(?P<name>.*?[^\d.,，≥≧≤≦<>＜＞=＝])\s*[：:]?\s*"
    rf"(?P<value>(?:{_OPERATOR}\s*[\d,.]+|\d[\d,.]*)\s*(?:%|％|‰|[\u4e00-\u9fff/·]{{0,8}})(?:以上|以下|以内)?)$"
)
_WORDED = Lazy(r"^(?P<name>[^：:]{2,40})[：:]\s*(?P<value>[^：:]{1,20})$")


@dataclass(frozen=True, slots=True)
class ProseItem:
    """An indicator written as prose; ``target`` is None where none was told apart."""

    page: int | None
    level1: str
    level2: str
    name: str
    target: str | None


def speaks_in_prose(page: Page) -> bool:
    """Whether a page without tables has headings of target prose."""
    return not page.fragments and any(
        _heading(_HEADING1, line.text, "level1") for line in page.lines
    )


def _heading(pattern: Lazy, text: str, level: str) -> re.Match[str] | None:
    found = pattern.match(text)
    return found if found and level in class_level(found[1]) else None


def read_prose(pages: Iterable[Page]) -> list[ProseItem]:
    """The items under class headings, in order; [] where there is no level-2 heading."""
    items: list[ProseItem] = []
    level1 = level2 = ""
    page_of_text: int | None = None
    text = ""
    for number, line in ((page.number, line.text) for page in pages for line in page.lines):
        first = _heading(_HEADING1, line, "level1")
        second = _heading(_HEADING2, line, "level2")
        if first or second:
            items += _items(text, page_of_text, level1, level2)
            text, page_of_text = "", number
        if first:
            level1, level2 = first[1], ""
        elif second and level1:
            level2, text = second[1], second[2]
        elif level2 and re.match(r"^\s*[一二三四五六七八九十]+\s*[、.．]", line):
            items += _items(text, page_of_text, level1, level2)
            level1, level2, text = "", "", ""  # a heading of something else
        elif level2:
            text += line.strip()
    return [*items, *_items(text, page_of_text, level1, level2)]


def _items(text: str, page: int | None, level1: str, level2: str) -> Iterator[ProseItem]:
    if not level2:
        return
    for piece in re.split(r"[；;。]", text):
        name = _NUMBER.sub("", piece).strip()
        if not name:
            continue
        found = _WORDED.match(name) or _AMOUNT.match(name)
        if found:
            yield ProseItem(page, level1, level2, found["name"].strip(), found["value"].strip())
        else:
            yield ProseItem(page, level1, level2, name, None)


def prose_records(pages: Iterable[Page], source: Source) -> Records:
    """The form and indicators that prose makes; table 0 stands for no table.

    Prose has no cells: a record leads back to its page only, and is flagged so.
    An item whose amount could not be told apart is a problem.
    """
    records = Records()
    items = read_prose(pages)
    if not items:
        return records
    stem = f"{source.sha256[:12]}-0"
    shown = tuple(sorted({item.page for item in items if item.page is not None}))
    form = Form(f"{stem}-f1", source.document, source.sha256, 0, shown, layout="prose")
    records.forms.append(form)
    for row, item in enumerate(items, 1):
        if item.target is None:
            records.problems.append(problem("row.unread", item.name[:60], page=item.page))
            continue
        records.indicators.append(
            Indicator(
                id=f"{stem}-{row}-0",
                form=form.id,
                document=source.document,
                sha256=source.sha256,
                page=item.page,
                table=0,
                row=row,
                item=0,
                bbox=None,
                level1=item.level1,
                level2=item.level2,
                level3=item.name,
                target_text=item.target,
                flags=("row.prose",),
            )
        )
    return records
