"""One thing on one page changed: labels, values, header words, cells, columns.

What each kind of mutation is stands in :mod:`benchmarks.mutations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.redrawing import Mutation, Subject, lines
from extractor.claims import read_table
from extractor.columns import Column
from extractor.grid import Grid
from extractor.headers import LEVELS, find_headers
from extractor.joining import join_pages
from extractor.model import Cell, Fragment, Page, Table
from extractor.text import join_lines
from extractor.vocabulary import class_level, is_outer, label_field, money_role
from extractor.writing import Records, Source

NONSENSE = "鑫淼焱垚犇骉羴猋麤毳"


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables and records of some pages, and their problems."""

    tables: tuple[Table, ...]
    records: Records


def read(pages: Sequence[Page]) -> Reading:
    """The straight path from pages to records."""
    tables, records = [], Records()
    for page in pages:
        records.problems += page.problems
    for table in join_pages(iter(pages)):
        found = read_table(table, Source("", ""))
        tables.append(table)
        records.forms += found.forms
        records.indicators += found.indicators
        records.funds += found.funds
        records.problems += found.problems
    return Reading(tuple(tables), records)


def _with_cells(
    subject: Subject, page: Page, number: int, changed: dict[int, Cell]
) -> tuple[Page, ...]:
    """The subject's pages with some cells (by their index) of one fragment changed."""
    fragments = list(page.fragments)
    cells = [changed.get(i, cell) for i, cell in enumerate(fragments[number].cells)]
    fragments[number] = replace(fragments[number], cells=tuple(cells))
    new = replace(page, fragments=tuple(fragments))
    return tuple(new if one is page else one for one in subject.pages)


def _retold(cell: Cell, text: str) -> Cell:
    part = replace(cell.parts[0], text=text, whole_text=text)
    return replace(cell, text=text, parts=(part,), filled=cell.filled and bool(text), flags=())


def mutations(subject: Subject, sound: Reading) -> Iterator[Mutation]:
    """Everything that can be changed on the subject's pages."""
    roles = _roles(sound)
    for page in subject.pages:
        if subject.page not in (None, page.number):
            continue
        told = any(id(c.parts[0]) in roles for f in page.fragments for c in f.cells)
        for number, fragment in enumerate(page.fragments):
            if any(id(cell.parts[0]) in roles for cell in fragment.cells):
                yield from _cell_mutations(subject, page, number, roles)
                yield from _shifts(subject, page, number)
                if page.number is None:
                    yield from _merges(subject, page, number)
        if told and page.number is not None:
            yield from lines(subject, page)


def _roles(sound: Reading) -> dict[int, set[str]]:
    """For each part of a cell (by identity) the record fields read from it."""
    spots: dict[tuple[int, int, int], set[str]] = {}
    records = sound.records
    for record in (*records.forms, *records.indicators, *records.funds):
        for name, places in record.cells.items():
            for place in places:
                spots.setdefault((place.table, place.row, place.col), set()).add(name)
    return {
        id(part): spots[table.number, cell.row + 1, cell.col + 1]
        for table in sound.tables
        for cell in table.cells
        if (table.number, cell.row + 1, cell.col + 1) in spots
        for part in cell.parts
    }


def _cell_mutations(
    subject: Subject, page: Page, number: int, roles: dict[int, set[str]]
) -> Iterator[Mutation]:
    fragment = page.fragments[number]
    header_rows = {r for h in find_headers(Grid(fragment)) for r in range(h.start, h.stop)}
    for index, cell in enumerate(fragment.cells):
        if not cell.text:
            continue
        names = roles.get(id(cell.parts[0]), set())
        blank = _changer(subject, page, number, {index: _retold(cell, "")})
        in_header = cell.row in header_rows and not is_outer(cell.text)
        if in_header:
            word = "".join(NONSENSE[i % len(NONSENSE)] for i in range(len(cell.text)))
            garbled = _changer(subject, page, number, {index: _retold(cell, word)})
            yield Mutation("header nonsense", f"{cell.text} → {word}", page.number, garbled)
        if in_header or names & {*LEVELS, "item_text"} or (not names and _is_label(cell.text)):
            yield Mutation("blank a label", cell.text[:40], page.number, blank, cell.parts[0])
        elif names:
            what = f"{'/'.join(sorted(names))}: {cell.text[:40]}"
            yield Mutation("blank a value", what, page.number, blank, cell.parts[0])


