"""Units of measure (计量单位): the canonical unit, its dimension, its exact factor.

The units are data, ``data/units.toml``. A unit may be composed: ``元/人·月``.
万 and 亿 before any unit but 元 belong to the number: ``万人`` is 人, times ten
to the power of four; 万元 and 亿元 are units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from functools import cache, lru_cache
from itertools import zip_longest

from normalizers.patterns import of_values
from normalizers.printed import clean, exact

ONE = Decimal(1)
_SHIFTS = {"亿": 8, "千万": 7, "百万": 6, "万": 4}
_OBJECTS = frozenset("个台套件辆组部本册篇只项场所户人次家条份张")
_RATIOS = frozenset({("人", "户"), ("次", "人"), ("次", "户"), ("次", "家"), ("张", "个")})
_NONE = frozenset(
    {"", "/", "-", "—", "——", "--", "无", "等级", "定性", "文字描述", "文字", "是/否"}
)
_PERIODS = frozenset(("months", "calendar_month"))
_BRACKET = of_values(r"\(([^()]*(?:\([^()]*\))?[^()]*)\)[:：]?$")
_ALTERNATIVES = of_values(r"([^()、/]+)(?:\(([^()]+)\)|、(.+))$")
_COUNTED = of_values(r"(\d*)(十万|百万|万|千|百)?(\D*)$")
_PERSON_TIME = of_values(r"(人)·?(小时|天|日|月|年|季度|学时|课时)$")
_STUB = of_values(r"^(?:[≥≤=<>]|>=|<=)*[*×xX_\d.]*(?=\D)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its canonical name, its dimension, and how it stands to the base of it.

    ``factor`` is None for a unit that nothing converts into; ``shift`` is the
    power of ten that belongs to the number (万人: 4). A bare 万 has no name.
    """

    name: str
    dimension: str
    factor: Decimal | None = ONE
    shift: int = 0
    over: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """The outcome of a conversion: a value, or the reason why there is none."""

    value: Decimal | None
    reason: str | None = None


