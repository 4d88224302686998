"""The benchmarks' own logic: what is counted, fitted, compared and said; nothing is timed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import CORPUS, GOLDEN, ROOT

import jixiao
from benchmarks import growth, growth_files, page, peer_rows, peers
from benchmarks.bounds import bounds
from benchmarks.growth import Point, exponent
from benchmarks.measuring import FailedError, Usage, run
from benchmarks.pdf_pages import TABLE_TASKS, Cost, chosen, each_run, milliseconds
from benchmarks.results import Results, load, save, strict
from benchmarks.run import main
from benchmarks.startup import OURS, PDFPLUMBER
from benchmarks.strict_f1 import counts, of_peer, word_tables
from jixiao.golden import read_golden

HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]


def _usages(*seconds: float) -> tuple[Usage, ...]:
    return tuple(Usage(s, 2 * s, 50.0) for s in seconds)


def _cost(kind: str, name: str, task: str, seconds: float) -> Cost:
    """Eleven pages of which each but the first takes so long."""
    return Cost(kind, name, 1, 11, task, _usages(0.2, 0.3), _usages(10 * seconds + 0.2, 9.0))


def _results(published: int = 7, pdfplumber: float = 0.042) -> Results:
    """A run in which ours takes 6 ms a page, the floor 2.1 ms, and each peer more."""
    taken = {"jixiao": 0.006, "jixiao, as printed": 0.005, "jixiao, pages only": 0.004}
    taken |= {"floor": 0.0021, "load": 0.001, "pdfplumber": pdfplumber}
    taken |= {"camelot vector": 0.03, "camelot combined": 0.2, "PyMuPDF": 0.01}
    files = [("corpus", "a"), *(("published", f"report {i}") for i in range(published))]
    costs = [_cost(kind, name, task, s) for kind, name in files for task, s in taken.items()]
    if published:
        costs += [_cost("prose", "p", "jixiao", 0.0015), _cost("prose", "p", "text", 0.0011)]
    figures = {"jixiao, cells": 0.1, "jixiao, records": 0.2, "python-docx row.cells": 9.0}
    line = [Point(10, 0.1, 50.0), Point(150, 1.5, 70.0)]
    return Results(
        date="2026-11-24",
        machine="a machine",
        command="make bench",
        runs=2,
        costs=costs,
        f1={"jixiao": {"corpus": [9, 9, 9]}, "pdfplumber": {"corpus": [4, 9, 7]}},
        started={OURS: list(_usages(0.2, 0.1)), PDFPLUMBER: list(_usages(0.1, 0.1))},
        word={"form": figures, "list": figures},
        grown={
            "pages, one list": {"jixiao": line, growth.READING: [line[0], Point(150, 1.0, 50.0)]}
        },
    )


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_growth_is_found(power: float) -> None:
    noise = (1.02, 0.98, 1.01, 0.99)
    sizes = (10, 100, 1000, 10_000)
    points = [Point(n, e * 0.003 * n**power, 0) for n, e in zip(sizes, noise, strict=True)]
    assert exponent(points) == pytest.approx(power, abs=0.02)


def test_start_up_and_the_first_page_are_taken_off() -> None:
    cost = Cost("corpus", "x", 3, 8, "jixiao", _usages(0.30, 0.25), _usages(0.75, 0.80))
    assert milliseconds([cost]) == pytest.approx(100)  # least of each, over five pages
    assert milliseconds([cost], "wall") == pytest.approx(200)
    assert each_run([cost]) == pytest.approx((90, 100, 110))
    other = Cost("corpus", "y", 1, 2, "jixiao", _usages(0.1, 0.1), _usages(0.7, 0.7))
    assert milliseconds([cost, other]) == pytest.approx(1000 * (0.5 + 0.6) / 6)


def test_a_process_is_measured_to_its_end() -> None:
    busy = "x = b'x' * 300_000_000; sum(range(5_000_000))"
    usage = run([sys.executable, "-c", busy])
    idle = run([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert usage.peak > 280
    assert usage.cpu > idle.cpu
    assert idle.wall > 0.3 > idle.cpu


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(FailedError, match="no such page"):
        run([sys.executable, "-c", "raise ValueError('no such page')"])


@pytest.mark.parametrize("task", [*peers.OWN, "pdfplumber"])
def test_every_task_runs_as_a_process(task: str) -> None:
    path = CORPUS / "variants" / "points" / "points.pdf"
    words = [sys.executable, str(ROOT / "benchmarks" / "peers.py"), task, str(path), "1", "1"]
    assert subprocess.run(words, check=False).returncode == 0


def test_all_tasks_of_the_tables_are_there() -> None:
    assert {*TABLE_TASKS} <= {*peers.OWN, *peers.PEERS}
    assert [pages.path for pages in chosen() if not pages.path.exists()] == []


def test_the_peers_script_carries_labels_over_rows_and_pages() -> None:
    pages = [
        (1, [[HEADER, ["产出指标", "数量指标", "人次", "≥5人次"], [None, None, "场次", "3场"]]]),
        (2, [[["", "质量指标", "合格率", "≥9%"], ["效益指标", "", "投诉数", "0"]]]),
    ]
    found = peer_rows.indicator_rows(pages)
    assert [(number, *list(texts.values())[:4]) for number, texts in found] == [
        (1, "产出指标", "数量指标", "人次", None),
        (1, "产出指标", "数量指标", "场次", None),
        (2, "产出指标", "质量指标", "合格率", None),
        (2, "效益指标", "", "投诉数", None),
    ]
    assert [texts["target_text"] for _, texts in found] == ["≥5人次", "3场", "≥9%", "0"]


def test_the_peers_script_joins_a_row_that_a_page_break_cut() -> None:
    pages = [
        (1, [[HEADER, ["产出指标", "数量指标", "参加培训的", "≥5人次"]]]),
        (2, [[HEADER, ["", "", "人次", ""], ["", "", "场次", "3场"]]]),
    ]
    (_, first), (number, second) = peer_rows.indicator_rows(pages)
    assert first["level3"] == "参加培训的人次"
    assert (number, second["level3"], second["level2"]) == (2, "场次", "数量指标")


def test_the_peers_script_stops_at_the_next_form() -> None:
    tables = [[HEADER, ["产出指标", "数量指标", "人次", "5"], ["项目名称", "", "道路", "养护"]]]
    assert len(peer_rows.indicator_rows([(1, tables)])) == 1


@pytest.mark.parametrize(
    ("slug", "folder"), [("flat-list-pdf", "flat-list"), ("v-points-pdf", "variants/points")]
)
def test_pdfplumber_with_the_script_reads_plain_tables_whole(slug: str, folder: str) -> None:
    golden = read_golden(GOLDEN / slug)
    path = CORPUS / folder / f"{slug.removeprefix('v-').removesuffix('-pdf')}.pdf"
    right, wanted, found = of_peer("pdfplumber", golden, path)
    assert right == wanted == found > 5


def test_python_docx_with_the_script_reads_a_merged_form() -> None:
    golden = read_golden(GOLDEN / "central-project-docx")
    rows = peer_rows.indicator_rows(word_tables(CORPUS / "central-project/central-project.docx"))
    right, wanted, found = counts(golden, [(None, texts) for _, texts in rows])
    assert right == wanted == found


def test_only_covered_pages_and_rows_all_right_count() -> None:
    golden = replace(
        read_golden(GOLDEN / "v-points-pdf"),
        sidecar={"pages": [3]},
        indicators=[{**dict.fromkeys(peer_rows.FIELDS), "page": "3", "level3": "人 次"}],
    )
    row = dict.fromkeys(peer_rows.FIELDS)
    named = {**row, "level3": "人次"}
    assert counts(golden, [(3, named), (3, {**named, "unit_text": ""}), (4, named)]) == (1, 1, 2)


def test_bounds_are_met_or_missed_by_what_was_measured() -> None:
    found = list(bounds(_results()))
    assert [bound.met for bound in found] == [True] * len(found)
    slow = list(bounds(_results(pdfplumber=0.030)))
    [missed] = [bound for bound in slow if not bound.met]
    assert "pdfplumber" in missed.what
    assert missed.value == pytest.approx(5.0)
    assert missed.missed_by == pytest.approx(1 / 6)


def test_what_was_not_measured_is_not_met() -> None:
    few = list(bounds(_results(published=5)))
    assert [bound.value for bound in few[:4]] == [None] * 4
    assert not any(bound.met for bound in few[:4])
    assert "4 not measured here" in page.document(_results(published=5))


def test_the_page_tells_figures_misses_and_reasons() -> None:
    text = page.document(_results(pdfplumber=0.030))
    assert "| **jixiao**, with derived fields | – | 1.000 | 6.0 |" in text
    assert "missed by 17%" in text
    assert text.index("What stands in the way") < text.index("pdfminer")
    assert "over 7 published reports" not in page.document(_results(published=0))


def test_the_readme_is_changed_between_its_marks_only() -> None:
    readme = "a\n<!-- bench:start -->\nold\n<!-- bench:end -->\nb\n"
    text = page.in_readme(readme, _results())
    assert re.fullmatch(r"a\n<!-- bench:start -->\n.*<!-- bench:end -->\nb\n", text, re.DOTALL)
    assert "old" not in text
    assert "2026-11-24" in text
    assert "`make bench`" in text
    assert page.in_readme("no marks\n", _results()) == "no marks\n"
    assert page.BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))


def test_results_are_kept_and_read_again(tmp_path: Path) -> None:
    save(_results(), tmp_path / "results.json")
    assert load(tmp_path / "results.json") == _results()
    assert strict({"corpus": [4, 9, 7]}, "corpus") == 0.5
    assert strict({}, "corpus") is None


def test_the_page_is_written_again_from_kept_results(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    readme = (ROOT / "README.md").read_bytes()
    save(_results(), tmp_path / "results.json")
    main(["--from", str(tmp_path / "results.json"), "--out", str(tmp_path / "docs")])
    text = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    images = re.findall(r"\]\((images/.*?)\)", text)
    assert len(images) == 2
    assert all((tmp_path / "docs" / image).read_bytes()[:4] == b"\x89PNG" for image in images)
    assert (ROOT / "README.md").read_bytes() == readme


def test_made_documents_hold_what_they_are_made_to_hold(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    makers = {"forms": (2, 60), "one_list": (3, 90), "many_tables": (3, 60)}
    for name, (size, indicators) in makers.items():
        getattr(growth_files, name)(tmp_path / f"{name}.pdf", size)
        read = jixiao.read(tmp_path / f"{name}.pdf")
        assert (len(read.indicators), read.problems) == (indicators, ()), name
    growth_files.word_form(tmp_path / "form.docx", 40)
    read = jixiao.read(tmp_path / "form.docx")
    assert [i.level2 for i in read.indicators] == ["数量指标"] * 40
    growth_files.copies(tmp_path / "in", 3)
    assert len({path.read_bytes() for path in (tmp_path / "in").iterdir()}) == 3


def test_a_point_of_growth_is_told_by_its_own_process() -> None:
    script = str(ROOT / "benchmarks" / "growth.py")
    done = subprocess.run(
        [sys.executable, script, "names", "1000"], check=True, capture_output=True, text=True
    )
    point = Point(**json.loads(done.stdout))
    assert point.size == 1000
    assert 0 < point.seconds < 60 < 1000 * point.peak


def test_the_agpl_peer_is_nowhere_in_the_package() -> None:
    for folder in ("jixiao", "extractor", "normalizers"):
        for path in (ROOT / folder).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(import|from) (pymupdf|fitz)\b", code, re.MULTILINE), path
