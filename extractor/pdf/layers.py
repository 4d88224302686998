"""Layers of a PDF (optional content, ISO 32000-1, 8.11) that are switched off.

What lies on them is in the file and not on the page, so it is not read. pdfium draws
by them but tells their text all the same, and of the layer an object lies on it tells
only the name. Which names are off is therefore read from the catalog, with pdfminer,
and only of the few files that have layers at all; a page pays only where one is off.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from extractor.codes import DocumentError, problem
from extractor.model import Problem
from extractor.pdf import native

MOST_LISTED = 500_000  # objects of a file; a damaged list may name any number
MOST_OBJECTS = 60_000  # looked at on a page; what has more is not read for tables
DEEPEST_FORM = 8


class Layers(NamedTuple):
    """The names, as written, of layers that are off, of those some of whose name are on too, and of
    those that a form (Form XObject) says itself to lie on, which pdfium does not tell."""

    off: frozenset[bytes]
    doubtful: frozenset[bytes]
    forms: frozenset[bytes]


class Found(NamedTuple):
    """The layers that a page has something on: those off, those nobody can tell of."""

    off: set[bytes]
    doubtful: set[bytes]


def layers_of(path: Path, password: str | None) -> Layers | None:
    """The layers of a file that are off as it opens; None if there is none."""
    from extractor.pdf.objects import opened

    try:
        with opened(path, password) as document:
            names = _names_by_state(document)
            forms = _layers_of_forms(document) - names[True] if names[False] else set()
    except DocumentError:  # a catalog that pdfminer cannot read: all is taken to be on
        return None
    if not names[False]:
        return None
    doubtful = names[False] & names[True]
    return Layers(frozenset(names[False]), frozenset(doubtful), frozenset(forms))


def _names_by_state(document: Any) -> dict[bool, set[bytes]]:
    """The names of the layers that are on (True) and off (False)."""
    from pdfminer.pdftypes import resolve1

    names: dict[bool, set[bytes]] = {True: set(), False: set()}
    properties = resolve1(document.catalog.get("OCProperties")) or {}
    default = resolve1(properties.get("D")) or {}
    on, off = _ids(default.get("ON")), _ids(default.get("OFF"))
    for reference in resolve1(properties.get("OCGs")) or ():
        number = reference.objid
        shown = number not in off and (_name(default, "BaseState") != "OFF" or number in on)
        group = resolve1(reference)
        view = resolve1((resolve1(group.get("Usage")) or {}).get("View")) or {}
        if "ViewState" in view and number in _switched_by_use(default):
            shown = _name(view, "ViewState") != "OFF"
        name = resolve1(group.get("Name"))
        if isinstance(name, bytes):
            names[shown].add(name)
    return names


def _layers_of_forms(document: Any) -> set[bytes]:
    """The names of the layers that forms say themselves to lie on, b"?" for a combination."""
    from pdfminer.pdftypes import PDFStream, resolve1

    found = set()
    numbers = (number for xref in document.xrefs for number in xref.get_objids())
    for number in set(islice(numbers, MOST_LISTED)):
        form = document.getobj(number)
        if isinstance(form, PDFStream) and "OC" in form.attrs and _name(form, "Subtype") == "Form":
            name = resolve1(resolve1(form.attrs["OC"]).get("Name"))
            found.add(name if isinstance(name, bytes) else b"?")
    return found


def _switched_by_use(default: Any) -> set[int]:
    """The layers that a viewer switches by what they say is their use (/AS)."""
    from pdfminer.pdftypes import resolve1

    rules = map(resolve1, resolve1(default.get("AS")) or ())
    viewing = [rule for rule in rules if _name(rule, "Event") == "View"]
    return {number for rule in viewing for number in _ids(rule.get("OCGs"))}


def _ids(array: Any) -> set[int]:
    from pdfminer.pdftypes import resolve1

    return {reference.objid for reference in resolve1(array) or ()}


def _name(holder: Any, key: str) -> str | None:
    from pdfminer.pdftypes import resolve1

    name = getattr(resolve1(holder.get(key)), "name", None)
    return name if isinstance(name, str) else None


def take_off(
    page: native.PageHandle, layers: Layers | None, number: int, *, read: bool = False
) -> list[Problem]:
    """Take what lies on layers that are off from a page as pdfium has it, and tell so.

    To be done before its text is read. What may lie on one or on another of the same
    name, or on a combination of layers, stays; so does, for a reader (``read``) that
    takes its text from elsewhere, all of it.
    """
    if layers is None:
        return []
    found = _sweep(page, layers)
    off, doubtful = (set(), found.off | found.doubtful) if read else found
    told = (("pdf.hidden_layers", off), ("pdf.doubtful_layers", doubtful))
    return [problem(code, _listed(names), page=number) for code, names in told if names]


def _listed(names: set[bytes]) -> str:
    from pdfminer.utils import decode_text

    return ", ".join(sorted(map(decode_text, names)))


def _sweep(page: native.PageHandle, layers: Layers) -> Found:
    found = Found(set(), set())
    left = MOST_OBJECTS
    stack: list[tuple[int | None, list[int], int]] = [(None, page.objects(), 0)]
    while stack:
        form, handles, depth = stack.pop()
        left -= len(handles)
        if left < 0:
            found.doubtful.update(layers.off)
            break
        for handle in handles:
            names = native.layers(handle)
            doubtful = {name for name in names if name in layers.doubtful or not name}
            off = {name for name in names if name in layers.off and name not in doubtful}
            found.off.update(off)
            found.doubtful.update(name or b"?" for name in doubtful)
            if off:
                page.remove(handle, form)
            elif native.object_type(handle) == native.OBJECT_FORM and depth < DEEPEST_FORM:
                found.doubtful.update(layers.forms)
                stack.append((handle, native.form_objects(handle), depth + 1))
    return found
