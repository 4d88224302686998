"""The notebooks run as committed, say what the package gives, and hold no logic of their own."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT

import jixiao
from jixiao.auditing.loading import read_forms
from jixiao.auditing.measurability import share_measured
from jixiao.comparing import compare
from jixiao.config import SettingsError
from jixiao.dataset import Dataset
from jixiao.exploring import cell_picture, findings, targets
from notebooks.refresh import run

ONE, EXPLORING, COMPARING = "1-one-report", "2-exploring", "3-comparing"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES, MOST_CELLS = 300_000, 25
NAMES = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the project's after ``make demo``, in which to run a notebook."""
    home = tmp_path_factory.mktemp("fresh")
    shutil.copytree(CORPUS, home / "corpus")
    command = [sys.executable, "-m", "jixiao", "convert", "corpus", "--out", "out/demo"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True)
    if "tool.libreoffice_missing" in done.stderr:
        pytest.skip("LibreOffice is not here: without it the dataset lacks the .doc file")
    assert done.returncode == 0, done.stderr
    shutil.copytree(ROOT / "notebooks" / "departments", home / "notebooks" / "departments")
    return home / "notebooks"


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    return jixiao.open(folder.parent / "out" / "demo")


@pytest.fixture
def chinese_font() -> None:
    """Skips where no font has Chinese characters; also lists the fonts of a new machine, of
    which matplotlib would tell on stderr."""
    from jixiao.plotting import MissingFontError, use_chinese_font

    try:
        use_chinese_font()
    except MissingFontError as error:
        pytest.skip(str(error))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def shown(cell: dict[str, Any]) -> list[tuple[str, str]]:
    """What a cell shows: texts in full, of a picture that it is there."""
    found = []
    for output in cell["outputs"]:
        assert output["output_type"] in ("execute_result", "display_data"), output
        pictured = "image/png" in output["data"]
        for kind, said in sorted(output["data"].items()):
            found.append((kind, "" if pictured else text(said)))
    return found


@NAMES
def test_a_run_gives_what_is_committed(path: Path, folder: Path, chinese_font: None) -> None:
    """No error, nothing on stderr (as a missing glyph), and the outputs are not stale."""
    fresh = [shown(cell) for cell in code(run(path, folder))]
    assert fresh == [shown(cell) for cell in code(read(path))], "run python -m notebooks.refresh"
    assert any(("image/png", "") in outputs for outputs in fresh)


@NAMES
def test_a_reader_changes_one_line(
    path: Path, folder: Path, tmp_path: Path, chinese_font: None
) -> None:
    """A small dataset without half-years, peers or copies, or another file, is no error."""
    report = CORPUS / "central-project" / "central-project.pdf"
    command = [sys.executable, "-m", "jixiao", "convert", str(report), "--out", str(tmp_path / "d")]
    subprocess.run(command, check=True, capture_output=True)
    own = {"DATASET": tmp_path / "d", "ORIGINALS": report.parent, "FILE": report}
    written, changed = re.subn(
        r'"(DATASET|ORIGINALS|FILE) = \\"[^"]*\\"',
        lambda line: json.dumps(f'{line[1]} = "{own[line[1]]}"')[:-1],
        path.read_text(encoding="utf-8"),
    )
    assert changed == (1 if path.stem == ONE else 2)
    (tmp_path / path.name).write_text(written, encoding="utf-8")
    outputs = [shown(cell) for cell in code(run(tmp_path / path.name, folder))]
    assert any(("image/png", "") in found for found in outputs)


@NAMES
def test_notebooks_are_small_and_settled(path: Path) -> None:
    notebook = read(path)
    assert path.stat().st_size < MOST_BYTES
    assert len(notebook["cells"]) <= MOST_CELLS
    assert "make demo" in text(notebook["cells"][0]["source"])
    assert [cell["execution_count"] for cell in code(notebook)] == [
        number + 1 for number in range(len(code(notebook)))
    ]
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    assert notebook["metadata"]["language_info"] == {"name": "python"}  # no version
    everything = path.read_text(encoding="utf-8")
    assert not re.search(r"/(?:tmp|home|root|Users)/|site-packages", everything)


