"""Cells of a claimed form that no field was read from: told, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extractor.codes import problem
from extractor.columns import LOST, cell_of
from extractor.forms import TOTAL_ROWS
from extractor.grid import Grid
from extractor.headers import PART_NAMES, Header
from extractor.misfits import (
    begins_with_header,
    holds_amount,
    is_run_together,
    is_two_amounts,
    is_two_headers,
)
from extractor.model import Cell, Problem
from extractor.money import is_budget_first
from extractor.vocabulary import (
    GRADES,
    class_level,
    column_role,
    fold,
    horizon_of,
    is_closing,
    is_outer,
    is_part_year,
    is_title,
    label_field,
    money_role,
    part_of,
)

MARKS = frozenset("√✓✔☑●○■×✗✘")
Place = tuple[int, int]  # row and column of a cell, from 0


def unread_cells(
    grid: Grid,
    rows: range,
    headers: Sequence[Header],
    used: Collection[Place],
    body: Collection[int],
) -> Iterator[Problem]:
    """Problems ``cell.unread`` for a form or list: cells of its head that are neither
    label nor value, header cells whose words name no field, and texts in the rows
    ``body`` below that stand under no header."""
    head = range(rows.start, headers[0].start)
    passed_over = _passed_over(grid, head, used)
    for row in head:
        for cell in grid.starting(row):
            place = (cell.row, cell.col)
            if not cell.text or place in used or place in passed_over:
                continue
            item = column_role(cell.text) == "money" and not _is_label(cell.text)
            if item or not _known(cell) or is_run_together(cell.text):
                yield unread_cell(cell)
    for header, stop in zip(headers, [*(h.start for h in headers[1:]), rows.stop], strict=True):
        below = [row for row in range(header.stop, stop) if row in body]
        yield from _unread_headers(grid, header, below)
        yield from _lost_columns(grid, header, below)
        yield from _under_no_header(grid, header, below)


def _unread_headers(grid: Grid, header: Header, rows: Sequence[int]) -> Iterator[Problem]:
    """Header cells whose words name no field, or more than one; what runs on below to
    the left of all columns is a label of all, unless it is the body's.

    Marks below such a word (√ under 完成 or 未完成) are told with it: what they say stands
    in the header, so that no field holds it as printed.
    """
    first = min((column.start for column in header.columns), default=0)
    for row in range(header.start, header.stop):
        for cell in grid.starting(row):
            if not cell.text or cell is header.heading:
                continue
            if cell.row_span > header.stop - row and cell.col < first:
                amiss = bool(class_level(cell.text)) or begins_with_header(cell.text)
            else:
                over = header.groups > 1 and bool(class_level(cell.text))  # a level of its block
                amiss = not (over or _known(cell)) or is_two_headers(cell.text)
                amiss = amiss or (fold(cell.text) in GRADES and not header.has("target"))
            if amiss:
                yield unread_cell(cell, _marks(grid, cell, rows))


def _lost_columns(grid: Grid, header: Header, rows: Sequence[int]) -> Iterator[Problem]:
    """The heads of filled columns whose words name a field that another column fills."""
    for column in header.columns:
        if column.role == LOST and any(c.text for row in rows for c in cell_of(grid, column, row)):
            head = grid.at(header.stop - 1, column.start)
            if head is not None:
                yield unread_cell(head)


def _marks(grid: Grid, head: Cell, rows: Sequence[int]) -> str:
    """The marks in the column below a header word, and how many: ``: √ (4)``."""
    below = (cell for row in rows if (cell := grid.at(row, head.col)) and cell.row == row)
    marks = [cell.text for cell in below if cell.text in MARKS and cell.col_span == head.col_span]
    return f": {marks[0]} ({len(marks)})" if marks else ""


def _under_no_header(grid: Grid, header: Header, rows: Sequence[int]) -> Iterator[Problem]:
    """The first text of each column and page that has no header over it."""
    headed = {col for column in header.columns for col in range(column.start, column.stop)}
    told: set[tuple[int, int | None]] = set()
    for row in rows:
        for cell in grid.starting(row):
            span = range(cell.col, cell.col + cell.col_span)
            if not cell.text or headed.issuperset(span) or _is_headed(grid, header, cell):
                continue
            spans_all = cell.row_span >= len(rows) > 1 and cell.text.endswith("指标")
            spans_all = spans_all and not class_level(cell.text)
            over = grid.at(header.stop - 1, cell.col) if header.stop > header.start else None
            if is_outer(cell.text) or spans_all or (over and over.text and not _known(over)):
                continue  # a label of all, or told by its header
            for lost in (cell, over):
                key = (cell.col, lost.parts[0].page) if lost else None
                if lost and key and key not in told:
                    told.add(key)
                    yield unread_cell(lost)


def _is_headed(grid: Grid, header: Header, cell: Cell) -> bool:
    """Whether a header stands over most of a cell, or the cell under most of a header."""
    width = grid.width(cell.col, cell.col + cell.col_span)
    return any(
        2 * grid.overlap(cell, column.start, column.stop)
        > min(width, grid.width(column.start, column.stop))
        for column in header.columns
    )


def _is_label(text: str) -> bool:
    return bool(label_field(text) or money_role(text) or is_closing(text))


def _known(cell: Cell) -> bool:
    """Whether a cell's text is a word the tables are understood by."""
    text = cell.text
    role = column_role(text)
    if role == "monitored" or (role == "actual" and is_part_year(text)):
        return False
    return bool(
        role
        or label_field(text)
        or money_role(text)
        or horizon_of(text)
        or part_of(text)
        or fold(text) in PART_NAMES
        or is_outer(text)
        or is_closing(text)
        or is_title(text)
        or fold(text).startswith("其中")
    )


