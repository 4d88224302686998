"""Fragments of consecutive pages joined into logical tables.

A fragment continues the open table when it is the first of the next page, its
frame is as wide, its column lines agree or refine those above, and nothing in
it or over it says that something new begins. Repeated headers are dropped; what
happens to the cells at the break is decided in :mod:`extractor.breaks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.breaks import Piece, join_break
from extractor.grid import Grid
from extractor.headers import Header, find_headers, header_at
from extractor.model import Cell, Fragment, Line, Page, Part, Table
from extractor.text import join_lines
from extractor.vocabulary import fold, is_outer, is_title, label_field

SAME_EDGE = 3.5  # points: column lines this close are one
MOVED_EDGE = 9.0  # points: how far a page laid out anew may move a column line
SAME_WIDTH = 8.0  # points: frames whose widths differ less are equally wide
MOST_REPEATED_ROWS = 6
LOW_ON_PAGE = 0.5  # share of the page's height a table must reach to run on


@dataclass(slots=True)
class _Open:
    """A table still growing: its pieces by x position, rows counted through."""

    pieces: list[Piece]
    n_rows: int
    first: Fragment
    last: Fragment
    pages: list[int]
    low: bool
    header: Header | None
    header_grid: Grid | None
    break_rows: list[int] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)


def join_pages(pages: Iterable[Page]) -> Iterator[Table]:
    """Tables of a document in order, each as soon as it is complete."""
    open_table: _Open | None = None
    number = 0
    for page in pages:
        for index, fragment in enumerate(page.fragments):
            last_of_page = index == len(page.fragments) - 1
            low = last_of_page and _reaches_low(page, fragment)
            if open_table is not None and index == 0 and _continues(open_table, fragment):
                _append(open_table, fragment, low)
                continue
            if open_table is not None:
                number += 1
                yield _close(open_table, number)
            open_table = _begin(fragment, low)
        if open_table is not None and not page.fragments and page.number is not None:
            number += 1
            yield _close(open_table, number)
            open_table = None
    if open_table is not None:
        yield _close(open_table, number + 1)


def _reaches_low(page: Page, fragment: Fragment) -> bool:
    """Whether the page has room for nothing more below the fragment."""
    if page.height is None or fragment.bbox is None:
        return False
    bottom = fragment.bbox.bottom
    below = [line for line in page.lines if line.bbox and line.bbox.top > bottom - 2]
    if any(len(line.text) > 12 and not _is_page_number(line.text) for line in below):
        return False
    return bottom > LOW_ON_PAGE * page.height


def _is_page_number(text: str) -> bool:
    return bool(text) and all(c in "0123456789-—– 第页共/·,，" for c in text)


def _begin(fragment: Fragment, low: bool) -> _Open:
    grid = Grid(fragment)
    headers = find_headers(grid)
    return _Open(
        pieces=_pieces(fragment, 0, fragment.edges),
        n_rows=fragment.n_rows,
        first=fragment,
        last=fragment,
        pages=[] if fragment.page is None else [fragment.page],
        low=low,
        header=headers[-1] if headers else None,
        header_grid=grid if headers else None,
        labels=_labels(grid, grid.n_rows),
    )


def _pieces(fragment: Fragment, first_row: int, edges: Sequence[float]) -> list[Piece]:
    """A fragment's cells as pieces of the joined table, on its column lines."""
    return [
        Piece(
            row=cell.row + first_row,
            row_span=cell.row_span,
            x0=edges[cell.col],
            x1=edges[cell.col + cell.col_span],
            parts=list(cell.parts),
            open_top=cell.open_top,
            open_bottom=cell.open_bottom,
            filled=cell.filled,
            flags=set(cell.flags),
        )
        for cell in fragment.cells
    ]


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


