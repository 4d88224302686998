"""The files a batch is to convert: of folders, patterns and archives, here or remote."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.codes import DocumentError, encodable
from extractor.model import Problem
from jixiao.archives import Member, is_archive, members, taken_out
from jixiao.remote import Location, RemoteFile, errors_of_storage, list_files

REPORT_ENDINGS = frozenset((".pdf", ".docx", ".doc", ".docm", ".wps", ".rtf", ".odt", ""))


@dataclass(frozen=True, slots=True)
class Input:
    """A file to convert, or one within an archive.

    ``name`` is what its records call it: relative to the folder given, and
    ``archive.zip!/inner.pdf`` within an archive. ``problem`` is set for an archive
    that cannot be opened. ``size`` is the file's in bytes; ``changed`` is the time in
    nanoseconds it, or the archive it lies in, was changed; on remote storage a number
    that stands for its content or time there.
    """

    path: Location
    name: str
    size: int
    changed: int
    chain: tuple[int, ...] = ()
    problem: Problem | None = None

    @contextmanager
    def file(self) -> Iterator[Path]:
        """The file itself, taken out of its archive; DocumentError where it cannot be."""
        if self.problem is not None:
            raise DocumentError(self.problem.code, self.name)
        if not self.chain and isinstance(self.path, Path):
            yield self.path
            return
        with ExitStack() as stack:
            try:
                with errors_of_storage():
                    path = stack.enter_context(self._brought())
            except OSError as error:
                raise DocumentError("file.missing", f"{self.path} ({error})") from error
            yield path

    def _brought(self) -> AbstractContextManager[Path]:
        if self.chain:
            return taken_out(self.path, self.chain, self.name)
        assert isinstance(self.path, RemoteFile)
        return self.path.fetched()

    def from_anywhere(self) -> Input:
        """The same, to be found by a process that works in another folder."""
        return replace(self, path=self.path.absolute()) if isinstance(self.path, Path) else self


@dataclass(slots=True)
class Found:
    """What was found under the paths given."""

    inputs: list[Input]
    passed_over: int = 0


def find_inputs(paths: Sequence[Location]) -> Found:
    """The files under some paths, which may be patterns (reports/**/*.pdf).

    A file named itself is always taken; of a folder or archive only files with the
    ending of a report, or none. Names that occur twice, as from two folders with the
    same files, begin with the folder's. Raises FileNotFoundError for a path or pattern
    that names nothing, OSError for a remote storage that cannot be asked.
    """
    found = Found([])
    for place in paths:
        for item, named in _remote(place) if isinstance(place, RemoteFile) else _local(place):
            with errors_of_storage():
                archive = is_archive(item.path)
            if archive:
                _add_members(item, found)
            elif named or item.path.suffix.lower() in REPORT_ENDINGS:
                found.inputs.append(item)
            else:
                found.passed_over += 1
    found.inputs = _told_apart(found.inputs)
    return found


def _remote(place: RemoteFile) -> Iterator[tuple[Input, bool]]:
    """The files at a place, and whether it is the very file that was named."""
    for each in list_files(place):
        item = Input(each.file, encodable(each.name), each.size, each.changed)
        yield item, each.file.key == place.key


def _local(place: Path) -> Iterator[tuple[Input, bool]]:
    root, files = _files(place)
    for path in files:
        named = path == root
        name = encodable(path.name if named else path.relative_to(root).as_posix())
        try:
            status = path.stat()
            yield Input(path, name, status.st_size, status.st_mtime_ns), named
        except OSError:  # gone, or not to be read: its conversion will say so
            yield Input(path, name, 0, 0), named


def _files(path: Path) -> tuple[Path, Iterator[Path]]:
    """The folder that names are relative to, and the files in a fixed order."""
    if path.is_dir():
        return path, _walk(path)
    if path.exists():
        return path, iter([path])
    text = str(path)
    if glob.has_magic(text):
        fixed = path.parts[: _first_magic(path)]
        root = Path(*fixed) if fixed else Path()
        matched = sorted(Path(match) for match in glob.glob(text, recursive=True))
        files = [match for match in matched if match.is_file()]
        if files:
            return root, iter(files)
    raise FileNotFoundError(text)


def _first_magic(path: Path) -> int:
    return next(i for i, part in enumerate(path.parts) if glob.has_magic(part))


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder; links to folders are not followed, so none is a loop."""
    for top, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield Path(top, name)


def _add_members(archive: Input, found: Found) -> None:
    inside: list[Input] = []
    try:
        with errors_of_storage():
            for member in members(archive.path, archive.name):
                if Path(member.name).suffix.lower() in REPORT_ENDINGS:
                    inside.append(_member(archive, member))
                else:
                    found.passed_over += 1
    except DocumentError as error:
        inside.append(replace(archive, problem=error.problem))
    found.inputs += inside


def _member(archive: Input, member: Member) -> Input:
    name = encodable(member.name)
    return replace(archive, name=name, size=member.size, chain=member.chain)


def _told_apart(inputs: list[Input]) -> list[Input]:
    """Give inputs of the same name different ones, by the folder they lie in."""
    often = Counter(item.name for item in inputs)
    seen: Counter[str] = Counter()
    named: list[Input] = []
    for item in dict.fromkeys(inputs):
        name = item.name
        if often[name] > 1:
            depth = len(Path(name.split("!/")[0]).parts)
            root = item.path.parents[depth - 1].name if depth <= len(item.path.parents) else ""
            name = f"{root}/{name}" if root else name
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name} ({seen[name]})"
        named.append(replace(item, name=name) if name != item.name else item)
    return named
