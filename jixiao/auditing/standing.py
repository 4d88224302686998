"""Which forms are compared with which: versions of one year, peers, years.

Several versions of one (department, year) are all kept; where forms are compared with
each other, that of the latest stage stands for its year (申报, 批复, 调整, 监控, 自评).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from jixiao.auditing.evidence import owner_of

STAGES = ("申报", "批复", "调整", "监控", "自评")  # from the earliest to the latest
LEAST_PEERS = 5

YearKey = tuple[str, str, str, str]  # office, scope, project, implementing unit
PeerKey = tuple[str, str | None, int, str]  # scope, stage, year, level of government


class Placed(Protocol):
    """Whatever says whose a form is."""

    @property
    def office(self) -> str | None: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def level(self) -> str | None: ...


def peers_of(form: Placed) -> PeerKey | None:
    """What forms share that are compared as peers; None where it is not all known."""
    if form.office is None or form.scope is None or form.year is None or form.level is None:
        return None
    return form.scope, form.stage, form.year, form.level


@dataclass(frozen=True, slots=True)
class Header:
    """What of a form decides which it is compared with."""

    id: str
    document: str
    office: str | None
    scope: str | None
    stage: str | None
    year: int | None
    level: str | None
    project: str = ""
    unit: str = ""

    @property
    def years(self) -> YearKey | None:
        if self.office is None or self.scope is None or self.year is None:
            return None
        if self.scope != "部门整体" and not self.project:
            return None
        return self.office, self.scope, self.project, self.unit

    @property
    def peers(self) -> PeerKey | None:
        return peers_of(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the forms of a dataset stand to each other, by the ids of forms.

    ``latest`` names the version compared in place of a form; ``versions`` counts those
    of its year; ``peers`` and ``years`` give the group a form is compared in.
    """

    latest: dict[str, Header] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    peers: dict[str, PeerKey] = field(default_factory=dict)
    years: dict[str, YearKey] = field(default_factory=dict)


def stand(headers: Iterable[Header]) -> Standing:
    """Find versions, peers (of at least five other offices) and years (at least two)."""
    standing = Standing()
    every = list(headers)
    chosen = list(_latest(every, standing))
    offices: dict[PeerKey, set[str]] = defaultdict(set)
    years: dict[YearKey, list[Header]] = defaultdict(list)
    for header in chosen:
        owner = owner_of(header.office)
        if header.peers is not None and owner is not None:
            offices[header.peers].add(owner)
        if header.years is not None:
            years[header.years].append(header)
    for header in chosen:
        if header.peers is not None and len(offices[header.peers]) > LEAST_PEERS:
            standing.peers[header.id] = header.peers
    for key, found in years.items():
        several = {header.year for header in found}
        if len(several) > 1 and len(several) == len(found):  # one form a year
            for header in found:
                standing.years[header.id] = key
    return standing


def _latest(headers: list[Header], standing: Standing) -> Iterable[Header]:
    """The headers that stand for their year; the others are noted with what does."""
    versions: dict[tuple[YearKey, int], list[Header]] = defaultdict(list)
    for header in headers:
        if header.years is None or header.year is None:
            yield header
        else:
            versions[header.years, header.year].append(header)
    for found in versions.values():
        best = max(found, key=lambda h: (_rank(h.stage), [-ord(c) for c in h.document]))
        sources = {(header.document, header.stage) for header in found}
        for header in found:
            if len(sources) > 1:
                standing.versions[header.id] = len(sources)
            if (header.document, header.stage) == (best.document, best.stage):
                yield header
            else:
                standing.latest[header.id] = best


def _rank(stage: str | None) -> int:
    return STAGES.index(stage) + 1 if stage in STAGES else 0
