"""Two readings of one file against each other: where they differ, look at the page.

Two libraries that parse the characters and lines of a page each in their own way
seldom make the same mistake. What comes after them is shared: a wrong rule of ours
goes unseen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model import Box, Conversion, Indicator
from jixiao.records import TEXTS

FLAG = "cross_check.differs"
LEAST_SHARED = 0.5  # of the lower row's height: what shares less is another row

Texts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator and what the other reading made of it.

    ``other`` is None where the other reading has no such row; then every field that
    has a text in ours differs.
    """

    ours: Indicator
    other: Indicator | None
    differing: tuple[str, ...]


def matches(ours: Sequence[Indicator], other: Sequence[Indicator]) -> list[Match]:
    """Every indicator of ours with its counterpart on the same page.

    Equal rows are each other's counterpart; of the rest, those printed in the same
    place, of the same name first.
    """
    counterpart: dict[int, int] = {}
    by_texts: dict[tuple[int | None, Texts], list[int]] = {}
    for j, indicator in enumerate(other):
        by_texts.setdefault((indicator.page, _texts(indicator)), []).append(j)
    for i, indicator in enumerate(ours):
        equal = by_texts.get((indicator.page, _texts(indicator)))
        if equal:
            counterpart[i] = equal.pop(0)
    taken = set(counterpart.values())
    beside = sorted(
        (one.level3 != two.level3, -share, i, j)
        for i, one in enumerate(ours)
        if i not in counterpart
        for j, two in enumerate(other)
        if j not in taken and (share := _side_by_side(one, two)) >= LEAST_SHARED
    )
    for *_, i, j in beside:
        if i not in counterpart and j not in taken:
            counterpart[i] = j
            taken.add(j)
    return [
        _match(indicator, other[counterpart[i]] if i in counterpart else None)
        for i, indicator in enumerate(ours)
    ]


def disagreements(ours: Conversion, other: Conversion) -> list[tuple[str, ...]]:
    """For each indicator of ours, the text fields on which the other reading differs."""
    return [match.differing for match in matches(ours.indicators, other.indicators)]


def agreement(ours: Conversion, other: Conversion) -> dict[str, float]:
    """For each form of ours, the share of its indicators' fields that are the same.

    Fields null on both sides do not count. Rows that only the other reading has
    count against the form that the rows beside them belong to.
    """
    found = matches(ours.indicators, other.indicators)
    equal: dict[str, int] = {}
    compared: dict[str, int] = {}
    form_of: dict[str, str] = {}
    matched: set[int] = set()
    for match in found:
        form = match.ours.form
        names = _compared(match)
        compared[form] = compared.get(form, 0) + len(names)
        equal[form] = equal.get(form, 0) + len(names) - len(match.differing)
        if match.other is not None:
            form_of.setdefault(match.other.form, form)
            matched.add(id(match.other))
    for indicator in other.indicators:
        extra = form_of.get(indicator.form)
        if extra is not None and id(indicator) not in matched:
            compared[extra] += sum(text is not None for text in _texts(indicator))
    return {form: equal[form] / count for form, count in compared.items() if count}


def cross_checked(ours: Conversion, other: Conversion) -> Conversion:
    """Our conversion, with what the other reading says of it.

    Indicators on which the two differ are flagged, forms have their ``agreement``.
    Where the other reader could not read the file, its problem is told instead.
    """
    if not other.document.ok:
        return replace(ours, problems=(*ours.problems, *other.problems))
    indicators = tuple(
        replace(indicator, flags=(*indicator.flags, FLAG)) if differing else indicator
        for indicator, differing in zip(ours.indicators, disagreements(ours, other), strict=True)
    )
    shares = agreement(ours, other)
    forms = tuple(replace(form, agreement=shares.get(form.id)) for form in ours.forms)
    return replace(ours, indicators=indicators, forms=forms)


def _match(ours: Indicator, other: Indicator | None) -> Match:
    mine = _texts(ours)
    theirs: Texts = (None,) * len(TEXTS) if other is None else _texts(other)
    differing = tuple(name for name, a, b in zip(TEXTS, mine, theirs, strict=True) if a != b)
    return Match(ours, other, differing)


def _compared(match: Match) -> list[str]:
    """The fields that are not null in both readings."""
    sides = [side for side in (match.ours, match.other) if side is not None]
    return [name for name in TEXTS if any(getattr(side, name) is not None for side in sides)]


def _texts(indicator: Indicator) -> Texts:
    """The texts compared, with white space removed: readers set it differently."""
    texts = (getattr(indicator, name) for name in TEXTS)
    return tuple(None if text is None else "".join(text.split()) for text in texts)


def _side_by_side(one: Indicator, two: Indicator) -> float:
    """How much of the lower of two rows lies beside the other, 1 for all of it."""
    a, b = _row_box(one), _row_box(two)
    if a is None or b is None or one.page != two.page:
        return 0.0
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    lower = min(a.bottom - a.top, b.bottom - b.top)
    return shared / lower if lower > 0 else 0.0


def _row_box(indicator: Indicator) -> Box | None:
    """Where a row is printed: its lowest cell, since labels span several rows."""
    boxes = [
        place.bbox
        for places in indicator.cells.values()
        for place in places
        if place.bbox is not None and place.page == indicator.page
    ]
    return min(boxes, key=lambda box: box.bottom - box.top, default=indicator.bbox)
