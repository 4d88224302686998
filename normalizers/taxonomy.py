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
    prepared_text,
    read_entries,
    read_wordings,
    traps,
    wordings_text,
)
from normalizers.taxonomy_model import SHORT, Entry, Taxonomy, Wording, index
from normalizers.taxonomy_ready import restore
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
    found = _built_in() if path is None else _own(parse(own_text(path), str(path)))
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
    """The built-in taxonomy as made ready; worked out anew where its files are not those."""
    texts = built_in_text(), wordings_text()
    return restore(prepared_text(), texts) or from_texts(*texts)


def _own(taxonomy: Taxonomy) -> Taxonomy:
    """A user's taxonomy with the further wordings of the built-in indicators it keeps."""
    built_in = _built_in()
    more = {}
    for words, ids in built_in.more.items():
        kept = [id for id in ids if _keeps(taxonomy, built_in.by_id[id])]
        if kept and words not in taxonomy.by_core:
            more[words] = tuple(kept)
    return replace(taxonomy, more=more)


def _keeps(taxonomy: Taxonomy, entry: Entry) -> bool:
    own = taxonomy.by_id.get(entry.id)
    return own is not None and own.name == entry.name


def from_texts(text: str, wordings: str) -> Taxonomy:
    """The built-in taxonomy from its two files; raises TaxonomyError."""
    taxonomy = parse(text, "taxonomy.csv")
    return replace(taxonomy, more=_more(read_wordings(wordings), taxonomy))


def parse(text: str, file: str) -> Taxonomy:
    """A taxonomy from the text of its file; raises TaxonomyError."""
    entries = tuple(read_entries(text, file))
    if not entries:
        raise TaxonomyError(file, 1, "no indicators; add a line below the header")
    names = {clean(entry.name).text: entry.id for entry in entries}
    wordings = [wording for entry in entries for wording in _wordings(entry, names)]
    for wording in wordings:
        if not wording.text:
            line = wording.entry.line
            raise TaxonomyError(file, line, "a name or alias of signs only; remove it")
    taxonomy = index(entries, wordings, _reviewed(entries, file))
    _check_names(taxonomy, file)
    _check_traps(taxonomy, file)
    return taxonomy


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
                words = core(text)
                yield Wording(text, words, head(words), kind, bound, entry)


def _more(rows: Iterable[tuple[int, str, str]], taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """The cores of further wordings, each of one indicator in a context; raises TaxonomyError."""
    file = "wordings.csv"
    found: dict[str, tuple[str, ...]] = {}
    for line, id, name in rows:
        if id not in taxonomy.by_id:
            raise TaxonomyError(file, line, f"no indicator {id}; write an id of the taxonomy")
        entry, words = taxonomy.by_id[id], core(clean(name).text)
        held = {w.entry.id for w in taxonomy.by_core.get(words, ())} | {*found.get(words, ())}
        if id in held:
            continue  # the rules have come to know it
        for other in map(taxonomy.by_id.__getitem__, held):
            if not entry.contexts2.isdisjoint(other.contexts2):
                raise TaxonomyError(file, line, f"{name} is {other.id} already; take it off one")
        if len(words) <= SHORT:
            raise TaxonomyError(file, line, f"{name} says too little; make it a reviewed alias")
        found[words] = (*found.get(words, ()), id)
    return found


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
