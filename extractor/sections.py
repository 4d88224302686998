"""Class words printed as headings over the whole width (一、产出指标（50分）), not in a column."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.grid import Grid
from extractor.headers import Header
from extractor.model import Cell
from extractor.vocabulary import class_level


@dataclass(slots=True)
class Sections:
    """The headings that hold for the rows below them, by their level."""

    held: dict[str, Cell] = field(default_factory=dict)

    def take(self, grid: Grid, header: Header, row: int) -> bool:
        """Whether a row is such a heading; it then holds until the next of its level. A
        level that has a column of its own is never told by a heading."""
        cells = grid.row(row)
        if len(cells) != 1 or cells[0].row != row or grid.n_cols == 1:
            return False
        levels = [role for role in ("level1", "level2") if not header.has(role)]
        if cells[0].text.lstrip().startswith(("（", "(")):  # （一） stands below 一、
            levels.reverse()
        said = class_level(cells[0].text)
        level = next((role for role in levels if role in said), None)
        if level is None:
            return False
        if level == "level1":
            self.held.clear()
        self.held[level] = cells[0]
        return True
