"""Fragments of consecutive pages joined into logical tables.

In Word, tables with no text between that go on as if they were one are joined too.
Whether a fragment continues the table above is asked in :mod:`extractor.continuing`.
Repeated headers are dropped; what happens to the cells at the break is decided in
:mod:`extractor.breaks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.breaks import join_break
from extractor.codes import problem
from extractor.columns import LIST_ROLES
from extractor.continuing import (
    begins_form,
    continues,
    head_labels,
    is_headed_by,
    is_parted,
    repeated_rows,
    runs_on,
)
from extractor.grid import Grid
from extractor.headers import LEVELS, find_headers, header_at
from extractor.lines_above import labelled
from extractor.model import Fragment, Page, Problem, Table
from extractor.open_table import OpenTable, align, roles_by_position, snap
from extractor.pieces import SAME_EDGE, Piece, cells_of, drop_rows, pieces_of
from extractor.vocabulary import column_role, is_title

MOST_AT_FOOT = 3  # lines: a title, a department, a unit of money
LONGEST_AT_FOOT = 60  # characters


def join_pages(pages: Iterable[Page]) -> Iterator[Table]:
    """Tables of a document in order, each as soon as it is complete."""
    open_table: OpenTable | None = None
    number = 0
    before: Page | None = None
    for page in pages:
        for index, fragment in enumerate(_titled(page, before)):
            last_of_page = page.number is None or index == len(page.fragments) - 1
            may_run_on = last_of_page and _is_last(page, fragment)
            first_there = index == 0 if fragment.page is not None else runs_on(fragment.above)
            grid = Grid(fragment)
            if open_table is not None:
                goes_on = first_there and continues(open_table, fragment, grid)
                if goes_on or is_headed_by(open_table, fragment, grid):
                    open_table.between += () if goes_on else fragment.above
                    _append(open_table, fragment, grid, may_run_on)
                    continue
            parted = (
                open_table is not None and first_there and is_parted(open_table, fragment, grid)
            )
            if open_table is not None:
                if parted:
                    open_table.problems.append(_parted_problem(open_table.last, fragment))
                number += 1
                yield _close(open_table, number)
            last = open_table.last if open_table is not None else fragment
            open_table = _begin(fragment, grid, may_run_on)
            if parted:
                open_table.problems.append(_parted_problem(fragment, last))
        if open_table is not None and not page.fragments and page.number is not None:
            number += 1
            yield _close(open_table, number)
            open_table = None
        before = page
    if open_table is not None:
        yield _close(open_table, number + 1)


def _titled(page: Page, before: Page | None) -> Sequence[Fragment]:
    """The fragments of a page; the first has the title that stands at the foot of the page
    before, if none stands over it."""
    if before is None or not page.fragments or page.height is None:
        return page.fragments
    first, *others = page.fragments
    if any(is_title(line.text) for line in first.above):
        return page.fragments
    floor = max((f.bbox.bottom for f in before.fragments if f.bbox), default=0.0)
    foot = [
        line
        for line in before.lines
        if line.bbox and line.bbox.top > floor - 2 and not _is_page_number(line.text)
    ]
    head = [is_title(line.text) or bool(labelled(line.text)) for line in foot[-MOST_AT_FOOT:]]
    if not any(head):
        return page.fragments
    above = foot[-MOST_AT_FOOT:][head.index(True) :]
    if any(len(line.text) > LONGEST_AT_FOOT for line in above):
        return page.fragments  # prose
    return (replace(first, above=(*above, *first.above)), *others)


def _is_last(page: Page, fragment: Fragment) -> bool:
    """Whether nothing but a page number stands below the fragment."""
    if page.height is None or fragment.bbox is None:  # Word: what follows tells
        return True
    bottom = fragment.bbox.bottom
    below = [line for line in page.lines if line.bbox and line.bbox.top > bottom - 2]
    return all(len(line.text) <= 12 or _is_page_number(line.text) for line in below)


def _is_page_number(text: str) -> bool:
    return bool(text) and all(c in "0123456789-—– 第页共/·,，" for c in text)


def _begin(fragment: Fragment, grid: Grid, may_run_on: bool) -> OpenTable:
    headers = find_headers(grid)
    table = OpenTable(
        first=fragment,
        first_grid=grid,
        last=fragment,
        n_rows=fragment.n_rows,
        may_run_on=may_run_on,
        bottom=[],
        done=[],
        edges=set(fragment.edges),
        pages=[] if fragment.page is None else [fragment.page],
        header=headers[-1] if headers else None,
        header_grid=grid if headers else None,
        labels=head_labels(grid, grid.n_rows),
        headless=begins_form(grid, headers[-1].body if headers else grid.n_rows),
    )
    if may_run_on:
        _settle(table, pieces_of(fragment, 0, fragment.edges))
    return table


def _settle(table: OpenTable, pieces: Iterable[Piece]) -> None:
    """Take pieces in, and part those that reach the last row from those that do not."""
    candidates = [*table.bottom, *pieces]
    table.bottom = [piece for piece in candidates if piece.stop == table.n_rows]
    inside = [piece for piece in candidates if piece.stop != table.n_rows]
    table.done += inside
    blank = [piece for piece in inside if piece.row_span == 1 and not piece.text]
    if blank:
        for x0, x1, role in roles_by_position(table):
            if role in (*LEVELS, *LIST_ROLES) and any(
                abs(p.x0 - x0) <= SAME_EDGE and abs(p.x1 - x1) <= SAME_EDGE for p in blank
            ):
                table.unmerged.add(role)


def _parted_problem(here: Fragment, other: Fragment) -> Problem:
    return problem("table.parted", f"p. {other.page}", page=here.page, bbox=here.bbox)


def _append(table: OpenTable, fragment: Fragment, grid: Grid, may_run_on: bool) -> None:
    """Add a fragment's rows below the open table."""
    if not table.may_run_on and not table.bottom:  # the head of a form, not settled yet
        _settle(table, pieces_of(table.first, 0, table.first.edges))
    edges = snap(table, align(table, fragment))
    pieces = pieces_of(fragment, table.n_rows, edges)
    dropped = repeated_rows(table, grid)
    if dropped:
        pieces = drop_rows(pieces, table.n_rows, dropped)
    merged = 0
    # into a new header nothing runs on, nor does any cell from one Word table to the next
    if header_at(grid, dropped) is None and fragment.page is not None:
        roles = [r for r in roles_by_position(table) if r[2] not in table.unmerged]
        pieces, merged = join_break(table.bottom, pieces, table.n_rows, roles)
        if merged and _is_header_row(table.bottom):
            table.cut_header = list(table.bottom)
    on_new_page = fragment.page is None or fragment.page != table.last.page
    if on_new_page:
        table.break_rows.append(table.n_rows - merged)
    table.n_rows += fragment.n_rows - dropped - merged
    table.edges.update(edges)
    _settle(table, pieces)
    headers = find_headers(grid)
    if headers and headers[-1].stop > dropped:
        table.header, table.header_grid, table.cut_header = headers[-1], grid, []
        table.unmerged, table.headless = set(), False
    table.headless |= begins_form(grid, headers[-1].body if headers else dropped)
    if headers or table.header is None:
        table.labels |= head_labels(grid, grid.n_rows)
    table.last, table.may_run_on = fragment, may_run_on
    if fragment.page is not None and on_new_page:
        table.pages.append(fragment.page)


def _is_header_row(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces of a row, once joined, are the words of a header."""
    roles = {column_role(piece.text) for piece in pieces} - {None}
    return len(roles) >= 3 and 2 * len(roles) >= len(pieces)


def _close(table: OpenTable, number: int) -> Table:
    """The finished table, on one grid."""
    first = table.first
    if first is table.last:
        cells, edges = list(first.cells), list(first.edges)
    else:
        cells, edges = cells_of([*table.done, *table.bottom], table.edges)
    return Table(
        number=number,
        pages=tuple(table.pages),
        n_rows=table.n_rows,
        n_cols=len(edges) - 1,
        cells=tuple(cells),
        edges=tuple(edges),
        above=first.above,
        between=tuple(table.between),
        break_rows=tuple(table.break_rows),
        problems=tuple(table.problems),
    )
