"""Rules on measurability (可衡量): numbers, words of degree, and ceilings."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row, TargetForm, squeezed, top
from jixiao.auditing.model import Finding, Thresholds, Verdict, Words, fired, passed, undecidable
from jixiao.auditing.quoting import names_of, number, percent, quote_rows
from jixiao.auditing.registering import Family

FAMILY = Family()

_VAGUE = re.compile(r"明显|提高|提升|改善|增强|优化|有效|显著|持续|长期|较好|不断|进一步|逐步")
_DIRECTION = re.compile(r"提高|提升|增强|增长|增加|改善|降低|减少|下降|扩大")
_BASE = re.compile(r"较|比|同比|环比|上年|去年|上一年|基数|基准|以上|至|达到")
_SCALE = re.compile(r"优.{0,2}良.{0,2}(?:中|差)|高.?中.?低|好.?中?.?差|是.?否")
_STEP = re.compile(r"[优良中差高低好坏]|优秀|良好|较好|一般|较差|合格|不合格|达标")
_NUMBER = re.compile(
    r"[\d%％零〇]|[一二两三四五六七八九十百千]+(?:[个次项人家场年月倍成篇件起例天]|百分)"
)
_WORDS = ("grade", "text", "relative")
NO_VALUES = ("表中没有读到有指标值的指标", "no indicators with values were read in this form")


def valued(form: TargetForm) -> list[tuple[Row, Printed]]:
    """The rows of the year with their value: the annual one, else that of the term.

    A row whose value is a placeholder (/, 无, 不涉及) has none; C1 speaks of it.
    """
    found = ((row, row.target or row.cycle) for row in form.annual)
    return [(row, value) for row, value in found if value is not None and value.kind != "missing"]


@FAMILY.rule(
    "Q1",
    "量化指标占比",
    "Share of quantitative indicators",
    basis="财预〔2015〕88号（细化量化）；财预〔2021〕101号",
    severity="info",
    needs=(
        "有指标值的指标；有数字和单位、区间或日期的为量化，占比低于阈值即为疑点",
        "rows with values; a number with its unit, a range or a date is quantitative; doubtful "
        "below the threshold",
    ),
    least="50",
)
def share_measured(form: TargetForm, limits: Thresholds) -> Verdict:
    rows = valued(form)
    if not rows:
        return undecidable(*NO_VALUES)
    measured = sum(value.measured for _, value in rows)
    unsure = sum(_unsure(value) for _, value in rows)
    shown = f"{measured} ÷ {len(rows)} = {percent(measured, len(rows))}"
    by_class = _by_class(rows)
    zh = f"{len(rows)}个指标中{measured}个量化（{percent(measured, len(rows))}）：{by_class}"
    en = f"{measured} of {len(rows)} indicators are quantitative ({percent(measured, len(rows))})"
    least = limits["least"] * len(rows)
    if Decimal(measured * 100) >= least:
        return passed(zh, en)
    if Decimal((measured + unsure) * 100) >= least:
        return undecidable(
            f"{zh}；另有{unsure}个含数字而不能确认", f"{en}; {unsure} more hold figures"
        )
    cells = quote_rows(row for row, value in rows if not value.measured)
    return fired(Finding(Words(zh, en), cells, (str(measured), str(len(rows))), shown))


def _unsure(value: Printed) -> bool:
    """Whether a value holds figures that were not understood as one quantity."""
    return not value.measured and bool(_NUMBER.search(value.text))


def _by_class(rows: list[tuple[Row, Printed]]) -> str:
    """How many of how many, by first level as printed."""
    every = Counter(squeezed(row.level1) or "（无一级指标）" for row, _ in rows)
    good = Counter(squeezed(row.level1) or "（无一级指标）" for row, v in rows if v.measured)
    return "，".join(f"{name}{good[name]}/{count}" for name, count in every.items())


def _vague(value: Printed) -> bool:
    text = squeezed(value.text)
    return (
        value.kind in _WORDS
        and not value.measured
        and not _NUMBER.search(text)
        and bool(_VAGUE.search(text))
    )


@FAMILY.rule(
    "Q2",
    "效益指标多为含糊用语",
    "Effects are mostly vague words",
    basis="财预〔2015〕88号（细化量化）；审计常见问题：改善、提高等含糊表述",
    severity="warning",
    needs=(
        "一级指标为效益、满意度的指标不少于阈值个；指标值只有明显、提高、改善等词而无数字的占比"
        "超过阈值即为疑点",
        "at least so many rows under effects and satisfaction; doubtful if more than the share "
        "have only words such as 明显, 提高, 改善 and no number",
    ),
    share="50",
    least="3",
)
def vague_effects(form: TargetForm, limits: Thresholds) -> Verdict:
    rows = [(row, value) for row, value in valued(form) if top(row) in ("效益", "满意度")]
    if len(rows) < limits["least"]:
        return undecidable("效益、满意度指标太少", "too few effects and satisfaction rows")
    vague = [row for row, value in rows if _vague(value)]
    shown = f"{len(vague)} ÷ {len(rows)} = {percent(len(vague), len(rows))}"
    zh = f"效益和满意度{len(rows)}个指标中{len(vague)}个只有含糊用语（{shown}）"
    en = f"{len(vague)} of {len(rows)} effects and satisfaction rows have vague words only"
    if Decimal(len(vague) * 100) <= limits["share"] * len(rows):
        return passed(zh, en)
    values = tuple(row.target.text for row in vague if row.target)
    return fired(Finding(Words(zh, en), quote_rows(vague), values, shown))


@FAMILY.rule(
    "Q3",
    "定性指标没有分级标准",
    "Qualitative indicators have no grades",
    basis="财预〔2015〕88号（不能量化的采用分级分档）",
    severity="info",
    needs=(
        "有定性指标，且没有可能写评分标准的栏；印有优良中差等级次，或指标值为其中一级的不算",
        "qualitative rows in a form without a column that may hold a scoring rule; a printed "
        "scale such as 优良中差, or a step of one, is enough",
    ),
)
def grades_defined(form: TargetForm, _: Thresholds) -> Verdict:
    words = [
        (row, value)
        for row, value in valued(form)
        if value.kind in ("grade", "text") and not value.measured and not _unsure(value)
    ]
    if not words:
        return undecidable("没有定性指标", "no qualitative rows")
    if any(squeezed(row.note_text) for row in form.rows):
        return undecidable(
            "有备注或评分标准栏，不能确认是否已分级",
            "a column of notes is filled; whether it defines grades is not certain",
        )
    bare = [row for row, value in words if not _graded(squeezed(value.text))]
    if not bare:
        return passed(f"{len(words)}个定性指标均有等级", f"{len(words)} rows have a scale")
    zh = f"{len(words)}个定性指标中{len(bare)}个没有分级标准：{names_of(bare)}"
    en = f"{len(bare)} of {len(words)} qualitative rows have no grades"
    return fired(Finding(Words(zh, en), quote_rows(bare), (), f"{len(bare)} / {len(words)}"))


def _graded(text: str) -> bool:
    """Whether a value prints a scale, or is a step of one (优, 良, 合格)."""
    return bool(_SCALE.search(text) or _STEP.fullmatch(text))


@FAMILY.rule(
    "Q5",
    "比率指标普遍定为100%",
    "Nearly all rates are set at 100%",
    basis="财预〔2015〕88号（合理可行）",
    severity="info",
    needs=(
        "以%为单位的指标不少于阈值个，且知道指标方向；越高越好而定为100%的占比不小于阈值",
        "at least so many rows in %; doubtful if this share of them is at 100% where higher is "
        "better",
    ),
    share="90",
    least="6",
)
def ceilings(form: TargetForm, limits: Thresholds) -> Verdict:
    rates = [
        (row, value)
        for row, value in valued(form)
        if value.unit == "%" and value.number is not None and row.polarity == "higher"
    ]
    if len(rates) < limits["least"]:
        return undecidable("越高越好的比率指标太少", "too few rates of which higher is better")
    full = [row for row, value in rates if value.number == 100]
    shown = f"{len(full)} ÷ {len(rates)} = {percent(len(full), len(rates))}"
    zh = f"{len(rates)}个越高越好的比率指标中{len(full)}个定为100%（{shown}）"
    en = f"{len(full)} of {len(rates)} rates are set at 100% ({shown})"
    if Decimal(len(full) * 100) < limits["share"] * len(rates):
        return passed(zh, en)
    return fired(Finding(Words(zh, en), quote_rows(full), (number(Decimal(len(full))),), shown))


@FAMILY.rule(
    "Q11",
    "只有增减方向，没有基数和幅度",
    "A direction of change without base or amount",
    basis="财预〔2021〕101号（指标值可衡量、有依据）",
    severity="info",
    needs=(
        "有指标值；指标值含提高、减少等词，而名称和指标值都没有数字、上年、同比等基数",
        "rows with values; the value holds 提高, 减少 …, and neither it nor the name has a "
        "number or a base such as 上年 or 同比",
    ),
)
def direction_without_base(form: TargetForm, _: Thresholds) -> Verdict:
    rows = valued(form)
    if not rows:
        return undecidable(*NO_VALUES)
    bare = [row for row, value in rows if _bare_direction(row, value)]
    if not bare:
        return passed(f"已核对{len(rows)}个指标", f"{len(rows)} indicators compared")
    more = f"{len(bare)}个" if len(bare) > 3 else ""
    said = Words(
        f"{names_of(bare)}{more}指标值只有增减方向，没有基数和幅度",
        f"{len(bare)} values tell a direction only, with no base or amount",
    )
    values = tuple(row.target.text for row in bare if row.target)
    return fired(Finding(said, quote_rows(bare), values))


def _bare_direction(row: Row, value: Printed) -> bool:
    text = squeezed(value.text)
    return (
        value.kind in _WORDS
        and not value.measured
        and bool(_DIRECTION.search(text))
        and not _NUMBER.search(text)
        and not _BASE.search(text)
        and not _NUMBER.search(row.label)
        and not _BASE.search(row.label)
    )
