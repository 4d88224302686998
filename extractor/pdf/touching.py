"""Ruling lines that touch, directly or through others: those of one table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.pdf.ruling import Rule, TooComplexError
from extractor.pdf.unions import root

TOUCH = 3.5  # points: lines this close to each other touch
ALONGSIDE = 0.6  # share of a table's height a loose upright line must run along
FEWEST_UPRIGHTS = 3  # of a row that one line alone closes
TOO_MANY_CROSSINGS = 5_000_000  # pairs of lines that may touch


def group_rules(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other, directly or through others, as groups."""
    parent = list(range(len(horizontal) + len(vertical)))
    offset = len(horizontal)
    starts = [rule.at for rule in horizontal]  # ascending, as merge_rules leaves them
    crossings = 0
    for j, (x, top, bottom) in enumerate(vertical):
        first = bisect_right(starts, top - TOUCH)
        beyond = bisect_right(starts, bottom + TOUCH)
        crossings += beyond - first
        if crossings > TOO_MANY_CROSSINGS:
            raise TooComplexError(f"{len(horizontal)} × {len(vertical)} lines")
        for i in range(first, beyond):
            _, left, right = horizontal[i]
            if left - TOUCH <= x <= right + TOUCH:
                parent[root(parent, offset + j)] = root(parent, i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(horizontal):
        groups.setdefault(root(parent, i), ([], []))[0].append(rule)
    for j, rule in enumerate(vertical):
        groups.setdefault(root(parent, offset + j), ([], []))[1].append(rule)
    found = [
        (across, down)
        for across, down in groups.values()
        if (len(across) >= 2 and down) or _is_open_row(across, down)
    ]
    loose = [rule for across, down in groups.values() if not across for rule in down]
    _attach_loose(found, loose)
    return found


def _is_open_row(across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether one row line and uprights of one height are a row or two of a table that a page
    break left without the line above or below."""
    if len(across) != 1 or len(down) < FEWEST_UPRIGHTS:
        return False
    tops, bottoms = [rule.start for rule in down], [rule.end for rule in down]
    return max(tops) - min(tops) <= TOUCH and max(bottoms) - min(bottoms) <= TOUCH


def _attach_loose(groups: list[tuple[list[Rule], list[Rule]]], loose: list[Rule]) -> None:
    """Give each table the upright lines beside it that no row line reaches.

    Where a merged cell fills a whole page, its sides touch nothing there.
    """
    for rule in loose:
        for across, down in groups:
            top, bottom = across[0].at, across[-1].at
            top = min(top, *(other.start for other in down))
            bottom = max(bottom, *(other.end for other in down))
            shared = min(bottom, rule.end) - max(top, rule.start)
            if shared > ALONGSIDE * max(bottom - top, rule.end - rule.start):
                down.append(rule)
                break
