"""Headers over aligned columns: which cells span several, and how they are stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.pdf.phrases import Phrase, TextLine, is_number, is_year
from extractor.pdf.placing import bands, column_of, columns_of, placed
from extractor.pdf.rows import rows_of
from extractor.pdf.ruling import Rule

CLOSE = 0.7  # of a character's height: lines of one header cell are no farther apart
MOST_HEADER_LINES = 12
LINED_UP = 1.5  # points
CENTRED = 0.2  # share of the width a header cell's middle may be off that of its columns


@dataclass
class HeadCell:
    """A header cell: its columns, its phrases, and the header row it begins in."""

    first: int
    last: int
    phrases: list[Phrase] = field(default_factory=list)
    row: int = 0
    rows: int = 1

    @property
    def top(self) -> float:
        return min(phrase.top for phrase in self.phrases)

    @property
    def bottom(self) -> float:
        return max(phrase.bottom for phrase in self.phrases)


def head_cells(
    lines: Sequence[TextLine],
    middles: Sequence[float],
    cores: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
    uprights: Sequence[Rule] = (),
) -> list[HeadCell]:
    """The cells of a header's lines. ``cores`` are where each column's text stands;
    ``rules`` the horizontal lines, of which short ones show what a cell spans."""
    cells: list[HeadCell] = []
    for number, line in enumerate(lines):
        below = {col for other in lines[number + 1 :] for col in columns_of(other, middles)}
        made = [_spanned(p, line, below, middles, cores, rules) for p in line.phrases]
        for cell in made:
            over = next((c for c in reversed(cells) if _goes_on(c, cell, cells, rules)), None)
            if over is None:
                same = [c for c in cells if c.first == cell.first and c.last == cell.last
                        and cell.top < c.bottom - 1]  # fmt: skip
                if same:
                    same[0].phrases += cell.phrases
                else:
                    cells.append(cell)
            else:
                over.phrases += cell.phrases
                over.first, over.last = min(over.first, cell.first), max(over.last, cell.last)
    _stack(cells)
    return cells


def _spanned(
    phrase: Phrase,
    line: TextLine,
    below: set[int],
    middles: Sequence[float],
    cores: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
) -> HeadCell:
    """The phrase with the columns it stands over."""
    own = column_of(phrase, middles)
    taken = {column_of(p, middles) for p in line.phrases if p is not phrase}
    over = [
        col
        for col, (left, right) in enumerate(cores)
        if col == own or (col not in taken and phrase.x0 - 1 < (left + right) / 2 < phrase.x1 + 1)
    ]
    crossed = [x for x in middles if phrase.x0 + 1 < x < phrase.x1 - 1]
    first, last = (min(over), max(over)) if crossed and over else (own, own)
    if first == 0 and last > 0 and phrase.x0 < cores[0][1] and own == 0:
        first = last = 0
    ruled = _ruled(phrase, line, cores, rules)
    if ruled is not None:
        return HeadCell(*ruled, [phrase])
    if below and (first > 0 or crossed):
        wider = _centred(phrase, line, below, first, last, middles, cores)
        if wider is not None:
            first, last = wider
    return HeadCell(first, last, [phrase])


def _ruled(
    phrase: Phrase, line: TextLine, cores: Sequence[tuple[float, float]], rules: Sequence[Rule]
) -> tuple[int, int] | None:
    """The columns over which the line under a cell runs, if that is no line across all."""
    for rule in rules:
        under = line.bottom - 0.35 * line.size < rule.at < line.bottom + 0.9 * line.size
        if not (under and rule.start - 3 < phrase.centre < rule.end + 3):
            continue
        cols = [c for c, (a, b) in enumerate(cores) if rule.start - 2 < (a + b) / 2 < rule.end + 2]
        whole = rule.start < cores[0][0] + 4 and rule.end > cores[-1][1] - 4
        others = [p for p in line.phrases if p is not phrase and rule.start < p.centre < rule.end]
        if cols and not whole and not others and len(cols) > 1:
            return min(cols), max(cols)
    return None


def _centred(
    phrase: Phrase,
    line: TextLine,
    below: set[int],
    first: int,
    last: int,
    middles: Sequence[float],
    cores: Sequence[tuple[float, float]],
) -> tuple[int, int] | None:
    """The columns without other text on the line over whose middle a cell stands, if
    the line below has a cell in each of them."""
    taken = {column_of(p, middles) for p in line.phrases if p is not phrase}
    low, high = first, last
    while low - 1 > 0 and low - 1 not in taken:
        low -= 1
    while high + 1 < len(cores) and high + 1 not in taken:
        high += 1
    best: tuple[float, int, int] | None = None
    for a in range(low, first + 1):
        for b in range(last, high + 1):
            if a == b or not set(range(a, b + 1)) <= below:
                continue
            left, right = cores[a][0], cores[b][1]
            outer = (middles[a - 1], middles[b] if b < len(middles) else right)
            off = min(abs(phrase.centre - (x + y) / 2) for x, y in ((left, right), outer))
            if off < CENTRED * (right - left) and (best is None or off < best[0]):
                best = (off, a, b)
    own = abs(phrase.centre - (cores[first][0] + cores[last][1]) / 2)
    if best is None:
        return None
    crossed = any(phrase.x0 < x < phrase.x1 for x in middles)
    if first == last and not crossed and (own <= best[0] or _lines_up(phrase, cores[first])):
        return None
    return best[1], best[2]


def _lines_up(phrase: Phrase, core: tuple[float, float]) -> bool:
    """Whether a phrase begins or ends where its column's text does."""
    return abs(phrase.x0 - core[0]) < LINED_UP or abs(phrase.x1 - core[1]) < LINED_UP


