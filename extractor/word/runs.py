"""The text of one paragraph as printed: runs, symbols, formulas, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.word import tags
from extractor.word.fields import Field, form_shown, without_result
from extractor.word.ground import is_on_paper, is_white
from extractor.word.styles import is_struck, value_of
from extractor.word.symbols import PRIVATE_USE, drawn_in, in_unicode, symbol_char
from extractor.word.tags import Element, unwrapped

_INLINE = frozenset({tags.R, tags.O_MATH, tags.O_MATH_PARA})
_IN_RUN = (
    frozenset(
        {
            *(tags.R_PR, tags.T, tags.BR, tags.CR, tags.TAB, tags.PTAB),
            *(tags.NO_BREAK_HYPHEN, tags.SYM, tags.FLD_CHAR, tags.INSTR_TEXT),
            *(tags.R, tags.O_MATH, tags.O_MATH_PARA),
        }
    )
    | tags.DRAWINGS
    | tags.NOTE_REFERENCES
)
_EFFECTS = frozenset({tags.VANISH, tags.STRIKE, tags.DSTRIKE, tags.COLOR})
_FIXED = {
    tags.TAB: " ",
    tags.PTAB: " ",
    tags.BR: "\n",
    tags.CR: "\n",
    tags.NO_BREAK_HYPHEN: "-",
}
_XML_SPACE = " \t\r\n"
_LONGEST_SIGN = 3
_MAY_BE_SIGN = re.compile("[A-Za-z¡-ÿ]+")  # what a symbol font may draw as a sign
BOX = "\0"  # stands in the lines for a text box that does not float; no file can hold it
_NO_BREAKS = {9: " ", 10: " ", 13: " "}


class Given(NamedTuple):
    """What the whole of the file says of its text: the automatic numbers of paragraphs, the
    styles that hide text, cross it out, or fill what is behind it, and the properties of
    runs that occur at all of those that do so."""

    labels: Mapping[Element, str]
    hidden: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()
    effects: frozenset[str] = _EFFECTS


NOTHING = Given({})


def effects_in(body: Element) -> frozenset[str]:
    """Which properties that hide text or cross it out occur; most files have none, and
    their runs need not be asked."""
    said = {(mark.tag, mark.get(tags.VAL, "")) for mark in body.iter(*_EFFECTS)}
    return frozenset(tag for tag, value in said if tag != tags.COLOR or is_white(value))


class TextBox(NamedTuple):
    """The w:txbxContent of a drawing, and whether it floats: drawn at a place of its own."""

    content: Element
    floats: bool


class Paragraph(NamedTuple):
    """The printed lines of a paragraph, and the text boxes anchored in it.

    ``struck`` is text that is crossed out and ``hidden`` what cannot be seen; neither
    is in the lines. ``pictures`` are those among the letters, which cannot be read.
    """

    lines: list[str]
    boxes: list[TextBox]
    struck: str
    hidden: str
    pictures: int


def read_paragraph(paragraph: Element, given: Given = NOTHING) -> Paragraph:
    """Read a w:p. Only the line breaks it holds divide it into lines."""
    text = _Text(given)
    label = given.labels.get(paragraph, "")
    text.pieces.append(label)
    properties = paragraph.find(tags.P_PR) if text.styled else None
    if properties is not None:
        style = value_of(properties, tags.P_STYLE)
        text.is_hidden, text.is_struck = style in given.hidden, style in given.struck
    for node in unwrapped(paragraph, _INLINE):
        if node.tag == tags.R:
            _read_run(node, text)
        else:
            text.pieces.append(math_text(node))
    shown, struck = "".join(text.pieces), "".join(text.struck)
    if struck and label and shown == label:  # the number of what is crossed out
        shown, struck = "", label + struck
    return Paragraph(shown.split("\n"), text.boxes, struck, "".join(text.hidden), text.pictures)


class _Text:
    """What a paragraph has given so far: what is seen of it, is crossed out, is hidden.

    ``fields`` are the open fields. Pieces of an instruction (the results of fields nested
    in it) go when it ends; when a broken file never ends it they stay, since losing a
    paragraph's text would be worse. ``is_hidden`` and ``is_struck`` tell what the
    paragraph's style does to its text.
    """

    __slots__ = (
        *("boxes", "fields", "given", "has_effects", "hidden", "is_hidden", "is_struck"),
        *("pictures", "pieces", "struck", "styled"),
    )

    def __init__(self, given: Given) -> None:
        self.given = given
        self.styled = bool(given.hidden or given.struck)
        self.has_effects = self.styled or bool(given.effects)
        self.is_hidden = self.is_struck = False
        self.pieces: list[str] = []
        self.struck: list[str] = []
        self.hidden: list[str] = []
        self.boxes: list[TextBox] = []
        self.fields: list[Field] = []
        self.pictures = 0

    def mark_field(self, mark: Element) -> None:
        kind = mark.get(tags.FLD_CHAR_TYPE)
        if kind == "begin":
            self.fields.append(Field(len(self.pieces), form_shown(mark)))
        elif kind in ("separate", "end") and self.fields:
            field = self.fields[-1]
            if not field.in_result:
                del self.pieces[field.start :]
                field.in_result = True
            if kind == "end":
                self.fields.pop()
                if len(self.pieces) == field.start:
                    self.pieces.append(without_result(field))

    def draw(self, drawing: Element) -> None:
        contents = list(text_boxes(drawing))
        if _is_floating(drawing):
            self.boxes.extend(TextBox(content, True) for content in contents)
            return
        self.boxes.extend(TextBox(content, False) for content in contents)
        self.pieces.extend(BOX for _ in contents)
        if not contents and next(drawing.iter(tags.PICTURE, tags.IMAGE_DATA), None) is not None:
            self.pictures += 1


def _read_run(run: Element, text: _Text) -> None:
    properties: Element | None = None
    into = text.hidden if text.is_hidden else text.struck if text.is_struck else text.pieces
    for node in unwrapped(run, _IN_RUN):
        tag = node.tag
        if tag == tags.R_PR:
            properties = node
            if text.has_effects:
                into = _place_of(run, node, text)
        elif tag == tags.T:
            into.append(_plain_text(node, properties))
        elif tag == tags.FLD_CHAR:
            text.mark_field(node)
        elif tag in _FIXED:
            into.append(_FIXED[tag])
        elif tag == tags.SYM:
            into.append(symbol_char(node.get(tags.SYM_FONT, ""), node.get(tags.SYM_CHAR, "")))
        elif tag in tags.NOTE_REFERENCES:
            if node.get(tags.CUSTOM_MARK) in ("1", "true", "on"):
                into = []  # the mark typed after it is part of the reference
        elif tag == tags.INSTR_TEXT:
            if text.fields:
                text.fields[-1].instruction.append(node.text or "")
        elif tag not in tags.DRAWINGS and tag != tags.R:
            into.append(math_text(node))
        elif into is not text.pieces and into is not text.struck:
            into.extend(letters.text or "" for letters in node.iter(tags.T))
        elif tag == tags.R:
            _read_run(node, text)
        else:
            text.draw(node)


def _place_of(run: Element, properties: Element, text: _Text) -> list[str]:
    """Where the text of a run with these properties (w:rPr) goes."""
    hidden, struck = text.is_hidden, text.is_struck
    if text.styled:
        style = value_of(properties, tags.R_STYLE)
        hidden, struck = hidden or style in text.given.hidden, struck or style in text.given.struck
    unseen = False
    for mark in properties:
        tag = mark.tag
        if tag not in text.given.effects:
            continue
        if tag == tags.COLOR:
            if is_white(mark.get(tags.VAL, "")) and is_on_paper(run, text.given.shaded):
                unseen = True
        elif tag == tags.VANISH:
            hidden = tags.is_on(mark)
        else:
            struck = bool(is_struck(properties))
    return text.hidden if hidden or unseen else text.struck if struck else text.pieces


def _is_floating(drawing: Element) -> bool:
    """Whether a drawing stands at a place of its own, not among the letters of its line."""
    return any(
        part.tag == tags.ANCHOR or "position:absolute" in (part.get("style") or "").replace(" ", "")
        for part in drawing
    )


def _plain_text(node: Element, properties: Element | None) -> str:
    text: str = node.text or ""
    if node.get(tags.SPACE) != "preserve":
        text = text.strip(_XML_SPACE)
    text = text.translate(_NO_BREAKS)
    may_be_sign = len(text) <= _LONGEST_SIGN and _MAY_BE_SIGN.fullmatch(text)
    if properties is None or not (may_be_sign or PRIVATE_USE.search(text)):
        return text
    for fonts in properties.iterchildren(tags.R_FONTS):
        first, second = (fonts.get(attribute, "") for attribute in tags.FONT_ATTRIBUTES)
        if may_be_sign:
            return drawn_in(text, first if text.isascii() else second)
        text = in_unicode(in_unicode(text, first), second)
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
