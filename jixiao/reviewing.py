"""Names a person should look at, and what they answered.

A list of the names in a dataset that have no sure canonical indicator goes out as CSV; the
person fills its first column, ``indicator_id``, and the answers become reviewed aliases
(已审别名) in the user's own taxonomy file.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from jixiao.records import FORMULA_SIGNS, harmless
from normalizers.cleaning import clean
from normalizers.names import Match, match_all
from normalizers.taxonomy import parse
from normalizers.taxonomy_file import COLUMNS, TaxonomyError, built_in_text
from normalizers.taxonomy_model import Taxonomy

EXAMPLES = 3
HEADER = (
    *("indicator_id", "level1", "level2", "name", "count", "documents", "state"),
    *("candidates", "examples"),
)
Row = tuple[str | None, str | None, str, str, int | None]  # levels, name, document, page


@dataclass(slots=True)
class _Seen:
    count: int = 0
    documents: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


def write_review(rows: Iterable[Row], taxonomy: Taxonomy, out: IO[str]) -> int:
    """Write the names of a dataset that need a person, near ones and frequent ones first.

    The file opens right in Excel. Returns how many names it lists.
    """
    seen: dict[tuple[str | None, str | None, str], _Seen] = {}
    for level1, level2, name, document, page in rows:
        told = seen.setdefault((level1, level2, name), _Seen())
        told.count += 1
        told.documents.add(document)
        if len(told.examples) < EXAMPLES:
            told.examples.append(document if page is None else f"{document} p.{page}")
    keys = list(seen)
    matches = match_all([k[2] for k in keys], [k[1] for k in keys], [k[0] for k in keys], taxonomy)
    listed = [
        (key, found) for key, found in zip(keys, matches, strict=True) if _needs_person(found)
    ]
    listed.sort(key=lambda item: (not item[1].candidates, -seen[item[0]].count))
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for key, found in listed:
        writer.writerow(map(harmless, _line(key, found, seen[key])))
    return len(listed)


def _needs_person(found: Match) -> bool:
    return found.cleaned != "" and found.method in (None, "fuzzy")


def _line(key: tuple[str | None, str | None, str], found: Match, seen: _Seen) -> list[str]:
    near = [f"{c.id} {c.name} ({c.score:g})" for c in found.candidates]
    if found.indicator_id is not None:
        near.insert(0, f"{found.indicator_id} {found.indicator_name} ({found.score:g})")
    return [
        "",
        key[0] or "",
        key[1] or "",
        key[2],
        str(seen.count),
        str(len(seen.documents)),
        "unmatched" if found.indicator_id is None else "doubtful",
        "; ".join(near),
        "; ".join(seen.examples),
    ]


def read_answers(path: Path) -> list[tuple[int, str, str, str]]:
    """The filled lines of a review: line, indicator_id, level 2 and name.

    Raises TaxonomyError where the file is no review. Excel may have saved it as GBK.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as error:
            raise TaxonomyError(str(path), 1, "not UTF-8; save it as CSV UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [n for n in ("indicator_id", "level2", "name") if n not in (reader.fieldnames or ())]
    if missing:
        raise TaxonomyError(
            str(path), 1, f"columns missing: {', '.join(missing)}; use a file jixiao review wrote"
        )
    return [
        (reader.line_num, row["indicator_id"].strip(), _bare(row["level2"]), _bare(row["name"]))
        for row in reader
        if (row["indicator_id"] or "").strip()
    ]


def _bare(cell: str | None) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    text = cell or ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def apply_answers(answers: Sequence[tuple[int, str, str, str]], review: Path, own: Path) -> int:
    """Add answers as reviewed aliases to the user's taxonomy; made from the built-in if absent.

    Raises TaxonomyError where an answer is no indicator or the file would break a rule; it
    is then left as it was. Returns how many aliases are new.
    """
    text = own.read_text(encoding="utf-8-sig") if own.exists() else built_in_text()
    parse(text, str(own))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    by_id = {row["id"]: row for row in rows}
    new = 0
    for line, indicator_id, level2, name in answers:
        if indicator_id not in by_id:
            raise TaxonomyError(
                str(review), line, f"no indicator {indicator_id}; write an id of the taxonomy"
            )
        alias = f"{level2}::{clean(name).text}" if level2 else clean(name).text
        if "|" in alias:
            raise TaxonomyError(str(review), line, "| separates aliases; leave this line empty")
        row = by_id[indicator_id]
        reviewed = [part for part in (row.get("reviewed") or "").split("|") if part]
        if alias not in reviewed:
            row["reviewed"] = "|".join((*reviewed, alias))
            new += 1
    out = io.StringIO(newline="")
    names = [name for name in COLUMNS if name in rows[0] or name == "reviewed"]
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    parse(out.getvalue(), str(own))
    draft = own.with_name(own.name + ".tmp")
    draft.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")
    os.replace(draft, own)
    return new
