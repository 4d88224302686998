"""Strict F1 of every reader against the goldens: a row counts if all that is printed is right.

Levels, name, operator, target and unit must all be those of a golden row on the same page,
as ``jixiao check`` has it. Only pages that a golden covers count; a peer is given all
pages from the first of them to the last, so that it can carry labels on. Run as a program
it scores one reader and prints JSON:

    python benchmarks/strict_f1.py pdfplumber [published] [corpus] [word]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peer_rows import FIELDS, indicator_rows
from benchmarks.peers import PEERS, Rows
from jixiao.comparison import check, f1
from jixiao.golden import Golden, document_roots, find_document, goldens

ROOT = Path(__file__).resolve().parents[1]
GROUPS = ("published", "corpus", "word")
Counts = tuple[int, int, int]  # rows right, rows of the goldens, rows found
Key = tuple[str, ...]


def documents() -> Iterator[tuple[str, Golden, Path]]:
    """The goldens with their group (whose PDF, or the corpus's Word files) and document."""
    roots = document_roots(ROOT / "golden")
    for golden in goldens(ROOT / "golden"):
        path = find_document(golden.sidecar["sha256"], roots)
        if path is None:
            continue
        if path.suffix == ".pdf":
            yield "corpus" if ROOT in path.parents else "published", golden, path
        elif path.suffix == ".docx":
            yield "word", golden, path


def key(page: object, texts: list[str | None]) -> Key:
    return (str(page), *("~" if text is None else "".join(text.split()) for text in texts))


def counts(golden: Golden, found: list[tuple[object, dict[str, str | None]]]) -> Counts:
    """How many rows of a peer are rows of the golden, on the pages it covers."""
    wanted = Counter(key(row["page"], [row[name] for name in FIELDS]) for row in golden.indicators)
    pages = golden.pages
    ours = Counter(
        key(page, [texts[name] for name in FIELDS])
        for page, texts in found
        if pages is None or page in pages
    )
    return (wanted & ours).total(), wanted.total(), ours.total()


def word_tables(path: Path) -> Iterator[tuple[int, list[Rows]]]:
    """python-docx by its public interface; a merged cell is repeated, so no label is missing."""
    from docx import Document

    yield 1, [[[c.text for c in row.cells] for row in t.rows] for t in Document(str(path)).tables]


def of_peer(reader: str, golden: Golden, path: Path) -> Counts:
    if reader == "python-docx":
        return counts(golden, [(None, texts) for _, texts in indicator_rows(word_tables(path))])
    pages = golden.pages
    if pages is None:
        import pypdfium2

        pages = frozenset({1, len(pypdfium2.PdfDocument(path))})
    read = PEERS[reader](str(path), min(pages), max(pages))
    return counts(golden, list(indicator_rows(read)))


def score(reader: str, groups: tuple[str, ...]) -> dict[str, Counts]:
    """Rows right, golden and found, summed over each group of documents."""
    sums: dict[str, Counts] = {}
    for group, golden, path in documents():
        if group not in groups or (
            reader != "jixiao" and (reader == "python-docx") != (group == "word")
        ):
            continue
        one = (
            check(golden, path).strict_counts()
            if reader == "jixiao"
            else of_peer(reader, golden, path)
        )
        before = sums.get(group, (0, 0, 0))
        sums[group] = (before[0] + one[0], before[1] + one[1], before[2] + one[2])
        print(f"{reader:16} {golden.slug:24} {f1(*one):.3f}", file=sys.stderr)
    return sums


if __name__ == "__main__":
    print(json.dumps(score(sys.argv[1], tuple(sys.argv[2:]) or GROUPS)))
