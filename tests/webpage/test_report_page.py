"""``jixiao report``: what the page holds, what it costs, and what it says is missing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pages import HOSTILE, converted, data_of, jixiao, pictures_of, report

from extractor.codes import FLAGS
from extractor.model import Conversion, Document
from jixiao.auditing.settings import read_settings
from jixiao.dataset import open_dataset
from jixiao.inputs import Input
from jixiao.pipeline import Options
from jixiao.webpage.assets import script, style
from jixiao.webpage.encoding import harmless_json
from jixiao.webpage.gathering import gather
from jixiao.webpage.illustrating import illustrate
from jixiao.webpage.pictures import Picture, Pictured, Wanted, picture
from jixiao.webpage.words import wording

Made = tuple[Path, Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return converted(tmp_path_factory.mktemp("reported"))


@pytest.fixture(scope="module")
def page(made: Made, tmp_path_factory: pytest.TempPathFactory) -> str:
    dataset, originals = made
    return report(dataset, tmp_path_factory.mktemp("page") / "r.html", "--documents", originals)


def test_the_page_holds_every_record_and_the_place_of_each_value(made: Made, page: str) -> None:
    data = data_of(page)
    counts = {kind: found["count"] for kind, found in data["kinds"].items()}
    funds = len(open_dataset(made[0]).funds)
    assert counts == {"indicators": 56 + 15 + 10, "funds": funds, "forms": 3}
    indicators = data["kinds"]["indicators"]
    at = indicators["columns"]["level3"]["d"].index("中长期规划制定健全性")
    row = indicators["columns"]["level3"]["i"].index(at)
    number = indicators["cells"]["target_text"][row]
    [cells] = open_dataset(made[0]).query(
        "SELECT cells FROM indicators WHERE level3 = '中长期规划制定健全性'"
    )["cells"]
    [spot] = json.loads(cells)["target_text"]
    assert data["places"][8 * number : 8 * number + 8] == [
        *(spot[name] for name in ("page", "table", "row", "col")),
        *(round(10 * value) for value in spot["bbox"]),
    ]


def test_what_is_shown_of_the_originals(page: str) -> None:
    names = data_of(page)["documents"]
    pdf, *word = (names.index(name) for name in ("seed.pdf", HOSTILE, "points.docx"))
    tables = [f"t-{number}-1" for number in word]
    assert pictures_of(page) == [*tables, *(f"p-{pdf}-{n}" for n in (1, 2, 3, 4))]
    assert "4 页附有页面图像" in page
    assert "2 张 Word 表格附有原表" in page


def test_a_hostile_name_is_text_everywhere(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;&amp;script&gt;" in page
    kinds = re.findall(r"<script([^>]*)>", page)
    assert sum(not kind for kind in kinds) == 1  # one script runs: ours
    assert page.count("</script>") == len(kinds)


def test_nothing_of_the_page_comes_from_elsewhere(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy[1]
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page.split('id="data"')[0])
    assert " style=" not in page.split('id="data"')[0]  # the policy would forbid it


def test_the_same_dataset_gives_the_same_page(made: Made, page: str, tmp_path: Path) -> None:
    assert report(made[0], tmp_path / "r.html", "--documents", made[1]) == page


def test_an_original_is_found_by_content_and_a_missing_one_is_counted(
    made: Made, tmp_path: Path
) -> None:
    root = tmp_path / "moved" / "deep"
    root.mkdir(parents=True)
    shutil.copy(made[1] / "seed.pdf", root / "renamed.pdf")
    (root / "seed.pdf").write_bytes(b"%PDF-1.7 another file of the same name")
    done = jixiao("report", made[0], "--out", tmp_path / "r.html", "--documents", root.parent)
    assert done.returncode == 0
    assert "2 originals were not found" in done.stderr
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert len(pictures_of(text)) == 4
    assert "2 份原文件未找到" in text
    without = report(made[0], tmp_path / "none.html")
    assert pictures_of(without) == []
    assert "未指定原文件夹（--documents），没有页面图像；3 份文件受影响" in without


def test_an_original_that_cannot_be_opened_costs_only_its_pictures(
    made: Made,
) -> None:
    bad = made[1] / "bad.pdf"
    wanted = Wanted(Input(bad, "bad.pdf", 12, 0), pages=((1, 100),))
    result = picture(wanted, Options(), "bad.pdf")
    assert not result.document.ok
    assert [why.code for why in result.problems] == ["pdf.damaged"]


def test_pictures_get_coarser_and_then_fewer_to_fit(made: Made, page: str, tmp_path: Path) -> None:
    bare = len(report(made[0], tmp_path / "bare.html").encode())
    whole = len(page.encode())
    for share, fewer in ((0.75, False), (0.25, True)):
        size = (bare + 20_000 + share * (whole - bare)) / 1_000_000
        out = tmp_path / f"{share}.html"
        done = jixiao(
            "report", made[0], "--out", out, "--documents", made[1], "--max-size", f"{size:.6f}"
        )
        assert done.returncode == 0, done.stderr
        text = out.read_text(encoding="utf-8")
        assert len(text.encode()) <= size * 1_000_000
        assert " at 130 dpi" not in done.stderr
        assert ("pages have no picture" in done.stderr) == fewer
        assert ("没有疑点的页先略去" in text) == fewer
        assert (len(pictures_of(text)) < 6) == fewer


def test_a_page_too_large_without_pictures_is_refused(made: Made, tmp_path: Path) -> None:
    done = jixiao("report", made[0], "--out", tmp_path / "r.html", "--max-size", "0.1")
    assert done.returncode == 2
    assert "the records alone take" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_errors_say_what_is_wrong_and_leave_the_old_page(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    out.write_text("old", encoding="utf-8")
    for arguments, said in (
        ((tmp_path,), "holds no dataset"),
        ((made[0], "--documents", tmp_path / "nowhere"), "no such folder"),
        ((made[0], "--config", tmp_path / "no.toml"), "cannot be read"),
    ):
        done = jixiao("report", *arguments, "--out", out)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    done = jixiao("report", made[0], "--out", tmp_path / "no" / "folder.html")
    assert (done.returncode, "there is no folder" in done.stderr) == (2, True)
    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_only_failures_and_nothing_at_all_are_said(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    jixiao("convert", tmp_path / "in", "--out", tmp_path / "empty")
    assert "数据集中没有文件" in report(tmp_path / "empty", tmp_path / "empty.html")
    (tmp_path / "in" / "a.pdf").write_bytes(b"")
    jixiao("convert", tmp_path / "in", "--out", tmp_path / "failed")
    text = report(tmp_path / "failed", tmp_path / "failed.html", "--documents", tmp_path / "in")
    assert "没有一份文件能够转换" in text
    assert "文件为空（0 字节）" in text


def test_silenced_findings_are_apart_with_their_reason(made: Made, tmp_path: Path) -> None:
    config = tmp_path / "jixiao.toml"
    config.write_text(
        '[[rules.silence]]\nrule = "Q4"\ndocument = "*"\nreason = "confirmed by <b>phone</b>"\n'
        "[rules.thresholds]\nM5 = { points = 3 }\n",
        encoding="utf-8",
    )
    text = report(made[0], tmp_path / "r.html", "--config", config)
    assert "confirmed by &lt;b&gt;phone&lt;/b&gt;" in text
    assert "按设置不计的疑点" in text
    silenced = [f for f in data_of(text)["findings"] if f["silenced"] is not None]
    assert {f["rule"].split()[0] for f in silenced} == {"Q4"}


def test_english_on_request(made: Made, tmp_path: Path) -> None:
    text = report(made[0], tmp_path / "r.html", "--lang", "en")
    assert '<html lang="en">' in text
    assert "A finding is a point for a person to verify" in text
    outside_quotes = re.sub(r"“[^”]*”", "", text.split('id="data"')[0])
    assert "疑点清单" not in outside_quotes


def test_every_word_of_the_page_is_there_in_both_languages_and_used() -> None:
    chinese, english = wording("zh"), wording("en")
    assert set(chinese["flags"]) == set(FLAGS) == set(english["flags"])
    assert {s: set(w) for s, w in chinese.items()} == {s: set(w) for s, w in english.items()}
    used = set(re.findall(r"words\.(\w+)\.(\w+)", script()))
    assert all(name in chinese[section] for section, name in used), used
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"//.*|（原文）|[：（）；、]", "", script()))


def test_json_cannot_close_its_script() -> None:
    hostile = "</script><!--<script>\u2028"
    assert "<" not in harmless_json({hostile: [hostile]})


def test_assets_are_what_the_hashes_are_of() -> None:
    assert "\r" not in script() + style()  # a browser hashes the page with plain line ends
    assert "</script" not in script()


def test_departments_side_by_side_link_to_their_records(made: Made, page: str) -> None:
    section = page[page.index('id="comparison"') : page.index('id="records"')]
    ids = set(re.findall(r'href="#record=([^"&]+)&amp;field=target_text"', section))
    indicators = open_dataset(made[0]).indicators.set_index("id")
    shared = indicators.loc[sorted(ids)]
    assert {"公用经费控制率", "在职人员控制率"} <= set(shared["indicator_name"])
    assert set(shared["document"]) == {"seed.pdf", "points.docx"}


def test_the_share_of_quantitative_targets_is_that_a_person_counted(page: str) -> None:
    assert "53.6% · 30/56" in page  # the seed, by hand


def test_findings_are_those_of_the_audit(made: Made, page: str) -> None:
    lines = jixiao("audit", made[0], "--format", "jsonl").stdout.splitlines()
    counted = sum(len(json.loads(line).get("findings", ())) for line in lines)
    found = data_of(page)["findings"]
    assert len(found) == counted > 0
    assert len({each["id"] for each in found}) == counted
    for each in found:
        assert f'href="#finding={each["id"]}"' in page


def test_pages_with_findings_keep_their_pictures_longest(made: Made) -> None:
    contents = gather(open_dataset(made[0]), read_settings(None, ["Q4"]))
    marked = {
        quote.page for each in contents.found for quote in each.quotes if quote.page is not None
    }
    unmarked = {1, 2, 3, 4} - marked
    assert marked
    assert min(unmarked) < min(marked)  # in the order of the file they would come first
    asked: list[int] = []

    def take(wanted: Sequence[tuple[Wanted, str]]) -> Iterator[Conversion]:
        for one, name in wanted:
            asked.append(max((dpi for _, dpi in one.pages), default=0))
            pictures = tuple(Picture(page, 595, 842, bytes(30_000)) for page, _ in one.pages)
            yield Pictured(Document(name, "", "pdf"), pictures=pictures)

    documents = contents.documents
    originals = {
        sha256: Input(Path("x"), name, 0, 0)
        for name, sha256 in zip(
            documents.column("document"), documents.column("sha256"), strict=True
        )
    }
    room = len(marked) * 41_000
    shown = illustrate(contents, originals, room, take)
    assert {page for _, page in shown.pictures} == marked
    assert {page for name, page in shown.left_out if name == "seed.pdf"} == unmarked
    assert asked[-1] == min(one for one in asked if one)  # the coarsest was tried before
