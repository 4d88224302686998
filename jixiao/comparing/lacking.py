"""Which departments lack an indicator that most of their peers have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jixiao.auditing.standing import LEAST_PEERS, PeerKey
from jixiao.comparing.gathering import Gathered
from jixiao.comparing.model import Group, Member, Missing, Source

EXAMPLES = 3
MOST = 50  # percent of the peers that must be exceeded
_Form = tuple[Source, int]  # with the number of its indicators


def lacking(gathered: Gathered, groups: Iterable[Group]) -> tuple[Missing, ...]:
    """What is missing, the largest share of peers first.

    A department has an indicator if any of its forms in the peer group does. Only canonical
    indicators count, and groups of at least five departments; there must be five peers."""
    forms: dict[PeerKey, dict[str, list[_Form]]] = defaultdict(lambda: defaultdict(list))
    for form in gathered.forms:
        source = gathered.sources[form.id]
        if form.annual and source.peers is not None and source.office is not None:
            forms[source.peers][source.office].append((source, len(form.annual)))
    enough = {key: offices for key, offices in forms.items() if len(offices) > LEAST_PEERS}
    found = [
        missing
        for group in groups
        if group.made == "canonical" or group.departments >= LEAST_PEERS
        for missing in _of_group(group, enough)
    ]
    return tuple(sorted(found, key=lambda m: (-m.share, m.department, m.group)))


def _of_group(group: Group, forms: dict[PeerKey, dict[str, list[_Form]]]) -> Iterator[Missing]:
    holders: dict[PeerKey, dict[str, Member]] = defaultdict(dict)
    for member in group.members:
        key, office = member.source.peers, member.source.office
        if key in forms and key is not None and office is not None:
            holders[key].setdefault(office, member)
    for key, holding in holders.items():
        peers = len(forms[key]) - 1
        if len(holding) * 100 <= MOST * peers:
            continue
        for office, found in forms[key].items():
            if office not in holding:
                yield Missing(
                    group=group.id,
                    name=group.name,
                    made=group.made,
                    department=found[0][0].department or office,
                    office=office,
                    scope=key[0],
                    stage=key[1],
                    year=key[2],
                    level=key[3],
                    holders=len(holding),
                    peers=peers,
                    looked_through=sum(count for _, count in found),
                    documents=tuple(dict.fromkeys(source.document for source, _ in found)),
                    examples=tuple(holding.values())[:EXAMPLES],
                )
