"""A w:tbl as a fragment: the text of its cells, with what stands in them boxed or nested."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import NamedTuple

from extractor.grid import Grid
from extractor.headers import find_headers, infer_header
from extractor.model import Cell, Fragment, Part
from extractor.text import join_lines
from extractor.word import tags
from extractor.word.grid import Region, column_edges, count_columns, fit_rows, merge_regions
from extractor.word.notes import CELL_FLAGS, Note, notes_of
from extractor.word.rows import Row, grid_widths, read_rows
from extractor.word.runs import BOX, NOTHING, Given, Paragraph, read_paragraph
from extractor.word.tags import Element, unwrapped

BLOCKS = frozenset({tags.P, tags.TBL, tags.ALT_CHUNK})


class Reading(NamedTuple):
    """A table as read: what it shows, None if no row is left; what was left out of it;
    and the tables within its cells that are tables of their own."""

    fragment: Fragment | None
    notes: list[Note]
    inner: list[Reading]


def read_table(tbl: Element, given: Given = NOTHING, *, may_frame: bool = True) -> Reading:
    """Read a w:tbl, and what is nested in it.

    One that only lays out others, each of its rows being one cell, is a frame: what is
    nested in it are tables of their own. ``may_frame`` is false for what stands in a cell
    of a table that is none.
    """
    found = Reading(None, [], [])
    widths = grid_widths(tbl)
    rows = fit_rows(_shown_rows(read_rows(tbl), found.notes, given), widths)
    if not rows:
        return found
    n_cols = count_columns(rows)
    is_frame = may_frame and all(len(row.cells) == 1 for row in rows)
    hidden = {number for number, row in enumerate(rows) if row.hidden}
    cells = [_read_cell(region, found, given, is_frame) for region in merge_regions(rows)]
    if hidden:
        cells = [_marked_hidden(cell) if cell.row in hidden else cell for cell in cells]
    fragment = Fragment(
        page=None,
        bbox=None,
        n_rows=len(rows),
        n_cols=n_cols,
        cells=tuple(cells),
        edges=column_edges(rows, widths, n_cols),
    )
    return found._replace(fragment=fragment)


def _shown_rows(rows: list[Row], notes: list[Note], given: Given) -> list[Row]:
    """The rows without those that are hidden: marked so, and with nothing to be seen.

    A row of which anything can be seen is shown, whatever its mark (ECMA-376-1, 17.4.20).
    """
    shown: list[Row] = []
    for row in rows:
        if row.hidden:
            inside = [p for cell in row.cells for p in cell.tc.iter(tags.P)]
            paragraphs = [read_paragraph(p, given) for p in inside]
            if not any(join_lines(p.lines) or p.struck for p in paragraphs):
                told = " | ".join(note.text for p in paragraphs for note in notes_of(p))
                notes.extend([Note("word.hidden_text", None, told)] if told else [])
                continue
        shown.append(row)
    return shown


def _marked_hidden(cell: Cell) -> Cell:
    return replace(cell, flags=(*cell.flags, "row.hidden"))


def _read_cell(region: Region, found: Reading, given: Given, is_frame: bool) -> Cell:
    lines: list[str] = []
    known = len(found.notes)
    _read_blocks(region.tc, lines, region.row, found, given, is_frame)
    text = join_lines(lines)
    part = Part(None, None, text, text)
    place = (region.row, region.col, region.row_span, region.col_span)
    if len(found.notes) == known:
        return Cell(*place, text, (part,))
    told = dict.fromkeys(note.code for note in found.notes[known:])
    flags = tuple(CELL_FLAGS[code] for code in told if code in CELL_FLAGS)
    return Cell(*place, text, (part,), flags=flags)


def _read_blocks(
    parent: Element,
    lines: list[str],
    row: int,
    found: Reading,
    given: Given,
    is_frame: bool,
) -> None:
    """Add the lines of a cell, or of a text box in it, to its text."""
    for block in unwrapped(parent, BLOCKS):
        if block.tag == tags.P:
            paragraph = read_paragraph(block, given)
            if paragraph.boxes:
                _read_boxes(paragraph, lines, row, found, given)
            else:
                lines.extend(paragraph.lines)
            if paragraph.struck or paragraph.hidden or paragraph.pictures:
                found.notes.extend(notes_of(paragraph, row))
        elif block.tag == tags.TBL:
            nested = read_table(block, given, may_frame=is_frame)
            if nested.fragment is None:
                found.notes.extend(note._replace(row=row) for note in nested.notes)
            elif is_frame or _is_of_its_own(nested.fragment):
                found.inner.append(nested)
            else:
                lines.extend(cell.text for cell in nested.fragment.cells)
                found.notes.extend(note._replace(row=row) for note in nested.notes)
                found.inner.extend(nested.inner)
        else:
            found.notes.append(Note("word.part_unread", row))


def _read_boxes(
    paragraph: Paragraph, lines: list[str], row: int, found: Reading, given: Given
) -> None:
    """Add a paragraph with text boxes: each where it stands, after it those that float."""
    inline, floating = [], []
    for box in paragraph.boxes:
        inside: list[str] = []
        _read_blocks(box.content, inside, row, found, given, False)
        text = join_lines(inside)
        if not box.floats:
            inline.append(text)
        elif text:
            floating.append(text)
            found.notes.append(Note("word.text_box", row, text))
    pieces = "\n".join(paragraph.lines).split(BOX)
    shown = "".join(chain.from_iterable(zip_longest(pieces, inline, fillvalue="")))
    lines.extend(shown.split("\n"))
    lines.extend(floating)


def _is_of_its_own(fragment: Fragment) -> bool:
    """Whether a table in a cell holds indicators, and is no way to set out the cell's text."""
    grid = Grid(fragment)
    if find_headers(grid):
        return True
    return any(infer_header(grid, row) is not None for row in range(grid.n_rows))
