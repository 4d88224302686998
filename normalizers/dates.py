"""Dates, deadlines and periods (时效值) as ISO dates; a year that is not printed is not supplied.

底 and 末 end the period they follow; 前 ends a day or a 底 with it. Whether the
month of 12月前 still counts is not said, so such a deadline has no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from normalizers.operators import operator_column
from normalizers.patterns import of_values
from normalizers.quantities import Setting
from normalizers.value_model import Operator, Value

_DONE = (
    r"(?:(?:已|均)?(?:全部|按时|全面|基本|正式|顺利)?(?:完成|到位|竣工|验收|交付|投入|开展|开工|结束|拨付|支付|发放|启动|实施|上线|建成)"
    r"[^\d;；,，、]{0,8})"
)
_QUARTERS = {c: n for n, cs in enumerate(("1一", "2二", "3三", "4四"), 1) for c in cs}
_SINGLE = of_values(
    r"(?:已?于|已?在|已)?"
    r"(?:(?P<year>(?:19|20)\d\d)年度?)?"
    r"(?:(?P<month>\d{1,2})月(?P<fen>份)?(?:(?P<day>\d{1,2})[日号])?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<part>[上中下]旬|年?(?:底|末)|月底|初|中|全年)?"
    r"(?P<by>以前|之前|前|之内|以内|内|起)?"
    rf"(?P<done>{_DONE})?$"
)
_YEARLESS = of_values(
    rf"(?:(?:当年|本年|本年度|当年度|年(?=[底末内]))(?:底|末)?(?:以前|之前|前|之内|以内|内)?|全年){_DONE}?$"
)
_SIGN = of_values(r"[≥≤=<>《》〈〉]=?|不晚于|不迟于|不早于")
_TO = r"(?:-{1,2}|—{1,2}|~|至|到)"
_SPAN = of_values(
    r"(?:(?P<y1>(?:19|20)\d\d)年)?(?:(?P<m1>\d{1,2})(?P<m1m>月)?(?:份)?(?:(?P<d1>\d{1,2})[日号])?)?"
    rf"{_TO}(?:(?P<y2>(?:19|20)\d\d)年)?(?:(?P<m2>\d{{1,2}})月(?:份)?(?:(?P<d2>\d{{1,2}})[日号])?)?"
    rf"(?P<end>底|末)?(?P<by>前|之前|内)?(?P<done>{_DONE})?$"
)
_DOTTED = of_values(
    rf"((?:19|20)\d\d)[./](\d{{1,2}})(?:[./](\d{{1,2}}))?{_TO}((?:19|20)\d\d)[./](\d{{1,2}})(?:[./](\d{{1,2}}))?$"
)
_YEARS = of_values(rf"((?:19|20)\d\d)年?{_TO}((?:19|20)\d\d)(年度?)?$")
_NUMERIC_DAY = of_values(r"((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(前)?$")
_NUMERIC_MONTH = of_values(r"((?:19|20)\d\d)[./-](\d{1,2})$")
_COMPACT_DAY = of_values(r"((?:19|20)\d\d)(\d\d)(\d\d)$")
_GLUED = of_values(rf"20[0-4]\d{{2,5}}{_TO}20[0-4]\d{{2,5}}$")
_QUARTER_SPAN = of_values(rf"(?:(?P<year>20\d\d)年)?第?([一二三四1-4]){_TO}第?([一二三四1-4])季度$")
_YEAR = of_values(r"(?:19|20)\d\d")
_DATE_WORD = of_values("[年月季日]")
_SERIAL = of_values(r"[45]\d,?\d{3}$")
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheet serial dates

Bounds = tuple[date, date]


def read_date(text: str, row: Setting) -> Value | None:
    """The date, deadline or period a folded text is, or None.

    >>> v = read_date("2026年12月底前", Setting()); v.from_, v.to
    (None, '2026-12-31')
    >>> v = read_date("2021年1月-12月", Setting()); v.from_, v.to
    ('2021-01-01', '2021-12-31')
    >>> v = read_date("12月底前", Setting()); v.kind, v.to, v.flags
    ('date', None, ('value.year_missing',))
    """
    lead = _SIGN.match(text)
    bare = text[lead.end() :] if lead else text
    if bare[1:2] == "," and _YEAR.match(bare[0] + bare[2:]):
        bare = bare[0] + bare[2:]  # a year that a spreadsheet has printed as a number: 2,026年
    if row.column is not None and row.column.name == "年" and _YEAR.fullmatch(bare):
        bare += "年"
    elif (row.column is not None or row.named is not None) and not _DATE_WORD.search(bare):
        return None
    signs = {operator_column(lead[0])[0] if lead else None, row.operator} - {None}
    value = _numeric(bare, row, bool(signs)) or _span(bare) or _single(bare, row, bool(signs))
    if value is None and _YEARLESS.match(bare):
        value = _unknown(bare, "value.year_missing")
    if value is None or not signs:
        return value
    if len(signs) > 1:
        return replace(value, flags=(*value.flags, "value.operator_conflict"))
    return _bounded(value, signs.pop())


def _unknown(words: str, flag: str, why: str = "no year is printed") -> Value:
    return Value("date", words=words, flags=(flag,), trace=(why,))


def _known(first: date | None, last: date | None, *trace: str) -> Value:
    what = "a deadline" if first is None else "a beginning" if last is None else "a day or period"
    return Value(
        "date",
        from_=first.isoformat() if first else None,
        to=last.isoformat() if last else None,
        trace=(what, *trace),
    )


def _wrong(text: str) -> Value:
    return _unknown(
        text, "value.ocr_suspect", "no such day, or the end stands before the beginning"
    )


def _bounded(value: Value, sign: Operator | None) -> Value:
    """A date with an operator: ≤ leaves only its end, ≥ only its beginning, both included."""
    if value.from_ is None and value.to is None:
        return replace(value, operator=sign)
    if sign in ("le", "lt"):
        end = value.to if sign == "le" else day_before(value.from_)
        if end is None:
            return replace(value, flags=(*value.flags, "value.operator_conflict"))
        return replace(value, operator=sign, from_=None, to=end)
    if sign in ("ge", "gt"):
        start = value.from_ if sign == "ge" else day_after(value.to)
        if start is None:
            return replace(value, flags=(*value.flags, "value.operator_conflict"))
        return replace(value, operator=sign, from_=start, to=None)
    return replace(value, operator="eq")


def day_before(day: str | None) -> str | None:
    """The day before an ISO date; None stays None."""
    return (date.fromisoformat(day) - timedelta(1)).isoformat() if day else None


def day_after(day: str | None) -> str | None:
    """The day after an ISO date; None stays None."""
    return (date.fromisoformat(day) + timedelta(1)).isoformat() if day else None


def _period(year: int, month: int | None = None, day: int | None = None) -> Bounds | None:
    """The first and last day of a year, a month or a day; None if there is none."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    if day is None:
        return date(year, month, 1), last
    return (last.replace(day=day),) * 2 if 1 <= day <= last.day else None


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)


