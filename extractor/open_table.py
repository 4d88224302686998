"""A table still growing over pages, and where a fragment stands on its column lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.grid import Grid
from extractor.headers import Header
from extractor.model import Fragment, Line, Problem
from extractor.pieces import SAME_EDGE, Piece
from extractor.vocabulary import column_role

MOVED_EDGE = 9.0  # points: how far a page laid out anew may move a column line
FEWEST_MET = 4  # column lines that must be met where the frames differ


@dataclass(slots=True)
class OpenTable:
    """A table still growing. ``done`` are pieces whose rows lie above the last row,
    ``bottom`` those that reach it and may run on; ``edges`` all column lines.
    ``unmerged`` are the roles of columns in which blank cells stand by themselves
    (a label printed once, then blanks), so that none is part of a merged one.
    ``headless`` tells that another form began below the last header."""

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
    headless: bool = False
    between: list[Line] = field(default_factory=list)
    break_rows: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def roles_by_position(table: OpenTable) -> list[tuple[float, float, str]]:
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


def stands_in(table: OpenTable, fragment: Fragment) -> bool:
    """Whether a narrower or wider fragment stands on the table's own column lines."""
    found = _met(table, fragment.edges)
    return found >= FEWEST_MET and found >= 0.8 * min(len(fragment.edges), len(table.edges))


def _met(table: OpenTable, edges: Iterable[float]) -> int:
    """How many of some column lines are the table's."""
    return sum(1 for edge in edges if any(abs(edge - o) <= SAME_EDGE for o in table.edges))


def align(table: OpenTable, fragment: Fragment) -> list[float]:
    """A fragment's column lines, moved so that its left side is the table's, unless
    more of them are met where they stand."""
    shift = table.first.edges[0] - fragment.edges[0]
    moved = [edge + shift for edge in fragment.edges]
    unmoved = list(fragment.edges)
    return unmoved if _met(table, unmoved) > _met(table, moved) else moved


def edges_agree(table: OpenTable, aligned: Sequence[float]) -> bool:
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


def _bottom_edges(table: OpenTable) -> list[float]:
    """The column lines of the table's last row."""
    return sorted({edge for piece in table.bottom for edge in (piece.x0, piece.x1)})


def _moved(edge: float, other: float) -> bool:
    return abs(edge - other) <= MOVED_EDGE


def snap(table: OpenTable, aligned: Sequence[float]) -> list[float]:
    """A fragment's column lines, moved onto those of the table they stand for."""
    bottom = _bottom_edges(table)
    if len(aligned) == len(bottom) and all(map(_moved, aligned, bottom)):
        return bottom
    nearest = [min(table.edges, key=lambda other: abs(other - edge)) for edge in aligned]
    return [
        other if abs(other - edge) <= SAME_EDGE else edge
        for edge, other in zip(aligned, nearest, strict=True)
    ]
