"""``jixiao report`` in a real Chromium, driven by Playwright; skipped where there is none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conftest import CORPUS
from pages import HOSTILE, HOSTILE_NAMES, converted, jixiao, report, write_hostile

from jixiao.dataset import open_dataset

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CONTRAST = """() => {
  const luminance = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!own || !box.width || element.disabled) continue;
    if (element.closest("svg, script, noscript")) continue;
    const x = luminance(numbers(getComputedStyle(element).color));
    const y = luminance(ground(element));
    const contrast = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    if (contrast < 4.5) low.push(`${element.tagName} ${element.className} ${contrast.toFixed(1)}`);
  }
  return low;
}"""


class Opened:
    """A page in the browser, with all it complained of and all it asked for."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.path = page, path
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url[:60]))

    def go(self, to: str = "") -> Any:
        self.page.goto(self.path.as_uri() + to)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page

    def clean(self) -> bool:
        """Whether nothing was complained of, nor asked for but the page and its pictures."""
        elsewhere = [url for url in self.asked if not url.startswith(("file:", "data:image/webp"))]
        return not self.complaints and not elsewhere


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("browsed")
    dataset, originals = converted(folder)
    report(dataset, folder / "r.html", "--documents", originals)
    return dataset, folder / "r.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(made: tuple[Path, Path], browser: Any) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(10_000)
    yield Opened(page, made[1])
    page.close()


def test_the_page_opens_without_errors_and_asks_for_nothing(opened: Opened) -> None:
    page = opened.go()
    assert page.text_content("h1") == "绩效目标审核报告"
    assert page.locator("#charts svg").count() >= 4
    assert page.locator("#table tbody tr").count() == 50
    assert opened.clean(), (opened.complaints, opened.asked)


def test_filters_keep_the_rows_that_pass(opened: Opened) -> None:
    page = opened.go()
    page.fill("#text", "满意度")
    count = page.locator("#table tbody tr").count()
    assert 0 < count < 50
    assert all("满意度" in text for text in page.locator("#table tbody tr").all_text_contents())
    page.fill("#text", "满意度 没有这个词")
    assert page.locator("#table tbody").text_content() == "没有符合条件的记录。"
    page.click("button[type=reset]")
    sync_api.expect(page.locator("#table tbody tr")).to_have_count(50)
    page.locator("select[data-field=indicator_class]").select_option(label="时效")
    classes = page.locator("#table tbody td.c-short").all_text_contents()
    assert set(classes) == {"时效"}
    page.select_option("#kind", "funds")
    assert "资金总额" in (page.locator("#table tbody").text_content() or "")
    assert opened.clean()


def test_columns_sort_and_say_so(opened: Opened) -> None:
    page = opened.go()
    head = page.locator("#table thead th", has_text="页")
    page.click("#table thead button:has-text('页')")
    assert head.get_attribute("aria-sort") == "ascending"
    page.click("#table thead button:has-text('页')")
    assert head.get_attribute("aria-sort") == "descending"
    first = page.locator("#table tbody tr").first.locator("td").last.text_content()
    assert first == "4"


def test_a_value_opens_its_page_with_the_cell_marked(
    made: tuple[Path, Path], opened: Opened
) -> None:
    page = opened.go()
    page.fill("#text", "seed.pdf 中长期规划制定健全性")
    page.click("#table tbody td.c-value a")
    page.wait_for_selector("dialog[open] .mark.chosen")
    page.evaluate("document.querySelector('.leaf img').decode()")
    where = page.evaluate(
        """() => {
          const leaf = document.querySelector(".leaf").getBoundingClientRect();
          const mark = document.querySelector(".mark.chosen").getBoundingClientRect();
          return [(mark.left - leaf.left) / leaf.width, (mark.top - leaf.top) / leaf.height,
                  (mark.right - leaf.left) / leaf.width, (mark.bottom - leaf.top) / leaf.height];
        }"""
    )
    [cells] = open_dataset(made[0]).query(
        "SELECT cells FROM indicators WHERE level3 = '中长期规划制定健全性'"
    )["cells"]
    x0, top, x1, bottom = json.loads(cells)["target_text"][0]["bbox"]
    width, height = pypdfium2.PdfDocument(CORPUS / "seed" / "seed-a4.pdf")[0].get_size()
    assert where == pytest.approx(
        [x0 / width, top / height, x1 / width, bottom / height], abs=0.001
    )
    assert page.text_content(".mark.chosen .label") == "指标值"
    assert "健全" in page.text_content("#viewer-said tr.chosen")
    assert opened.clean(), opened.complaints


