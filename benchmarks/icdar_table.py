"""Set one table on a page of ``icdar_like``, and note what a person reads in it."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass, field

from icdar_words import Words
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

CHINESE_FONT = "STSong-Light"


@dataclass(frozen=True)
class Head:
    """A header cell over its children."""

    text: str
    children: tuple[Head, ...] = ()

    @property
    def leaves(self) -> int:
        return sum(child.leaves for child in self.children) or 1

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)


@dataclass(frozen=True)
class Row:
    """A row: its stub, how far that is indented, and the values, "" for a blank."""

    stub: str
    values: tuple[str, ...] = ()
    indent: int = 0
    centred: bool = False
    bold: bool = False
    space: float = 0.0


@dataclass(frozen=True)
class Look:
    """How a table is set."""

    rules: str
    font: str
    bold: str
    size: float
    stub: float  # share of the width
    lead: float  # between lines of a cell
    pad: float  # above and below a row
    align: str  # of values: right, centre, left
    valign: str  # of values beside a wrapped stub: top, middle, bottom
    dots: bool = False
    span_rules: bool = True


@dataclass
class Sheet:
    """A page being set: its canvas, its words and the tables on it."""

    canvas: Canvas
    rng: random.Random
    words: Words
    width: float
    height: float
    tables: list[list[dict[str, object]]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, font: str, size: float, align: str) -> None:
        self.canvas.setFont(font, size)
        draw = {"left": "drawString", "right": "drawRightString", "centre": "drawCentredString"}
        getattr(self.canvas, draw[align])(x, self.height - y, text)

    def line(self, x0: float, x1: float, y: float, upto: float | None = None) -> None:
        self.canvas.line(x0, self.height - y, x1, self.height - (y if upto is None else upto))

    def prose(self, x: float, y: float, width: float, sentences: int, size: float = 10) -> float:
        """A paragraph set to the full width; returns where it ends."""
        body = self.words.prose(self.rng, sentences)
        lines = split(body, self.words.font, size, width)
        for number, line in enumerate(lines):
            natural = pdfmetrics.stringWidth(line, self.words.font, size)
            gaps = line.count(" ") if number < len(lines) - 1 else 0
            space = (width - natural) / gaps if gaps else 0
            at = self.canvas.beginText(x, self.height - y - size)
            at.setFont(self.words.font, size)
            at.setWordSpace(space)
            at.textOut(line)
            self.canvas.drawText(at)
            y += 1.22 * size
        return y + 0.6 * size


def split(text: str, font: str, size: float, width: float) -> list[str]:
    if font == CHINESE_FONT:
        lines = [""]
        for piece in re.findall(r"[ -~]+|.", text):
            if lines[-1] and pdfmetrics.stringWidth(lines[-1] + piece, font, size) > width:
                lines.append("")
            lines[-1] += piece
        return lines
    return list(simpleSplit(text, font, size, width))


def table(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    heads: tuple[Head, ...],
    rows: list[Row],
    of: Look,
) -> float:
    """Draw a table and note its cells; returns where it ends."""
    leaves = sum(head.leaves for head in heads)
    step = width * (1 - of.stub) / (leaves - 1)
    xs = [x, *(x + width * of.stub + step * i for i in range(leaves))]
    cells: list[dict[str, object]] = []
    levels = max(head.depth for head in heads)
    gap = 3 + 0.1 * of.size

    def put(
        col: int, span: int, top: float, tall: float, lines: list[str], align: str, valign: str,
        font: str, shift: float = 0,
    ) -> None:  # fmt: skip
        slack = tall - 2 * of.pad - of.lead * len(lines)
        at = top + of.pad + {"top": 0, "middle": slack / 2, "bottom": slack}[valign]
        left, right = xs[col] + gap + shift, xs[col + span] - gap
        spot = {"left": left, "right": right, "centre": (left + right) / 2}[align]
        for line in lines:
            at += of.lead
            sheet.text(spot, at - 0.22 * of.lead, line, font, of.size, align)

    def note(row: int, col: int, rows: int, cols: int, text: str) -> None:
        if text:
            spot = {"row": row, "column": col, "row_span": rows, "col_span": cols}
            cells.append({**spot, "text": text})

    def wrapped(text: str, col: int, span: int, font: str, shift: float = 0) -> list[str]:
        room = xs[col + span] - xs[col] - 2 * gap - shift
        return split(text, font, of.size, room) if text else []

    def measure(head: Head, col: int) -> list[int]:
        """Lines that each level below takes."""
        own = len(wrapped(head.text, col, head.leaves, of.bold))
        under = [0] * (levels - 1)
        at = col
        for child in head.children:
            under = [max(a, b) for a, b in zip(under, measure(child, at), strict=False)]
            at += child.leaves
        return [own, *under] if head.children else [own]

    tall = [1] * levels
    col = 0
    for head in heads:
        own = measure(head, col)
        if head.children:
            tall = [max(a, b) for a, b in zip(tall, own, strict=False)]
        col += head.leaves
    col = 0
    for head in heads:
        lack = measure(head, col)[0] - sum(tall)
        if not head.children and lack > 0:
            tall[-1] += lack
        col += head.leaves
    tops = [y]
    for lines in tall:
        tops.append(tops[-1] + lines * of.lead + 2 * of.pad)
    lines_drawn: list[tuple[float, float, float]] = []  # left, right, y inside the header
    ups: list[tuple[float, float, float]] = []  # x, top, bottom

    def draw(head: Head, col: int, level: int) -> None:
        last = level + 1 if head.children else levels
        lines = wrapped(head.text, col, head.leaves, of.bold)
        align = "left" if col == 0 else ("centre" if head.children else of.align)
        put(col, head.leaves, tops[level], tops[last] - tops[level], lines, align,
            "middle" if of.rules == "grid" else "bottom", of.bold)  # fmt: skip
        note(level, col, last - level, head.leaves, head.text)
        ups.append((xs[col + head.leaves], tops[level], tops[last]))
        at = col
        if head.children:
            inset = 0 if of.rules in ("grid", "columns", "frame") else gap
            lines_drawn.append((xs[col] + inset, xs[col + head.leaves] - inset, tops[last]))
        for child in head.children:
            draw(child, at, level + 1)
            at += child.leaves

    shades: list[tuple[float, float]] = []
    layout: list[tuple[Row, list[list[str]], float, float]] = []
    top = tops[-1]
    for number_, row in enumerate(rows):
        font = of.bold if row.bold else of.font
        stub = wrapped(row.stub, 0, leaves if not row.values else 1, font, 9 * row.indent)
        lines_of = [stub, *(
            [v] if v.startswith("$") else wrapped(v, i + 1, 1, font)
            for i, v in enumerate(row.values)
        )]  # fmt: skip
        top += row.space
        bottom = top + max(map(len, lines_of)) * of.lead + 2 * of.pad
        layout.append((row, lines_of, top, bottom))
        if of.rules == "zebra" and number_ % 2:
            shades.append((top, bottom))
        top = bottom
    end = top
    if of.rules in ("zebra", "shade"):
        shades.append((y, tops[-1]))
    sheet.canvas.setFillGray(0.87)
    if of.rules == "tiles":  # every second row and the header, cell by cell
        shades += [(a, b) for _, _, a, b in layout[1::2]]
        shades.append((y, tops[-1]))
    for a, b in shades:
        parts = itertools.pairwise(xs) if of.rules == "tiles" else [(x, x + width)]
        for left, right in parts:
            inset = 0.4 if of.rules == "tiles" else 0
            sheet.canvas.rect(left, sheet.height - b, right - left - inset, b - a, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    col = 0
    for head in heads:
        draw(head, col, 0)
        col += head.leaves
    for index, (row, lines_of, top, bottom) in enumerate(layout):
        font = of.bold if row.bold else of.font
        whole = not row.values and (row.centred or of.rules in ("grid", "columns"))
        put(0, leaves if whole else 1, top, bottom - top, lines_of[0],
            "centre" if row.centred else "left", "top", font, 9 * row.indent)  # fmt: skip
        if of.dots and row.values and len(lines_of[0]) == 1:
            used = pdfmetrics.stringWidth(row.stub, font, of.size) + 9 * row.indent + 2 * gap
            room = xs[1] - xs[0] - used
            dots = "." * int(room / 0.29 / of.size)
            at = top + of.pad + 0.78 * of.lead
            sheet.text(xs[0] + used, at, dots, of.font, of.size, "left")
        note(levels + index, 0, 1, leaves if whole else 1, row.stub)
        for i, value in enumerate(row.values):
            align = of.align if len(value) < 14 else "left"
            if value.startswith("$ ") and lines_of[i + 1][0] == value:
                put(i + 1, 1, top, bottom - top, ["$"], "left", of.valign, font)
                lines_of[i + 1] = [value[2:]]
            put(i + 1, 1, top, bottom - top, lines_of[i + 1], align, of.valign, font)
            note(levels + index, i + 1, 1, 1, value)
        ups += [(edge, top, bottom) for edge in (xs[1:] if row.values else xs[-1:])]
    right = xs[-1]
    across: list[tuple[float, float, float]] = []
    if of.rules in ("booktabs", "rows", "frame", "columns", "grid"):
        across += [(x, right, y), (x, right, tops[-1]), (x, right, end)]
    if of.rules == "head":
        across.append((x, right, tops[-1]))
    if of.rules in ("rows", "grid"):
        across += [(x, right, bottom) for _, _, _, bottom in layout]
    if of.rules in ("grid", "columns") or (
        of.span_rules and of.rules not in ("none", "zebra", "shade", "tiles", "header")
    ):
        across += lines_drawn
    sheet.canvas.setLineWidth(0.5)
    for left, stop, at in across:
        sheet.line(left, stop, at)
    if of.rules in ("frame", "columns", "grid"):
        for edge in (x, right):
            sheet.line(edge, edge, y, end)
    if of.rules == "header":
        across += [(x, right, y), (x, right, tops[-1]), *lines_drawn]
        for left, stop, at in across:
            sheet.line(left, stop, at)
        ups = [(edge, a, b) for edge, a, b in ups if b <= tops[-1] + 1]
        sheet.line(x, x, y, tops[-1])
    if of.rules in ("columns", "grid", "header"):
        for edge, a, b in ups:
            sheet.line(edge, edge, a, b)
    sheet.tables.append(cells)
    return end
