"""Fiscal years and periods (预算年度) from printed words."""

from __future__ import annotations

import re
import unicodedata

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:年|—|-|$|[^\d])")
_CHINESE_YEAR = re.compile(r"二[〇○零0][〇○零0一二三四][〇○零0一二三四五六七八九]")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def fiscal_year(*texts: str | None) -> int | None:
    """The fiscal year named first in the texts, in their order; None if none is.

    >>> fiscal_year("2026年部门预算", None)
    2026
    >>> fiscal_year("部门整体绩效目标表", "（二〇二四年度）")
    2024
    >>> fiscal_year("项目支出绩效目标表") is None
    True
    """
    for text in texts:
        if not text:
            continue
        plain = unicodedata.normalize("NFKC", text)
        plain = _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain)
        found = _YEAR.search(plain)
        if found:
            return int(found[1])
    return None
