"""The two registries, and the page that documents them."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from extractor.codes import FLAGS, PROBLEMS, DocumentError, problem


def _documented(heading: str) -> set[str]:
    text = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([a-z_.]+)` \|", section, re.MULTILINE))


def test_docs_list_every_code() -> None:
    assert _documented("Problems") == set(PROBLEMS)
    assert _documented("Flags") == set(FLAGS)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_both_messages_say_the_same_detail(code: str) -> None:
    found = problem(code, "〈detail〉")
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
    assert ("〈detail〉" in found.message_zh) == ("〈detail〉" in found.message_en)
    assert "{" not in found.message_zh + found.message_en


def test_every_code_is_used() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for package in ("extractor", "normalizers", "jixiao")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "codes.py"
    ]
    unused = [c for c in (*PROBLEMS, *FLAGS) if not any(f'"{c}"' in text for text in sources)]
    assert unused == []


def test_error_carries_its_problem() -> None:
    error = DocumentError("pdf.damaged", "no pages", page=3)
    assert (error.code, error.page) == ("pdf.damaged", 3)
    assert DocumentError.of(error.problem).message == error.message
