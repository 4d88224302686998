"""What looks amiss in a table of indicators: told by a flag, never repaired.

Where a ruling line is lost two cells become one, where a column slips its texts stand
under another header. Neither can be undone with certainty, but both leave traces: a cell
reaches over two columns or the rows of others, a column is blank that never is, a text is
no operator or no unit (:mod:`extractor.misfits`), points do not add up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from extractor.columns import LIST_ROLES, NAME, Column, cell_of, unnumbered
from extractor.grid import Grid
from extractor.headers import LEVELS, Header
from extractor.indicators import TEXT_FIELDS, VALUE_ROLES, Row
from extractor.misfits import (
    bare_label,
    is_misfit,
    is_no_class,
    is_two_labels,
)
from extractor.model import Cell
from extractor.money import is_amount
from extractor.vocabulary import class_level, column_role, fold

DOUBTFUL = "cell.doubtful"
SINGLE = frozenset((NAME, *VALUE_ROLES, "operator", "unit", "weight", "score", "note"))
FILLED = frozenset((*LEVELS, NAME, "target", "operator", "unit", "weight", "project", "goal"))
FULL_POINTS = (Decimal(100), Decimal(90))  # 满分, and without the 10 points of 预算执行率
Span = tuple[int, int]  # columns of the grid: the first, and the one after the last


def doubt_rows(
    grid: Grid, header: Header, found: Sequence[Row], beside: Collection[int] = ()
) -> None:
    """Flag the indicators of a band that hold a doubtful cell; ``beside`` are the rows
    of other bands under the same header."""
    rows = {row.row for row in found}
    worded = _worded_levels(grid, header, rows)
    spans = _header_spans(grid, header)
    slipped = _slipped_pages(grid, header, found)
    unvalued = not any(header.has(role) for role in VALUE_ROLES)
    others = {*rows, *beside}
    judged: dict[tuple[int, int], bool] = {}  # a label beside many rows is looked at once

    def is_doubtful(column: Column, row: int) -> bool:
        cell = grid.at(row, column.start)
        if cell is None or cell.row_span == 1 or column.stop - column.start > 1:
            return _is_doubtful(grid, column, row, others, spans, worded)
        place = (cell.row, column.start)
        if place not in judged:
            judged[place] = _is_doubtful(grid, column, row, others, spans, worded)
        return judged[place]

    for row in found:
        columns = (c for c in header.columns if c.group == row.item or c.role == "level1")
        if (
            row.page in slipped  # what belongs in the empty column stands elsewhere
            or _has_gap(row)
            or (unvalued and _holds_value(row, header))
            or any(is_doubtful(c, row.row) for c in columns)
        ):
            row.flags.add(DOUBTFUL)


def _is_doubtful(
    grid: Grid,
    column: Column,
    row: int,
    rows: Collection[int],
    spans: Sequence[tuple[Span, bool]],
    worded: Collection[str],
) -> bool:
    if column.role not in TEXT_FIELDS:
        return False
    cells = cell_of(grid, column, row)
    text = cells[0].text if len(cells) == 1 else "".join([cell.text for cell in cells])
    if not text:
        return not cells  # a hole in the grid: its cell was taken for another's
    cell = cells[0]
    if column.stop - column.start > len(cells) and _is_left_out(grid, column, row, cells):
        return True
    if column.role in LEVELS:
        amiss = (
            is_two_labels(text)
            or (column.role in worded and is_no_class(bare_label(text)))
            or column_role(text) == column.role  # a header printed again, taken for a label
            or _is_inner_over_outer(column, cell)
        )
    else:
        amiss = is_misfit(column.role, text)
    return (
        amiss
        or (cell.row_span > 1 and column.role in SINGLE and _is_shared(cell, rows))
        or _holds_header(column, text)
        or _reaches_over(grid, column, cell, spans)
    )


def _is_shared(cell: Cell, rows: Collection[int]) -> bool:
    """Whether a cell stands beside more than one of these rows."""
    return sum(row in rows for row in range(cell.row, cell.row + cell.row_span)) > 1


def _is_left_out(grid: Grid, column: Column, row: int, taken: Sequence[Cell]) -> bool:
    """Whether a cell under a column's header is not one of those the field was read from."""
    inside = [c for c in grid.row(row) if column.start <= c.col < column.stop and c.text]
    return any(c not in taken for c in (unnumbered(column, inside) if inside else ()))


def _is_inner_over_outer(column: Column, cell: Cell) -> bool:
    """Whether a second-level word stands in the place of both levels (数量指标)."""
    over = column.role == "level1" and cell.col + cell.col_span > column.stop
    return over and class_level(cell.text) == {"level2"}


def _holds_header(column: Column, text: str) -> bool:
    """Whether a text begins or ends with the word of its own header."""
    word = _squeezed(column.text)
    if len(word) < 3 or word[0] not in text:
        return False
    squeezed = _squeezed(text)
    return len(squeezed) > len(word) and (squeezed.startswith(word) or squeezed.endswith(word))


@lru_cache(maxsize=1024)
def _squeezed(text: str) -> str:
    return "".join(text.split())


