"""Files on storage that fsspec reaches (``s3://bucket/a.pdf``): telling, listing, reading.

Where the storage stands and who may use it is told by its own variables (as
``AWS_ENDPOINT_URL``), never by us. All failures of a storage are given as OSError.
"""

from __future__ import annotations

import glob
import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

CHUNK = 2**20  # bytes read ahead, as of an archive of which one member is wanted
_URL = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)  # longer than a drive of Windows
_STAMPS = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "mtime", "created")
_ERRORS = (  # of libraries whose errors are no OSError
    ("botocore.exceptions", "BotoCoreError"),
    ("aiohttp", "ClientError"),
)


class MissingExtraError(Exception):
    """A package that only some need is not installed; says which extra brings it."""

    def __init__(self, package: str) -> None:
        super().__init__(f"{package} is not installed; pip install 'jixiao[cluster]' brings it")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file or folder on remote storage: the storage (an fsspec file system), and the
    name it has there, which is kept exactly as it is."""

    storage: Any
    key: str

    def __str__(self) -> str:
        return str(self.storage.unstrip_protocol(self.key))

    def __truediv__(self, name: str) -> RemoteFile:
        return RemoteFile(self.storage, f"{self.key.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        return self.key.rsplit("/", 1)[-1]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def parents(self) -> tuple[PurePosixPath, ...]:
        return tuple(PurePosixPath(self.key).parents)

    def open(self, mode: str = "rb") -> IO[bytes]:
        file: IO[bytes] = self.storage.open(self.key, mode, block_size=CHUNK)
        return file

    @contextmanager
    def fetched(self) -> Iterator[Path]:
        """The file as one here, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
            here = Path(folder, "fetched" + (self.suffix if self.suffix.isascii() else ""))
            self.storage.get_file(self.key, str(here))
            yield here


Location = Path | RemoteFile


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a listing: what it is called below the place listed, its size, and a
    number that is another one when the file has changed."""

    file: RemoteFile
    name: str
    size: int
    changed: int


def location(text: str) -> Location:
    """The place a path or URL means; MissingExtraError where nothing can reach it, and
    ValueError for a kind of storage there is not."""
    if not _URL.match(text):
        return Path(text)
    try:
        from fsspec.core import url_to_fs

        storage, key = url_to_fs(text, use_listings_cache=False)
    except ImportError as error:
        raise MissingExtraError(str(error.name or error)) from error
    return RemoteFile(storage, key)


@contextmanager
def errors_of_storage() -> Iterator[None]:
    """Turn what the library of a storage raises into OSError."""
    try:
        yield
    except _library_errors() as error:
        raise OSError(str(error)) from error


def _library_errors() -> tuple[type[Exception], ...]:
    loaded = ((sys.modules.get(module), name) for module, name in _ERRORS)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def list_files(place: RemoteFile) -> Iterator[Listed]:
    """The files at a place, ordered as those of the same folder here would be.

    The place is a file, the beginning of names up to a ``/``, or a pattern;
    FileNotFoundError where it names nothing.
    """
    with errors_of_storage():
        found: Mapping[str, Mapping[str, Any]] = place.storage.find(place.key, detail=True)
        root, order = place.key.rstrip("/"), _as_walked
        if not found and glob.has_magic(place.key):
            found = place.storage.glob(place.key, detail=True)
            fixed = place.key.split("/")
            root = "/".join(fixed[: next(i for i, x in enumerate(fixed) if glob.has_magic(x))])
            order = _by_parts
    files = sorted((key for key, info in found.items() if info["type"] == "file"), key=order)
    if not files:
        raise FileNotFoundError(str(place))
    for key in files:
        info = found[key]
        file = RemoteFile(place.storage, key)
        name = file.name if key == root else key[len(root) :].lstrip("/")
        yield Listed(file, name, int(info["size"] or 0), _changed(info))


def _as_walked(key: str) -> list[tuple[bool, str]]:
    """For the order of a walk: the files of a folder, then its folders."""
    *folders, name = key.split("/")
    return [*((True, folder) for folder in folders), (False, name)]


def _by_parts(key: str) -> list[tuple[bool, str]]:
    return [(False, part) for part in key.split("/")]


def _changed(info: Mapping[str, Any]) -> int:
    """A number for what the storage says of a file's content, or else of its time."""
    stamp = next((str(info[name]) for name in _STAMPS if info.get(name)), "")
    return int.from_bytes(hashlib.sha256(stamp.encode()).digest()[:7]) if stamp else 0
