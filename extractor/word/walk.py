"""One pass over the body of a Word document: its lines and tables in order.

Linear in the size of the document, and without recursion over blocks, which a
file can nest. Text boxes and nested tables follow what encloses them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from extractor.model import Cell, Fragment, Line, Part
from extractor.text import join_lines
from extractor.word import tags
from extractor.word.grid import (
    Region,
    column_edges,
    count_columns,
    fit_rows,
    merge_regions,
)
from extractor.word.rows import grid_widths, read_rows
from extractor.word.runs import NOTHING, Given, read_paragraph
from extractor.word.tags import Element, unwrapped

# A title and its unit note stand close above a table; a report's prose does not help.
MAX_ABOVE = 40

_BLOCKS = frozenset({tags.P, tags.TBL})


def walk(body: Element, given: Given = NOTHING) -> Iterator[Line | Fragment]:
    """Yield the paragraphs and tables of ``body`` (w:body) in document order.

    ``given`` is what other parts of the file say of the text.
    """
    above: deque[Line] = deque(maxlen=MAX_ABOVE)
    stack: list[Iterator[Element]] = [unwrapped(body, _BLOCKS)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
        elif block.tag == tags.P:
            paragraph = read_paragraph(block, given)
            text = join_lines(paragraph.lines)
            if text:
                line = Line(text=text, bbox=None)
                above.append(line)
                yield line
            stack.extend(unwrapped(box, _BLOCKS) for box in reversed(paragraph.boxes))
        else:
            fragment, inner = read_table(block, tuple(above), given)
            if fragment is not None:
                above.clear()
                yield fragment
            stack.extend(
                iter((node,)) if node.tag == tags.TBL else unwrapped(node, _BLOCKS)
                for node in reversed(inner)
            )


def read_table(
    tbl: Element, above: tuple[Line, ...] = (), given: Given = NOTHING
) -> tuple[Fragment | None, list[Element]]:
    """A w:tbl as a fragment, None if no row is left, and what is nested in it.

    Nested are w:tbl and w:txbxContent, in order; their text is not the cell's.
    """
    inner: list[Element] = []
    widths = grid_widths(tbl)
    rows = fit_rows(read_rows(tbl), widths)
    if not rows:
        return None, inner
    n_cols = count_columns(rows)
    fragment = Fragment(
        page=None,
        bbox=None,
        n_rows=len(rows),
        n_cols=n_cols,
        cells=tuple(_read_cell(region, inner, given) for region in merge_regions(rows)),
        edges=column_edges(rows, widths, n_cols),
        above=above,
    )
    return fragment, inner


def _read_cell(region: Region, inner: list[Element], given: Given) -> Cell:
    lines: list[str] = []
    for block in unwrapped(region.tc, _BLOCKS):
        if block.tag == tags.TBL:
            inner.append(block)
        else:
            paragraph = read_paragraph(block, given)
            lines.extend(paragraph.lines)
            inner.extend(paragraph.boxes)
    text = join_lines(lines)
    part = Part(None, None, text, text)
    return Cell(region.row, region.col, region.row_span, region.col_span, text, (part,))