def _goes_on(
    over: HeadCell, cell: HeadCell, cells: Sequence[HeadCell], rules: Sequence[Rule]
) -> bool:
    """Whether a cell's text is the next line of the one above it."""
    if (over.first, over.last) != (cell.first, cell.last):
        wide = over.first <= cell.first and cell.last <= over.last
        if not (wide and over.last > over.first and cell.phrases[0].text[:1].islower()):
            return False
        if any(c is not over and c.top > over.top and over.first <= c.first <= over.last
               for c in cells):  # fmt: skip
            return False
    size = cell.bottom - cell.top
    if not -0.6 * size < cell.top - over.bottom < CLOSE * size:
        return False
    x = cell.phrases[0].centre
    middle, end = (over.top + over.bottom) / 2, (cell.top + cell.bottom) / 2
    return not any(rule.start <= x <= rule.end and middle < rule.at < end for rule in rules)


def _stack(cells: Sequence[HeadCell]) -> None:
    """Give each cell its header row: below all cells over its columns; those with
    nothing below reach down to the last row."""
    ordered = sorted(cells, key=lambda cell: cell.top)
    for number, cell in enumerate(ordered):
        over = [c for c in ordered[:number] if c.first <= cell.last and cell.first <= c.last]
        cell.row = max((c.row + 1 for c in over), default=0)
    count = max((cell.row + 1 for cell in ordered), default=0)
    for number, cell in enumerate(ordered):
        below = [
            c.row
            for c in ordered[number + 1 :]
            if c.first <= cell.last and cell.first <= c.last and c.row > cell.row
        ]
        cell.rows = min(below, default=count) - cell.row


def header_size(
    lines: Sequence[TextLine], middles: Sequence[float], across: Sequence[float]
) -> int:
    """How many of the lines are the header."""
    data = len(lines)
    for number, line in enumerate(lines):
        phrases = [p for col, p in placed(line, middles).items() if col > 0]
        if any(p.is_data() for p in phrases) and not _only_years(phrases):
            data = number
            break
    before = lines[:data]
    parts = bands(before, across) if before else []
    if data == len(lines):  # no numbers: up to the first line drawn, or the first row
        drawn = bands(lines, across)
        if len(drawn) > 1:
            return len(drawn[0])
        return len(next(iter(rows_of(lines, middles)), [])) if len(lines) > 1 else 0
    if not before:
        return 0
    edge = lines[data]
    if len(parts) > 1 or any(before[-1].bottom - 3 < y < edge.top + 3 for y in across):
        drawn = bands(lines[: data + 1], across)
        size = sum(len(part) for part in drawn[:-1])
        while size > 1 and len(drawn) > 2 and _is_section(drawn[-2], middles):
            size -= len(drawn[-2])
            drawn.pop(-2)
        return size
    size = data
    while size > 0 and set(placed(lines[size - 1], middles)) == {0} and size > 1:
        size -= 1  # the label of a section, or the first line of a wrapped stub
    if 1 < size < len(lines) and _is_label(lines, size - 1):
        size -= 1
    wide = [line for line in lines[:size] if set(placed(line, middles)) != {0}]
    return size if wide and size <= MOST_HEADER_LINES else 0


def _is_label(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line is a label in the middle of the table, as far from the line above
    it as from that below."""
    line, above, below = lines[number], lines[number - 1], lines[number + 1]
    left = min(other.phrases[0].x0 for other in lines)
    right = max(other.phrases[-1].x1 for other in lines)
    off = abs(line.phrases[0].centre - (left + right) / 2)
    apart = line.top - above.bottom > below.top - line.bottom - 0.1 * line.size
    return len(line.phrases) == 1 and off < 0.05 * (right - left) and apart


def _is_section(part: Sequence[TextLine], middles: Sequence[float]) -> bool:
    """Whether lines are no more than a label."""
    return all(len(line.phrases) == 1 for line in part) and (
        len(part) == 1 or all(set(placed(line, middles)) == {0} for line in part)
    )


def _only_years(phrases: Sequence[Phrase]) -> bool:
    return all(is_year(phrase.text) for phrase in phrases if is_number(phrase.text))
