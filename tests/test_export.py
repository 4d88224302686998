"""A dataset in other forms: opens right in Excel, nothing lost, nothing a formula."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import CORPUS

from jixiao.dataset import Dataset, open_dataset
from jixiao.exporting import SHEETS, export
from jixiao.records import KINDS, columns
from jixiao.schema import InvalidRecordError as Invalid
from jixiao.schema import arrow_schema, check_rows, data_package, titles

SEED = CORPUS / "seed" / "seed-a4.pdf"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    out = tmp_path_factory.mktemp("exported") / "dataset"
    command = [sys.executable, "-m", "jixiao", "convert", str(SEED), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return open_dataset(out)


def sheets(path: Path) -> dict[str, str]:
    """The XML of each sheet, by the name of the sheet."""
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return {
            name: book.read(f"xl/worksheets/sheet{i}.xml").decode()
            for i, name in enumerate(names, start=1)
        }


def test_a_workbook_has_typed_cells_and_no_formula(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, "xlsx", tmp_path / "out.xlsx")
    found = sheets(tmp_path / "out.xlsx")
    assert list(found) == [SHEETS[kind] for kind in KINDS]
    indicators = found["绩效指标"]
    assert "<f>" not in "".join(found.values())
    assert "=0%" in indicators  # the seed prints it; it stays text
    assert "三级指标" in indicators
    assert "<autoFilter" in indicators
    assert 'state="frozen"' in indicators
    assert indicators.count("<row ") == 57
    pages = re.findall(r'<c r="E\d+"[^>]*><v>(\d+)</v>', indicators)
    assert len(pages) == 56  # numbers, not text


def test_csv_opens_right_in_excel_and_raw_is_verbatim(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, "csv", tmp_path / "safe")
    export(dataset, "csv", tmp_path / "raw", safe=False)
    texts = {}
    for name in ("safe", "raw"):
        file = tmp_path / name / "indicators.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        assert len(rows) == 56
        texts[name] = [row["target_text"] for row in rows]
    assert "'=0%" in texts["safe"]
    assert "=0%" in texts["raw"]
    assert [text.lstrip("'") for text in texts["safe"]] == texts["raw"]


def test_jsonl_and_sqlite_hold_every_row(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, "jsonl", tmp_path / "lines")
    export(dataset, "sqlite", tmp_path / "out.sqlite")
    with sqlite3.connect(tmp_path / "out.sqlite") as db:
        for kind in KINDS:
            text = (tmp_path / "lines" / f"{kind}.jsonl").read_text(encoding="utf-8")
            rows = [json.loads(line) for line in text.splitlines()]
            assert [list(row) for row in rows[:1]] in ([], [columns(kind)])
            [[count]] = db.execute(f"SELECT count(*) FROM {kind}")
            assert count == len(rows) == len(dataset.frame(kind))
        [[name]] = db.execute("SELECT level3 FROM indicators ORDER BY id LIMIT 1")
    db.close()
    indicators = (tmp_path / "lines" / "indicators.jsonl").read_text(encoding="utf-8")
    first = json.loads(indicators.splitlines()[0])
    assert first["level3"] == name
    assert first["cells"]["level3"][0]["page"] == first["page"]


def test_every_field_is_described_in_both_languages() -> None:
    for lang in ("zh", "en"):
        assert {kind: list(fields) for kind, fields in titles(lang).items()} == {
            kind: columns(kind) for kind in KINDS
        }
    package = data_package()
    assert [resource["name"] for resource in package["resources"]] == list(KINDS)
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == arrow_schema(resource["name"]).names
        assert all(field["title"] and field["description"] for field in fields)


def test_the_dataset_carries_its_description(dataset: Dataset) -> None:
    said = json.loads((dataset.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert said == json.loads(json.dumps(data_package()))


@pytest.mark.parametrize("changed", [{"id": None}, {"horizon": "yearly"}, {"target_kind": "?"}])
def test_a_record_the_schema_does_not_allow(changed: dict[str, object]) -> None:
    row = dict.fromkeys(columns("indicators"))
    row |= {"id": "a", "form": "f", "document": "d", "sha256": "s", "table": 1, "row": 1, "item": 0}
    check_rows("indicators", [row])
    with pytest.raises(Invalid):
        check_rows("indicators", [row | changed])
