"""The list of doubtful points (疑点清单) as a workbook, to be worked through by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from jixiao.auditing.model import Finding, Outcome
from jixiao.auditing.reporting import SEVERITY_NAMES, quoted
from jixiao.sheets import Workbook

# title in both languages, width, what stands there
_COLUMNS: tuple[tuple[str, str, int, Callable[[Outcome, Finding, str], Any]], ...] = (
    ("规则", "rule", 7, lambda o, f, lang: o.rule.id),
    ("规则名称", "rule title", 26, lambda o, f, lang: o.rule.title.of(lang)),
    ("程度", "severity", 8, lambda o, f, lang: _severity(o, f, lang)),
    ("疑点", "finding", 50, lambda o, f, lang: f.message.of(lang)),
    ("依据", "basis", 30, lambda o, f, lang: o.rule.basis),
    ("文件", "document", 30, lambda o, f, lang: o.form.document),
    ("页", "page", 6, lambda o, f, lang: _page(o, f)),
    ("部门或项目", "department or project", 24, lambda o, f, lang: o.form.name),
    ("年度", "year", 7, lambda o, f, lang: o.form.fiscal_year),
    ("单元格原文", "cells", 50, lambda o, f, lang: _cells(o, f)),
    ("计算", "arithmetic", 36, lambda o, f, lang: f.arithmetic),
)
_OPEN, _BY_HAND = ("疑点清单", "findings"), ("核实结果", "verified")
_SILENCED, _REASON = ("不计的疑点", "silenced"), ("不计原因", "reason")


def write_findings(path: Path, outcomes: Iterable[Outcome], lang: str) -> Iterator[Outcome]:
    """Pass outcomes on, and write a row for each of their findings.

    Findings silenced by the settings stand on a sheet of their own, with the reason. The
    workbook is in its place when the last outcome has passed. Raises OSError where it cannot
    be written, ValueError if a sheet holds no more.
    """
    at = 0 if lang == "zh" else 1
    columns = [((zh, en)[at], width) for zh, en, width, _ in _COLUMNS]
    with Workbook(path) as book:
        open_, silenced = (
            book.sheet(name[at], [*columns, (last[at], 24)])
            for name, last in ((_OPEN, _BY_HAND), (_SILENCED, _REASON))
        )
        for outcome in outcomes:
            sheet = open_ if outcome.silenced is None else silenced
            for finding in outcome.verdict.findings:
                values = (content(outcome, finding, lang) for *_, content in _COLUMNS)
                sheet.add((*values, outcome.silenced))
            yield outcome


def _severity(outcome: Outcome, finding: Finding, lang: str) -> str:
    severity = finding.severity or outcome.rule.severity
    return SEVERITY_NAMES[severity] if lang == "zh" else severity


def _page(outcome: Outcome, finding: Finding) -> int | None:
    pages = [q.page for q in finding.quotes if q.document == outcome.form.document]
    return next((page for page in pages if page is not None), None)


def _cells(outcome: Outcome, finding: Finding) -> str:
    return "\n".join(quoted(quote, outcome.form.document) for quote in finding.quotes)
