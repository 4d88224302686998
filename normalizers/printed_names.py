"""Names of departments and projects as printed, and the codes printed into them.

Codes stand before names in several ways; each finance bureau issues its own,
so a code means nothing without place and year.
"""

from __future__ import annotations

import re

from normalizers.patterns import family

_of_names = family()
_HOTLINES = r"11[0-9]|12[02]"  # 120 急救中心, 110 指挥中心: a number, no code
_DEPARTMENT = (
    _of_names(r"^\s*[\[【〔(（]\s*(\d{2,9})\s*[\]】〕)）]\s*[-—_]?\s*(\S.*?)\s*$", re.DOTALL),
    _of_names(r"^\s*(\d{3,9})\s*[-—_－]\s*(\S.*?)\s*$", re.DOTALL),
    _of_names(r"^\s*(\d{6}|\d{9})(?=[^\d\W年月日])(\S.*?)\s*$", re.DOTALL),
    _of_names(rf"^\s*(?!{_HOTLINES})(\d{{3}}|\d{{6}}|\d{{9}})\s+([^\d\W].*?)\s*$", re.DOTALL),
)
_BEHIND = (
    _of_names(r"^\s*([^\d\s].*?)\s*[\[【〔]\s*(\d{3}|\d{6}|\d{9})\s*[\]】〕]\s*$", re.DOTALL),
    _of_names(
        rf"^\s*([^\d\W][^\d]{{3,}}?)\s+(?!{_HOTLINES})(\d{{3}}|\d{{6}}|\d{{9}})\s*$", re.DOTALL
    ),
)
_PROJECT = _of_names(
    r"^\s*[\[【(（]?\s*([0-9][0-9A-Z\s]{11,31}[0-9])\s*[\]】)）]?\s*[-—_－]\s*(\S.*?)\s*$",
    re.DOTALL,
)


def split_code(text: str | None) -> tuple[str | None, str | None]:
    """A department's name (部门名称) and the code printed before or behind it (部门代码).

    Returns (name, code); the code is None where none is printed, the name None
    where there is no text, "" where the cell is printed empty.

    >>> split_code("[292]国家信访局")
    ('国家信访局', '292')
    >>> split_code("225_烟台市司法局")
    ('烟台市司法局', '225')
    >>> split_code("105001长春市财政局")
    ('长春市财政局', '105001')
    >>> split_code("302 某县审计局")
    ('某县审计局', '302')
    >>> split_code("某县审计局[302]")
    ('某县审计局', '302')
    >>> split_code("12345政务服务中心")
    ('12345政务服务中心', None)
    """
    if text is None or not text.strip():
        return (None if text is None else ""), None
    for pattern in _DEPARTMENT:
        found = pattern.match(text)
        if found:
            return found[2], found[1]
    for pattern in _BEHIND:
        found = pattern.match(text)
        if found:
            return found[1], found[2]
    return text.strip(), None


def split_project_code(text: str | None) -> tuple[str | None, str | None]:
    """A project's name (项目名称) and its project code (项目代码).

    A project code is 6 digits of division, 2 of year, a letter and a serial
    number; it is printed before the name with a dash.

    >>> split_project_code("11000022T000000444016-医疗保障公众评价")
    ('医疗保障公众评价', '11000022T000000444016')
    >>> split_project_code("96196电梯应急处置服务平台")
    ('96196电梯应急处置服务平台', None)
    """
    if text is None or not text.strip():
        return (None if text is None else ""), None
    found = _PROJECT.match(text)
    if found:
        return found[2], re.sub(r"\s", "", found[1])
    return text.strip(), None


_TITLE = _of_names(
    r"^(?:20\d\d\s*年度?)?\s*(?P<name>[^\d年][^\d]{2,38}?)\s*(?:[(（]汇总[)）])?\s*(?:20\d\d\s*年度?)?\s*"
    r"(?:部门|单位)(?:综合)?(?:预算|决算)"
)


def department_in_title(title: str | None) -> str | None:
    """The department a document's title names; None where it names none.

    >>> department_in_title("2026年烟台市信访局部门预算")
    '烟台市信访局'
    >>> department_in_title("重庆市气象局2026年部门预算情况说明")
    '重庆市气象局'
    >>> department_in_title("2026年部门预算公开说明") is None
    True
    """
    found = _TITLE.match(title or "")
    return None if found is None or found["name"].endswith("级") else found["name"]
