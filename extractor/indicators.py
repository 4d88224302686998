"""Indicator rows: the cells under a header become indicators."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.column_numbers import numbers_columns
from extractor.columns import NAME, Column, cell_of
from extractor.grid import Grid
from extractor.headers import LEVELS, Header
from extractor.model import Cell, Place, Table
from extractor.places import places_of
from extractor.sections import Sections
from extractor.text import join_lines
from extractor.vocabulary import class_level, column_role, fold, is_closing, is_outer, is_remark

TEXT_FIELDS: Mapping[str, str] = {
    "level1": "level1",
    "level2": "level2",
    "key_task": "key_task",
    "level3": "level3",
    "operator": "operator_text",
    "target": "target_text",
    "unit": "unit_text",
    "half_year": "half_year_text",
    "cycle": "cycle_text",
    "actual": "actual_text",
    "weight": "weight_text",
    "score": "score_text",
    "note": "note_text",
}
TOTAL_LABELS = ("合计", "总分", "总计", "总得分")
VALUE_ROLES = ("target", "half_year", "cycle", "actual")


@dataclass(slots=True)
class Row:
    """One indicator as read from a row, before it is tied to its form.

    ``row`` counts from 0 in the joined table; ``fields`` are the texts by record
    field, ``places`` where each is printed, and ``headers`` those of its values that
    end in a bracket, which may hold the unit (指标值（万元）).
    """

    row: int
    item: int
    page: int | None
    fields: dict[str, str]
    places: dict[str, tuple[Place, ...]]
    horizon: str | None = None
    flags: set[str] = field(default_factory=set)
    headers: Mapping[str, str] = field(default_factory=dict)


def read_rows(
    table: Table, grid: Grid, header: Header, rows: Sequence[int]
) -> tuple[list[Row], list[int]]:
    """The indicators of a band of rows, and the rows that could not be understood."""
    fills = _filled_levels(grid, header, rows)
    found: list[Row] = []
    unread: list[int] = []
    sections = Sections(grid, header, rows)
    blocks = _side_by_side(header)
    classes = [_class_over(grid, header, group) for group in range(header.groups)]
    for row in rows:
        if sections.take(row):
            continue
        if not _is_indicator_row(grid, header, row):
            if not _may_be_skipped(grid, header, row):
                unread.append(row)
            continue
        for group, (columns, headers) in enumerate(blocks):
            indicator = _read_row(table, grid, columns, row, fills, len(blocks) > 1)
            if indicator is not None:
                indicator.item, indicator.headers = group, headers
                over = classes[group]
                for level, cell in {**sections.held, **({"level1": over} if over else {})}.items():
                    indicator.fields[level] = cell.text
                    indicator.places[level] = places_of(table, [cell])
                    indicator.flags.add("level.filled")
                if sections.doubtful:
                    indicator.flags.add("cell.doubtful")
                found.append(indicator)
            elif _holds_more(grid, columns, row):
                unread.append(row)
    unread += sections.lost_points(any(row.fields.get("weight_text") for row in found))
    return found, unread


def _side_by_side(header: Header) -> Sequence[tuple[Sequence[Column], Mapping[str, str]]]:
    """The columns of each block of a header, and the words over its values."""
    blocks = []
    for group in range(header.groups):
        columns = [c for c in header.columns if c.group == group or c.role == "level1"]
        worded = ((c, c.text.strip()) for c in columns if c.role in VALUE_ROLES)
        headers = {TEXT_FIELDS[c.role]: text for c, text in worded if text.endswith((")", "）"))}
        blocks.append((columns, headers))
    return blocks


def _class_over(grid: Grid, header: Header, group: int) -> Cell | None:
    """The class word (产出指标) that stands in the header over a block of columns, where no
    column holds the first level."""
    name = header.column(NAME, group)
    if name is None or header.groups == 1 or header.has("level1"):
        return None
    above = (grid.at(row, name.start) for row in range(header.stop - 2, header.start - 2, -1))
    cells = (cell for cell in above if cell is not None and "level1" in class_level(cell.text))
    return next(cells, None)


def weight_total(grid: Grid, header: Header, rows: Sequence[int]) -> str | None:
    """The points printed in the total row (合计, 总分), None where there is none."""
    column = header.column("weight")
    if column is None:
        return None
    for row in rows:
        labels = [cell for cell in grid.starting(row) if fold(cell.text) in TOTAL_LABELS]
        points = [c.text for c in cell_of(grid, column, row) if any(map(str.isdigit, c.text))]
        if labels and points and points[0] != labels[0].text:
            return points[0]
    return None


def _name_cells(grid: Grid, header: Header, row: int) -> Iterator[tuple[Column, list[Cell]]]:
    for column in header.columns:
        if column.role == NAME:
            yield column, cell_of(grid, column, row)


def _is_indicator_row(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row has a name cell of its own, apart from its level and value cells."""
    for column, cells in _name_cells(grid, header, row):
        if not cells:
            continue
        name = cells[0]
        values = [
            c
            for role in VALUE_ROLES
            if (target := header.column(role, column.group)) is not None
            for c in cell_of(grid, target, row)
        ]
        if values and all(value is name for value in values):
            continue  # one cell from name to value: a note, a heading
        if name.row != row and not any(value.row == row for value in values):
            continue  # nothing of the row's own
        if _is_label_row(grid, row, name):
            continue
        return True
    return False


