"""Departments and years side by side, as tables of the page: what most departments have,
what one lacks, what two share, and what changed from year to year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote as quoted

from jixiao.auditing.quoting import number, percent
from jixiao.comparing import Comparison
from jixiao.comparing.model import Copy, Distribution, Drift, Group, Member, Missing, Source, View
from jixiao.comparing.printing import in_order
from jixiao.comparing.tabling import CHANGES, LEVELS, MADE, VIEWS
from jixiao.webpage.words import Wording

MOST = 20  # rows of a table; ``jixiao compare`` lists all
FEW = 3  # links in a cell


@dataclass(frozen=True, slots=True)
class Link:
    """A printed value, and the record it stands in."""

    text: str
    href: str


Cell = tuple[str | Link, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One table: what stands in it, and how many rows there is no room for."""

    title: str
    count: int
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int


def sides(comparison: Comparison, words: Wording, lang: str) -> list[Side]:
    """The tables of a comparison; one without rows is not there."""
    teller = _Teller(words, lang)
    shared = [group for group in comparison.groups if group.departments > 1]
    changed = sorted(
        (one for one in comparison.drift if one.change != "unchanged"),
        key=lambda one: list(CHANGES).index(one.change),
    )
    found = [
        teller.side("indicators", map(teller.group, shared), len(shared)),
        teller.side("missing", map(teller.missing, comparison.missing), len(comparison.missing)),
        teller.side("copies", map(teller.copy, comparison.copies), len(comparison.copies)),
        teller.side("years", map(teller.drift, changed), len(changed)),
    ]
    return [side for side in found if side.rows]


class _Teller:
    """Puts a comparison into the words of a language."""

    def __init__(self, words: Wording, lang: str) -> None:
        self._words = words["comparison"]
        self._lang = lang

    def side(self, view: View, rows: Iterable[tuple[Cell, ...]], count: int) -> Side:
        kept = tuple(row for row, _ in zip(rows, range(MOST), strict=False))
        head = tuple(self._words[name] for name in _HEADS[view])
        return Side(VIEWS[view].of(self._lang), count, head, kept, count - len(kept))

    def group(self, group: Group) -> tuple[Cell, ...]:
        how = MADE[group.made].of(self._lang)
        spread = [self._distribution(one) for one in group.distributions[:FEW]]
        return (
            (f"{group.name} · {how}",),
            (str(group.departments),),
            (str(len(group.members)),),
            tuple(spread),
            tuple(_links(in_order(group, None))),
        )

    def _distribution(self, found: Distribution) -> str:
        middle = " ".join(number(one) for one in (found.lower, found.median, found.upper))
        return (
            f"{self._peers(found)}: {number(found.least)} … [{middle}] … "
            f"{number(found.most)}{found.unit}"
        )

    def missing(self, one: Missing) -> tuple[Cell, ...]:
        share = f"{one.holders}/{one.peers} = {percent(one.holders, one.peers)}"
        return (
            (one.department,),
            (one.name,),
            (share,),
            (self._peers(one),),
            tuple(_links(one.examples)),
        )

    def copy(self, copy: Copy) -> tuple[Cell, ...]:
        count = len(copy.names)
        share = f"{count}/{copy.of_names} = {percent(count, copy.of_names)}" if count else "—"
        likeness = "—" if copy.likeness is None else number(round(copy.likeness, 2))
        pairs = [member for pair in copy.names[:FEW] for member in pair]
        return (
            (_whose(copy.one),),
            (_whose(copy.other),),
            (share,),
            (likeness,),
            tuple(_links(pairs, 2 * FEW)),
        )

    def drift(self, one: Drift) -> tuple[Cell, ...]:
        whose = " · ".join(part for part in (one.department, one.project) if part)
        named = one.now or one.before
        return (
            (whose,),
            (f"{one.year - 1} → {one.year}",),
            (CHANGES[one.change].of(self._lang),),
            (named.name if named else "",),
            tuple(_links([one.before] if one.before else [])),
            tuple(_links([one.now] if one.now else [])),
            (one.shown.of(self._lang) if one.shown else "",),
        )

    def _peers(self, found: Distribution | Missing) -> str:
        level = LEVELS[found.level].of(self._lang) if found.level else ""
        return " ".join(str(part) for part in (found.scope, found.stage, found.year, level) if part)


_HEADS: dict[View, tuple[str, ...]] = {
    "indicators": ("indicator", "departments", "targets", "spread", "examples"),
    "missing": ("department", "lacks", "holders", "peers", "examples"),
    "copies": ("one", "other", "shared", "likeness", "examples"),
    "years": ("whose", "years", "change", "indicator", "before", "now", "note"),
}


def _links(members: Iterable[Member], most: int = FEW) -> Iterator[Link]:
    """Targets as printed, each a link to its record."""
    for member, _ in zip(members, range(most), strict=False):
        text = member.target_text or member.name
        whose = member.source.department or member.source.document
        yield Link(
            f"{text} · {whose}", f"#record={quoted(member.row.id, safe='')}&field=target_text"
        )


def _whose(source: Source) -> str:
    """Department and project, and the document."""
    parts = dict.fromkeys((source.department, source.project, source.document))
    return " · ".join(part for part in parts if part)
