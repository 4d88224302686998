"""What a batch came to, in words: counts, what failed and why, what to do."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from jixiao.packing import Packed
from jixiao.records import harmless
from jixiao.state import Entry

QUARANTINE = "quarantine.csv"
MOST_FOLDERS = 20  # named in the summary


@dataclass(slots=True)
class Summary:
    """Counts of a run, with scanned pages and web pages by folder."""

    totals: Counter[str] = field(default_factory=Counter)
    scanned: Counter[str] = field(default_factory=Counter)
    web_pages: Counter[str] = field(default_factory=Counter)

    def add(self, conversion: Packed) -> None:
        document = conversion.document
        self.totals.update(
            files=1,
            failed=int(not document.ok),
            duplicates=int(document.duplicate_of is not None),
            pages=document.pages or 0,
            forms=document.forms,
            indicators=document.indicators,
            funds=conversion.money_rows,
            unclaimed=document.unclaimed,
        )
        folder = str(PurePosixPath(document.document).parent)
        if document.scanned_pages:
            self.scanned[folder] += document.scanned_pages
        if any(problem.code == "file.html" for problem in conversion.problems):
            self.web_pages[folder] += 1

    def lines(self) -> Iterator[str]:
        """What the user has to know, a line each."""
        yield from _by_folder(
            self.scanned, "scanned pages hold no text; run OCR (e.g. ocrmypdf -l chi_sim) on them"
        )
        yield from _by_folder(
            self.web_pages,
            "files are web pages, not reports; open their address and download the attachment",
        )
        if self.totals["unclaimed"]:
            yield (
                f"{self.totals['unclaimed']} tables with indicator words were not read; "
                "see the problems table.unclaimed"
            )
        counts = self.totals
        yield (
            f"{counts['files']} files ({counts['duplicates']} duplicates), "
            f"{counts['pages']} pages: {counts['forms']} forms, {counts['indicators']} indicators, "
            f"{counts['funds']} money rows; {counts['failed']} failed"
        )


def _by_folder(counts: Counter[str], what: str) -> Iterator[str]:
    if not counts:
        return
    yield f"{counts.total()} {what}:"
    for folder, count in counts.most_common(MOST_FOLDERS):
        yield f"  {count:6}  {folder}"
    if len(counts) > MOST_FOLDERS:
        yield f"  … and {len(counts) - MOST_FOLDERS} more folders"


def write_quarantine(folder: Path, failed: Iterable[Entry]) -> int:
    """List the files that could not be converted, with code and reason; how many."""
    count = 0
    draft = folder / f"{QUARANTINE}.draft"
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["document", "code", "message_zh", "message_en"])
        for entry in failed:
            count += 1
            row = [entry.name, entry.code, entry.zh, entry.en]
            writer.writerow([harmless(text or "") for text in row])
    draft.replace(folder / QUARANTINE)
    return count
