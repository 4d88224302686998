"""Rules on half-year values (半年指标值) beside those of the year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row, TargetForm, squeezed
from jixiao.auditing.model import Compared, Finding, Thresholds, Words
from jixiao.auditing.quoting import number, quote_row, value
from jixiao.auditing.registering import Family, one_by_one

FAMILY = Family()
BASIS = "部门整体绩效目标表（半年指标值、全年指标值）"

# counts that grow through the year; heads, sets and areas may be stocks
_FLOWS = frozenset(
    (
        "次",
        "场",
        "场次",
        "条",
        "期",
        "批",
        "批次",
        "人次",
        "件",
        "篇",
        "份",
        "起",
        "例",
        "架次",
        "班次",
    )
)
_each = one_by_one(
    Words("个指标", "indicators"),
    Words("没有可比的半年和全年指标值", "no half-year values to compare"),
)


def _both(form: TargetForm) -> Iterator[tuple[Row, Printed, Printed]]:
    """Rows that print a half-year value and a value of the year."""
    for row in form.annual:
        if row.half is None or row.target is None or row.doubtful:
            continue
        if squeezed(row.half.text) and squeezed(row.target.text):
            yield row, row.half, row.target


def _numbers(form: TargetForm) -> Iterator[tuple[Row, Printed, Printed, Decimal, Decimal]]:
    for row, half, full in _both(form):
        if half.number is not None and full.number is not None and half.unit == full.unit:
            yield row, half, full, half.number, full.number


def _finding(row: Row, half: Printed, full: Printed, zh: str, en: str, shown: str = "") -> Finding:
    return Finding(
        Words(
            f"“{row.label}”半年{value(half)}，全年{value(full)}：{zh}",
            f"“{row.label}”: half-year {value(half)}, year {value(full)}: {en}",
        ),
        quote_row(row, "half_year_text", "target_text"),
        (value(half), value(full)),
        shown,
    )


@FAMILY.rule(
    "H1",
    "半年指标值大于全年",
    "The half-year value exceeds the year's",
    basis=BASIS,
    severity="error",
    needs=(
        "同一单位的半年和全年数字；越低越好或方向不明的比率不判断",
        "both numbers in one unit; a rate of which lower is better, or of unknown direction, "
        "is not judged",
    ),
)
@_each
def half_exceeds_year(form: TargetForm, _: Thresholds) -> Compared:
    for row, half, full, part, whole in _numbers(form):
        if half.unit not in ("%", "‰") or row.polarity == "higher":
            said = "半年大于全年", "more than the year", f"{number(part)} > {number(whole)}"
            yield _finding(row, half, full, *said) if part > whole else None


@FAMILY.rule(
    "H2",
    "累计数量半年与全年相同",
    "A count that grows is the same at half-year",
    basis=BASIS,
    severity="info",
    needs=(
        "单位为次、场、条等累计计量的半年和全年数字，大于0",
        "both numbers above 0, in a unit of counts that grow, as 次, 场, 条",
    ),
)
@_each
def half_is_year(form: TargetForm, _: Thresholds) -> Compared:
    for row, half, full, part, whole in _numbers(form):
        if full.unit in _FLOWS and whole > 0:
            said = "下半年没有安排", "none is left", f"{number(part)} = {number(whole)}"
            yield _finding(row, half, full, *said) if part == whole else None


@FAMILY.rule(
    "H3",
    "半年指标值为0",
    "The half-year value is 0",
    basis=BASIS,
    severity="info",
    needs=("同一单位的半年和全年数字，全年大于0", "both numbers in one unit, the year's above 0"),
)
@_each
def half_is_zero(form: TargetForm, _: Thresholds) -> Compared:
    for row, half, full, part, whole in _numbers(form):
        if whole > 0:
            zh, en = "工作全部安排在下半年", "all is left to the second half"
            shown = f"0 < {number(whole)}"
            yield _finding(row, half, full, zh, en, shown) if part == 0 else None


@FAMILY.rule(
    "H4",
    "半年进度明显偏离一半",
    "Half-year progress is far from half",
    basis=BASIS,
    severity="info",
    needs=(
        "单位为次、场、条等累计计量的半年和全年数字，半年大于0且小于全年",
        "both numbers in a unit of counts that grow; half-year above 0 and below the year's",
    ),
    low="0.3",
    high="0.7",
)
@_each
def half_is_far(form: TargetForm, limits: Thresholds) -> Compared:
    for row, half, full, part, whole in _numbers(form):
        if full.unit in _FLOWS and 0 < part < whole:
            share = number(round(part / whole, 2))
            shown = f"{number(part)} ÷ {number(whole)} = {share}"
            said = f"进度{share}", f"{share} of the year", shown
            within = limits["low"] <= part / whole <= limits["high"]
            yield None if within else _finding(row, half, full, *said)


@FAMILY.rule(
    "H5",
    "半年与全年的写法不一致",
    "Half-year and year are written differently",
    basis=BASIS,
    severity="warning",
    needs=(
        "半年和全年都印有值；一个为文字一个为数字，或两个符号不同",
        "both are printed; one is words and one a number, or the operators differ",
    ),
)
@_each
def half_differs(form: TargetForm, _: Thresholds) -> Compared:
    for row, half, full in _both(form):
        kinds = {half.kind, full.kind}
        if "missing" in kinds or None in kinds:
            continue
        words = [value.kind in ("grade", "text") for value in (half, full)]
        numbers = half.number is not None and full.number is not None
        if words[0] != words[1]:
            yield _finding(row, half, full, "一为文字一为数字", "words beside a number")
        elif numbers and half.operator != full.operator:
            yield _finding(row, half, full, "符号不同", "the operators differ")
        else:
            yield None
