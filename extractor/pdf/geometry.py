"""From pdfium's page space to the page as displayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.model import Box

Rect = tuple[float, float, float, float]


class Display(NamedTuple):
    """The turn from page space to displayed points (x right, y down).

    ``x' = a*x + c*y + e`` and ``y' = b*x + d*y + f``; ``width`` and ``height``
    are those of the page as displayed.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The displayed box of a page-space rectangle."""
        x0 = self.a * left + self.c * bottom + self.e
        y0 = self.b * left + self.d * bottom + self.f
        x1 = self.a * right + self.c * top + self.e
        y1 = self.b * right + self.d * top + self.f
        if x0 > x1:
            x0, x1 = x1, x0
        return Box(x0, y0, x1, y1) if y0 <= y1 else Box(x0, y1, x1, y0)

    def sides(self, boxes: Sequence[float]) -> tuple[Sequence[float], ...]:
        """The x0, top, x1 and bottom, displayed, of many page-space boxes given as one
        list of left, top, right, bottom after left, top, right, bottom."""
        left, top, right, bottom = (boxes[i::4] for i in range(4))
        across, down = ((left, right), (bottom, top)) if self.a else ((bottom, top), (left, right))
        right_way, down_way = float(self.a + self.c), float(self.b + self.d)
        x0, x1 = across[:: int(right_way)]
        if right_way < 0 or self.e:
            x0, x1 = ([right_way * x + self.e for x in side] for side in (x0, x1))
        y0, y1 = ([down_way * y + self.f for y in side] for side in down[:: int(down_way)])
        return x0, y0, x1, y1


def display(box: Rect, rotation: int) -> Display:
    """The turn for a page with this CropBox (left, bottom, right, top) and /Rotate."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if rotation == 90:
        return Display(0, 1, 1, 0, -bottom, -left, height, width)
    if rotation == 180:
        return Display(-1, 0, 0, 1, right, -bottom, width, height)
    if rotation == 270:
        return Display(0, -1, -1, 0, top, right, height, width)
    return Display(1, 0, 0, -1, -left, top, width, height)


def turned(quarters: int, width: float, height: float) -> Callable[[Box], Box]:
    """The turn of boxes on a page of this size, when the page is turned clockwise by
    quarters."""
    turns: tuple[Callable[[Box], Box], ...] = (
        lambda box: box,
        lambda box: Box(height - box.bottom, box.x0, height - box.top, box.x1),
        lambda box: Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top),
        lambda box: Box(box.top, width - box.x1, box.bottom, width - box.x0),
    )
    return turns[quarters % 4]


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def compose(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
