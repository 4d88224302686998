"""What is known of the canonical indicators (共性指标), and what they are found by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LEAST_SLIP = 5  # characters below which a misread name is not put right
SHORT = 3  # names of so few characters say nothing without their level 2 (合格率, 控制率)


@dataclass(frozen=True, slots=True)
class Entry:
    """One canonical indicator."""

    id: str
    name: str
    level1: tuple[str, ...]
    level2: tuple[str, ...]
    aliases: tuple[str, ...]
    plausible: tuple[str, ...]
    reviewed: tuple[str, ...]
    bound: bool
    unit: tuple[str, ...]
    polarity: str
    framework: tuple[str, ...]
    formula: str
    definition: str
    source: str
    line: int
    contexts1: frozenset[str] = field(repr=False)
    contexts2: frozenset[str] = field(repr=False)

    def stands_under(self, level1: str, level2: str) -> bool:
        """Whether it belongs under these levels, given in one wording; level 2 decides."""
        if level2:
            return level2 in self.contexts2
        return level1 != "" and level1 in self.contexts1


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to write an indicator: cleaned, its core and head, how it comes to be here."""

    text: str
    core: str
    head: str
    kind: str  # exact, alias or plausible
    bound: bool
    entry: Entry


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """All canonical indicators, indexed by what names can be looked up by."""

    entries: tuple[Entry, ...]
    by_id: dict[str, Entry]
    by_text: dict[str, tuple[Wording, ...]]
    by_core: dict[str, tuple[Wording, ...]]
    by_half: dict[str, tuple[str, ...]]  # half of a core, see ``halves`` → cores
    by_head: dict[str, tuple[Wording, ...]]
    reviewed: dict[tuple[str, str], Entry]
    levels2: frozenset[str]
    longest: int
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)  # other cores → ids

    def worded(self, core: str) -> tuple[Wording, ...]:
        """The wordings of a core, those that nobody has seen in print last."""
        more = (self.by_id[id] for id in self.more.get(core, ()))
        return (
            *self.by_core.get(core, ()),
            *(Wording(core, core, "", "plausible", entry.bound, entry) for entry in more),
        )


def halves(text: str) -> tuple[str, str]:
    """The first and the last half of a core: one of them is intact where one character
    is misread or too many.

    >>> halves("预算执行率")
    ('预算…', '…执行率')
    """
    middle = len(text) // 2
    return text[:middle] + "…", "…" + text[middle:]


def index(
    entries: tuple[Entry, ...],
    wordings: Iterable[Wording],
    reviewed: dict[tuple[str, str], Entry],
    more: dict[str, tuple[str, ...]] | None = None,
) -> Taxonomy:
    """A taxonomy whose indicators are found by these wordings."""
    by_text: dict[str, list[Wording]] = {}
    by_core: dict[str, list[Wording]] = {}
    by_head: dict[str, list[Wording]] = {}
    for wording in wordings:
        by_text.setdefault(wording.text, []).append(wording)
        by_core.setdefault(wording.core, []).append(wording)
        by_head.setdefault(wording.head, []).append(wording)
    by_half: dict[str, list[str]] = {}
    for words in by_core:
        for half in halves(words) if len(words) >= LEAST_SLIP else ():
            by_half.setdefault(half, []).append(words)
    return Taxonomy(
        entries,
        by_id={entry.id: entry for entry in entries},
        by_text={text: tuple(found) for text, found in by_text.items()},
        by_core={words: tuple(found) for words, found in by_core.items()},
        by_half={half: tuple(found) for half, found in by_half.items()},
        by_head={kind: tuple(found) for kind, found in by_head.items()},
        reviewed=reviewed,
        levels2=frozenset(name for entry in entries for name in entry.contexts2),
        longest=max(map(len, by_core)),
        more=more or {},
    )
