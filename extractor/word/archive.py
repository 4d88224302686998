"""The zip around a Word file, read within bounds and without trusting it.

Nothing is written to disk. Every byte that an XML parser will later see has
passed here: sizes are counted while decompressing, not only as declared.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from extractor.codes import DocumentError
from extractor.word import ole

MAX_BYTES = 200 * 2**20
MAX_MEMBERS = 10_000
MAX_DIRECTORY = 8 * 2**20  # bytes of the list of members, which zipfile reads at once
MAX_RATIO = 200
RATIO_FROM = 20 * 2**20  # small files of one repeated row compress very well

_CHUNK = 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # OPC allows no other
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARATION = re.compile(rb"^\s*<\?xml\b.*?\?>", re.DOTALL)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.:-]+)["']""")
# Python's other decoders are no text encodings, or slow on hostile input.
_ENCODINGS = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "gb2312", "gbk", "gb18030"}
)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def read_parts(path: Path) -> dict[str, bytes]:
    """Every XML part of the file by its name, as UTF-8 without declaration.

    Parts that are not XML in an encoding we know are left out: nothing
    unchecked gets through, and a broken part that is never read does no harm.
    """
    parts: dict[str, bytes] = {}
    with _opened(path) as archive:
        total = 0
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")
            if not name.lower().endswith((".xml", ".rels")):
                continue
            data = _read_member(archive, info, MAX_BYTES - total)
            total += len(data)
            text = as_utf8(data)
            if text is None:
                continue
            if _ENTITIES.search(text):
                raise DocumentError("word.unsafe_xml", name)
            parts[name] = text
    return parts


def member_names(path: Path) -> list[str]:
    """The names in any zip; DocumentError ``word.damaged`` or ``word.bomb``."""
    with _zip_file(path) as archive:
        return archive.namelist()


def check_archive(path: Path) -> None:
    """Refuse a zip bomb that another program is to open (an .odt)."""
    with _opened(path):
        pass


def as_utf8(data: bytes) -> bytes | None:
    """An XML part in UTF-8, its declaration removed; None if it is no such thing.

    The parser is then left no choice of encoding, in which a DTD could be
    hidden from our look at the bytes.
    """
    marked = (encoding for mark, encoding in _MARKS if data.startswith(mark))
    encoding = next(marked, None) or _declared_encoding(data)
    if encoding not in ("utf-8", "utf8"):
        try:
            data = data.decode(encoding).lstrip("\ufeff").encode("utf-8")
        except (UnicodeError, LookupError):
            return None
    data = _DECLARATION.sub(b"", data, count=1).lstrip()
    return data if data.startswith(b"<") and b"\0" not in data else None


def _declared_encoding(data: bytes) -> str:
    declaration = _DECLARATION.match(data[:1000])
    named = _ENCODING.search(declaration[0]) if declaration else None
    encoding = named[1].decode("ascii").lower() if named else "utf-8"
    return encoding if encoding in _ENCODINGS else "unknown"


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, its list of members checked; failures of reading as DocumentError."""
    _check_head(path)
    with _zip_file(path) as archive:
        _check_members(archive.infolist())
        yield archive


class _BoundedFile(io.FileIO):
    """A file that is never read in pieces so large that its list of members must be a bomb."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise DocumentError("word.bomb", f"a list of members of {size / 2**20:.0f} MB")
        return super().read(size) or b""


@contextmanager
def _zip_file(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with _BoundedFile(path) as file, zipfile.ZipFile(file) as archive:
            yield archive
    except _DAMAGE as error:
        raise DocumentError("word.damaged", str(error)) from error


def _check_head(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(ole.MAGIC))
            encrypted = head == ole.MAGIC and ole.is_encrypted(file)
    except OSError as error:
        raise DocumentError("file.missing", str(path)) from error
    if not head:
        raise DocumentError("file.empty")
    if encrypted:
        raise DocumentError("word.encrypted")
    if head == ole.MAGIC:
        raise DocumentError("word.damaged", "an OLE file (old .doc?), not a zip")


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise DocumentError("word.bomb", f"{len(members)} members in the zip")
    declared = sum(info.file_size for info in members)
    if declared > MAX_BYTES:
        raise DocumentError("word.bomb", f"{declared / 2**20:.0f} MB declared")
    for info in members:
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
            raise DocumentError("word.damaged", f"a member's name leaves the zip: {name}")
        if info.flag_bits & 0x1:
            raise DocumentError("word.encrypted")
        if info.compress_type not in _METHODS:
            raise DocumentError("word.damaged", f"compression {info.compress_type} of {name}")
        _check_ratio(info, info.file_size)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise DocumentError("word.bomb", f"more than {MAX_BYTES // 2**20} MB")
            _check_ratio(info, size)
            chunks.append(chunk)
    return b"".join(chunks)


def _check_ratio(info: zipfile.ZipInfo, size: int) -> None:
    if size > RATIO_FROM and size > MAX_RATIO * info.compress_size:
        raise DocumentError(
            "word.bomb", f"{info.filename}: {size / 2**20:.0f} MB from {info.compress_size} bytes"
        )
