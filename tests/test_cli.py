"""The command line: what it prints, where, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import CORPUS, GOLDEN

SEED = CORPUS / "seed" / "seed-a4.pdf"


def jixiao(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_help_lists_the_commands() -> None:
    result = jixiao("--help")
    assert result.returncode == 0
    for name in ("show", "inspect", "convert", "check", "accept"):
        assert name in result.stdout
        one = jixiao(name, "--help")
        assert one.returncode == 0
        assert "Example" in one.stdout


def test_show_prints_a_table() -> None:
    result = jixiao("show", SEED)
    assert result.returncode == 0
    assert "56 indicators" in result.stdout
    assert "≥40条" in result.stdout
    assert result.stderr == ""


def test_show_jsonl_is_one_record_a_line() -> None:
    result = jixiao("show", SEED, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 56
    first = rows[0]
    assert first["level3"] == "中长期规划制定健全性"
    assert first["operator_text"] is None
    assert first["cells"]["level3"][0]["page"] == first["page"]
    assert len(first["cells"]["level3"][0]["bbox"]) == 4
    assert first["target_value"] is None


def test_show_pages_selects_rows_that_start_there() -> None:
    whole = jixiao("show", SEED, "--format", "jsonl").stdout.splitlines()
    part = jixiao("show", SEED, "--format", "jsonl", "--pages", "3-4").stdout.splitlines()
    wanted = [line for line in whole if json.loads(line)["page"] in (3, 4)]
    assert part == wanted
    assert part


def test_csv_is_exact_and_excel_csv_has_no_formulas() -> None:
    plain = list(csv.DictReader(io.StringIO(jixiao("show", SEED, "--format", "csv").stdout)))
    assert any(row["target_text"] == "=100%" for row in plain)
    safe = jixiao("show", SEED, "--format", "csv", "--excel").stdout
    assert safe.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(safe.removeprefix("\ufeff"))))
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)


def test_pages_of_word_is_a_usage_error() -> None:
    result = jixiao("show", CORPUS / "seed" / "seed.docx", "--pages", "1-2")
    assert result.returncode == 2
    assert "--pages" in result.stderr


@pytest.mark.parametrize("bad", ["0", "5-3", "x", "1-"])
def test_bad_page_ranges_are_usage_errors(bad: str) -> None:
    assert jixiao("show", SEED, "--pages", bad).returncode == 2


def test_a_bad_file_gives_code_and_exit_1(tmp_path: Path) -> None:
    page = tmp_path / "report.pdf"
    page.write_text("<!DOCTYPE html><html><title>下载</title></html>", encoding="utf-8")
    result = jixiao("show", page)
    assert result.returncode == 1
    assert "file.html" in result.stderr
    assert result.stdout == ""
    assert jixiao("show", tmp_path / "absent.pdf").returncode == 1


def test_inspect_draws_the_page(tmp_path: Path) -> None:
    image = tmp_path / "page.png"
    result = jixiao("inspect", SEED, "--page", 2, "--image", image)
    assert result.returncode == 0
    assert image.read_bytes().startswith(b"\x89PNG")
    html = tmp_path / "table.html"
    word = CORPUS / "seed" / "seed.docx"
    assert jixiao("inspect", word, "--table", 1, "--image", html).returncode == 0
    text = html.read_text(encoding="utf-8")
    assert text.count('title="level3"') == 56
    assert jixiao("inspect", SEED, "--page", 99).returncode == 2


def test_convert_writes_five_kinds_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.pdf").write_bytes(SEED.read_bytes())
    (inbox / "b.pdf").write_bytes(b"")
    (inbox / "notes.txt").write_text("no report", encoding="utf-8")
    (inbox / "c.docx").write_bytes((CORPUS / "flat-list" / "flat-list.docx").read_bytes())
    out = tmp_path / "dataset"
    result = jixiao("convert", inbox, "--out", out)
    assert result.returncode == 1
    assert "b.pdf: file.empty" in result.stderr
    assert "passed over 1 files" in result.stderr
    assert "79 indicators" in result.stdout
    assert pq.read_table(out / "documents").column("ok").to_pylist() == [True, False, True]
    rows = pq.read_table(out / "indicators").to_pylist()
    assert len(rows) == 79
    assert {row["document"] for row in rows} == {"a.pdf", "c.docx"}
    for kind in ("forms", "funds", "problems"):
        assert pq.read_table(out / kind).num_rows
    assert jixiao("convert", inbox, "--out", out, "--again").returncode == 1
    assert pq.read_table(out / "indicators").num_rows == 79


def test_check_finds_a_wrong_golden(tmp_path: Path) -> None:
    assert jixiao("check", "seed-a4-pdf", "--golden", GOLDEN).returncode == 0
    assert jixiao("check", "nothing", "--golden", GOLDEN).returncode == 2


def test_accept_writes_an_unsigned_draft(tmp_path: Path) -> None:
    from jixiao.golden import read_golden

    assert jixiao("accept", "draft", SEED, "--golden", tmp_path).returncode == 0
    draft = read_golden(tmp_path / "draft")
    assert not draft.signed
    assert len(draft.indicators) == 56
    assert jixiao("accept", "draft", SEED, "--golden", tmp_path).returncode == 2
