"""Cells of a table still being joined, and the finished table made of them.

While a table grows over pages its cells are placed by x position, since a
later page may refine the columns; the grid is computed once all are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.model import Cell, Fragment, Part
from extractor.text import join_lines

SAME_EDGE = 3.5  # points: column lines this close are one


@dataclass(slots=True)
class Piece:
    """A cell of a growing table; ``x0``–``x1`` place its columns."""

    row: int
    row_span: int
    x0: float
    x1: float
    parts: list[Part]
    open_top: bool
    open_bottom: bool
    filled: bool
    flags: set[str]

    @property
    def stop(self) -> int:
        """The row after the last it covers."""
        return self.row + self.row_span

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def whole(self) -> str:
        """What the file holds for the last part, with white space removed."""
        return "".join(self.parts[-1].whole_text.split())


def pieces_of(fragment: Fragment, first_row: int, edges: Sequence[float]) -> list[Piece]:
    """A fragment's cells as pieces, from row ``first_row`` and on these column lines."""
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


def drop_rows(pieces: Iterable[Piece], first: int, dropped: int) -> list[Piece]:
    """Pieces without the first ``dropped`` rows; a taller cell loses its top rows."""
    kept = []
    for piece in pieces:
        if piece.row >= first + dropped:
            piece.row -= dropped
        elif piece.stop > first + dropped:
            piece.row_span = piece.stop - first - dropped
            piece.row = first
        else:
            continue
        kept.append(piece)
    return kept


def cells_of(pieces: Iterable[Piece], edges: Iterable[float]) -> tuple[list[Cell], list[float]]:
    """The cells of a finished table in reading order, and its column lines."""
    lines: list[float] = []
    place: dict[float, int] = {}
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > SAME_EDGE:
            lines.append(edge)
        place[edge] = len(lines) - 1
    cells = [
        _cell(piece, place[piece.x0], place[piece.x1])
        for piece in pieces
        if place[piece.x1] > place[piece.x0]
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return cells, lines


def _cell(piece: Piece, start: int, stop: int) -> Cell:
    return Cell(
        piece.row,
        start,
        piece.row_span,
        stop - start,
        _text(piece),
        tuple(piece.parts),
        piece.open_top,
        piece.open_bottom,
        piece.filled,
        tuple(sorted(piece.flags)) if piece.flags else (),
    )


def _text(piece: Piece) -> str:
    """The text of a cell from its parts; text held whole on each page counts once."""
    parts = piece.parts
    if len(parts) == 1:
        return parts[0].text
    wholes = {"".join(p.whole_text.split()) for p in parts if p.whole_text}
    cut = any(p.whole_text != p.text for p in parts)
    if len(wholes) == 1 and cut:
        return next(p.whole_text for p in parts if p.whole_text)
    return join_lines(_without_overlap([p.text for p in parts]) if cut else (p.text for p in parts))


def _without_overlap(texts: Sequence[str]) -> list[str]:
    """Texts of neighbouring pages without the line that both show a strip of."""
    kept = list(texts[:1])
    for text in texts[1:]:
        before = kept[-1]
        longest = min(len(before), len(text))
        shared = next((n for n in range(longest, 3, -1) if before.endswith(text[:n])), 0)
        kept.append(text[shared:])
    return kept
