"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jixiao.auditing.evidence import TargetForm

Severity = Literal["error", "warning", "info"]
Status = Literal["fired", "passed", "undecidable"]
Reach = Literal["form", "peers", "years", "none"]
Thresholds = Mapping[str, Decimal]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")  # by weight


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Quote:
    """A cell a finding rests on: where it stands, which field it is, its printed text."""

    document: str
    page: int | None
    table: int | None
    row: int | None
    col: int | None
    field: str
    text: str
    bbox: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubtful point (疑点): the cells, the values compared and the arithmetic.

    ``severity`` is set where it differs from that of the rule.
    """

    message: Words
    quotes: tuple[Quote, ...]
    values: tuple[str, ...] = ()
    arithmetic: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a form. ``words`` tell what was compared (passed) or what is
    missing (undecidable); a rule that has found nothing to compare is undecidable."""

    status: Status
    words: Words
    findings: tuple[Finding, ...] = ()


Compared = Iterator[Finding | None]  # of each thing compared, what is found of it or None
FormCheck = Callable[[TargetForm, Thresholds], Verdict]
Verdicts = Iterator[tuple[TargetForm, Verdict]]
GroupCheck = Callable[[Sequence[TargetForm], Thresholds], Verdicts]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of audit. ``reach`` says what it sees at once: a form, the peers of one
    scope, stage, year and level of government, or the years of one department or project;
    ``none`` marks a rule that the records cannot decide, and ``needs`` says why."""

    id: str
    title: Words
    basis: str
    severity: Severity
    needs: Words
    reach: Reach
    check: FormCheck | GroupCheck | None = None
    thresholds: Thresholds = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict on a form, ready to be reported. ``silenced`` is the reason a person gave."""

    rule: Rule
    form: TargetForm
    verdict: Verdict
    silenced: str | None = None

    @property
    def severity(self) -> Severity:
        """The gravest severity among the findings, or the rule's own."""
        found = [f.severity or self.rule.severity for f in self.verdict.findings]
        return max(found, key=SEVERITIES.index, default=self.rule.severity)


def fired(*findings: Finding) -> Verdict:
    """A verdict of one or more findings."""
    zh = "；".join(finding.message.zh for finding in findings)
    en = "; ".join(finding.message.en for finding in findings)
    return Verdict("fired", Words(zh, en), findings)


def passed(zh: str, en: str) -> Verdict:
    return Verdict("passed", Words(zh, en))


def undecidable(zh: str, en: str) -> Verdict:
    return Verdict("undecidable", Words(zh, en))


def judged(compared: Compared, what: Words, missing: Words) -> Verdict:
    """Fired where something was found, undecidable where nothing was compared, else passed.

    ``what`` names the things compared in both languages, ``missing`` why there are none.
    """
    every = list(compared)
    findings = [found for found in every if found is not None]
    if findings:
        return fired(*findings)
    if not every:
        return undecidable(missing.zh, missing.en)
    return passed(f"已核对{len(every)}{what.zh}", f"{len(every)} {what.en} compared")
