"""What a comparison (横向对比, 纵向对比) says: groups, what is missing, copies, the years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from jixiao.auditing.evidence import Row
from jixiao.auditing.model import Quote, Words
from jixiao.auditing.quoting import quote_row
from jixiao.auditing.standing import PeerKey, peers_of

if TYPE_CHECKING:
    import pandas as pd

View = Literal["indicators", "distributions", "missing", "copies", "years", "versions"]
Made = Literal["canonical", "same", "similar"]
Change = Literal["weaker", "stronger", "unchanged", "changed", "unclear", "added", "gone"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at. ``jurisdiction`` and ``years`` narrow what is compared with what;
    ``indicators`` (ids, or parts of names) and ``department`` (part of a name) pick from the
    result, so that a department is seen beside its peers."""

    indicators: tuple[str, ...] = ()
    department: str | None = None
    jurisdiction: str | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The form a row stands in, and whose it is. ``office`` is the same for all names of a
    department, ``place`` the code of its government (GB/T 2260), ``level`` that one's level."""

    form: str
    document: str
    department: str | None
    office: str | None
    place: str | None
    jurisdiction: str | None
    level: str | None
    scope: str | None
    stage: str | None
    year: int | None
    project: str | None
    unit: str | None  # 实施单位

    @property
    def peers(self) -> PeerKey | None:
        """What forms share that are compared as peers; None where it is not all known."""
        return peers_of(self)


@dataclass(frozen=True, slots=True)
class Member:
    """One printed target in a group. ``value`` is in the unit of the group, and ``conversion``
    shows how it came to be; where it is None, ``refusal`` says why. ``outlier`` is set where
    the value is far from that of the peers, ``z`` wherever there are enough of them."""

    row: Row
    source: Source
    value: Decimal | None = None
    conversion: str = ""
    refusal: Words | None = None
    z: Decimal | None = None
    outlier: Words | None = None

    @property
    def name(self) -> str:
        """The name as printed, on one line."""
        return self.row.label

    @property
    def target_text(self) -> str | None:
        return self.row.target.text if self.row.target else None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The cells of the name and of the target."""
        return quote_row(self.row, "target_text")


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the values of one peer group lie: forms of one scope, stage, year and level.

    ``count`` values of ``departments``; the quartiles are those of the values themselves
    (linear interpolation, as Excel's QUARTILE.INC)."""

    scope: str | None
    stage: str | None
    year: int | None
    level: str | None
    unit: str
    departments: int
    count: int
    least: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    most: Decimal
    outliers: int


@dataclass(frozen=True, slots=True)
class Group:
    """Targets of one indicator, side by side. ``made`` says how they came together: by the
    canonical indicator, the same name, or similar names, the least alike by ``score`` (0-100).
    ``names`` are the printed ones, the most frequent first; ``unit`` is None where no target
    has one."""

    id: str
    name: str
    made: Made
    score: float | None
    names: tuple[str, ...]
    indicator_class: str | None
    unit: str | None
    departments: int
    members: tuple[Member, ...]
    distributions: tuple[Distribution, ...] = ()

    @property
    def outliers(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.outlier is not None)


@dataclass(frozen=True, slots=True)
class Missing:
    """An indicator most peers of a department have, and it has not: ``holders`` of the
    ``peers`` other departments of its scope, stage, year and level."""

    group: str
    name: str
    made: Made
    department: str
    office: str
    scope: str | None
    stage: str | None
    year: int | None
    level: str | None
    holders: int
    peers: int
    looked_through: int  # indicators of the department
    documents: tuple[str, ...]  # in which they stand
    examples: tuple[Member, ...]  # of peers, at most three

    @property
    def share(self) -> Decimal:
        """Percent of the peers that have it."""
        return Decimal(self.holders * 100) / self.peers


@dataclass(frozen=True, slots=True)
class Copy:
    """Two departments' forms that say the same. ``names`` are the shared ones of the
    ``of_names`` own names of the form that has fewer; ``likeness`` is that of the goals
    (0-1), None where they are not alike or not printed."""

    one: Source
    other: Source
    names: tuple[tuple[Member, Member], ...]
    of_names: int
    likeness: Decimal | None
    goals: tuple[Quote, ...] = ()  # of one and other, where they are alike

    @property
    def share(self) -> Decimal | None:
        """Percent of the own names that are shared; None where no names are."""
        return Decimal(len(self.names) * 100) / self.of_names if self.names else None


@dataclass(frozen=True, slots=True)
class Drift:
    """An indicator of a department or project in two years that follow each other.

    ``before`` is None where it was added, ``now`` where it is gone. ``likeness`` (0-1) is set
    where the name changed. ``difference`` is in ``unit`` (of two percentages, 个百分点),
    ``percent`` of the older target;
    ``shown`` is the arithmetic, or why there is none. ``succession`` says which reform made
    the department of the older form the one of the newer."""

    department: str
    project: str | None
    year: int  # the later one
    change: Change
    before: Member | None
    now: Member | None
    likeness: Decimal | None = None
    difference: Decimal | None = None
    unit: str | None = None
    percent: Decimal | None = None
    shown: Words | None = None
    succession: Words | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A version of a department's or project's year that was not compared, and the one
    that was in its place."""

    source: Source
    document: str
    stage: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it; the most widely held groups first."""

    choice: Choice
    groups: tuple[Group, ...]
    missing: tuple[Missing, ...]
    copies: tuple[Copy, ...]
    drift: tuple[Drift, ...]
    versions: tuple[LeftOut, ...] = ()

    def frame(self, view: View = "indicators", lang: str = "en") -> pd.DataFrame:
        """One view as a frame. With ``lang`` zh the titles and words are Chinese, else they
        are names of fields and codes; decimals are floats."""
        import pandas as pd

        from jixiao.comparing.tabling import COLUMNS, records

        names = [column.zh if lang == "zh" else column.name for column in COLUMNS[view]]
        rows = (
            [float(found) if isinstance(found, Decimal) else found for found in row]
            for row in records(self, view, lang)
        )
        return pd.DataFrame(rows, columns=names)
