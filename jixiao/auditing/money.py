"""Rules on money (资金): what must add up, and what cannot be larger than what."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jixiao.auditing.evidence import Money, TargetForm
from jixiao.auditing.model import (
    Compared,
    Finding,
    Thresholds,
    Verdict,
    Words,
    fired,
    passed,
    undecidable,
)
from jixiao.auditing.quoting import number, quote_money
from jixiao.auditing.registering import Family, one_by_one
from jixiao.auditing.sums import Sum, add, by_budget, spending, sums_of, terms

FAMILY = Family()
EPSILON = Decimal("0.01")  # two printed decimals, in the unit of the table

_NO_MONEY = Words("无资金行或无资金总额", "no money rows, or no total")


def _compare(found: Sum) -> Finding | str | None:
    """A finding where the parts do not make the total, a reason where that cannot be
    told, None where they do."""
    total, parts = found.total, found.parts
    if total.full is None or any(part.full is None and not part.blank for part in parts):
        return "amount"
    if len({row.unit for row in (total, *parts)}) > 1 or total.unit is None:
        return "unit"
    added = add(parts)
    if abs(added - total.full) <= EPSILON:
        return None
    if added < total.full and (not found.closed or any(part.blank for part in parts)):
        return "open"
    unit = total.unit
    arithmetic = (
        f"{terms(parts)} = {number(added)}{unit}；{total.label} {number(total.full)}{unit}；"
        f"差 {number(added - total.full)}{unit}"
    )
    return Finding(
        Words(
            f"{total.label}{number(total.full)}{unit}，所列来源合计{number(added)}{unit}，不相等",
            f"{total.label} is {number(total.full)} {unit}, its sources add up to {number(added)}",
        ),
        tuple(q for row in (total, *parts) for q in quote_money(row)),
        (number(total.full), number(added)),
        arithmetic,
    )


_REASONS = {
    "amount": Words("有金额不能确认", "an amount is not certain"),
    "unit": Words("金额单位不明或不一致", "the unit is not said, or differs"),
    "open": Words(
        "所列来源可能不全（没有其他资金行，或有空白金额）",
        "the sources may not be all (no row of other money, or a blank amount)",
    ),
}


def _verdict(sums: Iterable[Sum], missing: Words) -> Verdict:
    findings: list[Finding] = []
    reasons: list[str] = []
    good = 0
    for found in sums:
        result = _compare(found)
        if isinstance(result, Finding):
            findings.append(result)
        elif result is None:
            good += 1
        else:
            reasons.append(result)
    if findings:
        return fired(*findings)
    if reasons or not good:
        said = _REASONS[reasons[0]] if reasons else missing
        return undecidable(said.zh, said.en)
    return passed(f"{good}组来源之和与总额相等", f"{good} totals equal the sum of their sources")


@FAMILY.rule(
    "M1",
    "资金总额等于各资金来源之和",
    "The total is the sum of its listed sources",
    basis="《预算法》第五条（四本预算）；部门整体绩效目标表资金栏",
    severity="error",
    needs=(
        "资金总额及按预算种类列示的来源；来源列至其他资金为止才判“少于”",
        "a total and sources by kind of budget; only a list that ends with other money is "
        "held to be too small",
    ),
)
def sources_add_up(form: TargetForm, _: Thresholds) -> Verdict:
    return _verdict((s for s in sums_of(form) if by_budget(s)), _NO_MONEY)


@FAMILY.rule(
    "M2",
    "资金总额等于基本支出与项目支出之和",
    "The total is basic plus project spending",
    basis="部门支出由基本支出和项目支出构成；部门整体绩效目标表资金栏",
    severity="error",
    needs=(
        "同一组内各一行基本支出、项目支出，及其合计或资金总额",
        "one row each of basic and project spending, and their total",
    ),
)
@one_by_one(
    Words("组支出", "sets of spending"),
    Words(
        "没有可比的基本支出、项目支出和资金总额", "no basic and project spending with their total"
    ),
)
def spending_adds_up(form: TargetForm, _: Thresholds) -> Compared:
    for basic, project, total, others in spending(form):
        added = add((basic, project))
        if total.full is None or total.unit != basic.unit or total.unit != project.unit:
            continue
        more = add(others)
        if others and abs(added - total.full) > EPSILON:
            if abs(added + more - total.full) > EPSILON:
                continue  # what the other rows are is not known
            added += more
        differs = abs(added - total.full) > EPSILON
        yield _spending_differs(basic, project, total, added) if differs else None


def _spending_differs(basic: Money, project: Money, total: Money, added: Decimal) -> Finding:
    assert total.full is not None
    unit = total.unit or ""
    return Finding(
        Words(
            f"{total.label}{number(total.full)}{unit}，基本支出与项目支出之和{number(added)}{unit}",
            f"{total.label} is {number(total.full)} {unit}, basic and project spending "
            f"{number(added)}",
        ),
        tuple(q for row in (total, basic, project) for q in quote_money(row)),
        (number(total.full), number(added)),
        f"{terms((basic, project))} = {number(added)}{unit} ≠ {number(total.full)}{unit}",
    )


@FAMILY.rule(
    "M3",
    "项目支出等于所列项目之和",
    "Project spending is the sum of the listed projects",
    basis="部门整体绩效目标表资金栏（项目支出及其明细）",
    severity="error",
    needs=(
        "项目支出一行及其下所列项目；所列项目较少时不能判断是否列全",
        "one row of project spending and projects under it; where they are less, whether all "
        "are listed cannot be told",
    ),
)
def projects_add_up(form: TargetForm, _: Thresholds) -> Verdict:
    heads = [row for row in form.money if row.label == "项目支出" and not row.under]
    parts = [row for row in form.money if row.under == "项目支出"]
    if len(heads) != 1 or not parts:
        return undecidable(
            "没有列出项目支出的明细", "no projects are listed under project spending"
        )
    findings, less, seen = [], 0, 0
    for name, field in (("full", "full_year_text"), ("half", "half_year_text")):
        whole: Decimal | None = getattr(heads[0], name)
        if whole is None or any(getattr(part, name) is None for part in parts):
            continue
        seen += 1
        added = add(parts, name)
        less += added < whole - EPSILON
        if added > whole + EPSILON:
            unit = heads[0].unit or ""
            findings.append(
                Finding(
                    Words(
                        f"所列项目之和{number(added)}{unit}大于项目支出{number(whole)}{unit}",
                        f"the projects add up to {number(added)} {unit}, more than project "
                        f"spending of {number(whole)}",
                    ),
                    tuple(q for row in (heads[0], *parts) for q in quote_money(row, field)),
                    (number(whole), number(added)),
                    f"{terms(parts, name)} = {number(added)} > {number(whole)}",
                )
            )
    if findings:
        return fired(*findings)
    if less or not seen:
        return undecidable(
            "所列项目之和小于项目支出，可能只列主要项目，或有金额不能确认",
            "the projects are less than project spending (perhaps only the main ones), or an "
            "amount is not certain",
        )
    return passed(f"{seen}列相等", f"equal in {seen} columns")


@FAMILY.rule(
    "M4",
    "半年计划执行数不大于全年预算数",
    "Half-year money does not exceed the year's",
    basis="部门整体绩效目标表资金栏（半年计划执行数、全年预算数）",
    severity="error",
    needs=("同一行印有半年和全年两个金额", "a row that prints both amounts"),
)
@one_by_one(Words("行", "rows"), Words("没有半年金额", "no half-year amounts"))
def half_within_year(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.money:
        if row.half is None or row.full is None:
            continue
        if row.half > row.full + EPSILON:
            half, full, unit = number(row.half), number(row.full), row.unit or ""
            said = Words(
                f"{row.label}半年{half}{unit}大于全年{full}{unit}",
                f"{row.label}: half-year {half} {unit} exceeds the year's {full}",
            )
            cells = quote_money(row, "half_year_text", "full_year_text")
            yield Finding(said, cells, (half, full), f"{half} > {full}")
        else:
            yield None


@FAMILY.rule(
    "M6",
    "项目资金总额等于财政拨款、结转与其他资金之和，部分不大于总额",
    "A project's total is the sum of its sources; no part exceeds it",
    basis="财预〔2015〕88号附表（项目资金栏）",
    severity="error",
    needs=(
        "资金总额及财政拨款等来源；来源列至其他资金为止才判“少于”",
        "a total and its sources; only a list that ends with other money is held to be too small",
    ),
)
def project_money_adds_up(form: TargetForm, _: Thresholds) -> Verdict:
    return _verdict((s for s in sums_of(form) if not by_budget(s)), _NO_MONEY)
