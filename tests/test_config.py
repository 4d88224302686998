"""``jixiao.toml``: followed by every command that takes it, refused where it cannot be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import CORPUS

from jixiao.cli import cli
from jixiao.config import SettingsError, read_config

PDF = CORPUS / "flat-list" / "flat-list-plain.pdf"
ALIASES = '[aliases]\n"食堂就餐满意度" = "T135"\n"社会效益指标::公众知晓情况" = "T056"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "jixiao.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_an_alias_stands_for_its_indicator_where_its_level_allows(tmp_path: Path) -> None:
    config = write(tmp_path, ALIASES)
    assert run("match", "食堂就餐满意度").stdout.split("\t")[1] == ""
    told = run("match", "指标1：食堂就餐满意度", "--config", config, "--format", "jsonl")
    found = json.loads(told.stdout)
    assert (found["indicator_id"], found["method"]) == ("T135", "reviewed")
    name = ("match", "公众知晓情况", "--config", config, "--level2")
    assert run(*name, "社会效益指标").stdout.split("\t")[1] == "T056"
    assert run(*name, "数量指标").stdout.split("\t")[1] == ""


def test_records_are_made_with_the_aliases_and_made_again_when_they_change(tmp_path: Path) -> None:
    shown = [json.loads(line) for line in run("show", PDF, "--format", "jsonl").stdout.splitlines()]
    own = next(record["level3"] for record in shown if record["indicator_id"] is None)
    config = write(tmp_path, f'[aliases]\n"{own}" = "T001"\n')
    told = run("show", PDF, "--format", "jsonl", "--config", config).stdout
    assert [json.loads(line)["indicator_id"] for line in told.splitlines()].count("T001") == 1
    convert = ("convert", PDF, "--out", tmp_path / "out", "--workers", 1)
    assert run(*convert).stdout.startswith("1 files")
    assert run(*convert).stdout.startswith("0 files")
    assert run(*convert, "--config", config).stdout.startswith("1 files")
    assert run(*convert, "--config", config).stdout.startswith("0 files")


def test_the_taxonomy_lies_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "id,level1,level2,level3,polarity\nX1,产出指标,数量指标,读书数,higher\n", encoding="utf-8"
    )
    config = write(tmp_path, 'taxonomy = "own.csv"\n')
    assert run("match", "读书数", "--level2", "数量指标", "--config", config).stdout.startswith(
        "读书数\tX1\t"
    )


def test_limits_are_kept_and_the_command_line_goes_first(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(PDF, tmp_path / "in")
    config = write(tmp_path, "[limits]\ntimeout = 0.001\n")
    convert = ("convert", tmp_path / "in", "--config", config, "--workers", 1, "--out")
    stopped = run(*convert, tmp_path / "one")
    assert stopped.exit_code == 1
    assert "document.timeout" in stopped.stderr
    assert run(*convert, tmp_path / "two", "--timeout", 60).exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("taxonomie = 1", "unknown taxonomie; use taxonomy, aliases, limits, rules"),
        ("taxonomy = 1", 'write taxonomy = "own.csv"'),
        ("aliases = 1", r"write \[aliases\]"),
        ('[aliases]\n"名" = 1', 'write "名" = "T001"'),
        ("[limits]\nhours = 1", "unknown hours; use timeout, still, memory"),
        ("[limits]\nmemory = -1", "write a number above 0"),
        ("[limits", "is no TOML"),
    ],
)
def test_what_cannot_be_followed_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=said):
        read_config(path)
    assert run("match", "预算执行率", "--config", path).exit_code == 2


def test_an_alias_of_no_indicator_is_told(tmp_path: Path) -> None:
    told = run("match", "名", "--config", write(tmp_path, '[aliases]\n"名" = "T999"\n'))
    assert told.exit_code == 2
    assert "no indicator T999; write an id of the taxonomy" in told.stderr
