"""Columns of numbers set so close that only a space parts them from what follows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.pdf.phrases import Gutter, Phrase, TextLine, is_number, words_of

FEWEST = 3  # lines with words on both sides of a strip
MOSTLY = 0.5  # share of a column's lines that have words on both sides
_MARK = re.compile(r"\(?[a-z0-9]\)|[a-z]{1,2}|[*†‡§%]+", re.I)
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")


def close_gutters(lines: Sequence[TextLine], middles: Sequence[float]) -> list[Gutter]:
    """The strips within columns, the first left out, that no word on a line of numbers
    crosses, and over which most lines go from a number to another word."""
    columns: dict[int, list[list[Phrase]]] = {}
    for line in lines:
        here: dict[int, list[Phrase]] = {}
        for phrase in line.phrases:
            here.setdefault(bisect_right(middles, phrase.centre), []).extend(words_of(phrase))
        for col, words in here.items():
            if col and any(is_number(word.text) for word in words):
                columns.setdefault(col, []).append(words)
    return [gutter for rows in columns.values() for gutter in _strips(rows)]


def _strips(rows: Sequence[Sequence[Phrase]]) -> list[Gutter]:
    """The strips of a column whose words are given line by line."""
    covered = sorted((word.x0, word.x1) for words in rows for word in words)
    found = []
    reach = covered[0][1]
    for left, right in covered[1:]:
        if left > reach:
            strip = Gutter(reach, left)
            if _parts_numbers(rows, strip.middle):
                found.append(strip)
        reach = max(reach, right)
    return found


def _parts_numbers(rows: Sequence[Sequence[Phrase]], x: float) -> bool:
    """Whether lines go from a number to another word here, which is no mark, no sign
    and no group of three digits."""
    pairs = []
    for words in rows:
        before = [word for word in words if word.x1 <= x]
        after = [word for word in words if word.x0 >= x]
        if before and after:
            pairs.append((before[-1].text, after[0].text))
    real = [
        (a, b)
        for a, b in pairs
        if is_number(a) and any(c.isdigit() for c in a) and not _MARK.fullmatch(b)
    ]
    if len(real) < FEWEST or len(real) < MOSTLY * len(rows) or len(real) < 0.8 * len(pairs):
        return False
    return not all(_GROUP.fullmatch(b) and a[-1].isdigit() and "," not in a for a, b in real)
