"""Cells of a claimed form that no field was read from: told, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extractor.codes import problem
from extractor.grid import Grid
from extractor.headers import Header
from extractor.model import Cell, Problem
from extractor.vocabulary import (
    column_role,
    horizon_of,
    is_closing,
    is_outer,
    is_title,
    label_field,
    money_role,
)

Place = tuple[int, int]  # row and column of a cell, from 0


def unread_cells(
    grid: Grid, rows: range, headers: Sequence[Header], used: Collection[Place]
) -> Iterator[Problem]:
    """Problems ``cell.unread`` for a form: cells of its head that are neither label nor
    value, and header cells whose words name no field."""
    head = range(rows.start, headers[0].start)
    passed_over = _passed_over(grid, head)
    for row in head:
        for cell in grid.starting(row):
            place = (cell.row, cell.col)
            if cell.text and place not in used and place not in passed_over and not _known(cell):
                yield _unread(cell)
    for header in headers:
        for row in range(header.start, header.stop):
            for cell in grid.starting(row):
                if cell.text and not _known(cell) and cell.row_span <= header.stop - row:
                    yield _unread(cell)


def _known(cell: Cell) -> bool:
    """Whether a cell's text is a word the tables are understood by."""
    text = cell.text
    return bool(
        column_role(text)
        or label_field(text)
        or money_role(text)
        or horizon_of(text)
        or is_outer(text)
        or is_closing(text)
        or is_title(text)
    )


def _passed_over(grid: Grid, rows: range) -> set[Place]:
    """The cells to the right of labels that are known and of no concern (项目概况 …),
    and of money blocks, whose rows are read elsewhere."""
    found: set[Place] = set()
    for row in rows:
        for label in grid.starting(row):
            if label_field(label.text) in ("other", "funds"):
                for beside in range(label.row, min(label.row + label.row_span, rows.stop)):
                    found |= {(c.row, c.col) for c in grid.row(beside) if c.col > label.col}
                below = grid.at(label.row + label.row_span, label.col)
                if below is not None and below.col_span == label.col_span:
                    found.add((below.row, below.col))
    return found


def _unread(cell: Cell) -> Problem:
    part = cell.parts[0]
    return problem("cell.unread", cell.text[:40], page=part.page, bbox=part.bbox)
