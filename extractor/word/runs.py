"""The text of one paragraph as printed: runs, symbols, formulas, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.word import tags
from extractor.word.styles import is_hidden, value_of
from extractor.word.symbols import PRIVATE_USE, in_unicode, symbol_char
from extractor.word.tags import Element, unwrapped

_INLINE = frozenset({tags.R, tags.O_MATH, tags.O_MATH_PARA})
_IN_RUN = (
    frozenset(
        {
            *(tags.R_PR, tags.T, tags.BR, tags.CR, tags.TAB, tags.PTAB),
            *(tags.NO_BREAK_HYPHEN, tags.SYM, tags.FLD_CHAR),
            *(tags.R, tags.O_MATH, tags.O_MATH_PARA),
        }
    )
    | tags.DRAWINGS
    | tags.NOTE_REFERENCES
)
_FIXED = {
    tags.TAB: " ",
    tags.PTAB: " ",
    tags.BR: "\n",
    tags.CR: "\n",
    tags.NO_BREAK_HYPHEN: "-",
}
_XML_SPACE = " \t\r\n"
_NO_BREAKS = {9: " ", 10: " ", 13: " "}


class Given(NamedTuple):
    """What other parts of the file say of the text: the automatic numbers of paragraphs,
    and the styles that hide it."""

    labels: Mapping[Element, str]
    hidden: frozenset[str]


NOTHING = Given({}, frozenset())


class Paragraph(NamedTuple):
    """The printed lines of a paragraph, and the text boxes anchored in it."""

    lines: list[str]
    boxes: list[Element]


def read_paragraph(paragraph: Element, given: Given = NOTHING) -> Paragraph:
    """Read a w:p. Only the line breaks it holds divide it into lines."""
    text = _Text(given.hidden)
    text.pieces.append(given.labels.get(paragraph, ""))
    properties = paragraph.find(tags.P_PR) if given.hidden else None
    if properties is not None:
        text.hidden = value_of(properties, tags.P_STYLE) in given.hidden
    for node in unwrapped(paragraph, _INLINE):
        if node.tag == tags.R:
            _read_run(node, text)
        else:
            text.pieces.append(math_text(node))
    return Paragraph("".join(text.pieces).split("\n"), text.boxes)


class _Text:
    """What a paragraph has given so far.

    ``fields`` are the open fields: where among the pieces the instruction
    began, or None once its result has. Pieces of an instruction (the results of
    fields nested in it) go when it ends; when a broken file never ends it they
    stay, since losing a paragraph's text would be worse. ``hidden`` is set where
    the paragraph's style hides its text; ``styles`` are all that do so.
    """

    __slots__ = ("boxes", "fields", "hidden", "pieces", "styles")

    def __init__(self, styles: frozenset[str]) -> None:
        self.styles = styles
        self.hidden = False
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        self.fields: list[int | None] = []

    def mark_field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(len(self.pieces))
        elif kind in ("separate", "end") and self.fields:
            start = self.fields.pop()
            if start is not None:
                del self.pieces[start:]
            if kind == "separate":
                self.fields.append(None)


def _read_run(run: Element, text: _Text) -> None:
    properties: Element | None = None
    hidden = text.hidden
    for node in unwrapped(run, _IN_RUN):
        tag = node.tag
        if tag == tags.R_PR:
            properties = node
            said = is_hidden(node)
            if said is not None:
                hidden = said
            elif text.styles and value_of(node, tags.R_STYLE) in text.styles:
                hidden = True
        elif tag == tags.FLD_CHAR:
            text.mark_field(node.get(tags.FLD_CHAR_TYPE))
        elif hidden:
            continue
        elif tag == tags.T:
            text.pieces.append(_plain_text(node, properties))
        elif tag in _FIXED:
            text.pieces.append(_FIXED[tag])
        elif tag == tags.SYM:
            text.pieces.append(
                symbol_char(node.get(tags.SYM_FONT, ""), node.get(tags.SYM_CHAR, ""))
            )
        elif tag == tags.R:
            _read_run(node, text)
        elif tag in tags.DRAWINGS:
            text.boxes.extend(text_boxes(node))
        elif tag in tags.NOTE_REFERENCES:
            if node.get(tags.CUSTOM_MARK) in ("1", "true", "on"):
                hidden = True  # the mark typed after it is part of the reference
        else:
            text.pieces.append(math_text(node))


def _plain_text(node: Element, properties: Element | None) -> str:
    text: str = node.text or ""
    if node.get(tags.SPACE) != "preserve":
        text = text.strip(_XML_SPACE)
    text = text.translate(_NO_BREAKS)
    if PRIVATE_USE.search(text) and properties is not None:
        for fonts in properties.iterchildren(tags.R_FONTS):
            for attribute in tags.FONT_ATTRIBUTES:
                text = in_unicode(text, fonts.get(attribute, ""))
    return text


def text_boxes(drawing: Element) -> Iterator[Element]:
    """The w:txbxContent of a drawing, outermost only, each box once.

    A box is written twice, as DrawingML and as VML; one branch is followed.
    """
    stack = [iter((drawing,))]
    while stack:
        for child in stack[-1]:
            if child.tag == tags.TXBX_CONTENT:
                yield child
            else:
                stack.append(
                    iter(tags.chosen_branch(child) if child.tag == tags.ALTERNATE else child)
                )
                break
        else:
            stack.pop()


def math_text(node: Element) -> str:
    """A formula (m:oMath) on one line: its text in order.

    Fraction bars and brackets are drawn, not typed, so they are put in: 1 over
    2 must not read 12.
    """
    tag = node.tag
    if tag == tags.M_T:
        return node.text or ""
    if tag == tags.M_FRACTION:
        return "/".join(math_text(part) for part in node.iterchildren(tags.M_NUM, tags.M_DEN))
    if tag == tags.M_DELIMITER:
        opening, closing, between = _delimiters(node)
        inner = between.join(math_text(part) for part in node.iterchildren(tags.M_E))
        return opening + inner + closing
    return "".join(math_text(child) for child in node if child.tag not in tags.DELETED)


def _delimiters(node: Element) -> tuple[str, str, str]:
    said = {
        mark.tag: mark.get(tags.M_VAL, "")
        for properties in node.iterchildren(tags.M_D_PR)
        for mark in properties
    }
    return (
        said.get(tags.M_BEG_CHR, "("),
        said.get(tags.M_END_CHR, ")"),
        said.get(tags.M_SEP_CHR, "|"),
    )
