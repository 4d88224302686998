"""Loud, never silent: pages damaged one thing at a time, and what our records say then.

One thing on one page is changed between reader and joining, the tables are joined and
read again, and the records are compared with those of the sound page:

- *blank a label*: a level, a label of the head or of a money block, or a header word is
  printed empty;
- *blank a value*: a name, target, unit, amount … is printed empty;
- *header nonsense*: a header word becomes as many characters that mean nothing;
- *delete a line*: a ruling line of the PDF, with all that is drawn over the same place,
  is gone; in Word two neighbouring cells that share a whole side become one;
- *shift a column*: below its header a column's texts stand in the neighbour's cells
  (added to what is there), or all texts from there on stand one column further, or (PDF)
  the upright line beside it is moved by most of its neighbour's width.

What counts, with a person looking at the damaged page as the judge:

- **equal**: every text of every form, indicator and money row, and its page, is as
  before. A deleted frame line that parts nothing, or a blanked half of a label whose
  other half stands on the next page, changes nothing that a person would read.
- **as printed**: only what was blanked differs, in the records read from that very cell,
  and there it is now "": an empty cell is what the page shows. A row left with neither
  name nor value is no indicator any more. A label of the head blanked beside an empty
  value names no field: null for "" is right.
- **loud**: something differs, and the damaged page has more problems or flags than the
  sound one: a problem with that page's number, or a flag on a record that stands there
  (Word: anywhere in the file, which has no pages).
- **silent wrong**: anything else. A shifted or merged text that is read as it now stands
  is silent wrong, not "as printed": a person sees that something is amiss.

Ids, boxes, and row numbers are not compared: they may move with a line.

    JIXIAO_REPORTS=reports python benchmarks/mutations.py [--all] [--seed N]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.damage import Reading, mutations, read
from benchmarks.redrawing import Mutation, Subject
from extractor.model import Form, Fund, Indicator, Page, Part, Table
from extractor.money import money_unit
from extractor.opening import open_pages, sniff
from extractor.pdf.reader import read_pdf
from extractor.writing import Records

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("blank a label", "blank a value", "header nonsense", "delete a line", "shift a column")
RESULTS = ("equal", "as printed", "loud", "silent wrong")
REAL_PAGES = 20
SAMPLE = 12  # mutations of a kind for each document or real page
NOT_COMPARED = {
    *("id", "form", "document", "sha256", "table", "pages", "row", "bbox", "cells", "flags")
}
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutation."""

    subject: str
    mutation: Mutation
    result: str
    differs: str


def _squeezed(record: Form | Indicator | Fund) -> dict[str, object]:
    row: dict[str, object] = {"kind": type(record).__name__}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name not in NOT_COMPARED:
            row[field.name] = "".join(value.split()) if isinstance(value, str) else value
    return row


def _rows(records: Records, blank: Part | None, tables: Sequence[Table]) -> Rows:
    """The records as compared; with what is read from a blanked part taken out."""
    spots = {
        (table.number, cell.row + 1, cell.col + 1)
        for table in tables
        for cell in table.cells
        if any(part is blank for part in cell.parts)
    }
    gone = "".join(blank.text.split()) if blank else ""
    rows = []
    for record in (*records.forms, *records.indicators, *records.funds):
        row = _squeezed(record)
        for name, places in record.cells.items():
            key = f"{name}_text" if f"{name}_text" in row else name
            text = row.get(key)
            if isinstance(text, str) and any((p.table, p.row, p.col) in spots for p in places):
                row[key] = "" if text in gone else text.replace(gone, "", 1)
        if blank and isinstance(record, Fund) and record.page == blank.page:
            row["unit"] = None if money_unit(blank.text) else row["unit"]
            row["parent"] = None if row["parent"] == gone else row["parent"]
            row["side"] = None if row["side"] == gone else row["side"]
        if blank and not _is_told(row):
            continue
        rows.append(row)
    return rows


def _is_told(row: dict[str, object]) -> bool:
    """Whether a row is one: an indicator by its name or a value, money by its item or an
    amount."""
    told = {
        "Form": ("kind",),
        "Indicator": ("level3", "target_text", "half_year_text", "cycle_text", "actual_text"),
        "Fund": ("item_text", "full_year_text", "half_year_text", "executed_text"),
    }[str(row["kind"])]
    return any(row[name] for name in told)


def _without_empty(rows: Rows) -> Rows:
    """The rows with "" for null: a blank beside no label, or under none, is neither."""
    return [{name: value or "" for name, value in row.items()} for row in rows]


def warnings(reading: Reading, page: int | None) -> Counter[tuple[str, str]]:
    """Problems that name a page and flags of records on it, counted."""
    found: Counter[tuple[str, str]] = Counter()
    problems = (p for p in reading.records.problems if p.page == page)
    found.update((p.code, p.message_en) for p in problems)
    for record in (*reading.records.forms, *reading.records.indicators):
        pages = {place.page for places in record.cells.values() for place in places}
        if isinstance(record, Form):
            pages |= set(record.pages)
        if page is None or page in pages:
            found.update(("flag", flag) for flag in record.flags)
    return found


