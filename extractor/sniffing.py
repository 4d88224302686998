"""A file's true type, told by its content, whatever its name says.

Only the head of a file is looked at, and the list of contents of a zip or OLE
file: nothing here depends on the file's size.
"""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path
from typing import NamedTuple

from extractor.codes import DocumentError
from normalizers.patterns import Lazy

HEAD = 65536  # bytes looked at
MOST_BYTES = 2**30  # no report is near this size; hashing and repairing one would take minutes
_PDF_WITHIN = 1024  # bytes of junk that may stand before a PDF's own head


class FileKind(NamedTuple):
    """A file's type by content: pdf, docx, doc, rtf, odt, html, xlsx …, unknown.

    ``detail`` is the title of a web page, to tell which it is.
    """

    type: str
    detail: str = ""


_MAGIC = (
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "zip"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (rb"Rar!\x1a\x07", "rar"),
    (rb"7z\xbc\xaf\x27\x1c", "7z"),
    (rb"\x1f\x8b\x08", "gz"),
    (rb"BZh[1-9]1AY&SY", "bz2"),
    (rb"\xfd7zXZ\x00", "xz"),
    (rb"\x28\xb5\x2f\xfd", "zst"),
    (rb".{257}ustar", "tar"),
    (rb"\x89PNG\r\n\x1a\n", "png"),
    (rb"\xff\xd8\xff", "jpeg"),
    (rb"GIF8[79]a", "gif"),
    (rb"BM.{4}\x00{4}", "bmp"),
    (rb"II\*\x00|MM\x00\*", "tiff"),
    (rb"RIFF.{4}WEBP", "webp"),
    (rb".{4}ftyp(?:hei|mif|avif)", "heic"),
    (rb"AT&TFORM", "djvu"),
    (rb"CAJ\x00|HN\x00\x00|KDH ", "caj"),
    (rb"MZ.\x00", "exe"),
    (rb"\s*\{\\rtf", "rtf"),
)
# What a zip is by the names in it; the first that fits.
_IN_ZIP = (
    ("word/document.xml", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
    ("visio/", "vsdx"),
    ("[Content_Types].xml", "docx"),
    ("META-INF/container.xml", "epub"),
)
_MIMETYPE_AT = 38 + len("application/vnd.oasis.opendocument.")  # first in the zip, unpacked
_OPEN_DOCUMENT = ((b"spreadsheet", "ods"), (b"presentation", "odp"), (b"graphics", "odg"))
_IN_OLE = {
    "EncryptedPackage": "docx",  # or another of the new formats: nobody can tell
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_HTML_TAGS = (
    "html head body meta title link base script style noscript frameset iframe form div p span "
    "center font table thead tbody tr td th h1 h2 h3 h4 br hr a b img ul ol li main header nav"
)
_LEADING = Lazy(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_HTML = Lazy(
    rf"<(?:!doctype\s+html|!--|(?:{'|'.join(_HTML_TAGS.split())})(?=[\s/>]))", re.IGNORECASE
)
_HTML_LATER = Lazy(r"^[ \t]*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.MULTILINE)
_HTML_TITLE = Lazy(r"<title[^>]{0,99}>(.{0,300}?)</title>", re.IGNORECASE | re.DOTALL)
_MIME_HEAD = Lazy(r"\s*(?:[\w-]+:.*\n(?:[ \t].*\n)*)+")
_JSON = Lazy(r"""\s*(?:\{\s*["}]|\[\s*["\[\]{\d-])""")
_CONTROLS = Lazy(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def sniff(path: Path) -> FileKind:
    """Tell a file's type by its content, whatever its name says.

    Raises DocumentError ``file.missing``, ``file.empty`` or ``file.too_large``. A
    damaged file gets the type it was, for its reader to say what is wrong.
    """
    try:
        size = _regular_size(path)
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError("file.missing", f"{path} ({reason})") from error
    if not head:
        raise DocumentError("file.empty")
    kind = _kind_of(path, head)
    if size > MOST_BYTES:
        raise DocumentError("file.too_large", f"{kind.type}, {size / 2**20:.0f} MB")
    return kind


def _regular_size(path: Path) -> int:
    """The size of a regular file; opening anything else could wait for ever."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise DocumentError("file.missing", f"{path} (a folder)")
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError("file.missing", f"{path} (not a regular file)")
    return found.st_size


def _kind_of(path: Path, head: bytes) -> FileKind:
    magic = next((kind for pattern, kind in _MAGIC if re.match(pattern, head, re.DOTALL)), None)
    if magic == "zip":
        return FileKind(_zip_type(path, head))
    if magic == "ole":
        return FileKind(_ole_type(path))
    if magic is not None:
        return FileKind(magic)
    if 0 <= head.find(b"%PDF-") <= _PDF_WITHIN:
        return FileKind("pdf")
    return _text_kind(head)


def _zip_type(path: Path, head: bytes) -> str:
    from extractor.word.archive import member_names

    try:
        names = set(member_names(path))
    except DocumentError:  # its reader will say why
        return "docx" if b"[Content_Types].xml" in head or b"word/" in head else "zip"
    for name, kind in _IN_ZIP:
        if name in names or (name.endswith("/") and any(n.startswith(name) for n in names)):
            return kind
    if "mimetype" in names and "content.xml" in names:
        named = (kind for word, kind in _OPEN_DOCUMENT if head.startswith(word, _MIMETYPE_AT))
        return next(named, "odt")
    return "zip"


def _ole_type(path: Path) -> str:
    """A directory that cannot be read or names no stream is that of a damaged .doc."""
    from extractor.word.ole import read_directory

    try:
        with path.open("rb") as file:
            streams = read_directory(file)
    except OSError as error:
        raise DocumentError("file.missing", f"{path} ({error.strerror})") from error
    known = (kind for stream, kind in _IN_OLE.items() if stream in streams)
    return next(known, "ole" if streams else "doc")


def _text_kind(head: bytes) -> FileKind:
    text = _decoded(head)
    if text is None:
        return FileKind("unknown")
    start = text[_end_of(_LEADING, text) :]
    if _HTML.match(start) or (_HTML_LATER.search(text) and not _JSON.match(text)):
        return FileKind("html", _title(text))
    mime = text[: _end_of(_MIME_HEAD, text)].lower()
    if "mime-version:" in mime:
        web = "multipart/related" in mime or "text/html" in mime
        return FileKind("html", "MHTML") if web else FileKind("eml")
    if text.lstrip().startswith("<"):
        return FileKind("xml")
    if _JSON.match(text):
        return FileKind("json")
    return FileKind("unknown" if _CONTROLS.search(text) else "text")


def _end_of(pattern: Lazy, text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _decoded(head: bytes) -> str | None:
    """The head as text, its last character perhaps cut; None for binary data."""
    encoding = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)
    if encoding is None and b"\0" in head:
        return None
    for candidate in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(candidate)().decode(head)
        except UnicodeError:
            continue
    return head.decode("latin-1") if encoding is None else head.decode(encoding, "replace")


def _title(text: str) -> str:
    found = _HTML_TITLE.search(text)
    return " ".join(found[1].split())[:80] if found else ""