@NAMES
def test_notebooks_hold_no_logic(path: Path) -> None:
    for cell in code(read(path)):
        for node in ast.walk(ast.parse(text(cell["source"]))):
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
            assert not isinstance(node, kinds), ast.unparse(node)


def figures(name: str) -> list[str]:
    """The figures that a notebook's text states, in bold."""
    cells = read(ROOT / "notebooks" / f"{name}.ipynb")["cells"]
    prose = "\n".join(text(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.findall(r"\*\*(.+?)\*\*", prose)
    assert found
    return found


def count(dataset: Dataset, sql: str) -> str:
    return str(dataset.query(f"SELECT count(*) AS n FROM {sql}")["n"].item())


def test_one_report_states_what_was_read() -> None:
    report = jixiao.read(CORPUS / "seed" / "seed-a4.pdf")
    rows = report.indicators
    common = sum(row.indicator_name is not None for row in rows)
    assert common == sum(row.level1 in ("决策", "过程") for row in rows)
    kinds = [row.target_kind for row in rows]
    counts = (report.document.pages, len(report.forms), len(rows), len(report.funds))
    by_kind = (kinds.count("quantity"), kinds.count("grade"))
    assert figures(ONE) == [str(n) for n in (*counts, common, len(rows) - common, *by_kind)]


def test_exploring_states_what_the_dataset_gives(dataset: Dataset) -> None:
    pdf = (  # each report once
        "(SELECT * FROM indicators WHERE document LIKE '%.pdf' "
        "AND (document NOT LIKE 'seed/%' OR document = 'seed/seed-a3.pdf'))"
    )
    valued = "horizon IS DISTINCT FROM 'mid_term' AND target_kind <> 'missing'"
    rate = (
        f"{pdf} WHERE target_unit = '%' AND polarity = 'higher' AND target_value IS NOT NULL "
        "AND horizon IS DISTINCT FROM 'mid_term' AND indicator_class IS DISTINCT FROM '满意度'"
    )
    pairs = f"{pdf} WHERE half_year_unit = target_unit AND target_value > 0"
    at_100 = int(count(dataset, f"{rate} AND target_value = 100")) / int(count(dataset, rate))
    frame = targets(dataset)
    once = frame[~frame["repeated"]]
    assert figures(EXPLORING) == [
        count(dataset, f"indicators WHERE {valued}"),
        count(dataset, f"{pdf} WHERE {valued}"),
        count(dataset, f"(SELECT DISTINCT form FROM {pdf} WHERE {valued})"),
        count(dataset, f"(SELECT DISTINCT department FROM {pdf} WHERE {valued})"),
        f"{100 * once['measured'].mean():.1f}%",
        f"{100 * at_100:.0f}%",
        count(dataset, pairs),
        count(dataset, f"{pairs} AND half_year_value = target_value"),
        count(dataset, f"{pairs} AND half_year_value = 0"),
    ]


def test_comparing_states_what_the_three_reports_say(tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    reports = ROOT / "notebooks" / "departments"
    command = [sys.executable, "-m", "jixiao", "convert", str(reports), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    comparison = compare(jixiao.open(out))
    [copy] = comparison.copies
    changes = [change.change for change in comparison.drift]
    assert (changes.count("gone"), changes.count("added")) == (1, 1)
    assert figures(COMPARING) == [
        str(len(comparison.copies)),
        str(len(copy.names)),
        str(copy.of_names),
        f"{copy.likeness:.2f}",
        str(len(changes)),
        str(changes.count("stronger")),
        str(changes.count("weaker")),
    ]


def test_targets_count_as_rule_q1_does(dataset: Dataset) -> None:
    frame = targets(dataset)
    said = {}
    for form in read_forms(dataset):
        numbers = re.match(r"(\d+)个指标中(\d+)个量化", share_measured(form, {"least": 0}).words.zh)
        if numbers:
            said[form.id] = tuple(map(int, numbers.groups()))
    counted = frame.groupby("form")["measured"].agg(["size", "sum"])
    assert {form: (row["size"], row["sum"]) for form, row in counted.iterrows()} == said
    assert len(said) > 80


def test_a_report_published_twice_is_counted_once(dataset: Dataset) -> None:
    frame = targets(dataset)
    seed = frame[frame["document"].str.startswith("seed/")]
    assert seed["document"].nunique() == 6
    assert seed[~seed["repeated"]]["document"].unique().tolist() == ["seed/seed-a3.pdf"]
    assert frame[~frame["repeated"]]["page"].notna().all()  # a PDF goes before its Word file
    assert not frame[~frame["repeated"]].duplicated(["department", "project", "name", "text"]).any()


def test_a_target_and_a_finding_lead_to_their_cell(dataset: Dataset) -> None:
    rows = targets(dataset)
    row = rows[(rows["document"] == "seed/seed-a4.pdf") & (rows["name"] == "预算执行率")].iloc[0]
    report = jixiao.read(CORPUS / "seed" / "seed-a4.pdf")
    [read_again] = [each for each in report.indicators if each.level3 == "预算执行率"]
    place = read_again.cells["target_text"][0]
    assert row["page"] == place.page
    assert row["bbox"] == pytest.approx(list(place.bbox or ()), abs=0.01)
    found = findings(dataset, ["H3"])
    assert set(found["rule"]) == {"H3"}
    half = found[(found["document"] == "seed/seed-a4.pdf") & (found["field"] == "half_year_text")]
    assert half["text"].tolist() == ["≥0次", "≥0次"]
    with pytest.raises(SettingsError):
        findings(dataset, ["H99"])


def test_the_picture_of_a_cell_frames_it() -> None:
    """The frame is red, and as large as the box: 110 dots to the inch."""
    path = CORPUS / "seed" / "seed-a4.pdf"
    [cut] = [row for row in jixiao.read(path).indicators if "row.joined" in row.flags]
    place = cut.cells["target_text"][0]
    assert place.page is not None
    assert place.bbox is not None
    picture = cell_picture(path, place.page, place.bbox).convert("RGB")
    red = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if (pixel := picture.getpixel((x, y)))[0] > 150 and max(pixel[1:]) < 90
    ]
    wide = max(x for x, _ in red) - min(x for x, _ in red)
    high = max(y for _, y in red) - min(y for _, y in red)
    scale = 110 / 72
    assert wide == pytest.approx((place.bbox.x1 - place.bbox.x0) * scale, abs=3)
    assert high == pytest.approx((place.bbox.bottom - place.bbox.top) * scale, abs=3)
    assert picture.height < 250


def test_tables_and_reports_show_themselves() -> None:
    pdf = jixiao.read(CORPUS / "seed" / "seed-a4.pdf")
    picture = pdf.tables[0]._repr_png_()
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert "中长期规划制定健全性" in pdf._repr_html_()
    word = jixiao.read(CORPUS / "seed" / "seed.docx")
    assert word.tables[0]._repr_png_() is None
    html = word.tables[0]._repr_html_()
    assert html is not None
    assert html.count("<tr>") == word.tables[0].table.n_rows


def test_read_never_raises_unless_strict(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    report = jixiao.read(bad)
    assert not report.ok
    assert [problem.code for problem in report.problems] == ["file.empty"]
    with pytest.raises(jixiao.DocumentError) as caught:
        jixiao.read(bad, strict=True)
    assert (caught.value.code, caught.value.page) == ("file.empty", None)
    assert jixiao.read(CORPUS / "seed" / "seed-a4.pdf", pages=(4, 4)).indicators