def _passed_over(grid: Grid, rows: range, used: Collection[Place]) -> set[Place]:
    """The cells to the right of labels that are known and of no concern (项目概况 …),
    and of money blocks but for the amounts that no money row took."""
    found: set[Place] = set()
    for row in rows:
        for label in grid.starting(row):
            field = label_field(label.text)
            if field not in ("other", "funds"):
                continue
            after = label.col + label.col_span
            for beside in range(label.row, min(label.row + label.row_span, rows.stop)):
                cells = [c for c in grid.row(beside) if c.col >= after]
                totals = cells and fold(cells[0].text) in TOTAL_ROWS  # of a block of tasks
                if field == "funds" or totals:
                    cells = [c for c in cells if not _is_lost_amount(grid, label, c, used)]
                elif label.row_span == 1:
                    cells = cells[:1]
                found |= {(c.row, c.col) for c in cells}
            below = grid.at(label.row + label.row_span, label.col)
            lost = below is not None and _is_lost_amount(grid, label, below, used)
            if below is not None and below.col_span == label.col_span and not lost:
                found.add((below.row, below.col))
    return found


def _is_lost_amount(grid: Grid, label: Cell, cell: Cell, used: Collection[Place]) -> bool:
    """Whether an amount of a money block was not taken, and not because its column is
    of no concern (分值, 执行率)."""
    if (cell.row, cell.col) in used or not holds_amount(cell.text):
        return False
    if is_two_amounts(cell.text):
        return True
    over = (grid.at(row, cell.col) for row in range(label.row, cell.row))
    beside = (grid.at(cell.row, col) for col in range(label.col + label.col_span, cell.col))
    return not any(
        c is not None and (money_role(c.text) == "ignore" or is_budget_first(c.text))
        for c in (*over, *beside)
        if c is not None and c.text
    )


def unread_cell(cell: Cell, marks: str = "") -> Problem:
    """The problem of a cell that no field holds, and the marks printed below it."""
    part = cell.parts[0]
    return problem("cell.unread", cell.text[:40] + marks, page=part.page, bbox=part.bbox)
