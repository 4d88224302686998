"""Where on a page tables without a full grid stand: prose and titles left out.

In each stream of lines (``streams``) neighbouring lines of several phrases make a block
(``blocks``), which the ruling lines around it stretch or cut (``areas``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.pdf.gutters import gutters
from extractor.pdf.phrases import TextLine, is_number
from extractor.pdf.ruling import Rule
from extractor.pdf.streams import is_aside, is_caption, is_prose, streams

LEADER = "...."
FAR = 3.2  # of a character's height: lines farther apart are of different blocks
APART = 0.7  # of a character's height: a gap after which a table may have ended
FEWEST_LINES = 3  # of several phrases; two where lines are drawn
LONG = 0.6  # share of a table's width that a line across it covers
AHEAD = 2  # wide lines of one phrase that may follow each other inside a table
FARTHEST = 12  # lines of one phrase in a row, as a stub wrapped in a narrow column
_ITEM = re.compile(r"[•●▪◦■□·\-–—*]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]+|\d+(?:\.\d+)+\.?", re.I)
STUBS = 0.75  # share of lines with a stub; more, beside sentences, is prose in columns
HEAD_LINES = 6  # lines of header cells that may stand over the first of several phrases
FOOT_LINES = 4  # lines of its last row that may follow the last of several phrases


class Area(NamedTuple):
    """A table's lines of text, and the places of lines across all of its width."""

    lines: tuple[TextLine, ...]
    across: tuple[float, ...]


def areas(lines: Sequence[TextLine], across: Sequence[Rule]) -> list[Area]:
    """The areas of tables among the lines of a page; ``across`` are merged lines."""
    found = []
    for stream in streams(lines, across):
        for start, stop in blocks(stream):
            area = _framed(stream, start, stop, across)
            if area is not None:
                found.append(area)
    return found


