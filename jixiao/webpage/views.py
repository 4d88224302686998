"""What the templates are given: the dataset in the page's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.auditing.model import SEVERITIES, Quote
from jixiao.auditing.registry import BY_ID
from jixiao.auditing.reporting import FIELDS
from jixiao.webpage.gathering import Contents, Found
from jixiao.webpage.illustrating import Shown
from jixiao.webpage.words import Wording

COVERAGE = ("pages", "tables", "claimed", "unclaimed", "forms", "indicators", "scanned", "problems")
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know, with the documents it is about."""

    text: str
    names: tuple[str, ...] = ()


def summary_cards(contents: Contents, measured: str | None, words: Wording) -> Iterator[Card]:
    """The dataset in numbers; what went wrong is shown only where it did."""
    say = words["summary"]
    documents = list(contents.documents.dicts())
    yield Card(str(len(documents)), say["documents"])
    for name in ("pages", "forms", "indicators"):
        yield Card(str(sum(said[name] or 0 for said in documents)), say[name])
    yield Card(str(len(contents.printed["funds"].rows)), say["funds"])
    if measured is not None:
        yield Card(measured, say["measured"])
    by_severity = Counter(found.severity for found in contents.found)
    yield Card(str(len(contents.found)), say["findings"])
    for severity in ("error", "warning"):
        if by_severity[severity]:
            yield Card(str(by_severity[severity]), say[severity], severity)
    troubles = {
        "failed": (sum(not said["ok"] for said in documents), "error"),
        "unclaimed": (sum(said["unclaimed"] for said in documents), "warning"),
        "scanned": (sum(said["scanned_pages"] for said in documents), "warning"),
        "problems": (len(contents.problems.rows), ""),
    }
    for name, (count, tone) in troubles.items():
        if count:
            yield Card(str(count), say[name], tone)


def warnings(contents: Contents, words: Wording) -> list[str]:
    """What makes the rest of the page empty."""
    states = list(contents.documents.column("ok"))
    if not states:
        return [words["summary"]["none"]]
    return [] if any(states) else [words["summary"]["all_failed"]]


def picture_notes(shown: Shown, looked: bool, size: int, words: Wording, lang: str) -> list[Note]:
    """What is shown of the originals, and all that is not."""
    say = words["pictures"]
    notes = []
    if shown.pictures:
        notes.append(Note(say["shown"].format(count=len(shown.pictures), dpi=shown.dpi)))
    if shown.tables:
        notes.append(Note(say["tables"].format(count=len(shown.tables))))
    if shown.missing:
        text = say["missing" if looked else "no_root"].format(count=len(shown.missing))
        notes.append(Note(text, tuple(shown.missing) if looked else ()))
    if shown.left_out:
        megabytes = f"{size / MEGABYTE:g}"
        notes.append(Note(say["left_out"].format(count=len(shown.left_out), size=megabytes)))
    if shown.undrawn:
        notes.append(Note(say["undrawn"].format(count=len(shown.undrawn))))
    if shown.failures:
        reasons = tuple(
            f"{why.document}: {why.message_zh if lang == 'zh' else why.message_en}"
            for why in shown.failures
        )
        notes.append(Note(say["failed"].format(count=len(reasons)), reasons))
    return notes


def finding_groups(contents: Contents, lang: str) -> list[dict[str, Any]]:
    """Findings by severity, the gravest first, and in each by rule."""
    groups = []
    for severity in reversed(SEVERITIES):
        found = [each for each in contents.found if each.severity == severity]
        rules = list(dict.fromkeys(each.outcome.rule.id for each in found))
        by_rule = [
            _group(id, [each for each in found if each.outcome.rule.id == id], lang)
            for id in sorted(rules, key=list(BY_ID).index)
        ]
        if found:
            groups.append({"name": severity, "count": len(found), "groups": by_rule})
    return groups


def silenced_group(contents: Contents, words: Wording) -> dict[str, Any] | None:
    if not contents.silenced:
        return None
    return {"title": words["findings"]["silenced"], "found": contents.silenced}


def _group(id: str, found: Sequence[Found], lang: str) -> dict[str, Any]:
    return {"rule": BY_ID[id], "title": BY_ID[id].title.of(lang), "found": found}


def rule_counts(contents: Contents, lang: str) -> list[dict[str, Any]]:
    """How often each rule fired, passed and could not decide."""
    return [
        {"id": id, "title": BY_ID[id].title.of(lang), "counts": counts}
        for id, counts in contents.tally.counts.items()
    ]


def coverage(
    contents: Contents, shown: Shown, looked: bool, words: Wording
) -> list[dict[str, Any]]:
    """What was taken from each document."""
    say = words["coverage"]
    claimed = Counter(
        document
        for document, _ in set(
            zip(*(contents.printed["forms"].column(n) for n in ("document", "table")), strict=True)
        )
    )
    problems = Counter(contents.problems.column("document"))
    drawn = {place[0] for place in (*shown.pictures, *shown.tables)}
    rows = []
    for said in contents.documents.dicts():
        name = said["document"]
        copy = said["duplicate_of"]
        note = say["duplicate"].format(name=copy) if copy else "" if said["ok"] else say["failed"]
        original = say["absent"] if name in shown.missing else say["there"] if name in drawn else ""
        rows.append(
            {
                **{key: said[key] for key in ("document", "type", "tables", "unclaimed", "forms")},
                "pages": "" if said["pages"] is None else said["pages"],
                "indicators": said["indicators"],
                "claimed": claimed[name],
                "scanned": said["scanned_pages"],
                "problems": problems[name],
                "note": note,
                "tone": "info" if copy else "error",
                "original": original if looked else say["unasked"],
            }
        )
    return rows


def table_totals(rows: Sequence[dict[str, Any]], words: Wording) -> str:
    """How many tables were claimed, not understood, and of no concern."""
    counts = {name: sum(row[name] for row in rows) for name in ("tables", "claimed", "unclaimed")}
    others = counts["tables"] - counts["claimed"] - counts["unclaimed"]
    return words["coverage"]["totals"].format(others=max(0, others), **counts)


def field_names(lang: str) -> dict[str, str]:
    """What the fields that findings quote are called; by their own names in English."""
    return FIELDS if lang == "zh" else {}


def place_words(quote: Quote, words: Wording) -> str:
    """Where a quoted cell stands, in words."""
    say = words["viewer"]
    parts = [say["page"].format(page=quote.page)] if quote.page is not None else []
    if quote.page is None and quote.table is not None:
        parts.append(say["table"].format(table=quote.table))
    return " ".join(parts)


def page_words(found: Found, words: Wording) -> str:
    """The pages a finding points to, the first of them."""
    own = [quote for quote in found.quotes if quote.document == found.outcome.form.document]
    return place_words(own[0], words) if own else ""
