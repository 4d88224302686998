"""The nouns of the extractor: what a document holds, from page to record.

Everything here is frozen and without logic. The path of the data is the order
of the classes: pages carry fragments, fragments join into tables, tables give
forms, indicators and funds; whatever went wrong is a problem.

Boxes are points of the page as displayed (CropBox origin, /Rotate applied),
measured from the top left corner, so ``box * dpi / 72`` is the pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
Horizon = Literal["annual", "mid_term"]
Side = Literal["收入", "支出"]


class Box(NamedTuple):
    """A rectangle on a displayed page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside every table (a title, a unit note, a paragraph)."""

    text: str
    bbox: Box | None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One printed piece of a cell: the whole cell, or what one page shows of it.

    ``text`` is what can be seen. ``whole_text`` is what the file holds for the
    piece where that is more than can be seen (text clipped at a page break or
    at the cell's edge); otherwise it equals ``text``.
    """

    page: int | None
    bbox: Box | None
    text: str
    whole_text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a fragment or table, with its spans (合并单元格).

    ``row`` and ``col`` count from 0. ``open_top`` and ``open_bottom`` tell that
    the page shows no ruling line on that side, as where a page break cuts a
    cell. ``flags`` are codes of :mod:`extractor.codes`.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    parts: tuple[Part, ...]
    open_top: bool = False
    open_bottom: bool = False
    filled: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A table as one page shows it; for Word, a whole table.

    ``edges`` are the ``n_cols + 1`` x positions of the column borders in points
    (for Word, from the declared grid). ``above`` are the lines of text between
    the previous table, or the top of the page, and this one, in reading order.
    """

    page: int | None
    bbox: Box | None
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    above: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader found on one page (``number`` from 1; None for Word)."""

    number: int | None
    width: float | None
    height: float | None
    fragments: tuple[Fragment, ...] = ()
    lines: tuple[Line, ...] = ()
    n_chars: int = 0
    scanned: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A logical table: its fragments over one or more pages, joined.

    ``number`` counts the joined tables of the file from 1. Repeated headers of
    later pages are out; a row cut by a page break is one row. ``between`` are the
    lines between the parts of a form that is drawn as several tables; ``break_rows``
    are the rows (from 0) that begin a new page.
    """

    number: int
    pages: tuple[int, ...]
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    above: tuple[Line, ...] = ()
    between: tuple[Line, ...] = ()
    break_rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field is printed: page, table, row and column count from 1."""

    page: int | None
    table: int
    row: int
    col: int
    bbox: Box | None


Places = Mapping[str, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong or was left alone; codes in :mod:`extractor.codes`."""

    code: str
    severity: Severity
    message_zh: str
    message_en: str
    document: str = ""
    page: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One target table (绩效目标表): a project's form, a department's table, or
    one project of a list. Texts are as printed; ``department``,
    ``department_code``, ``project``, ``project_code`` and ``fiscal_year`` are
    derived from them. ``agreement`` is the share of its indicators' texts that a
    second reader read alike, None where none was asked."""

    id: str
    document: str
    sha256: str
    table: int
    pages: tuple[int, ...]
    title: str | None = None
    scope: str | None = None
    stage: str | None = None
    layout: str | None = None
    department: str | None = None
    department_code: str | None = None
    department_text: str | None = None
    implementing_unit: str | None = None
    project: str | None = None
    project_code: str | None = None
    project_text: str | None = None
    fiscal_year: int | None = None
    period_text: str | None = None
    mid_term_goal: str | None = None
    annual_goal: str | None = None
    goal_actual: str | None = None
    functions: str | None = None
    staffing: str | None = None
    weight_total: str | None = None
    agreement: float | None = None
    cells: Places = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One printed indicator (绩效指标). ``*_text`` is the cell's text as printed,
    None where the layout has no such column, "" where the cell is empty. The fields
    of values (``target_kind`` …) and of the canonical name (``indicator_id`` …) are
    derived, and None where they are not certain."""

    id: str
    form: str
    document: str
    sha256: str
    page: int | None
    table: int
    row: int
    item: int
    bbox: Box | None
    department: str | None = None
    project: str | None = None
    fiscal_year: int | None = None
    horizon: Horizon | None = None
    level1: str | None = None
    level2: str | None = None
    key_task: str | None = None
    level3: str | None = None
    operator_text: str | None = None
    target_text: str | None = None
    unit_text: str | None = None
    half_year_text: str | None = None
    cycle_text: str | None = None
    actual_text: str | None = None
    weight_text: str | None = None
    score_text: str | None = None
    note_text: str | None = None
    target_kind: str | None = None
    target_operator: str | None = None
    target_value: str | None = None
    target_low: str | None = None
    target_high: str | None = None
    target_from: str | None = None
    target_to: str | None = None
    target_unit: str | None = None
    target_quantities: tuple[str, ...] | None = None
    half_year_kind: str | None = None
    half_year_operator: str | None = None
    half_year_value: str | None = None
    half_year_low: str | None = None
    half_year_high: str | None = None
    half_year_from: str | None = None
    half_year_to: str | None = None
    half_year_unit: str | None = None
    half_year_quantities: tuple[str, ...] | None = None
    cycle_kind: str | None = None
    cycle_operator: str | None = None
    cycle_value: str | None = None
    cycle_low: str | None = None
    cycle_high: str | None = None
    cycle_from: str | None = None
    cycle_to: str | None = None
    cycle_unit: str | None = None
    cycle_quantities: tuple[str, ...] | None = None
    actual_kind: str | None = None
    actual_operator: str | None = None
    actual_value: str | None = None
    actual_low: str | None = None
    actual_high: str | None = None
    actual_from: str | None = None
    actual_to: str | None = None
    actual_unit: str | None = None
    actual_quantities: tuple[str, ...] | None = None
    indicator_id: str | None = None
    indicator_name: str | None = None
    match_method: str | None = None
    match_score: float | None = None
    match_rival: str | None = None
    indicator_class: str | None = None
    polarity: str | None = None
    cells: Places = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fund:
    """One money row (资金) of a form. ``unit`` is 万元 or 元, None when not said."""

    id: str
    form: str
    document: str
    page: int | None
    table: int
    row: int
    item_text: str
    side: Side | None = None
    parent: str | None = None
    full_year_text: str | None = None
    half_year_text: str | None = None
    executed_text: str | None = None
    full_year_value: str | None = None
    half_year_value: str | None = None
    executed_value: str | None = None
    unit: str | None = None
    cells: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One file and what became of it; ``type`` is told by content, not name."""

    document: str
    sha256: str
    type: str
    pages: int | None = None
    title: str | None = None
    jurisdiction: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    forms: int = 0
    indicators: int = 0
    tables: int = 0
    unclaimed: int = 0
    scanned_pages: int = 0
    reader: str | None = None
    version: str = ""
    seconds: float = 0.0
    ok: bool = True
    duplicate_of: str | None = None  # the file with the same content, whose records these are


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything one file gave: the result of the whole path."""

    document: Document
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    funds: tuple[Fund, ...] = ()
    problems: tuple[Problem, ...] = ()
    tables: tuple[Table, ...] = ()
