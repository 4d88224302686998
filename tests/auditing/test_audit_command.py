"""``jixiao audit`` on the seed report, whose figures are known."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS

from jixiao.auditing.loading import read_forms, read_headers
from jixiao.dataset import open_dataset

DOCUMENTS = {
    "seed.pdf": CORPUS / "seed" / "seed-a4.pdf",
    "self.docx": CORPUS / "self-evaluation" / "self-evaluation.docx",
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    (folder / "in").mkdir()
    for name, path in DOCUMENTS.items():
        shutil.copy(path, folder / "in" / name)
    done = run("convert", folder / "in", "--out", folder / "dataset")
    assert done.returncode == 0, done.stderr
    return folder / "dataset"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def outcomes(dataset: Path) -> dict[tuple[str, str], dict[str, Any]]:
    done = run("audit", dataset, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 57 * 2
    return {(line["rule"], line["document"]): line for line in lines}


def test_forms_are_read_with_all_that_stands_in_them(dataset: Path) -> None:
    opened = open_dataset(dataset)
    forms = {form.document: form for form in read_forms(opened)}
    seed, review = forms["seed.pdf"], forms["self.docx"]
    assert (len(seed.rows), len(seed.money)) == (56, 14)
    assert [row.row for row in seed.rows] == sorted(row.row for row in seed.rows)
    assert (seed.level, seed.place, seed.fiscal_year) == ("province", "320000", 2024)
    assert (review.stage, review.level, len(review.rows)) == ("自评", None, 15)
    for header in read_headers(opened):
        form = forms[header.document]
        assert (header.id, header.office, header.level) == (form.id, form.office, form.level)
        assert (header.project == "") == (form.scope == "部门整体")


def test_one_object_for_each_rule_and_form(outcomes: dict[tuple[str, str], Any]) -> None:
    for line in outcomes.values():
        assert list(line)[:7] == [
            *("rule", "status", "severity", "document", "page", "form", "message")
        ]
        assert line["status"] in ("fired", "passed", "undecidable")
        assert ("findings" in line) == (line["status"] == "fired")


def test_the_seed(outcomes: dict[tuple[str, str], Any]) -> None:
    seed = {rule: line for (rule, document), line in outcomes.items() if document == "seed.pdf"}
    assert [seed[f"M{n}"]["status"] for n in (1, 2, 3, 4)] == ["passed"] * 4
    assert (seed["M5"]["status"], seed["M5"]["severity"]) == ("fired", "warning")
    assert "48.4%" in seed["M5"]["message"]
    assert "=45%" in seed["M5"]["message"]
    [finding] = seed["M5"]["findings"]
    assert finding["arithmetic"].startswith("(2000 + 52.5) ÷ 4239.71 = 48.4%")
    cells = {(cell["field"], cell["text"]) for cell in finding["cells"]}
    assert {("half_year_text", "2000"), ("half_year_text", "=45%")} <= cells
    assert all(cell["page"] and cell["bbox"] for cell in finding["cells"])
    assert seed["Q4"]["status"] == "fired"
    assert [f["values"] for f in seed["Q4"]["findings"]] == [["≥0次"], ["≥0次"]]
    assert "56个指标中30个量化（53.6%）" in seed["Q1"]["message"]
    assert "5个指标中4个只有含糊用语" in seed["Q2"]["message"]
    assert seed["H4"]["status"] == "passed"


def test_the_self_evaluation_has_nothing_against_its_scores(
    outcomes: dict[tuple[str, str], Any],
) -> None:
    found = {rule: line["status"] for (rule, doc), line in outcomes.items() if doc == "self.docx"}
    assert [found[f"E{n}"] for n in (1, 2, 3, 4, 5, 7)] == ["passed"] * 6
    assert found["C5"] == "passed"
    assert found["E6"] == "undecidable"  # the grade is not in the records


def test_exit_code_only_with_fail_on(dataset: Path) -> None:
    assert run("audit", dataset, "--rule", "M5").returncode == 0
    assert run("audit", dataset, "--rule", "M5", "--fail-on", "warning").returncode == 1
    assert run("audit", dataset, "--rule", "M5", "--fail-on", "error").returncode == 0
    assert run("audit", dataset, "--rule", "M1", "--fail-on", "info").returncode == 0


def test_what_is_silenced_stays_in_sight(dataset: Path, tmp_path: Path) -> None:
    config = tmp_path / "jixiao.toml"
    config.write_text(
        '[[rules.silence]]\nrule = "M5"\ndocument = "seed.pdf"\nreason = "=已核实"\n',
        encoding="utf-8",
    )
    arguments = ("audit", dataset, "--rule", "M5", "--config", config, "--fail-on", "info")
    done = run(*arguments, "--format", "jsonl")
    assert done.returncode == 0
    line = next(json.loads(s) for s in done.stdout.splitlines() if '"fired"' in s)
    assert line["silenced"] == "=已核实"
    assert "48.4%" not in run(*arguments).stdout
    book = tmp_path / "out.xlsx"
    assert run(*arguments, "--to", "xlsx", "--out", book).returncode == 0
    findings, silenced = sheets(book)
    assert "48.4%" not in findings
    assert "48.4%" in silenced
    assert "=已核实" in silenced


def sheets(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        names = sorted(name for name in book.namelist() if "worksheets/sheet" in name)
        return [book.read(name).decode() for name in names]


def test_the_list_of_doubtful_points(dataset: Path, tmp_path: Path) -> None:
    book = tmp_path / "疑点.xlsx"
    done = run("audit", dataset, "--to", "xlsx", "--out", book)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    findings, _ = sheets(book)
    for title in ("规则", "依据", "文件", "页", "单元格原文", "计算", "核实结果"):
        assert f">{title}<" in findings
    assert "<f>" not in findings
    assert "第1页 表1 行14 半年“2000”" in findings
    assert "(2000 + 52.5) ÷ 4239.71 = 48.4%" in findings
    last = re.search(r'r="([A-Z]+)1"[^>]*><is><t>核实结果<', findings)
    assert last is not None
    assert not re.search(rf'r="{last[1]}[2-9]\d*"', findings)  # left empty for a person


@pytest.mark.parametrize(
    "arguments",
    [("--rule", "Z9"), ("--config", "nowhere.toml"), ("--out", "x.xlsx")],
    ids=["rule", "config", "out"],
)
def test_usage_errors(dataset: Path, arguments: tuple[str, str]) -> None:
    done = run("audit", dataset, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""


def test_english_on_request(dataset: Path) -> None:
    done = run("audit", dataset, "--rule", "M5", "--lang", "en")
    assert "half-year money is 48.4% of the year's" in done.stdout


@pytest.mark.parametrize("command", ["audit", "export", "compare"])
def test_a_workbook_that_cannot_be_written_is_told(
    dataset: Path, tmp_path: Path, command: str
) -> None:
    nowhere = tmp_path / "nowhere" / "out.xlsx"
    done = run(command, dataset, "--to", "xlsx", "--out", nowhere)
    assert done.returncode == 2
    assert f"cannot write {nowhere}: No such file or directory" in done.stderr
