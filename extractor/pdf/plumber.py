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

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from extractor.codes import DocumentError, problem
from extractor.model import Box, Line, Page, Problem
from extractor.pdf.boxes import Words, fragments, grid_of, home
from extractor.pdf.geometry import display, turn_box
from extractor.pdf.glyphs import Run, hide_clipped, read_runs
from extractor.pdf.lattice import Lattice, group_rules
from extractor.pdf.layout import WIDE_GAP
from extractor.pdf.native import PageHandle
from extractor.pdf.reader import SCAN_LEAST_IMAGE, SCAN_MOST_CHARS, open_pdf
from extractor.pdf.ruling import Rule
from extractor.text import join_lines

ASCENT = 0.88  # of a character's size: how far it is taken to reach over its baseline
DOUBLE = 1.0  # points: a character drawn again this close is drawn bold
SAME_PLACE = 0.4  # of a character's size: two readers' places of one character
NEARLY = 0.02  # how far from white a colour may be and not be seen
MOST_EDGES = 20_000  # finding crossings takes time by the square of the lines

Char = dict[str, Any]
Turn = Callable[[Sequence[float]], Box]


def read_pdf_with_pdfplumber(
    path: Path, *, password: str | None = None, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """Yield pages ``first`` to ``last`` one by one; each is released once read.

    Raises DocumentError ``pdf.encrypted`` or ``pdf.damaged``.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    clips = open_pdf(path, password)
    try:
        with pdfplumber.open(path, password=password) as document:
            if not document.pages:
                raise DocumentError("pdf.damaged", "no pages")
            for page in document.pages[first - 1 : last]:
                try:
                    read = _read_page(page, clips)
                except (PdfminerException, ValueError) as error:
                    failed = problem("pdf.page_failed", str(error), page=page.page_number)
                    read = Page(page.page_number, None, None, problems=(failed,))
                page.close()
                yield read
    except (PdfminerException, MalformedPDFException) as error:
        raise _told(error) from error
    finally:
        clips.close()


def _told(error: Exception) -> DocumentError:
    """The error that an exception of pdfminer stands for; pdfplumber wraps them all."""
    from pdfminer.pdfdocument import PDFEncryptionError

    cause = error.args[0] if error.args else error
    if isinstance(cause, PDFEncryptionError):
        return DocumentError("pdf.encrypted")
    return DocumentError("pdf.damaged", str(cause) or type(cause).__name__)


def _read_page(page: Any, clips: Any) -> Page:
    """Read a page in the frame in which its text stands upright; the places of cells
    are those of the page as displayed."""
    number: int = page.page_number
    visible, corner = _visible(page)
    quarters = _turn_to_read(page.chars)
    width, height = visible if quarters % 2 == 0 else visible[::-1]
    turn = partial(_turned, corner=corner, quarters=quarters, size=visible)
    place = partial(turn_box, quarters=-quarters, width=width, height=height)
    problems: list[Problem] = []
    grids: list[Lattice] = []
    if len(page.edges) <= MOST_EDGES:
        grids = _grids(page, turn)
    else:
        problems.append(problem("pdf.page_too_complex", f"{len(page.edges)} lines", page=number))
    clipped = _clipped(clips, number - 1, quarters)
    held: list[list[list[Char]]] = [[[] for _ in grid.regions] for grid in grids]
    outside: list[Char] = []
    unmapped = 0
    for char in _without_doubles(_upright(char, page, turn) for char in page.chars):
        x, y = _middle(char)
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        unmapped += char["text"] == "\ufffd"
        cut = _same(clipped, char)
        char["hidden"] = cut is not None and cut.hidden
        at = home(grids, x, y) if cut is None else home(grids, cut.x, cut.y)
        (outside if at is None else held[at[0]][at[1]]).append(char)
    if unmapped:
        problems.append(problem("pdf.unmapped_text", str(unmapped), page=number))
    scanned = len(page.chars) < SCAN_MOST_CHARS and _image_share(page) > SCAN_LEAST_IMAGE
    if scanned:
        problems.append(problem("page.scanned", page=number))
    lines = _lines([char for char in outside if not char["hidden"]])
    words = [[_words(chars) for chars in regions] for regions in held]
    found = fragments(number, grids, words, lines, place)
    return Page(number, width, height, found, lines, len(page.chars), scanned, tuple(problems))


def _visible(page: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """The size of the page as displayed, and where its corner lies in pdfplumber's
    coordinates, which are those of the MediaBox."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    low = (max(media[0], crop[0]), max(media[1], crop[1]))
    high = (min(media[2], crop[2]), min(media[3], crop[3]))
    box = display(media, page.rotation).box(*low, *high)
    corner = page.mediabox[0] + box.x0, page.mediabox[1] + box.top
    return (box.x1 - box.x0, box.bottom - box.top), corner


def _turned(
    box: Sequence[float], corner: tuple[float, float], quarters: int, size: tuple[float, float]
) -> Box:
    """A box of pdfplumber's in the frame of reading."""
    x0, top, x1, bottom = box
    moved = Box(x0 - corner[0], top - corner[1], x1 - corner[0], bottom - corner[1])
    return turn_box(moved, quarters, *size)


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


def _grids(page: Any, turn: Turn) -> list[Lattice]:
    """The grids of the tables that pdfplumber finds."""
    finder = page.filter(_is_drawn).debug_tablefinder()
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


def _upright(char: Char, page: Any, turn: Turn) -> Char:
    """A character in the frame of reading, its height told from its baseline."""
    x0, top, x1, bottom = turn((char["x0"], char["top"], char["x1"], char["bottom"]))
    size = bottom - top
    x = page.mediabox[0] + char["matrix"][4]
    y = page.mediabox[1] + page.height - char["matrix"][5]
    baseline = turn((x, y, x, y)).top
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


def _without_doubles(chars: Iterable[Char]) -> Iterator[Char]:
    """Leave out what is drawn again on the same spot, as for fake bold."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for char in chars:
        x, y = char["x0"], char["top"]
        others = seen.setdefault(char["text"], [])
        if not any(abs(x - a) < DOUBLE and abs(y - b) < DOUBLE for a, b in others):
            others.append((x, y))
            yield char


def _middle(char: Char) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _clipped(document: Any, index: int, quarters: int) -> dict[str, list[Run]]:
    """The characters that their clip box cuts, whole or in part, by their text."""
    with PageHandle(document, index) as handle:
        shown = display(handle.box, (handle.rotation + 90 * quarters) % 360)
        runs, _ = read_runs(handle, shown)
        letters = [letter for group in hide_clipped(handle, shown, runs) for letter in group]
    cut: dict[str, list[Run]] = {}
    for letter in letters:
        if letter.hidden or letter.y != (letter.top + letter.bottom) / 2:
            cut.setdefault(letter.text, []).append(letter)
    return cut


def _same(clipped: dict[str, list[Run]], char: Char) -> Run | None:
    """What pdfium says of a character that is cut; None for one that is not."""
    near = SAME_PLACE * char["size"]
    for letter in clipped.get(char["text"], ()):
        if abs(letter.x0 - char["x0"]) < near and abs(letter.top - char["top"]) < near:
            return letter
    return None


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
