"""The list of doubtful points (疑点清单) as a workbook, to be worked through by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jixiao.auditing.model import Finding, Outcome
from jixiao.auditing.reporting import SEVERITY_NAMES, quoted
from jixiao.exporting import LONGEST_CELL, MOST_ROWS

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
_BY_HAND = ("核实结果", "verified")
_SILENCED = ("不计原因", "reason")


class Workbook:
    """A workbook written row by row: nothing in it becomes a formula.

    Findings silenced by the settings stand on a sheet of their own, with the reason.
    """

    def __init__(self, path: Path, lang: str) -> None:
        import xlsxwriter

        self.lang = lang
        self.draft = path.with_name(path.name + ".draft")
        self.path = path
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self.draft), options)
        self._head = self._book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        zh = lang == "zh"
        self._sheets = {
            False: self._sheet("疑点清单" if zh else "findings", _BY_HAND),
            True: self._sheet("不计的疑点" if zh else "silenced", _SILENCED),
        }
        self._rows = {False: 0, True: 0}

    def _sheet(self, name: str, last: tuple[str, str]) -> Any:
        at = 0 if self.lang == "zh" else 1
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for col, column in enumerate(_COLUMNS):
            sheet.set_column(col, col, column[2])
            sheet.write_string(0, col, column[at], self._head)
        sheet.set_column(len(_COLUMNS), len(_COLUMNS), 24)
        sheet.write_string(0, len(_COLUMNS), last[at], self._head)
        return sheet

    def add(self, outcome: Outcome) -> None:
        """Write a row for each finding; ValueError if the sheet holds no more."""
        silenced = outcome.silenced is not None
        sheet = self._sheets[silenced]
        for finding in outcome.verdict.findings:
            self._rows[silenced] += 1
            row = self._rows[silenced]
            if row > MOST_ROWS:
                raise ValueError(f"over {MOST_ROWS} findings, more than a sheet holds")
            for col, (*_, content) in enumerate(_COLUMNS):
                value = content(outcome, finding, self.lang)
                if isinstance(value, int):
                    sheet.write_number(row, col, value, self._wrap)
                elif value is not None:
                    sheet.write_string(row, col, value[:LONGEST_CELL], self._wrap)
            if outcome.silenced is not None:
                sheet.write_string(row, len(_COLUMNS), outcome.silenced, self._wrap)

    def close(self) -> None:
        """Finish the workbook and put it in its place."""
        for silenced, sheet in self._sheets.items():
            sheet.autofilter(0, 0, self._rows[silenced], len(_COLUMNS))
        self._book.close()
        self.draft.replace(self.path)


def _severity(outcome: Outcome, finding: Finding, lang: str) -> str:
    severity = finding.severity or outcome.rule.severity
    return SEVERITY_NAMES[severity] if lang == "zh" else severity


def _page(outcome: Outcome, finding: Finding) -> int | None:
    pages = [q.page for q in finding.quotes if q.document == outcome.form.document]
    return next((page for page in pages if page is not None), None)


def _cells(outcome: Outcome, finding: Finding) -> str:
    return "\n".join(quoted(quote, outcome.form.document) for quote in finding.quotes)
