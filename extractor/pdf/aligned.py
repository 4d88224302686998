"""Tables without ruling lines, or with some only: told by how their text is aligned.

The steps, in order: ``phrase_lines`` → ``areas`` → ``gutters`` → ``header_size``,
``head_cells``, ``body_rows`` → ``AlignedTable``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.pdf.areas import Area, areas
from extractor.pdf.glyphs import Run
from extractor.pdf.gutters import gutters
from extractor.pdf.heads import HeadCell, head_cells, header_size
from extractor.pdf.lattice import Lattice, Region
from extractor.pdf.phrases import (
    Gutter,
    Phrase,
    TextLine,
    cut_at,
    is_number,
    line_of,
    phrase_lines,
    phrase_of,
)
from extractor.pdf.placing import column_of, columns_of
from extractor.pdf.rows import body_rows
from extractor.pdf.ruling import Rule, Rulings, merge_rules

CENTRED = 0.05  # share of a table's width that a label over all of it is off the middle
INSET = 0.15  # share of a table's width that such a label stands in from the left


class AlignedTable(NamedTuple):
    """A table's lattice and the letters of each of its regions."""

    lattice: Lattice
    filled: list[list[Run]]


class _Cell(NamedTuple):
    row: int
    col: int
    rows: int
    cols: int
    letters: tuple[Run, ...]


def aligned_tables(letters: Sequence[Run], rulings: Rulings) -> list[AlignedTable]:
    """The tables that letters outside ruled grids make, from top to bottom."""
    lines = phrase_lines(letters)
    flat = [Rule(y, fill.x0, fill.x1) for fill in rulings.fills for y in (fill.top, fill.bottom)]
    horizontal = merge_rules([*rulings.horizontal, *flat])
    upright = merge_rules(rulings.vertical)
    found = []
    for area in areas(lines, horizontal):
        table = _table(area, horizontal, upright)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.lattice.ys[0], table.lattice.xs[0]))


def _table(area: Area, horizontal: Sequence[Rule], upright: Sequence[Rule]) -> AlignedTable | None:
    strips = gutters(area.lines, upright)
    if not strips:
        return None
    lines = [_parted(line, strips) for line in area.lines]
    middles = [strip.middle for strip in strips]
    across = area.across
    size = header_size(lines, middles, across)
    lines[:size] = [_parted(line, strips, heads=True) for line in lines[:size]]
    top, bottom = lines[0].top - lines[0].size, lines[size].bottom if size < len(lines) else 0.0
    left, right = _sides(lines)
    near = [r for r in horizontal if top < r.at < bottom and r.start < right and r.end > left]
    cores = _cores(lines[size:] or lines, lines, middles)
    drawn = [_drawn_beside(strip, lines[size:] or lines, upright) for strip in strips]
    heads = head_cells(lines[:size], middles, cores, near)
    cells = [_of_head(cell) for cell in heads]
    levels = max((cell.row + cell.rows for cell in heads), default=0)
    rows = body_rows(lines[size:], middles, across)
    numeric = _number_columns(rows, middles)
    for number, row in enumerate(rows, levels):
        cells += _of_row(row, number, middles, numeric, drawn, (left, right))
    tops = _level_tops(heads, levels)
    tops += [min(line.top for line in row) for row in rows]
    end = max(line.bottom for line in lines)
    return _assembled(cells, [left, *middles, right], [*tops, end])


def _sides(lines: Sequence[TextLine]) -> tuple[float, float]:
    return (
        min(line.phrases[0].x0 for line in lines),
        max(phrase.x1 for line in lines for phrase in line.phrases),
    )


def _drawn_beside(strip: Gutter, body: Sequence[TextLine], upright: Sequence[Rule]) -> list[Rule]:
    """The upright lines drawn at a gutter, if they go along most of the body."""
    top, bottom = body[0].top, max(line.bottom for line in body)
    rules = [rule for rule in upright if strip.left - 2 <= rule.at <= strip.right + 2]
    along = sum(max(0.0, min(r.end, bottom) - max(r.start, top)) for r in rules)
    return rules if along > 0.4 * (bottom - top) else []


def _parted(line: TextLine, strips: Sequence[Gutter], *, heads: bool = False) -> TextLine:
    """The line, a phrase cut in two where it runs from a text into a number, or in a
    header at a gap wider than its others."""
    phrases: list[Phrase] = []
    for phrase in line.phrases:
        rest = phrase
        for strip in strips:
            if rest.x0 < strip.middle < rest.x1:
                parts = cut_at(rest, strip.left - 2, strip.right + 2, widest=heads)
                if parts is not None and (
                    heads
                    or is_number(parts[1].text.split()[0])
                    or is_number(parts[0].text.split()[-1])
                ):
                    phrases.append(parts[0])
                    rest = parts[1]
        phrases.append(rest)
    return line_of(_joined(phrases, [strip.middle for strip in strips]))


def _joined(phrases: Sequence[Phrase], middles: Sequence[float]) -> list[Phrase]:
    """The phrases, those in one column put together, as a sign set apart from its number."""
    made: list[Phrase] = []
    columns: list[int] = []
    for phrase in phrases:
        col = column_of(phrase, middles)
        if columns and columns[-1] == col and not any(made[-1].x0 < x < phrase.x1 for x in middles):
            made[-1] = phrase_of((*made[-1].letters, *phrase.letters))
        else:
            made.append(phrase)
            columns.append(col)
    return made