def blocks(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """Where runs of lines that may be a table begin and end."""
    start: int | None = None
    widest = 0.0  # gap between lines of the block
    last = wide = 0  # the block's last line of several phrases; wide lines of one since
    for number, line in enumerate(lines):
        several = len(line.stretches()) > 1 and not is_caption(line)
        if start is not None:
            gap = line.top - lines[number - 1].bottom
            wide = wide + 1 if not several and _is_wide(lines[start:number], line) else 0
            away = gap > FAR * line.size or number - last > FARTHEST or wide > AHEAD
            if not several and not _has_row(lines[number : number + 3]):
                away = away or (gap > APART * line.size and gap > 2 * widest)
            widest = max(widest, gap)
            if away or (not several and _ends(lines, start, number)):
                yield start, last + 1
                start = None
        if several:
            last = number
            if start is None:
                start, widest = number, 0.0
    if start is not None:
        yield start, last + 1


def _has_row(lines: Sequence[TextLine]) -> bool:
    return any(len(line.stretches()) > 1 for line in lines)


def _is_wide(block: Sequence[TextLine], line: TextLine) -> bool:
    left = min(other.phrases[0].x0 for other in block)
    right = max(other.phrases[-1].x1 for other in block)
    return line.phrases[-1].x1 - line.phrases[0].x0 > 0.5 * (right - left)


def _ends(lines: Sequence[TextLine], start: int, number: int) -> bool:
    """Whether a line of one phrase is no part of the table above it."""
    line = lines[number]
    if is_aside(line):
        return True
    left = min(other.phrases[0].x0 for other in lines[start:number])
    right = max(other.phrases[-1].x1 for other in lines[start:number])
    wide = line.phrases[-1].x1 - line.phrases[0].x0
    return wide > 0.75 * (right - left) and is_prose(line)


def _framed(lines: Sequence[TextLine], start: int, stop: int, rules: Sequence[Rule]) -> Area | None:
    """The block stretched to the ruling lines around it, if it is a table."""
    block = lines[start:stop]
    left = min(line.phrases[0].x0 for line in block)
    right = max(line.phrases[-1].x1 for line in block)
    drawn = long_rules(rules, left, right)
    start = _stretched_up(lines, start, drawn, left, right)
    stop = _stretched_down(lines, stop, drawn)
    block = lines[start:stop]
    top, bottom = block[0].top, max(line.bottom for line in block)
    near = tuple(y for y in drawn if top - 1.2 * block[0].size < y < bottom + block[-1].size)
    return Area(tuple(block), near) if is_table(block, len(near)) else None


def long_rules(rules: Sequence[Rule], left: float, right: float) -> list[float]:
    """The heights at which lines cover most of a width from its left on, in pieces or not."""
    heights: list[float] = []
    covered: dict[float, float] = {}
    reach: dict[float, float] = {}
    for rule in rules:
        at = next((y for y in heights if abs(y - rule.at) < 1.6), None)
        if at is None:
            at = rule.at
            heights.append(at)
        shared = min(rule.end, right) - max(rule.start, left)
        covered[at] = covered.get(at, 0.0) + max(0.0, shared)
        reach[at] = min(reach.get(at, rule.start), rule.start)
    wide = right - left
    return sorted(y for y in heights if covered[y] > LONG * wide and reach[y] < left + 0.1 * wide)


def _stretched_up(
    lines: Sequence[TextLine], start: int, drawn: Sequence[float], left: float, right: float
) -> int:
    """Where the table begins: at the uppermost line across it, if only header cells
    stand between, else where header cells stand close over its columns."""
    for up in range(start, max(-1, start - HEAD_LINES), -1):
        line = lines[up]
        gap = lines[up + 1].top - line.bottom if up < start else 0.0
        outside = line.phrases[-1].x1 > right + 40 or line.phrases[0].x0 < left - 40
        prose = is_prose(line) and line.phrases[-1].x1 - line.phrases[0].x0 > 0.8 * (right - left)
        if gap > FAR * line.size or outside or is_caption(line) or (up < start and prose):
            break
        over = lines[up - 1].bottom - 0.4 * line.size if up else float("-inf")
        if any(over - 1 < y < line.top + 0.3 * line.size for y in drawn):
            headed = up == start > 0 and _is_head_over(lines[up - 1], line, drawn, left, right)
            return up - headed
    columns = gutters(lines[start : start + 12])
    while start and columns:
        line, below = lines[start - 1], lines[start]
        close = below.top - line.bottom < 0.8 * line.size
        ruled = any(line.bottom - 2 < y < below.top + 2 for y in drawn)
        over_columns = line.phrases[0].x0 > columns[0].middle and not is_prose(line)
        stub = below.phrases[0].text[:1].islower() and line.phrases[-1].x1 < columns[0].middle
        if ruled or not close or not (over_columns or stub):
            break
        start -= 1
    return start


def _is_head_over(
    line: TextLine, below: TextLine, drawn: Sequence[float], left: float, right: float
) -> bool:
    """Whether a line is a header set so close that it looks like one phrase: a line drawn
    across parts it from the first row of numbers."""
    ruled = any(
        line.bottom - 2 < y < line.bottom + 2 * line.size and y < below.top + 2 for y in drawn
    )
    inside = line.phrases[0].x0 > left - 5 and line.phrases[-1].x1 < right + 15
    wide = line.phrases[-1].x1 > (left + right) / 2 and not is_caption(line)
    return ruled and inside and wide and any(phrase.is_data() for phrase in below.phrases)


def _stretched_down(lines: Sequence[TextLine], stop: int, drawn: Sequence[float]) -> int:
    """Where the table ends: at the line across it that follows with little between, or
    after the rest of its last row."""
    for down in range(stop, min(len(lines), stop + FOOT_LINES)):
        line = lines[down]
        far = line.top - lines[down - 1].bottom > FAR * line.size
        if far or is_prose(line) or len(line.stretches()) > 1 or is_aside(line):
            break
        under = lines[down + 1].top if down + 1 < len(lines) else line.bottom + 20
        if any(lines[stop - 1].bottom - 2 < y < line.top + 2 for y in drawn):
            break
        if any(line.bottom - 2 < y < under for y in drawn):
            return down + 1
    while 0 < stop < len(lines):
        line, before = lines[stop], lines[stop - 1]
        rest = line.phrases[0].text[:1].islower() or before.bottom - line.top > 0.2 * line.size
        ruled = any(before.bottom - 2 < y < line.top + 2 for y in drawn)
        if rest and not ruled and line.top - before.bottom < 0.3 * line.size:
            stop += 1
        else:
            break
    return stop


def is_table(block: Sequence[TextLine], drawn: int) -> bool:
    """Whether lines of several phrases are a table, not prose, a list or a form's lines."""
    several = [line for line in block if len(line.stretches()) > 1]
    if len(block) < FEWEST_LINES or len(several) < (2 if drawn >= 2 else FEWEST_LINES):
        return False
    columns = gutters(block)
    if not columns:
        return False
    phrases = [phrase for line in block for phrase in line.phrases]
    numbers = sum(1 for phrase in phrases if is_number(phrase.text))
    first = [p.text.strip() for p in phrases if p.centre < columns[0].middle]
    if len(columns) == 1 and first and all(_ITEM.fullmatch(text) for text in first):
        return False
    if _is_contents(block):
        return False
    prose = sum(1 for line in block if is_prose(line))
    if prose > 0.5 * len(block) and numbers < 0.2 * len(phrases):
        stubs = sum(1 for line in block if line.phrases[0].centre < columns[0].middle)
        return (len(columns) > 1 or drawn >= 2) and stubs < STUBS * len(block)
    return len(several) >= 0.3 * len(block)


def _is_contents(block: Sequence[TextLine]) -> bool:
    """Whether lines are a table of contents: dots lead to ascending numbers of pages."""
    led = [line for line in block if any(LEADER in p.text for p in line.phrases[:-1])]
    last = [line.phrases[-1].text for line in led]
    pages = [int(text) for text in last if text.isdecimal() and len(text) < 4]
    return (
        2 * len(led) >= len(block)
        and 2 * len(pages) >= len(led)
        and all(a <= b for a, b in itertools.pairwise(pages))
    )
