"""Pages whose forms (Form XObject) draw each other so often that no memory would hold them.

A form may draw another one twice, which draws a third twice: forty of them, a kilobyte
in all, are more than 2^40 objects. pdfium lays all of them out as it loads a page, so
it must be known before. The content of a page and of its forms is therefore weighed
with pdfminer, in the few files whose forms may draw forms.
"""

from __future__ import annotations

import mmap
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from extractor.codes import DocumentError

DEEPEST = 40  # as many forms inside each other as pdfium draws
EACH = 1_000  # bytes of content that a form weighs besides its own
HEAVIEST = 50_000_000  # bytes of content, many times that of any page of text

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_DRAWS = re.compile(rb"/XObject\s*(?:<<|\d)|/Resources\s*\d")
_DICT = 10_000  # bytes before and after that name in which its dictionary is looked for
_DO = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


class _Form(NamedTuple):
    """What a piece of content weighs, and how often it draws which forms."""

    weight: int
    draws: Counter[int]


def heavy_pages(path: Path, password: str | None) -> frozenset[int]:
    """The pages, from 1, that must not be loaded."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if not any(_may_draw_forms(data, found.start()) for found in _FORM.finditer(data)):
            return frozenset()
    from pdfminer.pdfpage import PDFPage

    from extractor.pdf.objects import looking_up, opened

    heavy: set[int] = set()
    known: dict[int, _Form] = {}
    # What pdfminer cannot read is left to pdfium, a page or the rest of the file.
    with suppress(DocumentError), opened(path, password) as document:
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            with suppress(DocumentError), looking_up():
                if _weight(page, known) > HEAVIEST:
                    heavy.add(number)
    return frozenset(heavy)


def _may_draw_forms(data: mmap.mmap, at: int) -> bool:
    """Whether the dictionary around this place names forms, or leaves that to others."""
    start = max(data.rfind(b"obj", max(0, at - _DICT), at), 0)
    end = data.find(b"stream", at, at + _DICT)
    said = data[start : end if end > 0 else at + _DICT]
    return b"/Resources" not in said or _DRAWS.search(said) is not None


def _weight(page: Any, known: dict[int, _Form]) -> int:
    """The bytes of content that a page draws, each form counted as often as it is drawn."""
    from pdfminer.pdftypes import resolve1

    contents = resolve1(page.attrs.get("Contents"))
    parts = contents if isinstance(contents, list) else [contents]
    data = b"\n".join(part.get_data() for part in map(resolve1, parts) if part is not None)
    drawn, _ = _draws(data, page.resources)
    forms: dict[int, _Form] = {}
    waiting = list(drawn)
    while waiting:
        number = waiting.pop()
        if number not in forms:
            forms[number] = known.get(number) or _read_form(page, number, known)
            waiting += forms[number].draws
    weights = dict.fromkeys(forms, 0)
    for _ in range(DEEPEST):
        before = weights
        weights = {n: form.weight + _sum(form.draws, before) for n, form in forms.items()}
        if weights == before or _sum(drawn, weights) > HEAVIEST:
            break
    return len(data) + _sum(drawn, weights)


def _sum(draws: Counter[int], weights: dict[int, int]) -> int:
    return sum(times * weights[number] for number, times in draws.items())


def _read_form(page: Any, number: int, known: dict[int, _Form]) -> _Form:
    from pdfminer.pdftypes import resolve1

    stream = page.doc.getobj(number)
    data = stream.get_data()
    own = resolve1(stream.attrs.get("Resources"))
    draws, all_own = _draws(data, own, page.resources)
    form = _Form(EACH + len(data), draws)
    if all_own:
        known[number] = form
    return form


def _draws(data: bytes, *resources: Any) -> tuple[Counter[int], bool]:
    """How often a piece of content draws which forms, and whether the first resources
    name them all; what these do not name is looked up in the next, as pdfium does."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

    found: Counter[int] = Counter()
    all_own = True
    for name, times in Counter(_DO.findall(data)).items():
        plain = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), name)
        named = [_named(each, plain.decode("utf-8", "replace")) for each in resources]
        all_own &= named[0] is not None
        reference = next((each for each in named if each is not None), None)
        stream = resolve1(reference)
        if isinstance(reference, PDFObjRef) and isinstance(stream, PDFStream):
            subtype = resolve1(stream.attrs.get("Subtype"))
            if getattr(subtype, "name", None) == "Form":
                found[reference.objid] += times
    return found, all_own


def _named(resources: Any, name: str) -> Any:
    """What the resources call by a name, None if nothing."""
    from pdfminer.pdftypes import resolve1

    objects = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    return objects.get(name) if isinstance(objects, dict) else None
