"""``jixiao match`` and ``jixiao review``: answers line for line, and a person's answers kept."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao.parts import draft_part, put_in_place
from jixiao.records import columns


def jixiao(*arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", input=given)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    rows = [
        ("数量指标", "培训人次", "a.pdf", 3),
        ("数量指标", "开展读书活动数", "a.pdf", 3),
        ("数量指标", "开展读书活动数", "b.pdf", 7),
        ("数量指标", "=读书数量", "b.pdf", None),
        ("时效指标", "各项任务如期完成率", "b.pdf", 8),
        ("时效指标", "", "b.pdf", 8),
    ]
    found = [
        dict.fromkeys(columns("indicators"))
        | {"level1": "产出指标", "level2": two, "level3": name, "document": document, "page": page}
        | {"id": str(number), "form": "f"}
        for number, (two, name, document, page) in enumerate(rows)
    ]
    draft_part(tmp_path / "dataset", 0, {"indicators": found})
    put_in_place(tmp_path / "dataset", 0, empty=False)
    return tmp_path / "dataset"


def test_match_answers_line_for_line() -> None:
    given = "数量指标\t培训人次\n\n举办活动次数\n数量指标\t培训人次\n过程\t預算執行率\n"
    result = jixiao("match", given=given)
    assert result.returncode == 0, result.stderr
    answers = [line.split("\t") for line in result.stdout.split("\n")[:-1]]
    assert answers == [
        ["培训人次", "T128", "培训人次", "exact", "100", "", "数量", "higher"],
        [""] * 8,
        ["举办活动次数", "", "", "", "", "", "数量", "higher"],
        ["培训人次", "T128", "培训人次", "exact", "100", "", "数量", "higher"],
        ["預算執行率", "T011", "预算执行率", "exact", "100", "", "管理", "higher"],
    ]


def test_match_takes_names_and_levels_as_arguments() -> None:
    result = jixiao("match", "--level2", "资产管理", "管理制度健全性", "/", "--format", "jsonl")
    first, second = map(json.loads, result.stdout.splitlines())
    assert list(first) == [
        *("name", "indicator_id", "indicator_name", "method", "score", "rival"),
        *("class", "polarity"),
    ]
    assert (first["indicator_id"], first["method"]) == ("T030", "alias")
    assert (second["name"], second["indicator_id"]) == ("/", None)


def test_a_bad_taxonomy_is_a_usage_error(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,level1,level2,level3,polarity\nA,产出,数量,人数,up\n", encoding="utf-8")
    result = jixiao("match", "人数", "--taxonomy", own)
    assert result.returncode == 2
    assert "line 2" in result.stderr
    assert result.stdout == ""
    assert jixiao("match", "人数", "--taxonomy", tmp_path / "absent.csv").returncode == 2


def test_review_lists_what_is_not_sure(dataset: Path) -> None:
    result = jixiao("review", dataset)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    by_name = {row["name"]: row for row in rows}
    assert set(by_name) == {"开展读书活动数", "'=读书数量", "各项任务如期完成率"}
    assert by_name["开展读书活动数"]["count"] == "2"
    assert by_name["开展读书活动数"]["documents"] == "2"
    assert by_name["开展读书活动数"]["examples"] == "a.pdf p.3; b.pdf p.7"
    assert by_name["各项任务如期完成率"]["state"] == "doubtful"
    assert by_name["各项任务如期完成率"]["candidates"].startswith("T047 完成及时率")
    cells = [cell for row in csv.reader(io.StringIO(result.stdout[1:])) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_answers_become_reviewed_aliases(dataset: Path, tmp_path: Path, encoding: str) -> None:
    listed, own = tmp_path / "names.csv", tmp_path / "own.csv"
    assert jixiao("review", dataset, "--out", listed).returncode == 0
    rows = list(csv.DictReader(io.StringIO(listed.read_text(encoding="utf-8-sig"))))
    for row in rows:
        row["indicator_id"] = "T125" if row["name"] == "'=读书数量" else ""
    with listed.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for new in (1, 0):  # a second time changes nothing
        result = jixiao("review", "--apply", listed, "--taxonomy", own)
        assert result.returncode == 0, result.stderr
        assert f"{new} reviewed aliases" in result.stderr
    found = jixiao(
        "match", "--level2", "数量指标", "=读书数量", "--taxonomy", own, "--format", "jsonl"
    )
    answer = json.loads(found.stdout)
    assert (answer["indicator_id"], answer["method"]) == ("T125", "reviewed")
    still = jixiao("review", dataset, "--taxonomy", own).stdout
    assert "读书数量" not in still
    assert "开展读书活动数" in still


def test_a_wrong_answer_changes_nothing(tmp_path: Path) -> None:
    answers, own = tmp_path / "names.csv", tmp_path / "own.csv"
    answers.write_text("indicator_id,level2,name\nT999,数量指标,读书数\n", encoding="utf-8")
    result = jixiao("review", "--apply", answers, "--taxonomy", own)
    assert result.returncode == 2
    assert "no indicator T999" in result.stderr
    assert "line 2" in result.stderr
    assert not own.exists()
    two = "indicator_id,level2,name\nT125,数量指标,读书数\nT127,数量指标,读书数\n"
    answers.write_text(two, encoding="utf-8")
    assert jixiao("review", "--apply", answers, "--taxonomy", own).returncode == 2
    assert not own.exists()


def test_review_usage(tmp_path: Path) -> None:
    assert jixiao("review").returncode == 2
    assert jixiao("review", tmp_path).returncode == 2
    assert jixiao("review", "--apply", __file__).returncode == 2
