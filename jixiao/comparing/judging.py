"""One target in two years: weaker, stronger, or neither; by direction, in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row, squeezed
from jixiao.auditing.matching import better
from jixiao.auditing.model import Words
from jixiao.auditing.quoting import number, value
from jixiao.comparing.measuring import in_unit
from jixiao.comparing.model import Change

POINTS = "个百分点"  # in which two percentages differ
_WORDS = ("grade", "text")
_NO_TARGET = Words("有一年没有指标值", "one year prints no target")
_DOUBTFUL = Words("读取存疑，不作比较", "the reading of one is in doubt")
_TO_WORDS = Words("数字改为文字", "words in place of a number")
_TO_NUMBER = Words("文字改为数字", "a number in place of words")
_OTHER_WORDS = Words("文字不同", "other words")
_NOT_COMPARED = Words("两年的写法不同，不能比较", "written in ways that cannot be compared")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a change is, with its arithmetic."""

    change: Change
    shown: Words | None = None
    difference: Decimal | None = None
    unit: str | None = None
    percent: Decimal | None = None


def judge(before: Row, now: Row) -> Judged:
    """What became of a target. A number that gives way to words is weaker, as = that gives
    way to ≥ or ≤ is (rule Y3); a change is weaker or stronger only where the direction of
    the indicator (指标方向) is certain."""
    old, new = before.target, now.target
    if old is None or new is None or not squeezed(old.text) or not squeezed(new.text):
        return Judged("unclear", _NO_TARGET)
    if before.doubtful or now.doubtful:
        return Judged("unclear", _DOUBTFUL)
    if _is_number(old) and _is_number(new) and old.kind == new.kind:
        return _numbers(old, new, now.polarity)
    if old.kind == new.kind == "date" and _moved_on(old, new):
        return Judged("unchanged")
    if squeezed(old.text) == squeezed(new.text):
        return Judged("unchanged")
    if _is_number(old) and new.kind in _WORDS:
        return Judged("weaker", _TO_WORDS)
    if old.kind in _WORDS and _is_number(new):
        return Judged("stronger", _TO_NUMBER)
    if old.kind in _WORDS and new.kind in _WORDS:
        return Judged("changed", _OTHER_WORDS)
    return Judged("changed" if old.kind == new.kind else "unclear", _NOT_COMPARED)


def _is_number(target: Printed) -> bool:
    return target.number is not None and not target.several and target.kind != "range"


def _moved_on(old: Printed, new: Printed) -> bool:
    """Whether a date is the same day a year later."""
    if not old.to or not new.to:
        return False
    first, second = date.fromisoformat(old.to), date.fromisoformat(new.to)
    return (first.year + 1, first.month, first.day) == (second.year, second.month, second.day)


def _numbers(old: Printed, new: Printed, polarity: str | None) -> Judged:
    assert old.number is not None
    assert new.number is not None
    if not old.unit or not new.unit:
        if old.unit != new.unit:
            return Judged("unclear", Words("有一年没有计量单位", "one year prints no unit"))
        past, shown = old.number, ""
    else:
        found, said = in_unit(old.number, old.unit, new.unit)
        if found is None:
            return Judged("unclear", said if isinstance(said, Words) else None)
        past, shown = found, str(said)
    present = new.number
    unit = POINTS if new.unit == "%" else new.unit
    difference = present - past
    percent = difference / abs(past) * 100 if past else None
    arithmetic = f"{number(present)} − {number(past)} = {number(difference)}{unit or ''}"
    parts = (shown, "" if difference == 0 else arithmetic)
    told = "；".join(part for part in parts if part)
    words = Words(told, told.replace("；", "; ")) if told else None
    if difference == 0:
        return _signs(old, new, words, unit)
    way = better(new, polarity)
    change: Change = "changed"
    if way is not None:  # more is stronger where higher is better
        change = "stronger" if (difference > 0) == (way == "higher") else "weaker"
    return Judged(change, words, difference, unit, percent)


def _signs(old: Printed, new: Printed, words: Words | None, unit: str | None) -> Judged:
    """The same number: = given up for ≥ or ≤ is weaker, another sign a change."""
    if old.operator == new.operator:
        return Judged("unchanged", words, Decimal(0), unit, Decimal(0))
    said = Words(f"符号改变：{value(old)} → {value(new)}", f"sign: {value(old)} → {value(new)}")
    weaker = old.operator == "eq" and new.operator is not None
    return Judged("weaker" if weaker else "changed", said, Decimal(0), unit, Decimal(0))
