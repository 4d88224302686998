"""Rules on what an indicator says: bounds, directions, classes, units."""

from __future__ import annotations

import re

from jixiao.auditing.evidence import Printed, Row, TargetForm, second, squeezed
from jixiao.auditing.measurability import NO_VALUES, valued
from jixiao.auditing.model import Compared, Finding, Severity, Thresholds, Words
from jixiao.auditing.quoting import quote_row, value
from jixiao.auditing.registering import Family, one_by_one

FAMILY = Family()

# shares of a whole that cannot exceed 100%; rates of completion and growth can
_CAPPED = re.compile(
    r"(?:合格|满意|覆盖|及时|完好|通过|准确|正确|知晓|达标|优良|入学|参保|公开|办结|回复|答复|处置|处理"
    r"|普及|到位|规范|合规|发放|兑现|投诉解决)[率度]$|占比$|比重$"
)
_CAN_FALL = re.compile(
    r"增|变动|变化|同比|环比|下降|降低|提高|提升|节约|减少|差|收益|利润|盈余|温度"
)
_SIGNED = frozenset(("%", "‰", "个百分点", "℃", "元", "万元", "亿元"))
_MONEY = frozenset(("元", "万元", "亿元"))
_SPENDING = re.compile(r"成本|经费|费用|支出")
_PAYMENT = re.compile(
    r"(?:资金|经费|预算).*(?:支付|拨付|支出|执行|到位)(?:进度)?率|支付(?:进度)?率"
)
_TIME = frozenset(("年", "个月", "月", "周", "天", "工作日", "小时", "分钟", "秒"))
_EFFECTS = ("经济效益", "社会效益", "生态效益", "可持续影响")
_VALUES = (("target_text", "target"), ("half_year_text", "half"))
_WHAT = Words("个指标", "indicators")


