"""Characters of a page: where they are shown, and whether they can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.model import Box
from extractor.pdf import native
from extractor.pdf.geometry import Display

GARBLED = 0.2  # share of letters from \x80 to \xff that no page of text has
BESIDE = 0.2  # of a character's height: what is nearer goes on with a run
INSIDE = 2.5  # points: how far inside its clip box a clipped character is placed
LOW_SIGNS = "。，、．,._"  # signs whose ink lies at the bottom of their box
NARROW_CLIP = 0.5  # share of the page's width: a narrower clip box is that of one cell
SEEN = 0.2  # share of a character's box that must show for it to be read


class Letters(NamedTuple):
    """Every character of a page in content order, with the sides of its displayed box."""

    texts: list[str]
    x0: Sequence[float]
    top: Sequence[float]
    x1: Sequence[float]
    bottom: Sequence[float]


@dataclass(slots=True)
class Run:
    """Characters drawn one after the other, each right beside the one before it.

    Mostly a word or a line of a cell; it is cut into its ``letters`` where they
    have to be told apart. ``start`` is the place of the first in content order, and
    ``command`` the text object that draws it (0 where that was not asked for).
    ``hidden`` is set for a character clipped away: it stays in the file's text
    but cannot be seen. ``x`` and ``y`` say where a run belongs: its middle, moved
    into the clip box if hidden.
    """

    page: Letters
    start: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    x: float
    y: float
    hidden: bool = False
    command: int = 0

    def letters(self) -> list[Run]:
        """The run's characters, each as a run of its own."""
        if len(self.text) == 1:
            return [self]
        return [_letter(self.page, i) for i in range(self.start, self.start + len(self.text))]


def _letter(page: Letters, index: int) -> Run:
    x0, top, x1, bottom = page.x0[index], page.top[index], page.x1[index], page.bottom[index]
    text = page.texts[index]
    if x1 < x0 or bottom < top:  # as a damaged font may say
        x0, top, x1, bottom = min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)
    return Run(page, index, text, x0, top, x1, bottom, (x0 + x1) / 2, (top + bottom) / 2)


def read_runs(page: native.PageHandle, display: Display) -> tuple[list[Run], int]:
    """The runs of characters of a page, and how many characters have no Unicode code.

    White space that pdfium makes up is left out, as is text drawn outside the
    page.
    """
    texts, boxes = page.characters()
    if _is_garbled(texts):
        texts = [c if c.isspace() else "\ufffd" for c in texts]
    letters = Letters(texts, *display.sides(boxes))
    unmapped, gaps = _mend(page, texts)
    runs: list[Run] = []
    for start, end in _bounds(letters, gaps):
        runs += _shown(_run(letters, start, end), display)
    for run, command in zip(runs, page.text_objects([run.start for run in runs]), strict=True):
        run.command = command
    return runs, unmapped


def _mend(page: native.PageHandle, texts: list[str]) -> tuple[int, set[int]]:
    """Set right what pdfium says of characters; how many have no code, and which
    are white space it made up."""
    unmapped = 0
    made_up: set[int] = set()
    doubtful = True  # a character is asked for its code where a word begins, and after a bad one
    for index, text in enumerate(texts):
        if text <= " " or text >= "\ufffd" or doubtful:
            if text in "\r\n\x00" or (text == " " and page.is_generated(index)):
                doubtful = True
                made_up.add(index)
                continue
            doubtful = text == "\ufffd" or page.is_unmapped(index)
            if doubtful:
                unmapped += 1
                texts[index] = "\ufffd"
            elif text == "\x02":  # pdfium's mark for a hyphen at a line's end
                texts[index] = "-"
    return unmapped, made_up


def _is_garbled(characters: Sequence[str]) -> bool:
    """Whether the text is glyph numbers taken for letters: accented Latin letters and
    signs in a measure no language has, as where a font names no characters."""
    odd = sum(1 for c in characters if "\x80" <= c <= "\xff")
    return odd > GARBLED * len(characters) and odd > 10


def _bounds(letters: Letters, gaps: set[int]) -> list[tuple[int, int]]:
    """Where runs begin and end in content order."""
    bounds: list[tuple[int, int]] = []
    start = 0
    end_x = end_y = 1e9
    _, x0s, tops, x1s, bottoms = letters
    for index, (x0, top, x1, bottom) in enumerate(zip(x0s, tops, x1s, bottoms, strict=True)):
        near = BESIDE * (bottom - top)
        if index in gaps:
            if index > start:
                bounds.append((start, index))
            start, end_x = index + 1, 1e9
            continue
        if not (-near < x0 - end_x < near and -near < bottom - end_y < near) and index > start:
            bounds.append((start, index))
            start = index
        end_x, end_y = x1, bottom
    if start < len(x0s):
        bounds.append((start, len(x0s)))
    return bounds


