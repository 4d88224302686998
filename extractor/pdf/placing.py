"""Which column each phrase of a line stands in, and between which lines drawn across."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.pdf.phrases import Phrase, TextLine, is_number

Placed = dict[int, Phrase]
"""The phrase of each column of a line (the first, where there are several)."""


def column_of(phrase: Phrase, middles: Sequence[float]) -> int:
    """The column that holds a phrase, or in which one that runs over its column begins."""
    first, last = bisect_right(middles, phrase.x0 + 1), bisect_right(middles, phrase.x1 - 1)
    if first == last or not is_number(phrase.text):
        inside = middles[first] - phrase.x0 if first < len(middles) else 0.0
        if first < last and inside < 0.25 * (phrase.x1 - phrase.x0):
            return bisect_right(middles, phrase.centre)
        return first
    return bisect_right(middles, phrase.centre)


def columns_of(line: TextLine, middles: Sequence[float]) -> list[int]:
    """The column of each phrase of a line; no two phrases in one if they run over it."""
    found: list[int] = []
    for phrase in line.phrases:
        col = column_of(phrase, middles)
        if found and col <= found[-1]:
            col = max(found[-1], bisect_right(middles, phrase.centre))
        found.append(col)
    return found


def placed(line: TextLine, middles: Sequence[float]) -> Placed:
    found: Placed = {}
    for col, phrase in zip(columns_of(line, middles), line.phrases, strict=True):
        found.setdefault(col, phrase)
    return found


def bands(lines: Sequence[TextLine], across: Sequence[float]) -> list[list[TextLine]]:
    """The lines between the lines drawn across."""
    found: dict[int, list[TextLine]] = {}
    for line in lines:
        found.setdefault(bisect_right(across, (line.top + line.bottom) / 2), []).append(line)
    return [found[number] for number in sorted(found)]
