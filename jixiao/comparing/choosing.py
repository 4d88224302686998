"""What a choice picks from a comparison: indicators by id or name, a department by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.auditing.evidence import squeezed
from jixiao.comparing.model import Choice, Copy, Drift, Group, LeftOut, Member, Missing, Source


def groups_chosen(groups: Iterable[Group], chosen: Choice) -> Iterator[Group]:
    """Groups asked for, with all their members; unasked, only those of several targets."""
    for group in groups:
        if not _named(group, chosen) or (not chosen.indicators and len(group.members) < 2):
            continue
        if any(_whose(chosen, member.source) for member in group.members):
            yield group


def missing_chosen(
    missing: Iterable[Missing], groups: Iterable[Group], chosen: Choice
) -> Iterator[Missing]:
    asked = {group.id for group in groups if _named(group, chosen)}
    return (m for m in missing if m.group in asked and _holds(chosen.department, m.department))


def copies_chosen(copies: Iterable[Copy], chosen: Choice) -> Iterator[Copy]:
    for copy in copies:
        members = (member for pair in copy.names for member in pair)
        if _whose(chosen, copy.one, copy.other) and _any_called(members, chosen):
            yield copy


def drift_chosen(drift: Iterable[Drift], chosen: Choice) -> Iterator[Drift]:
    for change in drift:
        members = [member for member in (change.before, change.now) if member is not None]
        owners = (member.source for member in members)
        if _whose(chosen, *owners) and _any_called(members, chosen):
            yield change


def versions_chosen(versions: Iterable[LeftOut], chosen: Choice) -> Iterator[LeftOut]:
    return (version for version in versions if _whose(chosen, version.source))


def _named(group: Group, chosen: Choice) -> bool:
    """Whether a group has an id asked for, or a name of which one is part."""
    wanted = tuple(map(squeezed, chosen.indicators))
    names = (group.name, *group.names)
    return not wanted or any(
        text == group.id or any(text in name for name in names) for text in wanted
    )


def _any_called(members: Iterable[Member], chosen: Choice) -> bool:
    wanted = tuple(map(squeezed, chosen.indicators))
    return not wanted or any(
        text in (member.row.indicator_id, member.row.indicator_name) or text in member.name
        for member in members
        for text in wanted
    )


def _whose(chosen: Choice, *sources: Source) -> bool:
    """Whether one of these forms is of the department chosen."""
    return any(_holds(chosen.department, source.department) for source in sources)


def _holds(text: str | None, name: str | None) -> bool:
    return text is None or squeezed(text) in (name or "")
