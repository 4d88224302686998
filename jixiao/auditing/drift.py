"""Rules on how targets move: the ratchet, and targets that stand still."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row, TargetForm
from jixiao.auditing.matching import (
    BASIS,
    FIRST,
    NEEDS,
    WHAT,
    Matched,
    by_key,
    key_of,
    matched,
    numbers,
    pairs,
    quote_pair,
)
from jixiao.auditing.model import (
    Compared,
    Finding,
    Thresholds,
    Verdicts,
    Words,
    fired,
    judged,
    passed,
    undecidable,
)
from jixiao.auditing.quoting import number, quote_form, quote_row, value
from jixiao.auditing.registering import Family

FAMILY = Family("years")


@FAMILY.rule(
    "Y1",
    "上年超额完成，本年目标相应加码（棘轮效应）",
    "Targets rise by what was overfulfilled (ratchet)",
    basis="棘轮效应测度（提议的方法）",
    severity="info",
    needs=(
        "上年有实际完成值，两年指标值为同一单位的数字，可比指标不少于阈值个；"
        "斜率=本年目标变动对上年超额完成的回归",
        "actual values of the year before, numbers in one unit in both years, for at least so "
        "many indicators; the slope of the change of the target on what was overfulfilled",
    ),
    slope="0.5",
    least="8",
)
def ratchet(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
    for before, form in pairs(group):
        points: list[tuple[Decimal, Decimal]] = []
        for pair in matched(before, form) if before else ():
            found, actual = numbers(pair), pair[0].actual
            if found is None or actual is None or actual.number is None or not found[2]:
                continue
            if actual.unit == found[0].unit:
                base = abs(found[2])
                points.append(((actual.number - found[2]) / base, (found[3] - found[2]) / base))
        slope = slope_of(points) if len(points) >= limits["least"] else None
        if slope is None:
            yield form, undecidable("上年没有足够的实际完成值", "too few actual values")
            continue
        shown = f"{len(points)}个指标，斜率{number(round(slope, 2))}"
        if slope < limits["slope"]:
            yield form, passed(shown, f"slope {number(round(slope, 2))} of {len(points)}")
            continue
        said = Words(
            f"目标随上年超额完成而提高：{shown}",
            f"targets follow what was overfulfilled: slope {number(round(slope, 2))} of "
            f"{len(points)} indicators",
        )
        cells = quote_form(form, "title", form.title or "")
        yield form, fired(Finding(said, cells, (number(round(slope, 2)),), shown))


def slope_of(points: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The slope of the least-squares line; None where all lie above one point.

    >>> slope_of([(Decimal(0), Decimal(1)), (Decimal(2), Decimal(2))])
    Decimal('0.5')
    """
    count = len(points)
    mean_x = sum((x for x, _ in points), Decimal(0)) / count
    mean_y = sum((y for _, y in points), Decimal(0)) / count
    spread = sum(((x - mean_x) ** 2 for x, _ in points), Decimal(0))
    if not spread:
        return None
    return sum(((x - mean_x) * (y - mean_y) for x, y in points), Decimal(0)) / spread


@FAMILY.rule(
    "Y2",
    "指标值连续三年不变，或低于上年实际",
    "The target stands still for three years, or is below last year's actual value",
    basis=BASIS,
    severity="info",
    needs=(
        f"{NEEDS[0]}，为同一单位的数字；连续三年或上年有实际完成值；0和100%不算不变",
        f"{NEEDS[1]}, numbers in one unit; three years in a row, or an actual value of the year "
        "before; 0 and 100% do not count as standing still",
    ),
)
def stale(group: Sequence[TargetForm], _: Thresholds) -> Verdicts:
    by_year = {form.fiscal_year: form for form in group}
    missing = Words("没有三年的表，也没有上年实际完成值", "no third year, no actual values")
    for before, form in pairs(group):
        if before is None:
            yield form, undecidable(*FIRST)
            continue
        earlier = by_year.get((form.fiscal_year or 0) - 2)
        yield form, judged(_stale(earlier, before, form), WHAT, missing)


def _stale(earlier: TargetForm | None, before: TargetForm, form: TargetForm) -> Compared:
    oldest = by_key(earlier) if earlier else {}
    for pair in matched(before, form):
        found = numbers(pair)
        first, actual = oldest.get(key_of(pair[1])), pair[0].actual
        if found is not None and (first is not None or actual is not None):
            yield _stands_still(first, pair, found) or _slack(pair, found, actual)


def _stands_still(
    first: Row | None, pair: Matched, found: tuple[Printed, Printed, Decimal, Decimal]
) -> Finding | None:
    old, new, past, present = found
    start = first.target if first else None
    if first is None or start is None or start.unit != new.unit or past != present:
        return None
    if start.number != present or present in (0, 100):
        return None
    said = Words(
        f"“{pair[1].label}”连续三年为{value(new)}", f"“{pair[1].label}” is {value(new)} three years"
    )
    cells = (*quote_row(first, "target_text"), *quote_pair(pair))
    return Finding(said, cells, (value(start), value(old), value(new)))


def _slack(
    pair: Matched, found: tuple[Printed, Printed, Decimal, Decimal], actual: Printed | None
) -> Finding | None:
    new, present = found[1], found[3]
    upward = new.operator in ("ge", "gt") or pair[1].polarity == "higher"
    if actual is None or actual.number is None or actual.unit != new.unit or not upward:
        return None
    if present >= actual.number:
        return None
    said = Words(
        f"“{pair[1].label}”{value(new)}，低于上年实际{value(actual)}",
        f"“{pair[1].label}” {value(new)}, below last year's actual {value(actual)}",
    )
    cells = (*quote_row(pair[0], "actual_text"), *quote_row(pair[1], "target_text"))
    shown = f"{number(present)} < {number(actual.number)}"
    return Finding(said, cells, (value(actual), value(new)), shown)
