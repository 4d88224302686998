"""Files told by their content, and opened with the reader that fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.codes import DocumentError
from extractor.model import Page

HEAD = 8192  # bytes looked at
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")
READERS = ("pdfium",)


class FileKind(NamedTuple):
    """A file's type by content: pdf, docx, doc, rtf, odt, html, xlsx …, unknown."""

    type: str
    detail: str


def sniff(path: Path) -> FileKind:
    """Tell a file's type by its content, whatever its name says.

    Raises DocumentError ``file.missing`` or ``file.empty``.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise DocumentError("file.missing", f"{path} ({error.strerror})") from error
    if not head:
        raise DocumentError("file.empty")
    if b"%PDF-" in head[:1024]:
        return FileKind("pdf", "")
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return FileKind("rtf", "")
    if head.startswith(b"Rar!"):
        return FileKind("rar", "")
    return _text_kind(head)


def _zip_kind(path: Path) -> FileKind:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError) as error:
        raise DocumentError("word.damaged", str(error)) from error
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
    ):
        return FileKind("docx", "")
    if any(name.startswith("xl/") for name in names):
        return FileKind("xlsx", "")
    if any(name.startswith("ppt/") for name in names):
        return FileKind("pptx", "")
    if "content.xml" in names and "mimetype" in names:
        return FileKind("odt", "")
    return FileKind("docx", "") if "[Content_Types].xml" in names else FileKind("zip", "")


def _ole_kind(path: Path) -> FileKind:
    content = path.read_bytes()
    if _ENCRYPTED_STREAM in content:
        raise DocumentError("word.encrypted")
    if _WORD_STREAM in content:
        return FileKind("doc", "")
    if _WORKBOOK_STREAM in content:
        return FileKind("xls", "")
    return FileKind("doc", "")


def _text_kind(head: bytes) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark in (b"<!doctype html", b"<html", b"<head", b"<script", b"<meta", b"<body", b"<!--"):
        if start.startswith(mark) or (mark in start[:1024] and start.startswith(b"<")):
            return FileKind("html", _html_title(head))
    return FileKind("unknown", "")


def _html_title(head: bytes) -> str:
    import re

    text = head.decode("utf-8", "replace")
    found = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    return " ".join(found[1].split())[:80] if found else ""


def open_pages(
    path: Path, kind: FileKind, reader: str = "pdfium", password: str | None = None
) -> Iterator[Page]:
    """The pages of a file, read one by one.

    Raises DocumentError where the type cannot be read, or while iterating.
    """
    if kind.type == "pdf":
        from extractor.pdf.reader import read_pdf

        return read_pdf(path, password=password)
    if kind.type in ("docx", "doc", "rtf", "odt"):
        from extractor.word.reader import read_word

        return read_word(path, kind.type)
    if kind.type == "html":
        raise DocumentError("file.html", kind.detail or path.name)
    raise DocumentError("file.unsupported", kind.type)
