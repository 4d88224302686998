"""Characters of a page: where they are shown, and whether they can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Box
from extractor.pdf import native
from extractor.pdf.geometry import Display

SEEN = 0.3  # share of a character's box that must show for it to be read


@dataclass(slots=True)
class Glyph:
    """One character with its displayed box; ``index`` is its place in content order.

    ``hidden`` is set for a character clipped away: it stays in the file's text
    but cannot be seen. ``x`` and ``y`` say where it belongs: its middle, moved
    into the clip box if hidden.
    """

    text: str
    box: Box
    index: int
    x: float
    y: float
    hidden: bool = False


def read_glyphs(page: native.PageHandle, display: Display) -> tuple[list[Glyph], int]:
    """The characters of a page with their boxes, and how many have no Unicode code.

    White space that pdfium makes up is left out, as is text drawn outside the
    page. Characters drawn twice at one place (fake bold) count once.
    """
    characters, boxes = page.characters()
    upright = display.a == 1 and display.d == -1
    left, top, width, height = display.e, display.f, display.width, display.height
    glyphs: list[Glyph] = []
    unmapped = 0
    for index, text in enumerate(characters):
        if text in "\r\n\x00" or (text == " " and page.is_generated(index)):
            continue
        if text in "\ufffd\ufffe\uffff\x02":
            if text == "\x02":  # pdfium's mark for a hyphen at a line's end
                text = "-"
            elif page.is_unmapped(index):
                unmapped += 1
                text = "\ufffd"
        x0, y1, x1, y0 = boxes[4 * index : 4 * index + 4]
        if upright:
            box = Box(x0 + left, top - y1, x1 + left, top - y0)
        else:
            box = display.box(x0, y0, x1, y1)
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if -1 <= x <= width + 1 and -1 <= y <= height + 1:
            glyphs.append(Glyph(text, box, index, x, y))
    return _without_doubles(glyphs), unmapped


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop a character drawn again on (nearly) the same spot."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    kept = []
    for glyph in glyphs:
        near = max(0.8, 0.2 * (glyph.box.bottom - glyph.box.top))
        col, row = int(glyph.x / 4), int(glyph.y / 4)
        double = False
        for key in _around(glyph.text, col, row):
            other = seen.get(key)
            if other and abs(other.x - glyph.x) < near and abs(other.y - glyph.y) < near:
                double = True
                break
        if not double:
            seen[(glyph.text, col, row)] = glyph
            kept.append(glyph)
    return kept


def _around(text: str, col: int, row: int) -> Iterable[tuple[str, int, int]]:
    yield (text, col, row)
    for c in (col - 1, col, col + 1):
        for r in (row - 1, row, row + 1):
            if c != col or r != row:
                yield (text, c, r)


def runs(glyphs: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """Characters drawn one after the other on one line, as a word or sentence is."""
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or not adjacent(glyphs[end - 1], glyphs[end]):
            yield glyphs[start:end]
            start = end


def adjacent(left: Glyph, right: Glyph) -> bool:
    """Whether a character stands right beside the one before it."""
    size = right.box.bottom - right.box.top
    return (
        abs(right.box.bottom - left.box.bottom) < 0.2 * size
        and abs(right.box.x0 - left.box.x1) < 0.2 * size
        and left.hidden == right.hidden
    )


def hide_clipped(page: native.PageHandle, display: Display, glyphs: Sequence[Glyph]) -> None:
    """Mark the characters that their clip box hides.

    A hidden character is moved to the nearest point inside its clip box, where
    the rest of its text shows. One look at a clip box serves a whole run.
    """
    for run in runs(glyphs):
        handle = page.text_object(run[0].index)
        rect = native.clip_box(handle) if handle else None
        if rect is not None:
            clip = display.box(*rect)
            for glyph in run:
                _clip(glyph, clip)


def _clip(glyph: Glyph, clip: Box) -> None:
    box = glyph.box
    wide = max(0.0, min(box.x1, clip.x1) - max(box.x0, clip.x0))
    tall = max(0.0, min(box.bottom, clip.bottom) - max(box.top, clip.top))
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    glyph.hidden = area > 0 and wide * tall < SEEN * area
    if glyph.hidden:
        glyph.x = min(max(glyph.x, clip.x0 + 0.5), clip.x1 - 0.5)
    if glyph.hidden or not clip.top <= glyph.y <= clip.bottom:
        glyph.y = min(max(glyph.y, clip.top + 0.5), clip.bottom - 0.5)
