"""What the reforms of the administration (机构改革) made of departments.

``data/departments.toml`` lists what the plans of 2018 and 2023 name: 《国务院机构改革方案》
(adopted 2018-03-17 and 2023-03-10), 《深化党和国家机构改革方案》 (2018-03-21) and
《党和国家机构改革方案》 (2023-03-16). A place may have carried it out up to a year
later (local reforms of 2018 by March 2019, of 2023 by the end of 2024), so its
budgets show the old name for longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from normalizers.departments import DepartmentKey, listed

Kind = Literal["same", "part", "rename", "merge", "split", "transfer"]
_KINDS: tuple[Kind, ...] = ("same", "part", "rename", "merge", "split", "transfer")


@dataclass(frozen=True, slots=True)
class Reform:
    """What a reform plan (机构改革方案) made of one office; ``date`` is ISO."""

    date: str
    kind: Kind
    earlier: str
    later: str
    source: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How two departments belong together, and the reforms that lead from one to the other.

    same: one office. part: the head office and its whole department, or an office and
    one that unites it with others. Else the loosest of the steps: in a merge the older
    is one of several predecessors, in a transfer only duties went over.
    """

    kind: Kind
    steps: tuple[Reform, ...] = ()


def related(a: DepartmentKey, b: DepartmentKey, year: int) -> Relation | None:
    """How two departments of one place belong together, by the reforms up to ``year``.

    None where they do not, where a place is not certain, or the reform came later.

    >>> from normalizers.departments import department_key
    >>> old, new = department_key("西安市安全生产监督管理局"), department_key("西安市应急管理局")
    >>> related(old, new, 2019).kind, related(old, new, 2017)
    ('merge', None)
    """
    if a.jurisdiction is None or a.jurisdiction != b.jurisdiction:
        return None
    if a.function == b.function:
        return Relation("same" if a.own == b.own else "part")
    if not (a.known and b.known):
        return None
    ours, theirs = a.function.split("+"), b.function.split("+")
    if set(ours) & set(theirs):
        return Relation("part")
    paths = [
        path
        for one in ours
        for other in theirs
        for path in (*_paths(one, other, year), *_paths(other, one, year))
    ]
    if not paths:
        return None
    steps = min(paths, key=lambda path: (_looseness(path), len(path)))
    return Relation(_KINDS[_looseness(steps)], steps)


def _looseness(steps: tuple[Reform, ...]) -> int:
    return max(_KINDS.index(step.kind) for step in steps)


def _paths(earlier: str, later: str, year: int) -> tuple[tuple[Reform, ...], ...]:
    """The chains of reforms from one office to a later one; transfers lead no further."""
    direct = [(step,) for step in _reforms() if step.earlier == earlier and step.later == later]
    chains = [
        (step, *path)
        for step in _reforms()
        if step.earlier == earlier != step.later and step.kind != "transfer"
        for path in _paths(step.later, later, year)
        if path[0].kind != "transfer" and path[0].date >= step.date
    ]
    return tuple(path for path in (*direct, *chains) if int(path[-1].date[:4]) <= year)


@cache
def _reforms() -> tuple[Reform, ...]:
    sources = listed()["sources"]
    return tuple(
        Reform(str(one["date"]), one["kind"], earlier, later, sources[str(one["date"].year)])
        for one in listed()["reforms"]
        for earlier in one["from"].split()
        for later in one["to"].split()
    )
