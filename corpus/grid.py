"""A ruled table as cells with spans: what every writer draws from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell at its place in the grid."""

    row: int
    col: int
    text: str
    rows: int = 1
    cols: int = 1
    left: bool = False  # set left instead of centred
    vertical: bool = False  # one character a line


@dataclass
class Grid:
    """A heading, column widths (any unit) and cells that cover every place once."""

    heading: list[str]
    widths: list[float]
    cells: list[Cell] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)  # rows that head the rows below them
    leading: int = 0  # rows at the top that Word repeats on every page
    height: int = 0
    notes: list[str] = field(default_factory=list)  # lines above the table, set left
    breaks: list[int] = field(default_factory=list)  # rows that a drawn page begins with
    voids: set[tuple[int, int]] = field(default_factory=set)  # places outside the table

    def put(
        self,
        row: int,
        col: int,
        text: str,
        *,
        rows: int = 1,
        cols: int = 1,
        left: bool = False,
        vertical: bool = False,
    ) -> None:
        """Add one cell."""
        self.cells.append(Cell(row, col, text, rows, cols, left, vertical))
        self.height = max(self.height, row + rows)

    def line(self, *parts: tuple[str, int], col: int = 0, left: bool = False) -> int:
        """Add one row of (text, columns) parts below the rows there are; return its number."""
        row = self.height
        for text, cols in parts:
            self.put(row, col, text, cols=cols, left=left)
            col += cols
        return row

    def runs(
        self,
        top: int,
        col: int,
        keys: Sequence[Iterable[str]],
        *,
        cols: int = 1,
        vertical: bool = False,
    ) -> None:
        """Put one merged cell for each run of equal keys; the text is the last part of a key."""
        listed = [tuple(key) for key in keys]
        start = 0
        for at in range(1, len(listed) + 1):
            if at < len(listed) and listed[at] == listed[start] and listed[at][-1]:
                continue
            self.put(
                top + start,
                col,
                listed[start][-1],
                rows=at - start,
                cols=cols,
                left=not vertical and len(listed[start][-1]) > 12,
                vertical=vertical,
            )
            start = at

    def owner(self) -> dict[tuple[int, int], Cell]:
        """Which cell covers each place; a place covered twice or never is an error."""
        owner: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for col in range(cell.col, cell.col + cell.cols):
                    if (row, col) in owner:
                        raise ValueError(f"place {row},{col} is covered twice: {cell.text}")
                    owner[row, col] = cell
        missing = [
            (row, col)
            for row in range(self.height)
            for col in range(len(self.widths))
            if (row, col) not in owner and (row, col) not in self.voids
        ]
        if missing:
            raise ValueError(f"places without a cell: {missing[:5]}")
        return owner
