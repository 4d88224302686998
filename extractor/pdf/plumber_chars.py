"""Characters as pdfplumber gives them, turned upright and held against pdfium's."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from extractor.model import Box, Problem
from extractor.pdf.geometry import display
from extractor.pdf.glyphs import Run, hide_clipped, read_runs
from extractor.pdf.lattice import Lattice
from extractor.pdf.native import PageHandle
from extractor.pdf.visible import Mark, rulings_of, visible

ASCENT = 0.88  # of a character's size: how far it is taken to reach over its baseline
DOUBLE = 1.0  # points: a character drawn again this close is drawn bold
SAME_PLACE = 0.4  # of a character's size: two readers' places of one character

Char = dict[str, Any]
Turn = Callable[[Sequence[float]], Box]


def turn_to_read(chars: Sequence[Char]) -> int:
    """By how many quarters clockwise the page must be turned for its text to stand
    upright; 0 where the text has no one direction."""
    votes = Counter(_direction(char) for char in chars if char["text"].strip())
    quarters, most = votes.most_common(1)[0] if votes else (0, 0)
    return quarters if most > 0.7 * votes.total() else 0


def _direction(char: Char) -> int:
    """The direction a character is written in: quarters anticlockwise from rightwards."""
    a, b, *_ = char["matrix"]
    return round(math.degrees(math.atan2(b, a)) / 90) % 4


def upright_char(char: Char, page: Any, turn: Turn) -> Char:
    """A character in the frame of reading, its height told from its baseline."""
    x0, top, x1, bottom = turn((char["x0"], char["top"], char["x1"], char["bottom"]))
    size = bottom - top
    x = page.mediabox[0] + char["matrix"][4]
    y = page.mediabox[1] + page.height - char["matrix"][5]
    baseline = turn((x, y, x, y)).top
    if abs(baseline - bottom) < 2 * size:  # else the text is written down the page
        top, bottom = baseline - ASCENT * size, baseline + (1 - ASCENT) * size
    unmapped = re.fullmatch(r"\(cid:\d+\)", char["text"])
    return {
        **char,
        "text": "\ufffd" if unmapped else char["text"],
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": size,
        "size": size,
        "upright": True,
    }


def without_doubles(chars: Iterable[Char]) -> Iterator[Char]:
    """Leave out what is drawn again on the same spot, as for fake bold."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for char in chars:
        x, y = char["x0"], char["top"]
        others = seen.setdefault(char["text"], [])
        if not any(abs(x - a) < DOUBLE and abs(y - b) < DOUBLE for a, b in others):
            others.append((x, y))
            yield char


def middle(char: Char) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


class Shown(NamedTuple):
    """What pdfium says of a page: the characters, by their text, that their clip box cuts,
    whole or in part, and those left out for what else is no text of tables; the flags of
    the cells these lie in; and what is told of it."""

    clipped: dict[str, list[Run]]
    left_out: dict[str, list[Run]]
    marks: Sequence[Mark]
    problems: Sequence[Problem]


def shown_by_pdfium(handle: PageHandle, quarters: int, grids: list[Lattice], number: int) -> Shown:
    shown = display(handle.box, (handle.rotation + 90 * quarters) % 360)
    runs, _ = read_runs(handle, shown)
    seen = visible(handle, shown, runs, grids, rulings_of(handle, shown), number)
    letters = [letter for group in hide_clipped(handle, shown, seen.runs) for letter in group]
    cut = [
        letter
        for letter in letters
        if letter.hidden or letter.y != (letter.top + letter.bottom) / 2
    ]
    read = {run.start + i for run in seen.runs for i in range(len(run.text))}
    others = [letter for run in runs for letter in run.letters() if letter.start not in read]
    marks = [mark for mark in seen.marks if mark.flag == "cell.struck"]  # signs stay as written
    return Shown(_by_text(cut), _by_text(others), marks, seen.problems)


def _by_text(letters: Iterable[Run]) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {}
    for letter in letters:
        found.setdefault(letter.text, []).append(letter)
    return found


def same_char(known: dict[str, list[Run]], char: Char) -> Run | None:
    """What pdfium says of a character, if that is one of the known."""
    near = SAME_PLACE * char["size"]
    x, y = middle(char)
    for letter in known.get(char["text"], ()):
        across, down = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
        if abs(across - x) < near and abs(down - y) < near:  # boxes of letters askew differ
            return letter
    return None