def test_a_word_value_opens_its_table_with_the_cell_marked(opened: Opened) -> None:
    page = opened.go()
    page.fill("#text", HOSTILE.lower().split(" ")[0])
    value = page.locator("#table tbody td.c-value a").first
    text = value.text_content()
    value.click()
    assert text in page.text_content("dialog .word td.chosen")
    assert page.text_content("dialog .source") == HOSTILE
    assert opened.clean(), opened.complaints


def test_hostile_cells_are_text_and_break_nothing(
    browser: Any, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    write_hostile(tmp_path / "in" / "hostile.docx")
    assert jixiao("convert", tmp_path / "in", "--out", tmp_path / "dataset").returncode == 0
    report(tmp_path / "dataset", tmp_path / "r.html", "--documents", tmp_path / "in")
    opened.path = tmp_path / "r.html"
    page = opened.go()
    page.set_viewport_size({"width": 390, "height": 850})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for name in HOSTILE_NAMES:
        page.fill("#text", name[:40].lower())
        link = page.locator("#table tbody td.c-name a").first
        assert link.text_content() == name
        link.click()
        assert page.text_content("#viewer-said tr.chosen .verbatim") == name
        assert name in page.text_content("dialog .word td.chosen")
        page.click("#viewer-close")
    page.fill("#text", "检查次数")
    assert "符合 199 条" in page.text_content("#count")
    assert page.locator("img[src=x]").count() == 0
    assert opened.clean(), opened.complaints


def test_a_finding_opens_its_cells(opened: Opened) -> None:
    page = opened.go()
    page.locator("#findings a.look").first.click()
    page.wait_for_selector("dialog[open]")
    assert page.locator("dialog .mark.chosen, dialog td.chosen").count() == 1
    rule = page.text_content("#viewer-title")
    page.click("#viewer-next")
    page.click("#viewer-previous")
    assert page.text_content("#viewer-title") == rule
    page.locator("#viewer-said a", has_text="记录").first.click()
    assert "推算值" in page.text_content("#viewer-said")


def test_links_to_a_record_and_to_none(made: tuple[Path, Path], opened: Opened) -> None:
    [id] = open_dataset(made[0]).query(
        "SELECT id FROM indicators WHERE level3 = '中长期规划制定健全性'"
    )["id"]
    page = opened.go(f"#record={id}&field=level3")
    assert page.text_content(".mark.chosen .label") == "三级指标"
    page.goto("about:blank")
    page = opened.go("#record=nothing")
    assert page.text_content("#viewer-title") == "没有这条记录：nothing"
    assert opened.clean(), opened.complaints


def test_the_keyboard_does_all(opened: Opened) -> None:
    page = opened.go()
    page.focus("#text")
    page.keyboard.type("满意度")
    link = page.locator("#table tbody a").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    assert link.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert link.evaluate("node => node === document.activeElement")
    page.wait_for_url(lambda url: "record" not in url)


@pytest.mark.parametrize("width", [1440, 390])
def test_contrast_and_width(opened: Opened, width: int) -> None:
    page = opened.go()
    page.set_viewport_size({"width": width, "height": 850})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for name, mark in (("seed.pdf", ".mark.chosen"), (HOSTILE, "td.chosen")):
        page.fill("#text", name.split(" ")[0])
        page.locator("#table tbody a").first.click()
        page.wait_for_selector(f"dialog {mark}")
        assert page.evaluate(CONTRAST) == []
        page.click("#viewer-close")


def test_print_has_every_finding_and_row(made: tuple[Path, Path], opened: Opened) -> None:
    page = opened.go()
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join("".join(p.get_textpage().get_text_range().split()) for p in printed)
    for name in open_dataset(made[0]).indicators["level3"]:
        assert "".join(name.split()) in text, name
    assert "清除筛选" not in text
    assert page.locator("#table tbody tr").count() == 50  # as it was before
    assert page.locator("#printed tr").count() == 0