@cache
def known_units() -> dict[str, Unit]:
    """Every printed form of a simple unit → the unit, from ``data/units.toml``."""
    import tomllib
    from pathlib import Path

    text = Path(__file__).with_name("data").joinpath("units.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    found: dict[str, Unit] = {}
    for dimension, units in tables.items():
        for name, entries in units.items():
            if dimension == "counters":
                unit, aliases = Unit(name, f"count:{name}"), entries
            else:
                unit, aliases = Unit(name, dimension, Decimal(entries[0])), entries[1:]
            for printed in (name, *aliases):
                found[clean(printed)] = unit
    return found


@lru_cache(maxsize=8192)
def read_unit(text: str) -> Unit | None:
    """The unit a printed text names; None if it is none we know.

    >>> read_unit("百分比").name, read_unit("元/人.天").name, read_unit("万元/年/人").name
    ('%', '元/人·天', '万元/人·年')
    >>> read_unit("万平方米").name, read_unit("万平方米").shift
    ('平方米', 4)
    >>> read_unit("台/套").name, read_unit("箩筐")
    ('台(套)', None)
    """
    text = clean(text)
    known = known_units()
    unit = known.get(text)
    if unit is not None:
        return unit
    for prefix, shift in _SHIFTS.items():
        if text.startswith(prefix):
            rest = text[len(prefix) :]
            inner = read_unit(rest) if rest else Unit("", "number")
            if inner is not None and not inner.shift and inner.dimension != "money":
                return Unit(inner.name, inner.dimension, inner.factor, shift, inner.over)
    return _alternatives(text, known) or _composed(text)


def _alternatives(text: str, known: dict[str, Unit]) -> Unit | None:
    """Several count words for one thing: 台（套）, 个/套, 人、户 → 台(套), 个(套), 人(户)."""
    found = _ALTERNATIVES.match(text)
    if found:
        words = [found[1], *re.split("[、/]", found[2] or found[3])]
    elif len(text) == 2 and set(text) <= _OBJECTS:
        words = list(text)
    else:
        words = text.split("/")
    if not 1 < len(words) == len(set(words)) or not _OBJECTS.issuperset(words):
        return None
    if "/" in text and tuple(words) in _RATIOS:
        return None
    names = [known[word].name for word in words]
    name = f"{names[0]}({'、'.join(names[1:])})"
    return Unit(name, f"count:{name}", ONE)


def _composed(text: str) -> Unit | None:
    """A unit per one or more others, 元/人·月; things before times, whatever the order printed."""
    top, *below = re.sub("/?每", "/", text).split("/")
    head = read_unit(top) if top and below else None
    if head is None or head.over or not head.name:
        return None
    parts: list[Unit] = []
    for piece in below:
        piece = piece[1:-1] if piece.startswith("(") and piece.endswith(")") else piece
        either = _alternatives(piece, known_units()) if "(" in piece else None
        if either is not None:
            parts.append(either)
            continue
        whole = known_units().get(piece)
        pieces = [piece] if whole and not _PERSON_TIME.match(piece) else _split_below(piece)
        for word in pieces:
            part = _counted(word)
            if part is None:
                return None
            parts.append(part)
    return per(head, tuple(parts))


def _split_below(piece: str) -> list[str]:
    if piece in ("人·次", "人.次"):
        return ["人次"]
    joined = _PERSON_TIME.match(piece)
    if joined:
        return [joined[1], joined[2]]
    return re.split(r"[·.*×•、]", piece)


def _counted(word: str) -> Unit | None:
    """What stands below the stroke: a unit, or a number of them (千字, 10万人)."""
    known = known_units()
    if word in ("个月", "月", "月份"):
        return Unit("月", "months")
    unit = known.get(word)
    if unit is not None:
        return unit if _may_stand_below(unit) else None
    found = _COUNTED.match(word)
    if not found or not (found[2] or (found[1] and found[3])):
        return None
    inner = known.get(found[3])
    if found[3] and (inner is None or not _may_stand_below(inner)):
        return None
    name = f"{found[1]}{found[2] or ''}{inner.name if inner else ''}"
    times = Decimal(found[1] or 1) * Decimal(
        {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6}.get(found[2], 1)
    )
    dimension = inner.dimension if inner else "number"
    factor = inner.factor if inner and inner.factor is not None else ONE
    return Unit(name, dimension, factor * times) if times else None


def _may_stand_below(unit: Unit) -> bool:
    """Whether something can be counted per this unit: no shares, no money."""
    return not unit.dimension.startswith(("ratio", "percentage", "money"))


@lru_cache(maxsize=2048)
def per(head: Unit, parts: tuple[Unit, ...]) -> Unit:
    """``head`` per each of ``parts``: things first, then times, so that order says nothing."""
    times = ("time", "months", "working_days")
    below = (*head.over, *parts)
    if len(below) > 1 and {"人", "次"} == {part.name for part in below}:
        below = (known_units()["人次"],)
    over = tuple(sorted(below, key=lambda part: (part.dimension in times, part.name)))
    name = f"{head.name.split('/', 1)[0]}/{'·'.join(part.name for part in over)}"
    return known_units().get(name) or Unit(name, head.dimension, head.factor, head.shift, over)


@lru_cache(maxsize=4096)
def unit_column(text: str) -> tuple[Unit | None, str]:
    """The unit a unit cell or a header names, and the printed word if it is not known.

    >>> unit_column("指标值（万元）")[0].name, unit_column("等级"), unit_column("箩筐")
    ('万元', (None, ''), (None, '箩筐'))
    """
    folded = clean(text)
    if folded in _NONE:
        return None, ""
    unit = read_unit(folded)
    if unit is None:
        found = _BRACKET.search(folded)
        unit = read_unit(found[1].removeprefix("单位:")) if found else None
    return unit, "" if unit else folded


def unit_in_name(name: str) -> Unit | None:
    """The unit in the bracket at the end of an indicator's name, template stubs such as ≥** off.

    >>> unit_in_name("奖补资金兑付率(%)").name, unit_in_name("补助成本(≤**元/株)").name
    ('%', '元/株')
    >>> unit_in_name("博士后（国家站）") is None
    True
    """
    found = _BRACKET.search(clean(name))
    if found is None:
        return None
    inner = found[1].removeprefix("单位:")
    return read_unit(inner) or read_unit(_STUB.sub("", inner))


def unit_in_header(header: str) -> Unit | None:
    """The unit in the bracket at the end of a value column's header.

    A period (目标值（年度）), points (目标值（50分）) and a letter (完成值（B）) are none, unless
    the bracket says 单位.

    >>> unit_in_header("指标值（单位：万元）").name, unit_in_header("指标值(%)").name
    ('万元', '%')
    >>> unit_in_header("目标值（年度）") is None
    True
    """
    found = _BRACKET.search(clean(header))
    if found is None:
        return None
    word = found[1].removeprefix("计量").removeprefix("单位:")
    unit = read_unit(word)
    if unit is None or word != found[1]:
        return unit
    letter = len(word) == 1 and word.isascii() and word.isalpha()
    return None if letter or unit.dimension in _PERIODS else unit


_CONTEXT = Context(prec=400, traps=[Inexact])
_REASONS = {
    "calendar_month": "月 may be the month of the year or a number of months",
    "months": "a month has no fixed number of days",
    "working_days": "a working day is no fixed number of days",
}


def convert(value: Decimal, source: str, target: str) -> Converted:
    """A value in another unit, exactly, or the reason why it is refused.

    >>> convert(Decimal("3.5"), "万元", "元").value, convert(Decimal(30), "亩", "公顷").value
    (Decimal('35000'), Decimal('2'))
    >>> convert(Decimal(5), "人", "人次").reason
    '人 and 人次 measure different things'
    """
    old, new = read_unit(source), read_unit(target)
    for unit, printed in ((old, source), (new, target)):
        if unit is None or not unit.name:
            return Converted(None, f"unknown unit: {printed}")
    assert old is not None
    assert new is not None
    pairs = [(old, new), *zip_longest(old.over, new.over)]
    for one, other in pairs:
        if one is None or other is None or one.dimension != other.dimension:
            return Converted(None, _why_not(old, new, one, other))
        if one.dimension == "calendar_month" and one is not other:
            return Converted(None, _REASONS["calendar_month"])
    try:
        result = _CONTEXT.multiply(value, Decimal(10) ** old.shift)
        for step, (one, other) in enumerate(pairs):
            up, down = (one, other) if step == 0 else (other, one)
            if up.factor != down.factor:
                result = _CONTEXT.divide(
                    _CONTEXT.multiply(result, up.factor or ONE), down.factor or ONE
                )
        result = _CONTEXT.divide(result, Decimal(10) ** new.shift)
    except Inexact:
        return Converted(None, f"{value} {source} is no exact decimal number of {target}")
    return Converted(exact(f"{result:f}"))


def _why_not(old: Unit, new: Unit, one: Unit | None, other: Unit | None) -> str:
    dimensions = {part.dimension for part in (one, other) if part is not None}
    if "calendar_month" in dimensions and dimensions & {"months", "time", "working_days"}:
        return _REASONS["calendar_month"]
    if "time" in dimensions:
        for dimension in ("months", "working_days"):
            if dimension in dimensions:
                return _REASONS[dimension]
    if len([d for d in dimensions if d.startswith("money")]) == 2:
        return f"{old.name} and {new.name} are different currencies: no fixed rate"
    return f"{old.name} and {new.name} measure different things"
