"""Where a record is printed (出处): the places of its cells, and the box around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model import Box, Cell, Place, Table


def places_of(table: Table, cells: Sequence[Cell]) -> tuple[Place, ...]:
    """Where cells are printed: one place a cell, or one a page where it is cut."""
    return tuple(
        Place(part.page, table.number, cell.row + 1, cell.col + 1, part.bbox)
        for cell in cells
        for part in cell.parts
    )


def record_box(places: Mapping[str, Sequence[Place]], page: int | None) -> Box | None:
    """The box around all of a record's places on one page."""
    boxes = [p.bbox for ps in places.values() for p in ps if p.bbox and p.page == page]
    if not boxes:
        return None
    return Box(
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )
