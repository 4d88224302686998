"""Grids that lines show only in part: a frame, row lines or shades without columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.pdf.aligned import AlignedTable, aligned_tables
from extractor.pdf.glyphs import Run
from extractor.pdf.gutters import gutters
from extractor.pdf.lattice import Lattice
from extractor.pdf.phrases import TextLine, is_number, letters_of, phrase_lines
from extractor.pdf.ruling import Rulings

UNPARTED = 0.35  # share of lines with several columns in one cell that shows a grid is partial
STACKED = 0.2  # share of lines that are numbers one below the other in one cell
MOSTLY = 0.7  # share of the lines in a column of a grid that shows it is several
FEWEST = 3
UNDER = 4.0  # of a character's height: columns under a header stand no farther below it
APART = 8.0  # of a character's height: shaded rows farther apart are of two tables
SIDE = 5.0  # points that text may stick out of the columns over it


def with_aligned(
    grids: Sequence[Lattice],
    filled: Sequence[list[list[Run]]],
    outside: Sequence[Run],
    rulings: Rulings,
) -> tuple[list[Lattice], list[list[list[Run]]], list[Run]]:
    """The ruled grids and the aligned tables of a page with their text, from top to
    bottom, and what stands outside all of them.

    A grid whose cells hold several columns or rows of text is read by alignment too,
    its lines being taken for what they part.
    """
    around = phrase_lines(letters_of(outside))
    kept: list[AlignedTable] = []
    partial: list[AlignedTable] = []
    free = list(outside)
    for grid, texts in zip(grids, filled, strict=True):
        shown = sum(1 for runs in texts if runs)
        if shown > 1 and not (
            is_partial(grid, texts) or is_head_only(grid, around) or is_tile(grid, grids, around)
        ):
            kept.append(AlignedTable(grid, list(texts)))
            continue
        free += [run for runs in texts for run in runs]
        if shown > 1 and len(grid.xs) > 2:
            partial.append(AlignedTable(grid, list(texts)))
    found = aligned_tables(letters_of(free), _outside(rulings, [old.lattice for old in kept]))
    kept += [old for old in partial if not any(_meet(old.lattice, new.lattice) for new in found)]
    tables = sorted([*kept, *found], key=lambda table: (table.lattice.ys[0], table.lattice.xs[0]))
    used = {run.start for table in tables for texts in table.filled for run in texts}
    rest = [run for run in free if not any(letter.start in used for letter in run.letters())]
    return [table.lattice for table in tables], [table.filled for table in tables], rest


def _outside(rulings: Rulings, grids: Sequence[Lattice]) -> Rulings:
    """The lines that are not those of ruled grids."""
    boxes = [grid.bbox for grid in grids]

    def free(x: float, y: float) -> bool:
        return not any(
            box.x0 - SIDE < x < box.x1 + SIDE and box.top - SIDE < y < box.bottom + SIDE
            for box in boxes
        )

    return rulings._replace(
        horizontal=[r for r in rulings.horizontal if free((r.start + r.end) / 2, r.at)],
        vertical=[r for r in rulings.vertical if free(r.at, (r.start + r.end) / 2)],
        fills=[b for b in rulings.fills if free((b.x0 + b.x1) / 2, (b.top + b.bottom) / 2)],
    )


def _meet(one: Lattice, other: Lattice) -> bool:
    a, b = one.bbox, other.bbox
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def is_partial(grid: Lattice, filled: Sequence[Sequence[Run]]) -> bool:
    """Whether cells of a grid hold several columns or several rows of a table."""
    lines = several = stacked = unparted = merged = 0
    columns: dict[int, list[TextLine]] = {}
    for region, runs in zip(grid.regions, filled, strict=True):
        texts = phrase_lines(letters_of(runs))
        wide = [line for line in texts if len(line.stretches()) > 1]
        inner = grid.xs[region.col + 1 : region.col + region.col_span]
        if region.col_span == 1:
            columns.setdefault(region.col, []).extend(texts)
        merged += _fills_rows(texts, grid.ys[region.row : region.row + region.row_span + 1])
        lines += len(texts)
        several += len(wide)
        stacked += _stacked(texts)
        unparted += sum(1 for line in wide if inner and _keeps_off(line, inner))
    rows = len(grid.ys) - 1
    return (
        len(grid.xs) == 2
        or (several >= FEWEST and several > UNPARTED * lines)
        or (stacked >= FEWEST and stacked > STACKED * lines)
        or (unparted >= FEWEST and unparted > UNPARTED * rows)
        or merged > 0
        or any(_are_columns(column) for column in columns.values())
    )


def _fills_rows(lines: Sequence[TextLine], ys: Sequence[float]) -> bool:
    """Whether a cell merged over rows holds a text for most of them, each in its row."""
    if len(lines) < FEWEST or len(ys) <= FEWEST:
        return False
    inner = ys[1:-1]
    rows = {bisect_right(inner, (line.top + line.bottom) / 2) for line in lines}
    crossed = any(line.top + 2 < y < line.bottom - 2 for line in lines for y in inner)
    letters = sum(len(phrase.text) for line in lines for phrase in line.phrases)
    return not crossed and len(rows) > MOSTLY * (len(ys) - 1) and letters > 3 * len(lines)


def _are_columns(lines: Sequence[TextLine]) -> bool:
    """Whether the texts of one column of a grid are several columns."""
    several = [line for line in lines if len(line.stretches()) > 1]
    mostly = len(several) > FEWEST and len(several) > MOSTLY * len(lines)
    return mostly and len(gutters(several)) > 0


def _keeps_off(line: TextLine, edges: Sequence[float]) -> bool:
    """Whether text stands in several columns of a grid that are merged in a row, and
    crosses none of their sides."""
    columns = {bisect_right(edges, phrase.x0) for phrase in line.phrases}
    return not _crosses(line, edges) and len(columns) > 1


def _crosses(line: TextLine, edges: Sequence[float]) -> bool:
    return any(phrase.x0 < x < phrase.x1 for phrase in line.phrases for x in edges)


def is_head_only(grid: Lattice, outside: Sequence[TextLine]) -> bool:
    """Whether a grid of a row or two stands right over columns that no lines show."""
    if len(grid.ys) > 3:
        return False
    left, right, bottom = grid.xs[0] - SIDE, grid.xs[-1] + SIDE, grid.ys[-1]
    below = [
        line
        for line in outside
        if line.top > bottom - SIDE
        and line.phrases[0].x0 > left
        and line.phrases[-1].x1 < right
        and len(line.stretches()) > 1
    ]
    if len(below) < FEWEST or below[0].top - bottom > UNDER * below[0].size:
        return False
    xs = grid.xs[1:-1]
    return bool(xs) and sum(1 for line in below[:6] if _keeps_off(line, xs)) >= FEWEST


def is_tile(grid: Lattice, grids: Sequence[Lattice], outside: Sequence[TextLine]) -> bool:
    """Whether a grid is one of the shaded rows of a table whose other rows are white."""
    xs = grid.xs[1:-1]
    for other in grids:
        if abs(other.xs[0] - grid.xs[0]) > SIDE or abs(other.xs[-1] - grid.xs[-1]) > SIDE:
            continue
        top, bottom = sorted((grid, other), key=lambda each: each.ys[0])
        between = [
            line
            for line in outside
            if top.ys[-1] < (line.top + line.bottom) / 2 < bottom.ys[0]
            and line.phrases[0].x0 > grid.xs[0] - SIDE
            and line.phrases[-1].x1 < grid.xs[-1] + SIDE
        ]
        short = min(len(grid.ys), len(other.ys)) <= 3
        close = between and bottom.ys[0] - top.ys[-1] < APART * between[0].size
        fits = [_keeps_off(line, xs) or not _crosses(line, xs) for line in between]
        if short and close and (all(fits) or any(_keeps_off(line, xs) for line in between)):
            return True
    return False


def _stacked(lines: Sequence[TextLine]) -> int:
    """How many numbers stand one below the other in a cell, if it holds little else."""
    numbers = sum(1 for line in lines if len(line.phrases) == 1 and is_number(line.phrases[0].text))
    return numbers if numbers >= FEWEST and numbers > 0.6 * len(lines) else 0
