"""Which pages are shown, and how they are made to fit the size the page may have.

Only pages that a record or a finding points to get a picture. Where they do not fit,
the resolution goes down in steps; where that does not help, pages are left out, those
without a finding first. What was left out is counted, and the page says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from extractor.model import Conversion, Problem
from jixiao.auditing.model import SEVERITIES
from jixiao.inputs import Input
from jixiao.webpage.encoding import harmless_json
from jixiao.webpage.gathering import Contents
from jixiao.webpage.pictures import LINE, Picture, Pictured, Wanted, table_data

DPIS = (130, 110, 90, 72)  # text of 9 pt can be read at all of them
MOST_FINER = 2.5
LEAST = 2_000  # bytes that no page of text stays below: tells how many can fit at all
Place = tuple[str, int]  # a document and its page, or its table where it is a Word file
Take = Callable[[Sequence[tuple[Wanted, str]]], Iterator[Conversion]]


@dataclass(slots=True)
class Shown:
    """The pictures and Word tables of the page, and what is missing of them."""

    pictures: dict[Place, Picture] = field(default_factory=dict)
    tables: dict[Place, str] = field(default_factory=dict)  # as JSON
    dpi: int | None = None
    left_out: list[Place] = field(default_factory=list)  # for their size
    undrawn: list[Place] = field(default_factory=list)  # could not be drawn
    missing: list[str] = field(default_factory=list)  # documents that are not there
    failures: list[Problem] = field(default_factory=list)  # of documents that are


def illustrate(
    contents: Contents, originals: Mapping[str, Input], budget: int, take: Take
) -> Shown:
    """Take the pictures of a page that may grow by ``budget`` bytes; ``take`` opens the
    documents and gives what is wanted of each."""
    shown = Shown()
    documents = {said["document"]: said for said in contents.documents.dicts()}
    pointed = pointed_at(contents)
    named = dict.fromkeys(name for name, _ in pointed)
    shown.missing = [name for name in named if documents[name]["sha256"] not in originals]
    there = [place for place in pointed if place[0] not in shown.missing]
    on_pages = [place for place in there if documents[place[0]]["pages"] is not None]
    in_word = [place for place in there if documents[place[0]]["pages"] is None]

    fineness = finer(contents)

    def asked(places: Sequence[Place], dpi: int = 0) -> Iterator[Conversion]:
        at = {place: round(dpi * fineness.get(place, 1)) for place in places}
        return take(list(_wanted(at, documents, originals)))

    for result in asked(in_word):
        _add_tables(shown, result, budget)
    budget -= sum(map(_length, shown.tables.values()))
    most = max(0, budget // LEAST)
    shown.left_out += on_pages[most:]
    _add_pictures(shown, on_pages[:most], budget, asked)
    _keep_what_fits(shown, on_pages, budget)
    for place, picture in shown.pictures.items():
        shown.pictures[place] = replace(picture, line=round(LINE / fineness.get(place, 1), 1))
    drawn = {*shown.pictures, *shown.tables, *shown.left_out}
    shown.undrawn = [place for place in there if place not in drawn]
    return shown


def pointed_at(contents: Contents) -> list[Place]:
    """The pages (of Word files the tables) that findings and records point to: first
    those with a finding, the gravest before, then the others in the order of the file."""
    pages: dict[str, int | None] = dict(
        zip(contents.documents.column("document"), contents.documents.column("pages"), strict=True)
    )
    found: dict[Place, None] = {}

    def point(document: str, page: int | None, table: int | None) -> None:
        number = table if pages.get(document) is None else page
        if document in pages and number is not None:
            found[document, number] = None

    for each in sorted(contents.found, key=lambda f: -SEVERITIES.index(f.severity)):
        for quote in each.quotes:
            point(quote.document, quote.page, quote.table)
    marked = list(found)
    found = {}
    for records in contents.printed.values():
        for said, cells in zip(records.dicts(), records.cells, strict=True):
            for spot in chain.from_iterable(cells.values()):
                point(said["document"], spot["page"], spot["table"])
            if not cells:  # as of an indicator written in prose
                point(said["document"], said.get("page"), said["table"])
    return list(dict.fromkeys([*marked, *sorted(found)]))


def finer(contents: Contents) -> dict[Place, float]:
    """How many times finer than others a page is to be drawn, for it is printed small: as
    told by the height of its cells, those lower than a line of text of 9 pt."""
    heights: dict[Place, list[float]] = defaultdict(list)
    for records in contents.printed.values():
        names = records.column("document")
        for document, cells in zip(names, records.cells, strict=True):
            for spot in chain.from_iterable(cells.values()):
                if spot["bbox"] is not None:
                    heights[document, spot["page"]].append(spot["bbox"][3] - spot["bbox"][1])
    found = {}
    for place, each in heights.items():
        low = sorted(each)[len(each) // 10]
        if low < LINE:
            found[place] = min(MOST_FINER, LINE / max(low, 1.0))
    return found


def _wanted(
    at: Mapping[Place, int],
    documents: Mapping[str, Mapping[str, Any]],
    originals: Mapping[str, Input],
) -> Iterator[tuple[Wanted, str]]:
    """What is asked of each document: pages with their resolutions, or tables."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for name, number in sorted(at):
        numbers[name].append(number)
    for name, found in numbers.items():
        said = documents[name]
        original, count = originals[said["sha256"]], said["indicators"]
        if said["pages"] is None:
            yield Wanted(original, tables=tuple(found), indicators=count), name
        else:
            pages = tuple((number, at[name, number]) for number in found)
            yield Wanted(original, pages=pages, indicators=count), name


