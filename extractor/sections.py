"""Class words printed above their indicators, not beside them.

They are headings over the whole width (一、产出指标（50分）), rows of the column of names,
as in a tree (产出指标 over 数量指标 over the names), or the first word of the header: levels
of the rows below.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.columns import NAME, cell_of
from extractor.grid import Grid
from extractor.headers import VALUES, Header
from extractor.model import Cell
from extractor.patterns import of_tables
from extractor.vocabulary import class_level, fold, phrases

_FIRST = of_tables(r"^[一二三四五六七八九十]+\s*([、.．]|$)")  # 一、
_SECOND = of_tables(r"^[（(][一二三四五六七八九十\d]+[)）]")  # （一）, below 一、
LEVELS = ("level1", "level2")


class Sections:
    """The headings that hold for the rows below them, by their level.

    ``held`` are those that hold for the row taken last; ``doubtful`` tells that the
    words leave open which level one of them is.
    """

    def __init__(self, grid: Grid, header: Header, rows: Sequence[int]) -> None:
        self._grid, self._header = grid, header
        self._levels = [role for role in LEVELS if not header.has(role)]
        self._headings = self._find(rows) if self._levels else {}
        self._last = rows[-1] if rows else 0
        self._taken: list[tuple[int, str]] = []  # rows of headings, and their levels
        self._unsure: set[str] = set()
        self.held: dict[str, Cell] = {}
        if header.heading is not None:
            said = class_level(header.heading.text)
            self.held["level1" if "level1" in said else "level2"] = header.heading

    @property
    def doubtful(self) -> bool:
        return bool(self._unsure)

    def take(self, row: int) -> bool:
        """Whether a row is such a heading; it then holds until the next of its level. A
        level that has a column of its own is never told by a heading."""
        cell = self._headings.get(row)
        if cell is None:
            return False
        level, sure = self._level_of(cell, row)
        for role in LEVELS[LEVELS.index(level) :]:
            self.held.pop(role, None)
            self._unsure.discard(role)
        self.held[level] = cell
        if not sure:
            self._unsure.add(level)
        self._taken.append((row, level))
        return True

    def lost_points(self, pointed: bool) -> list[int]:
        """The headings whose points no indicator has: ``pointed`` tells whether any has
        points, of which those of a heading with indicators are the sum."""
        weight = self._header.column("weight")
        if weight is None or not self._taken:
            return []
        found = []
        after = [*self._taken[1:], (self._last + 1, LEVELS[0])]
        for (row, level), (following, other) in zip(self._taken, after, strict=True):
            empty = following == row + 1 and LEVELS.index(other) <= LEVELS.index(level)
            points = [cell for cell in cell_of(self._grid, weight, row) if cell.text]
            if points and points != [self._headings[row]] and (empty or not pointed):
                found.append(row)
        return found

    def _find(self, rows: Sequence[int]) -> dict[int, Cell]:
        """The class words that rows are made of, by row: their only cell, or their name
        where all values are blank and names stand below."""
        found, tree = {}, False
        column = self._header.column(NAME) if self._header.groups == 1 else None
        for row in rows:
            cells = self._grid.row(row)
            alone = cells[0] if len(cells) == 1 and self._grid.n_cols > 1 else None
            names = cell_of(self._grid, column, row) if column and not alone else []
            cell = alone or self._blank_name(names, row)
            if cell is None or cell.row != row:
                tree = tree or (row - 1 in found and any(name.text for name in names))
            elif any(level in class_level(cell.text) for level in self._levels):
                found[row] = cell
        if tree:
            return found
        return {row: cell for row, cell in found.items() if len(self._grid.row(row)) == 1}

    def _blank_name(self, names: Sequence[Cell], row: int) -> Cell | None:
        """The name of a row that is a class word and has no value."""
        named = [cell for cell in names if cell.text]
        if len(named) != 1 or not class_level(named[0].text):
            return None
        values = [
            cell
            for column in self._header.columns
            if column.role in VALUES
            for cell in cell_of(self._grid, column, row)
        ]
        if not values or any(_says(cell) for cell in values if cell is not named[0]):
            return None
        return named[0]

    def _level_of(self, cell: Cell, row: int) -> tuple[str, bool]:
        """The level of a heading, and whether that is certain.

        成本指标 and 满意度指标 are words of both: their numbers tell (（一） stands below
        一、), or a second level right below them; or there is but one level of headings.
        """
        said = class_level(cell.text)
        possible = [level for level in self._levels if level in said]
        if len(possible) == 1:
            return possible[0], True
        number = self._grid.row(row)[0].text.strip()
        if _FIRST.match(number) or _SECOND.match(number):
            return ("level1" if _FIRST.match(number) else "level2"), True
        below = self._headings.get(row + 1)
        if below is not None and class_level(below.text) == {"level2"}:
            return "level1", True
        if len(self.held) < 2 and row - 1 not in self._headings:  # headings of one level are alike
            return ("level2" if "level2" in self.held else "level1"), True
        outer = self.held.get("level1")
        inner = outer is not None and fold(outer.text) in _words("output")
        inner = inner and fold(cell.text) in _words("cost")
        return ("level2" if inner else "level1"), False


def _says(cell: Cell) -> bool:
    """Whether a cell holds more than a sign for nothing (-, /)."""
    return any(c.isalnum() for c in cell.text)


def _words(name: str) -> Sequence[str]:
    """Words of ``[heading]``: 成本指标 is a part of 产出指标 in 财预〔2015〕88号, and beside
    it in 财预〔2021〕101号."""
    words: Sequence[str] = phrases()["heading"][name]
    return words
