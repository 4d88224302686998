"""The grammar of printed values (指标值): one cell in, a small value out.

No operator is ever assumed and nothing is repaired: what is not certain is null,
with the reason in ``flags`` and ``trace``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from normalizers.dates import day_after, day_before, read_date
from normalizers.grades import read_grade, read_relative
from normalizers.leads import read_led_quantity
from normalizers.operators import operator_column
from normalizers.patterns import of_values
from normalizers.printed import clean, plain
from normalizers.quantities import Setting, read_quantity
from normalizers.ranges import around_a_name, read_range, read_several
from normalizers.units import Unit, unit_column, unit_in_header, unit_in_name
from normalizers.unread import holds_unread_number, is_spaced_out, thousands_joined
from normalizers.value_model import Value

__all__ = ["Value", "format_value", "parse_value"]

_BLANKS = {"", "-", "--", "---", "—", "——", "———", "/", "//", "\\", "\\\\", "_"}
_BLANKS |= {"无", "不涉及", "不适用", "暂无", "空", "N/A", "NA", "n/a"}
_STUB = of_values(
    r"(?:(?:>=|<=|[≥≤=<>])?[*×xX…_.#○〇□?？]+|>=|<=|[≥≤=<>])(?:[%‰个次人元年月]|万元)?$"
)
_LAST_DIGIT = of_values(r"(\d)(?=\D*$)(?!年)")
_DIGIT = of_values(r"\d")
_LETTER_FOR_ZERO = of_values(r"[≥≤=<>]*\d*[Oo]+\d*(?:\.\d+)?%?$")
_END = "。.;；,，、:：!！"
_START = ":：;；,，、。"
_MONEY = of_values(
    r"成本|费|资金|经费|金额|预算|投资|支出|收入|补助|补贴|奖|产值|贷款|造价|利润|(?<![名份])额"
)
_NO_MONEY = of_values(
    r"(?:人数|次数|户数|家数|个数|数量|人次|面积|覆盖|率|用户|里程|粉丝|关注|阅读|点击|浏览|播放|注册)[^费额金]*$"
)
_DATED = of_values(r"时间|期限|时限|日期|工期|截止|时效")
_CALENDAR = of_values(r"时间|时限|截止|日期")
_DURATION = of_values(r"周期|服务期|年限|时长|持续|天数|小时|平均|响应|间隔|月数")
_GROWTH = of_values(r"增长|增幅|增速|变动|提升率|提高率|上升率|倍")
_COST = of_values(r"成本")
_SHARES = frozenset(("%", "‰", "‱", "个百分点"))  # never in thousands: 95 100% is two


@lru_cache(maxsize=16384)
def _row(
    unit: str | None,
    operator: str | None,
    name: str | None,
    level2: str | None,
    header: str | None,
) -> Setting:
    """What the other cells of the row and the header say about its values."""
    column, unknown = unit_column(unit) if unit else (None, "")
    sign, qualitative = operator_column(operator) if operator else (None, False)
    named = _unit_at_end(name) or (unit_in_header(header) if header else None)
    if not name and not level2:
        return Setting(column, unknown, named, sign, qualitative)
    name, level2 = name or "", level2 or ""
    return Setting(
        column,
        unknown,
        named,
        sign,
        qualitative,
        (bool(_MONEY.search(name)) or bool(_COST.search(level2))) and not _NO_MONEY.search(name),
        bool(_DATED.search(name)) or "时效" in level2,
        bool(_CALENDAR.search(name)) and not _DURATION.search(name),
        bool(_GROWTH.search(name)),
    )


def _unit_at_end(name: str | None) -> Unit | None:
    return unit_in_name(name) if name and name[-1] in ")）】]:：" else None


def parse_value(
    text: str,
    unit: str | None = None,
    operator: str | None = None,
    name: str | None = None,
    level2: str | None = None,
    header: str | None = None,
) -> Value:
    """What a value cell says, with the unit and operator cells of its row.

    ``unit`` is the unit cell (计量单位), ``operator`` the operator cell (计算符号,
    指标性质), ``name`` the indicator's name and ``level2`` its class. ``header`` is what
    the column is headed with. The last bracket of the name, else of the header, may hold
    the unit (设备购置费（万元）, 指标值（单位：万元）); the unit beside the number goes before
    the unit cell, and that before both.

    >>> v = parse_value("≥98.5%"); v.kind, v.operator, v.value, v.unit
    ('quantity', 'ge', Decimal('98.5'), '%')
    >>> v = parse_value("142", unit="万人"); v.value, v.unit
    (Decimal('1420000'), '人')
    >>> v = parse_value("292%"); v.operator, v.value, v.flags
    (None, Decimal('292'), ('value.ocr_suspect',))
    >>> parse_value("—").kind, parse_value("健全").kind, parse_value("应保尽保").kind
    ('missing', 'grade', 'text')
    """
    return _parse(text, _row(unit, operator, name, level2, header))


@lru_cache(maxsize=16384)
def _parse(text: str, row: Setting) -> Value:
    return _understand(clean(text), row)


def _understand(printed: str, row: Setting) -> Value:
    text = _bare(printed)
    if printed in _BLANKS or text in _BLANKS:
        return Value("missing", trace=(f"printed as {printed}",) if printed else ("printed empty",))
    if _STUB.match(text):
        return Value("missing", flags=("value.placeholder",), trace=(f"only a stub: {text}",))
    value = _one(text, row)
    if value is None and row.column is not None and row.column.name == "年":
        text = _LAST_DIGIT.sub(r"\1年", text)  # 2026 上半年: the unit belongs into the text
        value = _one(text, row)
    if value is None:
        value = _rarely_printed(text, row) or _several(text, row) or _words(text)
    if value.kind in ("grade", "text") and not value.quantities:
        return _with_unit_cell(value, row)
    return value


def _bare(text: str) -> str:
    """The text without brackets around all of it and stops at its end."""
    while True:
        before = text
        text = text.lstrip(_START).rstrip(_END)
        if text[:1] == "(" and text[-1:] == ")" and ")" not in text[1:-1]:
            text = text[1:-1]
        if text == before:
            return text


def _one(text: str, row: Setting) -> Value | None:
    """The text as one value of one kind, the commonest first."""
    if not _DIGIT.search(text):
        return (
            read_grade(text)
            or read_led_quantity(text, row)
            or read_date(text, row)
            or read_relative(text, row)
        )
    date_first = row.dated or "月" in text or "年" in text or "/" in text
    return (
        (read_date(text, row) if date_first else None)
        or read_quantity(text, row)
        or (None if date_first else read_date(text, row))
        or read_range(text, row)
        or read_relative(text, row)
        or read_led_quantity(text, row)
    )


def _piece(text: str, row: Setting) -> Value | None:
    """One of several values in a cell: a number or a date, no words."""
    value = _one(_bare(text), row._replace(operator=None)) if _bare(text) else None
    return value if value is not None and value.kind in ("quantity", "range", "date") else None


def _several(text: str, row: Setting) -> Value | None:
    return read_several(text, row._replace(operator=None), lambda piece: _piece(piece, row))


def _rarely_printed(text: str, row: Setting) -> Value | None:
    """A number with spaces between its thousands (1 200万元), a value between two (90%≤X≤95%)."""
    if " " in text:
        joined = thousands_joined(text)
        value = read_quantity(joined, row) if joined else None
        if value is None or value.unit in _SHARES or value.unit is None:
            return None
        return replace(value, trace=("spaces between the thousands", *value.trace))
    bounds = around_a_name(text)
    if bounds is None:
        return None
    value = read_range(bounds, row) or _several(bounds, row)
    return value and replace(value, words=value.words and text)


def _words(text: str) -> Value:
    """A text; what it holds of numbers that are in no field is flagged."""
    if _LETTER_FOR_ZERO.match(text):
        return Value("text", words=text, flags=("value.ocr_suspect",), trace=("letters for 0",))
    if not _DIGIT.search(text):
        return Value("text", words=text, trace=("words",))
    if is_spaced_out(text):
        trace = ("a number seems to have come apart into its digits",)
        return Value("text", words=text, flags=("value.ocr_suspect",), trace=trace)
    if holds_unread_number(text):
        trace = ("a number inside a sentence",)
        return Value("text", words=text, flags=("value.unread",), trace=trace)
    return Value("text", words=text, trace=("words, with a number in a name",))


def _with_unit_cell(value: Value, row: Setting) -> Value:
    """Words beside a unit: one of the two cells is wrong, and it is not said which.

    A number among them that was not read may well be in that unit.
    """
    if row.column is None or value.flags:
        return value
    return Value(
        value.kind,
        words=value.words,
        flags=(*value.flags, "value.unit_conflict"),
        trace=(*value.trace, f"words, and the unit cell says {row.column.name}"),
    )


_SIGNS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "eq": "=", None: ""}


def format_value(value: Value) -> str:
    """A value as one canonical text, which parses to the same value.

    >>> format_value(parse_value("不低于 1,346.0088 万平方米"))
    '≥13460088平方米'
    >>> format_value(parse_value("较上年下降3%"))
    '下降3%'
    """
    sign, unit = _SIGNS[value.operator], value.unit or ""
    if value.quantities:
        return "；".join(format_value(one) for one in value.quantities)
    if value.kind == "relative" and value.value is not None:
        down = value.value.is_signed()
        mirrored = {"≥": "≤", "≤": "≥", ">": "<", "<": ">"}
        sign = mirrored.get(sign, sign) if down else sign
        return f"{'下降' if down else '增长'}{sign}{plain(abs(value.value))}{unit}"
    if value.kind == "quantity" and value.value is not None:
        about = "约" if "value.approximate" in value.flags else ""
        return f"{about}{sign}{plain(value.value)}{unit}"
    if value.kind == "range" and value.low is not None and value.high is not None:
        return f"≥{plain(value.low)}{unit}≤{plain(value.high)}{unit}"
    if value.kind == "date" and (value.from_ or value.to):
        return _format_date(value, sign)
    return f"{sign if value.kind == 'date' else ''}{value.words or ''}"


def _format_date(value: Value, sign: str) -> str:
    if value.operator == "lt":
        return f"<{_day(day_after(value.to))}"
    if value.operator == "gt":
        return f">{_day(day_before(value.from_))}"
    first, last = _day(value.from_), _day(value.to)
    if not first:
        return f"≤{last}" if sign == "≤" else f"{sign}{last}前"
    if not last:
        return f"≥{first}" if sign == "≥" else f"{sign}{first}起"
    return f"{sign}{first}" if first == last else f"{sign}{first}至{last}"


def _day(iso: str | None) -> str:
    if iso is None:
        return ""
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
