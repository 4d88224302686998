"""Rows told by alignment: which lines of a table are one row, which its header.

Where a line is drawn across the table a row ends. Else a line goes on with the row
above it, or begins the one below, if it reads like the rest of a wrapped text: its
first word had no room on the line above.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from extractor.pdf.phrases import Phrase, TextLine, is_number
from extractor.pdf.placing import bands, columns_of, placed

OVERLAP = 0.25  # of a character's height: lines that share more stand side by side
BETWEEN = 2.2  # of a character's height: a stub half way between rows so far apart is theirs
TWO_KINDS = 0.5  # of a character's height: gaps that differ by more are of two kinds
CLOSE = 0.55  # of a character's height: lines farther apart are not one wrapped text
SHORT = 5  # characters: a shorter text fills no line before it is wrapped
ONE_EACH = 0.7  # share of bands between drawn lines with one row each, if all have one
_MARK = re.compile(r"\(?[a-z]\)|\*+|[†‡§]|%", re.I)
_OPEN_END = re.compile(
    r"(?:[,/\-–&]|\b(?:and|or|of|the|in|for|to|by|with|from|on|at|per|de|et))$", re.I
)


def body_rows(
    lines: Sequence[TextLine], middles: Sequence[float], across: Sequence[float]
) -> list[list[TextLine]]:
    """The rows of a table's body, each as its lines."""
    parts = bands(lines, across)
    counts = [_data_lines(part, middles) for part in parts]
    each = len(parts) >= 3 and sum(1 for n in counts if n <= 1) > ONE_EACH * len(parts)
    rows: list[list[TextLine]] = []
    for part, count in zip(parts, counts, strict=True):
        rows += [list(part)] if each and count <= 1 else rows_of(part, middles)
    return rows


def _data_lines(lines: Sequence[TextLine], middles: Sequence[float]) -> int:
    """The most lines on which one column has numbers."""
    counts = Counter(
        col for line in lines for col, p in placed(line, middles).items() if col and p.is_data()
    )
    return max(counts.values(), default=0)


def rows_of(band: Sequence[TextLine], middles: Sequence[float]) -> list[list[TextLine]]:
    """The rows of neighbouring lines that no drawn line parts."""
    groups = _with_labels(list(_side_by_side(band)), middles)
    if len(groups) == 1:
        return groups
    gaps = [_gap(a, b) for a, b in itertools.pairwise(groups)]
    size = median(line.size for line in band)
    low, high = min(gaps), max(gaps)
    close = (low + high) / 2 if high - low > TWO_KINDS * size else None
    if close is not None and _are_grouped(groups, gaps, close, middles):
        close = None
    rights = _rights(groups, middles)
    rows: list[list[TextLine]] = [groups[0]]
    usual = median(gaps)
    waiting = False  # the row so far is the beginning of a stub whose numbers follow
    for number, group in enumerate(groups[1:], 1):
        gap = gaps[number - 1]
        after = groups[number + 1] if number + 1 < len(groups) else None
        near = gap < (CLOSE * size if close is None else max(close, low + 0.2 * size))
        if close is not None and gap > close:
            near = False
        before = groups[number - 1]
        tight = gap < usual - 0.12 * size or close is not None
        if near and (
            waiting or _goes_on(before, group, rows[-1], middles, rights, tight, close is not None)
        ):
            rows[-1] += group
        else:
            rows.append(list(group))
        begins = set(_cells(rows[-1], middles)) == {0}
        waiting = (
            begins
            and after is not None
            and _begins(group, after, middles, rights, gaps[number] < usual - 0.12 * size)
        )
    return rows


