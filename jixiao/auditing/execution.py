"""Rules on budget execution (预算执行率): the printed rate against the money."""

from __future__ import annotations

from decimal import Decimal

from jixiao.auditing.evidence import Row, TargetForm
from jixiao.auditing.model import Finding, Thresholds, Verdict, Words, fired, passed, undecidable
from jixiao.auditing.quoting import number, quote_money, quote_row, value
from jixiao.auditing.registering import Family
from jixiao.auditing.sums import add, annual_total, spending, terms

FAMILY = Family()
EXECUTION_RATE = "T011"  # 预算执行率


@FAMILY.rule(
    "M5",
    "半年计划执行数与半年预算执行率一致",
    "Half-year money agrees with the half-year execution rate",
    basis="预算执行率=支出数÷全年预算数（财预〔2020〕10号）",
    severity="warning",
    needs=(
        "预算执行率的半年指标值（%），基本支出与项目支出的半年金额，资金总额",
        "a half-year value (%) of the execution rate, half-year basic and project spending, "
        "the total",
    ),
    points="2",
)
def half_rate_agrees(form: TargetForm, limits: Thresholds) -> Verdict:
    rates = [
        row
        for row in form.annual
        if row.indicator_id == EXECUTION_RATE
        and row.half is not None
        and row.half.number is not None
        and row.half.unit == "%"
    ]
    found = [
        (basic, project, total)
        for basic, project, total, _ in spending(form)
        if basic.half is not None
        and project.half is not None
        and total.full
        and len({basic.unit, project.unit, total.unit}) == 1
    ]
    if len(rates) != 1 or len(found) != 1:
        return undecidable(
            "缺少半年预算执行率、半年金额或资金总额",
            "no half-year rate, half-year amounts or total",
        )
    basic, project, total = found[0]
    half = rates[0].half
    assert half is not None
    assert half.number is not None
    assert total.full is not None
    added = add((basic, project), "half")
    rate = added / total.full * 100
    off = rate - half.number
    within = -limits["points"] <= off <= limits["points"]
    within |= half.operator in ("ge", "gt") and off > 0
    within |= half.operator in ("le", "lt") and off < 0
    sum_shown = f"({terms((basic, project), 'half')}) ÷ {number(total.full)}"
    arithmetic = f"{sum_shown} = {number(round(rate, 1))}%；半年预算执行率 {value(half)}"
    if within:
        return passed(arithmetic, f"{sum_shown} = {number(round(rate, 1))}%, printed {value(half)}")
    return fired(
        Finding(
            Words(
                f"半年计划执行数占全年的{number(round(rate, 1))}%，与半年预算执行率{value(half)}"
                f"相差{number(abs(round(off, 1)))}个百分点",
                f"half-year money is {number(round(rate, 1))}% of the year's, the half-year "
                f"execution rate {value(half)}: {number(abs(round(off, 1)))} points apart",
            ),
            (
                *quote_money(basic, "half_year_text"),
                *quote_money(project, "half_year_text"),
                *quote_money(total),
                *quote_row(rates[0], "half_year_text"),
            ),
            (f"{number(round(rate, 1))}%", value(half)),
            arithmetic,
        )
    )


def _is_rate(row: Row) -> bool:
    return (
        row.indicator_id == EXECUTION_RATE
        and row.actual is not None
        and row.actual.number is not None
        and row.actual.unit == "%"
    )


@FAMILY.rule(
    "M7",
    "执行率等于执行数除以全年预算数，不超过100%",
    "The execution rate is money spent by the year's budget, at most 100%",
    basis="财预〔2020〕10号（预算执行率）",
    severity="warning",
    needs=(
        "总额的执行数和全年预算数；与预算执行率的实际完成值核对，没有印出时只判超过100%",
        "spent and budgeted total; held against the actual value of the execution rate, without "
        "which only more than 100% is told",
    ),
    points="0.5",
)
def rate_recomputed(form: TargetForm, limits: Thresholds) -> Verdict:
    total = annual_total(form)
    if total is None or total.executed is None or not total.full:
        return undecidable("没有总额的执行数", "no amount spent of the total")
    rate = total.executed / total.full * 100
    shown = f"{number(total.executed)} ÷ {number(total.full)} = {number(round(rate, 2))}%"
    cells = quote_money(total, "full_year_text", "executed_text")
    findings = []
    if rate > 100 + Decimal("0.005"):
        said = Words(f"执行率超过100%：{shown}", f"more than 100% spent: {shown}")
        findings.append(Finding(said, cells, (number(total.executed), number(total.full)), shown))
    rates = [row for row in form.annual if _is_rate(row)]
    for row in rates:
        assert row.actual is not None
        assert row.actual.number is not None
        if abs(row.actual.number - rate) > limits["points"]:
            said = Words(
                f"印出的预算执行率{value(row.actual)}与计算结果不符：{shown}",
                f"the printed execution rate {value(row.actual)} is not {shown}",
            )
            printed = (*cells, *quote_row(row, "actual_text"))
            findings.append(Finding(said, printed, (value(row.actual), shown), shown))
    if findings:
        return fired(*findings)
    if not rates:
        return undecidable(
            f"没有印出可核对的执行率（{shown}）", f"no printed rate to hold it against ({shown})"
        )
    return passed(shown, shown)
