"""What the benchmarks must show, whether they do, by how much, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.growth import READING
from benchmarks.pdf_pages import Cost, milliseconds, of
from benchmarks.results import Results
from benchmarks.startup import OURS, PDFPLUMBER, seconds

FEWEST_REPORTS = 6

ABOVE_FLOOR = """The floor asks pdfium for two things a character and one a path, and throws both
away. Whatever gives records must also tell which characters are seen, find the lines that
bound cells, put each character into its cell, join cells over pages, and make the fields of
each row. That is work in Python once a character, a line and a cell, beside the floor's once
a character and a path; below it only compiled code goes."""
AGAINST_PDFPLUMBER = """Four fifths of pdfplumber's time is pdfminer's, which interprets the page
in Python, character by character. On pages with few characters that is little, while what
pdfium takes to load page and text, which no reader on pdfium is spared, stays: the ratio
is lowest there."""
AGAINST_PYMUPDF = """Its parser is compiled, its table finder is Python as ours is. Both must
load the page; beyond that its table finder alone stands against our whole path to records."""
AGAINST_CAMELOT = """Its vector engine draws nothing and gives tables only, most of it the
parsing of characters in Python. On pages of few characters it is nearest to us: our derived
fields cost the same a record, however plain the page is."""
PROSE = """Text is loaded once and asked for once; what is added is the search for ruling lines,
and lines of text put together, in which indicators may stand in prose."""
WORD = """python-docx walks from each merged cell up to the cell it continues, row by row, so that
`row.cells` is quadratic in the rows that a label covers. On a list whose labels cover five rows
it is not, and there it only fetches cells where we make records."""
MEMORY = """Pages are let go of one by one, so that reading is flat; the records of the file, some
kilobytes each with the place of every field, are what is asked for and are held until
the file is done."""
START = """Python itself, the shared library of pdfium, the command line and the table it
prints must be loaded by any such command, and a page must be read; importing pdfplumber
reads none."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One thing to be shown; ``value`` is None where it could not be measured here."""

    what: str
    wanted: str
    limit: float
    value: float | None
    why: str
    at_most: bool = True
    detail: str = ""

    @property
    def met(self) -> bool:
        if self.value is None:
            return False
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    @property
    def missed_by(self) -> float:
        """By which share of the limit it is missed; 0 where it is met."""
        if self.met or self.value is None:
            return 0.0
        return abs(self.value - self.limit) / self.limit


def bounds(results: Results) -> Iterator[Bound]:
    """All of them, in the order of the page."""
    enough = results.published >= FEWEST_REPORTS
    ours = of(results.costs, "published", "jixiao") if enough else []
    where = f"the table pages of {results.published} published reports"
    yield Bound(
        f"The whole path to records with derived fields, over {where}",
        "at most 3 × the floor",
        3.0,
        _ratio(ours, of(results.costs, "published", "floor")),
        ABOVE_FLOOR,
        detail=_stages(results) if ours else "",
    )
    yield Bound(
        "pdfplumber's `extract_tables` on the same pages",
        "at least 6 × as much as that",
        6.0,
        _ratio(of(results.costs, "published", "pdfplumber"), ours),
        AGAINST_PDFPLUMBER,
        at_most=False,
    )
    for peer, aim, why in (
        ("PyMuPDF", 2.0, AGAINST_PYMUPDF),
        ("camelot vector", 3.0, AGAINST_CAMELOT),
    ):
        by_file = _each_file(ours, of(results.costs, "published", peer))
        lowest = min(by_file, default=(None, ""))
        short = [f"{name} {ratio:.1f} ×" for ratio, name in sorted(by_file) if ratio < aim]
        yield Bound(
            f"{peer} on every one of the reports",
            f"slower than ours; the aim is {aim:.0f} ×",
            1.0,
            lowest[0],
            why,
            at_most=False,
            detail=f"below the aim: {', '.join(short)}" if short else "the aim is met on all",
        )
    yield Bound(
        "Pages of reports without tables",
        "at most 1.5 × the cost of reading their characters",
        1.5,
        _ratio(of(results.costs, "prose", "jixiao"), of(results.costs, "prose", "text")),
        PROSE,
    )
    form = results.word["form"]
    yield Bound(
        "python-docx's `row.cells` on a Word form of 1,000 rows, against our records",
        "at least 20 × as much",
        20.0,
        form["python-docx row.cells"] / form["jixiao, records"],
        WORD,
        at_most=False,
        detail=_word_list(results),
    )
    yield from _memory(results)
    show, plumber = (seconds(results.started[name]).least for name in (OURS, PDFPLUMBER))
    yield Bound(
        "Start-up of `jixiao show` on a file of one page",
        'at most 1.5 × that of `python -c "import pdfplumber"`',
        1.5,
        show / plumber,
        START,
        detail=f"{show:.3f} s and {plumber:.3f} s",
    )


def _stages(results: Results) -> str:
    """Where our time goes, by tasks that each do a step more."""
    tasks = ("load", "floor", "jixiao, pages only", "jixiao, as printed", "jixiao")
    by = {task: milliseconds(of(results.costs, "published", task)) for task in tasks}
    return (
        f"ms a page: {by['load']:.1f} for pdfium to load page and text, "
        f"{by['floor']:.1f} the floor, "
        f"{by['jixiao, pages only']:.1f} our pages with their cells, "
        f"{by['jixiao, as printed']:.1f} records as printed, {by['jixiao']:.1f} with derived fields"
    )


def _ratio(above: list[Cost], below: list[Cost]) -> float | None:
    return milliseconds(above) / milliseconds(below) if above and below else None


def _each_file(ours: list[Cost], theirs: list[Cost]) -> list[tuple[float, str]]:
    return [
        (their.seconds() / our.seconds(), our.name)
        for our, their in zip(ours, theirs, strict=False)
    ]


def _word_list(results: Results) -> str:
    listed = results.word["list"]
    theirs, ours = listed["python-docx row.cells"], listed["jixiao, records"]
    return f"on a list of 1,000 rows {theirs / ours:.1f} ×"


def _memory(results: Results) -> Iterator[Bound]:
    reading = results.grown["pages, one list"].get(READING, [])
    whole = results.grown["pages, one list"]["jixiao"]
    if len(reading) < 2:
        return
    more = whole[-1].peak - whole[0].peak - (reading[-1].peak - reading[0].peak)
    yield Bound(
        f"Memory of reading {reading[-1].size} pages against {reading[0].size}",
        "flat: at most 1.1 ×",
        1.1,
        reading[-1].peak / reading[0].peak,
        MEMORY,
        detail=f"to records {whole[0].peak:.0f} MB and {whole[-1].peak:.0f} MB: "
        f"{1000 * more / (whole[-1].size - whole[0].size):.0f} KB a page for its 30 records",
    )
