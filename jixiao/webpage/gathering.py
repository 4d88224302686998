"""What of a dataset the page shows: its records as plain rows, and what an audit found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from jixiao.auditing.model import Finding, Outcome, Quote
from jixiao.auditing.reporting import Tally
from jixiao.auditing.running import audit
from jixiao.auditing.settings import Settings
from jixiao.dataset import Dataset, in_order
from jixiao.records import columns

PRINTED = ("indicators", "funds", "forms")  # the kinds that stand in cells
_IN_READING_ORDER = {
    "indicators": 'SELECT * FROM indicators ORDER BY document, "table", row, item, id',
    "funds": 'SELECT * FROM funds ORDER BY document, "table", row, id',
    "forms": 'SELECT * FROM forms ORDER BY document, "table", pages[1], length(id), id',
    "problems": "SELECT * FROM problems ORDER BY document, page, code, message_en",
}
Cells = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Records:
    """The records of one kind: names of fields, rows of values, and where each is printed."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cells: tuple[Cells, ...] = ()

    @cached_property
    def at(self) -> Mapping[str, int]:
        return {name: index for index, name in enumerate(self.names)}

    def column(self, name: str) -> Iterator[Any]:
        index = self.at[name]
        return (row[index] for row in self.rows)

    def dicts(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of an audit, with the outcome it belongs to."""

    outcome: Outcome
    finding: Finding

    @property
    def severity(self) -> str:
        return self.finding.severity or self.outcome.rule.severity

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return self.finding.quotes

    @property
    def id(self) -> str:
        """What a link calls it; the same for the same dataset."""
        number = self.outcome.verdict.findings.index(self.finding)
        return f"{self.outcome.rule.id}-{self.outcome.form.id}-{number}"


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the page is made of, but charts and pictures. ``silenced`` are findings
    that the settings do not count."""

    documents: Records
    problems: Records
    printed: Mapping[str, Records]
    found: tuple[Found, ...]
    silenced: tuple[Found, ...]
    tally: Tally


def gather(dataset: Dataset, settings: Settings) -> Contents:
    """Read a dataset and hold it against the rules."""
    tally = Tally()
    found: dict[bool, list[Found]] = {False: [], True: []}
    for outcome in audit(dataset, settings):
        tally.add(outcome)
        silenced = outcome.silenced is not None
        found[silenced] += [Found(outcome, finding) for finding in outcome.verdict.findings]
    return Contents(
        _records(dataset, "documents", in_order("documents")),
        _records(dataset, "problems", _IN_READING_ORDER["problems"]),
        {kind: _records(dataset, kind, _IN_READING_ORDER[kind]) for kind in PRINTED},
        tuple(found[False]),
        tuple(found[True]),
        tally,
    )


def _records(dataset: Dataset, kind: str, query: str) -> Records:
    """All records of a kind; decimals are text, so that none loses a digit."""
    with dataset.connect() as connection:
        rows = connection.execute(query).fetchall()
    names = columns(kind)
    if "cells" not in names:
        return Records(tuple(names), tuple(tuple(map(_plain, row)) for row in rows))
    at = names.index("cells")
    kept = tuple(name for name in names if name not in ("cells", "bbox"))
    places = [names.index(name) for name in kept]
    return Records(
        kept,
        tuple(tuple(_plain(row[index]) for index in places) for row in rows),
        tuple(json.loads(row[at]) if row[at] else {} for row in rows),
    )


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
