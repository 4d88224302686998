"""The years of one department or project set side by side: which rows are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import wraps

from jixiao.auditing.evidence import Printed, Row, TargetForm
from jixiao.auditing.model import (
    GroupCheck,
    Quote,
    Thresholds,
    Verdict,
    Verdicts,
    Words,
    undecidable,
)
from jixiao.auditing.quoting import quote_row

BASIS = "纵向比较（同一部门或项目的上年目标）"

WHAT = Words("个指标", "indicators")
FIRST = ("数据集中没有其上一年度的表", "the dataset has no form of the year before")
NEEDS = (
    "同一部门（或项目）相邻两年各有一张表，名称相同的指标",
    "one form a year of one department or project in two years that follow each other; "
    "indicators of the same name",
)
Matched = tuple[Row, Row]  # of the year before, of this year


def key_of(row: Row) -> str:
    """What a row is called in any year: its canonical indicator, else its name without
    numbers at its head and years.

    >>> key_of(Row("", "", None, 1, 1, name="指标1：2025年培训人次"))
    '培训人次'
    """
    if row.indicator_id is not None:
        return row.indicator_id
    return re.sub(r"^(?:指标)?\d+[:：.、]|(?:20\d\d)年度?", "", row.label)


def better(target: Printed, polarity: str | None) -> str | None:
    """Which way is better, ``higher`` or ``lower``, by the sign printed and the indicator's
    polarity; None where neither tells, or the two disagree."""
    upward = target.operator in ("ge", "gt") or polarity == "higher"
    downward = target.operator in ("le", "lt") or polarity == "lower"
    if upward == downward:
        return None
    return "higher" if upward else "lower"


def by_key(form: TargetForm) -> dict[str, Row]:
    """The rows whose key no other row of the form has."""
    count = Counter(map(key_of, form.annual))
    return {key_of(row): row for row in form.annual if count[key_of(row)] == 1}


def matched(before: TargetForm, now: TargetForm) -> list[Matched]:
    """The rows that both years print."""
    old, new = by_key(before), by_key(now)
    return [(old[key], row) for key, row in new.items() if key in old]


def pairs(group: Sequence[TargetForm]) -> Iterator[tuple[TargetForm | None, TargetForm]]:
    """Each form with that of the year before, None where there is none."""
    by_year = {form.fiscal_year: form for form in group}
    for form in group:
        yield by_year.get((form.fiscal_year or 0) - 1), form


def year_on_year(check: Callable[[TargetForm, TargetForm, Thresholds], Verdict]) -> GroupCheck:
    """Make a check of a group of one that holds a form against that of the year before."""

    @wraps(check)
    def each_year(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
        for before, form in pairs(group):
            yield form, undecidable(*FIRST) if before is None else check(before, form, limits)

    return each_year


def numbers(pair: Matched) -> tuple[Printed, Printed, Decimal, Decimal] | None:
    old, new = pair[0].target, pair[1].target
    if old is None or new is None or pair[0].doubtful or pair[1].doubtful:
        return None
    if old.number is None or new.number is None or old.unit != new.unit:
        return None
    return old, new, old.number, new.number


def quote_pair(pair: Matched) -> tuple[Quote, ...]:
    return (*quote_row(pair[0], "target_text"), *quote_row(pair[1], "target_text"))