def _numeric(text: str, row: Setting, signed: bool) -> Value | None:
    """Dates in figures: 2025-12-31, 2023.07-2024.01, spreadsheet serials."""
    if found := _NUMERIC_DAY.match(text):
        bounds = _period(int(found[1]), int(found[3]), int(found[4]))
        if bounds is None:
            return _wrong(text)
        return _known(None if found[5] else bounds[0], bounds[1])
    if found := _DOTTED.match(text):
        first = _period(int(found[1]), int(found[2]), _int(found[3]))
        last = _period(int(found[4]), int(found[5]), _int(found[6]))
        return _joined(first, last, text)
    if found := _YEARS.match(text):
        if not (found[3] or "年" in text or row.dated):
            return None
        return _joined(_period(int(found[1])), _period(int(found[2])), text)
    if _GLUED.match(text):
        return _unknown(text, "value.ocr_suspect", "two dates run together")
    if not row.dated or signed:
        return None
    if found := _NUMERIC_MONTH.match(text):
        bounds = _period(int(found[1]), int(found[2]))
        return _known(*bounds) if bounds else None
    if found := _COMPACT_DAY.match(text):
        bounds = _period(int(found[1]), int(found[2]), int(found[3]))
        return _known(*bounds) if bounds else None
    if _SERIAL.match(text):
        days = int(text.replace(",", ""))
        if 40000 <= days <= 60000:
            day = _SERIAL_ZERO + timedelta(days)
            value = _known(day, day, f"{text} is a spreadsheet's number of a day")
            return replace(value, flags=("value.excel_serial",))
    return None


