"""The grid of a table or fragment, computed from its cells and their spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model import Cell, Fragment, Table


class Grid:
    """Cells by place. Rows and columns count from 0; merged cells stand at every
    place they cover."""

    def __init__(self, table: Table | Fragment) -> None:
        self.n_rows, self.n_cols, self.edges = table.n_rows, table.n_cols, table.edges
        self._places: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        self._rows: list[list[Cell] | None] = [None] * self.n_rows
        for cell in table.cells:
            stop = min(cell.col + cell.col_span, self.n_cols)
            covered: list[Cell | None] = [cell] * (stop - cell.col)
            for row in self._places[cell.row : cell.row + cell.row_span]:
                row[cell.col : stop] = covered

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers a place."""
        if 0 <= row < self.n_rows and 0 <= col < self.n_cols:
            return self._places[row][col]
        return None

    def row(self, row: int) -> Sequence[Cell]:
        """The distinct cells that cover a row, from left to right."""
        cells = self._rows[row]
        if cells is None:
            self._rows[row] = cells = []
            for cell in self._places[row]:
                if cell is not None and (not cells or cells[-1] is not cell):
                    cells.append(cell)
        return cells

    def starting(self, row: int) -> list[Cell]:
        """The cells of a row that begin there."""
        return [cell for cell in self.row(row) if cell.row == row]

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Every row as :meth:`row` gives it."""
        return (self.row(r) for r in range(self.n_rows))

    def width(self, start: int, stop: int) -> float:
        """The width of columns ``start`` up to ``stop``, in the unit of ``edges``."""
        return self.edges[min(stop, self.n_cols)] - self.edges[max(start, 0)]

    def overlap(self, cell: Cell, start: int, stop: int) -> float:
        """How much of columns ``start`` up to ``stop`` a cell covers."""
        left, right = max(cell.col, start), min(cell.col + cell.col_span, stop)
        return self.width(left, right) if right > left else 0.0


def texts(cells: Sequence[Cell]) -> list[str]:
    """The texts of the cells that have any."""
    return [cell.text for cell in cells if cell.text]
