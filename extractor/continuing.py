"""Whether a fragment continues the open table, and which of its rows repeat the table's.

A fragment continues the open table when it is the first of the next page, its
frame is as wide, its column lines agree or refine those above, and nothing in
it or over it says that something new begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.column_numbers import numbers_below
from extractor.grid import Grid
from extractor.headers import Header, header_at
from extractor.lines_above import is_period, labelled, without_goals
from extractor.model import Cell, Fragment, Line
from extractor.money import VALUE_FIELDS, money_unit
from extractor.open_table import OpenTable, align, edges_agree, stands_in
from extractor.patterns import of_tables
from extractor.vocabulary import (
    class_level,
    column_role,
    fold,
    is_outer,
    is_title,
    label_field,
    money_role,
)

SAME_WIDTH = 8.0  # points: frames whose widths differ less are equally wide
FARTHEST = 72.0  # points between a form's head and its indicators: an inch
SAME_SHARE = 0.8  # of the wider one's width, where lines of text tell how wide a table is
MOST_REPEATED_ROWS = 6
_GOES_ON = of_tables(
    r"[(（]?(?:续(?:上?表)?|[接承]上[表页])[\d一二三四五六七八九十]*[)）]?[:：]?"
    r"|.{0,40}表[(（]续表?[\d一二三四五六七八九十]*[)）]"
)
_HEADING = of_tables(
    r"(?:[(（]?[一二三四五六七八九1-9][)）、.．])?\S{0,10}(?:指标|目标|资金|预算|情况)\S{0,12}"
)
ORDINARY_ROLES = ("note", "unit", "money", "project")  # of headers that need no indicators
LONGEST_HEADING = 24  # characters
FEWEST_WORDS = 2  # in the upper row of a header


def continues(table: OpenTable, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment at the top of the next page goes on with the open table; in
    Word, whether one does that follows with no text between."""
    last = table.last
    expected = None if last.page is None else last.page + 1
    if fragment.page != expected or not table.may_run_on:
        return False
    width, before = fragment.edges[-1] - fragment.edges[0], last.edges[-1] - last.edges[0]
    if abs(width - before) > SAME_WIDTH and not stands_in(table, fragment):
        return False
    if _new_title(table.first.above, fragment.above):
        return False
    header = _header_on_top(grid)
    head = head_labels(grid, header.start if header else min(4, grid.n_rows))
    if (_starts_form(table, head) or _has_other_header(table, grid)) and not _repeats(table, grid):
        return False
    return edges_agree(table, align(table, fragment)) or _repeats(table, grid)


def runs_on(between: Sequence[Line]) -> bool:
    """Whether lines between two Word tables, if there are any, only say that the first goes on."""
    return all(_GOES_ON.fullmatch("".join(line.text.split())) for line in between)


def _starts_form(table: OpenTable, head: set[str]) -> bool:
    """Whether the labels of a fragment's head begin another form: those of a project or a
    department printed again do, or any below an ordinary table that has no form's head;
    项目资金, 预算执行 … printed again are those of a cell cut by the break."""
    again = head & table.labels
    if table.header is None and not _is_head(table.first_grid):
        return bool(again) or any(map(_names_form, head))
    return any(map(_names_form, again))


def is_headed_by(table: OpenTable, fragment: Fragment, grid: Grid) -> bool:
    """Whether the open table is the head of a form (项目名称, 主管部门) and the fragment below
    it its indicators: one form drawn as two tables, with nothing between but the heading of
    the second (二、绩效指标)."""
    last = table.last
    pages = (last.page, last.page + 1) if last.page and table.may_run_on else (last.page,)
    if fragment.page not in pages or table.header is not None:
        return False
    if not all(map(_is_heading, without_goals(fragment.above))):
        return False
    if not _is_head(table.first_grid):
        return False
    same_page = fragment.page == last.page
    if same_page and last.bbox is not None and fragment.bbox is not None:
        apart = fragment.bbox.top - last.bbox.bottom
        beside = abs(fragment.edges[0] - last.edges[0]) > SAME_WIDTH
        narrow, wide = sorted(f.edges[-1] - f.edges[0] for f in (last, fragment))
        if beside or not 0 <= apart <= FARTHEST or narrow < SAME_SHARE * wide:
            return False
    if any(class_level(cell.text) for cell in last.cells):
        return False  # its own indicators
    header = _header_on_top(grid)
    if header is None:
        return _holds_money(grid) and not any(map(_names_form, head_labels(grid, grid.n_rows)))
    return not header.is_list and not head_labels(grid, header.start)


def _has_other_header(table: OpenTable, grid: Grid) -> bool:
    """Whether a fragment below a form's indicators begins with the header of an ordinary
    table (采购项目 | 数量 | 金额 | 备注)."""
    if table.header is None or header_at(grid, 0) is not None:
        return False
    cells = grid.starting(0)
    words = [c for c in cells if money_role(c.text) or column_role(c.text) in ORDINARY_ROLES]
    return len(words) >= FEWEST_WORDS and all(cell.text for cell in cells) and len(cells) > 2


def _is_head(grid: Grid) -> bool:
    """Whether a table names a project or department beside its label; in the header of an
    ordinary table (项目名称 | 采购品目 | 预算金额) other words of headers follow it."""
    for row in range(grid.n_rows):
        for cell in grid.starting(row):
            beside = grid.at(row, cell.col + cell.col_span)
            if _names_form(cell.text) and beside is not None and not _is_word(beside.text):
                return True
    return False


def _is_word(text: str) -> bool:
    return bool(label_field(text) or column_role(text) or money_role(text)) or not text


