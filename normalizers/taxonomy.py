"""The canonical indicators (共性指标): a file, loaded and held against its own rules.

The file is CSV in UTF-8, one indicator a line. Columns:
``id``, ``framework`` (which rules use it), ``level1``, ``level2`` (where it stands), ``level3``
(its name), ``aliases`` (``~`` before one that is plausible but was not seen in print),
``reviewed`` (what a person decided: ``name`` or ``level 2::name``), ``bound`` (``yes`` if the
name says nothing without its level 2), ``unit``, ``polarity``, ``formula``, ``definition``,
``source``. Several values in one field stand between ``|``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from normalizers.cleaning import clean
from normalizers.wording import core, head, level

if TYPE_CHECKING:
    from pathlib import Path

_DATA = os.path.join(os.path.dirname(__file__), "data")  # no pathlib: quick to import
COLUMNS = (
    *("id", "framework", "level1", "level2", "level3", "aliases", "reviewed", "bound"),
    *("unit", "polarity", "formula", "definition", "source"),
)  # fmt: skip
REQUIRED = ("id", "level1", "level2", "level3", "polarity")
POLARITIES = ("higher", "lower", "exact", "qualitative")
LEAST_SLIP = 5  # characters below which a misread name is not put right
SHORT = 3  # names of so few characters say nothing without their level 2 (合格率, 控制率)


class TaxonomyError(Exception):
    """A taxonomy file breaks a rule; the message says file, line and what to do."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}")
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """One canonical indicator."""

    id: str
    name: str
    level1: tuple[str, ...]
    level2: tuple[str, ...]
    aliases: tuple[str, ...]
    plausible: tuple[str, ...]
    reviewed: tuple[str, ...]
    bound: bool
    unit: tuple[str, ...]
    polarity: str
    framework: tuple[str, ...]
    formula: str
    definition: str
    source: str
    line: int
    contexts1: frozenset[str] = field(repr=False)
    contexts2: frozenset[str] = field(repr=False)

    def stands_under(self, level1: str, level2: str) -> bool:
        """Whether it belongs under these levels, given in one wording; level 2 decides."""
        if level2:
            return level2 in self.contexts2
        return level1 != "" and level1 in self.contexts1


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to write an indicator: cleaned, its core, and how it comes to be here."""

    text: str
    core: str
    kind: str  # exact, alias or plausible
    bound: bool
    entry: Entry


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """All canonical indicators, indexed by what names can be looked up by."""

    entries: tuple[Entry, ...]
    by_id: dict[str, Entry]
    by_text: dict[str, tuple[Wording, ...]]
    by_core: dict[str, tuple[Wording, ...]]
    by_gap: dict[str, tuple[str, ...]]  # a core, or it without one character → cores
    by_head: dict[str, tuple[Wording, ...]]
    reviewed: dict[tuple[str, str], Entry]
    levels2: frozenset[str]
    longest: int


def load(path: str | Path | None = None, aliases: Iterable[tuple[str, str]] = ()) -> Taxonomy:
    """The built-in taxonomy, or that of a user's file; with more reviewed ``aliases``
    (``name`` or ``level 2::name``, and the id it stands for).

    Raises TaxonomyError if the file breaks a rule: ids and names are unique in their
    context, every name is found under its own levels, and pairs that differ in meaning
    (``data/traps.csv``) stay apart.
    """
    found = _built_in() if path is None else _load(path)
    return with_aliases(found, aliases) if aliases else found


def with_aliases(taxonomy: Taxonomy, aliases: Iterable[tuple[str, str]]) -> Taxonomy:
    """A taxonomy in which these names are reviewed aliases too, before any of its own.

    Raises TaxonomyError where one names no indicator.
    """
    more = {}
    for line, (alias, id) in enumerate(aliases, start=1):
        if id not in taxonomy.by_id:
            raise TaxonomyError("aliases", line, f"no indicator {id}; write an id of the taxonomy")
        more[_reviewed_key(alias)] = taxonomy.by_id[id]
    return replace(taxonomy, reviewed={**taxonomy.reviewed, **more})


def _load(path: str | Path) -> Taxonomy:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise TaxonomyError(str(path), 1, "not UTF-8; save it as CSV UTF-8") from error
    return parse(text, str(path))


@cache
def _built_in() -> Taxonomy:
    return parse(built_in_text(), "taxonomy.csv")


def built_in_text() -> str:
    """The built-in taxonomy as its file is written."""
    return _data("taxonomy.csv")


@cache
def traps() -> tuple[tuple[str, str, str], ...]:
    """Pairs of names that differ in meaning, and how: never one indicator."""
    _, rows = _read_csv(_data("traps.csv"))
    return tuple((row["one"], row["other"], row["difference"]) for _, row in rows)


def _data(name: str) -> str:
    with open(os.path.join(_DATA, name), encoding="utf-8", newline="") as file:
        return file.read()


def _read_csv(text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a CSV text, and its rows with the line each ends on."""
    import csv
    import io

    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
    rows = [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    return list(reader.fieldnames or ()), rows


def parse(text: str, file: str) -> Taxonomy:
    """A taxonomy from the text of its file; raises TaxonomyError."""
    entries = tuple(_entries(text, file))
    if not entries:
        raise TaxonomyError(file, 1, "no indicators; add a line below the header")
    taxonomy = _index(entries, file)
    _check_names(taxonomy, file)
    _check_traps(taxonomy, file)
    return taxonomy


def _entries(text: str, file: str) -> Iterator[Entry]:
    columns, rows = _read_csv(text)
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise TaxonomyError(file, 1, f"columns missing: {', '.join(missing)}; add them")
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise TaxonomyError(file, 1, f"unknown columns: {', '.join(unknown)}; remove them")
    lines: dict[str, int] = {}
    for line, row in rows:
        entry = _entry(row, file, line)
        if lines.setdefault(entry.id, line) != line:
            also = f"id {entry.id} is also on line {lines[entry.id]}; give a new one"
            raise TaxonomyError(file, line, also)
        yield entry


def _entry(row: dict[str, str], file: str, line: int) -> Entry:
    for name in ("id", "level3", "level2"):
        if not row[name].strip():
            raise TaxonomyError(file, line, f"{name} is empty; fill it")
    if row["polarity"] not in POLARITIES:
        raise TaxonomyError(
            file, line, f"polarity {row['polarity']!r}; write one of {', '.join(POLARITIES)}"
        )
    if row.get("bound", "") not in ("", "yes"):
        raise TaxonomyError(file, line, f"bound {row['bound']!r}; write yes or nothing")
    level1, level2, aliases = (_parts(row, key) for key in ("level1", "level2", "aliases"))
    return Entry(
        id=row["id"],
        name=row["level3"],
        level1=level1,
        level2=level2,
        aliases=tuple(alias for alias in aliases if not alias.startswith("~")),
        plausible=tuple(alias[1:] for alias in aliases if alias.startswith("~")),
        reviewed=_parts(row, "reviewed"),
        bound=row.get("bound") == "yes",
        unit=_parts(row, "unit"),
        polarity=row["polarity"],
        framework=_parts(row, "framework"),
        formula=row.get("formula", ""),
        definition=row.get("definition", ""),
        source=row.get("source", ""),
        line=line,
        contexts1=frozenset(map(level, level1)),
        contexts2=frozenset(map(level, level2)),
    )


def _parts(row: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(key, "").split("|") if part.strip())


def _index(entries: tuple[Entry, ...], file: str) -> Taxonomy:
    by_text: dict[str, list[Wording]] = {}
    by_core: dict[str, list[Wording]] = {}
    by_head: dict[str, list[Wording]] = {}
    names = {clean(entry.name).text: entry.id for entry in entries}
    for entry in entries:
        for wording in _wordings(entry, names):
            if not wording.text:
                raise TaxonomyError(file, entry.line, "a name or alias of signs only; remove it")
            by_text.setdefault(wording.text, []).append(wording)
            by_core.setdefault(wording.core, []).append(wording)
            by_head.setdefault(head(wording.core), []).append(wording)
    return Taxonomy(
        entries,
        by_id={entry.id: entry for entry in entries},
        by_text={key: tuple(found) for key, found in by_text.items()},
        by_core={key: tuple(found) for key, found in by_core.items()},
        by_gap=_gaps(by_core),
        by_head={key: tuple(found) for key, found in by_head.items()},
        reviewed=_reviewed(entries, file),
        levels2=frozenset(name for entry in entries for name in entry.contexts2),
        longest=max(map(len, by_core)),
    )


def _gaps(cores: Iterable[str]) -> dict[str, tuple[str, ...]]:
    gaps: dict[str, set[str]] = {}
    for text in cores:
        if len(text) >= LEAST_SLIP:
            gaps.setdefault(text, set()).add(text)
            for at in range(len(text)):
                gaps.setdefault(text[:at] + text[at + 1 :], set()).add(text)
    return {gap: tuple(sorted(texts)) for gap, texts in gaps.items()}


def _wordings(entry: Entry, names: dict[str, str]) -> Iterator[Wording]:
    seen = set()
    for kind, printed in (
        ("exact", (entry.name,)),
        ("alias", entry.aliases),
        ("plausible", entry.plausible),
    ):
        for name in printed:
            text = clean(name).text
            if text not in seen:
                seen.add(text)
                other = kind != "exact" and names.get(text, entry.id) != entry.id
                bound = entry.bound or len(text) <= SHORT or other
                yield Wording(text, core(text), kind, bound, entry)


def _reviewed(entries: tuple[Entry, ...], file: str) -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for text in entry.reviewed:
            key = _reviewed_key(text)
            if found.setdefault(key, entry) is not entry:
                raise TaxonomyError(
                    file, entry.line, f"{text} is reviewed for {found[key].id} too; keep one"
                )
    return found


def _reviewed_key(alias: str) -> tuple[str, str]:
    level2, _, name = alias.rpartition("::")
    return level(level2), clean(name).text


def _check_names(taxonomy: Taxonomy, file: str) -> None:
    for wordings in taxonomy.by_text.values():
        holders: dict[str, Wording] = {}
        for wording in wordings:
            for context in wording.entry.contexts2:
                other = holders.setdefault(context, wording)
                if other.entry is not wording.entry:
                    also = f"{wording.text} under {context} is also on line {other.entry.line}"
                    message = f"{also}; take it off one of the two"
                    raise TaxonomyError(file, wording.entry.line, message)


def _check_traps(taxonomy: Taxonomy, file: str) -> None:
    for one, other, difference in traps():
        held, others = (
            {wording.entry.id for wording in taxonomy.by_text.get(clean(name).text, ())}
            for name in (one, other)
        )
        for merged in held & others:
            message = f"{one} and {other} differ ({difference}); give each a line of its own"
            raise TaxonomyError(file, taxonomy.by_id[merged].line, message)
