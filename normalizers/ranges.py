"""Ranges (区间值) and cells that hold several quantities."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from normalizers.operators import BEFORE, meaning
from normalizers.patterns import of_values
from normalizers.printed import exact
from normalizers.quantities import NUMBER, YEARS, Setting, read_quantity, read_tail, settle
from normalizers.units import Unit, read_unit
from normalizers.value_model import Value

_BETWEEN = r"(?:-{1,2}|—{1,2}|~|至|到)"
_DASHED = of_values(
    f"((?:{BEFORE.pattern}){{0,2}})(-?(?:{NUMBER}))([^\\d,，;；、≥≤=<>~—至到-]{{0,8}}?){_BETWEEN}(-?(?:{NUMBER}))(.*)$"
)
_BOUNDED = of_values(
    f"({BEFORE.pattern})(-?(?:{NUMBER}))([^\\d]*?)[,，、且并和及]{{0,2}}({BEFORE.pattern})(-?(?:{NUMBER}))([^\\d]*)$"
)
_AROUND = of_values(
    f"(-?(?:{NUMBER}))([^\\d≥≤=<>]{{0,8}})([≥≤<>]=?)[^\\d≥≤=<>,，;；、]{{1,8}}"
    f"([≥≤<>]=?)(-?(?:{NUMBER}))([^\\d≥≤=<>]{{0,8}})"
)
_TURNED = str.maketrans("≥≤<>", "≤≥><")
_TOLERANCE = of_values(f"[≤=]?(?:±|[+]/-)({NUMBER})(\\D*)$")
_LEADING_ZERO = of_values(r"-?0\d")
_SPLIT = of_values(r"[;；\n、]|(?<!\d)[,，]|[,，](?!\d)|[且和及](?=[\d≥≤=<>不])")
_YEARS = of_values(r"(?:19|20)\d\d-(?:19|20)\d\d")
_IN_SENTENCE = of_values(NUMBER)
_DATE = of_values(r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|(?<!\d)\d{1,2}月\d{1,2}[日号]")
_LONGEST_UNIT = 9
_NO_FIGURE_AFTER = frozenset("第“-—~至到+")


def read_range(text: str, row: Setting) -> Value | None:
    """A range: 5-10%, ≥95%≤100%, ±5%; None if the text is none.

    Two bounds that leave the ends out (>5 且 <10) are two quantities, not a range.
    """
    found = _DASHED.match(text)
    if found:
        return _dashed(found, row)
    found = _BOUNDED.match(text)
    if found:
        return _bounded(found, row)
    found = _TOLERANCE.match(text)
    tail = read_tail(found[2]) if found else None
    if found is None or tail is None or tail.words or tail.damaged or tail.unknown:
        return None
    settled = settle(tail.unit, "", row)
    high = exact(found[1], settled.shift)
    if _are_years(settled.name, high):
        return None
    unit = "个月" if settled.name == "月" else settled.name
    return Value("range", low=-high, high=high, unit=unit, flags=settled.flags, trace=("±",))


def _dashed(found: re.Match[str], row: Setting) -> Value | None:
    words, low_text, first, high_text, rest = found[1], found[2], found[3], found[4], found[5]
    tail = read_tail(rest)
    if tail is None or tail.words or tail.damaged or tail.unknown:
        return None
    if _LEADING_ZERO.match(low_text):
        return None
    unit = tail.unit
    if first:
        early = read_unit(first)
        if early is None or (unit is not None and not _fits(early, unit)):
            return None
        unit = unit or early
    elif (unit or row.column or row.named) is None and _YEARS.fullmatch(f"{low_text}-{high_text}"):
        return None  # years or numbers: not said
    settled = settle(unit, "", row)
    low, high = exact(low_text, settled.shift), exact(high_text, settled.shift)
    if low > high or _are_years(settled.name, low, high):
        return None
    operator, flags = meaning(BEFORE.findall(words)) if words else (None, ())
    if operator not in (None, "eq") or row.operator not in (None, "eq"):
        flags += ("value.operator_conflict",)
    name = settled.name
    if name == "月":
        name, flags = ("月", (*flags, "value.month_uncertain")) if high <= 12 else ("个月", flags)
    trace: tuple[str, ...] = ("a range: both ends are in it",)
    if tail.remark:
        flags += ("value.remark",)
        trace += (f"({tail.remark}) left aside",)
    return Value(
        "range",
        low=low,
        high=high,
        unit=name,
        flags=flags + settled.flags,
        trace=trace + settled.trace,
    )


def _fits(early: Unit, unit: Unit) -> bool:
    """Whether the unit at the first end of a range says the same as that at the second."""
    if early.name:
        return early == unit
    return early.shift == (unit.shift or {"万": 4, "亿": 8}.get(unit.name[:1], 0))


def _are_years(unit: str | None, *numbers: Decimal) -> bool:
    return unit == "年" and any(YEARS[0] <= number <= YEARS[1] for number in numbers)


def _bounded(found: re.Match[str], row: Setting) -> Value | None:
    sign, number, unit, other_sign, other_number, other_unit = found.groups()
    bare = row._replace(operator=None)
    first = read_quantity(f"{sign}{number}{unit or other_unit}", bare)
    second = read_quantity(f"{other_sign}{other_number}{other_unit or unit}", bare)
    if first is None or second is None or first.unit != second.unit:
        return None
    if {first.operator, second.operator} != {"ge", "le"}:
        return None
    low, high = (first, second) if first.operator == "ge" else (second, first)
    if low.value is None or high.value is None or low.value > high.value:
        return None
    flags = tuple(dict.fromkeys(first.flags + second.flags))
    return Value(
        "range", low=low.value, high=high.value, unit=low.unit, flags=flags, trace=("two bounds",)
    )


def around_a_name(text: str) -> str | None:
    """Two bounds around what lies between them, as bounds alone; None if the text is none.

    >>> around_a_name("90%≤X<95%"), around_a_name("10天≥工期≥5天"), around_a_name("5<6")
    ('≥90%、<95%', '≤10天、≥5天', None)
    """
    found = _AROUND.fullmatch(text)
    if found is None:
        return None
    first, unit, sign, other_sign, second, other_unit = found.groups()
    turned = sign.translate(_TURNED)
    if (turned[0] in "≥>") == (other_sign[0] in "≥>"):
        return None
    return f"{turned}{first}{unit or other_unit}、{other_sign}{second}{other_unit or unit}"


def read_several(text: str, row: Setting, read_one: Callable[[str], Value | None]) -> Value | None:
    """The quantities of a cell that names more than one; None if that is not sure.

    Each must be understood: a number that is not leaves the cell a text.
    """
    pieces = [piece for piece in _SPLIT.split(text) if piece]
    found: list[Value] = []
    flags: tuple[str, ...] = ("value.several",)
    for piece in pieces:
        if BEFORE.fullmatch(piece):
            flags = ("value.several", "value.placeholder")  # an operator without a number
            continue
        value = read_one(piece) if len(pieces) > 1 else None
        if value is not None:
            found.append(value)
            continue
        inside = _in_sentence(piece, row)
        if inside is None:
            return None
        found += inside
    if len(found) < 2:
        return None
    return Value(
        "text",
        quantities=tuple(replace(value, trace=()) for value in found),
        words=text,
        flags=flags,
        trace=(f"{len(found)} quantities in one cell",),
    )


def _in_sentence(text: str, row: Setting) -> list[Value] | None:
    """Every number of a sentence as a quantity with its unit; None if one is not understood."""
    text = _DATE.sub("", text)
    found: list[Value] = []
    at = 0
    while number := _IN_SENTENCE.search(text, at):
        before = text[at : number.start()]
        lead = _operator_before(before)
        last = before[-1:]
        if not lead and (last in _NO_FIGURE_AFTER or (last.isalpha() and last.isascii())):
            return None  # part of a name or of a range that was not understood
        ending = _unit_end(text, number.end())
        if ending is None:
            return None
        value = read_quantity(lead + text[number.start() : ending], row)
        if value is None:
            return None
        found.append(value)
        at = ending
    return found


def _operator_before(text: str) -> str:
    """The operator words that end a piece of text, as far back as they go."""
    for start in range(max(0, len(text) - 8), len(text)):
        found = BEFORE.match(text, start)
        if found and found.end() == len(text) and found[0] not in ("为", "近", "约", "达", "超"):
            return found[0]
    return ""


def _unit_end(text: str, start: int) -> int | None:
    """Where the longest known unit after a number ends, an operator behind it included."""
    for end in range(min(len(text), start + _LONGEST_UNIT), start, -1):
        unit: Unit | None = read_unit(text[start:end])
        if unit is not None and unit.name:
            for word in ("及以上", "以上", "以内", "及以下", "以下"):
                if text.startswith(word, end):
                    return end + len(word)
            return end
    return None
