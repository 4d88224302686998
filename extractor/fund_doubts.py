"""What looks amiss in money rows: told as a problem, never repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.codes import problem
from extractor.grid import Grid
from extractor.misfits import is_run_together, is_two_amounts, is_two_items
from extractor.model import Cell, Problem
from extractor.money import VALUE_FIELDS, Money, is_amount
from extractor.vocabulary import money_role


def doubt_funds(grid: Grid, found: Sequence[Money]) -> Iterator[Problem]:
    """Problems ``fund.doubtful``: cells that two money rows share, or hold two things."""
    seen: set[tuple[int, int]] = set()
    told = any(money.unit for money in found)
    for money in found:
        yield from _nameless(grid, money)
        for name, places in money.places.items():
            for spot in dict.fromkeys((place.row - 1, place.col - 1) for place in places):
                cell = grid.at(*spot)
                if cell is None or not cell.text:
                    continue
                if name == "item_text":
                    torn = is_two_items(cell.text) or is_run_together(cell.text)
                    doubtful = torn or (told and not money.unit)
                else:
                    shared = spot in seen or _under_two_headers(grid, cell)
                    doubtful = shared or is_two_amounts(cell.text)
                    seen.add(spot)
                for part in cell.parts if doubtful else ():
                    detail = cell.text[:40]
                    yield problem("fund.doubtful", detail, page=part.page, bbox=part.bbox)


def _nameless(grid: Grid, money: Money) -> Iterator[Problem]:
    """An amount whose own header is blank, so that the word above it was taken."""
    item = next(iter(money.places.get("item_text", ())), None)
    if item is None:  # named by the header of a list
        return
    for name, (spot, *_) in money.places.items():
        if name == "item_text" or item.col > spot.col or item.row >= spot.row:
            continue
        heads = (row for row in range(item.row - 1, spot.row - 1) if not _has_amount(grid, row))
        over = (grid.at(row, spot.col - 1) for row in heads)
        if any(cell is not None and not cell.text for cell in over):
            yield problem("fund.doubtful", money.item[:40], page=spot.page, bbox=spot.bbox)


def _has_amount(grid: Grid, row: int) -> bool:
    return any(cell.text and is_amount(cell.text) for cell in grid.row(row))


def _under_two_headers(grid: Grid, cell: Cell) -> bool:
    """Whether an amount reaches over two columns of money."""
    stop = cell.col + cell.col_span
    for row in range(cell.row - 1, -1, -1) if cell.col_span > 1 else ():
        over = [c for c in grid.row(row) if cell.col <= c.col < stop and c.text]
        heads = [c for c in over if money_role(c.text) in VALUE_FIELDS]
        if heads:
            return len(heads) > 1
    return False
