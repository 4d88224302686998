"""Tables without ruling lines, or with row lines only: columns told by alignment.

Lines of text that fall into the same columns, parted by gutters that no word
crosses, make a table. Rows are parted by row lines where they are drawn, else
by the wider gaps between lines of text. The steps, in order: ``segments`` →
``blocks`` → ``gutters`` → ``row_tops`` → ``aligned_lattices``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.pdf.glyphs import Run
from extractor.pdf.lattice import Lattice, Region
from extractor.pdf.layout import text_lines
from extractor.pdf.ruling import Rule, Rulings, merge_rules

WORD_GAP = 1.0  # of a character's height: segments of a line stand farther apart
GUTTER = 0.5  # of a character's height: the least width of a gutter
CROSSED = 0.06  # share of lines that may cross a gutter (headings over columns)
FEWEST_LINES = 3  # of two or more segments
FAR = 3.2  # of a character's height: lines farther apart are of different blocks


class Segment(NamedTuple):
    """A stretch of a line without a wide gap."""

    x0: float
    x1: float


class TextLine(NamedTuple):
    """A line of text as its segments, with its height on the page."""

    top: float
    bottom: float
    segments: tuple[Segment, ...]


def aligned_lattices(letters: Sequence[Run], rulings: Rulings) -> list[Lattice]:
    """The tables that text outside all ruled grids makes by its alignment."""
    rules = merge_rules(rulings.horizontal)
    found = []
    for block in blocks(segments(letters)):
        lattice = _lattice(block, rules)
        if lattice is not None:
            found.append(lattice)
    return found


def segments(letters: Sequence[Run]) -> list[TextLine]:
    """The page's lines of text, each cut where a wide gap stands between words."""
    lines = []
    for line in text_lines([run for run in letters if run.text.strip()]):
        stretches: list[list[float]] = []
        for letter in line:
            size = letter.bottom - letter.top
            if stretches and letter.x0 - stretches[-1][1] <= WORD_GAP * size:
                stretches[-1][1] = max(stretches[-1][1], letter.x1)
            else:
                stretches.append([letter.x0, letter.x1])
        top, bottom = min(run.top for run in line), max(run.bottom for run in line)
        lines.append(TextLine(top, bottom, tuple(Segment(*stretch) for stretch in stretches)))
    return lines


def blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Runs of neighbouring lines that may be a table: most have several segments."""
    block: list[TextLine] = []
    for line in lines:
        if block and line.top - block[-1].bottom > FAR * (line.bottom - line.top):
            yield from _trimmed(block)
            block = []
        if len(line.segments) > 1 or (block and _is_narrow(line, block)):
            block.append(line)
        elif block:
            yield from _trimmed(block)
            block = []
    yield from _trimmed(block)


def _is_narrow(line: TextLine, block: Sequence[TextLine]) -> bool:
    """A line of one segment no wider than half the block: the rest of a cell."""
    left = min(other.segments[0].x0 for other in block)
    right = max(other.segments[-1].x1 for other in block)
    return line.segments[0].x1 - line.segments[0].x0 < 0.5 * (right - left)


def _trimmed(block: list[TextLine]) -> Iterator[list[TextLine]]:
    several = [i for i, line in enumerate(block) if len(line.segments) > 1]
    if len(several) >= FEWEST_LINES:
        yield block[several[0] :]


def gutters(block: Sequence[TextLine]) -> list[float]:
    """The middles of the upright strips that (nearly) no segment crosses."""
    lines = [line for line in block if len(line.segments) > 1]
    size = sorted(line.bottom - line.top for line in lines)[len(lines) // 2]
    events = sorted(
        event for line in block for s in line.segments for event in ((s.x0, 1), (s.x1, -1))
    )
    allowed = CROSSED * len(block)
    found = []
    depth, start = 0, None
    for x, change in events:
        depth += change
        if depth <= allowed and start is None:
            start = x
        elif depth > allowed and start is not None:
            if x - start >= GUTTER * size and start > events[0][0]:
                found.append((start + x) / 2)
            start = None
    return found


def row_tops(block: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Where rows begin, told by the gaps between lines and by what each line fills."""
    tops = [block[0].top]
    gaps = sorted(b.top - a.bottom for a, b in itertools.pairwise(block))
    size = sorted(line.bottom - line.top for line in block)[len(block) // 2]
    two_kinds = bool(gaps) and gaps[-1] - gaps[0] > 0.5 * size
    middle = (gaps[0] + gaps[-1]) / 2 if gaps else 0.0
    for before, line in itertools.pairwise(block):
        filled, last = _filled(line, columns), _filled(before, columns)
        rest_of_row = filled < last or (filled <= last and 0 not in filled)
        close = line.top - before.bottom < (middle if two_kinds else 0.35 * size)
        if not (close and rest_of_row):
            tops.append((before.bottom + line.top) / 2)
    return tops


def _filled(line: TextLine, columns: Sequence[float]) -> set[int]:
    """The columns in which a line has text."""
    return {sum(1 for x in columns if x < (s.x0 + s.x1) / 2) for s in line.segments}


def _lattice(block: Sequence[TextLine], rules: Sequence[Rule]) -> Lattice | None:
    inner = gutters(block)
    if not inner:
        return None
    left = min(line.segments[0].x0 for line in block)
    right = max(line.segments[-1].x1 for line in block)
    drawn = [
        rule.at
        for rule in rules
        if block[0].top - 20 < rule.at < block[-1].bottom + 20
        and min(rule.end, right) - max(rule.start, left) > 0.6 * (right - left)
    ]
    if len(drawn) > max(3, len(block) // 3):
        ys = [*drawn]
        if block[0].top < ys[0]:
            ys.insert(0, block[0].top)
        if block[-1].bottom > ys[-1]:
            ys.append(block[-1].bottom)
    else:
        ys = [*row_tops(block, inner), block[-1].bottom]
    if len(ys) < 3:
        return None
    xs = [left, *inner, right]
    rows, cols = len(ys) - 1, len(xs) - 1
    regions = tuple(Region(r, c, 1, 1, False, False) for r in range(rows) for c in range(cols))
    return Lattice(tuple(xs), tuple(ys), regions, tuple(range(rows * cols)))