def _continues(table: _Open, fragment: Fragment) -> bool:
    """Whether a fragment at the top of the next page goes on with the open table."""
    last = table.last
    if last.page is None or fragment.page != last.page + 1 or not table.low:
        return False
    shift = last.edges[0] - fragment.edges[0]
    if abs((fragment.edges[-1] + shift) - last.edges[-1]) > SAME_WIDTH:
        return False
    if _new_title(table.first.above, fragment.above):
        return False
    grid = Grid(fragment)
    header = next((h for r in range(min(3, grid.n_rows)) if (h := header_at(grid, r))), None)
    head = _labels(grid, header.start if header else min(4, grid.n_rows))
    if head & table.labels and not _repeats(table, grid):
        return False
    return _edges_agree(table, fragment, shift) or _repeats(table, grid)


def _new_title(before: Sequence[Line], now: Sequence[Line]) -> bool:
    """Whether a table title stands over the fragment that is not the first one's."""
    known = {fold(line.text) for line in before}
    return any(is_title(line.text) and fold(line.text) not in known for line in now)


def _edges_agree(table: _Open, fragment: Fragment, shift: float) -> bool:
    """Whether the column lines of a fragment are those above, or refine them.

    Most inner lines of one side must be found on the other; or there are as many,
    each a little moved, as where a page was laid out anew.
    """
    mine = [edge + shift for edge in fragment.edges[1:-1]]
    theirs = sorted({edge for piece in table.pieces for edge in (piece.x0, piece.x1)})[1:-1]
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
    last = [piece for piece in table.pieces if piece.row + piece.row_span >= table.n_rows]
    return sorted({edge for piece in last for edge in (piece.x0, piece.x1)})


def _moved(edge: float, other: float) -> bool:
    return abs(edge - other) <= MOVED_EDGE


def _snapped(table: _Open, fragment: Fragment, shift: float) -> tuple[float, ...]:
    """A fragment's column lines, moved onto those of the table they stand for."""
    mine = [edge + shift for edge in fragment.edges]
    bottom = _bottom_edges(table)
    if len(mine) == len(bottom) and all(map(_moved, mine, bottom)):
        return tuple(bottom)
    known = sorted({edge for piece in table.pieces for edge in (piece.x0, piece.x1)})
    nearest = [min(known, key=lambda other: abs(other - edge)) for edge in mine]
    return tuple(
        other if abs(other - edge) <= SAME_EDGE else edge
        for edge, other in zip(mine, nearest, strict=True)
    )


def _row_texts(cells: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells if cell.text]


def _repeated_rows(table: _Open, grid: Grid) -> int:
    """How many of the fragment's first rows repeat the table's header."""
    sources: list[tuple[Grid, int, int]] = []
    if table.header is not None and table.header_grid is not None:
        sources.append((table.header_grid, table.header.start, table.header.stop))
    first = Grid(table.first)
    sources.append((first, 0, min(MOST_REPEATED_ROWS, first.n_rows - 1)))
    for source, start, stop in sources:
        rows = 0
        for row in range(start, stop):
            mine = _row_texts(_within(grid, rows, stop - start))
            theirs = _row_texts(_within(source, row, stop - row))
            if not mine or mine != theirs:
                break
            rows += 1
        if rows and (rows == stop - start or source is first):
            return rows
    return 0


def _within(grid: Grid, row: int, most: int) -> list[Cell]:
    """A row's cells that are no taller than ``most`` rows (an outer label is)."""
    if row >= grid.n_rows:
        return []
    return [cell for cell in grid.starting(row) if cell.row_span <= most]


def _repeats(table: _Open, grid: Grid) -> bool:
    return _repeated_rows(table, grid) > 0


