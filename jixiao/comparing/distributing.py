"""How the values of a group lie, peers by peers, and which are far from the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median, quantiles

from jixiao.auditing.model import Words
from jixiao.auditing.peers import FAMILY, Spread, is_far, spread_of
from jixiao.auditing.quoting import number
from jixiao.auditing.standing import LEAST_PEERS, PeerKey
from jixiao.comparing.model import Distribution, Member

LIMITS = next(rule.thresholds for rule in FAMILY.rules if rule.id == "D3")


def distributed(
    members: Sequence[Member], unit: str | None
) -> tuple[tuple[Member, ...], tuple[Distribution, ...]]:
    """The members with their robust z, and a distribution for each peer group that has two
    values. A value is held against the medians of at least five other departments, as rule
    D3 of the audit does, so that one with many projects weighs no more than another."""
    if unit is None:
        return tuple(members), ()
    by_peers: dict[PeerKey, list[int]] = defaultdict(list)
    for at, member in enumerate(members):
        if member.value is not None and member.source.peers is not None:
            by_peers[member.source.peers].append(at)
    result = list(members)
    found = []
    for key, places in by_peers.items():
        for at, judged in zip(places, _judged([members[at] for at in places], unit), strict=True):
            result[at] = judged
        if len(places) > 1:
            found.append(_distribution(key, [result[at] for at in places], unit))
    found.sort(key=lambda one: (-one.departments, -one.count, one.year or 0, one.scope or ""))
    return tuple(result), tuple(found)


def _judged(members: Sequence[Member], unit: str) -> list[Member]:
    values: dict[str, list[Decimal]] = defaultdict(list)
    for member in members:
        if member.value is not None and member.source.office is not None:
            values[member.source.office].append(member.value)
    if len(values) <= LEAST_PEERS:
        return list(members)
    middles = {office: Decimal(median(found)) for office, found in values.items()}
    spreads: dict[Decimal, Spread] = {}  # of all but one of that middle value
    judged = []
    for member in members:
        office = member.source.office or ""
        own = middles[office]
        if own not in spreads:
            spreads[own] = spread_of([m for other, m in middles.items() if other != office])
        judged.append(_held(member, spreads[own], unit))
    return judged


def _held(member: Member, peers: Spread, unit: str) -> Member:
    assert member.value is not None
    distance = member.value - peers.middle
    z = round(distance / peers.deviation, 1) if peers.deviation else None
    if not is_far(member.value, peers, unit, LIMITS):
        return replace(member, z=z)
    middle = f"{number(peers.middle)}{unit}"
    if z is None:
        said = Words(
            f"{peers.count}个部门的中位数均为{middle}", f"all {peers.count} peers: {middle}"
        )
    else:
        said = Words(
            f"{peers.count}个部门中位数{middle}，z = {number(z)}",
            f"median of {peers.count} peers {middle}, z = {number(z)}",
        )
    return replace(member, z=z, outlier=said)


def _distribution(key: PeerKey, members: Sequence[Member], unit: str) -> Distribution:
    values = sorted(member.value for member in members if member.value is not None)
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    scope, stage, year, level = key
    return Distribution(
        scope=scope,
        stage=stage,
        year=year,
        level=level,
        unit=unit,
        departments=len({member.source.office for member in members}),
        count=len(values),
        least=values[0],
        lower=lower,
        median=middle,
        upper=upper,
        most=values[-1],
        outliers=sum(member.outlier is not None for member in members),
    )
