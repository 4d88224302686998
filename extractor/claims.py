"""From joined tables to forms, indicators and money rows.

A table is claimed by its headers: by a project's or department's form (labels
above, indicators below), by a list (a project's name and goal beside its
indicators), or by a list whose goal cells hold indicators as running text.
Nothing claims a table: a problem if it speaks of indicators, silence if it is
an ordinary budget table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codes import problem
from extractor.doubts import doubt_points, doubt_rows
from extractor.forms import read_head
from extractor.fund_doubts import doubt_funds
from extractor.grid import Grid
from extractor.headers import Header, find_headers, infer_header
from extractor.indicators import read_rows, weight_total
from extractor.leftovers import unread_cells
from extractor.lines_above import holds_for_all, is_period, labelled
from extractor.lists import read_list
from extractor.model import Line, Problem, Table
from extractor.stacked import tell_horizons
from extractor.vocabulary import has_indicator_words, is_title, label_field
from extractor.writing import Records, Source, Writer

MOST_TITLE_ROWS = 4  # title, year, department and unit of a form, each in a row of its own
FORM_STARTS = ("project", "department")


def read_table(table: Table, source: Source) -> Records:
    """Everything a table holds that a record is made of."""
    records = Records(problems=list(table.problems))
    texts = [*(line.text for line in table.above[-3:]), *(cell.text for cell in table.cells)]
    if not any(map(_worth_reading, texts)):
        return records
    grid = Grid(table)
    writer = Writer(table, source, records)
    above: Header | None = None
    for rows, headers in _blocks(grid, find_headers(grid)):
        if not headers and above is not None and _band(grid, rows.start):
            first = rows.start + 1
            headers = [replace(above, start=first, stop=first, body=first)]
        above = headers[-1] if headers else above
        if headers and headers[-1].body == rows.stop and _band(grid, rows.stop):
            continue  # the header alone, over the bands that follow
        lists = [header for header in headers if header.is_list]
        if lists and len(lists) < len(headers):
            records.problems.append(_table_problem("table.claimed_twice", table))
        elif lists:
            read_list(table, grid, rows, lists, writer)
        else:
            first = not records.forms
            over = [line for line in table.above if first or holds_for_all(line.text)]
            _read_form(table, grid, rows, headers, writer, over)
    if not records.forms and len(records.problems) == len(table.problems):
        text = " ".join(cell.text for cell in table.cells)
        if has_indicator_words(text):
            records.problems.append(_table_problem("table.unclaimed", table))
    return records


def _worth_reading(text: str) -> bool:
    return "指标" in text or "目标" in text or "绩效" in text


def _table_problem(code: str, table: Table) -> Problem:
    first = next((cell.text for cell in table.cells if cell.text), "")
    page = table.pages[0] if table.pages else None
    part = table.cells[0].parts[0]
    where = f"table {table.number}: {first[:30]}"
    return problem(code, where, page=page, bbox=part.bbox)


def _blocks(grid: Grid, headers: Sequence[Header]) -> Iterator[tuple[range, list[Header]]]:
    """The rows of each form in a table, with the headers among them.

    A new form starts where the label of a project or department is printed
    after the indicators of the one before.
    """
    starts = [0]
    lists = {header.start for header in headers if header.is_list}
    body = [header.body for header in headers]
    for row in range(1, grid.n_rows):
        below = any(starts[-1] < stop <= row for stop in body)
        if (below and _starts_form(grid, row)) or (body and body[0] <= row and _band(grid, row)):
            if row in lists:
                continue  # the header of a list, printed again
            starts.append(_with_title(grid, row, starts[-1]))
    for start, stop in zip(starts, [*starts[1:], grid.n_rows], strict=True):
        yield range(start, stop), [h for h in headers if start <= h.start < stop]


def _starts_form(grid: Grid, row: int) -> bool:
    cells = grid.starting(row)
    if not cells or not cells[0].text:
        return False
    return len(grid.row(row)) > 1 and label_field(cells[0].text) in FORM_STARTS


def _band(grid: Grid, row: int) -> bool:
    """Whether a row is one cell that names a project (项目名称：…  预算金额：…), as between the
    indicators of several under one header."""
    cells = grid.row(row) if row < grid.n_rows else []
    if len(cells) != 1 or cells[0].row != row:
        return False
    return any(name == "project" for _, name in labelled(cells[0].text))


def _with_title(grid: Grid, row: int, earliest: int) -> int:
    """The first of the rows of one cell (title, year, unit) printed inside the table right
    above a form's first label."""
    top = row
    while top - 1 > earliest and row - top < MOST_TITLE_ROWS:
        above = grid.row(top - 1)
        if len(above) != 1 or above[0].row != top - 1 or not above[0].text:
            break
        if top < row and not _is_over_form(above[0].text):
            break
        top -= 1
    return top


def _is_over_form(text: str) -> bool:
    return is_title(text) or is_period(text) or holds_for_all(text)


def _read_form(
    table: Table,
    grid: Grid,
    rows: range,
    headers: Sequence[Header],
    writer: Writer,
    above: Sequence[Line],
) -> None:
    """One form: labels, then one or more headers with their indicators."""
    if not headers:
        inferred = next((h for r in rows if (h := infer_header(grid, r)) is not None), None)
        if inferred is None:
            return
        headers = [inferred]
    head = read_head(table, grid, range(rows.start, headers[0].start), above)
    stops = [header.start for header in headers[1:]] + [rows.stop]
    bands = [
        read_rows(table, grid, header, range(header.body, stop))
        for header, stop in zip(headers, stops, strict=True)
    ]
    for header, (band, _) in zip(headers, bands, strict=True):
        doubt_rows(grid, header, band)
    tell_horizons(grid, rows, headers, [band for band, _ in bands])
    found = [row for band, _ in bands for row in band]
    if not found and not head.fields and not head.title:
        return
    if any(header.inferred for header in headers):
        for row in found:
            row.flags.add("header.inferred")
    totals = [
        weight_total(grid, header, range(header.body, stop))
        for header, stop in zip(headers, stops, strict=True)
    ]
    head.weight_total = next((total for total in totals if total is not None), None)
    if doubt_points(found, head.weight_total):
        head.flags.add("points.sum")
    layout = "double_block" if any(h.groups > 1 for h in headers) else "form"
    form = writer.form(head, rows, found, layout, any(h.has("actual") for h in headers))
    writer.funds(form, head.funds)
    writer.indicators(form, found)
    for unread in (row for _, band in bands for row in band):
        writer.unread(grid, unread)
    body = {row.row for row in found}
    writer.problems(unread_cells(grid, rows, headers, writer.used(form), body))
    writer.problems(doubt_funds(grid, head.funds))
