"""Which stage of the path went wrong, where a record differs from its golden.

The text a person read is looked for along the path of the data: on the page, in a
cell of the page's grid, in a cell of the joined table. The first stage that no
longer has it is at fault; where all have it, the cell was taken for something else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.joining import join_pages
from extractor.model import Cell, Page, Table
from extractor.opening import open_pages, sniff
from jixiao.golden import Row

LEVELS = ("level1", "level2", "key_task")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stages before the records made of a file."""

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]

    def stage(self, row: Row, name: str) -> str | None:
        """The stage at fault for a field of a golden row: ``page``, ``cell``,
        ``joining`` or ``role``; None where the golden has no text to look for."""
        text = _squeezed(row.get(name))
        if not text:
            return None
        page = int(printed) if (printed := row.get("page")) else None
        tables = [t for t in self.tables if page is None or page in t.pages]
        holders = [t for t in tables if any(_squeezed(c.text) == text for c in t.cells)]
        if holders:
            beside = name not in LEVELS or any(_stands_beside(t, row, text) for t in holders)
            return "role" if beside else "joining"
        near = [p for p in self.pages if page is None or abs((p.number or 0) - page) <= 1]
        cells = [{_squeezed(c.text) for f in p.fragments for c in f.cells} for p in near]
        if any(text in page for page in cells) or _is_cut(text, cells):
            return "joining"
        here = "".join(set().union(*cells)) + "".join(
            _squeezed(line.text) for p in near for line in p.lines
        )
        return "cell" if text in here or set(text) <= set(here) else "page"


def reread(path: Path) -> Reading:
    """Read a file once more and keep its pages and tables; DocumentError as for it."""
    pages = tuple(open_pages(path, sniff(path)))
    return Reading(pages, tuple(join_pages(iter(pages))))


def _is_cut(text: str, cells: Sequence[set[str]]) -> bool:
    """Whether a text is the end of one page and the beginning of the next."""
    return any(
        text[:i] in before and text[i:] in after
        for before, after in itertools.pairwise(cells)
        for i in range(1, len(text))
    )


def _stands_beside(table: Table, row: Row, text: str) -> bool:
    """Whether a cell with the text covers a row that holds the indicator's name."""
    name = _squeezed(row.get("level3"))
    named = [cell for cell in table.cells if _squeezed(cell.text) == name]
    labels = [cell for cell in table.cells if _squeezed(cell.text) == text]
    return any(_covers(label, cell) for label in labels for cell in named)


def _covers(label: Cell, cell: Cell) -> bool:
    return label.row <= cell.row < label.row + label.row_span


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())