def _joined(first: Bounds | None, last: Bounds | None, text: str) -> Value:
    if first is None or last is None or first[0] > last[1]:
        return _wrong(text)
    return _known(first[0], last[1])


def _span(text: str) -> Value | None:
    """A period from … to …; the year and month of its end hold for its beginning, and back."""
    if found := _QUARTER_SPAN.match(text):
        if found["year"] is None:
            return _unknown(text, "value.year_missing")
        first, last = _QUARTERS[found[2]], _QUARTERS[found[3]]
        year = int(found["year"])
        return _joined(_period(year, 3 * first - 2), _period(year, 3 * last), text)
    found = _SPAN.match(text)
    if found is None or not (found["y1"] or found["m1"]):
        return None
    m1, m2 = _int(found["m1"]), _int(found["m2"])
    y2 = found["y2"]
    if m2 is None and y2 is None:
        return None
    if m1 is not None and found["m1m"] is None and (m2 is None or found["d1"]):
        return None
    if any(month is not None and not 1 <= month <= 12 for month in (m1, m2)):
        return _wrong(text) if found["y1"] or y2 else None
    year1, year2 = _int(found["y1"]), _int(y2)
    if year1 is None:
        if year2 is None:
            return _unknown(text, "value.year_missing")
        return None  # 9月-2024年1月: the year of the beginning is not said
    year2 = year2 or year1
    return _joined(
        _period(year1, m1, _int(found["d1"])), _period(year2, m2, _int(found["d2"])), text
    )


def _single(text: str, row: Setting, signed: bool) -> Value | None:
    found = _SINGLE.match(text)
    if found is None:
        return None
    year, month, day = (_int(found[name]) for name in ("year", "month", "day"))
    quarter, half, part, by = found["quarter"], found["half"], found["part"], found["by"]
    month_sure = bool(
        day or found["fen"] or part or found["done"] or by in ("前", "以前", "之前", "起")
    )
    if year is None and not (quarter or half or (month and month_sure)):
        if not (month and row.calendar and not signed and not by):
            return None
        if month > 12:
            return None
        text = f"{month}月份"  # the name says that a month of the year is meant
    if year is None:
        if month is not None and not 1 <= month <= 12:
            return None
        return _unknown(text, "value.year_missing")
    if quarter:
        number = _QUARTERS[quarter]
        bounds: Bounds | None = (date(year, 3 * number - 2, 1), _period(year, 3 * number)[1])  # type: ignore[index]
    elif half:
        bounds = (
            date(year, 1 if half == "上" else 7, 1),
            date(year, 6 if half == "上" else 12, 30 if half == "上" else 31),
        )
    else:
        bounds = _period(year, month, day)
    if bounds is None:
        return _wrong(text)
    return _with_words(text, bounds, part or "", by or "", found, month is not None and day is None)


def _with_words(
    text: str, bounds: Bounds, part: str, by: str, found: re.Match[str], is_month: bool
) -> Value:
    """The bounds after 底, 旬, 前, 起 and the operator."""
    first: date | None
    last: date | None
    first, last = bounds
    ends = part.endswith(("底", "末"))
    if part.endswith("旬"):
        if not is_month:
            return _wrong(text)
        days = {"上": (1, 10), "中": (11, 20), "下": (21, last.day)}[part[0]]
        first, last = first.replace(day=days[0]), first.replace(day=days[1])
    elif ends:
        first = None
    elif part in ("初", "中"):
        return _unknown(text, "value.date_vague", f"{part} names no day")
    if by in ("前", "以前", "之前"):
        if not (found["day"] or ends or part.endswith("旬")):
            return _unknown(
                text, "value.date_vague", "前 does not say whether the period itself counts"
            )
        first = None
    elif by in ("内", "之内", "以内"):
        first = None
    elif by == "起":
        if ends:
            return _unknown(text, "value.date_vague", f"{part}起 names no first day")
        last = None
    trace = (f"{found['done']} left aside",) if found["done"] else ()
    return _known(first, last, *trace)
