"""What strict F1 each layout gets without any phrase that only it uses.

First every golden's document is read and the phrases it uses are noted. Then,
layout by layout, its documents are read again with the phrases left out that no
other layout's documents used. The table it prints stands in golden/README.md.

    python benchmarks/leave_one_out.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor import misfits, vocabulary
from jixiao.comparison import check, f1
from jixiao.golden import Golden, document_roots, find_document, goldens

GOLDEN = Path(__file__).parent.parent / "golden"
Phrase = tuple[str, str]  # section, folded phrase


class Noted(dict[str, str]):
    """A section of phrases that notes which are asked for and found, and hides some."""

    def __init__(self, section: str, words: dict[str, str], used: set[Phrase], hidden: set[Phrase]):
        super().__init__({w: n for w, n in words.items() if (section, w) not in hidden})
        self._section, self._used = section, used

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        found = super().get(key, default)
        if found is not None:
            self._used.add((self._section, key))
        return found

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        if found:
            self._used.add((self._section, str(key)))
        return found


@contextmanager
def noting(used: set[Phrase], hidden: set[Phrase]) -> Iterator[None]:
    """Read with a vocabulary that notes what it is asked and lacks what is hidden."""
    original = vocabulary._table
    tables: dict[str, Noted] = {}

    def table(section: str) -> Noted:
        if section not in tables:
            tables[section] = Noted(section, original(section), used, hidden)
        return tables[section]

    vocabulary._table = table  # type: ignore[assignment]
    _forget()
    try:
        yield
    finally:
        vocabulary._table = original
        _forget()


def _forget() -> None:
    """Drop what was remembered of words under another vocabulary."""
    for module in (vocabulary, misfits):
        for name in dir(module):
            forget = getattr(getattr(module, name), "cache_clear", None)
            if forget is not None and name not in ("phrases", "fold"):
                forget()


def layout_of(golden: Golden) -> str:
    """The layout a golden stands for: its own word, or its slug for a made-up variant."""
    if golden.slug.startswith("v-"):
        return golden.slug.rsplit("-", 1)[0]
    return str(golden.sidecar["layout"])


def main() -> None:
    found = {
        golden.slug: (golden, path)
        for golden in goldens(GOLDEN)
        if golden.indicators
        and (path := find_document(golden.sidecar["sha256"], document_roots(GOLDEN)))
    }
    used: dict[str, set[Phrase]] = {}
    for golden, path in found.values():
        with noting(used.setdefault(layout_of(golden), set()), set()):
            check(golden, path)
    print("| layout | rows | phrases only it uses | strict F1 with | strict F1 without |")
    print("|---|---|---|---|---|")
    for layout in sorted(used):
        others: set[Phrase] = set().union(*(u for name, u in used.items() if name != layout))
        own = used[layout] - others
        mine = [pair for pair in found.values() if layout_of(pair[0]) == layout]
        rows, scores = 0, []
        for hidden in (set(), own):
            total = (0, 0, 0)
            for golden, path in mine:
                with noting(set(), hidden):
                    right, gold, ours = check(golden, path).strict_counts()
                total = (total[0] + right, total[1] + gold, total[2] + ours)
            rows = total[1]
            scores.append(f1(*total))
        words = "、".join(sorted(word for _, word in own)) or "none"
        print(f"| {layout} | {rows} | {words} | {scores[0]:.3f} | {scores[1]:.3f} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
