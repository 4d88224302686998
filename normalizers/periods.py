"""Fiscal years and periods (预算年度) from printed words.

The fiscal year is the calendar year (《预算法》 article 18), so a period that
leaves it, or two places that name two years, disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from normalizers.patterns import Lazy

DISAGREES = "year.disagrees"

_YEAR = Lazy(r"(?<!\d)(20[0-4]\d)\s*(?:年|—|-|$|[^\d])")
_CHINESE_YEAR = Lazy(r"二[〇○零0][〇○零0一二三四][〇○零0一二三四五六七八九]")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ONE = r"(?<![\d.])(20[0-4]\d)(?!\d|\s*(?:\.\d+)?\s*[万亿元%])"
_DAY = r"(?:\s*(?:年度?|[./-])\s*(?:\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?)?)?"
_SPAN = Lazy(rf"{_ONE}{_DAY}\s*(?:至|到|—+|-+|~)\s*{_ONE}")
_STATED = Lazy(rf"{_ONE}\s*(?:财政年度|预算年度|年度|年(?=[^\d]{{0,24}}(?:预算|决算|绩效)))")
# The year in the number of a document (发文字号) is that of its issue: 财预〔2020〕10号.
_NUMBERED = Lazy(r"[〔\[(【]\s*20\d\d\s*[〕\])】]\s*(?:第\s*)?\d+\s*号")


class Span(NamedTuple):
    """The years that one text speaks of, from first to last."""

    first: int
    last: int


class FiscalYear(NamedTuple):
    """A fiscal year (预算年度), and what each source says of it.

    ``year`` is that of the first source that names one, in the order title, text,
    dates; None where none does. ``said`` holds every source that speaks of years.
    ``flag`` is ``year.disagrees`` where they do not fit together, else None.
    """

    year: int | None
    said: tuple[tuple[str, Span], ...] = ()
    flag: str | None = None


def fiscal_year(*texts: str | None) -> int | None:
    """The fiscal year named first in the texts, in their order; None if none is.

    The years of a term name none of them; the next text is asked.

    >>> fiscal_year("2026年部门预算", None)
    2026
    >>> fiscal_year("部门整体绩效目标表", "（二〇二四年度）")
    2024
    >>> fiscal_year("2024年—2026年", "2025年部门预算")
    2025
    >>> fiscal_year("项目支出绩效目标表") is None
    True
    """
    for text in texts:
        span = years_named(text)
        if not text or (span is not None and span.first < span.last):
            continue
        found = _YEAR.search(_plain(text))
        if found:
            return int(found[1])
    return None


def fiscal_years(
    *, title: str | None = None, text: str | None = None, dates: Iterable[str | None] = ()
) -> FiscalYear:
    """The fiscal year of a form from its title, its period line and its dates.

    Several years in one text name none of them, but the year must lie among them:
    a project of 2024—2026 may have a form for 2025.

    >>> fiscal_years(title="2023年度项目绩效目标表", dates=["2025年1月", "2025年12月"])
    ... # doctest: +NORMALIZE_WHITESPACE
    FiscalYear(year=2023, said=(('title', Span(first=2023, last=2023)),
        ('dates', Span(first=2025, last=2025))), flag='year.disagrees')
    >>> fiscal_years(title="项目支出绩效目标表", text="（2026年度）").year
    2026
    """
    all_dates = _joined(span for date in dates for span in [years_named(date)] if span)
    sources = (("title", years_named(title)), ("text", years_named(text)), ("dates", all_dates))
    said = tuple((source, span) for source, span in sources if span is not None)
    single = [span.first for _, span in said if span.first == span.last]
    if single:
        fits = all(span.first <= single[0] <= span.last for _, span in said)
        return FiscalYear(single[0], said, None if fits else DISAGREES)
    apart = max((s.first for _, s in said), default=0) > min((s.last for _, s in said), default=0)
    return FiscalYear(None, said, DISAGREES if apart else None)


def years_named(text: str | None) -> Span | None:
    """The year or years that a title, a period or a date names; None for none.

    Where a year is called one (年度, 2024年…预算), other numbers and dates beside it do not
    count; nor does the number of a document.

    >>> years_named("2024年度项目绩效自评表（2025年3月填报）")
    Span(first=2024, last=2024)
    >>> years_named("2023年—2025年")
    Span(first=2023, last=2025)
    >>> years_named("财预〔2020〕10号") is None
    True
    """
    plain = _NUMBERED.sub(" ", _plain(text or ""))
    span = _SPAN.search(plain)
    if span:
        return Span(*sorted((int(span[1]), int(span[2]))))
    years = [int(y) for y in _STATED.findall(plain) or re.findall(_ONE, plain)]
    return Span(min(years), max(years)) if years else None


def _joined(spans: Iterable[Span]) -> Span | None:
    every = list(spans)
    return Span(min(s.first for s in every), max(s.last for s in every)) if every else None


def _plain(text: str) -> str:
    """The text in half-width characters, years in digits."""
    plain = unicodedata.normalize("NFKC", text)
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain)
