"""Draw a grid as a ruled table in a PDF, the same bytes every time."""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.flow import PAD, Part, Style, cell_lines, cell_parts, paginate, place, row_heights
from corpus.grid import Cell, Grid
from corpus.word import PAGES

FONT = "WenQuanYi"
FONT_FILE = os.environ.get("CORPUS_FONT", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
POINTS = 72 / 25.4
TITLE_SIZE = 16.0

Line = tuple[float, float, str]  # middle or left edge, upper edge, text


class Page:
    """What one page shows."""

    def __init__(self) -> None:
        self.rules: list[tuple[float, float, float, float]] = []
        self.centred: list[Line] = []
        self.left: list[Line] = []
        self.top = float("inf")
        self.bottom = 0.0


def measure(text: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def _pages(grid: Grid, style: Style, width: float, height: float) -> tuple[list[Page], list[float]]:
    margin = style.margin * POINTS
    scale = (width - 2 * margin) / sum(grid.widths)
    edges = [margin, *(margin + scale * at for at in accumulate(grid.widths))]

    def wide(text: str) -> float:
        return measure(text, style.font_size)

    lines = {cell: cell_lines(cell, edges, wide, style) for cell in grid.cells}
    heights = row_heights(grid, lines, style)
    start = margin + style.drop + TITLE_SIZE * 1.8 + (len(grid.heading) - 1) * style.leading * 1.3
    parts, again = paginate(grid, heights, style, start, margin, height - margin)
    pages = [Page() for _ in range(parts[-1][-1].page)]
    for cell in grid.cells:
        _add(pages, cell, cell_parts(cell, parts), lines[cell], edges, style)
    for part, header in again:
        for cell in (one for one in grid.cells if one.row == header):
            spot = [Part(part.page, part.top, part.top + heights[header])]
            _add(pages, cell, spot, lines[cell], edges, style)
    return pages, edges


def _add(
    pages: list[Page],
    cell: Cell,
    parts: list[Part],
    lines: list[str],
    edges: list[float],
    style: Style,
) -> None:
    left, right = edges[cell.col], edges[cell.col + cell.cols]
    for part in parts:
        page = pages[part.page - 1]
        page.top, page.bottom = min(page.top, part.top), max(page.bottom, part.bottom)
        page.rules += [(x, part.top, x, part.bottom) for x in (left, right)]
        if part is parts[0] or not style.frame:
            page.rules.append((left, part.top, right, part.top))
        if part is parts[-1] or not style.frame:
            page.rules.append((left, part.bottom, right, part.bottom))
    spots = place(len(lines), parts, style, cell.rows > 1)
    for (number, top), text in zip(spots, lines, strict=True):
        page = pages[number - 1]
        if cell.left:
            page.left.append((left + PAD, top, text))
        else:
            page.centred.append(((left + right) / 2, top, text))


def write(grid: Grid, path: Path, style: Style) -> None:
    """Draw the grid into a PDF file."""
    grid.owner()
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, FONT_FILE, subfontIndex=0))
    width, height = (side * POINTS for side in PAGES[style.page])
    pages, edges = _pages(grid, style, width, height)
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
    canvas.setTitle(grid.heading[0])
    for number, page in enumerate(pages, start=1):
        if number == 1:
            _heading(canvas, grid, style, width, height)
        canvas.setLineWidth(0.5)
        for rule in sorted(set(page.rules)):
            canvas.line(rule[0], height - rule[1], rule[2], height - rule[3])
        if style.frame:
            canvas.setLineWidth(1)
            canvas.rect(
                edges[0], height - page.bottom, edges[-1] - edges[0], page.bottom - page.top
            )
        canvas.setFont(FONT, style.font_size)
        drop = (style.leading + style.font_size * 0.7) / 2
        for x, top, text in page.left:
            canvas.drawString(x, height - top - drop, text)
        for x, top, text in page.centred:
            canvas.drawCentredString(x, height - top - drop, text)
        if style.numbers:
            canvas.drawCentredString(width / 2, style.margin * POINTS / 2, f"— {number} —")
        canvas.showPage()
    canvas.save()


def _heading(canvas: Canvas, grid: Grid, style: Style, width: float, height: float) -> None:
    y = height - style.margin * POINTS - style.drop - TITLE_SIZE
    canvas.setFont(FONT, TITLE_SIZE)
    canvas.drawCentredString(width / 2, y, grid.heading[0])
    canvas.setFont(FONT, style.font_size)
    for text in grid.heading[1:]:
        y -= style.leading * 1.3
        canvas.drawCentredString(width / 2, y, text)
