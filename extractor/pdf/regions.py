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
    runs: list[tuple[int, int, int]] = []  # cells of a row that no line parts: row, col, width
    run_at: list[list[int]] = []
    for r in range(rows):
        starts = [c for c in range(cols) if c == 0 or beside[c][r]]
        at: list[int] = []
        for start, stop in zip(starts, [*starts[1:], cols], strict=True):
            at += [len(runs)] * (stop - start)
            runs.append((r, start, stop - start))
        run_at.append(at)
    label = list(range(len(runs)))
    for r in range(1, rows):
        for c in range(cols):
            if not below[r][c]:
                label[root(label, run_at[r][c])] = root(label, run_at[r - 1][c])
    groups: dict[int, list[tuple[int, int, int]]] = {}
    for index, run in enumerate(runs):
        groups.setdefault(root(label, index), []).append(run)
    return sorted(box for group in groups.values() for box in _boxes(group))


def _boxes(runs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int, int]]:
    if len(runs) == 1:
        [(row, col, width)] = runs
        return [(row, col, 1, width)]
    return _rectangles([(row, c) for row, col, width in runs for c in range(col, col + width)])


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
