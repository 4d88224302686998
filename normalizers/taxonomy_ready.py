"""The built-in taxonomy made ready, so that no start works out 5,000 wordings anew.

``python -m normalizers.taxonomy_ready`` writes ``data/taxonomy.json`` from ``taxonomy.csv`` and
``wordings.csv``; it holds their fingerprint, and counts only for these very files.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from normalizers.taxonomy_model import Entry, Taxonomy, Wording, index

_SETS = frozenset(("contexts1", "contexts2"))


def prepare(taxonomy: Taxonomy, texts: Iterable[str]) -> str:
    """The text of ``taxonomy.json``."""
    number = {entry.id: at for at, entry in enumerate(taxonomy.entries)}
    wordings = [wording for found in taxonomy.by_text.values() for wording in found]
    wordings.sort(key=lambda wording: number[wording.entry.id])
    ready = {
        "of": _fingerprint(texts),
        "entries": [[_plain(entry, f.name) for f in fields(Entry)] for entry in taxonomy.entries],
        "wordings": [
            [w.text, w.core, w.head, w.kind, w.bound, number[w.entry.id]] for w in wordings
        ],
        "reviewed": [[*key, number[entry.id]] for key, entry in taxonomy.reviewed.items()],
        "more": taxonomy.more,
    }
    return json.dumps(ready, ensure_ascii=False, separators=(",", ":")) + "\n"


def restore(text: str, texts: Iterable[str]) -> Taxonomy | None:
    """The taxonomy that was made ready; None if it is not that of these files."""
    ready: dict[str, Any] = json.loads(text) if text else {}
    if ready.get("of") != _fingerprint(texts):
        return None
    names = [field.name for field in fields(Entry)]
    entries = tuple(
        Entry(*(_typed(name, value) for name, value in zip(names, row, strict=True)))
        for row in ready["entries"]
    )
    return index(
        entries,
        [
            Wording(text, words, kind, how, bound, entries[at])
            for text, words, kind, how, bound, at in ready["wordings"]
        ],
        {(level2, name): entries[at] for level2, name, at in ready["reviewed"]},
        {words: tuple(ids) for words, ids in ready["more"].items()},
    )


def _fingerprint(texts: Iterable[str]) -> list[int]:
    return [zlib.crc32(text.encode()) for text in texts]


def _plain(entry: Entry, name: str) -> object:
    value = getattr(entry, name)
    return sorted(value) if name in _SETS else value


def _typed(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return frozenset(value) if name in _SETS else tuple(value)


def main() -> None:
    """Write ``taxonomy.json`` anew."""
    from normalizers.taxonomy import from_texts
    from normalizers.taxonomy_file import DATA, PREPARED, built_in_text, wordings_text

    texts = built_in_text(), wordings_text()
    ready = prepare(from_texts(*texts), texts)
    with open(os.path.join(DATA, PREPARED), "w", encoding="utf-8", newline="") as file:
        file.write(ready)


if __name__ == "__main__":
    main()
