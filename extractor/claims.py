"""From joined tables to forms, indicators and money rows.

A table is claimed by its headers: by a project's or department's form (labels
above, indicators below), by a list (a project's name and goal beside its
indicators), or by a list whose goal cells hold indicators as running text.
Nothing claims a table: a problem if it speaks of indicators, silence if it is
an ordinary budget table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.codes import problem
from extractor.columns import NAME, cell_of
from extractor.doubts import doubt_points, doubt_project, doubt_rows
from extractor.forms import Head, read_head
from extractor.fund_doubts import doubt_funds
from extractor.funds import read_list_money
from extractor.grid import Grid
from extractor.headers import Header, find_headers, infer_header
from extractor.indicators import Row, read_rows, weight_total
from extractor.leftovers import unread_cells
from extractor.model import Cell, Problem, Table
from extractor.money import money_unit
from extractor.places import places_of
from extractor.run_on import holds_run_on, read_run_on
from extractor.vocabulary import has_indicator_words, is_closing, label_field
from extractor.writing import Records, Source, Writer

FORM_STARTS = ("project", "department")


def read_table(table: Table, source: Source) -> Records:
    """Everything a table holds that a record is made of."""
    records = Records(problems=list(table.problems))
    texts = [*(line.text for line in table.above[-3:]), *(cell.text for cell in table.cells)]
    if not any(map(_worth_reading, texts)):
        return records
    grid = Grid(table)
    writer = Writer(table, source, records)
    for rows, headers in _blocks(grid, find_headers(grid)):
        lists = [header for header in headers if header.is_list]
        if lists and len(lists) < len(headers):
            records.problems.append(_table_problem("table.claimed_twice", table))
        elif lists:
            _read_list(table, grid, rows, lists, writer)
        else:
            _read_form(table, grid, rows, headers, writer)
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
        if any(starts[-1] < stop <= row for stop in body) and _starts_form(grid, row):
            if row in lists:
                continue  # the header of a list, printed again
            starts.append(_with_title(grid, row, starts[-1]))
    for start, stop in zip(starts, [*starts[1:], grid.n_rows], strict=True):
        yield range(start, stop), [h for h in headers if start <= h.start < stop]


def _starts_form(grid: Grid, row: int) -> bool:
    cells = grid.starting(row)
    if not cells or not cells[0].text or len(grid.row(row)) < 2:
        return False
    return label_field(cells[0].text) in FORM_STARTS


def _with_title(grid: Grid, row: int, earliest: int) -> int:
    """The row of the title printed inside the table right above a form's first label."""
    above = grid.row(row - 1)
    if row - 1 > earliest and len(above) == 1 and above[0].row == row - 1 and above[0].text:
        return row - 1
    return row


def _read_form(
    table: Table, grid: Grid, rows: range, headers: Sequence[Header], writer: Writer
) -> None:
    """One form: labels, then one or more headers with their indicators."""
    if not headers:
        inferred = next((h for r in rows if (h := infer_header(grid, r)) is not None), None)
        if inferred is None:
            return
        headers = [inferred]
    above = table.above if rows.start == 0 else ()
    head = read_head(table, grid, range(rows.start, headers[0].start), above)
    stops = [header.start for header in headers[1:]] + [rows.stop]
    bands = [
        read_rows(table, grid, header, range(header.body, stop))
        for header, stop in zip(headers, stops, strict=True)
    ]
    for header, (band, _) in zip(headers, bands, strict=True):
        doubt_rows(grid, header, band)
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


def _read_list(
    table: Table, grid: Grid, rows: range, headers: Sequence[Header], writer: Writer
) -> None:
    """A list: each project's name, money and goal beside its indicators."""
    above = table.above if rows.start == 0 else ()
    outer = read_head(table, grid, range(rows.start, headers[0].start), above)
    unit = money_unit(*(line.text for line in table.above))
    stops = [header.start for header in headers[1:]] + [rows.stop]
    used: set[tuple[int, int]] = set()
    body: set[int] = set()
    for header, stop in zip(headers, stops, strict=True):
        for band in _projects(grid, header, range(header.body, stop)):
            head = _project_head(table, grid, header, band, outer, unit)
            if header.has(NAME):
                found, unread = read_rows(table, grid, header, band)
                doubt_rows(grid, header, found, range(header.body, stop))
                body |= {row.row for row in found}
            else:
                found, unread = _run_on_rows(table, grid, header, band), []
                body |= set(band)
            if not found and not head.fields.get("annual_goal"):
                continue
            if doubt_project(grid, header, band.start):
                head.flags.add("cell.doubtful")
            if doubt_points(found, None):
                head.flags.add("points.sum")
            layout = "list" if header.has(NAME) else "run_on_list"
            form = writer.form(head, band, found, layout, header.has("actual"))
            writer.funds(form, head.funds)
            writer.indicators(form, found)
            used |= writer.used(form)
            writer.problems(doubt_funds(grid, head.funds))
            for row in unread:
                writer.unread(grid, row)
    writer.problems(unread_cells(grid, rows, headers, used, body))


def _projects(grid: Grid, header: Header, rows: range) -> Iterator[range]:
    """The rows of each project of a list: as long as its own cells go on."""
    columns = [c for c in header.columns if c.role in ("project", "goal", "money")]
    start, last = rows.start, None
    for row in rows:
        cells = [cell for column in columns for cell in cell_of(grid, column, row)[:1]]
        begins = any(cell.row == row and cell.text for cell in cells)
        if last is not None and begins and row > start:
            yield range(start, row)
            start = row
        last = row
    if last is not None:
        yield range(start, rows.stop)


def _project_head(
    table: Table, grid: Grid, header: Header, band: range, outer: Head, unit: str | None
) -> Head:
    """The form of one project of a list: its own cells, and what stands above all."""
    head = Head(outer.title)
    own = {
        "project": "project",
        "project_code": "project_code",
        "goal": "annual_goal",
        "department": "department",
        "implementing_unit": "implementing_unit",
    }
    for column in header.columns:
        name = own.get(column.role)
        cells = cell_of(grid, column, band.start) if name else []
        if name and cells:
            text = cells[0].text
            if name == "annual_goal" and holds_run_on(text):
                text = ""
            head.take(name, text, places_of(table, cells[:1]))
    for name, text in outer.fields.items():
        above_all = name in ("department", "department_code", "period_text", "implementing_unit")
        if above_all or (name in ("project", "project_code") and not header.has("project")):
            head.take(name, text, outer.places.get(name, ()))
    head.year = outer.year
    head.funds = read_list_money(table, grid, header, band.start, unit)
    return head


def _run_on_rows(table: Table, grid: Grid, header: Header, band: range) -> list[Row]:
    column = header.column("goal")
    cells: list[Cell] = cell_of(grid, column, band.start)[:1] if column else []
    if not cells or is_closing(cells[0].text):
        return []
    place = places_of(table, cells)
    return [
        Row(
            cells[0].row,
            item,
            cells[0].parts[0].page,
            dict(fields),
            dict.fromkeys(fields, place),
            flags=set(cells[0].flags),
        )
        for item, fields in enumerate(read_run_on(cells[0].text))
    ]
