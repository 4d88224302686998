"""Rules that compare departments of one year: outliers, what is absent, common words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from jixiao.auditing.evidence import Printed, Row, TargetForm, squeezed, top
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
from jixiao.auditing.quoting import number, percent, quote_form, quote_row, value
from jixiao.auditing.registering import Family, one_by_one
from jixiao.auditing.standing import LEAST_PEERS

FAMILY = Family("peers")
_Key = tuple[str, str, str]  # half or target, canonical indicator, unit


def _numbers(form: TargetForm) -> Iterator[tuple[_Key, Row, Printed, Decimal]]:
    for row in form.annual:
        if row.indicator_id is None or row.doubtful:
            continue
        for name in ("target", "half"):
            found: Printed | None = getattr(row, name)
            if found is not None and found.number is not None and found.unit is not None:
                yield (name, row.indicator_id, found.unit), row, found, found.number


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some numbers and their robust standard deviation (Iglewicz and
    Hoaglin 1993: from the median deviation, from the mean one where that is 0)."""

    count: int
    middle: Decimal
    deviation: Decimal


def spread_of(values: Sequence[Decimal]) -> Spread:
    """How numbers lie about their median.

    >>> spread_of([Decimal(n) for n in (98, 99, 100, 100, 97, 99)]).middle
    Decimal('99')
    """
    middle = Decimal(median(values))
    off = [abs(value - middle) for value in values]
    mean = sum(off, Decimal(0)) / len(off)
    deviation = Decimal(median(off)) / Decimal("0.6745") or mean * Decimal("1.253314")
    return Spread(len(values), middle, deviation)


def is_far(value: Decimal, peers: Spread, unit: str, limits: Thresholds) -> bool:
    """Whether a value lies beyond both thresholds: the robust z, and the distance from the
    middle in hundredths of it (for percentages, in percentage points)."""
    distance = abs(value - peers.middle)
    base = Decimal(100) if unit == "%" else abs(peers.middle)
    return distance * 100 > limits["difference"] * base and distance > limits["z"] * peers.deviation


