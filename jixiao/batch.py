"""A batch: which files are still to be done, and doing them.

A file is done if the dataset holds it as it is now, converted with the same recipe
(version and options). A file with the content of another is not converted again;
its document row says whose records stand for it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from extractor.codes import DocumentError, problem
from extractor.model import Conversion, Document
from jixiao.engines import Engine
from jixiao.inputs import Input
from jixiao.isolation import Limits
from jixiao.packing import Packed, pack
from jixiao.pipeline import Options, convert_file, digest, failed
from jixiao.remote import RemoteFile
from jixiao.schema import SCHEMA
from jixiao.state import Entry, State
from jixiao.version import __version__

if TYPE_CHECKING:
    from jixiao.store import Store


@dataclass(slots=True)
class Plan:
    """What a run has to do: files to convert, and files whose content another has."""

    convert: list[Input] = field(default_factory=list)
    duplicates: list[tuple[Input, str, str]] = field(default_factory=list)  # digest, original
    unchanged: int = 0
    failed_before: int = 0


def recipe_of(options: Options) -> str:
    """What a file's records depend on besides its content: version and options."""
    said = {**asdict(options), "pages": None, "keep_tables": None}
    if options.taxonomy is not None:
        said["taxonomy"] = digest(options.taxonomy)
    text = f"{__version__} {SCHEMA} {sorted(said.items())}"
    return f"{__version__}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def plan(inputs: Iterable[Input], state: State, recipe: str, *, retry_failed: bool = False) -> Plan:
    """Sort the inputs by what is to be done; only files that look alike are compared."""
    found = Plan()
    left: list[Input] = []
    copies: list[tuple[Input, str]] = []  # unchanged, with the file whose records they share
    for item in inputs:
        entry = _unchanged(item, state, recipe)
        if entry is None or (not entry.ok and retry_failed):
            left.append(item)
        elif entry.duplicate_of is not None:
            copies.append((item, entry.duplicate_of))
        elif entry.ok:
            found.unchanged += 1
        else:
            found.failed_before += 1
    changed = {item.name for item in left}
    left += [item for item, original in copies if original in changed]
    found.unchanged += sum(original not in changed for _, original in copies)
    alike = Counter(map(_look, left))
    seen: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)  # look → digest → file's name
    todo = {item.name for item in left}
    for item in left:
        size, stamp = look = _look(item)
        known = seen[look]
        if not known:
            known |= {
                entry.sha256: entry.name
                for entry in state.originals(size, recipe)
                if entry.name not in todo and stamp in (0, entry.changed)
            }
        sha256 = _digest(item) if known or alike[look] > 1 else None
        if sha256 is not None and sha256 in known:
            found.duplicates.append((item, sha256, known[sha256]))
            continue
        if sha256 is not None:
            known[sha256] = item.name
        found.convert.append(item)
    return found


def _look(item: Input) -> tuple[int, int]:
    """What files of one content have in common: the size, and on remote storage, where to
    read them takes long, also what the storage says of the content."""
    told = isinstance(item.path, RemoteFile) and not item.chain
    return item.size, item.changed if told else 0


def _unchanged(item: Input, state: State, recipe: str) -> Entry | None:
    """What is known of a file, if it is as it was and would be converted as it was."""
    entry = state.entry(item.name)
    if entry is None or entry.recipe != recipe:
        return None
    return entry if (entry.size, entry.changed) == (item.size, item.changed) else None


def _digest(item: Input) -> str | None:
    """The digest of a file; None where it cannot be read, as its conversion will say."""
    try:
        with item.file() as path:
            return digest(path)
    except DocumentError:
        return None


def run(
    planned: Plan, store: Store, options: Options, *, engine: Engine, limits: Limits
) -> Generator[Packed, None, None]:
    """Do what is planned; each conversion is in the dataset when it is given out."""
    recipe = recipe_of(options)
    tasks = [(item, item.name) for item in planned.convert]
    results = engine(tasks, options, limits=limits, convert=convert_input)
    with closing(results):
        for item, conversion in zip(planned.convert, results, strict=True):
            yield _kept(item, conversion, recipe, store)
    for item, sha256, original in planned.duplicates:
        conversion = _duplicate(item, sha256, store.state.entry(original))
        yield _kept(item, conversion, recipe, store)


def _kept(item: Input, conversion: Conversion, recipe: str, store: Store) -> Packed:
    packed = pack(conversion)
    store.add(entry_of(item, packed, recipe), packed)
    return packed


def convert_input(item: Input, options: Options, name: str) -> Packed:
    """What a worker does with a file: convert it, brought here or taken out of its
    archive, and pack what it gave."""
    try:
        with item.file() as path:
            return pack(convert_file(path, options, name))
    except DocumentError as error:
        return pack(failed(name, error.problem))


def _duplicate(item: Input, sha256: str, original: Entry | None) -> Conversion:
    """The conversion of a file whose content another has; failed where that one failed."""
    assert original is not None  # it was planned before
    document = Document(
        item.name,
        sha256,
        "duplicate",
        ok=original.ok,
        version=__version__,
        duplicate_of=original.name,
    )
    told = [problem("document.duplicate", original.name)]
    if original.code is not None:
        why = problem(original.code)
        told.append(replace(why, message_zh=original.zh or "", message_en=original.en or ""))
    problems = tuple(replace(each, document=item.name) for each in told)
    return Conversion(document, problems=problems)


def entry_of(item: Input, conversion: Conversion, recipe: str) -> Entry:
    """What the dataset notes of a file: if it could not be converted, also why."""
    document = conversion.document
    entry = Entry(
        item.name,
        item.size,
        item.changed,
        document.sha256,
        recipe,
        duplicate_of=document.duplicate_of,
    )
    if document.ok:
        return entry
    why = next(p for p in conversion.problems if p.severity == "error")
    return replace(entry, code=why.code, zh=why.message_zh, en=why.message_en)