@FAMILY.rule(
    "Q4",
    "指标值没有约束力",
    "A bound that binds nothing",
    basis="财预〔2015〕88号（合理可行）；审计常见问题：目标过易",
    severity="warning",
    needs=(
        "有数字和符号的指标值：计数指标≥0；合格率、满意度等不可能超过100%的比率≤100%，"
        "或写作≥100%（等同于=100%，提示）",
        "a number with an operator: ≥0 of a count; ≤100% of a share that cannot exceed it, such "
        "as 合格率 or 满意度; ≥100% of one (the same as =100%: info)",
    ),
)
@one_by_one(
    Words("个指标值", "values"), Words("没有带符号的数字指标值", "no number with an operator")
)
def vacuous(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        for field, name in _VALUES:
            printed: Printed | None = getattr(row, name)
            if printed is None or printed.number is None or printed.operator is None:
                continue
            if not row.doubtful:
                yield _vacuous(row, field, printed)


def _vacuous(row: Row, field: str, printed: Printed) -> Finding | None:
    shown = value(printed)
    severity: Severity | None = None
    capped = printed.number == 100 and printed.unit == "%" and _CAPPED.search(row.label)
    if printed.number == 0 and printed.operator == "ge" and printed.unit is not None:
        if printed.unit in _SIGNED:
            return None
        said = Words(f"“{row.label}”{shown}：计数不会小于0", f"“{row.label}” {shown}")
    elif not capped or _CAN_FALL.search(row.label):
        return None
    elif printed.operator == "le":
        zh = f"“{row.label}”{shown}：该比率不会超过100%"
        said = Words(zh, f"“{row.label}” {shown}: it cannot exceed 100%")
    elif printed.operator == "ge":
        zh = f"“{row.label}”{shown}：该比率最高为100%，等同于=100%"
        said, severity = Words(zh, f"“{row.label}” {shown} is the same as =100%"), "info"
    else:
        return None
    return Finding(said, quote_row(row, field), (shown,), shown, severity)


@FAMILY.rule(
    "Q6",
    "指标归类不当",
    "An indicator stands in the wrong class",
    basis="财预〔2015〕88号（各类指标的含义）",
    severity="warning",
    needs=(
        "有二级指标：数量指标下的成本、经费金额；效益指标下的满意度；经济效益指标下的支付、执行率",
        "second levels: money spent under quantity; satisfaction under effects; a payment rate "
        "under economic effects",
    ),
)
@one_by_one(_WHAT, Words("没有二级指标", "no second levels"))
def wrong_class(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        if squeezed(row.level2) and row.label:
            yield _misplaced(row)


def _misplaced(row: Row) -> Finding | None:
    under, name = second(row), row.label
    unit = row.target.unit if row.target else None
    if under == "数量" and unit in _MONEY and _SPENDING.search(name):
        kind = "成本", "cost"
    elif under in _EFFECTS and re.search(r"满意[度率](?:[（(][^（）()]*[)）])?$", name):
        kind = "满意度", "satisfaction"
    elif under == "经济效益" and _PAYMENT.search(name):
        kind = "预算执行", "budget execution"
    else:
        return None
    printed = squeezed(row.level2)
    said = Words(
        f"“{name}”属于{kind[0]}，列在“{printed}”下", f"“{name}” is {kind[1]}, under “{printed}”"
    )
    values = (value(row.target),) if row.target else ()
    return Finding(said, quote_row(row, "level2", "target_text"), values)


@FAMILY.rule(
    "Q7",
    "符号与指标方向相反",
    "The operator runs against the indicator's direction",
    basis="共性指标的方向（财预〔2013〕53号等）",
    severity="warning",
    needs=(
        "能确认的共性指标，方向为越高或越低越好，数字带符号；越高越好用≤、越低越好用≥（不是比率的为提示）"
        "，越低越好的比率用=且不为0（提示）",
        "a canonical indicator of which higher or lower is better, a number with an operator: ≤ "
        "where higher is better, ≥ where lower is (info if no rate), = other than 0 of a rate "
        "where lower is (info)",
    ),
)
@one_by_one(_WHAT, Words("没有能确认方向的带符号指标", "no canonical indicator with an operator"))
def against_direction(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        target = row.target
        if row.indicator_id is None or row.polarity not in ("higher", "lower") or row.doubtful:
            continue
        if target is None or target.number is None or target.operator is None:
            continue
        if target.unit in _TIME:  # a limit of time may bound either way
            continue
        higher = row.polarity == "higher"
        against = target.operator in (("le", "lt") if higher else ("ge", "gt"))
        exact = not higher and target.operator == "eq" and target.unit == "%" and target.number != 0
        if against or exact:
            way = ("越高越好", "higher") if higher else ("越低越好", "lower")
            said = Words(
                f"“{row.label}”{way[0]}，指标值为{value(target)}",
                f"of “{row.label}” {way[1]} is better; the target is {value(target)}",
            )
            cells = quote_row(row, "target_text")
            level: Severity | None = "info" if exact or target.unit != "%" else None
            yield Finding(said, cells, (value(target),), "", level)
        else:
            yield None


@FAMILY.rule(
    "Q10",
    "单位栏与指标值矛盾",
    "The unit column contradicts the value",
    basis="计量单位与指标值的一致性",
    severity="warning",
    needs=("有计量单位栏", "a column of units"),
)
@one_by_one(_WHAT, Words("没有计量单位栏", "no column of units"))
def unit_contradicts(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        unit = squeezed(row.unit_text)
        if not unit or row.target is None:
            continue
        if "value.unit_conflict" in row.flags:
            text = squeezed(row.target.text)
            zh = f"“{row.label}”指标值为“{text}”，计量单位为“{unit}”"
            said = Words(zh, f"“{row.label}”: value “{text}”, unit “{unit}”")
            yield Finding(said, quote_row(row, "target_text", "unit_text"), (value(row.target),))
        else:
            yield None


@FAMILY.rule(
    "Q14",
    "指标值疑似误印或误读",
    "The value looks misprinted or misread",
    basis="≥印作2、比率超过100%等",
    severity="warning",
    needs=("有指标值", "rows with values"),
)
@one_by_one(_WHAT, Words(*NO_VALUES))
def misread(form: TargetForm, _: Thresholds) -> Compared:
    for row, _value in valued(form):
        if "value.ocr_suspect" in row.flags and row.target is not None:
            text = squeezed(row.target.text)
            zh = f"“{row.label}”的指标值“{text}”疑为误印或误读"
            said = Words(zh, f"“{row.label}”: “{text}”")
            yield Finding(said, quote_row(row, "target_text"), (value(row.target),))
        else:
            yield None
