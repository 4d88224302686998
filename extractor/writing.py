"""Records out of what was read: ids, places, and the file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.codes import problem
from extractor.grid import Grid
from extractor.head import Head
from extractor.indicators import Row
from extractor.model import Form, Fund, Indicator, Problem, Table
from extractor.money import Money
from extractor.places import record_box
from extractor.titles import goes_on, scope_of, stage_of


class Source(NamedTuple):
    """The file a table comes from: its path as recorded, and its digest."""

    document: str
    sha256: str


@dataclass(slots=True)
class Records:
    """What one table gave."""

    forms: list[Form] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)  # by indicator, by field


class Writer:
    """Makes the records of one table.

    Ids begin with the file's digest and the table's number, so that they are the
    same for the same input and version.
    """

    def __init__(self, table: Table, source: Source, records: Records) -> None:
        self._table, self._source, self._records = table, source, records
        self._pages = _pages_by_row(table)
        self._stem = f"{source.sha256[:12]}-{table.number}"
        self._title: str | None = None  # over the last form, of the project beside it
        self._project: str | None = None

    def form(
        self, head: Head, rows: range, found: Sequence[Row], layout: str, has_actual: bool
    ) -> Form:
        table, fields = self._table, head.fields
        project, functions = fields.get("project"), fields.get("functions")
        if head.title is None and goes_on(self._title, self._project, project):
            head.title = self._title
        self._title, self._project = head.title, project
        pages = sorted(set().union(*self._pages[rows.start : rows.stop]))
        form = Form(
            id=f"{self._stem}-f{rows.start + 1}",
            document=self._source.document,
            sha256=self._source.sha256,
            table=table.number,
            pages=tuple(pages) or table.pages,
            title=head.title,
            scope=scope_of(head.title, project, functions),
            stage=stage_of(head.title, has_actual),
            layout=layout,
            department_text=fields.get("department"),
            department_code=fields.get("department_code"),
            implementing_unit=fields.get("implementing_unit"),
            project_text=project,
            project_code=fields.get("project_code"),
            fiscal_year=head.year,
            period_text=fields.get("period_text"),
            mid_term_goal=fields.get("mid_term_goal"),
            annual_goal=fields.get("annual_goal"),
            goal_actual=fields.get("goal_actual"),
            functions=functions,
            staffing=fields.get("staffing"),
            weight_total=head.weight_total,
            cells={name: places for name, places in head.places.items() if places},
            flags=tuple(sorted(head.flags)),
        )
        self._records.forms.append(form)
        return form

    def indicators(self, form: Form, rows: Sequence[Row]) -> None:
        source = self._source
        for row in rows:
            record = Indicator(
                id=f"{self._stem}-{row.row + 1}-{row.item}",
                form=form.id,
                document=source.document,
                sha256=source.sha256,
                page=row.page,
                table=self._table.number,
                row=row.row + 1,
                item=row.item,
                bbox=record_box(row.places, row.page),
                horizon="mid_term"
                if row.horizon == "mid_term"
                else ("annual" if row.horizon == "annual" else None),
                cells=row.places,
                flags=tuple(sorted(row.flags)),
                **dict(row.fields.items()),  # type: ignore[arg-type]
            )
            self._records.indicators.append(record)
            if row.headers:
                self._records.headers[record.id] = row.headers

    def funds(self, form: Form, found: Sequence[Money]) -> None:
        for number, money in enumerate(found):
            self._records.funds.append(
                Fund(
                    id=f"{form.id}-m{number}",
                    form=form.id,
                    document=self._source.document,
                    page=money.page,
                    table=self._table.number,
                    row=money.row + 1,
                    item_text=money.item,
                    side=money.side,
                    parent=money.parent,
                    unit=money.unit,
                    cells=money.places,
                    **money.fields,
                )
            )

    def used(self, form: Form) -> set[tuple[int, int]]:
        """The places (row and column from 0) a form and its records were read from."""
        funds = (fund for fund in self._records.funds if fund.form == form.id)
        cells = [form.cells, *(fund.cells for fund in funds)]
        return {
            (place.row - 1, place.col - 1)
            for fields in cells
            for places in fields.values()
            for place in places
        }

    def problems(self, found: Iterable[Problem]) -> None:
        self._records.problems.extend(found)

    def unread(self, grid: Grid, row: int) -> None:
        cells = [cell for cell in grid.starting(row) if cell.text]
        if cells:
            text = " | ".join(cell.text[:20] for cell in cells)[:80]
            part = cells[0].parts[0]
            self._records.problems.append(
                problem("row.unread", text, page=part.page, bbox=part.bbox)
            )


def _pages_by_row(table: Table) -> list[set[int]]:
    """The pages on which the cells that begin in each row are printed."""
    pages: list[set[int]] = [set() for _ in range(table.n_rows)]
    for cell in table.cells:
        if cell.row_span == 1:
            pages[cell.row].update(p.page for p in cell.parts if p.page is not None)
    return pages
