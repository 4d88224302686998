"""Rules on what changed since the year before: weaker, gone, in other columns or units."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

from jixiao.auditing.evidence import Printed, TargetForm
from jixiao.auditing.matching import (
    BASIS,
    FIRST,
    NEEDS,
    WHAT,
    Matched,
    better,
    key_of,
    matched,
    numbers,
    quote_pair,
    year_on_year,
)
from jixiao.auditing.model import (
    Compared,
    Finding,
    Severity,
    Thresholds,
    Verdict,
    Words,
    fired,
    passed,
    undecidable,
)
from jixiao.auditing.quoting import names_of, number, quote_form, quote_rows, value
from jixiao.auditing.registering import Family, one_by_one

FAMILY = Family("years")
_COLUMNS = {
    "half": "半年指标值",
    "cycle": "实施周期指标值",
    "actual": "实际完成值",
    "unit_text": "计量单位",
    "weight_text": "分值",
    "score_text": "得分",
    "note_text": "备注",
    "level2": "二级指标",
}


@FAMILY.rule(
    "Y3",
    "指标值比上年放松",
    "The target is weaker than the year before",
    basis=BASIS,
    severity="warning",
    needs=(
        f"{NEEDS[0]}；变动超过阈值（%），或数字改为文字，或符号由=改为不等号",
        f"{NEEDS[1]}; a change beyond the threshold (%), words for a number, or = given up",
    ),
    change="10",
)
@year_on_year
@one_by_one(WHAT, Words("没有两年可比的指标", "no indicators to compare"))
def weakened(before: TargetForm, form: TargetForm, limits: Thresholds) -> Compared:
    for pair in matched(before, form):
        old, new = pair[0].target, pair[1].target
        if old is None or new is None or old.number is None or pair[1].doubtful:
            continue
        said, level, shown = _weaker(pair, old, new, limits["change"])
        if said is not None:
            yield Finding(said, quote_pair(pair), (value(old), value(new)), shown, level)
        elif numbers(pair) is not None:
            yield None


def _weaker(
    pair: Matched, old: Printed, new: Printed, most: Decimal
) -> tuple[Words | None, Severity | None, str]:
    name = pair[1].label
    if new.kind in ("grade", "text"):
        zh = f"“{name}”由{value(old)}改为“{new.text}”"
        return Words(zh, f"“{name}”: {value(old)} became “{new.text}”"), None, ""
    found = numbers(pair)
    if found is None or not found[2]:
        return None, None, ""
    past, present = found[2], found[3]
    way = better(new, pair[1].polarity)
    change = (present - past) / abs(past) * 100
    shown = f"({number(present)} − {number(past)}) ÷ {number(past)} = {number(round(change, 1))}%"
    if way is not None and (change < -most if way == "higher" else change > most):
        zh = f"“{name}”由{value(old)}放松为{value(new)}（{number(round(change, 1))}%）"
        return Words(zh, f"“{name}”: {value(old)} weakened to {value(new)}"), None, shown
    if old.operator == "eq" and new.operator in ("ge", "le") and past == present:
        zh = f"“{name}”的符号由{value(old)}改为{value(new)}"
        return Words(zh, f"“{name}”: {value(old)} became {value(new)}"), "info", ""
    return None, None, ""


def likeness(one: str, other: str) -> Decimal:
    """How alike two names are, by pairs of characters (Dice).

    >>> likeness("培训合格率", "培训人员合格率")
    Decimal('0.6')
    """
    first, second = (Counter(pairwise(text)) for text in (one, other))
    whole = sum(first.values()) + sum(second.values())
    return Decimal(2 * sum((first & second).values())) / whole if whole else Decimal(0)


@FAMILY.rule(
    "Y4",
    "上年的指标消失",
    "An indicator of the year before is gone",
    basis=BASIS,
    severity="info",
    needs=(
        "同一部门（或项目）相邻两年各有一张表；名称没有相近的才算消失；机构改革后新组建的部门不比较",
        "one form a year in two years that follow each other; only names with no similar one are "
        "gone; departments newly formed by a reform are not compared",
    ),
    likeness="0.6",
)
@year_on_year
def vanished(before: TargetForm, form: TargetForm, limits: Thresholds) -> Verdict:
    if not before.annual or not form.annual:
        return undecidable("有一年没有读到指标", "no indicators were read in one year")
    now = {key_of(row) for row in form.annual}
    gone = [
        row
        for row in before.annual
        if key_of(row) not in now
        and all(likeness(row.label, new.label) < limits["likeness"] for new in form.annual)
    ]
    count = len(before.annual)
    if not gone:
        return passed(f"上年{count}个指标都在", f"all {count} are still there")
    said = Words(
        f"上年{count}个指标中{len(gone)}个不再出现：{names_of(gone)}",
        f"{len(gone)} of {count} indicators of the year before are gone",
    )
    return fired(Finding(said, quote_rows(gone), tuple(row.label for row in gone)))


def _columns(form: TargetForm) -> set[str]:
    return {
        zh for name, zh in _COLUMNS.items() if any(getattr(r, name) is not None for r in form.rows)
    }


@FAMILY.rule(
    "Y5",
    "表的栏目与上年不同",
    "The form has other columns than the year before",
    basis=BASIS,
    severity="info",
    needs=("同一部门（或项目）相邻两年各有一张表，都有指标", NEEDS[1]),
)
@year_on_year
def template_changed(before: TargetForm, form: TargetForm, _: Thresholds) -> Verdict:
    if not before.rows or not form.rows:
        return undecidable(*FIRST)
    old, new = _columns(before), _columns(form)
    if old == new:
        return passed("栏目相同", "the same columns")
    added, lost = sorted(new - old), sorted(old - new)
    zh = "；".join(
        f"{word}{'、'.join(names)}" for word, names in (("增加", added), ("取消", lost)) if names
    )
    said = Words(f"栏目变化：{zh}，只能比较共有的栏目", f"columns changed: {zh}")
    cells = (
        *quote_form(before, "title", before.title or ""),
        *quote_form(form, "title", form.title or ""),
    )
    return fired(Finding(said, cells, (*added, *lost)))


@FAMILY.rule(
    "Y6",
    "同一指标的单位与上年不同",
    "An indicator's unit is not that of the year before",
    basis=BASIS,
    severity="warning",
    needs=(f"{NEEDS[0]}，为带单位的数字", f"{NEEDS[1]}, numbers with units"),
)
@year_on_year
@one_by_one(WHAT, Words("没有两年都带单位的指标", "no indicator with a unit in both years"))
def unit_changed(before: TargetForm, form: TargetForm, _: Thresholds) -> Compared:
    for pair in matched(before, form):
        old, new = pair[0].target, pair[1].target
        if old is None or new is None or not old.unit or not new.unit:
            continue
        if old.number is None or new.number is None:
            continue
        if old.unit != new.unit:
            said = Words(
                f"“{pair[1].label}”的单位由{old.unit}改为{new.unit}",
                f"“{pair[1].label}”: {old.unit} became {new.unit}",
            )
            yield Finding(said, quote_pair(pair), (value(old), value(new)))
        else:
            yield None
