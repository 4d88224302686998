"""What the rules look at: a form with its rows and its money, plain and complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalizers.wording import level


@dataclass(frozen=True, slots=True)
class Printed:
    """A value cell: its text, and what it is understood as (None where not certain)."""

    text: str
    kind: str | None = None
    operator: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    to: str | None = None
    several: bool = False

    @property
    def measured(self) -> bool:
        """Whether it is a number with a unit, or a date (可衡量)."""
        if self.kind in ("date", "range"):
            return True
        if self.several:
            return True
        return self.number is not None and self.unit is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One printed indicator."""

    id: str
    document: str
    page: int | None
    table: int
    row: int
    horizon: str | None = None
    level1: str | None = None
    level2: str | None = None
    key_task: str | None = None
    name: str | None = None
    unit_text: str | None = None
    target: Printed | None = None
    half: Printed | None = None
    cycle: Printed | None = None
    actual: Printed | None = None
    weight_text: str | None = None
    score_text: str | None = None
    note_text: str | None = None
    indicator_id: str | None = None
    indicator_name: str | None = None
    indicator_class: str | None = None
    polarity: str | None = None
    flags: tuple[str, ...] = ()
    places: str = "{}"

    @property
    def label(self) -> str:
        """The name on one line."""
        return squeezed(self.name)

    @property
    def doubtful(self) -> bool:
        """Whether the reading itself is in doubt, so that nothing can be held against it."""
        return any(flag in _DOUBTS for flag in self.flags)


_DOUBTS = frozenset(
    (
        *("cell.cut", "cell.doubtful", "cell.struck", "cell.boxed", "cell.picture"),
        "cell.sign_drawn",
        *("value.ocr_suspect", "cross_check.differs"),
    )
)


@dataclass(frozen=True, slots=True)
class Money:
    """One money row. An amount is None where it is not one certain number."""

    document: str
    page: int | None
    table: int
    row: int
    item: str
    side: str | None = None
    parent: str | None = None
    full_text: str | None = None
    half_text: str | None = None
    executed_text: str | None = None
    full: Decimal | None = None
    half: Decimal | None = None
    executed: Decimal | None = None
    unit: str | None = None
    places: str = "{}"

    @property
    def label(self) -> str:
        """The item without 其中, its unit, colons and spaces."""
        return money_label(self.item)

    @property
    def under(self) -> str:
        """The item it is part of, in the same wording; "" where it is part of none."""
        return money_label(self.parent)

    @property
    def blank(self) -> bool:
        """Whether the year's amount is printed empty."""
        return self.full is None and squeezed(self.full_text).strip("-—－/") == ""


@dataclass(frozen=True, slots=True)
class TargetForm:
    """One target table (绩效目标表) with all its rows; texts are as printed.

    ``place`` is the code of the government (GB/T 2260) whose department it is, ``level``
    that government's level, ``office`` the department the same for all its names.
    """

    id: str
    document: str
    pages: tuple[int, ...] = ()
    table: int = 1
    title: str | None = None
    scope: str | None = None
    stage: str | None = None
    layout: str | None = None
    department: str | None = None
    office: str | None = None
    place: str | None = None
    level: str | None = None
    unit: str | None = None  # 实施单位
    project: str | None = None
    project_code: str | None = None
    fiscal_year: int | None = None
    period_text: str | None = None
    mid_term_goal: str | None = None
    annual_goal: str | None = None
    goal_actual: str | None = None
    weight_total: str | None = None
    flags: tuple[str, ...] = ()
    places: str = "{}"
    rows: tuple[Row, ...] = ()
    money: tuple[Money, ...] = ()

    @property
    def owner(self) -> str | None:
        """The department its peers are set against: its head office (本级) is none of them."""
        return owner_of(self.office)

    @property
    def annual(self) -> tuple[Row, ...]:
        """The rows of the year; those of the whole term (中期) are left out."""
        return tuple(row for row in self.rows if row.horizon != "mid_term")

    @property
    def name(self) -> str:
        """What a reader calls it: the project, else the department, else the title."""
        return squeezed(self.project or self.department or self.title)


def owner_of(office: str | None) -> str | None:
    """The department an office key stands for, its head office (本级) not kept apart."""
    return office.removesuffix("#") if office else None


def squeezed(text: str | None) -> str:
    """A text without white space; "" for None.

    >>> squeezed(" 经济效益\\n指标 ")
    '经济效益指标'
    """
    return "".join((text or "").split())


@lru_cache(maxsize=4096)
def money_label(item: str | None) -> str:
    """A money item in one wording.

    >>> money_label("其中：财政拨款"), money_label("年度资金总额（万元）："), money_label(None)
    ('财政拨款', '年度资金总额', '')
    """
    text = re.sub(r"[（(](?:单位[:：])?[万亿]?元[)）]", "", squeezed(item))
    text = re.sub(r"^(?:其中[:：]?|[（(]?\d+[)）.、])", "", text)
    return text.rstrip("：:")


def top(row: Row) -> str:
    """The first level of a row in one wording: 产出, 效益, 满意度, 成本 or what is printed."""
    return level(row.level1)


def second(row: Row) -> str:
    """The second level of a row in one wording."""
    return level(row.level2)
