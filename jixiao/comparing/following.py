"""Which form is that of the year before: the same department's, or its predecessor's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.auditing.evidence import TargetForm
from jixiao.auditing.matching import pairs
from jixiao.auditing.model import Words
from jixiao.auditing.standing import YearKey
from jixiao.comparing.gathering import Gathered
from normalizers.departments import department_key
from normalizers.reforms import Relation, related

_ONE_TO_ONE = ("same", "rename")
_SUCCESSIONS = {
    "rename": ("更名", "renamed"),
    "merge": ("并入", "merged into"),
    "split": ("拆分", "split into"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Two forms of years that follow each other. ``succession`` says how the department of
    the older became that of the newer; ``whole`` is false where it was not one to one, so
    that its figures cannot be held against each other."""

    before: TargetForm
    now: TargetForm
    succession: Words | None = None
    whole: bool = True


def steps(gathered: Gathered) -> Iterator[Step]:
    """The steps from year to year, in the order of departments and years."""
    by_key: dict[YearKey, list[TargetForm]] = defaultdict(list)
    alone: dict[tuple[str, str, str], list[TargetForm]] = defaultdict(list)
    for form in gathered.all_years:
        key = gathered.standing.years.get(form.id)
        if key is not None:
            by_key[key].append(form)
        if form.scope == "部门整体" and form.place is not None and form.office is not None:
            alone[form.place, form.scope, form.stage or ""].append(form)
    found = [
        Step(before, now)
        for forms in by_key.values()
        for before, now in pairs(forms)
        if before is not None
    ]
    followed = {step.now.id for step in found}
    for forms in alone.values():
        found += _successions([form for form in forms if form.id not in followed], forms)
    years = gathered_years(gathered)
    yield from sorted(
        (step for step in found if years is None or step.now.fiscal_year in years),
        key=lambda step: (step.now.department or "", step.now.fiscal_year or 0, step.now.id),
    )


def gathered_years(gathered: Gathered) -> frozenset[int] | None:
    """The years of the forms compared; None where all are."""
    if len(gathered.forms) == len(gathered.all_years):
        return None
    return frozenset(form.fiscal_year for form in gathered.forms if form.fiscal_year is not None)


def _successions(later: list[TargetForm], forms: list[TargetForm]) -> Iterator[Step]:
    """For forms without one of the year before, those of the offices a reform made theirs."""
    by_year: dict[int, list[TargetForm]] = defaultdict(list)
    for form in forms:
        if form.fiscal_year is not None:
            by_year[form.fiscal_year].append(form)
    for now in later:
        year = now.fiscal_year
        if year is None:
            continue
        lasting = {form.office for form in by_year[year]}
        for before in by_year.get(year - 1, ()):
            if before.office in lasting:
                continue
            relation = _relation(before, now, year)
            if relation is not None and relation.kind != "transfer":
                whole = relation.kind in _ONE_TO_ONE
                yield Step(before, now, _told(before, now, relation), whole)


def _relation(before: TargetForm, now: TargetForm, year: int) -> Relation | None:
    if not before.department or not now.department or before.office == now.office:
        return None
    old, new = (department_key(name, now.place) for name in (before.department, now.department))
    relation = related(old, new, year)
    return relation if relation is not None and relation.steps else None


def _told(before: TargetForm, now: TargetForm, relation: Relation) -> Words:
    zh, en = _SUCCESSIONS.get(relation.kind, ("沿革", "became"))
    plans = "、".join(
        f"{step.date} {''.join(re.findall('《[^》]+》', step.source))}" for step in relation.steps
    )
    sources = "; ".join(f"{step.date}: {step.source}" for step in relation.steps)
    names = f"{before.department} → {now.department}"
    return Words(f"{names}（{zh}，{plans}）", f"{names} ({en}, {sources})")
