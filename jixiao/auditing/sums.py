"""Totals in the money block (资金) of a form, and the rows printed as their parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.auditing.evidence import Money, TargetForm
from jixiao.auditing.quoting import number

_TOTAL = re.compile(
    r".*总额|.*总计|年度金额|当年年度预算|当年预算|项目预算|年度预算|预算数|资金合计|收入合计"
)
_TERM = re.compile(r"实施期|实施周期|中期|长期|以前年度|总投资")
BUDGETS = re.compile(r"一般公共预算|政府性基金|国有资本|社会?保险?基金|财政专户")
_SOURCE = re.compile(
    r"一般公共预算|政府性基金|国有资本|社会?保险?基金|财政专户|财政拨款|财政资金|财政性资金"
    r"|上年结转|结转结余|其[他它](?:资金|收入|来源)|单位资金|自筹资金|补助资金|配套"
)
REST = re.compile(r"其[他它]|单位资金|自筹")


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed total and the rows printed as its parts."""

    total: Money
    parts: tuple[Money, ...]

    @property
    def closed(self) -> bool:
        """Whether the list ends with a rest (其他资金): then nothing is left out."""
        return any(REST.search(part.label) for part in self.parts)


def by_budget(found: Sum) -> bool:
    """Whether the parts are the kinds of budget (四本预算, 财政专户)."""
    return any(BUDGETS.search(part.label) for part in found.parts)


def sums_of(form: TargetForm) -> Iterator[Sum]:
    """The totals of a form, each with its parts: rows printed under it, else the sources
    beside it where it is the only total (of its table row, where a row holds several)."""
    totals = [money for money in form.money if _TOTAL.fullmatch(money.label)]
    for total in totals:
        below = tuple(part for part in form.money if part.under and part.under == total.label)
        same = [other for other in totals if other.label == total.label]
        if below and len(same) == 1:
            yield Sum(total, below)
        elif not below:
            beside = tuple(_beside(total, form.money, alone=len(totals) == 1))
            if any(not REST.search(part.label) for part in beside):
                yield Sum(total, beside)
    yield from _subtotals(form.money)


def _beside(total: Money, money: Iterable[Money], *, alone: bool) -> Iterator[Money]:
    for part in money:
        if part is total or not (alone or part.row == total.row):
            continue
        if part.side != total.side:
            continue
        subtotal = part.label == "合计" and _SOURCE.match(part.under)
        if subtotal or (part.under == "" and _SOURCE.match(part.label)):
            yield part


def _subtotals(money: Iterable[Money]) -> Iterator[Sum]:
    """A 合计 under a head, and the sources under the same head in the same table row."""
    heads: dict[tuple[int, str], list[Money]] = defaultdict(list)
    for row in money:
        if row.under:
            heads[row.row, row.under].append(row)
    for rows in heads.values():
        totals = [row for row in rows if row.label == "合计"]
        parts = tuple(row for row in rows if _SOURCE.match(row.label))
        if len(totals) == 1 and parts:
            yield Sum(totals[0], parts)


def annual_total(form: TargetForm) -> Money | None:
    """The one total of the year's money; None where there are several, or none is certain."""
    totals = [
        money
        for money in form.money
        if _TOTAL.fullmatch(money.label)
        and not _TERM.search(money.label)
        and money.full is not None
    ]
    return totals[0] if len(totals) == 1 else None


def add(rows: Iterable[Money], name: str = "full") -> Decimal:
    return sum((getattr(row, name) or Decimal(0) for row in rows), Decimal(0))


def terms(rows: Iterable[Money], name: str = "full") -> str:
    return " + ".join(number(getattr(row, name) or Decimal(0)) for row in rows)


def spending(form: TargetForm) -> Iterator[tuple[Money, Money, Money, list[Money]]]:
    heads: dict[str, list[Money]] = defaultdict(list)
    for row in form.money:
        heads[row.under].append(row)
    for under, rows in heads.items():
        basic = [row for row in rows if row.label == "基本支出" and row.full is not None]
        project = [row for row in rows if row.label == "项目支出" and row.full is not None]
        if len(basic) != 1 or len(project) != 1:
            continue
        sums = [row for row in rows if row.label == "合计"]
        total = (sums[0] if len(sums) == 1 else None) if under else annual_total(form)
        others = [
            row
            for row in rows
            if row.side == "支出"
            and row.label not in ("基本支出", "项目支出", "合计")
            and row is not total
        ]
        if total is not None:
            yield basic[0], project[0], total, others
