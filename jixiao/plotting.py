"""A font for plots that has Chinese characters: found among the installed ones by its glyphs.

matplotlib draws a box for a character that its font lacks, and the font it brings along
(DejaVu Sans) has no Chinese. A font's name promises nothing: fonts of fallback
("Last Resort") map every character, all to the same few boxes. So each font is asked for
the common characters of GB/T 2312, and each of them must have a glyph of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

PREFERRED = (  # without serifs, in the forms printed in China
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
)
LEAST_OWN = 0.99  # of the characters: the share that must have a glyph of its own

_INSTALL = {
    "linux": "Debian and Ubuntu: apt-get install fonts-noto-cjk; "
    "Fedora: dnf install google-noto-sans-cjk-fonts; Arch: pacman -S noto-fonts-cjk",
    "darwin": "brew install --cask font-noto-sans-cjk-sc "
    "(or Noto Sans SC from https://fonts.google.com, opened and installed in Font Book)",
    "win32": "Settings > System > Optional features > Add a feature > "
    "Chinese (Simplified) Supplemental Fonts",
}


class MissingFontError(Exception):
    """No installed font has the common Chinese characters."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file (a collection, .ttc, has several)."""

    family: str
    path: str
    index: int = 0


Glyphs = Callable[[Face], Mapping[int, int]]
"""Gives the glyph of each character a face maps, by code point."""


@cache
def common_characters() -> frozenset[str]:
    """The characters of the first level of GB/T 2312-1980: the 3755 in common use."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(code.decode("gb2312", "ignore") for code in codes) - {""}


def draws_chinese(glyphs: Mapping[int, int]) -> bool:
    """Whether a face maps every common character, and not to the same few glyphs.

    >>> draws_chinese({ord(c): n for n, c in enumerate(common_characters())})
    True
    >>> draws_chinese({ord(c): 0 for c in common_characters()})
    False
    """
    wanted = common_characters()
    own = {glyphs[ord(character)] for character in wanted if ord(character) in glyphs}
    mapped = all(ord(character) in glyphs for character in wanted)
    return mapped and len(own) >= LEAST_OWN * len(wanted)


def chinese_family(faces: Iterable[Face], glyphs: Glyphs) -> str | None:
    """The family to draw with: of those that have the characters the one preferred, else
    the first by name; None where no face has them."""
    for face in sorted(faces, key=_rank):
        if draws_chinese(glyphs(face)):
            return face.family
    return None


def use_chinese_font() -> str:
    """Have matplotlib draw with an installed font that has Chinese characters; its name.

    Raises MissingFontError, with what to install on this system, where there is none.
    """
    import matplotlib

    family = chinese_family(_known(), _glyphs) or chinese_family(_new(), _glyphs)
    if family is None:
        raise MissingFontError(
            "no installed font has Chinese characters, a plot would show boxes in their place. "
            f"To install one: {advice(sys.platform)}. Then run this again"
        )
    others = [name for name in matplotlib.rcParams["font.sans-serif"] if name != family]
    matplotlib.rcParams["font.sans-serif"] = [family, *others]
    matplotlib.rcParams["font.family"] = ["sans-serif"]
    return family


def advice(platform: str) -> str:
    """What to install on a platform (as ``sys.platform`` names it)."""
    return _INSTALL.get(platform, _INSTALL["linux"])


def _rank(face: Face) -> tuple[int, str, str, int]:
    known = face.family in PREFERRED
    at = PREFERRED.index(face.family) if known else len(PREFERRED)
    return at, face.family, face.path, face.index


def _known() -> Iterator[Face]:
    """The upright faces of ordinary weight that matplotlib knows."""
    from matplotlib.font_manager import fontManager

    return map(_face, filter(_ordinary, fontManager.ttflist))


def _new() -> list[Face]:
    """Faces of files that were installed after matplotlib listed the fonts."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    before = len(fontManager.ttflist)
    for path in sorted(set(findSystemFonts()) - known):
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError):  # a file that FreeType cannot read is no font for us
            continue
    return [_face(entry) for entry in fontManager.ttflist[before:] if _ordinary(entry)]


def _ordinary(entry: FontEntry) -> bool:
    weight = entry.weight
    return entry.style == "normal" and isinstance(weight, int) and 300 <= weight <= 500


def _face(entry: FontEntry) -> Face:
    return Face(entry.name, entry.fname, entry.index)


def _glyphs(face: Face) -> Mapping[int, int]:
    from matplotlib.ft2font import FT2Font

    return FT2Font(face.path, face_index=face.index).get_charmap()
