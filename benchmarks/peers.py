"""Who reads pages of a PDF: ours, the peers, and the floor under all of them.

Run as a program it does one of the tasks, that its process may be measured:

    python benchmarks/peers.py "camelot vector" FILE FIRST LAST

A peer gives the tables of each page as rows of cells, a cell that is covered by a merged
one being None or empty, as the peer has it. PyMuPDF is under the AGPL: it is compared
with here and nowhere else, and is in the extra ``bench`` only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Rows = list[list[str | None]]
Pages = Iterator[tuple[int, list[Rows]]]


def pdfplumber_tables(path: str, first: int, last: int) -> Pages:
    """pdfplumber; a page is closed when read, else the memory grows with every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for number in range(first, last + 1):
            page = pdf.pages[number - 1]
            yield number, page.extract_tables()
            page.close()


def camelot_tables(engine: str) -> Callable[[str, int, int], Pages]:
    """camelot's lattice with one of its engines: ``vector`` draws no page, ``combined`` does."""

    def read(path: str, first: int, last: int) -> Pages:
        import camelot

        found = camelot.read_pdf(path, pages=f"{first}-{last}", flavor="lattice", engine=engine)
        for number in range(first, last + 1):
            yield number, [t.df.values.tolist() for t in found if t.page == number]

    return read


def pymupdf_tables(*, alone: bool) -> Callable[[str, int, int], Pages]:
    """PyMuPDF's table finder, without the layout model that it else asks first.

    ``alone`` keeps that model and pymupdf4llm from being loaded, as ``import pymupdf`` does
    with them: they take most of its start-up, and pymupdf4llm turns off the correction of
    character boxes for the whole process, which tears Chinese lines apart.
    """

    def read(path: str, first: int, last: int) -> Pages:
        if alone:
            left_out = {"pymupdf.layout": None, "pymupdf4llm": None}
            sys.modules.update(left_out)  # type: ignore[arg-type]
        import pymupdf

        pymupdf.no_recommend_layout()
        with pymupdf.open(path) as pdf:
            for number in range(first, last + 1):
                found = pdf[number - 1].find_tables(use_layout=False)
                yield number, [table.extract() for table in found.tables]

    return read


def _records(path: str, first: int, last: int, *, derive: bool) -> None:
    from extractor.pdf.reader import read_pdf
    from extractor.writing import Source
    from jixiao.pipeline import Options, read_pages

    pages = read_pdf(Path(path), first=first, last=last)
    read_pages(pages, "pdf", Source(path, "0" * 64), Options(derive=derive))


def records(path: str, first: int, last: int) -> None:
    """Ours to the end: records with every derived field."""
    _records(path, first, last, derive=True)


def printed(path: str, first: int, last: int) -> None:
    """Ours, the records as printed, which is what ``jixiao show`` needs for its tables."""
    _records(path, first, last, derive=False)


def pages_only(path: str, first: int, last: int) -> None:
    """Our reader of pages: cells and lines of each, let go of when the next is read."""
    from extractor.pdf.reader import read_pdf

    for _ in read_pdf(Path(path), first=first, last=last):
        pass


def _characters(path: str, first: int, last: int, *, paths: bool) -> None:
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    pdf = pypdfium2.PdfDocument(path)
    a, b, c, d = (ctypes.c_double() for _ in range(4))
    e, f, g, h = (ctypes.c_float() for _ in range(4))
    for number in range(first, last + 1):
        page = raw.FPDF_LoadPage(pdf.raw, number - 1)
        text = raw.FPDFText_LoadPage(page)
        for i in range(raw.FPDFText_CountChars(text)):
            raw.FPDFText_GetUnicode(text, i)
            raw.FPDFText_GetCharBox(text, i, a, b, c, d)
        for i in range(raw.FPDFPage_CountObjects(page) if paths else 0):
            item = raw.FPDFPage_GetObject(page, i)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                raw.FPDFPageObj_GetBounds(item, e, f, g, h)
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def floor(path: str, first: int, last: int) -> None:
    """Plain pypdfium2: one load of each page, every character and its box, every path's."""
    _characters(path, first, last, paths=True)


def load(path: str, first: int, last: int) -> None:
    """Plain pypdfium2: each page and its text loaded, and nothing asked for."""
    import pypdfium2
    import pypdfium2.raw as raw

    pdf = pypdfium2.PdfDocument(path)
    for number in range(first, last + 1):
        page = raw.FPDF_LoadPage(pdf.raw, number - 1)
        raw.FPDFText_ClosePage(raw.FPDFText_LoadPage(page))
        raw.FPDF_ClosePage(page)


def text(path: str, first: int, last: int) -> None:
    """Plain pypdfium2: one load of each page, every character and its box."""
    _characters(path, first, last, paths=False)


PEERS: dict[str, Callable[[str, int, int], Pages]] = {
    "pdfplumber": pdfplumber_tables,
    "camelot vector": camelot_tables("vector"),
    "camelot combined": camelot_tables("combined"),
    "PyMuPDF": pymupdf_tables(alone=True),
    "PyMuPDF as imported": pymupdf_tables(alone=False),
}
OWN: dict[str, Callable[[str, int, int], None]] = {
    "jixiao": records,
    "jixiao, as printed": printed,
    "jixiao, pages only": pages_only,
    "floor": floor,
    "text": text,
    "load": load,
}


def main(name: str, path: str, first: str, last: str) -> None:
    if name in PEERS:
        for _ in PEERS[name](path, int(first), int(last)):
            pass
    else:
        OWN[name](path, int(first), int(last))


if __name__ == "__main__":
    main(*sys.argv[1:])
