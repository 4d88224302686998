"""Ruling lines of a page: strokes, thin filled rectangles, rectangles' edges, fills.

Tables are drawn in many ways: one stroke a line, a thin filled rectangle a
line, one path for the whole grid, a frame a cell, or only a coloured
background a cell. All become horizontal and vertical :class:`Rule` here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.model import Box
from extractor.pdf import colors, native
from extractor.pdf.geometry import IDENTITY, Display, Matrix, apply, compose

THIN = 3.0  # points: a filled shape at most this thick is a line
LONG = 60.0  # points: shapes longer than this may reach out of what is shown
SHORTEST = 3.0  # points: shorter marks are dots and corners, not lines
TOO_MANY_OBJECTS = 60_000
TOO_MANY_POINTS = 400_000  # of all paths together
DEEPEST_FORM = 8
UNPAINTED = (False, False)


class Rule(NamedTuple):
    """A ruling line: ``at`` is its fixed coordinate, ``start``–``end`` its extent."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """The horizontal and vertical lines of a page, and boxes of coloured fills."""

    horizontal: list[Rule]
    vertical: list[Rule]
    fills: list[Box]
    image_area: float


class TooComplexError(Exception):
    """The page holds more than any table needs; says how much of what."""


def read_rulings(page: native.PageHandle, display: Display) -> Rulings:
    """Collect every ruling line of the page, in displayed coordinates."""
    rulings = Rulings([], [], [], 0.0)
    if page.count_objects() > TOO_MANY_OBJECTS:
        raise TooComplexError(f"{page.count_objects()} objects")
    image_area, points = 0.0, 0
    clip: native.Clip | None = None
    found = drawn(page.objects(), IDENTITY, display, 0)
    for count, (kind, handle, box, placed, (filled, stroked)) in enumerate(found):
        if count > TOO_MANY_OBJECTS:  # of its forms, one of which may be drawn many times
            raise TooComplexError(f"over {TOO_MANY_OBJECTS} objects")
        if box.x1 - box.x0 > LONG or box.bottom - box.top > LONG:
            own = native.clip_of(handle, clip)
            if own is not None:
                clip, box = own, _cut(box, _displayed(own[1], placed, display))
                if box.x1 < box.x0 or box.bottom < box.top:
                    continue
        if kind == native.OBJECT_IMAGE:
            if not _add_thin(box, rulings):
                image_area += (box.x1 - box.x0) * (box.bottom - box.top)
            continue
        if (filled or stroked) and not _add_thin(box, rulings):
            points += native.count_points(handle)
            if points > TOO_MANY_POINTS:
                raise TooComplexError(f"over {TOO_MANY_POINTS} points")
            _add_outlines(handle, box, placed, display, rulings, stroked=stroked)
    return rulings._replace(image_area=image_area)


def drawn(
    handles: Sequence[int], placed: Matrix, display: Display, depth: int
) -> Iterator[tuple[int, int, Box, Matrix, tuple[bool, bool]]]:
    """Every path and image: its kind, itself, its displayed box, the matrix of the forms
    (Form XObject) it lies in, and whether it is a path that is filled, and stroked."""
    kinds = [native.object_type(handle) for handle in handles]
    own = [i for i, kind in enumerate(kinds) if kind in (native.OBJECT_PATH, native.OBJECT_IMAGE)]
    sides = native.bounds([handles[i] for i in own])
    if placed is IDENTITY:
        boxes: Iterator[Box] = map(Box, *display.sides(sides))
    else:
        rects = zip(sides[::4], sides[3::4], sides[2::4], sides[1::4], strict=True)
        boxes = (_displayed(rect, placed, display) for rect in rects)
    paints = iter(colors.paints([handles[i] for i in own if kinds[i] == native.OBJECT_PATH]))
    for i, box in zip(own, boxes, strict=True):
        is_path = kinds[i] == native.OBJECT_PATH
        yield kinds[i], handles[i], box, placed, next(paints) if is_path else UNPAINTED
    for handle, kind in zip(handles, kinds, strict=True):
        if kind == native.OBJECT_FORM and depth < DEEPEST_FORM:
            inside = compose(native.matrix(handle), placed)
            yield from drawn(native.form_objects(handle), inside, display, depth + 1)


def _cut(box: Box, clip: Box) -> Box:
    """What a clip box leaves of a box; sides change places where that is nothing."""
    return Box(
        max(box.x0, clip.x0),
        max(box.top, clip.top),
        min(box.x1, clip.x1),
        min(box.bottom, clip.bottom),
    )


def _displayed(rect: native.Rect, placed: Matrix, display: Display) -> Box:
    left, bottom, right, top = rect
    if placed is not IDENTITY:
        corners = [apply(placed, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return display.box(left, bottom, right, top)


def _add_thin(box: Box, rulings: Rulings) -> bool:
    """Add a thin box as a line (a dot is neither); False when the box is not thin."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if min(width, height) > THIN:
        return False
    if max(width, height) >= SHORTEST:
        if width >= height:
            rulings.horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            rulings.vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
    return True


def _add_outlines(
    path: int, box: Box, placed: Matrix, display: Display, rulings: Rulings, *, stroked: bool
) -> None:
    """Add the outlines of a path's parts: as lines if stroked or thin, else as fills."""
    matrix = compose(native.matrix(path), placed)
    for points in native.subpaths(path):
        shown = [_point(apply(matrix, x, y), display) for x, y in points]
        if len(shown) < 2:
            continue
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        outline = Box(
            max(min(xs), box.x0 - THIN),
            max(min(ys), box.top - THIN),
            min(max(xs), box.x1 + THIN),
            min(max(ys), box.bottom + THIN),
        )
        if _add_thin(outline, rulings):
            continue
        if stroked:
            closed = [*shown, shown[0]] if len(shown) > 2 else shown
            for (ax, ay), (bx, by) in itertools.pairwise(closed):
                _add_thin(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), rulings)
        elif len(shown) in (4, 5):
            rulings.fills.append(outline)


def _point(point: tuple[float, float], display: Display) -> tuple[float, float]:
    x, y = point
    return (
        display.a * x + display.c * y + display.e,
        display.b * x + display.d * y + display.f,
    )


def merge_rules(rules: Iterable[Rule], apart: float = 1.6, gap: float = 4.0) -> list[Rule]:
    """Put doubled and broken lines together.

    Lines at most ``apart`` points from each other count as one line; pieces of
    one line with a gap of at most ``gap`` points are one piece.
    """
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > apart:
            merged.extend(_merge_group(group, gap))
            group = []
        group.append(rule)
    if group:
        merged.extend(_merge_group(group, gap))
    return merged


def _merge_group(group: list[Rule], gap: float) -> Iterator[Rule]:
    at = sum(rule.at for rule in group) / len(group)
    pieces = sorted((rule.start, rule.end) for rule in group)
    start, end = pieces[0]
    for next_start, next_end in pieces[1:]:
        if next_start - end > gap:
            yield Rule(at, start, end)
            start, end = next_start, next_end
        else:
            end = max(end, next_end)
    yield Rule(at, start, end)
