"""Numbers in words that no field holds: a text with one is flagged, none is lost in silence.

A number that only names something is none of the answer: the year of a plan, 3A, 5G,
PM2.5, GB/T 19001, 第3批, 20年一遇, the number of a list's item.
"""

from __future__ import annotations

from normalizers.patterns import of_values

_NAMES = of_values(
    "|".join(
        (
            r"(?:19|20)\d\d(?:[-—~至](?:19|20)\d\d)?年(?!\d)度?(?!\d*月)",  # 2026年培训计划
            r"“[^”]*”|\"[^\"]*\"",  # “1+3+N”
            r"\d+(?:\+(?:\d+|[A-Za-z]))+",
            r"[A-Za-z]{1,6}(?:/[A-Z])?[- ]?\d+(?:[.:-]\d+)*(?![\d.]*[%‰])",  # PM2.5, GB/T 19001
            r"\d+(?:A{1,5}|[GDK])(?![A-Za-z])",  # 3A, 5G
            r"第\d+|(?<![^为,，;；、])前\d+[名位]",  # ranks and ordinals
            r"\d+年一遇|\d{3,5}热线",
            r"(?:^|(?<=[;；。]))\(?\d{1,2}[).、](?=[\u4e00-\u9fff])",  # (1), 2.: items of a list
        )
    )
)
_OPERATOR = "(?:[≥≤=<>]+)?"
_SPACED = of_values(rf"{_OPERATOR}\d(?: \d)+(?:\.\d+)?\D*")
_THOUSANDS = of_values(rf"({_OPERATOR})(\d{{1,3}}(?: \d{{3}})+(?:\.\d+)?)([^\d ]+)")
_DIGIT = of_values(r"\d")


def holds_unread_number(text: str) -> bool:
    """Whether a folded text holds a number that is more than part of a name.

    >>> holds_unread_number("部分完成(8场)"), holds_unread_number("5G网络覆盖")
    (True, False)
    >>> holds_unread_number("完成2026年度预算"), holds_unread_number("3A景区1个")
    (False, True)
    """
    return _DIGIT.search(_NAMES.sub("", text)) is not None


def is_spaced_out(text: str) -> bool:
    """Whether a number seems to have come apart into its digits: ≥9 5%.

    >>> is_spaced_out("≥9 5%"), is_spaced_out("9 10")
    (True, False)
    """
    return _SPACED.fullmatch(text) is not None


def thousands_joined(text: str) -> str | None:
    """A number in groups of three with spaces between as one without (千分空, GB/T 15835-2011);
    None if it is none.

    >>> thousands_joined("≤1 200万元"), thousands_joined("≤12 20万元")
    ('≤1200万元', None)
    """
    found = _THOUSANDS.fullmatch(text)
    return f"{found[1]}{found[2].replace(' ', '')}{found[3]}" if found else None
