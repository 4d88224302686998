"""Quantities (定量值): operator, number, unit, in the ways they are printed in one cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from normalizers.operators import AFTER, BEFORE, INCLUDED, meaning
from normalizers.patterns import of_values
from normalizers.printed import exact
from normalizers.units import Unit, per, read_unit
from normalizers.value_model import Operator, Value

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = of_values(f"[-+]?(?:{NUMBER})")
_MORE_DIGITS = of_values(r"\d")
_RATE = of_values(r"/\d*[十百千万]+人?口?$")
_REMARK = of_values(r"(.*?)\(([^()]*)\)$")
_PAST = of_values(r"(?:20\d\d|19\d\d)年?[:：]|上年|去年")
_REPEAT = of_values(f"\\(含({NUMBER})([^()\\d]*)\\)")
_DAMAGED = of_values(r"/\D")
_FOREIGN = of_values(r"[A-Za-z]{1,5}")
_SCAR = of_values(r"(?:%[=>]|[二WQ])(?=\d)")
_DONE = of_values(r"(?:[,，;；]?(?:已|均|全部|按时|按期|如期)*)完成$")
_LONGEST_TAIL = 150
YEARS = (1900, 2100)


class Setting(NamedTuple):
    """What the rest of the row says about a value: its unit and operator cells, its name."""

    column: Unit | None = None
    unknown: str = ""
    named: Unit | None = None
    operator: Operator | None = None
    qualitative: bool = False
    money: bool = False
    dated: bool = False
    calendar: bool = False
    growth: bool = False


class Tail(NamedTuple):
    """What follows a number: operators, a unit, a remark in brackets."""

    unit: Unit | None = None
    words: tuple[str, ...] = ()
    remark: str = ""
    damaged: str = ""  # a unit that has lost its head: /株
    unknown: str = ""  # letters that are no unit we know: M


class Settled(NamedTuple):
    """The unit a number is in, and the power of ten that belongs to the number."""

    name: str | None
    shift: int = 0
    flags: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()


def read_quantity(text: str, row: Setting, below: tuple[Unit, ...] = ()) -> Value | None:
    """The one quantity a folded text is, or None. ``below`` comes from each 每… before it."""
    words: list[str] = []
    at = 0
    while not text[at : at + 1].isdigit() and (found := BEFORE.match(text, at)):
        words.append(found[0])
        at = found.end()
    scar = None if words else _SCAR.match(text)
    number = _NUMBER.match(text, scar.end() if scar else at)
    if number is None:
        return None
    rest = text[number.end() :]
    if "(含" in rest:
        rest = _repeat_aside(rest, number[0])
    tail = read_tail(rest)
    if tail is None:
        return None
    unit = tail.unit
    if below:
        unit = unit or row.column or row.named
        if unit is None or not unit.name:
            return None
        over = [part.name for part in unit.over]
        if missing := tuple(part for part in below if part.name not in over):
            unit = per(unit, missing)
    settled = settle(unit, tail.damaged, row)
    if tail.unknown:
        settled = Settled(None, 0, ("value.unit_unknown",), (f"unknown unit {tail.unknown}",))
    value = exact(number[0], settled.shift)
    if settled.name == "年" and YEARS[0] <= value <= YEARS[1]:
        return None  # a year, not a number of years
    operator, flags, trace = _operator([*words, *tail.words], row)
    trace = (f"number {number[0]}", *trace)
    name = settled.name
    if name == "月":
        if 1 <= value <= 12 and value == int(value):
            flags += ("value.month_uncertain",)
        else:
            name = "个月"
    if scar or (operator is None and _misread(number[0], name, row) and not words):
        operator = None
        flags += ("value.ocr_suspect",)
        trace += (f"{scar[0] if scar else number[0]} looks misread: the printed number is kept",)
    if tail.remark:
        flags += ("value.remark",)
        trace += (f"({tail.remark}) left aside",)
    if settled.shift:
        trace += (f"10^{settled.shift} belongs to the number",)
    return Value(
        "quantity",
        operator,
        value,
        unit=name,
        flags=flags + settled.flags,
        trace=trace + settled.trace,
    )


def _misread(number: str, unit: str | None, row: Setting) -> bool:
    """A share above 100 % that is one without its first 2: ≥ is often misread as 2 (≥92%, 292%)."""
    if unit != "%" or number[0] != "2" or row.growth or len(number) < 3:
        return False
    return exact(number) > 100 and exact(number[1:]) <= 100


def _operator(
    words: list[str], row: Setting
) -> tuple[Operator | None, tuple[str, ...], tuple[str, ...]]:
    """The operator of the cell and of the operator cell together."""
    operator, flags = meaning(words) if words else (None, ())
    trace: tuple[str, ...] = (f"operator {'…'.join(words)}",) if words else ()
    if row.operator is None or "value.operator_conflict" in flags:
        return operator, flags, trace
    trace += (f"operator cell {row.operator}",)
    if operator is None or operator == row.operator:
        return row.operator, flags, trace
    return None, (*flags, "value.operator_conflict"), trace


def _repeat_aside(rest: str, number: str) -> str:
    """What follows a number, a bracket that only says the number itself counts made short:
    %(含95%) → %(含)."""
    found = _REPEAT.search(rest)
    if found is None or found[1] != number or not rest.startswith(found[2]):
        return rest
    return f"{rest[: found.start()]}(含){rest[found.end() :]}"


@lru_cache(maxsize=4096)
def read_tail(text: str) -> Tail | None:
    """What follows a number, if all of it is understood.

    >>> read_tail("万元/家以内").unit.name, read_tail("万元/家以内").words
    ('万元/家', ('以内',))
    >>> read_tail("个一工程") is None
    True
    """
    words: list[str] = []
    remark = ""
    rest = text
    if len(text) > _LONGEST_TAIL:
        return None
    while True:
        if not rest:
            unit = read_unit(remark) if remark else None
            if unit is not None:
                return Tail(unit, tuple(words))  # 300(人次)
            return Tail(None, tuple(words), remark)
        unit = read_unit(rest)
        if unit is not None:
            return Tail(unit, tuple(words), remark)
        if found := AFTER.search(rest):
            words.append(found[0])
            rest = rest[: found.start()]
        elif rest[0] in "余多" and len(rest) < 12:
            words.append("约")
            rest = rest[1:]
        elif rest.endswith("完成") and (found := _DONE.search(rest)):
            rest = rest[: found.start()]
        elif _DAMAGED.match(rest) or _RATE.fullmatch(rest):
            return Tail(None, tuple(words), remark, damaged=rest)
        elif _FOREIGN.fullmatch(rest):
            return Tail(None, tuple(words), remark, unknown=rest)
        elif (found := _REMARK.match(rest)) and not remark:
            rest, remark = found[1], found[2]
            if remark in ("含", "含本数"):
                words.append(INCLUDED)
                remark = ""
            if _MORE_DIGITS.search(remark) and not _PAST.match(remark):
                return None
        else:
            return None


def settle(own: Unit | None, damaged: str, row: Setting) -> Settled:
    """The unit out of the cell's own unit, the unit cell and the unit in the name.

    万 before any unit but 元 multiplies; a bare 万 of money is 万元.
    """
    other = row.column or row.named
    if damaged:
        if other is not None and other.over and f"/{other.name.partition('/')[2]}" == damaged:
            return Settled(
                other.name,
                other.shift,
                ("value.unit_conflict",),
                (f"unit {damaged} is damaged: {other.name} stands in the name or unit cell",),
            )
        if other is not None and damaged == f"/{other.name}" and not (other.shift or row.money):
            return Settled(
                other.name, 0, (), (f"{other.name} after a stroke, as in the unit cell",)
            )
        if _RATE.fullmatch(damaged):
            return Settled(damaged)
        return Settled(None, 0, ("value.unit_unknown",), (f"unit {damaged} is damaged",))
    if own is None:
        if other is None:
            if row.unknown:
                return Settled(None, 0, ("value.unit_unknown",), (f"unknown unit {row.unknown}",))
            return Settled(None)
        where = "unit cell" if row.column else "unit in the name or header"
        if not other.name:
            return _bare(other.shift, row, None)
        return Settled(other.name, other.shift, (), (f"{where}: {other.name}",))
    if not own.name:
        return _bare(own.shift, row, other)
    column = row.column
    if column is None or not column.name or _agree(own, column):
        return Settled(own.name, own.shift)
    return Settled(
        own.name,
        own.shift,
        ("value.unit_conflict",),
        (f"the unit cell says {column.name}: the unit beside the number is kept",),
    )


def _agree(own: Unit, column: Unit) -> bool:
    if own.name == column.name:
        return own.shift == column.shift
    months = {own.name, column.name} == {"月", "个月"}
    if own.name.partition("/")[0] == column.name and own.shift == column.shift:
        return True  # 每季度1次 beside 次
    return months or own.name in re.split(r"[()、]", column.name)


def _bare(shift: int, row: Setting, other: Unit | None) -> Settled:
    """The unit of a number with 万 or 亿 and nothing else beside it."""
    money = {4: "万元", 8: "亿元"}.get(shift)
    if other is None or not other.name:
        if row.money and money:
            return Settled(money, 0, (), (f"bare 万 or 亿 of money: {money}",))
        return Settled(None, shift)
    if other.dimension != "money":
        return Settled(other.name, shift, (), (f"unit from beside the value: {other.name}",))
    if money is None:
        return Settled(None, shift, ("value.unit_unknown",))
    head, stroke, below = other.name.partition("/")
    flags = () if head in ("元", money) else ("value.unit_conflict",)
    return Settled(f"{money}{stroke}{below}", 0, flags, (f"万 or 亿 beside {other.name}: {money}",))
