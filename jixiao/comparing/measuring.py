"""The targets of a group in one unit, each conversion shown and each refusal explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row
from jixiao.auditing.model import Words
from jixiao.auditing.quoting import number
from jixiao.comparing.model import Member, Source
from normalizers.units import convert

Entry = tuple[Row, Source]

_KINDS = {
    "grade": Words("定性描述，不是数字", "a word of quality, no number"),
    "text": Words("文字，不是数字", "words, no number"),
    "date": Words("日期，不是数量", "a date, no quantity"),
    "range": Words("是一个区间，不取其中的数", "a range: no number of it is taken"),
    "relative": Words("与基期相比的变化，基数未知", "a change on a base that is not known"),
    "missing": Words("指标值为空", "no target is printed"),
}
_NO_COLUMN = Words("表中没有指标值", "the form prints no target")
_SEVERAL = Words("一格中有几个数量", "several quantities in one cell")
_DOUBTFUL = Words("读取存疑，不作比较", "its reading is in doubt")
_NO_UNIT = Words("没有计量单位", "no unit is printed")
_NO_NUMBER = Words("不是一个确定的数", "no certain number")
_REASONS = (  # what the reason of normalizers.units says, in Chinese
    ("month of the year", "“月”可能是月份，也可能是月数"),
    ("no fixed number of days", "没有固定的天数"),
    ("different currencies", "是不同的货币，没有固定汇率"),
    ("measure different things", "计量的不是同一事物"),
    ("no exact decimal", "换算后不是有限小数"),
    ("unknown unit", "单位不明"),
)


def measured(entries: Sequence[Entry]) -> tuple[str | None, tuple[Member, ...]]:
    """The unit of a group, and its targets in that unit."""
    refusals = [_refused(row) for row, _ in entries]
    usable = [entry for entry, refusal in zip(entries, refusals, strict=True) if not refusal]
    unit = _unit_of(usable)
    return unit, tuple(
        Member(row, source, refusal=refusal)
        if refusal is not None or unit is None or row.target is None
        else _member(row, source, row.target, unit)
        for (row, source), refusal in zip(entries, refusals, strict=True)
    )


def _refused(row: Row) -> Words | None:
    """Why a target is no number that could be compared."""
    target = row.target
    if target is None:
        return _NO_COLUMN
    if row.doubtful:
        return _DOUBTFUL
    if target.several:
        return _SEVERAL
    if target.kind in _KINDS:
        return _KINDS[target.kind]
    if target.number is None:
        return _NO_NUMBER
    return _NO_UNIT if target.unit is None else None


def _unit_of(entries: Iterable[Entry]) -> str | None:
    """The unit into which the targets of most departments convert; of several such, the one
    printed by most."""
    by_unit: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for row, source in entries:
        if row.target is not None and row.target.unit and row.target.number is not None:
            owner = source.office or source.document
            by_unit[row.target.unit].append((row.target.number, owner))
    if len(by_unit) < 2:
        return next(iter(by_unit), None)

    def reach(unit: str) -> tuple[int, int, int, str]:
        reached = {
            owner
            for other, values in by_unit.items()
            for value, owner in values
            if other == unit or convert(value, other, unit).value is not None
        }
        own = {owner for _, owner in by_unit[unit]}
        return len(reached), len(own), len(by_unit[unit]), unit

    return max(by_unit, key=reach)


def _member(row: Row, source: Source, target: Printed, unit: str) -> Member:
    assert target.number is not None
    assert target.unit is not None
    found, shown = in_unit(target.number, target.unit, unit)
    if found is None:
        return Member(row, source, refusal=shown if isinstance(shown, Words) else None)
    return Member(row, source, found, shown if isinstance(shown, str) else "")


def in_unit(value: Decimal, source: str, unit: str) -> tuple[Decimal | None, str | Words]:
    """A value in another unit with the conversion shown ("" where there is none to make),
    or None and why not.

    >>> in_unit(Decimal("1.2"), "万元", "元")
    (Decimal('12000'), '1.2万元 = 12000元')
    >>> in_unit(Decimal(5), "人", "人次")[1].zh
    '人不换算为人次：计量的不是同一事物'
    """
    if source == unit:
        return value, ""
    found = convert(value, source, unit)
    if found.value is not None:
        return found.value, f"{number(value)}{source} = {number(found.value)}{unit}"
    reason = found.reason or ""
    zh = next((said for part, said in _REASONS if part in reason), reason)
    return None, Words(f"{source}不换算为{unit}：{zh}", reason)
