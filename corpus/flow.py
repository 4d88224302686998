"""Break a grid into pages: where each row and each line of text stands. No drawing here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.grid import Cell, Grid

PAD = 3.0
# what is kept together: a word or number with what opens before it and closes after it
_TOKEN = re.compile(r"[“（《〔\[]*(?:[A-Za-z0-9.%≥≤=\-]+|.)[，。；、：）》〕\]”%]*", re.DOTALL)


@dataclass(frozen=True)
class Style:
    """How a document is drawn; lengths in points, margin in millimetres."""

    page: str = "a4"
    margin: float = 18
    font_size: float = 10
    leading: float = 14
    min_height: float = 20
    label: str = "middle"  # a merged label: in the middle of its span, at its top, or "straddle":
    # in the middle and running on over a page break
    cut: bool = False  # a row may go on on the next page
    repeat: bool = False  # the last header is printed again on each page
    frame: bool = False  # a page's end is closed by a frame round the table
    numbers: bool = False  # page numbers at the foot
    drop: float = 0  # empty space above the title on the first page


@dataclass(frozen=True)
class Part:
    """What one page holds of a row or of a cell; `top` runs down from the page's upper edge."""

    page: int
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines no wider than `width`."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for token in _TOKEN.findall(paragraph):
            if measure(line + token) <= width:
                line += token
                continue
            if line:
                lines.append(line)
                line = ""
            for char in token:
                if line and measure(line + char) > width:
                    lines.append(line)
                    line = ""
                line += char
        lines.append(line)
    return lines


def cell_lines(
    cell: Cell, edges: list[float], measure: Callable[[str], float], style: Style
) -> list[str]:
    """The lines of one cell."""
    if cell.vertical:
        return list(cell.text)
    width = edges[cell.col + cell.cols] - edges[cell.col] - 2 * PAD
    return wrap(cell.text, width, measure)


def row_heights(grid: Grid, lines: dict[Cell, list[str]], style: Style) -> list[float]:
    """Each row as high as its cells ask; a tall merged cell spreads its need over its rows."""
    heights = [style.min_height] * grid.height
    for cell in sorted(grid.cells, key=lambda one: one.rows):
        need = len(lines[cell]) * style.leading + 2 * PAD
        rows = range(cell.row, cell.row + cell.rows)
        lack = need - sum(heights[row] for row in rows)
        if lack > 0:
            for row in rows:
                heights[row] += lack / cell.rows
    return heights


def paginate(
    grid: Grid, heights: list[float], style: Style, start: float, top: float, bottom: float
) -> tuple[list[list[Part]], list[tuple[Part, int]]]:
    """The parts of each row, and the repeated headers as (place, header row)."""
    parts: list[list[Part]] = []
    again: list[tuple[Part, int]] = []
    page, y = 1, start
    open_headers: list[int] = []
    least = 2 * PAD + 2 * style.leading

    def turn(row: int) -> None:
        nonlocal page, y
        page, y = page + 1, top
        if not style.repeat or row in grid.headers:
            return
        for header in open_headers:
            again.append((Part(page, y, y + heights[header]), header))
            y += heights[header]

    for row, height in enumerate(heights):
        if row in grid.headers:
            open_headers = [*open_headers, row] if row - 1 in open_headers else [row]
        pieces = []
        rest = height
        if row in grid.breaks:
            turn(row)
        while y + rest > bottom + 0.01:
            room = bottom - y
            if style.cut and room >= least and rest - room + 2 * PAD >= 2 * PAD + style.leading / 2:
                taken = 2 * PAD + (room - 2 * PAD) // style.leading * style.leading
                pieces.append(Part(page, y, y + taken))
                rest -= taken - 2 * PAD
            turn(row)
        pieces.append(Part(page, y, y + rest))
        y += rest
        parts.append(pieces)
    return parts, again


def cell_parts(cell: Cell, parts: list[list[Part]]) -> list[Part]:
    """The parts of a cell: those of its rows, joined on each page."""
    pages: dict[int, Part] = {}
    for row in range(cell.row, cell.row + cell.rows):
        for part in parts[row]:
            old = pages.get(part.page)
            pages[part.page] = Part(part.page, old.top if old else part.top, part.bottom)
    return list(pages.values())


def place(count: int, parts: list[Part], style: Style, merged: bool) -> list[tuple[int, float]]:
    """Page and upper edge of each of `count` lines in the parts of one cell."""
    need = count * style.leading
    if merged and style.label == "straddle":
        return _straddle(count, parts, style)
    whole = style.label == "middle" if merged else len(parts) == 1
    home = _middle(parts) if whole else None
    if home is not None and need > home.height:
        home = max(parts, key=lambda part: part.height)
    if home is not None and need <= home.height:
        middle = _middle_offset(parts, home)
        first = min(max(middle - need / 2, home.top + PAD / 2), home.bottom - need - PAD / 2)
        return [(home.page, first + number * style.leading) for number in range(count)]
    placed = []
    queue = list(parts)
    part = queue.pop(0)
    y = part.top + PAD
    for _ in range(count):
        while y + style.leading > part.bottom + 0.01 and queue:
            part = queue.pop(0)
            y = part.top + PAD
        placed.append((part.page, y))
        y += style.leading
    return placed


def _middle(parts: list[Part]) -> Part:
    left = sum(part.height for part in parts) / 2
    for part in parts:
        if left <= part.height:
            return part
        left -= part.height
    return parts[-1]


def _middle_offset(parts: list[Part], home: Part) -> float:
    """The middle of the whole span, on the page that holds it."""
    before = sum(part.height for part in parts[: parts.index(home)])
    return home.top + sum(part.height for part in parts) / 2 - before


def _straddle(count: int, parts: list[Part], style: Style) -> list[tuple[int, float]]:
    """Lines about the middle of the whole span; one that a page end would cut goes to the next."""
    first = (sum(part.height for part in parts) - count * style.leading) / 2
    spots = []
    at = max(first, PAD)
    for _ in range(count):
        before = 0.0
        for part in parts:
            if at - before + style.leading <= part.height or part is parts[-1]:
                break
            before += part.height
        at = max(at, before + PAD) if before else at
        spots.append((part.page, part.top + at - before))
        at += style.leading
    return spots
