"""The rows of a w:tbl as declared: where each cell starts and how wide it is."""

from __future__ import annotations

from typing import NamedTuple

from extractor.word import tags
from extractor.word.tags import Element, unwrapped

# Word itself stops at 63 columns. A span that would go beyond this is taken for
# noise, lest one attribute cost memory for a million columns.
MAX_COLS = 1_000

_ROWS = frozenset({tags.TR})
_CELLS = frozenset({tags.TC})
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}


class RowCell(NamedTuple):
    """A w:tc in its row. ``merge`` is its w:vMerge: restart, continue or None.

    ``width`` is in points, None where not declared.
    """

    col: int
    span: int
    merge: str | None
    width: float | None
    tc: Element


class Row(NamedTuple):
    """A w:tr: its cells, and the column after its last, w:gridAfter included.

    ``hidden`` tells that its end is marked as hidden (w:hidden).
    """

    cells: list[RowCell]
    end: int
    hidden: bool = False


def read_rows(tbl: Element) -> list[Row]:
    """Every row that is there: tracked deletions and rows without cells are not."""
    rows: list[Row] = []
    for tr in unwrapped(tbl, _ROWS):
        row = _read_row(tr)
        if row is not None and row.cells:
            rows.append(row)
    return rows


def grid_widths(tbl: Element) -> list[float | None]:
    """The widths of w:tblGrid in points, None where a column declares none."""
    return [
        points(col.get(tags.WIDTH))
        for grid in tbl.iterchildren(tags.TBL_GRID)
        for col in grid.iterchildren(tags.GRID_COL)
    ]


def points(measure: str | None) -> float | None:
    """A measure in points: twentieths of a point, or a number with its unit.

    >>> points("240"), points("2cm"), points("auto"), points("0")
    (12.0, 56.69291338582677, None, None)
    """
    if not measure:
        return None
    number, unit = measure[:-2], _UNITS.get(measure[-2:])
    if unit is None:
        number, unit = measure, 0.05
    try:
        value = float(number) * unit
    except ValueError:
        return None
    return value if 0 < value < 1e6 else None


def _read_row(tr: Element) -> Row | None:
    before = after = 0
    hidden = False
    for properties in tr.iterchildren(tags.TR_PR):
        for node in properties:
            if node.tag == tags.DEL:
                return None
            if node.tag == tags.GRID_BEFORE:
                before = _count(node)
            elif node.tag == tags.GRID_AFTER:
                after = _count(node)
            elif node.tag == tags.HIDDEN:
                hidden = tags.is_on(node)
    cells: list[RowCell] = []
    col = _bounded(0, before, otherwise=0)
    for tc in unwrapped(tr, _CELLS):
        cell, joins_left = _read_cell(tc, col)
        if cell is None:
            continue
        if joins_left and cells:
            cells[-1] = _widened(cells[-1], cell)
        else:
            cells.append(cell)
        col += cell.span
    return Row(cells, col + _bounded(col, after, otherwise=0), hidden)


def _read_cell(tc: Element, col: int) -> tuple[RowCell | None, bool]:
    """The cell, None for a tracked deletion, and whether w:hMerge joins it to its left."""
    span, merge, width, joins_left = 1, None, None, False
    for properties in tc.iterchildren(tags.TC_PR):
        for node in properties:
            tag = node.tag
            if tag == tags.GRID_SPAN:
                span = _bounded(col, _count(node), otherwise=1)
            elif tag == tags.V_MERGE:
                merge = "restart" if node.get(tags.VAL) == "restart" else "continue"
            elif tag == tags.H_MERGE:
                joins_left = node.get(tags.VAL) != "restart"
            elif tag == tags.TC_W:
                if node.get(tags.TYPE, "dxa") == "dxa":
                    width = points(node.get(tags.WIDTH))
            elif tag == tags.CELL_DEL:
                return None, False
    return RowCell(col, span, merge, width, tc), joins_left


def _widened(cell: RowCell, right: RowCell) -> RowCell:
    known = cell.width is not None and right.width is not None
    width = (cell.width or 0.0) + (right.width or 0.0) if known else None
    return cell._replace(span=cell.span + right.span, width=width)


def _count(node: Element) -> int:
    try:
        return int(node.get(tags.VAL, ""))
    except ValueError:
        return 0


def _bounded(col: int, count: int, *, otherwise: int) -> int:
    return count if count > 0 and col + count <= MAX_COLS else otherwise
