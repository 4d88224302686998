"""Groups: the rows of all forms that print one indicator, measured and held together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from jixiao.auditing.evidence import TargetForm
from jixiao.comparing.distributing import distributed
from jixiao.comparing.gathering import Gathered
from jixiao.comparing.grouping import Kind, Name, group_names, name_of
from jixiao.comparing.measuring import Entry, measured
from jixiao.comparing.model import Group

Grouped = dict[str, Kind]  # by the ids of rows; those that say nothing are left out


def group_rows(forms: Iterable[TargetForm]) -> Grouped:
    """Which group each row belongs to."""
    canonical: dict[str, Kind] = {}
    found: Grouped = {}
    own: list[tuple[str, Name]] = []
    for form in forms:
        for row in form.annual:
            id, name = row.indicator_id, row.indicator_name or row.label
            if id is not None:
                found[row.id] = canonical.setdefault(id, Kind(id, name, "canonical"))
            else:
                said = name_of(row)
                own += [(row.id, said)] if said is not None else []
    kinds = group_names(name for _, name in own)
    return found | {id: kinds[name] for id, name in own}


def groups_of(gathered: Gathered, grouped: Grouped) -> tuple[Group, ...]:
    """The groups, those of most departments first."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    kinds: dict[str, Kind] = {}
    for form in gathered.forms:
        source = gathered.sources[form.id]
        for row in form.annual:
            kind = grouped.get(row.id)
            if kind is not None:
                kinds[kind.id] = kind
                entries[kind.id].append((row, source))
    found = [_group(kinds[id], rows) for id, rows in entries.items()]
    return tuple(sorted(found, key=lambda g: (-g.departments, -len(g.members), g.id)))


def _group(kind: Kind, entries: list[Entry]) -> Group:
    unit, members = measured(entries)
    members, distributions = distributed(members, unit)
    names = Counter(row.label for row, _ in entries)
    classes = Counter(row.indicator_class for row, _ in entries)
    owners = {source.office for _, source in entries if source.office is not None}
    return Group(
        id=kind.id,
        name=kind.name,
        made=kind.made,
        score=kind.score,
        names=tuple(name for name, _ in names.most_common()),
        indicator_class=classes.most_common(1)[0][0],
        unit=unit,
        departments=len(owners),
        members=members,
        distributions=distributions,
    )