def _append(table: _Open, fragment: Fragment, low: bool) -> None:
    """Add a fragment's rows below the open table."""
    assert fragment.page is not None
    grid = Grid(fragment)
    shift = table.last.edges[0] - fragment.edges[0]
    pieces = _pieces(fragment, table.n_rows, _snapped(table, fragment, shift))
    dropped = _repeated_rows(table, grid)
    if dropped:
        pieces = _drop_rows(pieces, table.n_rows, dropped)
    table.break_rows.append(table.n_rows)
    roles = _roles_by_position(table)
    if header_at(grid, dropped) is not None:  # a new header: nothing runs on into it
        table.pieces.extend(pieces)
        rows_merged = 0
    else:
        rows_merged = join_break(table.pieces, pieces, table.n_rows, roles)
    table.n_rows += fragment.n_rows - dropped - rows_merged
    if rows_merged:
        table.break_rows[-1] -= 1
    headers = find_headers(grid)
    if headers and headers[-1].stop > dropped:
        table.header, table.header_grid = headers[-1], grid
        table.last = fragment
    table.labels |= _labels(grid, grid.n_rows)
    table.last = fragment
    table.pages.append(fragment.page)
    table.low = low


def _drop_rows(pieces: list[Piece], first: int, dropped: int) -> list[Piece]:
    """Pieces without the first ``dropped`` rows; a taller cell loses its top rows."""
    kept = []
    for piece in pieces:
        if piece.row >= first + dropped:
            piece.row -= dropped
        elif piece.row + piece.row_span > first + dropped:
            piece.row_span -= first + dropped - piece.row
            piece.row = first
        else:
            continue
        kept.append(piece)
    return kept


def _roles_by_position(table: _Open) -> list[tuple[float, float, str]]:
    """The columns that hold at the break as (x0, x1, role)."""
    if table.header is None or table.header_grid is None:
        return []
    edges = table.header_grid.edges
    move = table.pieces[0].x0 - edges[0] if table.pieces else 0.0
    return [
        (edges[c.start] + move, edges[min(c.stop, len(edges) - 1)] + move, c.role)
        for c in table.header.columns
    ]


def _close(table: _Open, number: int) -> Table:
    """The finished table, on one grid."""
    edges = _grid_edges(table)
    cells = [cell for piece in table.pieces if (cell := _cell(piece, edges)) is not None]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(
        number=number,
        pages=tuple(table.pages),
        n_rows=table.n_rows,
        n_cols=len(edges) - 1,
        cells=tuple(cells),
        edges=tuple(edges),
        above=table.first.above,
        break_rows=tuple(table.break_rows),
    )


def _grid_edges(table: _Open) -> list[float]:
    if table.first is table.last:
        return list(table.first.edges)
    edges: list[float] = []
    cluster: list[float] = []
    for x in sorted({x for piece in table.pieces for x in (piece.x0, piece.x1)}):
        if cluster and x - cluster[0] > SAME_EDGE:
            edges.append(cluster[0])
            cluster = []
        cluster.append(x)
    if cluster:
        edges.append(cluster[0])
    return edges


def _cell(piece: Piece, edges: Sequence[float]) -> Cell | None:
    start = min(range(len(edges)), key=lambda i: abs(edges[i] - piece.x0))
    stop = min(range(len(edges)), key=lambda i: abs(edges[i] - piece.x1))
    if stop <= start:
        return None
    row = piece.row
    parts = tuple(Part(p.page, row, start, p.bbox, p.text, p.whole_text) for p in piece.parts)
    return Cell(
        row,
        start,
        piece.row_span,
        stop - start,
        _text(piece),
        parts,
        piece.open_top,
        piece.open_bottom,
        piece.filled,
        tuple(sorted(piece.flags)),
    )


def _text(piece: Piece) -> str:
    """The text of a cell from its pieces; text held whole on each page counts once."""
    parts = piece.parts
    if len(parts) == 1:
        return parts[0].text
    wholes = {"".join(p.whole_text.split()) for p in parts if p.whole_text}
    cut = any(p.whole_text != p.text for p in parts)
    if len(wholes) == 1 and cut:
        return next(p.whole_text for p in parts if p.whole_text)
    return join_lines(p.text for p in parts)
