"""Files opened with the reader that fits what they truly are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.codes import DocumentError
from extractor.model import Page
from extractor.sniffing import FileKind, sniff

__all__ = ["READERS", "FileKind", "open_pages", "sniff"]

READERS = ("pdfium", "pdfplumber", "camelot")  # what can read PDF pages


def open_pages(
    path: Path, kind: FileKind, reader: str = "pdfium", password: str | None = None
) -> Iterator[Page]:
    """The pages of a file, read one by one; ``reader`` is what reads PDF pages.

    Raises ValueError for an unknown reader, DocumentError where the type cannot
    be read, or while iterating.
    """
    if reader not in READERS:
        raise ValueError(f"no reader {reader!r}; there are {', '.join(READERS)}")
    if kind.type == "pdf":
        return _open_pdf(path, reader, password)
    if kind.type in ("docx", "doc", "rtf", "odt"):
        from extractor.word.reader import read_word

        return read_word(path, kind.type)
    if kind.type == "html":
        raise DocumentError("file.html", kind.detail or path.name)
    raise DocumentError("file.unsupported", kind.type)


def _open_pdf(path: Path, reader: str, password: str | None) -> Iterator[Page]:
    """The pages of a PDF; only the reader asked for is loaded."""
    if reader == "pdfplumber":
        from extractor.pdf.plumber import read_pdf_with_pdfplumber

        return read_pdf_with_pdfplumber(path, password=password)
    if reader == "camelot":
        from extractor.pdf.camelot_reader import read_pdf_with_camelot

        return read_pdf_with_camelot(path, password=password)
    from extractor.pdf.reader import read_pdf

    return read_pdf(path, password=password)
