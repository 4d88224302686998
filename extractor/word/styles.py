"""What the styles of a Word file say that changes the text printed: lists, hidden text …"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.word import tags
from extractor.word.tags import Element


class Styles(NamedTuple):
    """Of each style the list and level it names, and the style it rests on.

    ``default`` is that of paragraphs that name none; text in ``hidden`` is not shown,
    that in ``struck`` is crossed out, and that in ``shaded`` may stand on a color.
    """

    default: str
    numbers: dict[str, tuple[str | None, int | None]]
    based_on: dict[str, str]
    hidden: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()

    def chain(self, style: str) -> Iterator[str]:
        """The style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.based_on.get(style, "")


def read_styles(root: Element | None) -> Styles:
    """The styles of a w:styles; none where there is no such part."""
    found = Styles("", {}, {})
    vanish: dict[str, bool] = {}
    strike: dict[str, bool] = {}
    shades: dict[str, bool] = {}
    for style in root.iterchildren(tags.STYLE) if root is not None else ():
        name = style.get(tags.STYLE_ID, "")
        if style.get(tags.TYPE) == "paragraph" and style.get(tags.DEFAULT) in ("1", "true", "on"):
            found = found._replace(default=name)
        found.based_on[name] = value_of(style, tags.BASED_ON)
        properties = style.find(tags.P_PR)
        if properties is not None:
            number, level = list_place(properties)
            if number is not None:
                found.numbers[name] = (number, level)
        marks = style.find(tags.R_PR)
        hides, strikes = is_hidden(marks), is_struck(marks)
        if hides is not None:
            vanish[name] = hides
        if strikes is not None:
            strike[name] = strikes
        if next(style.iter(tags.SHD, tags.HIGHLIGHT), None) is not None:
            shades[name] = True
    return found._replace(
        hidden=_having(found, vanish), struck=_having(found, strike), shaded=_having(found, shades)
    )


def _having(styles: Styles, told: dict[str, bool]) -> frozenset[str]:
    """The styles of which something is told, by themselves or by those they rest on."""
    if not any(told.values()):
        return frozenset()
    nearest = {name: (told[n] for n in styles.chain(name) if n in told) for name in styles.based_on}
    return frozenset(name for name, said in nearest.items() if next(said, False))


def list_place(properties: Element) -> tuple[str | None, int | None]:
    """The list and the level that a w:pPr names, None for what it does not."""
    node = properties.find(tags.NUM_PR)
    if node is None:
        return None, None
    number, level = node.find(tags.NUM_ID), node.find(tags.ILVL)
    return (
        None if number is None else number.get(tags.VAL, ""),
        None if level is None else integer(level.get(tags.VAL), 0),
    )


def is_hidden(properties: Element | None) -> bool | None:
    """Whether a w:rPr hides its text; None if it says nothing of that."""
    node = properties.find(tags.VANISH) if properties is not None else None
    return None if node is None else tags.is_on(node)


def is_struck(properties: Element | None) -> bool | None:
    """Whether a w:rPr crosses its text out; None if it says nothing of that."""
    if properties is None:
        return None
    said = [tags.is_on(mark) for mark in properties.iterchildren(tags.STRIKE, tags.DSTRIKE)]
    return any(said) if said else None


def value_of(parent: Element, tag: str) -> str:
    """The w:val of a child, "" without one."""
    node = parent.find(tag)
    return "" if node is None else node.get(tags.VAL, "")


def integer(text: str | None, otherwise: int) -> int:
    """A number as written in an attribute; ``otherwise`` for what is none or beyond reason."""
    try:
        value = int(text or "")
    except ValueError:
        return otherwise
    return value if -1 <= value <= 2**31 else otherwise
