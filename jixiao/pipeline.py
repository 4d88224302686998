"""The straight path of one file: file → document → tables → rows → records.

This is the only place that joins the extractor with the normalizers.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.claims import read_table
from extractor.codes import DocumentError, encodable
from extractor.indicators import TEXT_FIELDS
from extractor.joining import join_pages
from extractor.model import Conversion, Document, Form, Fund, Indicator, Page, Problem, Table
from extractor.opening import FileKind, open_pages, sniff
from extractor.writing import Source
from jixiao.garbage import collecting_rarely
from jixiao.naming import (
    MOST_TITLE_LINES,
    document_title,
    flags_of,
    most_common,
    stage_in_heading,
    under_one_title,
    under_same_lines,
)
from jixiao.version import __version__
from normalizers.periods import fiscal_year, fiscal_years
from normalizers.printed_names import department_in_title, split_code, split_project_code

if TYPE_CHECKING:
    from jixiao.derived import Aliases

_PRINTED = (
    *("level1", "level2", "level3", "operator_text", "target_text", "unit_text"),
    *("half_year_text", "cycle_text", "actual_text"),
)
_PRINTED_AMOUNTS = ("full_year_text", "half_year_text", "executed_text", "unit")
_READ = (  # what the extractor fills in of an indicator
    *("id", "form", "document", "sha256", "page", "table", "row", "item", "bbox", "horizon"),
    *TEXT_FIELDS.values(),
    "cells",
)


_page_done: ContextVar[Callable[[], None]] = ContextVar("page_done", default=lambda: None)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; see the options of ``jixiao show``."""

    reader: str = "pdfium"
    password: str | None = None
    pages: tuple[int, int] | None = None
    keep_tables: bool = False
    cross_check: str | None = None  # a second reader, to tell where the two differ
    taxonomy: Path | None = None  # a user's own, in place of the built-in
    aliases: Aliases = ()  # names a user has reviewed
    derive: bool = True  # say what the printed texts mean; not needed to show them


@dataclass(slots=True)
class _Seen:
    """What passing over the pages told besides their tables."""

    pages: int = 0
    scanned: int = 0
    first_lines: list[str] = field(default_factory=list)
    prose: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def convert_file(path: Path, options: Options | None = None, name: str | None = None) -> Conversion:
    """Convert one file. A file that cannot be read gives a conversion that is not ok.

    ``name`` is the path to record (relative to the input root); by default the
    path as given. Raises ValueError for readers that there are not, or that are
    the same.
    """
    started = time.perf_counter()
    options = options or Options()
    name = encodable(name or path.as_posix())
    conversion = _convert(path, options, name)
    if options.cross_check is not None:
        conversion = _cross_check(conversion, path, options, name)
    seconds = round(time.perf_counter() - started, 3)
    return replace(conversion, document=replace(conversion.document, seconds=seconds))


def _cross_check(conversion: Conversion, path: Path, options: Options, name: str) -> Conversion:
    """Read the file again with the second reader; a Word file has but one."""
    from jixiao.crosscheck import cross_checked

    assert options.cross_check is not None
    if options.cross_check == options.reader:
        raise ValueError(f"{options.reader!r} cannot be checked against itself")
    if not conversion.document.ok or conversion.document.type != "pdf":
        return conversion
    again = replace(options, reader=options.cross_check, cross_check=None, keep_tables=False)
    return cross_checked(conversion, _convert(path, again, name))


def _convert(path: Path, options: Options, name: str) -> Conversion:
    sha256, kind = "", FileKind("unknown", "")
    try:
        kind = sniff(path)
        sha256 = digest(path)
        pages = open_pages(path, kind, options.reader, options.password)
        return read_pages(pages, kind.type, Source(name, sha256), options)
    except DocumentError as error:
        return failed(name, error.problem, sha256, kind.type)


def failed(name: str, why: Problem, sha256: str = "", file_type: str = "unknown") -> Conversion:
    """The conversion of a document that came to nothing, and why."""
    name = encodable(name)
    document = Document(name, sha256, file_type, ok=False, version=__version__)
    return Conversion(document, problems=(replace(why, document=name),))


