"""Printed characters brought to one form, and numerals read exactly.

A cell's text stays verbatim elsewhere; what is folded here is only what the
grammar of values reads. NFKC is not used: it would turn ① into 1 and ½ into 1⁄2.
"""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.patterns import of_values

_TABLE: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C
}  # the full-width ASCII block, but ， stays
_TABLE |= {
    ord(printed): folded
    for folded, several in {
        "≥": "≧⩾≽",
        "≤": "≦⩽≼",
        "=": "﹦",
        ">": "›﹥",
        "<": "‹﹤",
        "%": "﹪٪",
        "-": "−﹣‐‑‒",
        "—": "―─–⸺",
        "~": "〜∼˜",
        "(": "〔【[﹙",
        ")": "〕】]﹚",
        "平方米": "㎡",
        "立方米": "㎥",
        "": "\u200b\u200c\u200d\ufeff\u00ad",
    }.items()
    for printed in several
}
_TABLE |= {ord("［"): "(", ord("］"): ")"}
_SPACE = of_values(r"\s+")
_FRACTION = of_values(r"(百|千|万)分之([\d.]+|[零〇一二两三四五六七八九十百]+)")
_FRACTION_UNIT = {"百": "%", "千": "‰", "万": "‱"}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = of_values(
    r"零|(?:[一二两三四五六七八九]千)?零?(?:[一二两三四五六七八九]百)?零?"
    r"(?:[一二两三四五六七八九]?十)?[一二两三四五六七八九]?"
)


def clean(text: str) -> str:
    """The text as the grammar reads it: one width, one form a sign, no white space.

    A space between two digits is kept, so that two numbers never become one.

    >>> clean("≧ ９８．５ ％")
    '≥98.5%'
    >>> clean("100% 90")
    '100%90'
    >>> clean("9 10")
    '9 10'
    """
    text = text.translate(_TABLE)
    if _SPACE.search(text):
        text = _SPACE.sub(lambda m: " " if _between_digits(m) else "", text)
    if "分之" in text:
        text = _FRACTION.sub(_as_ratio, text)
    return text


def _between_digits(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return before.isdigit() and after.isdigit()


def _as_ratio(match: re.Match[str]) -> str:
    part, number = match[1], match[2]
    if part == "百" and number == "百":
        return "100%"
    figure = number if number[0].isascii() else chinese_numeral(number)
    return match[0] if figure is None else f"{figure}{_FRACTION_UNIT[part]}"


def chinese_numeral(text: str) -> int | None:
    """A whole number below ten thousand written in Chinese; None for other words.

    >>> chinese_numeral("二十五"), chinese_numeral("两"), chinese_numeral("一百零三")
    (25, 2, 103)
    >>> chinese_numeral("一流") is None
    True
    """
    if not text or not _CHINESE.fullmatch(text):
        return None
    total = digit = 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def exact(number: str, shift: int = 0) -> Decimal:
    """A printed number as an exact decimal, times ten to the power of ``shift``.

    >>> exact("1,346.50"), exact("1346.0088", 4), exact("-0.30"), exact("100")
    (Decimal('1346.5'), Decimal('13460088'), Decimal('-0.3'), Decimal('100'))
    """
    whole, _, part = number.replace(",", "").replace("+", "").partition(".")
    if shift:
        padded = part.ljust(shift, "0")
        whole, part = whole + padded[:shift], padded[shift:]
    part = part.rstrip("0")
    if len(whole) > 1:
        sign = "-" if whole[0] == "-" else ""
        whole = sign + (whole[len(sign) :].lstrip("0") or "0")
    return Decimal(f"{whole}.{part}" if part else whole)


def plain(number: Decimal) -> str:
    """A decimal in plain digits, without exponent or idle zeros.

    >>> plain(Decimal("1E+4")), plain(Decimal("28.40")), plain(Decimal("0.00"))
    ('10000', '28.4', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