@FAMILY.rule(
    "D3",
    "共性指标值明显偏离其他部门",
    "The value of a common indicator is far from that of peers",
    basis="同级同类部门横向比较",
    severity="info",
    needs=(
        "同一范围、环节、年度和政府级次的其他部门不少于五个，均有同一共性指标且单位相同；"
        "稳健z值和与中位数的差距都超过阈值",
        "at least five other departments of one scope, stage, year and level of government with "
        "the same canonical indicator in one unit; both the robust z and the distance from the "
        "median are beyond the thresholds",
    ),
    z="3.5",
    difference="10",
)
def outliers(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
    values: dict[_Key, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for form in group:
        for key, _, _, found in _numbers(form):
            values[key][form.owner or ""].append(found)
    middles = {
        key: {office: median(numbers) for office, numbers in by_office.items()}
        for key, by_office in values.items()
    }
    spreads: dict[tuple[_Key, Decimal], Spread] = {}  # of all but one of that middle value

    def compare(form: TargetForm) -> Compared:
        for key, row, printed, found in _numbers(form):
            if len(middles[key]) <= LEAST_PEERS:
                continue
            own = middles[key][form.owner or ""]
            if (key, own) not in spreads:
                others = [m for office, m in middles[key].items() if office != form.owner]
                spreads[key, own] = spread_of(others)
            yield _outlier(row, printed, found, spreads[key, own], key, limits)

    what = Words("个共性指标", "canonical indicators")
    missing = Words("有同一共性指标的其他部门不足五个", "fewer than five peers with it")
    for form in group:
        yield form, judged(compare(form), what, missing)


def _outlier(
    row: Row,
    printed: Printed,
    found: Decimal,
    peers: Spread,
    key: _Key,
    limits: Thresholds,
) -> Finding | None:
    if not is_far(found, peers, key[2], limits):
        return None
    middle = f"{number(peers.middle)}{key[2]}"
    if peers.deviation:
        z = (found - peers.middle) / peers.deviation
        shown = f"{peers.count}个部门中位数{middle}，z = {number(round(z, 1))}"
    else:
        shown = f"{peers.count}个部门均为{middle}"
    half = key[0] == "half"
    said = Words(
        f"“{row.label}”{'半年' if half else ''}{value(printed)}，{peers.count}个同级部门的中位数为"
        f"{middle}",
        f"“{row.label}” {'at half-year ' if half else ''}{value(printed)}; the median of "
        f"{peers.count} peers is {middle}",
    )
    cells = quote_row(row, "half_year_text" if half else "target_text")
    return Finding(said, cells, (value(printed), middle), shown)


@FAMILY.rule(
    "D4",
    "同类部门普遍有的指标，本表没有",
    "An indicator most peers have is absent",
    basis="同级同类部门横向比较",
    severity="info",
    needs=(
        "同一范围、环节、年度和政府级次的其他部门不少于五个；有该共性指标的表占比不小于阈值",
        "at least five other departments of one scope, stage, year and level of government; at "
        "least this share of their forms has the canonical indicator",
    ),
    share="80",
)
def absent(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
    held = {form.id: _held(form) for form in group if form.annual}
    names: dict[str, str] = {}
    count: dict[str, int] = defaultdict(int)
    for found in held.values():
        names |= found
        for id in found:
            count[id] += 1
    for form in group:
        others = len(held) - 1
        if form.id not in held or others < LEAST_PEERS:
            yield form, undecidable("表中没有读到指标", "no indicators were read in this form")
            continue
        missing = [
            id
            for id, number_of in count.items()
            if id not in held[form.id] and Decimal(number_of * 100) >= limits["share"] * others
        ]
        if not missing:
            yield form, passed(f"已与{others}张表比较", f"compared with {others} forms")
            continue
        shown = "；".join(
            f"{names[id]} {count[id]} ÷ {others} = {percent(count[id], others)}" for id in missing
        )
        said = Words(
            f"没有同类表普遍有的指标：{'、'.join(names[id] for id in missing)}",
            f"without what most peers have: {', '.join(names[id] for id in missing)}",
        )
        cells = quote_form(form, "title", form.title or "")
        yield form, fired(Finding(said, cells, tuple(names[id] for id in missing), shown))


def _held(form: TargetForm) -> dict[str, str]:
    return {
        row.indicator_id: row.indicator_name or row.label
        for row in form.annual
        if row.indicator_id is not None
    }


@FAMILY.rule(
    "D5",
    "共性指标的定性值与名称不对应",
    "The word of a common item is not that of its name",
    basis="部门整体绩效目标表共性指标（健全性为健全、合规性为合规）",
    severity="info",
    needs=(
        "一级指标有决策和过程的部门整体绩效目标表，名称为某某性的定性共性指标",
        "a whole department's form with 决策 and 过程 at level 1, and common items named …性",
    ),
    reach="form",
)
@one_by_one(
    Words("个共性指标", "common items"),
    Words("不是带决策、过程共性指标的表", "not a form with these common items"),
)
def common_words(form: TargetForm, _: Thresholds) -> Compared:
    if not {"决策", "过程"} <= {top(row) for row in form.annual}:
        return
    for row in form.annual:
        if row.indicator_id is None or not row.label.endswith("性"):
            continue
        if row.target is None or row.target.kind != "grade":
            continue
        expected, printed = row.label[-3:-1], squeezed(row.target.text)
        if not printed:
            continue
        if expected in printed:
            yield None
        else:
            said = Words(
                f"“{row.label}”的指标值为“{printed}”，不是“{expected}”",
                f"“{row.label}” is “{printed}”, not “{expected}”",
            )
            cells = quote_row(row, "target_text")
            yield Finding(said, cells, (expected, printed), f"{expected} ≠ {printed}")
