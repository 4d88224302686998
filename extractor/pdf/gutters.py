"""Columns told by alignment: the upright strips that (nearly) no text crosses."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.pdf.close import close_gutters
from extractor.pdf.phrases import WIDE, Gutter, TextLine
from extractor.pdf.ruling import Rule

NARROWEST = 0.12  # of a character's height: the least width of a gutter
CROSSED = 0.34  # of the lines with a gap at a gutter, so many others may cross it
BESIDE = 0.6  # share of a table's height along which an upright line parts columns
_SIGN = re.compile(r"[$€£¥]|US\$|[<>≤≥±]")
_MARK = re.compile(r"[%*†‡§]+|\(?[a-z0-9]\)|[a-z]{1,2}", re.I)


def gutters(lines: Sequence[TextLine], uprights: Sequence[Rule] = ()) -> list[Gutter]:
    """The gutters of lines that make one table, from left to right."""
    several = [line for line in lines if len(line.phrases) > 1]
    if not several:
        return []
    size = sorted(line.size for line in several)[len(several) // 2]
    steps = _depths(several)
    most = max(depth for _, _, depth in steps)
    found: list[Gutter] = []
    for allowed in range(int(CROSSED * most) + 1):
        for gutter in _strips(steps, allowed):
            wide = gutter.right - gutter.left >= NARROWEST * size
            new = wide and not any(_meet(gutter, other) for other in found)
            if new and _is_seen(several, gutter, size):
                found.append(gutter)
    found.sort()
    found = _without_empty(several, found)
    found = _without_halves(several, found)
    found = sorted([*found, *close_gutters(several, [gutter.middle for gutter in found])])
    found = _with_drawn(lines, found, uprights)
    return _without_signs(lines, found)


def _depths(lines: Sequence[TextLine]) -> list[tuple[float, float, int]]:
    """Stretches of the width, each with how many phrases stand over it."""
    events = sorted(
        event
        for line in lines
        for phrase in line.phrases
        for event in ((phrase.x0, 1), (phrase.x1, -1))
    )
    steps, depth = [], 0
    for (x, change), (after, _) in itertools.pairwise(events):
        depth += change
        if after > x:
            steps.append((x, after, depth))
    return steps


def _strips(steps: Sequence[tuple[float, float, int]], allowed: int) -> list[Gutter]:
    """The widest strips of at most this depth, the outer sides left out."""
    strips: list[Gutter] = []
    for left, right, depth in steps:
        if depth > allowed:
            continue
        if strips and strips[-1].right == left:
            strips[-1] = Gutter(strips[-1].left, right)
        else:
            strips.append(Gutter(left, right))
    first, last = steps[0][0], steps[-1][1]
    return [strip for strip in strips if strip.left > first and strip.right < last]


def _meet(one: Gutter, other: Gutter) -> bool:
    return one.left <= other.right and other.left <= one.right


def _is_seen(lines: Sequence[TextLine], gutter: Gutter, size: float) -> bool:
    """Whether enough lines have a gap here, and few text across."""
    x = gutter.middle
    gaps, crossing = [], 0
    for line in lines:
        if any(phrase.x0 < x < phrase.x1 for phrase in line.phrases):
            crossing += 1
            continue
        before = [phrase.x1 for phrase in line.phrases if phrase.x1 <= x]
        after = [phrase.x0 for phrase in line.phrases if phrase.x0 >= x]
        if before and after:
            gaps.append(min(after) - max(before))
    if not gaps or crossing > CROSSED * len(gaps):
        return False
    gaps.sort()
    usual = gaps[len(gaps) // 2]
    return usual >= WIDE * size or (len(gaps) >= 4 and usual >= 0.5 * size)


def _without_empty(lines: Sequence[TextLine], found: Sequence[Gutter]) -> list[Gutter]:
    """The gutters but those that part off a column with no text of its own."""
    kept: list[Gutter] = []
    left = float("-inf")
    for number, gutter in enumerate(found):
        own = sum(
            1
            for line in lines
            for phrase in line.phrases
            if left < phrase.centre < gutter.middle
            and phrase.x0 > left
            and phrase.x1 < gutter.right + 0.1
        )
        if own:
            kept.append(gutter)
            left = gutter.middle
        elif number == 0:
            left = float("-inf")
    return kept


def _without_halves(lines: Sequence[TextLine], found: Sequence[Gutter]) -> list[Gutter]:
    """The gutters but those between columns of which no line fills both: one column's
    texts, set to its left and its right or middle."""
    kept = list(found)
    number = 0
    while number < len(kept):
        middles = [gutter.middle for gutter in kept]
        both = any(
            {number, number + 1} <= {bisect_right(middles, p.centre) for p in line.phrases}
            for line in lines
        )
        if both:
            number += 1
        else:
            kept.pop(number)
    return kept


def _with_drawn(
    lines: Sequence[TextLine], found: Sequence[Gutter], uprights: Sequence[Rule]
) -> list[Gutter]:
    """The gutters and the upright lines that stand between texts without one."""
    made = list(found)
    top, bottom = lines[0].top, max(line.bottom for line in lines)
    left = min(line.phrases[0].x0 for line in lines)
    right = max(line.phrases[-1].x1 for line in lines)
    for rule in uprights:
        along = min(rule.end, bottom) - max(rule.start, top)
        inner = left < rule.at < right
        if inner and along > BESIDE * (bottom - top):
            near = [g for g in made if g.left - 1 <= rule.at <= g.right + 1]
            if not near:
                made.append(Gutter(rule.at, rule.at))
    return sorted(made)


def _without_signs(lines: Sequence[TextLine], found: Sequence[Gutter]) -> list[Gutter]:
    """The gutters but those that part a currency sign or a mark from its number."""
    made = list(found)
    number = 0
    while number < len(made):
        middle = made[number].middle
        before = made[number - 1].middle if number else float("-inf")
        beyond = made[number + 1].middle if number + 1 < len(made) else float("inf")
        left = [p.text for line in lines for p in line.phrases if before < p.centre < middle]
        right = [p.text for line in lines for p in line.phrases if middle < p.centre < beyond]
        signs = sum(1 for text in left if _SIGN.fullmatch(text.strip())) > 0.5 * len(left)
        marks = bool(right) and all(_MARK.fullmatch(text.strip()) for text in right)
        few = len(right) < 0.5 * len(left) or all(text.strip() in "%*" for text in right)
        if signs or (marks and few and number):
            made.pop(number)
        else:
            number += 1
    return made
