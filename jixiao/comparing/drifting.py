"""What became of each indicator since the year before (纵向比较): rules Y3 and Y4, in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from jixiao.auditing.evidence import Row, squeezed
from jixiao.auditing.matching import key_of, matched
from jixiao.auditing.model import Words
from jixiao.auditing.years import FAMILY, likeness
from jixiao.comparing.following import Step, steps
from jixiao.comparing.gathering import Gathered
from jixiao.comparing.grouping import plain, wording
from jixiao.comparing.judging import Judged, judge
from jixiao.comparing.model import Drift, Member
from normalizers.wording import deciding, head

_LEAST = next(rule.thresholds["likeness"] for rule in FAMILY.rules if rule.id == "Y4")
_Match = tuple[Row, Row, Decimal | None]  # before, now, likeness where the name changed
_NOT_ONE_TO_ONE = Words(
    "机构改革中并非一对一承继，数值不可直接比较",
    "the department is not the one successor: figures are not comparable",
)


def drifted(gathered: Gathered) -> tuple[Drift, ...]:
    """All changes, year by year of each department or project."""
    return tuple(drift for step in steps(gathered) for drift in _of_step(step, gathered))


def _of_step(step: Step, gathered: Gathered) -> Iterator[Drift]:
    if not step.before.annual or not step.now.annual:
        return
    old, new = gathered.sources[step.before.id], gathered.sources[step.now.id]
    empty = Drift(
        department=new.department or "",
        project=new.project,
        year=step.now.fiscal_year or 0,
        change="unclear",
        before=None,
        now=None,
        succession=step.succession,
    )
    found = _matches(step)
    for before, now, alike in found:
        judged = judge(before, now) if step.whole else Judged("unclear", _NOT_ONE_TO_ONE)
        yield replace(
            empty,
            change=judged.change,
            before=Member(before, old),
            now=Member(now, new),
            likeness=alike,
            difference=judged.difference,
            unit=judged.unit,
            percent=judged.percent,
            shown=judged.shown,
        )
    if not step.whole:
        return
    kept = {id(row) for before, now, _ in found for row in (before, now)}
    for row in step.before.annual:
        if id(row) not in kept and row.label:
            yield replace(empty, change="gone", before=Member(row, old))
    for row in step.now.annual:
        if id(row) not in kept and row.label:
            yield replace(empty, change="added", now=Member(row, new))


def _matches(step: Step) -> list[_Match]:
    """Rows of one key, then those of one name where several have the key, then similar ones."""
    found: list[_Match] = [(old, new, None) for old, new in matched(step.before, step.now)]
    for key in (_key_and_name, _name_and_place):
        before, now = _left(step, found)
        found += [(old, new, None) for old, new in _same(before, now, key)]
    before, now = _left(step, found)
    return sorted(found + _renamed(before, now), key=lambda match: (match[1].table, match[1].row))


def _left(step: Step, found: list[_Match]) -> tuple[list[Row], list[Row]]:
    taken = {id(row) for before, now, _ in found for row in (before, now)}
    return (
        [row for row in step.before.annual if id(row) not in taken and row.label],
        [row for row in step.now.annual if id(row) not in taken and row.label],
    )


def _key_and_name(row: Row) -> tuple[str, ...]:
    return key_of(row), plain(row.label)


def _name_and_place(row: Row) -> tuple[str, ...]:
    return plain(row.label), squeezed(row.level2), squeezed(row.key_task)


def _same(
    before: Iterable[Row], now: Iterable[Row], key: Callable[[Row], tuple[str, ...]]
) -> Iterator[tuple[Row, Row]]:
    """Rows that are the only ones of their key in both years."""
    old: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    new: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for rows, by_key in ((before, old), (now, new)):
        for row in rows:
            by_key[key(row)].append(row)
    for found, rows in new.items():
        if len(rows) == len(old.get(found, ())) == 1:
            yield old[found][0], rows[0]


def _renamed(before: list[Row], now: list[Row]) -> list[_Match]:
    """Similar names that measure the same kind of thing, the most alike first."""
    pairs = sorted(
        (
            (likeness(old.label, new.label), -at, -to)
            for at, old in enumerate(before)
            for to, new in enumerate(now)
            if _may_be_renamed(old, new)
        ),
        reverse=True,
    )
    found: list[_Match] = []
    gone: set[int] = set()
    come: set[int] = set()
    for alike, at, to in pairs:
        if alike >= _LEAST and -at not in gone and -to not in come:
            gone.add(-at)
            come.add(-to)
            found.append((before[-at], now[-to], alike))
    return found


def _may_be_renamed(old: Row, new: Row) -> bool:
    """Whether heads and deciding words agree, and two canonical indicators do not differ."""
    if old.indicator_id and new.indicator_id and old.indicator_id != new.indicator_id:
        return False
    one, other = wording(plain(old.label)), wording(plain(new.label))
    return head(one) == head(other) and deciding(one) == deciding(other)