def digest(path: Path) -> str:
    """The file's SHA-256, in hexadecimal; DocumentError if it cannot be read (any more)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DocumentError("file.missing", f"{path} ({error.strerror})") from error


@collecting_rarely()
def read_pages(
    pages: Iterator[Page], file_type: str, source: Source, options: Options
) -> Conversion:
    """Pages in, records out: everything after a file is opened."""
    seen = _Seen()
    forms: list[Form] = []
    indicators: list[Indicator] = []
    headers: dict[str, Mapping[str, str]] = {}
    funds: list[Fund] = []
    problems: list[Problem] = []
    kept: list[Table] = []
    tables = unclaimed = 0
    last: Table | None = None
    for table in join_pages(_watch(pages, seen)):
        tables += 1
        last = under_same_lines(last, table)
        records = read_table(last, source)
        forms += under_one_title(forms, table, records.forms)
        indicators += records.indicators
        headers |= records.headers
        funds += records.funds
        problems += records.problems
        unclaimed += any(p.code == "table.unclaimed" for p in records.problems)
        if options.keep_tables:
            kept.append(table)
    if not indicators and seen.prose:
        from extractor.prose import prose_records

        records = prose_records(seen.prose, source)
        forms, indicators = [*forms, *records.forms], records.indicators
        problems += records.problems
    title = document_title(seen.first_lines)
    if title is None and forms:
        title = forms[0].title
    forms = _share_year([_name_form(form, title) for form in forms])
    if options.derive:
        indicators = _derive_indicators(indicators, forms, headers, options)
        funds = _derive_funds(funds)
    department = most_common([form.department for form in forms]) or department_in_title(title)
    document = Document(
        document=source.document,
        sha256=source.sha256,
        type=file_type,
        pages=seen.pages or None,
        title=title,
        jurisdiction=_place_of(department, title) if options.derive else None,
        department=department,
        fiscal_year=fiscal_year(title) or most_common([form.fiscal_year for form in forms]),
        forms=len(forms),
        indicators=len(indicators),
        tables=tables,
        unclaimed=unclaimed,
        scanned_pages=seen.scanned,
        reader=options.reader,
        version=__version__,
    )
    found = tuple(replace(p, document=source.document) for p in (*seen.problems, *problems))
    conversion = Conversion(
        document, tuple(forms), tuple(indicators), tuple(funds), found, tuple(kept)
    )
    if options.pages is None:
        return conversion
    from jixiao.records import select_pages

    return select_pages(conversion, options.pages)


def _watch(pages: Iterator[Page], seen: _Seen) -> Iterator[Page]:
    """Count the pages that pass, and note what is said of the whole document."""
    for page in pages:
        page_done()
        if page.number is not None:
            seen.pages = page.number
        seen.scanned += page.scanned
        seen.problems += page.problems
        if not page.fragments:
            from extractor.prose import speaks_in_prose

            if seen.prose or speaks_in_prose(page):
                seen.prose.append(page)
        if page.number in (1, None):
            seen.first_lines = [line.text for line in page.lines[:MOST_TITLE_LINES]]
        yield page


def page_done() -> None:
    """Tell whoever watches (:func:`on_each_page`) that a page has been read."""
    _page_done.get()()


@contextmanager
def on_each_page(call: Callable[[], None]) -> Iterator[None]:
    """While this holds, ``call`` is called whenever a page has been read."""
    before = _page_done.set(call)
    try:
        yield
    finally:
        _page_done.reset(before)


def _name_form(form: Form, heading: str | None) -> Form:
    """Split codes off names, and tell the fiscal year; ``heading`` is the document's title."""
    department, code = split_code(form.department_text)
    project, project_code = split_project_code(form.project_text)
    line = f"{form.fiscal_year}年度" if form.fiscal_year else None
    said = fiscal_years(title=form.title, text=line, dates=[form.period_text])
    flags = flags_of(form.flags, [said.flag] if said.flag else [])
    return replace(
        form,
        department=department,
        department_code=form.department_code or code,
        project=project,
        project_code=form.project_code or project_code,
        fiscal_year=said.year or fiscal_year(form.title, form.period_text, heading),
        stage=form.stage or (None if form.title else stage_in_heading(heading)),
        flags=flags,
    )


def _share_year(forms: list[Form]) -> list[Form]:
    """A form that says no year has that of the others in its file, if they all agree."""
    years = {form.fiscal_year for form in forms} - {None}
    if len(years) != 1:
        return forms
    [year] = years
    return [replace(form, fiscal_year=year) for form in forms]


def _derive_indicators(
    indicators: list[Indicator],
    forms: list[Form],
    headers: Mapping[str, Mapping[str, str]],
    options: Options,
) -> list[Indicator]:
    """Say what the printed texts mean, and repeat the form's names for convenience."""
    from jixiao.derived import indicator_fields, own_taxonomy

    by_id = {form.id: form for form in forms}
    taxonomy = own_taxonomy(options.taxonomy, options.aliases)
    derived = []
    for indicator in indicators:
        form = by_id[indicator.form]
        texts = {name: getattr(indicator, name) for name in _PRINTED}
        fields = indicator_fields(texts, taxonomy, headers.get(indicator.id, {}))
        fields["flags"] = flags_of(indicator.flags, fields["flags"])
        fields["department"] = form.department
        fields["project"] = form.project
        fields["fiscal_year"] = form.fiscal_year
        kept = {name: getattr(indicator, name) for name in _READ}
        derived.append(Indicator(**kept, **fields))  # dataclasses.replace takes twice as long
    return derived


def _derive_funds(funds: list[Fund]) -> list[Fund]:
    from jixiao.derived import fund_fields

    return [
        replace(fund, **fund_fields({name: getattr(fund, name) for name in _PRINTED_AMOUNTS}))
        for fund in funds
    ]


def _place_of(*texts: str | None) -> str | None:
    """The place (行政区划) named first in the texts, in their order."""
    from normalizers.jurisdictions import jurisdiction_of

    found = (jurisdiction_of(text).jurisdiction for text in texts)
    return next((place.name for place in found if place is not None), None)
