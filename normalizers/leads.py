"""Quantities behind words that lead to them: 每季度1次, 人均≤500元, 完成率100%, 人次≥300, 两次."""

from __future__ import annotations

from dataclasses import replace

from normalizers.operators import BEFORE
from normalizers.patterns import of_values
from normalizers.printed import chinese_numeral
from normalizers.quantities import Setting, read_quantity
from normalizers.units import Unit, known_units, read_unit
from normalizers.value_model import Value

_DIGIT = of_values(r"\d")
_LABEL = of_values(
    r"([^\d≥≤=<>%;；,，、。:]{1,24}?(?:率|量|数|度|额|费用|成本|金额|比例|标准|次数|投入))(?:为|应|:)?"
    f"(?={BEFORE.pattern}|[\\d零])"
)
_FILLER = of_values(
    r"(?:(?:实际|累计|全年|全部|已|共)*完成|实际|累计|共计|总计|合计|共|平均)(?=\d|[≥≤=<>不])"
)
_PER_HEAD = {"人均": "人", "户均": "户", "日均": "天", "月均": "月", "年均": "年"}
_NO_LABEL = ("按", "占", "较", "比", "同比", "环比", "每")
_CHINESE = of_values(r"([零一二两三四五六七八九十百]+)([^零一二两三四五六七八九十百]*)$")
_IDIOMS = frozenset("级批点把方头层片部根面种类个条门代")  # 一批, 一部 are vague
_LONGEST_UNIT = 6
_SIGNS = frozenset("≥≤=<>")


def read_led_quantity(text: str, row: Setting) -> Value | None:
    """A quantity behind a word that leads to it, which is left aside or is its unit."""
    if text[0] == "每" or text[:2] in _PER_HEAD:
        return _per_each(text, row)
    if not _DIGIT.search(text):
        return _in_chinese(text, row)
    if value := _unit_first(text, row):
        return value
    found = _FILLER.match(text) or _LABEL.match(text)
    if found is None or text.startswith(_NO_LABEL) or BEFORE.match(text):
        return None
    value = read_quantity(text[found.end() :], row)
    return value and replace(value, trace=(*value.trace, f"{found[0]} left aside"))


def _unit_first(text: str, row: Setting) -> Value | None:
    """A quantity whose unit stands before its operator: 人次≥300, %≥95."""
    if not text[-1].isdigit():
        return None
    for at in range(1, min(len(text), _LONGEST_UNIT + 1)):
        if text[at].isdigit():
            return None
        operator = BEFORE.match(text, at)
        if operator is None or (len(operator[0]) < 2 and operator[0] not in _SIGNS):
            continue
        unit = read_unit(text[:at])
        if unit is None or not unit.name:
            return None
        value = read_quantity(text[at:] + text[:at], row)
        return value and replace(
            value, trace=(*value.trace, f"{text[:at]} before the number: its unit")
        )
    return None


def _per_each(text: str, row: Setting) -> Value | None:
    """A quantity per one or more things: 每季度1次, 每人每月5元, 人均≤500元."""
    each: tuple[Unit, ...] = ()
    rest = text
    while rest[:1] == "每" or rest[:2] in _PER_HEAD:
        below, length = _each(rest)
        if not below:
            return None
        each += below
        rest = rest[length:]
    value = read_quantity(rest, row, each) or _in_chinese(rest, row, each)
    if value is not None and value.unit == "人次" and "人次" not in rest:
        return None  # 每次5人: five at a time, and 人/次 is read as 人次
    led, names = text[: len(text) - len(rest)], "·".join(unit.name for unit in each)
    return value and replace(value, trace=(*value.trace, f"{led}: per {names}"))


def _each(text: str) -> tuple[tuple[Unit, ...], int]:
    """What a leading 每… or …均 counts by, and how long the word is; nothing if it is no unit."""
    if text[0] != "每":
        return _below(_PER_HEAD[text[:2]]), 2
    start = 2 if text[1:2] == "个" and text[2:3] in "月季年" else 1
    for end in range(min(start + 3, len(text)), start, -1):
        word = text[start:end]
        if word in known_units() and (below := _below(word)):
            return below, end
    return (), 0


def _below(word: str) -> tuple[Unit, ...]:
    """What stands below the stroke of a unit per ``word``: 人月 → 人, 月."""
    unit = read_unit(f"元/{word}")
    return unit.over if unit else ()


def _in_chinese(text: str, row: Setting, below: tuple[Unit, ...] = ()) -> Value | None:
    """A number written in Chinese, if a unit follows: 两次; 零 may stand alone."""
    label = _LABEL.match(text)
    rest = text[label.end() :] if label and not BEFORE.match(text) else text
    lead = BEFORE.match(rest)
    start = lead.end() if lead else 0
    found = _CHINESE.match(rest, start)
    if not found or (found[2] in _IDIOMS and found[1] == "一"):
        return None
    figure = chinese_numeral(found[1])
    if figure is None or not (found[2] or figure == 0):
        return None
    value = read_quantity(f"{rest[:start]}{figure}{found[2]}", row, below)
    return value and replace(value, trace=(*value.trace, f"{found[1]} is {figure}"))