def _cores(
    body: Sequence[TextLine], lines: Sequence[TextLine], middles: Sequence[float]
) -> list[tuple[float, float]]:
    """Where the text of each column stands."""
    edges = [*middles]
    found = []
    for col in range(len(edges) + 1):
        low = edges[col - 1] if col else float("-inf")
        high = edges[col] if col < len(edges) else float("inf")
        inside: list[Phrase] = []
        for part in (body, lines):
            inside = inside or [
                phrase
                for line in part
                for phrase in line.phrases
                if phrase.x0 >= low - 1 and phrase.x1 <= high + 1
            ]
        first, last = _sides(lines)
        found.append(
            (
                min((p.x0 for p in inside), default=max(low, first)),
                max((p.x1 for p in inside), default=min(high, last)),
            )
        )
    return found


def _of_head(cell: HeadCell) -> _Cell:
    letters = tuple(letter for phrase in cell.phrases for letter in phrase.letters)
    return _Cell(cell.row, cell.first, cell.rows, cell.last - cell.first + 1, letters)


def _number_columns(rows: Sequence[Sequence[TextLine]], middles: Sequence[float]) -> set[int]:
    """The columns that hold mostly numbers."""
    numbers, all_ = Counter[int](), Counter[int]()
    for row in rows:
        for line in row:
            for col, phrase in zip(columns_of(line, middles), line.phrases, strict=True):
                all_[col] += 1
                numbers[col] += is_number(phrase.text)
    return {col for col, count in all_.items() if numbers[col] > 0.5 * count}


def _of_row(
    row: Sequence[TextLine],
    number: int,
    middles: Sequence[float],
    numeric: set[int],
    drawn: Sequence[Sequence[Rule]],
    sides: tuple[float, float],
) -> list[_Cell]:
    """The cells of a row. A label alone in it spans all columns if it stands over
    numbers it is none of, or all beside it whose drawn sides leave it out."""
    phrases = [phrase for line in row for phrase in line.phrases]
    if len(phrases) == 1:
        [label] = phrases
        [col] = columns_of(row[0], middles)
        over_numbers = col > 0 and col in numeric and not is_number(label.text)
        off = abs(label.centre - (sides[0] + sides[1]) / 2)
        wide = sides[1] - sides[0]
        if over_numbers or (off < CENTRED * wide and label.x0 - sides[0] > INSET * wide):
            return [_Cell(number, 0, 1, len(middles) + 1, label.letters)]
        y, last = (label.top + label.bottom) / 2, col
        while last < len(middles) and drawn[last] and not any(
            rule.start <= y <= rule.end for rule in drawn[last]
        ):  # fmt: skip
            last += 1
        return [_Cell(number, col, 1, last - col + 1, label.letters)]
    found: dict[int, list[Run]] = {}
    for line in row:
        for col, phrase in zip(columns_of(line, middles), line.phrases, strict=True):
            found.setdefault(col, []).extend(phrase.letters)
    return [_Cell(number, col, 1, 1, tuple(letters)) for col, letters in found.items()]


def _level_tops(heads: Sequence[HeadCell], levels: int) -> list[float]:
    tops = []
    for level in range(levels):
        own = [cell.top for cell in heads if cell.row == level]
        tops.append(min(own))
    return tops


def _assembled(
    cells: Sequence[_Cell], xs: Sequence[float], ys: Sequence[float]
) -> AlignedTable | None:
    """The lattice of cells, places without text being cells of their own."""
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows < 2 or cols < 2:
        return None
    owner = [-1] * (rows * cols)
    boxes: list[tuple[Region, list[Run]]] = []
    for cell in cells:
        spots = [
            r * cols + c
            for r in range(cell.row, cell.row + cell.rows)
            for c in range(cell.col, cell.col + cell.cols)
        ]
        taken = next((owner[spot] for spot in spots if owner[spot] >= 0), None)
        if taken is not None:
            boxes[taken][1].extend(cell.letters)
            continue
        for spot in spots:
            owner[spot] = len(boxes)
        region = Region(cell.row, cell.col, cell.rows, cell.cols, False, False)
        boxes.append((region, list(cell.letters)))
    for spot, number in enumerate(owner):
        if number < 0:
            boxes.append((Region(spot // cols, spot % cols, 1, 1, False, False), []))
            owner[spot] = len(boxes) - 1
    order = sorted(range(len(boxes)), key=lambda i: boxes[i][0][:2])
    place = {old: new for new, old in enumerate(order)}
    lattice = Lattice(
        tuple(xs),
        _ascending(ys),
        tuple(boxes[i][0] for i in order),
        tuple(place[number] for number in owner),
    )
    return AlignedTable(lattice, [boxes[i][1] for i in order])


def _ascending(ys: Sequence[float]) -> tuple[float, ...]:
    """The heights where rows begin, each at least a point below the one before."""
    made = [ys[0]]
    for y in ys[1:]:
        made.append(max(y, made[-1] + 1.0))
    return tuple(made)
