"""PDF pages through pdfium: the reader used unless another is asked for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.codes import DocumentError, problem
from extractor.model import Line, Page, Problem
from extractor.vocabulary import has_indicator_words

if TYPE_CHECKING:
    from extractor.pdf.geometry import Display
    from extractor.pdf.native import PageHandle
    from extractor.pdf.survey import Survey

SCAN_MOST_CHARS = 20
SCAN_LEAST_IMAGE = 0.5  # share of the page an image covers
ANGLES_LOOKED_AT = 24  # characters whose direction tells how a page is to be read
FEWEST_RULES = 4  # fewer ruling lines than this make no table
TOO_MANY_CHARS = 100_000


def open_pdf(path: Path, password: str | None = None) -> Any:
    """Open a PDF with pdfium; DocumentError ``pdf.encrypted`` or ``pdf.damaged``."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("pdf.encrypted") from error
        raise DocumentError("pdf.damaged", str(error).rstrip(".")) from error
    except OSError as error:
        raise DocumentError("file.missing", str(path)) from error


def read_pdf(
    path: Path,
    *,
    password: str | None = None,
    first: int = 1,
    last: int | None = None,
    aligned: bool = False,
) -> Iterator[Page]:
    """Yield pages ``first`` to ``last`` one by one; each is released once read.

    Tables that only alignment shows are looked for where a page without ruled
    tables speaks of indicators; with ``aligned`` on every page.
    """
    from extractor.pdf.survey import survey

    document = open_pdf(path, password)
    try:
        count = len(document)
        if count == 0:
            raise DocumentError("pdf.damaged", "no pages")
        known = survey(path, password)
        for index in range(first - 1, min(count, last or count)):
            yield _read_page(document, index, aligned, known)
    finally:
        document.close()


def _read_page(document: Any, index: int, aligned: bool, known: Survey) -> Page:
    from extractor.pdf.geometry import display as display_of
    from extractor.pdf.layers import take_off
    from extractor.pdf.native import PageHandle

    if index + 1 in known.heavy:
        return heavy_page(index + 1)
    try:
        handle = PageHandle(document, index)
    except ValueError as error:
        failed = problem("pdf.page_failed", str(error), page=index + 1)
        return Page(index + 1, None, None, problems=(failed,))
    with handle:
        told = take_off(handle, known.layers, index + 1)
        upright = _reading_rotation(handle)
        display = display_of(handle.box, upright)
        page = _page_content(handle, display, upright, index + 1, aligned)
        return replace(page, problems=(*told, *page.problems)) if told else page


def heavy_page(number: int) -> Page:
    """A page that is not loaded, since its forms draw each other without measure."""
    told = problem("pdf.page_too_complex", "forms that draw forms", page=number)
    return Page(number, None, None, problems=(told,))


def _reading_rotation(handle: PageHandle) -> int:
    """The rotation by which the page's text stands upright, in degrees clockwise.

    Usually that is the page's own /Rotate; a page may also be shown lying on its side.
    """
    votes: Counter[int] = Counter()
    count = handle.count_chars()
    looked_at = range(0, count, max(1, count // ANGLES_LOOKED_AT))
    angles = {index: handle.angle(index) for index in looked_at}
    turned = any(angles.values())
    for index, angle in angles.items():
        if angle > 0 or (angle == 0 and not (turned and handle.is_generated(index))):
            votes[-round(math.degrees(angle) / 90) % 4 * 90] += 1
    rotation, most = votes.most_common(1)[0] if votes else (handle.rotation, 0)
    return rotation if most > 0.7 * votes.total() else handle.rotation


def _page_content(
    handle: PageHandle, display: Display, upright: int, number: int, aligned: bool
) -> Page:
    """Read a page in the frame in which its text stands upright; the places of cells
    are those of the page as displayed."""
    from extractor.pdf.fragments import fragments
    from extractor.pdf.geometry import turned
    from extractor.pdf.glyphs import read_runs
    from extractor.pdf.lattice import lattices
    from extractor.pdf.layout import fill_lattices, loose_lines, words_of
    from extractor.pdf.ruling import TooComplexError, read_rulings
    from extractor.pdf.visible import flagged, visible

    problems: list[Problem] = []
    try:
        if handle.count_chars() > TOO_MANY_CHARS:
            raise TooComplexError(f"{handle.count_chars()} characters")
        rulings = read_rulings(handle, display)
        ruled = len(rulings.horizontal) + len(rulings.vertical) + 4 * len(rulings.fills)
        grids = lattices(rulings) if ruled >= FEWEST_RULES else []
    except TooComplexError as error:
        problems.append(problem("pdf.page_too_complex", str(error), page=number))
        return _plain_page(number, display, handle.plain_text(), problems)
    text = "" if grids else handle.plain_text()
    if not grids and not aligned and not has_indicator_words(text):
        chars = len(text.strip())
        image_share = rulings.image_area / max(display.width * display.height, 1.0)
        scanned = chars < SCAN_MOST_CHARS and image_share > SCAN_LEAST_IMAGE
        if scanned:
            problems.append(problem("page.scanned", page=number))
        return _plain_page(number, display, text, problems, scanned=scanned)
    runs, unmapped = read_runs(handle, display)
    if unmapped:
        problems.append(problem("pdf.unmapped_text", str(unmapped), page=number))
    seen = visible(handle, display, runs, grids, rulings, number)
    problems += seen.problems
    runs, grids = seen.runs, seen.grids
    filled, outside = fill_lattices(handle, display, runs, grids)
    if aligned or not grids:
        from extractor.pdf.partial import with_aligned

        grids, filled, outside = with_aligned(grids, filled, outside, rulings)
    lines_outside = loose_lines([run for run in outside if not run.hidden])
    quarters = (handle.rotation - upright) // 90
    place = turned(quarters, display.width, display.height)
    words = flagged([[words_of(cell) for cell in cells] for cells in filled], seen.marks, grids)
    found = fragments(number, grids, words, lines_outside, place)
    return Page(
        number,
        display.width,
        display.height,
        found,
        tuple(lines_outside),
        sum(len(run.text) for run in runs),
        False,
        tuple(problems),
    )


def _plain_page(
    number: int,
    display: Display,
    text: str,
    problems: Sequence[Problem],
    *,
    scanned: bool = False,
) -> Page:
    """A page of which only the text is told, without tables."""
    lines = tuple(Line(line.strip(), None) for line in text.splitlines() if line.strip())
    return Page(
        number,
        display.width,
        display.height,
        (),
        lines,
        len(text.strip()),
        scanned,
        tuple(problems),
    )
