"""A new city's form needs words, not code: one line of header words claims it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from extractor import vocabulary
from jixiao.pipeline import convert_file

HEADER = ("大类", "小类", "考核事项", "应达到", "计数单位")
ROWS = (
    ("产出", "数量", "巡河次数", "≥48", "次"),
    ("产出", "质量", "问题整改率", "100", "%"),
    ("效益", "生态效益", "断面水质", "Ⅲ类", ""),
)


def write(path: Path) -> Path:
    document = Document()
    document.add_paragraph("河长制工作项目绩效目标表")
    table = document.add_table(rows=0, cols=5)
    for row in (("项目名称", "河道巡查", "", "", ""), HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_an_unknown_header_is_told_not_guessed(tmp_path: Path) -> None:
    conversion = convert_file(write(tmp_path / "a.docx"))
    assert [i.level3 for i in conversion.indicators] == ["巡河次数", "问题整改率", "断面水质"]
    assert {i.flags for i in conversion.indicators} == {("header.inferred",)}
    unread = [p.message_zh for p in conversion.problems if p.code == "cell.unread"]
    assert all(any(word in message for message in unread) for word in HEADER)


@pytest.fixture
def new_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The header's words, as if they were in the file of phrases."""
    known = vocabulary._table("column")
    words = dict(zip(HEADER, ("level1", "level2", "level3", "target", "unit"), strict=True))
    original = vocabulary._table
    monkeypatch.setattr(
        vocabulary, "_table", lambda s: {**known, **words} if s == "column" else original(s)
    )
    vocabulary.column_role.cache_clear()
    yield
    vocabulary.column_role.cache_clear()


@pytest.mark.usefixtures("new_words")
def test_one_phrase_a_column_claims_a_new_layout(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx")
    found = convert_file(path).indicators
    assert [(i.level1, i.level2, i.level3, i.target_text, i.unit_text) for i in found] == list(ROWS)
    assert found[0].project == "河道巡查"
