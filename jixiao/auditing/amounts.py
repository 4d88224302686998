"""Rules on money that meet the indicators: total cost, and slips between 元 and 万元."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.auditing.evidence import Row, TargetForm
from jixiao.auditing.model import Compared, Finding, Thresholds, Words
from jixiao.auditing.money import EPSILON
from jixiao.auditing.quoting import number, quote_money, quote_row, value
from jixiao.auditing.registering import Family, one_by_one
from jixiao.auditing.sums import annual_total

FAMILY = Family()
MOST_10000 = Decimal(10_000)

# names of the whole cost of the year: not of a part, a unit or the term
_WHOLE_COST = re.compile(
    r"(?:项目|预算)?总成本|项目(?:预算)?(?:资金)?总额|项目(?:预算)?成本控制数?|预算控制数|"
    r"项目预算控制数|(?:项目)?成本控制总额|总成本控制数?|预算总额"
)
_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def _yuan(amount: Decimal, unit: str | None) -> Decimal | None:
    factor = _IN_YUAN.get(unit or "")
    return None if factor is None else amount * factor


def _costs(form: TargetForm) -> list[Row]:
    """Rows that print the whole cost of the year as an amount of money."""
    return [
        row
        for row in form.annual
        if row.target is not None
        and row.target.number is not None
        and row.target.unit in _IN_YUAN
        and not row.doubtful
        and _WHOLE_COST.fullmatch(_bare(row.label))
    ]


def _bare(name: str) -> str:
    """A name without its number and a bracket at its end."""
    return re.sub(r"^(?:指标)?\d*[:：.、]|[（(][^（）()]*[)）]$", "", name)


@FAMILY.rule(
    "M8",
    "总成本指标与资金总额一致",
    "The indicator of total cost agrees with the money block",
    basis="财预〔2021〕101号（成本指标）",
    severity="warning",
    needs=(
        "名称为项目总成本等的指标及年度资金总额；总目标文字中的金额和单价乘数量不核对，"
        "因为不能确认其口径",
        "an indicator named as total cost and the year's total; amounts in the goal text and "
        "unit cost times quantity are left aside, since what they cover is not certain",
    ),
)
@one_by_one(
    Words("项总成本指标", "indicators of total cost"),
    Words("没有总成本指标或年度资金总额", "no total cost, or no total of the year"),
)
def cost_agrees(form: TargetForm, _: Thresholds) -> Compared:
    total = annual_total(form)
    whole = _yuan(total.full, total.unit) if total is not None and total.full is not None else None
    if total is None or whole is None or total.full is None:
        return
    for row in _costs(form):
        target = row.target
        assert target is not None
        assert target.number is not None
        cost = _yuan(target.number, target.unit)
        assert cost is not None
        slack = EPSILON * _IN_YUAN["万元"]
        if cost > whole + slack:
            arithmetic = f"{number(cost)}元 − {number(whole)}元 = {number(cost - whole)}元"
            said = Words(
                f"{row.label}{value(target)}，大于{total.label}{number(total.full)}{total.unit}",
                f"{row.label} {value(target)} exceeds the total of {number(total.full)} "
                f"{total.unit}",
            )
            cells = (*quote_row(row, "target_text"), *quote_money(total))
            yield Finding(said, cells, (value(target), number(total.full)), arithmetic)
        else:
            yield None


@FAMILY.rule(
    "M10",
    "金额单位疑似元与万元混淆",
    "An amount looks as if 元 and 万元 were mixed up",
    basis="金额单位的一致性（同一金额相差一万倍）",
    severity="warning",
    needs=(
        "单位为万元的资金总额；与总成本指标恰好相差一万倍，或为不小于阈值的整数，即为疑点",
        "a total in 万元; doubtful if the total cost is exactly ten thousand times it (or the "
        "other way), or if it is a whole number of at least the threshold",
    ),
    least="1000000",
)
@one_by_one(Words("项金额", "amount"), Words("没有以万元为单位的资金总额", "no total in 万元"))
def unit_slip(form: TargetForm, limits: Thresholds) -> Compared:
    total = annual_total(form)
    if total is None or not total.full or total.unit != "万元":
        return
    for row in _costs(form):
        assert row.target is not None
        assert row.target.number is not None
        if row.target.unit not in ("元", "万元"):
            continue
        cost = _yuan(row.target.number, row.target.unit)
        whole = total.full * MOST_10000
        if cost and cost in (whole * MOST_10000, whole / MOST_10000):
            said = Words(
                f"{row.label}{value(row.target)}与{total.label}{number(total.full)}万元相差一万倍",
                f"{row.label} {value(row.target)} and the total of {number(total.full)} 万元 are "
                "ten thousand times apart",
            )
            cells = (*quote_row(row, "target_text", "unit_text"), *quote_money(total))
            shown = f"{number(cost)}元 : {number(whole)}元"
            yield Finding(said, cells, (number(cost), number(whole)), shown)
    whole_number = total.full == total.full.to_integral_value()
    if total.full >= limits["least"] and whole_number:
        said = Words(
            f"{total.label}{number(total.full)}万元（{number(total.full / 10000)}亿元），疑为元",
            f"the total is {number(total.full)} 万元; 元 may be meant",
        )
        shown = f"{number(total.full)} ≥ {number(limits['least'])}"
        yield Finding(said, quote_money(total), (number(total.full),), shown)
    else:
        yield None


for _id, _zh, _en, _why in (
    (
        "M9",
        "部门合计等于本级与所属单位之和",
        "A department's total is its own money and that of its units",
        (
            "记录中没有部门所属单位的名单，不能确认单位是否齐全",
            "no record lists the units of a department, so whether all are there is not known",
        ),
    ),
    (
        "M11",
        "有绩效目标的项目资金之和不大于项目支出",
        "Projects with targets do not exceed project spending",
        (
            "收支预算总表、项目支出表不是绩效目标表，未转换为记录",
            "the accounts tables are no target tables and are not in the records",
        ),
    ),
    (
        "M12",
        "收入总计等于支出总计，三公经费等于三项之和，空表有说明",
        "Income equals spending; the 三公 total is its three parts; empty tables say so",
        (
            "预决算公开表不是绩效目标表，未转换为记录",
            "the accounts tables are no target tables and are not in the records",
        ),
    ),
):
    FAMILY.left_out(_id, _zh, _en, basis="《预算法》第十四条（预决算公开）", why=_why)
