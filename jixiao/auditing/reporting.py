"""Outcomes as lines: JSON for programs, a table for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jixiao.auditing.model import Finding, Outcome, Quote

STATUSES = {"fired": "疑点", "passed": "未见异常", "undecidable": "不能判断"}
SEVERITY_NAMES = {"error": "严重", "warning": "一般", "info": "提示"}
FIELDS = {
    "item_text": "项目",
    "full_year_text": "全年",
    "half_year_text": "半年",
    "executed_text": "执行数",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target_text": "指标值",
    "actual_text": "实际完成值",
    "unit_text": "计量单位",
    "weight_text": "分值",
    "score_text": "得分",
    "note_text": "备注",
    "annual_goal": "年度目标",
    "mid_term_goal": "中期目标",
    "title": "表名",
    "period_text": "期限",
}


def page_of(outcome: Outcome) -> int | None:
    """The page of the first cell quoted, else the first of the form; None for Word."""
    for finding in outcome.verdict.findings:
        for quote in finding.quotes:
            if quote.page is not None and quote.document == outcome.form.document:
                return quote.page
    return outcome.form.pages[0] if outcome.form.pages else None


def as_line(outcome: Outcome, lang: str) -> str:
    """An outcome as one line of JSON."""
    record: dict[str, Any] = {
        "rule": outcome.rule.id,
        "status": outcome.verdict.status,
        "severity": outcome.severity,
        "document": outcome.form.document,
        "page": page_of(outcome),
        "form": outcome.form.id,
        "message": outcome.verdict.words.of(lang),
    }
    if outcome.silenced is not None:
        record["silenced"] = outcome.silenced
    if outcome.verdict.findings:
        record["findings"] = [_finding(f, outcome, lang) for f in outcome.verdict.findings]
    return json.dumps(record, ensure_ascii=False)


def _finding(finding: Finding, outcome: Outcome, lang: str) -> dict[str, Any]:
    return {
        "message": finding.message.of(lang),
        "severity": finding.severity or outcome.rule.severity,
        "values": list(finding.values),
        "arithmetic": finding.arithmetic,
        "cells": [_cell(quote) for quote in finding.quotes],
    }


def _cell(quote: Quote) -> dict[str, Any]:
    return {
        "document": quote.document,
        "page": quote.page,
        "table": quote.table,
        "row": quote.row,
        "col": quote.col,
        "bbox": None if quote.bbox is None else list(quote.bbox),
        "field": quote.field,
        "text": quote.text,
    }


def as_text(outcome: Outcome, lang: str) -> str:
    """A fired outcome as lines: rule, where, what; the arithmetic below each."""
    page = page_of(outcome)
    where = outcome.form.document + (f" p.{page}" if page is not None else "")
    lines = []
    for finding in outcome.verdict.findings:
        severity = finding.severity or outcome.rule.severity
        lines.append(f"{severity:<7} {outcome.rule.id:<3} {where}: {finding.message.of(lang)}")
        if finding.arithmetic:
            lines.append(f"            {finding.arithmetic}")
    return "\n".join(lines)


def quoted(quote: Quote, document: str) -> str:
    """A cell in words: 第3页 表1 行20 指标值“≥0次”."""
    parts = [] if quote.document == document else [quote.document]
    parts += [f"第{quote.page}页"] if quote.page is not None else []
    parts += [f"表{quote.table}"] if quote.table is not None else []
    parts += [f"行{quote.row}"] if quote.row is not None else []
    return f"{' '.join(parts)} {FIELDS.get(quote.field, quote.field)}“{quote.text}”"


class Tally:
    """How often each rule fired, passed and could not decide."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.silenced = 0

    def add(self, outcome: Outcome) -> None:
        self.counts.setdefault(outcome.rule.id, Counter())[outcome.verdict.status] += 1
        self.silenced += outcome.silenced is not None

    def lines(self) -> Iterator[str]:
        """A line a rule: fired, passed, undecidable."""
        for id, count in self.counts.items():
            shown = "  ".join(f"{status} {count[status]}" for status in STATUSES)
            yield f"{id:<4} {shown}"
