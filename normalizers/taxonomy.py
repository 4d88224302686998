"""The canonical indicators (共性指标) loaded: indexed, and held against their own rules.

How their file is written stands in :mod:`normalizers.taxonomy_file`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from normalizers.cleaning import clean
from normalizers.rephrasing import core
from normalizers.taxonomy_file import (
    TaxonomyError,
    built_in_text,
    own_text,
    read_entries,
    traps,
)
from normalizers.taxonomy_model import LEAST_SLIP, SHORT, Entry, Taxonomy, Wording, halves
from normalizers.wording import head, level

if TYPE_CHECKING:
    from pathlib import Path


def load(path: str | Path | None = None, aliases: Iterable[tuple[str, str]] = ()) -> Taxonomy:
    """The built-in taxonomy, or that of a user's file; with more reviewed ``aliases``
    (``name`` or ``level 2::name``, and the id it stands for).

    Raises TaxonomyError if the file breaks a rule: ids and names are unique in their
    context, every name is found under its own levels, and pairs that differ in meaning
    (``data/traps.csv``) stay apart.
    """
    found = _built_in() if path is None else parse(own_text(path), str(path))
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


@cache
def _built_in() -> Taxonomy:
    return parse(built_in_text(), "taxonomy.csv")


def parse(text: str, file: str) -> Taxonomy:
    """A taxonomy from the text of its file; raises TaxonomyError."""
    entries = tuple(read_entries(text, file))
    if not entries:
        raise TaxonomyError(file, 1, "no indicators; add a line below the header")
    taxonomy = _index(entries, file)
    _check_names(taxonomy, file)
    _check_traps(taxonomy, file)
    return taxonomy


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
        by_half=_halves(by_core),
        by_head={key: tuple(found) for key, found in by_head.items()},
        reviewed=_reviewed(entries, file),
        levels2=frozenset(name for entry in entries for name in entry.contexts2),
        longest=max(map(len, by_core)),
    )


def _halves(cores: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for text in cores:
        if len(text) >= LEAST_SLIP:
            for half in halves(text):
                found.setdefault(half, []).append(text)
    return {half: tuple(texts) for half, texts in found.items()}


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
