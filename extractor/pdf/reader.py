"""PDF pages through pdfium: the reader used unless another is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.codes import DocumentError, problem
from extractor.model import Fragment, Line, Page, Problem

if TYPE_CHECKING:
    from extractor.pdf.geometry import Display
    from extractor.pdf.native import PageHandle

SCAN_MOST_CHARS = 20
SCAN_LEAST_IMAGE = 0.5  # share of the page an image covers
FEWEST_RULES = 4  # fewer ruling lines than this make no table


def open_pdf(path: Path, password: str | None = None) -> Any:
    """Open a PDF with pdfium; DocumentError ``pdf.encrypted`` or ``pdf.damaged``."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("pdf.encrypted") from error
        raise DocumentError("pdf.damaged", str(error)) from error


def read_pdf(path: Path, *, password: str | None = None, last: int | None = None) -> Iterator[Page]:
    """Yield the pages one by one, up to page ``last``; each is released once read."""
    document = open_pdf(path, password)
    try:
        count = len(document)
        if count == 0:
            raise DocumentError("pdf.damaged", "no pages")
        for index in range(min(count, last or count)):
            yield _read_page(document, index)
    finally:
        document.close()


def count_pages(path: Path, password: str | None = None) -> int:
    """How many pages the PDF has."""
    document = open_pdf(path, password)
    try:
        return len(document)
    finally:
        document.close()


def _read_page(document: Any, index: int) -> Page:
    from extractor.pdf.geometry import display as display_of
    from extractor.pdf.native import PageHandle

    try:
        handle = PageHandle(document, index)
    except ValueError as error:
        failed = problem("pdf.page_failed", str(error), page=index + 1)
        return Page(index + 1, None, None, problems=(failed,))
    with handle:
        return _page_content(handle, display_of(handle.box, handle.rotation), index + 1)


def _page_content(handle: PageHandle, display: Display, number: int) -> Page:
    from extractor.pdf.glyphs import read_glyphs
    from extractor.pdf.lattice import lattices
    from extractor.pdf.layout import fill_lattices, loose_lines
    from extractor.pdf.ruling import Rulings, TooComplexError, read_rulings

    problems: list[Problem] = []
    try:
        rulings = read_rulings(handle, display)
    except TooComplexError as error:
        problems.append(problem("pdf.page_too_complex", str(error), page=number))
        rulings = Rulings([], [], [], 0.0)
    ruled = len(rulings.horizontal) + len(rulings.vertical) + 4 * len(rulings.fills)
    grids = lattices(rulings) if ruled >= FEWEST_RULES else []
    if not grids:
        text = handle.plain_text()
        chars = len(text.strip())
        image_share = rulings.image_area / max(display.width * display.height, 1.0)
        scanned = chars < SCAN_MOST_CHARS and image_share > SCAN_LEAST_IMAGE
        if scanned:
            problems.append(problem("page.scanned", page=number))
        lines = tuple(Line(line.strip(), None) for line in text.splitlines() if line.strip())
        return Page(
            number, display.width, display.height, (), lines, chars, scanned, tuple(problems)
        )
    glyphs, unmapped = read_glyphs(handle, display)
    if unmapped:
        problems.append(problem("pdf.unmapped_text", str(unmapped), page=number))
    filled, outside = fill_lattices(handle, display, glyphs, grids)
    lines_outside = loose_lines([glyph for glyph in outside if not glyph.hidden])
    fragments = _fragments(number, grids, filled, lines_outside)
    return Page(
        number,
        display.width,
        display.height,
        fragments,
        tuple(lines_outside),
        len(glyphs),
        False,
        tuple(problems),
    )


def _fragments(
    number: int, grids: Sequence[Any], filled: Sequence[Any], lines: Sequence[Line]
) -> tuple[Fragment, ...]:
    from extractor.pdf.layout import build_fragment

    made = []
    floor = 0.0
    for grid, cells in zip(grids, filled, strict=True):
        top = grid.ys[0]
        above = [
            line
            for line in lines
            if line.bbox and floor - 2 <= line.bbox.top and line.bbox.bottom <= top + 4
        ]
        made.append(build_fragment(number, grid, cells, above))
        floor = max(floor, grid.ys[-1])
    return tuple(made)