def _side_by_side(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines, those put together that overlap, as a number beside two lines of a stub."""
    group: list[TextLine] = []
    for line in sorted(lines):
        beside = [o for o in group if o.bottom - line.top > OVERLAP * line.size]
        row = beside and not any(_over(line, other) for other in beside)
        if row and not any(_is_next_row(o, line) for o in group):
            group.append(line)
        else:
            if group:
                yield group
            group = [line]
    if group:
        yield group


def _is_next_row(one: TextLine, other: TextLine) -> bool:
    """Whether a line is another row, not the rest of the first's wrapped texts."""
    if _over(one, other) < 2:
        return False
    numbers = any(
        a.x0 < b.x1 and b.x0 < a.x1 and a.is_data() and b.is_data()
        for a in one.phrases
        for b in other.phrases
    )
    return numbers or other.top - one.bottom > 0.35 * other.size


def _with_labels(groups: list[list[TextLine]], middles: Sequence[float]) -> list[list[TextLine]]:
    """The groups, a stub that stands half way between two rows put into the upper one."""
    made: list[list[TextLine]] = []
    for number, group in enumerate(groups):
        beside = groups[number - 1 : number] + groups[number + 1 : number + 2]
        alone = set(_cells(group, middles)) == {0} and len(beside) == 2
        if alone and made and not any(0 in _cells(other, middles) for other in beside):
            size = group[0].size
            near = _gap(beside[0], beside[1]) < BETWEEN * size
            even = abs(_gap(beside[0], group) - _gap(group, beside[1])) < 0.3 * size
            if near and even:
                made[-1] += group
                continue
        made.append(group)
    return made


def _over(one: TextLine, other: TextLine) -> int:
    """How many phrases of one line stand over some of another."""
    return sum(any(a.x0 < b.x1 and b.x0 < a.x1 for b in other.phrases) for a in one.phrases)


def _are_grouped(
    groups: Sequence[Sequence[TextLine]],
    gaps: Sequence[float],
    close: float,
    middles: Sequence[float],
) -> bool:
    """Whether the closer lines are rows of their own, set in groups: two of them have
    numbers in one column."""
    data = [
        {col for col, phrases in _cells(group, middles).items() if col and phrases[-1].is_data()}
        for group in groups
    ]
    return any(
        gap < close and a & b for gap, (a, b) in zip(gaps, itertools.pairwise(data), strict=True)
    )


def _gap(one: Sequence[TextLine], other: Sequence[TextLine]) -> float:
    return min(line.top for line in other) - max(line.bottom for line in one)


def _cells(group: Sequence[TextLine], middles: Sequence[float]) -> dict[int, list[Phrase]]:
    found: dict[int, list[Phrase]] = {}
    for line in group:
        for col, phrase in zip(columns_of(line, middles), line.phrases, strict=True):
            found.setdefault(col, []).append(phrase)
    return found


def _rights(groups: Sequence[Sequence[TextLine]], middles: Sequence[float]) -> dict[int, float]:
    """How far to the right the texts of each column reach."""
    rights: dict[int, float] = {}
    for group in groups:
        for col, phrases in _cells(group, middles).items():
            edge = middles[col] if col < len(middles) else float("inf")
            for phrase in phrases:
                if phrase.x1 <= edge:
                    rights[col] = max(rights.get(col, phrase.x1), phrase.x1)
    return rights


def _goes_on(
    before: Sequence[TextLine],
    group: Sequence[TextLine],
    row: Sequence[TextLine],
    middles: Sequence[float],
    rights: dict[int, float],
    tight: bool,
    two_kinds: bool,
) -> bool:
    """Whether lines are the rest of the row above."""
    here, there = _cells(group, middles), _cells(row, middles)
    if 0 in there and not _has_data(there) and _has_data(here):
        # the numbers stand at the foot of the row
        return 0 not in here or _wraps(before, group, 0, middles, rights, tight)
    if not set(here) <= set(there):
        return False
    if all(_MARK.fullmatch(phrase.text) for phrases in here.values() for phrase in phrases):
        return 0 not in here
    for col, phrases in here.items():
        last = there[col][-1].text.strip()
        number = is_number(phrases[0].text)
        if not _OPEN_END.search(last) and ((number and col > 0) or number != is_number(last)):
            return False
    wraps = [_wraps(before, group, col, middles, rights, tight) for col in here]
    if two_kinds and 0 in here:
        return wraps[list(here).index(0)]
    if two_kinds:
        return True
    return all(wraps) or (0 not in here and any(wraps))


def _has_data(cells: dict[int, list[Phrase]]) -> bool:
    return any(p.is_data() for col, phrases in cells.items() if col for p in phrases)


def _begins(
    group: Sequence[TextLine],
    after: Sequence[TextLine],
    middles: Sequence[float],
    rights: dict[int, float],
    tight: bool,
) -> bool:
    """Whether a stub alone on its line goes on in the next line, where its numbers are."""
    return 0 in _cells(after, middles) and _wraps(group, after, 0, middles, rights, tight)


def _wraps(
    before: Sequence[TextLine],
    group: Sequence[TextLine],
    col: int,
    middles: Sequence[float],
    rights: dict[int, float],
    tight: bool,
) -> bool:
    """Whether a column's text reads on from the line before: its first word had no room
    there, and nothing says that it begins anew."""
    above, below = _cells(before, middles).get(col), _cells(group, middles).get(col)
    if not below:
        return False
    first = below[0]
    if not above:
        return col > 0 and not is_number(first.text)
    last = above[-1]
    if is_number(first.text) and is_number(last.text) and col > 0:
        return False
    word = first.text.split()[0]
    each = (first.x1 - first.x0) / max(1, len(first.text))
    wide = each * (1 if word[0] >= "\u2e80" else len(word) + 1)
    full = last.x1 + wide > rights.get(col, last.x1) - 0.3 * each
    if word[:1].islower() or _OPEN_END.search(last.text.strip()):
        return True
    if not full or last.text.rstrip().endswith((":", "：")):
        return False
    if word[0] < "\u2e80" and not tight:  # a capital begins a row, unless it stands close
        return False
    if len(last.text) < SHORT or last.x1 - last.x0 < 0.65 * (rights.get(col, last.x1) - last.x0):
        return False
    return first.x0 > last.x0 - 2 * each and first.x0 < last.x0 + 6 * each and word[0].isalpha()
