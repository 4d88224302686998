"""Merged cells (合并单元格): the places of a grid that no line parts."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pdf.unions import root


def regions(
    below: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]], rows: int, cols: int
) -> list[tuple[int, int, int, int]]:
    """Merged cells as (row, col, row_span, col_span), in reading order.

    Elementary cells no line parts are put together; a group that is no
    rectangle (a line ends half way) is cut into rectangles.
    """
    label = list(range(rows * cols))
    for r in range(rows):
        for c in range(cols):
            here = r * cols + c
            if c + 1 < cols and not beside[c + 1][r]:
                label[root(label, here + 1)] = root(label, here)
            if r + 1 < rows and not below[r + 1][c]:
                label[root(label, here + cols)] = root(label, here)
    groups: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(cols):
            groups.setdefault(root(label, r * cols + c), []).append((r, c))
    boxes = [box for cells in groups.values() for box in _rectangles(cells)]
    return sorted(boxes)


def _rectangles(cells: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Rectangles that together are exactly the cells: runs of a row, stacked."""
    top, left = cells[0][0], min(c for _, c in cells)
    height = cells[-1][0] - top + 1
    width = max(c for _, c in cells) - left + 1
    if height * width == len(cells):
        return [(top, left, height, width)]
    runs: dict[int, list[tuple[int, int]]] = {}
    for r, c in cells:  # in reading order
        row = runs.setdefault(r, [])
        if row and row[-1][0] + row[-1][1] == c:
            row[-1] = (row[-1][0], row[-1][1] + 1)
        else:
            row.append((c, 1))
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], tuple[int, int]] = {}  # run → (first row, rows)
    for r in [*sorted(runs), -1]:
        current = set(runs.get(r, ()))
        for run in list(growing):
            if run not in current or growing[run][0] + growing[run][1] != r:
                first, tall = growing.pop(run)
                done.append((first, run[0], tall, run[1]))
        for run in current:
            first, tall = growing.get(run, (r, 0))
            growing[run] = (first, tall + 1)
    return done
