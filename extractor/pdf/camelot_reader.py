"""PDF pages through camelot (lattice, from the page's own lines): a second opinion.

What is camelot's own: which tables there are, their grid, which cells are merged, and
the text of every cell. Lines outside tables are pdfium's, since camelot gives none.

Camelot's parser takes a character's height from its font's descriptor. Where that
says Ascent = Descent = 0, as fonts embedded by LibreOffice do, every character lies a
line too low, often in the cell below, and camelot calls it fully accurate. Nor does it
know of clipped text. A page's characters are therefore compared with pdfium's: where
one is shown higher or lower, or is clipped away, the texts of all cells on that page
are pdfium's, put into camelot's grid.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from extractor.codes import DocumentError, problem
from extractor.model import Box, Line, Page
from extractor.pdf.boxes import grid_of
from extractor.pdf.fragments import Words, fragments
from extractor.pdf.geometry import Rect, display, turned
from extractor.pdf.glyphs import Run, read_runs
from extractor.pdf.lattice import Lattice
from extractor.pdf.layers import Layers, take_off
from extractor.pdf.layout import fill_lattices, loose_lines, words_of
from extractor.pdf.native import PageHandle
from extractor.pdf.reader import heavy_page, open_pdf
from extractor.pdf.regions import regions
from extractor.pdf.survey import survey
from extractor.pdf.thirdparty import parsing
from extractor.pdf.visible import flagged, rulings_of, visible
from extractor.text import join_lines

MISPLACED = 0.4  # of a character's size: farther up or down it is not where pdfium sees it
BESIDE = 1.5  # points: characters of two readers this close sideways may be the same
TURNS = {"": 0, "anticlockwise": 90, "clockwise": -90}  # what rights the text, clockwise


def read_pdf_with_camelot(
    path: Path, *, password: str | None = None, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """Yield pages ``first`` to ``last`` one by one; each is released once read.

    Raises DocumentError ``pdf.encrypted`` or ``pdf.damaged``.
    """
    import playa

    document = open_pdf(path, password)
    try:
        count = len(document)
        if count == 0:
            raise DocumentError("pdf.damaged", "no pages")
        with _guarded("pdf.damaged"):
            parsed = playa.open(path, password=password or "")
        known = survey(path, password)
        with parsed:
            with _guarded("pdf.damaged"):
                pages = list(parsed.pages)
            for index in range(first - 1, min(count, last or count)):
                if index + 1 in known.heavy:
                    yield heavy_page(index + 1)
                else:
                    yield _read_page(document, pages, path, password, index, known.layers)
    finally:
        document.close()


def _guarded(code: str, page: int | None = None) -> AbstractContextManager[None]:
    """Around calls into playa, the parser of camelot."""
    from playa.exceptions import PDFEncryptionError, PDFException

    return parsing(code, page, named=(PDFException,), encrypted=PDFEncryptionError)


def _read_page(
    document: Any,
    parsed: Sequence[Any],
    path: Path,
    password: str | None,
    index: int,
    layers: Layers | None,
) -> Page:
    """Read one page; one that cannot be read is a problem, not the end."""
    number = index + 1
    try:
        with _guarded("pdf.page_failed", number):
            media = parsed[index].mediabox  # where camelot's coordinates begin
            tables = _tables(path, password, number)
            handle = PageHandle(document, index)
        with handle:
            told = take_off(handle, layers, number, read=True)
            content = _page_content(handle, media, tables, number)
            return replace(content, problems=(*told, *content.problems))
    except DocumentError as error:
        if error.code != "pdf.page_failed":
            raise
        return Page(number, None, None, problems=(error.problem,))


def _tables(path: Path, password: str | None, number: int) -> list[Any]:
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of pages without tables or text
        return list(
            camelot.read_pdf(
                str(path),
                pages=str(number),
                password=password,
                flavor="lattice",
                engine="vector",
                split_text=True,  # else words beside each other are one cell's
            )
        )


def _page_content(handle: PageHandle, media: Rect, tables: Sequence[Any], number: int) -> Page:
    """Read a page in the frame in which its text stands upright; the places of cells
    are those of the page as displayed."""
    turn = TURNS[tables[0].rotation] if tables else 0
    upright = (handle.rotation + turn) % 360
    shown = display(handle.box, upright)
    if not tables:
        text = handle.plain_text()
        lines = tuple(Line(line.strip(), None) for line in text.splitlines() if line.strip())
        return Page(number, shown.width, shown.height, (), lines, len(text.strip()))
    runs, unmapped = read_runs(handle, shown)
    problems = (problem("pdf.unmapped_text", str(unmapped), page=number),) if unmapped else ()
    whole = display(media, upright)
    flip = partial(_flip, corner=whole.box(*handle.box), height=whole.height)
    grids: list[Lattice] = []
    words: list[list[Words]] = []
    for table in tables:
        found = _merged_cells(table)
        grid = grid_of(flip(box) for box, _ in found)
        if grid is not None:
            grids.append(grid)
            words.append(_placed(grid, [(flip(box), text) for box, text in found]))
    seen = visible(handle, shown, runs, grids, rulings_of(handle, shown), number)
    runs = seen.runs
    filled, outside = fill_lattices(handle, shown, runs, grids)
    held = [run for cells in filled for cell in cells for run in cell]
    if (
        seen.problems
        or seen.marks
        or _is_shown_otherwise(tables[0].textlines, [*held, *outside], flip)
    ):
        words = flagged([[words_of(cell) for cell in cells] for cells in filled], seen.marks, grids)
    outside_lines = tuple(loose_lines([run for run in outside if not run.hidden]))
    place = turned(-turn // 90, shown.width, shown.height)
    made = fragments(number, grids, words, outside_lines, place)
    return Page(
        number,
        shown.width,
        shown.height,
        made,
        outside_lines,
        sum(len(run.text) for run in runs),
        False,
        (*problems, *seen.problems),
    )


def _flip(box: Rect, corner: Box, height: float) -> Box:
    """A box of camelot's (left, bottom, right, top, from the MediaBox's lower left
    corner) on the page as displayed, whose upper left corner is at ``corner``."""
    left, bottom, right, top = box
    return Box(
        left - corner.x0, height - top - corner.top, right - corner.x0, height - bottom - corner.top
    )


def _merged_cells(table: Any) -> list[tuple[Rect, str]]:
    """Camelot's cells, those no line parts put together, with their texts."""
    cells: list[list[Any]] = table.cells
    rows, cols = len(table.rows), len(table.cols)
    below = [[False] * cols for _ in range(rows + 1)]
    beside = [[False] * rows for _ in range(cols + 1)]
    for r, line in enumerate(cells):
        for c, cell in enumerate(line):
            below[r][c] |= cell.top
            below[r + 1][c] |= cell.bottom
            beside[c][r] |= cell.left
            beside[c + 1][r] |= cell.right
    found = []
    for row, col, tall, wide in regions(below, beside, rows, cols):
        first, last = cells[row][col], cells[row + tall - 1][col + wide - 1]
        lines = [
            text
            for line in cells[row : row + tall]
            for cell in line[col : col + wide]
            for text in cell.text.splitlines()
        ]
        found.append(((first.x1, last.y1, last.x2, first.y2), join_lines(lines)))
    return found


def _placed(grid: Lattice, found: Iterable[tuple[Box, str]]) -> list[Words]:
    """The texts of a grid's regions."""
    texts = [""] * len(grid.regions)
    for box, text in found:
        region = grid.region_at((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        if region is not None:
            texts[region] += text
    return [Words(text, text) for text in texts]


def _is_shown_otherwise(
    lines: Iterable[Any], runs: Sequence[Run], flip: Callable[[Rect], Box]
) -> bool:
    """Whether pdfium shows a character of camelot's higher or lower, or not at all."""
    from playa.miner import LTChar

    places: dict[str, list[Run]] = {}
    for letter in (letter for run in runs for letter in run.letters()):
        places.setdefault(letter.text, []).append(letter)
    for char in (char for line in lines for char in line if isinstance(char, LTChar)):
        box = flip(char.bbox)
        near = [
            letter
            for letter in places.get(char.get_text(), ())
            if abs(letter.x0 + letter.x1 - box.x0 - box.x1) < 2 * BESIDE
        ]
        apart = MISPLACED * (box.bottom - box.top)
        if near and not any(
            abs(letter.top + letter.bottom - box.top - box.bottom) < 2 * apart
            for letter in near
            if not letter.hidden
        ):
            return True
    return False