def _is_label_row(grid: Grid, row: int, name: Cell) -> bool:
    """A row of 合计, 备注 and the like: its first own cell is such a label, and
    stands at or left of the name."""
    if numbers_columns(grid, row):
        return True
    for cell in grid.row(row):
        if cell.row != row or not cell.text or cell.col > name.col:
            continue
        if (is_closing(cell.text) and not class_level(cell.text)) or is_remark(cell.text):
            return True
        if _is_subtotal(cell.text):
            return True
        if cell.row == row and not is_outer(cell.text):
            return False
    return False


def _is_subtotal(text: str) -> bool:
    """A label such as 产出指标小计: a class word and 小计 or 合计."""
    folded = fold(text) if "计" in text else ""
    return folded.endswith(("小计", "合计")) and bool(class_level(folded[:-2]))


def _holds_more(grid: Grid, columns: Sequence[Column], row: int) -> bool:
    """Whether a row without name and value has other texts than labels, or a number
    among the labels."""
    for column in columns:
        for cell in cell_of(grid, column, row) if column.role in TEXT_FIELDS else ():
            if cell.row != row or cell.row_span > 1 or cell.text.strip() == "0":
                continue
            if column.role in LEVELS and any(c.isdigit() for c in cell.text):
                return not class_level(cell.text)
            if column.role not in LEVELS and any(c.isalnum() for c in cell.text):
                return True
    return False


def _may_be_skipped(grid: Grid, header: Header, row: int) -> bool:
    """Rows that are rightly no indicator: blank, closing labels, repeated headers."""
    own = [cell for cell in grid.starting(row) if cell.text]
    if not own or numbers_columns(grid, row) or any(_is_subtotal(cell.text) for cell in own):
        return True
    inner = [cell for cell in own if not is_outer(cell.text)]
    words = sum(1 for cell in inner if column_role(cell.text))
    remark = len(own) == 1 and is_remark(own[0].text)
    return 2 * words >= len(inner) or is_closing(inner[0].text) or remark


def _read_row(
    table: Table,
    grid: Grid,
    columns: Sequence[Column],
    row: int,
    fills: Mapping[tuple[str, int], Cell],
    side_by_side: bool,
) -> Row | None:
    result = Row(row, 0, None, {}, {})
    taken: set[int] = set()
    for column in columns:
        record_field = TEXT_FIELDS.get(column.role)
        if record_field is None:
            continue
        cells = cell_of(grid, column, row)
        if column.role in LEVELS:
            cells = _level_cells(column, cells, row, fills, taken, result)
        taken.update(id(cell) for cell in cells)
        result.fields[record_field] = join_lines(cell.text for cell in cells)
        result.places[record_field] = places_of(table, cells)
        result.flags.update(flag for cell in cells for flag in cell.flags)
        if column.role == NAME:
            result.page = cells[0].parts[0].page if cells else None
            result.horizon = column.horizon if side_by_side else None
    name = result.fields.get(NAME, "")
    if not name and not any(result.fields.get(TEXT_FIELDS[role]) for role in VALUE_ROLES):
        return None
    return result


def _level_cells(
    column: Column,
    cells: list[Cell],
    row: int,
    fills: Mapping[tuple[str, int], Cell],
    taken: set[int],
    result: Row,
) -> list[Cell]:
    """A level's cell: its own, or the label filled down; one that another level
    took already (a label over both columns) counts once."""
    filled = fills.get((column.role, row))
    if filled is not None:
        result.flags.add("level.filled")
        return [filled]
    own = [cell for cell in cells if id(cell) not in taken]
    if own and not own[0].text:
        result.flags.add("level.blank")
    return own


def _filled_levels(grid: Grid, header: Header, rows: Sequence[int]) -> dict[tuple[str, int], Cell]:
    """Labels to fill down: only where a column never merges and never repeats them."""
    fills: dict[tuple[str, int], Cell] = {}
    for column in header.columns:
        if column.role not in LEVELS:
            continue
        cells = [(row, cell) for row in rows for cell in cell_of(grid, column, row)[:1]]
        labels = [cell for _, cell in cells if cell.text]
        merged = any(cell.row_span > 1 for _, cell in cells)
        repeated = any(a.text == b.text for a, b in itertools.pairwise(labels))
        blanks = any(not cell.text for _, cell in cells)
        if merged or repeated or not blanks or not labels:
            continue
        last: Cell | None = None
        for row, cell in cells:
            if cell.text:
                last = cell
            elif last is not None:
                fills[(column.role, row)] = last
    return fills
