"""Each rule fires, passes and declines as its cases say."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from forms import build_form, build_group

from jixiao.auditing.model import Rule, Verdict
from jixiao.auditing.page import rules_page
from jixiao.auditing.registry import BY_ID, RULES

CASES_FOLDER = Path(__file__).parent / "cases"
FAMILIES = {"M": 12, "C": 8, "Q": 14, "H": 5, "D": 5, "Y": 6, "E": 7}


def _cases() -> list[dict[str, Any]]:
    found = []
    for path in sorted(CASES_FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


CASES = _cases()


def _verdict(case: dict[str, Any]) -> Verdict:
    rule: Rule = BY_ID[case["rule"]]
    check: Any = rule.check
    if "group" not in case:
        verdict: Verdict = check(build_form(case), rule.thresholds)
        return verdict
    group = build_group(case["group"])
    return {form.id: verdict for form, verdict in check(group, rule.thresholds)}["form-0"]


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c['rule']}-{c['status']}-{i}" for i, c in enumerate(CASES)]
)
def test_what_a_rule_says(case: dict[str, Any]) -> None:
    verdict = _verdict(case)
    assert verdict.status == case["status"], verdict.words.zh
    assert case.get("says", "") in verdict.words.zh
    assert verdict.words.zh
    assert verdict.words.en


@pytest.mark.parametrize("case", [case for case in CASES if case["status"] == "fired"])
def test_a_finding_names_its_cells(case: dict[str, Any]) -> None:
    for finding in _verdict(case).findings:
        assert finding.message.zh
        assert finding.message.en
        assert finding.quotes
        assert all(quote.document and quote.field for quote in finding.quotes)


def test_each_rule_has_a_case_of_each_status() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        seen[case["rule"]].add(case["status"])
    done = [rule.id for rule in RULES if rule.check is not None]
    assert {id: seen[id] for id in done} == {id: {"fired", "passed", "undecidable"} for id in done}


def test_all_57_rules_are_listed_in_order() -> None:
    expected = [f"{letter}{n}" for letter, last in FAMILIES.items() for n in range(1, last + 1)]
    assert [rule.id for rule in RULES] == expected
    assert len(RULES) == 57


def test_the_page_of_rules_is_that_of_the_registry() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_page(), "write it anew: python -m jixiao.auditing.page > docs/rules.md"


def test_rules_know_nothing_of_readers() -> None:
    for path in (ROOT / "jixiao" / "auditing").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.split(".")[0] for name in names} & {"extractor", "pandas"}, path
