"""What the agreement of two readers says of correctness, row by row against the goldens.

Every golden whose PDF is here is converted with pdfium and with a second reader. A row
is right when its page and strict fields are those of a golden row; the rows of both
readers are counted by whether the other agrees in the strict fields. Last comes how
often the two differ over all reports under $JIXIAO_REPORTS, golden or not.

    JIXIAO_REPORTS=reports python benchmarks/agreement.py [pdfplumber] [camelot]
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.model import Conversion, Indicator
from jixiao.comparison import STRICT, f1
from jixiao.crosscheck import matches
from jixiao.golden import REPORTS, Golden, document_roots, find_document, goldens
from jixiao.pipeline import Options, convert_file

ROOT = Path(__file__).resolve().parents[1]
SECOND = ("pdfplumber", "camelot")
Key = tuple[str, ...]


def documents() -> Iterator[tuple[Golden, Path]]:
    """The goldens whose document is a PDF that is here."""
    roots = document_roots(ROOT / "golden")
    for golden in goldens(ROOT / "golden"):
        path = find_document(golden.sidecar["sha256"], roots)
        if path is not None and path.suffix == ".pdf":
            yield golden, path


def key(page: object, fields: Sequence[str | None]) -> Key:
    """A row's page and strict fields, with white space removed; null is not empty."""
    return (str(page), *("~" if text is None else "".join(text.split()) for text in fields))


def covered(golden: Golden, conversion: Conversion) -> list[Indicator]:
    pages = golden.pages
    return [i for i in conversion.indicators if pages is None or i.page in pages]


def right(golden: Golden, rows: Sequence[Indicator]) -> list[bool]:
    """For each row, whether the golden has it (each golden row counts once)."""
    left = Counter(key(row["page"], [row[name] for name in STRICT]) for row in golden.indicators)
    found = []
    for row in rows:
        wanted = key(row.page, [getattr(row, name) for name in STRICT])
        found.append(left[wanted] > 0)
        left[wanted] -= left[wanted] > 0
    return found


def agreed(rows: Sequence[Indicator], other: Sequence[Indicator]) -> list[bool]:
    """For each row, whether the other reading has it, alike in the strict fields."""
    return [
        match.other is not None and not set(match.differing) & set(STRICT)
        for match in matches(rows, other)
    ]


def share(counts: Counter[tuple[bool, bool]], agree: bool) -> str:
    good, bad = counts[agree, True], counts[agree, False]
    return f"{good} of {good + bad} ({good / (good + bad):.2%})" if good + bad else "none"


def against_goldens(reader: str) -> None:
    """Print the figures of one second reader against pdfium."""
    tally: dict[str, Counter[tuple[bool, bool]]] = {"pdfium": Counter(), reader: Counter()}
    golden_rows = 0
    below = []
    for golden, path in documents():
        golden_rows += len(golden.indicators)
        read = {name: covered(golden, convert_file(path, Options(reader=name))) for name in tally}
        for name, other in (("pdfium", reader), (reader, "pdfium")):
            good = right(golden, read[name])
            tally[name].update(zip(agreed(read[name], read[other]), good, strict=True))
            score = f1(sum(good), len(golden.indicators), len(good))
            if score < 1:
                below.append(f"{golden.slug} by {name} {score:.4f}")
    print(f"\n{reader}, {golden_rows} golden rows")
    for name, counts in tally.items():
        good = counts[True, True] + counts[False, True]
        score = f1(good, golden_rows, counts.total())
        print(f"  rows of {name}: strict F1 {score:.4f}")
        print(f"    right where the two agree: {share(counts, True)}")
        print(f"    right where they differ:   {share(counts, False)}")
    print(f"  below 1: {', '.join(below) or 'none'}", flush=True)


def over_reports(reader: str, folder: Path) -> None:
    """Print how many rows of all reports the two readers read alike in every field."""
    rows = alike = pages = 0
    cpu = 0.0
    differ: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.pdf")):
        ours = convert_file(path)
        if not ours.indicators:
            continue
        started = time.process_time()
        other = convert_file(path, Options(reader=reader))
        cpu += time.process_time() - started
        pages += ours.document.pages or 0
        found = matches(ours.indicators, other.indicators)
        rows += len(found)
        alike += sum(not match.differing for match in found)
        differ[path.stem[:16]] += sum(bool(match.differing) for match in found)
    print(f"  all reports: {alike} of {rows} rows alike in every field ({alike / rows:.2%})")
    print(f"    CPU of {reader}: {1000 * cpu / pages:.0f} ms a page")
    for name, count in differ.most_common():
        if count:
            print(f"    {count} differ in {name}", flush=True)


def main() -> None:
    for reader in sys.argv[1:] or SECOND:
        against_goldens(reader)
        if os.environ.get(REPORTS):
            over_reports(reader, Path(os.environ[REPORTS]))


if __name__ == "__main__":
    main()
