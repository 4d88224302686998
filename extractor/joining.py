"""Fragments of consecutive pages joined into logical tables.

In Word, tables with no text between that go on as if they were one are joined too.

A fragment continues the open table when it is the first of the next page, its
frame is as wide, its column lines agree or refine those above, and nothing in
it or over it says that something new begins. Repeated headers are dropped; what
happens to the cells at the break is decided in :mod:`extractor.breaks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.breaks import join_break
from extractor.codes import problem
from extractor.grid import Grid
from extractor.headers import LEVELS, Header, find_headers, header_at
from extractor.model import Cell, Fragment, Line, Page, Problem, Table
from extractor.pieces import SAME_EDGE, Piece, cells_of, drop_rows, pieces_of
from extractor.vocabulary import column_role, fold, is_outer, is_title, label_field

MOVED_EDGE = 9.0  # points: how far a page laid out anew may move a column line
FEWEST_MET = 4  # column lines that must be met where the frames differ
SAME_WIDTH = 8.0  # points: frames whose widths differ less are equally wide
MOST_REPEATED_ROWS = 6


@dataclass(slots=True)
class _Open:
    """A table still growing. ``done`` are pieces whose rows lie above the last row,
    ``bottom`` those that reach it and may run on; ``edges`` all column lines.
    ``unmerged`` are the roles of columns in which blank cells stand by themselves
    (a label printed once, then blanks), so that none is part of a merged one."""

    first: Fragment
    first_grid: Grid
    last: Fragment
    n_rows: int
    may_run_on: bool
    bottom: list[Piece]
    done: list[Piece]
    edges: set[float]
    pages: list[int]
    header: Header | None
    header_grid: Grid | None
    labels: set[str]
    cut_header: list[Piece] = field(default_factory=list)
    unmerged: set[str] = field(default_factory=set)
    break_rows: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def join_pages(pages: Iterable[Page]) -> Iterator[Table]:
    """Tables of a document in order, each as soon as it is complete."""
    open_table: _Open | None = None
    number = 0
    for page in pages:
        for index, fragment in enumerate(page.fragments):
            last_of_page = page.number is None or index == len(page.fragments) - 1
            may_run_on = last_of_page and _is_last(page, fragment)
            first_there = index == 0 if fragment.page is not None else not fragment.above
            grid = Grid(fragment)
            if open_table is not None and first_there and _continues(open_table, fragment, grid):
                _append(open_table, fragment, grid, may_run_on)
                continue
            parted = open_table is not None and first_there and _parted(open_table, fragment, grid)
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
    if open_table is not None:
        yield _close(open_table, number + 1)


def _is_last(page: Page, fragment: Fragment) -> bool:
    """Whether nothing but a page number stands below the fragment."""
    if page.height is None or fragment.bbox is None:  # Word: what follows tells
        return True
    bottom = fragment.bbox.bottom
    below = [line for line in page.lines if line.bbox and line.bbox.top > bottom - 2]
    return all(len(line.text) <= 12 or _is_page_number(line.text) for line in below)


def _is_page_number(text: str) -> bool:
    return bool(text) and all(c in "0123456789-—– 第页共/·,，" for c in text)


def _begin(fragment: Fragment, grid: Grid, may_run_on: bool) -> _Open:
    headers = find_headers(grid)
    table = _Open(
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
        labels=_labels(grid, grid.n_rows),
    )
    if may_run_on:
        _settle(table, pieces_of(fragment, 0, fragment.edges))
    return table


def _settle(table: _Open, pieces: Iterable[Piece]) -> None:
    """Take pieces in, and part those that reach the last row from those that do not."""
    candidates = [*table.bottom, *pieces]
    table.bottom = [piece for piece in candidates if piece.stop == table.n_rows]
    inside = [piece for piece in candidates if piece.stop != table.n_rows]
    table.done += inside
    blank = [piece for piece in inside if piece.row_span == 1 and not piece.text]
    if blank:
        for x0, x1, role in _roles_by_position(table):
            if role in LEVELS and any(
                abs(p.x0 - x0) <= SAME_EDGE and abs(p.x1 - x1) <= SAME_EDGE for p in blank
            ):
                table.unmerged.add(role)


def _labels(grid: Grid, stop: int) -> set[str]:
    """The head-block labels printed in the rows before ``stop``."""
    found = set()
    for row in range(min(stop, grid.n_rows)):
        for cell in grid.starting(row):
            name = label_field(cell.text)
            tall_outer = cell.row_span > 1 and is_outer(cell.text)
            if name and name != "other" and not tall_outer:
                found.add(fold(cell.text))
    return found


def _continues(table: _Open, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment at the top of the next page goes on with the open table; in
    Word, whether one does that follows with no text between."""
    last = table.last
    expected = None if last.page is None else last.page + 1
    if fragment.page != expected or not table.may_run_on:
        return False
    width, before = fragment.edges[-1] - fragment.edges[0], last.edges[-1] - last.edges[0]
    if abs(width - before) > SAME_WIDTH and not _stands_in(table, fragment):
        return False
    if _new_title(table.first.above, fragment.above):
        return False
    header = next((h for r in range(min(3, grid.n_rows)) if (h := header_at(grid, r))), None)
    head = _labels(grid, header.start if header else min(4, grid.n_rows))
    if head & table.labels and not _repeats(table, grid):
        return False
    return _edges_agree(table, _aligned(table, fragment)) or _repeats(table, grid)


