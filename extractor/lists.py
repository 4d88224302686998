"""Lists of projects: each project's name, money and goal beside its indicators.

A project's rows go on as long as its own cells do. A row that only names a unit, where the
header says that units are named there, holds for the projects below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extractor.columns import NAME, Column, cell_of
from extractor.doubts import doubt_points, doubt_project, doubt_rows
from extractor.forms import read_head
from extractor.fund_doubts import doubt_funds
from extractor.funds import read_list_money
from extractor.grid import Grid
from extractor.head import Head
from extractor.headers import Header
from extractor.indicators import Row, read_rows
from extractor.leftovers import unread_cell, unread_cells
from extractor.model import Cell, Table
from extractor.money import is_amount, money_unit
from extractor.places import places_of
from extractor.run_on import holds_run_on, read_run_on
from extractor.text import join_lines
from extractor.vocabulary import has_title_word, is_closing, label_field
from extractor.writing import Writer


def read_list(
    table: Table, grid: Grid, rows: range, headers: Sequence[Header], writer: Writer
) -> None:
    """A list: each project's name, money and goal beside its indicators."""
    above = table.above if rows.start == 0 else ()
    outer = read_head(table, grid, range(rows.start, headers[0].start), above)
    unit = money_unit(*(line.text for line in table.above))
    stops = [header.start for header in headers[1:]] + [rows.stop]
    used: set[tuple[int, int]] = set()
    body: set[int] = set()
    owner: Cell | None = None
    for header, stop in zip(headers, stops, strict=True):
        for band in _projects(grid, header, range(header.body, stop), table.break_rows):
            head = _project_head(table, grid, header, band, outer, unit)
            if header.has(NAME):
                found, unread = read_rows(table, grid, header, band)
                doubt_rows(grid, header, found, range(header.body, stop))
                body |= {row.row for row in found}
            else:
                found, unread = _run_on_rows(table, grid, header, band), []
                body |= set(band)
            if not found and (not head.fields.get("annual_goal") or _is_band(grid, header, band)):
                heading = _heading(grid, header, band.start)
                if heading is not None and _names_unit(grid, header, heading):
                    owner = heading
                elif heading is not None:
                    writer.problems([unread_cell(heading)])
                continue
            if owner is not None and not head.fields.get("department"):
                head.take("department", owner.text, places_of(table, [owner]))
            owner = _own_department(grid, header, band.start) or owner
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


def _projects(grid: Grid, header: Header, rows: range, breaks: Collection[int]) -> Iterator[range]:
    """The rows of each project of a list: as long as its own cells go on, or its name and
    all that stands beside it are printed again."""
    columns = [c for c in header.columns if c.role in ("project", "goal", "money")]
    start, last = rows.start, None
    for row in rows:
        own = any(_own_text(grid, column, row) for column in columns)
        cut = row in breaks and _is_cut_off(grid, header, row)
        same = cut or _is_same(grid, header, start, row)
        if last is not None and own and row > start and not same:
            yield range(start, row)
            start = row
        last = row
    if last is not None:
        yield range(start, rows.stop)


def _is_cut_off(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row at the top of a page has the rest of a goal and names no project."""
    goal, project = header.column("goal"), header.column("project")
    if goal is None or project is None:
        return False
    return bool(_own_text(grid, goal, row)) and not any(
        cell.text for cell in cell_of(grid, project, row)[:1]
    )


def _cut_off(table: Table, grid: Grid, column: Column, band: range) -> list[Cell]:
    """The cells of a project's goal that stand on the pages after its first."""
    rows = [row for row in table.break_rows if row in band and row > band.start]
    if column.role != "goal":
        return []
    return [cell for row in rows for cell in cell_of(grid, column, row)[:1] if cell.row == row]


def _own_text(grid: Grid, column: Column, row: int) -> str:
    """What a row's own cell of a column holds; "" for one that began above."""
    cells = cell_of(grid, column, row)[:1]
    return cells[0].text if cells and cells[0].row == row else ""


def _is_same(grid: Grid, header: Header, start: int, row: int) -> bool:
    """Whether a row names the project that began at ``start`` again."""
    columns = [c for c in header.columns if c.role in ("project", "project_code", "goal", "money")]
    again = [(column, text) for column in columns if (text := _own_text(grid, column, row))]
    named = any(column.role == "project" for column, _ in again)
    return named and all(_own_text(grid, column, start) == text for column, text in again)


def _project_head(
    table: Table, grid: Grid, header: Header, band: range, outer: Head, unit: str | None
) -> Head:
    """The form of one project of a list: its own cells, and what stands above all."""
    head = Head(outer.title)
    own: dict[str, str] = {
        "project": "project",
        "project_code": "project_code",
        "goal": "annual_goal",
        "department": "department",
        "implementing_unit": "implementing_unit",
    }
    whole = has_title_word(outer.title or "", "whole")
    for column in header.columns:
        name = own.get(column.role)
        if name == "project" and "单位" in column.text and whole:
            name = "department"  # 单位（专项）名称 over the units of a whole department
        cells = cell_of(grid, column, band.start) if name else []
        if name and cells:
            parts = [cells[0], *_cut_off(table, grid, column, band)]
            text = join_lines(cell.text for cell in parts)
            if name == "annual_goal" and holds_run_on(text):
                text = ""
            if name == "annual_goal":
                said = label_field(column.text)
                name = said if said == "mid_term_goal" else name
                head.take_beside(column.text, name, text, places_of(table, parts))
            else:
                head.take(name, text, places_of(table, cells[:1]))
    for name, text in outer.fields.items():
        above_all = name in ("department", "department_code", "period_text", "implementing_unit")
        if above_all or (name in ("project", "project_code") and not header.has("project")):
            head.take(name, text, outer.places.get(name, ()))
    head.year = outer.year
    head.funds = read_list_money(table, grid, header, band.start, unit)
    return head


def _is_band(grid: Grid, header: Header, band: range) -> bool:
    """Whether one cell takes the places of a project's name and goal (一、县文化馆, 小计)."""
    columns = [column for role in ("project", "goal") if (column := header.column(role))]
    cells = [cell for column in columns for cell in cell_of(grid, column, band.start)[:1]]
    return len(cells) > 1 and cells[0] is cells[1]


def _heading(grid: Grid, header: Header, row: int) -> Cell | None:
    """What a row that has no goal and no indicators names: a unit, a kind of projects."""
    first = min(column.start for column in header.columns)
    names = [c.stop for c in header.columns if c.role in ("project", "department")]
    last = max(names, default=header.columns[0].stop)
    own = [c for c in grid.starting(row) if c.text and first <= c.col < last]
    if not own or any(is_closing(cell.text) for cell in own):
        return None
    return own[0] if not own[0].text.isdigit() else own[-1]


def _own_department(grid: Grid, header: Header, row: int) -> Cell | None:
    """The department that stands beside a project; it holds for those below it with none."""
    column = header.column("department")
    cells = cell_of(grid, column, row)[:1] if column else []
    return cells[0] if cells and cells[0].text else None


def _names_unit(grid: Grid, header: Header, cell: Cell) -> bool:
    """Whether the header over a cell says that units are named there (单位名称、项目名称)."""
    over = grid.at(header.stop - 1, cell.col)
    return over is not None and "单位" in over.text and not is_amount(cell.text)


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
