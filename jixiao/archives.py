"""Reports inside zip archives, also nested ones: which there are, and taking one out.

Nothing is ever written under a name an archive gives; a member goes to a file we
name ourselves, as many bytes as it really has, up to the limits below. Archives
made on Chinese Windows name their members in GBK.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from extractor.codes import DocumentError
from jixiao.remote import Location

MOST_MEMBERS = 20_000  # of one archive
MOST_MEMBER_BYTES = 2**30
MOST_BYTES = 2**33  # of all members of an archive, unpacked
DEEPEST = 4  # archives within archives
CHUNK = 2**20
_UTF8 = 0x800  # the flag of a name that is written in UTF-8


class Member(NamedTuple):
    """A file within an archive.

    ``chain`` holds the index of the member in each archive on the way to it;
    ``name`` is that way in words, ``a.zip!/部门/b.pdf``; ``size`` is in bytes.
    """

    chain: tuple[int, ...]
    name: str
    size: int


def is_archive(path: Location) -> bool:
    """Whether a file is a zip archive of files, by its name and content."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        with path.open("rb") as file:
            return zipfile.is_zipfile(file)
    except OSError:
        return False


def members(path: Location, name: str) -> Iterator[Member]:
    """The files within an archive, in its order, those of inner archives too.

    Raises DocumentError ``archive.damaged`` or ``archive.bomb``.
    """
    with path.open("rb") as file:
        yield from _members(file, name, ())


def _members(file: IO[bytes], name: str, chain: tuple[int, ...]) -> Iterator[Member]:
    if len(chain) >= DEEPEST:
        raise DocumentError("archive.bomb", f"{name}: over {DEEPEST} archives deep")
    with _opened(file, name) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise DocumentError("archive.bomb", f"{name}: {len(infos)} files")
        total = 0
        for index, info in enumerate(infos):
            total += info.file_size
            if total > MOST_BYTES:
                raise DocumentError("archive.bomb", f"{name}: over {MOST_BYTES >> 30} GB unpacked")
            if info.is_dir():
                continue
            inner = f"{name}!/{_safe_name(info)}"
            if inner.lower().endswith(".zip"):
                with tempfile.TemporaryFile() as unpacked:
                    _copy(archive, info, unpacked, inner)
                    yield from _members(unpacked, inner, (*chain, index))
            else:
                yield Member((*chain, index), inner, info.file_size)


@contextmanager
def taken_out(path: Location, chain: Sequence[int], name: str) -> Iterator[Path]:
    """A member as a file of its own, which is gone afterwards.

    Raises DocumentError ``archive.damaged``, ``archive.encrypted`` or ``archive.bomb``.
    """
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        target = Path(folder, "member" + _ending(name))
        with path.open("rb") as file, target.open("wb") as out:
            _take(file, chain, out, name)
        yield target


def _take(file: IO[bytes], chain: Sequence[int], out: IO[bytes], name: str) -> None:
    with _opened(file, name) as archive:
        infos = archive.infolist()
        if chain[0] >= len(infos):
            raise DocumentError("archive.damaged", f"{name}: the archive has changed")
        if len(chain) == 1:
            _copy(archive, infos[chain[0]], out, name)
            return
        with tempfile.TemporaryFile() as unpacked:
            _copy(archive, infos[chain[0]], unpacked, name)
            _take(unpacked, chain[1:], out, name)


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError("archive.damaged", f"{name}: {error}") from error
    with archive:
        yield archive


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, out: IO[bytes], name: str) -> None:
    """Unpack a member, counting what comes out, whatever size the archive claims."""
    if info.flag_bits & 1:
        raise DocumentError("archive.encrypted", name)
    left = MOST_MEMBER_BYTES
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise DocumentError(
                        "archive.bomb", f"{name}: over {MOST_MEMBER_BYTES >> 30} GB"
                    )
                out.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentError("archive.damaged", f"{name}: {error}") from error


def _safe_name(info: zipfile.ZipInfo) -> str:
    """A member's name, decoded; without the parts that would lead out of a folder."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("ascii")
        except UnicodeDecodeError:
            name = _decoded(raw, name)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")]
    return "/".join(kept) or "unnamed"


def _decoded(raw: bytes, otherwise: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return otherwise


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) < 8 else ""