def _parted(table: _Open, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment that does not go on with the open table looks as if it should:
    it stands where the table would go on, and nothing says that another begins."""
    last = table.last
    if last.page is None or fragment.page != last.page + 1 or not table.may_run_on:
        return False
    if table.header is None or any(is_title(line.text) for line in fragment.above):
        return False
    header = next((h for r in range(min(3, grid.n_rows)) if (h := header_at(grid, r))), None)
    if header is not None:
        return header.is_list and table.header.is_list
    return not _labels(grid, min(4, grid.n_rows))


def _parted_problem(here: Fragment, other: Fragment) -> Problem:
    return problem("table.parted", f"p. {other.page}", page=here.page, bbox=here.bbox)


def _new_title(before: Sequence[Line], now: Sequence[Line]) -> bool:
    """Whether a table title stands over the fragment that is not the first one's."""
    known = {fold(line.text) for line in before}
    return any(is_title(line.text) and fold(line.text) not in known for line in now)


def _stands_in(table: _Open, fragment: Fragment) -> bool:
    """Whether a narrower or wider fragment stands on the table's own column lines."""
    found = _met(table, fragment.edges)
    return found >= FEWEST_MET and found >= 0.8 * min(len(fragment.edges), len(table.edges))


def _met(table: _Open, edges: Iterable[float]) -> int:
    """How many of some column lines are the table's."""
    return sum(1 for edge in edges if any(abs(edge - o) <= SAME_EDGE for o in table.edges))


def _aligned(table: _Open, fragment: Fragment) -> list[float]:
    """A fragment's column lines, moved so that its left side is the table's, unless
    more of them are met where they stand."""
    shift = table.first.edges[0] - fragment.edges[0]
    moved = [edge + shift for edge in fragment.edges]
    unmoved = list(fragment.edges)
    return unmoved if _met(table, unmoved) > _met(table, moved) else moved


def _edges_agree(table: _Open, aligned: Sequence[float]) -> bool:
    """Whether the column lines of a fragment are those above, or refine them.

    Most inner lines of one side must be found on the other; or there are as many,
    each a little moved, as where a page was laid out anew.
    """
    mine, theirs = aligned[1:-1], sorted(table.edges)[1:-1]
    if not mine or not theirs:
        return not mine and not theirs
    bottom = _bottom_edges(table)[1:-1]
    if len(mine) == len(bottom) and all(map(_moved, mine, bottom)):
        return True
    found = sum(1 for edge in mine if any(abs(edge - other) <= SAME_EDGE for other in theirs))
    back = sum(1 for edge in bottom if any(abs(edge - other) <= SAME_EDGE for other in mine))
    return found >= 0.6 * len(mine) or (bool(bottom) and back >= 0.75 * len(bottom))


def _bottom_edges(table: _Open) -> list[float]:
    """The column lines of the table's last row."""
    return sorted({edge for piece in table.bottom for edge in (piece.x0, piece.x1)})


def _moved(edge: float, other: float) -> bool:
    return abs(edge - other) <= MOVED_EDGE


def _snapped(table: _Open, aligned: Sequence[float]) -> list[float]:
    """A fragment's column lines, moved onto those of the table they stand for."""
    bottom = _bottom_edges(table)
    if len(aligned) == len(bottom) and all(map(_moved, aligned, bottom)):
        return bottom
    nearest = [min(table.edges, key=lambda other: abs(other - edge)) for edge in aligned]
    return [
        other if abs(other - edge) <= SAME_EDGE else edge
        for edge, other in zip(aligned, nearest, strict=True)
    ]


def _row_texts(cells: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells if cell.text]


def _repeated_rows(table: _Open, grid: Grid) -> int:
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


def _begins_form(grid: Grid, row: int) -> bool:
    """Whether a row names a project or department: the same form may be printed twice."""
    return any(label_field(cell.text) in ("project", "department") for cell in grid.starting(row))


def _within(grid: Grid, row: int, most: int) -> list[Cell]:
    """A row's cells that are no taller than ``most`` rows (an outer label is)."""
    if row >= grid.n_rows:
        return []
    return [cell for cell in grid.starting(row) if cell.row_span <= most]


def _repeats(table: _Open, grid: Grid) -> bool:
    return _repeated_rows(table, grid) > 0


def _append(table: _Open, fragment: Fragment, grid: Grid, may_run_on: bool) -> None:
    """Add a fragment's rows below the open table."""
    edges = _snapped(table, _aligned(table, fragment))
    pieces = pieces_of(fragment, table.n_rows, edges)
    dropped = _repeated_rows(table, grid)
    if dropped:
        pieces = drop_rows(pieces, table.n_rows, dropped)
    merged = 0
    # into a new header nothing runs on, nor does any cell from one Word table to the next
    if header_at(grid, dropped) is None and fragment.page is not None:
        roles = [r for r in _roles_by_position(table) if r[2] not in table.unmerged]
        pieces, merged = join_break(table.bottom, pieces, table.n_rows, roles)
        if merged and _is_header_row(table.bottom):
            table.cut_header = list(table.bottom)
    table.break_rows.append(table.n_rows - merged)
    table.n_rows += fragment.n_rows - dropped - merged
    table.edges.update(edges)
    _settle(table, pieces)
    headers = find_headers(grid)
    if headers and headers[-1].stop > dropped:
        table.header, table.header_grid, table.cut_header = headers[-1], grid, []
        table.unmerged = set()
    if headers or table.header is None:
        table.labels |= _labels(grid, grid.n_rows)
    table.last, table.may_run_on = fragment, may_run_on
    if fragment.page is not None:
        table.pages.append(fragment.page)


def _is_header_row(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces of a row, once joined, are the words of a header."""
    roles = {column_role(piece.text) for piece in pieces} - {None}
    return len(roles) >= 3 and 2 * len(roles) >= len(pieces)


def _roles_by_position(table: _Open) -> list[tuple[float, float, str]]:
    """The columns that hold at the break as (x0, x1, role)."""
    if table.cut_header:
        return [(p.x0, p.x1, column_role(p.text) or "") for p in table.cut_header]
    if table.header is None or table.header_grid is None:
        return []
    edges = table.header_grid.edges
    move = table.first.edges[0] - edges[0]
    return [
        (edges[c.start] + move, edges[min(c.stop, len(edges) - 1)] + move, c.role)
        for c in table.header.columns
    ]


def _close(table: _Open, number: int) -> Table:
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
        break_rows=tuple(table.break_rows),
        problems=tuple(table.problems),
    )
