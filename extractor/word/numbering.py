"""Automatic numbers of paragraphs: printed, but not typed (ECMA-376-1, 17.9).

A paragraph names a list (w:numPr) and a level in it, itself or by its style; the part
numbering.xml says how the level is counted and written. The numbers are told in one
pass over the body in document order, since one list may go on through text, cells
and text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.word import tags
from extractor.word.counting import written
from extractor.word.styles import Styles, integer, is_hidden, list_place, value_of
from extractor.word.symbols import drawn_in, in_unicode
from extractor.word.tags import Element

LEVELS = 9
LONGEST = 100  # characters of a level's text; what is longer is no number
_SUFFIXES = {"space": " ", "nothing": ""}  # else a tab, told as typed tabs are

Labels = dict[Element, str]


class Level(NamedTuple):
    """How one level of a list is counted and written."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # levels less than this begin it anew; None: all before it
    suffix: str = " "
    legal: bool = False  # all numbers in it are written in digits
    style: str = ""  # paragraphs of this style are on this level


@dataclass(slots=True)
class _List:
    """A w:num: its levels, and the list (w:abstractNum) whose count it shares."""

    count: str
    levels: dict[int, Level]
    begins: dict[int, int] = field(default_factory=dict)  # numbers it sets when first used


def paragraph_labels(body: Element, numbering: Element, styles: Styles) -> Labels:
    """The automatic number of every paragraph that has one, with the space after it."""
    return dict(_Counter(numbering, styles).labels(body))


class _Counter:
    def __init__(self, numbering: Element, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {
            node.get(tags.ABSTRACT_NUM_ID, ""): node
            for node in numbering.iterchildren(tags.ABSTRACT_NUM)
        }
        self._nums = {node.get(tags.NUM_ID, ""): node for node in numbering.iterchildren(tags.NUM)}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._chosen: dict[Element, Element] = {}
        self._by_style: dict[str, tuple[str, int]] = {}

    def labels(self, body: Element) -> Iterator[tuple[Element, str]]:
        for paragraph in body.iter(tags.P):
            properties = paragraph.find(tags.P_PR)
            number, level = self._place(properties)
            if not number or number == "0":
                continue
            found = self._list(number)
            if found is None or not self._is_printed(paragraph):
                continue
            label = self._next(number, found, level)
            if label and not _hides_number(properties):
                yield paragraph, label

    def _is_printed(self, paragraph: Element) -> bool:
        """Whether a paragraph is not in a branch that only says again what another says."""
        for branch in paragraph.iterancestors(tags.CHOICE, tags.FALLBACK):
            alternate = branch.getparent()
            if alternate not in self._chosen:
                self._chosen[alternate] = tags.chosen_branch(alternate)
            if self._chosen[alternate] is not branch:
                return False
        return True

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else by its style."""
        style = self._styles.default
        number = level = None
        if properties is not None:
            number, level = list_place(properties)
            style = value_of(properties, tags.P_STYLE) or style
        if number is None:
            number, by_style = self._place_by_style(style)
            level = by_style if level is None else level
        return number, level or 0

    def _place_by_style(self, style: str) -> tuple[str, int]:
        if style not in self._by_style:
            self._by_style[style] = self._find_by_style(style)
        return self._by_style[style]

    def _find_by_style(self, style: str) -> tuple[str, int]:
        for name in self._styles.chain(style):
            number, level = self._styles.numbers.get(name, (None, None))
            if number is not None:
                found = self._list(number)
                levels = found.levels if found is not None else {}
                named = [i for i, known in levels.items() if known.style == name]
                return number, named[0] if named else level or 0
        return "", 0

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> _List | None:
        num = self._nums.get(number)
        if num is None:
            return None
        count = value_of(num, tags.ABSTRACT_NUM_REF)
        abstract = self._abstract.get(count)
        link = value_of(abstract, tags.NUM_STYLE_LINK) if abstract is not None else ""
        if link:  # the levels are those of the list that a style of lists names
            linked = self._nums.get(self._styles.numbers.get(link, (None, None))[0] or "")
            count = value_of(linked, tags.ABSTRACT_NUM_REF) if linked is not None else ""
            abstract = self._abstract.get(count)
        if abstract is None:
            return None
        found = _List(count, dict(_levels(abstract)))
        for override in num.iterchildren(tags.LVL_OVERRIDE):
            found.levels.update(_levels(override))
            level = integer(override.get(tags.ILVL), -1)
            for start in override.iterchildren(tags.START_OVERRIDE):
                found.begins[level] = integer(start.get(tags.VAL), 0)
        return found

    def _next(self, number: str, found: _List, level: int) -> str:
        """Count one further, and write it."""
        if level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.count, [None] * LEVELS)
        for set_level, start in found.begins.items():
            if 0 <= set_level < LEVELS:
                counts[set_level] = start - 1
        found.begins = {}
        for higher in range(level):  # one that none stood on is begun by what stands below it
            if counts[higher] is None and higher in found.levels:
                counts[higher] = found.levels[higher].start
        last = counts[level]
        counts[level] = found.levels[level].start if last is None else last + 1
        for deeper in range(level + 1, LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return _label(found.levels, level, counts)


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    """The levels that a w:abstractNum or a w:lvlOverride describes."""
    for node in parent.iterchildren(tags.LVL):
        number = integer(node.get(tags.ILVL), -1)
        text = value_of(node, tags.LVL_TEXT)
        if not 0 <= number < LEVELS or len(text) > LONGEST:
            continue
        properties = node.find(tags.R_PR)
        if properties is not None:
            if is_hidden(properties):
                text = ""
            for fonts in properties.iterchildren(tags.R_FONTS):
                for attribute in tags.FONT_ATTRIBUTES:
                    text = in_unicode(text, fonts.get(attribute, ""))
                if len(text) == 1:  # a bullet, typed as a letter
                    text = drawn_in(text, fonts.get(tags.FONT_ATTRIBUTES[0], ""))
        restart = value_of(node, tags.LVL_RESTART)
        yield (
            number,
            Level(
                integer(value_of(node, tags.START), 0),
                value_of(node, tags.NUM_FMT) or "decimal",
                text,
                integer(restart, 0) if restart else None,
                _SUFFIXES.get(value_of(node, tags.SUFF), " "),
                any(map(tags.is_on, node.iterchildren(tags.IS_LGL))),
                value_of(node, tags.P_STYLE),
            ),
        )


def _label(levels: dict[int, Level], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    text = own.text
    if own.form == "none" or not text:
        return ""
    if own.form != "bullet":
        for number in range(LEVELS):
            mark = f"%{number + 1}"
            if mark in text:
                counted = levels.get(number, Level())
                form = "decimal" if own.legal else counted.form
                text = text.replace(mark, written(counts[number] or 0, form))
    return text + own.suffix if text.strip() else ""


def _hides_number(properties: Element | None) -> bool:
    """Whether the mark of a paragraph, and with it the number, is hidden."""
    return properties is not None and bool(is_hidden(properties.find(tags.R_PR)))
