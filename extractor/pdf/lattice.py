"""Grids out of ruling lines: the lattices of a page, and what lies where in them.

Lines that touch form one table. Between neighbouring grid lines lie elementary
cells; where no line parts two of them they are one merged cell (合并单元格).
The frame counts as closed even where it is not drawn, as at a page break. The
steps, in order: ``group_rules`` (:mod:`extractor.pdf.touching`) → ``grid_lines`` →
``regions`` (:mod:`extractor.pdf.regions`) → ``lattices``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import Box
from extractor.pdf.regions import regions
from extractor.pdf.ruling import Rule, Rulings, TooComplexError, merge_rules
from extractor.pdf.touching import TOUCH, group_rules

SAME = 3.2  # points: grid lines this close to each other are one
COVERED = 0.55  # share of a cell's side a line must cover to part it from its neighbour
TOO_MANY_CELLS = 100_000  # of one grid
TOO_MANY_GRIDS = 300


class Region(NamedTuple):
    """A cell of a lattice: its place and spans, and whether lines close it."""

    row: int
    col: int
    row_span: int
    col_span: int
    open_top: bool
    open_bottom: bool


class Lattice(NamedTuple):
    """A table's grid on one page: ascending x and y of its lines, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    owner: tuple[int, ...]  # elementary cell (row * columns + col) → index of its region

    @property
    def bbox(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_at(self, x: float, y: float) -> int | None:
        """The index of the region that holds a point; None outside the grid."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        columns = len(self.xs) - 1
        if not (0 <= col < columns and 0 <= row < len(self.ys) - 1):
            return None
        return self.owner[row * columns + col]

    def box_of(self, region: Region) -> Box:
        return Box(
            self.xs[region.col],
            self.ys[region.row],
            self.xs[region.col + region.col_span],
            self.ys[region.row + region.row_span],
        )


Home = tuple[int, int] | None
"""Where something belongs: the number of the lattice and of its region; None outside."""


def home(grids: Sequence[Lattice], x: float, y: float) -> Home:
    """The grid and region that hold a point; None outside all tables."""
    for number, grid in enumerate(grids):
        region = grid.region_at(x, y)
        if region is not None:
            return number, region
    return None


def lattices(rulings: Rulings) -> list[Lattice]:
    """The lattices of a page, top to bottom; single boxes and loose lines are none.

    Raises TooComplexError for what no page of tables holds.
    """
    horizontal = merge_rules([*rulings.horizontal, *_fill_sides(rulings.fills, upright=False)])
    vertical = merge_rules([*rulings.vertical, *_fill_sides(rulings.fills, upright=True)])
    found = []
    for across, down in group_rules(horizontal, vertical):
        lattice = _lattice(across, down)
        if lattice is not None and len(lattice.regions) >= 2:
            found.append(lattice)
    if len(found) > TOO_MANY_GRIDS:
        raise TooComplexError(f"{len(found)} grids")
    found.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    return [
        lattice
        for lattice in found
        if not any(_inside(lattice.bbox, other.bbox) for other in found if other is not lattice)
    ]


def _fill_sides(fills: Sequence[Box], *, upright: bool) -> list[Rule]:
    """The sides of coloured backgrounds, which may be all that shows a cell."""
    sides = []
    for fill in fills:
        if upright:
            sides += [Rule(x, fill.top, fill.bottom) for x in (fill.x0, fill.x1)]
        else:
            sides += [Rule(y, fill.x0, fill.x1) for y in (fill.top, fill.bottom)]
    return sides


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - TOUCH
        and inner.x1 <= outer.x1 + TOUCH
        and inner.top >= outer.top - TOUCH
        and inner.bottom <= outer.bottom + TOUCH
        and inner != outer
    )


def grid_lines(positions: Sequence[float], low: float, high: float) -> list[float]:
    """Distinct grid lines from line positions, with the frame's sides added."""
    lines: list[float] = []
    cluster: list[float] = []
    for position in sorted(positions):
        if cluster and position - cluster[0] > SAME:
            lines.append(sum(cluster) / len(cluster))
            cluster = []
        cluster.append(position)
    if cluster:
        lines.append(sum(cluster) / len(cluster))
    if not lines or lines[0] - low > SAME:
        lines.insert(0, low)
    if high - lines[-1] > SAME:
        lines.append(high)
    return lines


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    low_x = min(min(r.start for r in across), min(r.at for r in down))
    high_x = max(max(r.end for r in across), max(r.at for r in down))
    low_y = min(min(r.start for r in down), min(r.at for r in across))
    high_y = max(max(r.end for r in down), max(r.at for r in across))
    xs = grid_lines([r.at for r in down], low_x, high_x)
    ys = grid_lines([r.at for r in across], low_y, high_y)
    if len(xs) < 2 or len(ys) < 2:
        return None
    if (len(xs) - 1) * (len(ys) - 1) > TOO_MANY_CELLS:
        raise TooComplexError(f"a grid of {len(ys) - 1} × {len(xs) - 1}")
    # below[j][i]: a line lies on grid line ys[j] over column i; beside: likewise upright
    below = _cover(across, ys, xs)
    beside = _cover(down, xs, ys)
    boxes = regions(below, beside, len(ys) - 1, len(xs) - 1)
    rows = sorted({r for r, *_ in boxes} | {r + h for r, _, h, _ in boxes})
    cols = sorted({c for _, c, *_ in boxes} | {c + w for _, c, _, w in boxes})
    row_at = {line: i for i, line in enumerate(rows)}
    col_at = {line: i for i, line in enumerate(cols)}
    columns = len(cols) - 1
    owner = [0] * ((len(rows) - 1) * columns)
    made = []
    for index, (r, c, h, w) in enumerate(boxes):
        top, left = row_at[r], col_at[c]
        tall, wide = row_at[r + h] - top, col_at[c + w] - left
        open_top = 2 * sum(below[r][c : c + w]) < w
        open_bottom = 2 * sum(below[r + h][c : c + w]) < w
        made.append(Region(top, left, tall, wide, open_top, open_bottom))
        for start in range(top * columns + left, (top + tall) * columns, columns):
            owner[start : start + wide] = [index] * wide
    return Lattice(
        tuple(xs[i] for i in cols),
        tuple(ys[i] for i in rows),
        tuple(made),
        tuple(owner),
    )


def _cover(
    rules: Sequence[Rule], lines: Sequence[float], steps: Sequence[float]
) -> list[list[bool]]:
    """For each grid line, which of the steps along it are drawn."""
    length = [[0.0] * (len(steps) - 1) for _ in lines]
    for at, start, end in rules:
        line = bisect_right(lines, at)
        if line == len(lines) or (line > 0 and at - lines[line - 1] < lines[line] - at):
            line -= 1
        first = max(0, bisect_right(steps, start) - 1)
        drawn = length[line]
        for i in range(first, len(steps) - 1):
            low, high = steps[i], steps[i + 1]
            if low >= end:
                break
            drawn[i] += (end if end < high else high) - (start if start > low else low)
    return [
        [covered >= COVERED * (steps[i + 1] - steps[i]) for i, covered in enumerate(row)]
        for row in length
    ]
