"""Characters of a page: where they are shown, and whether they can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Box
from extractor.pdf import native
from extractor.pdf.geometry import Display

GARBLED = 0.2  # share of letters from \x80 to \xff that no page of text has
INSIDE = 2.5  # points: how far inside its clip box a clipped character is placed
LOW_SIGNS = "。，、．,._"  # signs whose ink lies at the bottom of their box
NARROW_CLIP = 0.5  # share of the page's width: a narrower clip box is that of one cell
SEEN = 0.2  # share of a character's box that must show for it to be read


@dataclass(slots=True)
class Glyph:
    """One character with its displayed box; ``index`` is its place in content order.

    ``hidden`` is set for a character clipped away: it stays in the file's text
    but cannot be seen. ``x`` and ``y`` say where it belongs: its middle, moved
    into the clip box if hidden.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    index: int
    x: float
    y: float
    hidden: bool = False


def read_glyphs(page: native.PageHandle, display: Display) -> tuple[list[Glyph], int]:
    """The characters of a page with their boxes, and how many have no Unicode code.

    White space that pdfium makes up is left out, as is text drawn outside the
    page.
    """
    characters, boxes = page.characters()
    if _is_garbled(characters):
        characters = [c if c.isspace() else "\ufffd" for c in characters]
    upright = display.a == 1 and display.d == -1
    left, shift, width, height = display.e, display.f, display.width + 1, display.height + 1
    glyphs: list[Glyph] = []
    unmapped = 0
    doubtful = True  # a character is asked for its code where a word begins, and after a bad one
    for index, text in enumerate(characters):
        if text <= " " or text >= "\ufffd" or doubtful:
            if text in "\r\n\x00" or (text == " " and page.is_generated(index)):
                doubtful = True
                continue
            doubtful = text == "\ufffd" or page.is_unmapped(index)
            if doubtful:
                unmapped += 1
                text = "\ufffd"
            elif text == "\x02":  # pdfium's mark for a hyphen at a line's end
                text = "-"
        x0, bottom, x1, top = boxes[4 * index : 4 * index + 4]
        if upright:
            x0, top, x1, bottom = x0 + left, shift - bottom, x1 + left, shift - top
        else:
            x0, top, x1, bottom = display.box(x0, top, x1, bottom)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if -1 <= x <= width and -1 <= y <= height:
            glyphs.append(Glyph(text, x0, top, x1, bottom, index, x, y))
    return glyphs, unmapped


def _is_garbled(characters: Sequence[str]) -> bool:
    """Whether the text is glyph numbers taken for letters: accented Latin letters and
    signs in a measure no language has, as where a font names no characters."""
    odd = sum(1 for c in characters if "\x80" <= c <= "\xff")
    return odd > GARBLED * len(characters) and odd > 10


def find_runs(glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """Where words and sentences begin and end: characters drawn one after the other,
    each right beside the one before it."""
    bounds, start = [], 0
    end_x = end_y = -1e9
    for end, glyph in enumerate(glyphs):
        near = 0.2 * (glyph.bottom - glyph.top)
        if end and (abs(glyph.bottom - end_y) >= near or abs(glyph.x0 - end_x) >= near):
            bounds.append((start, end))
            start = end
        end_x, end_y = glyph.x1, glyph.bottom
    if glyphs:
        bounds.append((start, len(glyphs)))
    return bounds


def hide_clipped(
    page: native.PageHandle,
    display: Display,
    glyphs: Sequence[Glyph],
    runs: Sequence[tuple[int, int]],
) -> None:
    """Mark the characters that their clip box hides.

    A hidden character is moved to the nearest point inside its clip box, where
    the rest of its text shows. One look at a clip box serves a whole run; only
    around cells clipped on their own, whose overflow may lie amid other text, is
    each character looked at.
    """
    last: native.Clip | None = None
    narrow: set[Box] = set()
    for start, end in runs:
        found = native.clip_of(page.text_object(glyphs[start].index), last)
        if found is None:
            continue
        if last is None or found is not last:
            clip = display.box(*found[1])
            if clip.x1 - clip.x0 < NARROW_CLIP * display.width:
                narrow.add(clip)
        last = found
        for glyph in glyphs[start:end]:
            _clip(glyph, clip)
    for glyph in glyphs if narrow else ():
        if any(_is_near(glyph, clip) for clip in narrow):
            own = native.clip_of(page.text_object(glyph.index), last)
            if own is not None:
                _clip(glyph, display.box(*own[1]))


def _is_near(glyph: Glyph, clip: Box) -> bool:
    tall = glyph.bottom - glyph.top
    return clip.top - tall <= glyph.bottom <= clip.bottom + 2 * tall


def _clip(glyph: Glyph, clip: Box) -> None:
    """Hide a character of which the clip box shows little, and move it to where it shows."""
    glyph.x, glyph.y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    glyph.hidden = False
    if (
        glyph.x0 >= clip.x0
        and glyph.x1 <= clip.x1
        and glyph.top >= clip.top
        and glyph.bottom <= clip.bottom
    ):
        return
    wide = max(0.0, min(glyph.x1, clip.x1) - max(glyph.x0, clip.x0))
    tall = max(0.0, min(glyph.bottom, clip.bottom) - max(glyph.top, clip.top))
    area = (glyph.x1 - glyph.x0) * (glyph.bottom - glyph.top)
    sunk = glyph.text in LOW_SIGNS and glyph.bottom - clip.bottom > 0.25 * (
        glyph.bottom - glyph.top
    )
    glyph.hidden = area > 0 and (wide * tall < SEEN * area or sunk)
    if glyph.hidden:
        glyph.x = min(max(glyph.x, clip.x0 + INSIDE), clip.x1 - INSIDE)
    if glyph.hidden or not clip.top <= glyph.y <= clip.bottom - INSIDE:
        glyph.y = min(max(glyph.y, clip.top + INSIDE), clip.bottom - INSIDE)
