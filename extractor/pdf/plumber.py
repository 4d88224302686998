"""PDF pages through pdfplumber: a second opinion on characters, lines and cells.

The characters, the way they make lines, and the cells are pdfplumber's own. What it has
no opinion on is added, as without it few published tables could be read:

- spans, and cells that a page break leaves open, are told on the grid
  (:mod:`extractor.pdf.boxes`);
- a character's height is told from its baseline, for pdfminer takes it from the font's
  descriptor, where a wrong one moves characters by a line;
- pdfium says which characters are clipped away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from extractor.codes import DocumentError, problem
from extractor.model import Box, Line, Page, Problem
from extractor.pdf.boxes import grid_of
from extractor.pdf.fragments import Words, fragments
from extractor.pdf.geometry import display, turned
from extractor.pdf.lattice import Lattice, home
from extractor.pdf.layers import Layers, take_off
from extractor.pdf.layout import WIDE_GAP
from extractor.pdf.native import PageHandle
from extractor.pdf.plumber_chars import (
    Char,
    Turn,
    middle,
    same_char,
    shown_by_pdfium,
    turn_to_read,
    upright_char,
    without_doubles,
)
from extractor.pdf.reader import SCAN_LEAST_IMAGE, SCAN_MOST_CHARS, heavy_page, open_pdf
from extractor.pdf.ruling import Rule
from extractor.pdf.survey import survey
from extractor.pdf.thirdparty import parsing
from extractor.pdf.touching import group_rules
from extractor.pdf.visible import flagged
from extractor.text import join_lines

NEARLY = 0.02  # how far from white a colour may be and not be seen
MOST_EDGES = 20_000  # finding crossings takes time by the square of the lines

Size = tuple[float, float]
Guard = Callable[..., AbstractContextManager[None]]


def read_pdf_with_pdfplumber(
    path: Path, *, password: str | None = None, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """Yield pages ``first`` to ``last`` one by one; each is released once read.

    Raises DocumentError ``pdf.encrypted`` or ``pdf.damaged``.
    """
    import pdfplumber
    from pdfminer.pdfpage import PDFPage

    guarded = _guard()
    shown = open_pdf(path, password)
    try:
        count = len(shown)
        if count == 0:
            raise DocumentError("pdf.damaged", "no pages")
        with path.open("rb") as file:  # pdfplumber's own closing would parse all pages again
            with guarded("pdf.damaged"):
                document = pdfplumber.open(file, password=password)
                pages = PDFPage.create_pages(document.doc)
            known = survey(path, password)
            for number in range(1, min(count, last or count) + 1):
                with guarded("pdf.damaged"):
                    found = next(pages, None)
                if number in known.heavy:
                    yield heavy_page(number)
                elif number >= first:
                    yield _page(document, found, number, shown, known.layers)
    finally:
        shown.close()


def _guard() -> Guard:
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    named = (PSException, MalformedPDFException, PdfminerException)
    return partial(parsing, named=named, encrypted=PDFEncryptionError)


def _page(document: Any, found: Any, number: int, shown: Any, layers: Layers | None) -> Page:
    """Read one page; one that cannot be read is a problem, not the end."""
    from pdfplumber.page import Page as ParsedPage

    guarded = _guard()
    try:
        if found is None:
            raise DocumentError("pdf.page_failed", "pdfminer does not find it", page=number)
        with guarded("pdf.page_failed", number):
            page = ParsedPage(document, found, number)
            finder = _find_tables(page)
            visible, corner = _visible(page)
            handle = PageHandle(shown, number - 1)
        with handle:
            told = take_off(handle, layers, number, read=True)
            content = _page_content(page, finder, handle, visible, corner)
            return replace(content, problems=(*told, *content.problems))
    except DocumentError as error:
        if error.code != "pdf.page_failed":
            raise
        return Page(number, None, None, problems=(error.problem,))


def _page_content(
    page: Any, finder: Any, handle: PageHandle, visible: Size, corner: tuple[float, float]
) -> Page:
    """Read a page in the frame in which its text stands upright; the places of cells
    are those of the page as displayed."""
    number: int = page.page_number
    quarters = turn_to_read(page.chars)
    width, height = visible if quarters % 2 == 0 else visible[::-1]
    turn = partial(_turned, corner=corner, quarters=quarters, size=visible)
    place = turned(-quarters, width, height)
    problems: list[Problem] = []
    if finder is None:
        problems.append(problem("pdf.page_too_complex", f"{len(page.edges)} lines", page=number))
    grids = _grids(finder, turn) if finder is not None else []
    pdfium = shown_by_pdfium(handle, quarters, grids, number)
    problems += pdfium.problems
    held: list[list[list[Char]]] = [[[] for _ in grid.regions] for grid in grids]
    outside: list[Char] = []
    unmapped = 0
    for char in without_doubles(upright_char(char, page, turn) for char in page.chars):
        x, y = middle(char)
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        unmapped += char["text"] == "\ufffd"
        if same_char(pdfium.left_out, char) is not None:
            continue
        cut = same_char(pdfium.clipped, char)
        char["hidden"] = cut is not None and cut.hidden
        at = home(grids, x, y) if cut is None else home(grids, cut.x, cut.y)
        (outside if at is None else held[at[0]][at[1]]).append(char)
    if unmapped:
        problems.append(problem("pdf.unmapped_text", str(unmapped), page=number))
    scanned = len(page.chars) < SCAN_MOST_CHARS and _image_share(page) > SCAN_LEAST_IMAGE
    if scanned:
        problems.append(problem("page.scanned", page=number))
    lines = _lines([char for char in outside if not char["hidden"]])
    words = flagged([[_words(chars) for chars in regions] for regions in held], pdfium.marks, grids)
    found = fragments(number, grids, words, lines, place)
    return Page(number, width, height, found, lines, len(page.chars), scanned, tuple(problems))


def _visible(page: Any) -> tuple[Size, tuple[float, float]]:
    """The size of the page as displayed, and where its corner lies in pdfplumber's
    coordinates, which are those of the MediaBox."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    low = (max(media[0], crop[0]), max(media[1], crop[1]))
    high = (min(media[2], crop[2]), min(media[3], crop[3]))
    box = display(media, page.rotation).box(*low, *high)
    corner = page.mediabox[0] + box.x0, page.mediabox[1] + box.top
    return (box.x1 - box.x0, box.bottom - box.top), corner


