"""PDF pages through pdfplumber: a second opinion on characters, lines and cells.

The table finder, the characters and the way they make lines are pdfplumber's own.
Two things are not: spans and cells that a page break leaves open are told on the grid
(:mod:`extractor.pdf.boxes`), and a character's height from its baseline, since pdfminer
takes it from the font's descriptor, where a wrong one moves characters by a line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from extractor.codes import DocumentError, problem
from extractor.model import Box, Line, Page, Problem
from extractor.pdf.boxes import fragments, grid_of, home
from extractor.pdf.geometry import display, turn_box
from extractor.pdf.lattice import Lattice
from extractor.pdf.layout import WIDE_GAP
from extractor.pdf.reader import SCAN_LEAST_IMAGE, SCAN_MOST_CHARS
from extractor.pdf.ruling import Rule
from extractor.text import join_lines

ASCENT = 0.88  # of a character's size: how far it is taken to reach over its baseline
MOST_EDGES = 20_000  # finding crossings takes time by the square of the lines

Char = dict[str, Any]


def read_pdf_with_pdfplumber(
    path: Path, *, password: str | None = None, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """Yield pages ``first`` to ``last`` one by one; each is released once read.

    Raises DocumentError ``pdf.encrypted`` or ``pdf.damaged``.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        document = pdfplumber.open(path, password=password)
    except PdfminerException as error:
        raise _told(error) from error
    with document:
        try:
            pages = document.pages
        except (PdfminerException, MalformedPDFException) as error:
            raise _told(error) from error
        if not pages:
            raise DocumentError("pdf.damaged", "no pages")
        for page in pages[first - 1 : last]:
            try:
                read = _read_page(page)
            except PdfminerException as error:
                failed = problem("pdf.page_failed", str(error), page=page.page_number)
                read = Page(page.page_number, None, None, problems=(failed,))
            page.close()
            yield read


def _told(error: Exception) -> DocumentError:
    """The error that an exception of pdfminer stands for; pdfplumber wraps them all."""
    from pdfminer.pdfdocument import PDFEncryptionError

    cause = error.args[0] if error.args else error
    if isinstance(cause, PDFEncryptionError):
        return DocumentError("pdf.encrypted")
    return DocumentError("pdf.damaged", str(cause) or type(cause).__name__)


def _read_page(page: Any) -> Page:
    """Read a page in the frame in which its text stands upright; the places of cells
    are those of the page as displayed."""
    number: int = page.page_number
    visible, shift = _visible(page)
    quarters = _turn_to_read(page.chars)
    turn = partial(turn_box, quarters=quarters, width=visible[0], height=visible[1])
    width, height = visible if quarters % 2 == 0 else visible[::-1]
    place = partial(turn_box, quarters=-quarters, width=width, height=height)
    problems: list[Problem] = []
    grids: list[Lattice] = []
    if len(page.edges) <= MOST_EDGES:
        grids = _grids(page, lambda box: turn(_moved(box, shift)))
    else:
        problems.append(problem("pdf.page_too_complex", str(len(page.edges)), page=number))
    held: list[list[list[Char]]] = [[[] for _ in grid.regions] for grid in grids]
    outside: list[Char] = []
    unmapped = 0
    for char in page.chars:
        upright = _upright(char, page, shift, turn)
        unmapped += upright["text"] == "\ufffd"
        x, y = (upright["x0"] + upright["x1"]) / 2, (upright["top"] + upright["bottom"]) / 2
        if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
            continue
        at = home(grids, x, y)
        (outside if at is None else held[at[0]][at[1]]).append(upright)
    if unmapped:
        problems.append(problem("pdf.unmapped_text", str(unmapped), page=number))
    scanned = len(page.chars) < SCAN_MOST_CHARS and _image_share(page) > SCAN_LEAST_IMAGE
    if scanned:
        problems.append(problem("page.scanned", page=number))
    lines = _lines(outside)
    texts = [[_text(chars) for chars in regions] for regions in held]
    found = fragments(number, grids, texts, lines, place)
    return Page(number, width, height, found, lines, len(page.chars), scanned, tuple(problems))


def _visible(page: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """The size of the page as displayed, and where its corner lies in pdfplumber's
    coordinates, which are those of the MediaBox."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    shown = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    box = display(media, page.rotation).box(*shown)
    corner = page.mediabox[0] + box.x0, page.mediabox[1] + box.top
    return (box.x1 - box.x0, box.bottom - box.top), corner


def _grids(page: Any, upright: Callable[[Sequence[float]], Box]) -> list[Lattice]:
    """The grids of the tables that pdfplumber finds, in the frame of reading."""
    finder = page.debug_tablefinder()
    across, down = [], []
    for edge in finder.edges:
        box = upright((edge["x0"], edge["top"], edge["x1"], edge["bottom"]))
        if box.x1 - box.x0 >= box.bottom - box.top:
            across.append(Rule(box.top, box.x0, box.x1))
        else:
            down.append(Rule(box.x0, box.top, box.bottom))
    found = [grid_of(map(upright, table.cells), across, down) for table in finder.tables]
    return [grid for grid in found if grid is not None]


def _moved(box: Sequence[float], shift: tuple[float, float]) -> Box:
    x0, top, x1, bottom = box
    return Box(x0 - shift[0], top - shift[1], x1 - shift[0], bottom - shift[1])


def _turn_to_read(chars: Sequence[Char]) -> int:
    """By how many quarters clockwise the page must be turned for its text to stand
    upright; 0 where the text has no one direction."""
    votes = Counter(_direction(char) for char in chars if char["text"].strip())
    quarters, most = votes.most_common(1)[0] if votes else (0, 0)
    return quarters if most > 0.7 * votes.total() else 0


def _direction(char: Char) -> int:
    """The direction a character is written in: quarters anticlockwise from rightwards."""
    a, b, *_ = char["matrix"]
    return round(math.degrees(math.atan2(b, a)) / 90) % 4


def _upright(char: Char, page: Any, shift: tuple[float, float], turn: Any) -> Char:
    """A character in the frame of reading, its height told from its baseline."""
    box = _moved((char["x0"], char["top"], char["x1"], char["bottom"]), shift)
    x0, top, x1, bottom = turn(box)
    size = bottom - top
    x = page.mediabox[0] + char["matrix"][4]
    y = page.mediabox[1] + page.height - char["matrix"][5]
    baseline = turn(_moved((x, y, x, y), shift)).top
    if abs(baseline - bottom) < 2 * size:  # else the text is written down the page
        top, bottom = baseline - ASCENT * size, baseline + (1 - ASCENT) * size
    unmapped = re.fullmatch(r"\(cid:\d+\)", char["text"])
    return {
        **char,
        "text": "\ufffd" if unmapped else char["text"],
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": size,
        "size": size,
        "upright": True,
    }


def _text(chars: Sequence[Char]) -> str:
    """The text of a cell: pdfplumber's lines, joined as printed."""
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
    area = sum(
        (image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images
    )
    return float(area) / max(float(page.width * page.height), 1.0)
