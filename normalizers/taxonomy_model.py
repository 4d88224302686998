"""What is known of the canonical indicators (共性指标), and what they are found by."""

from __future__ import annotations

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
    """One way to write an indicator: cleaned, its core, and how it comes to be here."""

    text: str
    core: str
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
            *(Wording(core, core, "plausible", entry.bound, entry) for entry in more),
        )


def halves(text: str) -> tuple[str, str]:
    """The first and the last half of a core: one of them is intact where one character
    is misread or too many.

    >>> halves("预算执行率")
    ('预算…', '…执行率')
    """
    middle = len(text) // 2
    return text[:middle] + "…", "…" + text[middle:]
