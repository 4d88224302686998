"""What a document is called, from the texts found in it: its title, place and department."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from normalizers.jurisdictions import jurisdiction_of

T = TypeVar("T")
MOST_TITLE_LINES = 6  # lines of the first page a title may take


def document_title(lines: list[str]) -> str | None:
    """The title on the first page (… 部门预算), over as many lines as it takes."""
    title = ""
    for line in lines[:MOST_TITLE_LINES]:
        text = line.strip()
        if re.fullmatch(r"附件.{0,3}|预算\d+表.*|表.{0,3}", text) or len(text) > 50:
            if title:
                break
            continue
        title += text
        if re.search(r"(预算|决算|公开|说明|报表|报告|目标表|自评表)$", title):
            return title
    return None


def place_of(*texts: str | None) -> str | None:
    """The place (行政区划) named first in the texts, in their order."""
    found = (jurisdiction_of(text).jurisdiction for text in texts)
    return next((place.name for place in found if place is not None), None)


def most_common(values: list[T | None]) -> T | None:
    """The value that most have, the first of several; None where none is known."""
    known = [value for value in values if value is not None]
    return max(known, key=known.count) if known else None


def flags_of(*many: Iterable[str]) -> tuple[str, ...]:
    """Flags put together, each once."""
    return tuple(dict.fromkeys(flag for flags in many for flag in flags))
