"""Symbol fonts (w:sym and private-use characters) as Unicode.

Word stores a character of a symbol font by its place in the font, moved to
U+F000–U+F0FF. A ≥ inserted by "Insert symbol" is thus U+F0B3 of Symbol.
"""

from __future__ import annotations

import re

PRIVATE_USE = re.compile("[\uf000-\uf0ff]")

_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf0f0〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)


def _table(*stretches: tuple[int, str]) -> dict[int, str]:
    return {first + i: char for first, chars in stretches for i, char in enumerate(chars)}


_FONTS: dict[str, dict[int, str]] = {
    "symbol": _table((0x20, _SYMBOL_LOW), (0xA0, _SYMBOL_HIGH)),
    "wingdings": _table(
        (0x6C, "●❍■□"),
        (0x71, "❑❒"),
        (0x75, "◆❖"),
        (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
        (0x9E, "·•"),
        (0xA1, "○"),
        (0xA7, "▪□"),
        (0xAB, "★"),
        (0xD8, "➢"),
        (0xDF, "←→↑↓"),
        (0xE8, "➔"),
        (0xEF, "⇦⇨⇧⇩"),
        (0xFB, "✗✓☒☑"),
    ),
    "wingdings 2": _table(
        (0x4F, "✗✓☒☑☒"),
        (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
        (0xA3, "□"),
    ),
    "webdings": _table((0x61, "✔"), (0x72, "✖")),
}


def symbol_char(font: str, code: str) -> str:
    """The character of a w:sym, whose code is written in hexadecimal; "" if it is none.

    >>> symbol_char("Symbol", "F0B3"), symbol_char("Wingdings", "F0FE")
    ('≥', '☑')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0 < number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    if number < 0x100 and font.lower() in _FONTS:
        number += 0xF000
    return in_unicode(chr(number), font)


def in_unicode(text: str, font: str) -> str:
    """``text`` with the private-use characters of a symbol font made plain."""
    table = _FONTS.get(font.lower())
    if table is None:
        return text
    return PRIVATE_USE.sub(lambda found: table.get(ord(found[0]) - 0xF000, found[0]), text)


def drawn_in(text: str, font: str) -> str:
    """Typed letters as a symbol font draws them: an R in Wingdings 2 is a ticked box.

    >>> drawn_in("R", "Wingdings 2"), drawn_in("R", "SimSun")
    ('☑', 'R')
    """
    table = _FONTS.get(font.lower(), {})
    return "".join(table.get(ord(char), char) for char in text)
