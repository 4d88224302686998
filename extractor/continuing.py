"""Whether a fragment continues the open table, and which of its rows repeat the table's.

A fragment continues the open table when it is the first of the next page, its
frame is as wide, its column lines agree or refine those above, and nothing in
it or over it says that something new begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grid import Grid
from extractor.headers import Header, header_at
from extractor.model import Cell, Fragment, Line
from extractor.open_table import OpenTable, align, edges_agree, stands_in
from extractor.vocabulary import fold, is_outer, is_title, label_field

SAME_WIDTH = 8.0  # points: frames whose widths differ less are equally wide
MOST_REPEATED_ROWS = 6


def continues(table: OpenTable, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment at the top of the next page goes on with the open table; in
    Word, whether one does that follows with no text between."""
    last = table.last
    expected = None if last.page is None else last.page + 1
    if fragment.page != expected or not table.may_run_on:
        return False
    width, before = fragment.edges[-1] - fragment.edges[0], last.edges[-1] - last.edges[0]
    if abs(width - before) > SAME_WIDTH and not stands_in(table, fragment):
        return False
    if _new_title(table.first.above, fragment.above):
        return False
    header = _header_on_top(grid)
    head = head_labels(grid, header.start if header else min(4, grid.n_rows))
    if head & table.labels and not _repeats(table, grid):
        return False
    return edges_agree(table, align(table, fragment)) or _repeats(table, grid)


def is_parted(table: OpenTable, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment that does not go on with the open table looks as if it should:
    it stands where the table would go on, and nothing says that another begins."""
    last = table.last
    if last.page is None or fragment.page != last.page + 1 or not table.may_run_on:
        return False
    if table.header is None or any(is_title(line.text) for line in fragment.above):
        return False
    header = _header_on_top(grid)
    if header is not None:
        return header.is_list and table.header.is_list
    return not head_labels(grid, min(4, grid.n_rows))


def _header_on_top(grid: Grid) -> Header | None:
    """A header in the first rows of a fragment."""
    return next((h for r in range(min(3, grid.n_rows)) if (h := header_at(grid, r))), None)


def head_labels(grid: Grid, stop: int) -> set[str]:
    """The head-block labels printed in the rows before ``stop``."""
    found = set()
    for row in range(min(stop, grid.n_rows)):
        for cell in grid.starting(row):
            name = label_field(cell.text)
            tall_outer = cell.row_span > 1 and is_outer(cell.text)
            if name and name != "other" and not tall_outer:
                found.add(fold(cell.text))
    return found


def _new_title(before: Sequence[Line], now: Sequence[Line]) -> bool:
    """Whether a table title stands over the fragment that is not the first one's."""
    known = {fold(line.text) for line in before}
    return any(is_title(line.text) and fold(line.text) not in known for line in now)


def _repeats(table: OpenTable, grid: Grid) -> bool:
    return repeated_rows(table, grid) > 0


def repeated_rows(table: OpenTable, grid: Grid) -> int:
    """How many of the fragment's first rows repeat the table's header."""
    if table.header is not None and table.header_grid is not None:
        header = range(table.header.start, table.header.stop)
        if _equal_rows(grid, table.header_grid, header) == len(header):
            return len(header)
    first = table.first_grid
    rows = _equal_rows(grid, first, range(min(MOST_REPEATED_ROWS, first.n_rows - 1)))
    return 0 if any(_begins_form(grid, row) for row in range(rows)) else rows


def _equal_rows(grid: Grid, source: Grid, rows: range) -> int:
    """How many of the fragment's first rows are those rows of another grid, in order."""
    for number, row in enumerate(rows):
        mine = _row_texts(_within(grid, number, len(rows)))
        if not mine or mine != _row_texts(_within(source, row, rows.stop - row)):
            return number
    return len(rows)


def _row_texts(cells: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells if cell.text]


def _begins_form(grid: Grid, row: int) -> bool:
    """Whether a row names a project or department: the same form may be printed twice."""
    return any(label_field(cell.text) in ("project", "department") for cell in grid.starting(row))


def _within(grid: Grid, row: int, most: int) -> list[Cell]:
    """A row's cells that are no taller than ``most`` rows (an outer label is)."""
    if row >= grid.n_rows:
        return []
    return [cell for cell in grid.starting(row) if cell.row_span <= most]
