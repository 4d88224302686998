"""Prose told from tables, and pages set in columns: the order in which lines are read.

Where both sides of an upright strip are prose that no line or text crosses, the page is
set in columns there, and its lines are read one column after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.pdf.phrases import TextLine, is_number, line_of
from extractor.pdf.ruling import Rule

FEWEST_IN_COLUMN = 6  # lines of prose on each side where a page is set in columns
TABLE_EDGE = 6  # lines of a table that may be taken for those of a page's columns
PROSE_WORDS = 5  # or as many times three Chinese characters: a phrase of prose
_CAPTION = re.compile(
    r"(?:table|tableau|figure|fig\.|chart|exhibit|box|appendix)\s*[A-Z]?[\dIVX]+"
    r"|[表图]\s*\d|附表",
    re.I,
)
_NOTE = re.compile(
    r"(?:sources?|notes?|n\.b\.|remarks?|legend)\s*[:.]|资料来源|数据来源|注[:：]|[*†‡]|\(\d\)\s\w",
    re.I,
)


def streams(lines: Sequence[TextLine], across: Sequence[Rule]) -> list[list[TextLine]]:
    """The lines, parted into runs that are read one after the other: where the page is
    set in columns, one of them after the other."""
    if len(lines) < 2 * FEWEST_IN_COLUMN:
        return [list(lines)]
    left = min(line.phrases[0].x0 for line in lines)
    right = max(line.phrases[-1].x1 for line in lines)
    best: tuple[int, float, int, int] | None = None
    steps = max(1, int((right - left) / 3))
    for step in range(int(0.28 * steps), int(0.72 * steps)):
        x = left + (right - left) * step / steps
        for start, stop in _runs_beside(lines, x, across):
            score = _columns_of_prose(lines[start:stop], x)
            if score and (best is None or score > best[0]):
                best = (score, x, start, stop)
    if best is None:
        return [list(lines)]
    _, x, start, stop = best
    parts = [list(lines[:start]), *_halves(lines[start:stop], x), list(lines[stop:])]
    return [stream for part in parts if part for stream in streams(part, across)]


def _runs_beside(
    lines: Sequence[TextLine], x: float, across: Sequence[Rule]
) -> Iterator[tuple[int, int]]:
    """Runs of prose on both sides of a place that neither text nor drawn lines cross."""
    cuts = [rule.at for rule in across if rule.start < x - 10 and rule.end > x + 10]
    start = 0
    for number, line in enumerate([*lines, None]):
        crossed = line is None or any(p.x0 - 2 < x < p.x1 + 2 for p in line.phrases)
        middle = 0.0 if line is None else (line.top + line.bottom) / 2
        before = lines[number - 1] if number else lines[0]
        if crossed or any((before.top + before.bottom) / 2 < y < middle for y in cuts):
            dense = [i for i in range(start, number - 4) if _are_prose(lines[i : i + 5], x)]
            if dense:
                first, stop = dense[0], dense[-1] + 5
                ends = range(max(first, stop - TABLE_EDGE), stop)
                stop = next((i for i in ends if _is_row(lines[i], x)), stop)
                begins = range(first, min(stop, first + TABLE_EDGE))
                first = max((i + 1 for i in begins if _is_row(lines[i], x)), default=first)
                yield first, stop
            start = number + crossed


def _is_row(line: TextLine, x: float) -> bool:
    """Whether a line is a row of a table that stands across the columns of a page."""
    numbers = any(is_number(phrase.text) for phrase in line.phrases)
    return numbers and not any(is_prose(side[0]) for side in _halves([line], x) if side)


def _are_prose(lines: Sequence[TextLine], x: float) -> bool:
    """Whether all text on one side of a place is prose."""
    sides = _halves(lines, x)
    if not any(is_prose(side[0]) for side in _halves(lines[:1], x) if side):
        return False
    return any(len(side) > 2 and sum(map(is_prose, side)) >= 0.8 * len(side) for side in sides)


def _halves(lines: Sequence[TextLine], x: float) -> tuple[list[TextLine], list[TextLine]]:
    sides: tuple[list[TextLine], list[TextLine]] = ([], [])
    for line in lines:
        for side, keep in zip(sides, (True, False), strict=True):
            phrases = [phrase for phrase in line.phrases if (phrase.x1 <= x) is keep]
            if phrases:
                side.append(line_of(phrases))
    return sides


def _columns_of_prose(lines: Sequence[TextLine], x: float) -> int:
    """How many lines of prose stand in two columns parted at x; 0 if it is no such page."""
    counts = []
    for side in _halves(lines, x):
        if not side:
            return 0
        wide = max(line.phrases[-1].x1 for line in side) - min(line.phrases[0].x0 for line in side)
        full = [
            line
            for line in side
            if line.phrases[-1].x1 - line.phrases[0].x0 > 0.75 * wide and is_prose(line)
        ]
        if sum(1 for line in full if len(line.stretches()) > 1) > 0.3 * len(full):
            return 0  # a stub beside sentences
        counts.append((len(full), len(full) / len(side), wide))
    (many, share, wide), (others, other_share, other_wide) = counts
    if min(wide, other_wide) < 0.5 * max(wide, other_wide):
        return 0
    both = min(many, others) >= FEWEST_IN_COLUMN and max(share, other_share) > 0.5
    return many + others if both else 0


def is_prose(line: TextLine) -> bool:
    """Whether a line is mostly running text."""
    words = [w for phrase in line.phrases for w in phrase.text.split()]
    letters = sum(len(word) for word in words)
    wide = sum(1 for word in words for c in word if c >= "\u3000")
    numbers = sum(1 for phrase in line.phrases if is_number(phrase.text))
    if numbers or is_aside(line):
        return False
    if len(words) == PROSE_WORDS - 1 and letters > 6 * PROSE_WORDS and len(line.stretches()) == 1:
        return True
    return len(words) >= PROSE_WORDS + 2 * (len(line.stretches()) > 1) or (
        wide > 3 * PROSE_WORDS and wide > 0.5 * letters and len(line.stretches()) == 1
    )


def is_aside(line: TextLine) -> bool:
    """Whether a line is a title or a note."""
    return is_caption(line) or bool(_NOTE.match(line.phrases[0].text))


def is_caption(line: TextLine) -> bool:
    return bool(_CAPTION.match(line.phrases[0].text))