def _turned(box: Sequence[float], corner: tuple[float, float], quarters: int, size: Size) -> Box:
    """A box of pdfplumber's in the frame of reading."""
    x0, top, x1, bottom = box
    moved = Box(x0 - corner[0], top - corner[1], x1 - corner[0], bottom - corner[1])
    return turned(quarters, *size)(moved)


def _find_tables(page: Any) -> Any:
    """What pdfplumber finds of tables; None where there are too many lines to look at."""
    if len(page.edges) > MOST_EDGES:
        return None
    return page.filter(_is_drawn).debug_tablefinder()


def _grids(finder: Any, turn: Turn) -> list[Lattice]:
    """The grids of the tables that pdfplumber found."""
    across, down = [], []
    for edge in finder.edges:
        box = turn((edge["x0"], edge["top"], edge["x1"], edge["bottom"]))
        if box.x1 - box.x0 >= box.bottom - box.top:
            across.append(Rule(box.top, box.x0, box.x1))
        else:
            down.append(Rule(box.x0, box.top, box.bottom))
    groups = group_rules(sorted(across), down)
    found = [grid_of(map(turn, table.cells), groups) for table in finder.tables]
    return [grid for grid in found if grid is not None]


def _is_drawn(item: dict[str, Any]) -> bool:
    """Whether an object is no shape, or one that can be told from white paper."""
    if item["object_type"] not in ("line", "rect", "curve"):
        return True
    filled = item.get("fill") and not _is_white(item.get("non_stroking_color"))
    stroked = item.get("stroke") and not _is_white(item.get("stroking_color"))
    return bool(filled or stroked)


def _is_white(color: Any) -> bool:
    """Whether a colour is white: grey or red, green and blue full, or no ink at all."""
    parts = color if isinstance(color, (list, tuple)) else (color,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False  # a pattern
    return all(part < NEARLY for part in parts) if len(parts) == 4 else min(parts) > 1 - NEARLY


def _words(chars: Sequence[Char]) -> Words:
    """The text of a cell: pdfplumber's lines, joined as printed."""
    seen = [char for char in chars if not char["hidden"]]
    text = _text(seen)
    return Words(text, text if len(seen) == len(chars) else _text(chars))


def _text(chars: Sequence[Char]) -> str:
    if not chars:
        return ""
    from pdfplumber.utils import extract_text

    lines: str = extract_text(chars)
    return join_lines(lines.splitlines())


def _lines(chars: Sequence[Char]) -> tuple[Line, ...]:
    """Lines of text outside tables, parted where a wide gap stands between words."""
    from pdfplumber.utils import extract_words

    words = extract_words(chars, x_tolerance_ratio=WIDE_GAP, keep_blank_chars=True)
    return tuple(
        Line(
            word["text"].strip(),
            Box(word["x0"], word["top"], word["x1"], word["bottom"]),
            round(word["bottom"] - word["top"], 1),
        )
        for word in words
        if word["text"].strip()
    )


def _image_share(page: Any) -> float:
    area = sum(image["width"] * image["height"] for image in page.images)
    return float(area) / max(float(page.width * page.height), 1.0)