def _add_tables(shown: Shown, result: Conversion, budget: int) -> None:
    """Take in the tables of a Word file, as far as they fit."""
    if not result.document.ok:
        shown.failures += result.problems
    left = budget - sum(map(_length, shown.tables.values()))
    for table in result.tables:
        place = result.document.document, table.number
        data = harmless_json(table_data(table))
        if _length(data) > left:
            shown.left_out.append(place)
        else:
            shown.tables[place] = data
            left -= _length(data)


def _add_pictures(
    shown: Shown,
    places: Sequence[Place],
    budget: int,
    asked: Callable[[Sequence[Place], int], Iterator[Conversion]],
) -> None:
    """Take in pictures at the best resolution at which all fit, else at the lowest. One
    that cannot fit is not tried: a picture shrinks at most with the square of it."""
    size = 0
    failures: list[Problem] = []
    for dpi in DPIS if places else ():
        drawn_at = shown.dpi or dpi
        if size * (dpi / drawn_at) ** 2 > budget and dpi != DPIS[-1]:
            continue
        shown.pictures, failures = {}, []
        shown.dpi = dpi
        for result in asked(places, dpi):
            if isinstance(result, Pictured):
                name = result.document.document
                shown.pictures |= {(name, each.page): each for each in result.pictures}
            else:
                failures += result.problems
        size = sum(map(_size, shown.pictures.values()))
        if size <= budget:
            break
    shown.failures += failures


def _keep_what_fits(shown: Shown, ordered: Sequence[Place], budget: int) -> None:
    """Leave out the pictures from the first that does not fit."""
    kept: dict[Place, Picture] = {}
    for place in ordered:
        picture = shown.pictures.get(place)
        if picture is None:
            continue
        budget -= _size(picture)
        if budget < 0:
            break
        kept[place] = picture
    shown.left_out += [p for p in shown.pictures if p not in kept]
    shown.pictures = kept


def _size(picture: Picture) -> int:
    """Bytes of a picture in the page: base64 and the element around it."""
    return (len(picture.data) + 2) // 3 * 4 + 120


def _length(text: str) -> int:
    return len(text.encode())
