"""What a document and its forms are called: title, department, project, year, place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from extractor.model import Form
from normalizers.departments import split_code, split_project_code
from normalizers.jurisdictions import jurisdiction_of
from normalizers.periods import fiscal_year, fiscal_years

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


def name_form(form: Form, heading: str | None) -> Form:
    """Split codes off names, and tell the fiscal year; ``heading`` is the document's title."""
    department, code = split_code(form.department_text)
    project, project_code = split_project_code(form.project_text)
    said = fiscal_years(title=form.title, text=form.period_text)
    flags = flags_of(form.flags, [said.flag] if said.flag else [])
    return replace(
        form,
        department=department,
        department_code=form.department_code or code,
        project=project,
        project_code=form.project_code or project_code,
        fiscal_year=said.year or fiscal_year(form.title, form.period_text, heading),
        flags=flags,
    )


def share_year(forms: list[Form]) -> list[Form]:
    """A form that says no year has that of the others in its file, if they all agree."""
    years = {form.fiscal_year for form in forms} - {None}
    if len(years) != 1:
        return forms
    [year] = years
    return [replace(form, fiscal_year=year) for form in forms]


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