def _is_heading(line: Line) -> bool:
    """Whether a line heads a part of a form, or tells its money's unit or its year."""
    squeezed = "".join(line.text.split())
    if len(squeezed) > LONGEST_HEADING or (is_title(squeezed) and "指标" not in squeezed):
        return False
    known = _HEADING.fullmatch(squeezed) or is_period(line.text) or money_unit(line.text)
    return bool(known) and not squeezed.startswith("附")


def _holds_money(grid: Grid) -> bool:
    """Whether a table's first row is the header of a money block, or its label a money label."""
    cells = [cell for cell in grid.starting(0) if cell.text]
    named = sum(1 for cell in cells if money_role(cell.text) in VALUE_FIELDS)
    return named > 1 or bool(cells and label_field(cells[0].text) == "funds")


def _names_form(label: str) -> bool:
    return label_field(label) in ("project", "department")


def is_parted(table: OpenTable, fragment: Fragment, grid: Grid) -> bool:
    """Whether a fragment that does not go on with the open table looks as if it should:
    it stands where the table would go on, and nothing says that another begins."""
    last = table.last
    if last.page is None or fragment.page != last.page + 1 or not table.may_run_on:
        return False
    if table.header is None or any(is_title(line.text) for line in fragment.above):
        return False
    header = _header_on_top(grid)
    if header is not None:
        return header.is_list and table.header.is_list
    return not head_labels(grid, min(4, grid.n_rows))


def _header_on_top(grid: Grid) -> Header | None:
    """A header in the first rows of a fragment."""
    return next((h for r in range(min(3, grid.n_rows)) if (h := header_at(grid, r))), None)


def head_labels(grid: Grid, stop: int) -> set[str]:
    """The head-block labels printed in the rows before ``stop``."""
    found = set()
    for row in range(min(stop, grid.n_rows)):
        for cell in grid.starting(row):
            name = label_field(cell.text)
            tall_outer = cell.row_span > 1 and is_outer(cell.text)
            if name and name != "other" and not tall_outer:
                found.add(fold(cell.text))
    return found


def _new_title(before: Sequence[Line], now: Sequence[Line]) -> bool:
    """Whether a table title, or the name of a project, stands over the fragment that is not
    the first one's."""
    known = {_key(line.text) for line in before}
    return any(
        (is_title(line.text) or _names_project(line.text)) and _key(line.text) not in known
        for line in now
    )


def _names_project(line: str) -> bool:
    return any(name == "project" for _, name in labelled(line))


def _key(title: str) -> str:
    """A title as it is compared; Latin letters may be a project's name."""
    return fold(title) + "".join(c for c in title if c.isascii() and c.isalpha())


def _repeats(table: OpenTable, grid: Grid) -> bool:
    return repeated_rows(table, grid) > 0


def repeated_rows(table: OpenTable, grid: Grid) -> int:
    """How many of the fragment's first rows repeat the table's header."""
    if table.header is not None and table.header_grid is not None and not table.headless:
        for start in _header_starts(table.header, table.header_grid):
            header = range(start, table.header.stop)
            equal = _equal_rows(grid, table.header_grid, header)
            if equal == len(header):
                return equal + numbers_below(grid, equal)
            if _is_upper_part(grid, equal):
                return equal
    first = table.first_grid
    rows = _equal_rows(grid, first, range(min(MOST_REPEATED_ROWS, first.n_rows - 1)))
    if any(_begins_form(grid, row) for row in range(rows)):
        return rows if _is_whole_head(table, grid, rows) else 0
    return rows


def _is_whole_head(table: OpenTable, grid: Grid, rows: int) -> bool:
    """Whether the rows a form begins with, down to its indicators, are printed again over
    others (标题行重复); over the same indicators it is the form a second time."""
    header, first = table.header, table.first_grid
    if header is None or table.header_grid is not first or header.stop != rows:
        return False
    return grid.n_rows > rows and _equal_rows(grid, first, range(rows + 1)) == rows


def _header_starts(header: Header, grid: Grid) -> Iterator[int]:
    """Where a header may begin: at its first row, or at one above it that only groups its
    words (目标情况, 自评情况) and so names no field."""
    yield header.start
    above = grid.starting(header.start - 1) if header.start else []
    words = [cell for cell in above if cell.text]
    if len(words) >= FEWEST_WORDS and not any(label_field(cell.text) for cell in words):
        yield header.start - 1


def _is_upper_part(grid: Grid, rows: int) -> bool:
    """Whether the first rows, the upper ones of a header, are all that is repeated of it:
    no word of a header stands in the row below them."""
    if not 0 < rows < grid.n_rows or len(grid.row(0)) < FEWEST_WORDS:
        return False
    header = header_at(grid, 0)
    if header is not None and header.stop > rows:
        return False
    return not any(column_role(cell.text) for cell in grid.starting(rows) if cell.text)


def _equal_rows(grid: Grid, source: Grid, rows: range) -> int:
    """How many of the fragment's first rows are those rows of another grid, in order."""
    for number, row in enumerate(rows):
        mine = _row_texts(_within(grid, number, len(rows)))
        if not mine or mine != _row_texts(_within(source, row, rows.stop - row)):
            return number
    return len(rows)


def _row_texts(cells: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells if cell.text]


def begins_form(grid: Grid, start: int) -> bool:
    """Whether a row from ``start`` on begins another form."""
    return any(_begins_form(grid, row) for row in range(start, grid.n_rows))


def _begins_form(grid: Grid, row: int) -> bool:
    """Whether a row names a project or department: the same form may be printed twice."""
    return any(label_field(cell.text) in ("project", "department") for cell in grid.starting(row))


def _within(grid: Grid, row: int, most: int) -> list[Cell]:
    """A row's cells that are no taller than ``most`` rows (an outer label is)."""
    if row >= grid.n_rows:
        return []
    return [cell for cell in grid.starting(row) if cell.row_span <= most]
