"""Forms of two departments that say the same (照搬照抄): own names, goals.

The thresholds are those of rules D1 and D2 of the audit, which look at whole departments'
forms only and name the nearest one; here all pairs of forms of one scope and year are found.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from jixiao.auditing.copies import FAMILY, MOST_HOLDERS, own_names, shingles
from jixiao.auditing.evidence import Row, TargetForm, squeezed
from jixiao.auditing.quoting import quote_form
from jixiao.comparing.assembling import Grouped
from jixiao.comparing.gathering import Gathered
from jixiao.comparing.model import Copy, Member
from normalizers.departments import department_key

_LIMITS = {rule.id: rule.thresholds for rule in FAMILY.rules}
_Pair = tuple[int, int]  # places of two forms


def copied(gathered: Gathered, grouped: Grouped) -> tuple[Copy, ...]:
    """The pairs, those that share most first. Forms of one department are never a pair."""
    together: dict[tuple[str, int], list[TargetForm]] = defaultdict(list)
    for form in gathered.forms:
        if form.scope is not None and form.fiscal_year is not None and form.office is not None:
            together[form.scope, form.fiscal_year].append(form)
    found = [copy for forms in together.values() for copy in _pairs(forms, gathered, grouped)]
    return tuple(sorted(found, key=_weight))


def _weight(copy: Copy) -> tuple[Decimal, int, str, str]:
    most = max(copy.share or Decimal(0), (copy.likeness or Decimal(0)) * 100)
    return -most, -len(copy.names), copy.one.form, copy.other.form


def _pairs(forms: list[TargetForm], gathered: Gathered, grouped: Grouped) -> Iterator[Copy]:
    names = [_own(form, grouped) for form in forms]
    least = _LIMITS["D2"]["least"]
    goals = [_goal(form, least) for form in forms]
    shared = _shared(forms, [frozenset(own) for own in names])
    alike = _alike(forms, goals)
    for one, other in sorted({*shared, *alike}):
        keys = shared.get((one, other), frozenset())
        of_names = min(len(names[one]), len(names[other]))
        yield Copy(
            one=gathered.sources[forms[one].id],
            other=gathered.sources[forms[other].id],
            names=tuple(
                (
                    Member(names[one][key], gathered.sources[forms[one].id]),
                    Member(names[other][key], gathered.sources[forms[other].id]),
                )
                for key in names[one]
                if key in keys
            ),
            of_names=of_names,
            likeness=alike.get((one, other)),
            goals=tuple(
                quote
                for at in (one, other)
                if (one, other) in alike
                for quote in quote_form(forms[at], "annual_goal", forms[at].annual_goal or "")
            ),
        )


def _own(form: TargetForm, grouped: Grouped) -> dict[str, Row]:
    """A form's own names by the group they are in, so that near-identical ones are the same."""
    kinds = ((grouped.get(row.id), label, row) for label, row in own_names(form).items())
    return {kind.id if kind else label: row for kind, label, row in kinds}


def _goal(form: TargetForm, least: Decimal) -> frozenset[str]:
    text = squeezed(form.annual_goal)
    return shingles(text) if len(text) >= least else frozenset()


def _counted(forms: list[TargetForm], parts: list[Iterable[str]]) -> dict[_Pair, int]:
    """How many parts two departments' forms share; those that are common do not count."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(parts):
        for part in held:
            holders[part].append(at)
    count: dict[_Pair, int] = defaultdict(int)
    for found in holders.values():
        for at, one in enumerate(found if len(found) <= MOST_HOLDERS else ()):
            for other in found[at + 1 :]:
                if _two_departments(forms[one], forms[other]):
                    count[one, other] += 1
    return count


def _two_departments(one: TargetForm, other: TargetForm) -> bool:
    """Whether two forms are not of one department. In one document they are only where both
    names are those of listed offices: else it is a unit, or a fund, of the same department."""
    offices = [form.owner or "" for form in (one, other)]
    if offices[0] == offices[1]:
        return False
    return one.document != other.document or (_is_listed(one) and _is_listed(other))


def _is_listed(form: TargetForm) -> bool:
    return _known(form.department or "", form.place)


@lru_cache(maxsize=4096)
def _known(department: str, place: str | None) -> bool:
    return department_key(department, place).known


def _shared(forms: list[TargetForm], names: list[frozenset[str]]) -> dict[_Pair, frozenset[str]]:
    limits = _LIMITS["D1"]
    return {
        (one, other): names[one] & names[other]
        for (one, other), count in _counted(forms, [*names]).items()
        if min(len(names[one]), len(names[other])) >= limits["least"]
        and count * 100 >= limits["share"] * min(len(names[one]), len(names[other]))
    }


def _alike(forms: list[TargetForm], goals: list[frozenset[str]]) -> dict[_Pair, Decimal]:
    least = _LIMITS["D2"]["likeness"]
    count = Counter(run for goal in goals for run in goal)
    found = {}
    for one, other in _counted(forms, [_rarest(goal, count, least) for goal in goals]):
        likeness = Decimal(len(goals[one] & goals[other])) / len(goals[one] | goals[other])
        if likeness >= least:
            found[one, other] = likeness
    return found


def _rarest(goal: frozenset[str], count: Counter[str], least: Decimal) -> list[str]:
    """So many of the rarest runs of a goal that one as like as ``least`` must share one of
    them (prefix filtering: Chaudhuri, Ganti and Kaushik 2006), which spares most pairs."""
    needed = len(goal) - math.ceil(least * len(goal)) + 1 if goal else 0
    return sorted(goal, key=lambda run: (count[run], run))[:needed]