def _is_label(text: str) -> bool:
    return bool(label_field(text) or money_role(text) or class_level(text) or is_outer(text))


def _changer(
    subject: Subject, page: Page, number: int, changed: dict[int, Cell]
) -> Callable[[], tuple[Page, ...]]:
    return lambda: _with_cells(subject, page, number, changed)


def _shifts(subject: Subject, page: Page, number: int) -> Iterator[Mutation]:
    """A column's texts, or all from it on, one column to the right."""
    fragment = page.fragments[number]
    headers = find_headers(Grid(fragment))
    for header, after in zip(headers, [*headers, None][1:], strict=True):
        rows = range(header.stop, after.start if after else fragment.n_rows)
        for column in header.columns:
            for slip in (False, True):
                changed = _shifted(fragment, rows, column, slip=slip)
                if changed:
                    what = f"{column.text}: texts {'from here on ' if slip else ''}to the right"
                    make = _changer(subject, page, number, changed)
                    yield Mutation("shift a column", what, page.number, make)


def _shifted(fragment: Fragment, rows: range, column: Column, *, slip: bool) -> dict[int, Cell]:
    index = {(cell.row, cell.col): i for i, cell in enumerate(fragment.cells)}
    texts: dict[int, str] = {}
    for row in rows:
        chain = _chain(fragment, index, row, column.start)
        old = [fragment.cells[i].text for i in chain]
        if len(chain) < 2:
            continue
        new = ["", *old[:-2], join_lines(old[-2:])] if slip else ["", join_lines(old[:2])]
        texts.update(zip(chain, new, strict=False))
    return {
        i: _retold(fragment.cells[i], text)
        for i, text in texts.items()
        if text != fragment.cells[i].text
    }


def _chain(fragment: Fragment, index: dict[tuple[int, int], int], row: int, col: int) -> list[int]:
    """The cells from a place on to the right that are as tall as the first, by index."""
    found: list[int] = []
    while (here := index.get((row, col))) is not None:
        cell = fragment.cells[here]
        if found and cell.row_span != fragment.cells[found[0]].row_span:
            break
        found.append(here)
        col += cell.col_span
    return found


def _merges(subject: Subject, page: Page, number: int) -> Iterator[Mutation]:
    """Word: two cells that share a whole side become one."""
    fragment = page.fragments[number]
    at = {(cell.row, cell.col): i for i, cell in enumerate(fragment.cells)}
    for index, cell in enumerate(fragment.cells):
        below = at.get((cell.row + cell.row_span, cell.col))
        right = at.get((cell.row, cell.col + cell.col_span))
        for other, upright in ((below, False), (right, True)):
            if other is None:
                continue
            second = fragment.cells[other]
            if (upright and second.row_span != cell.row_span) or (
                not upright and second.col_span != cell.col_span
            ):
                continue
            text = join_lines([cell.text, second.text])
            rows, cols = cell.row_span, cell.col_span
            grown = replace(
                _retold(cell, text),
                row_span=rows if upright else rows + second.row_span,
                col_span=cols + second.col_span if upright else cols,
            )
            what = f"{'upright' if upright else 'level'}: {cell.text[:15]} + {second.text[:15]}"
            yield Mutation(
                "delete a line", what, None, _merger(subject, page, number, index, other, grown)
            )


def _merger(
    subject: Subject, page: Page, number: int, index: int, other: int, grown: Cell
) -> Callable[[], tuple[Page, ...]]:
    def damaged() -> tuple[Page, ...]:
        fragment = page.fragments[number]
        cells = [grown if i == index else c for i, c in enumerate(fragment.cells) if i != other]
        fragments = list(page.fragments)
        fragments[number] = replace(fragment, cells=tuple(cells))
        new = replace(page, fragments=tuple(fragments))
        return tuple(new if one is page else one for one in subject.pages)

    return damaged