def judge(sound: Reading, mutation: Mutation) -> tuple[str, str]:
    """The result of one mutation, and what differs."""
    now = read(mutation.damaged())
    before, after = _rows(sound.records, None, ()), _rows(now.records, None, ())
    if before == after:
        return "equal", ""
    expected = _rows(sound.records, mutation.blank, sound.tables) if mutation.blank else before
    if mutation.blank and _without_empty(expected) == _without_empty(after):
        return "as printed", ""
    if warnings(now, mutation.page) - warnings(sound, mutation.page):
        return "loud", ""
    return "silent wrong", _difference(expected, after)


def _difference(before: Rows, after: Rows) -> str:
    for old, new in zip(before, after, strict=False):
        names = [name for name in old if old[name] != new.get(name)]
        if names:
            first = names[0]
            return f"{old['kind']} {first}: {old[first]!s:.40} → {new.get(first)!s:.40}"
    return f"{len(before)} → {len(after)} records"


def corpus_subjects() -> Iterator[Subject]:
    """Every PDF and .docx of the corpus, as a whole."""
    for path in sorted((ROOT / "corpus").rglob("*")):
        if path.suffix in (".pdf", ".docx"):
            yield Subject(path, tuple(open_pages(path, sniff(path))))


def real_subjects(folder: Path, chance: random.Random) -> Iterator[Subject]:
    """Table pages chosen over all reports, each with the pages its tables stand on."""
    chosen: list[tuple[Path, int]] = []
    read_pages: dict[Path, tuple[Page, ...]] = {}
    spans: dict[Path, list[tuple[int, ...]]] = {}
    for path in sorted((folder / "with_tables").glob("*.pdf")):
        read_pages[path] = pages = tuple(read_pdf(path))
        reading = read(pages)
        told = {i.table for i in reading.records.indicators}
        spans[path] = [table.pages for table in reading.tables if table.number in told]
        on = sorted({p for i in reading.records.indicators if (p := i.page) is not None})
        chosen += [(path, number) for number in chance.sample(on, min(len(on), REAL_PAGES))]
    for path, number in sorted(chance.sample(chosen, min(REAL_PAGES, len(chosen)))):
        near = {p for span in spans[path] if number in span for p in span} | {number}
        pages = read_pages[path][min(near) - 1 : max(near)]
        yield Subject(path, pages, number)


def run(subject: Subject, chance: random.Random, sample: int | None) -> Iterator[Outcome]:
    """The outcomes of a sample of a subject's mutations, or of all of them."""
    sound = read(subject.pages)
    by_kind: dict[str, list[Mutation]] = {kind: [] for kind in KINDS}
    for mutation in mutations(subject, sound):
        by_kind[mutation.kind].append(mutation)
    for found in by_kind.values():
        few = found if sample is None else chance.sample(found, min(sample, len(found)))
        for mutation in few:
            result, differs = judge(sound, mutation)
            yield Outcome(subject.name, mutation, result, differs)


def table_of(outcomes: Sequence[Outcome]) -> str:
    """The counts by kind of mutation, as a Markdown table."""
    lines = [
        f"| mutation | tried | {' | '.join(RESULTS)} | silent share |",
        "|---" * (len(RESULTS) + 3) + "|",
    ]
    for kind in (*KINDS, "all"):
        counts = Counter(o.result for o in outcomes if kind in (o.mutation.kind, "all"))
        tried = counts.total()
        cells = " | ".join(str(counts[result]) for result in RESULTS)
        lines.append(
            f"| {kind} | {tried} | {cells} | {counts['silent wrong'] / max(tried, 1):.2%} |"
        )
    return "\n".join(lines)


def list_of(outcomes: Sequence[Outcome]) -> str:
    """Every silent wrong, one a line."""
    return "\n".join(
        f"- {o.subject}, p. {o.mutation.page}: {o.mutation.kind}: {o.mutation.what}: {o.differs}"
        for o in outcomes
        if o.result == "silent wrong"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Damage pages and see whether we notice.")
    parser.add_argument("--all", action="store_true", help="every mutation, not a sample")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    subjects = list(corpus_subjects())
    folder = os.environ.get("JIXIAO_REPORTS")
    if folder:
        subjects += real_subjects(Path(folder), chance)
    else:
        print("JIXIAO_REPORTS is not set: real pages are skipped", file=sys.stderr)
    sample = None if options.all else SAMPLE
    outcomes = [o for subject in subjects for o in run(subject, chance, sample)]
    print(table_of(outcomes))
    print(f"\nSilent wrong:\n\n{list_of(outcomes) or 'none'}")


if __name__ == "__main__":
    main()
