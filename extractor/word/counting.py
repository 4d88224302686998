"""Numbers written in the ways that Word counts in (ST_NumberFormat, ECMA-376-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

MOST = 32_767  # Word counts no further
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(number: int, form: str) -> str:
    """A number in a form of counting; in digits where the form has no sign for it.

    >>> [written(3, form) for form in ("decimal", "chineseCounting", "upperRoman")]
    ['3', '三', 'III']
    >>> [written(27, form) for form in ("lowerLetter", "chineseCounting", "decimalZero")]
    ['aa', '二十七', '27']
    >>> written(21, "decimalEnclosedCircle"), written(105, "chineseCountingThousand")
    ('21', '一百零五')
    """
    if form == "none":
        return ""
    write = _FORMS.get(form)
    text = write(number) if write is not None and 0 < number <= MOST else ""
    return text or str(number)


def _letters(number: int) -> str:
    """a … z, then aa, bb …"""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if times < 30 else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _chinese(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """一 … 十, 十一 … 二十, 二十一 … 一百零一 …"""
    if number >= 10_000:
        return ""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += digits[0] if gap and text else ""
            text += digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def _formal(number: int) -> str:
    return _chinese(number, _FORMAL, "拾佰仟")


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _from(first: str, count: int) -> Callable[[int], str]:
    """A row of signs that follow each other in Unicode."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else ""


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _formal,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