def _run(page: Letters, start: int, end: int) -> Run:
    if end - start == 1:
        return _letter(page, start)
    text = "".join(page.texts[start:end])
    x0, x1 = page.x0[start], page.x1[end - 1]
    top, bottom = min(page.top[start:end]), max(page.bottom[start:end])
    return Run(page, start, text, x0, top, x1, bottom, (x0 + x1) / 2, (top + bottom) / 2)


def _shown(run: Run, display: Display) -> list[Run]:
    """The run, or those of its letters that lie on the page."""
    width, height = display.width + 1, display.height + 1
    if run.x0 >= 0 and run.top >= 0 and run.x1 <= width and run.bottom <= height:
        return [run]
    return [g for g in run.letters() if -1 <= g.x <= width and -1 <= g.y <= height]


class _Drawn(NamedTuple):
    """A run, whole or as its letters, the command that draws its first letter, and what
    that is clipped to."""

    runs: list[Run]
    command: int
    clip: native.Clip | None


def hide_clipped(page: native.PageHandle, display: Display, runs: Sequence[Run]) -> list[list[Run]]:
    """The runs, each whole or, where its clip box cuts it, as its letters.

    A letter that is clipped away is marked as hidden and moved to the nearest point
    inside its clip box, where the rest of its text shows. One look at a clip box
    serves a whole run; only around cells clipped on their own, whose overflow may
    lie amid other text, is each drawing command looked at.
    """
    last: native.Clip | None = None
    own: native.Clip | None = None
    drawn = 0
    narrow: set[Box] = set()
    found: list[_Drawn] = []
    clipped = native.are_clipped([run.command for run in runs])
    if not any(clipped):
        return [[run] for run in runs]
    for run, is_clipped in zip(runs, clipped, strict=True):
        before, drawn = drawn, run.command
        if not is_clipped:
            own = None
        elif drawn != before:
            own = native.clip_of(drawn, last)
        if own is None:
            found.append(_Drawn([run], drawn, None))
            continue
        if last is None or own is not last:
            clip = display.box(*own[1])
            if clip.x1 - clip.x0 < NARROW_CLIP * display.width:
                narrow.add(clip)
        last = own
        found.append(_Drawn(_clip(run, clip), drawn, own))
    if not narrow:
        return [group.runs for group in found]
    return [_clip_each(page, display, group, narrow) for group in found]


def _clip_each(
    page: native.PageHandle, display: Display, drawn: _Drawn, narrow: set[Box]
) -> list[Run]:
    """The letters of a run, each cut by its own clip box, if the run lies near a narrow
    one and is drawn by several commands."""
    group, command, last = drawn
    end = group[-1].start + len(group[-1].text) - 1
    if end == group[0].start or (command_at_end := page.text_object(end)) == command:
        return group
    if last is not None and native.clip_of(command_at_end, last) is last:
        return group
    if not any(_is_near(run, clip) for run in group for clip in narrow):
        return group
    letters = [letter for run in group for letter in run.letters()]
    for letter in letters:
        last = native.clip_of(page.text_object(letter.start), last)
        if last is not None:
            _clip_letter(letter, display.box(*last[1]))
    return letters


def _is_near(run: Run, clip: Box) -> bool:
    tall = run.bottom - run.top
    return clip.top - tall <= run.bottom <= clip.bottom + 2 * tall


def _clip(run: Run, clip: Box) -> list[Run]:
    """The run if its clip box shows all of it, else its letters, each clipped."""
    if _is_inside(run, clip):
        return [run]
    letters = run.letters()
    for letter in letters:
        _clip_letter(letter, clip)
    return letters


def _is_inside(run: Run, clip: Box) -> bool:
    return (
        run.x0 >= clip.x0
        and run.x1 <= clip.x1
        and run.top >= clip.top
        and run.bottom <= clip.bottom
    )


def _clip_letter(letter: Run, clip: Box) -> None:
    """Hide a character of which the clip box shows little, and move it to where it shows."""
    letter.x, letter.y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
    letter.hidden = False
    if _is_inside(letter, clip):
        return
    wide = max(0.0, min(letter.x1, clip.x1) - max(letter.x0, clip.x0))
    tall = max(0.0, min(letter.bottom, clip.bottom) - max(letter.top, clip.top))
    height = letter.bottom - letter.top
    area = (letter.x1 - letter.x0) * height
    sunk = letter.text in LOW_SIGNS and letter.bottom - clip.bottom > 0.25 * height
    letter.hidden = area > 0 and (wide * tall < SEEN * area or sunk)
    if letter.hidden:
        letter.x = min(max(letter.x, clip.x0 + INSIDE), clip.x1 - INSIDE)
    if letter.hidden or not clip.top <= letter.y <= clip.bottom - INSIDE:
        letter.y = min(max(letter.y, clip.top + INSIDE), clip.bottom - INSIDE)