def _header_spans(grid: Grid, header: Header) -> list[tuple[Span, bool]]:
    """What stands under each header word, and whether it is a level: the columns, and
    the places under words that name no field."""
    found = [((c.start, c.stop), c.role in LEVELS) for c in header.columns]
    known = [span for span, _ in found]
    cells = grid.row(header.stop - 1) if header.stop > header.start else []
    for cell in cells:
        start, stop = cell.col, cell.col + cell.col_span
        runs_on = cell.row + cell.row_span > header.stop  # an outer label beside the body
        if not runs_on and not any(start < end and begin < stop for begin, end in known):
            found.append(((start, stop), False))
    return found


def _reaches_over(
    grid: Grid, column: Column, cell: Cell, spans: Sequence[tuple[Span, bool]]
) -> bool:
    """Whether a cell takes the place of another column's; one label may be two levels'."""
    if cell.col >= column.start and cell.col + cell.col_span <= column.stop:
        return False
    return any(
        2 * grid.overlap(cell, start, stop) > grid.width(start, stop)
        for (start, stop), is_level in spans
        if (stop <= column.start or start >= column.stop)
        and not (is_level and column.role in LEVELS)
    )


def _worded_levels(grid: Grid, header: Header, rows: Collection[int]) -> set[str]:
    """The levels whose labels in these rows are mostly known class words."""
    found = set()
    for column in header.columns:
        if column.role in LEVELS:
            labels = [c.text for r in rows for c in cell_of(grid, column, r)[:1] if c.text]
            if 2 * sum(bool(class_level(bare_label(text))) for text in labels) > len(labels):
                found.add(column.role)
    return found


def _has_gap(row: Row) -> bool:
    """Whether a field is blank that others of the row cannot be without."""
    fields = row.fields
    if not fields.get(NAME):
        return any(fields.get(TEXT_FIELDS[role]) for role in VALUE_ROLES)
    target = unicodedata.normalize("NFKC", fields.get("target_text") or "")
    if fields.get("operator_text") == "" and target.startswith(tuple("≥≤=<>")):
        return True
    return bool(fields.get("actual_text")) and fields.get("score_text") == ""


def _holds_value(row: Row, header: Header) -> bool:
    """Whether a name holds its target, for which there is no column (三级指标及目标值)."""
    name = header.column(NAME, row.item)
    text = unicodedata.normalize("NFKC", row.fields.get(NAME, ""))
    return (name is not None and "标值" in name.text) or any(sign in text for sign in "≥≤<>=")


def _slipped_pages(grid: Grid, header: Header, found: Sequence[Row]) -> set[int | None]:
    """The pages on which a column that never is blank is so in all rows."""
    pages: dict[int | None, set[int]] = {}
    for row in found:
        pages.setdefault(row.page, set()).add(row.row)
    rows = set().union(*pages.values())
    if len(rows) > 1 and any(_is_empty(grid, column, rows) for column in header.columns):
        return set(pages)
    first = [column for column in header.columns if column.role in ("level1", NAME, "target")]
    return {
        page
        for page, there in pages.items()
        if len(there) > 1 and any(_is_empty(grid, column, there) for column in first)
    }


def _is_empty(grid: Grid, column: Column, rows: Collection[int]) -> bool:
    """Whether a column that is always filled in is blank in all rows."""
    word = column_role(column.text)
    filled = column.role in FILLED or word in ("nature", "description")
    if word == "extra" and not column.above:
        filled = len(fold(column.text)) > 1  # 序号, 数据来源, not 优 or 差
    return filled and not any(cell.text for row in rows for cell in cell_of(grid, column, row))


def doubt_points(found: Sequence[Row], total: str | None) -> bool:
    """Whether the points of a form, if it has any, add up neither to its total nor to
    full marks; blanks count nothing."""
    points = [row.fields.get("weight_text") for row in found]
    if not any(points) or None in points:
        return False
    try:
        added = sum(_points(text or "0") for text in points)
        return added not in {*FULL_POINTS, _points(total or "100")}
    except InvalidOperation:
        return True


def _points(text: str) -> Decimal:
    return Decimal(text.strip().rstrip("%分"))


def doubt_project(grid: Grid, header: Header, row: int) -> bool:
    """Whether a cell of a listed project is another's too, or not what its column holds."""
    spans = _header_spans(grid, header)
    named = header.column("project")
    begins = named is not None and any(c.row == row for c in cell_of(grid, named, row))
    numbered = any(
        cell.row == row and cell.text
        for column in header.columns
        if fold(column.text) == "序号"
        for cell in cell_of(grid, column, row)
    )
    if numbered and not begins:  # the next project's name was taken for this one's
        return True
    unfunded = any(
        not cell.text
        for column in header.columns
        if column.role == "money"
        for cell in cell_of(grid, column, row)[:1]
    )
    return any(
        _reaches_over(grid, column, cell, spans)
        or (
            column.role == "goal" and unfunded and cell.text[:2].isdigit() and cell.text[:2] != "20"
        )
        or (column.role in ("goal", "money") and begins and cell.row < row and bool(cell.text))
        or is_misfit(column.role, cell.text)
        or (column.role == "project" and not cell.text)
        or (column.role == "money" and not is_amount(cell.text))
        for column in header.columns
        if column.role in LIST_ROLES
        for cell in cell_of(grid, column, row)[:1]
    )
