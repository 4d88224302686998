"""Second opinions: the other readers find what pdfium finds, and differences are told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from conftest import CORPUS
from reportlab.pdfgen.canvas import Canvas
from test_pdf_reader import WORDS, draw, stroke_grid, texts, write_words

import jixiao
from extractor.model import Box, Conversion, Document, Form, Indicator, Page, Place
from extractor.opening import READERS, FileKind, open_pages
from extractor.pdf.boxes import grid_of
from extractor.pdf.camelot_reader import read_pdf_with_camelot
from extractor.pdf.plumber import read_pdf_with_pdfplumber
from extractor.pdf.reader import read_pdf
from jixiao.crosscheck import FLAG, TEXTS, agreement, cross_checked, disagreements
from jixiao.pipeline import Options, convert_file

Read = Callable[[Path], Iterator[Page]]
OTHERS: dict[str, Read] = {
    "pdfplumber": read_pdf_with_pdfplumber,
    "camelot": read_pdf_with_camelot,
}
PDFS = [
    "seed/seed-a3.pdf",
    "seed/seed-a4.pdf",
    "seed/seed-cutrows.pdf",
    "seed/seed-midlabel.pdf",
    "central-project/central-project.pdf",
    "flat-list/flat-list.pdf",
    "flat-list/flat-list-plain.pdf",
]
NEAR = 3.0  # points
UPSIDE_DOWN = pytest.mark.xfail(
    strict=True, reason="camelot rights text that runs up or down the page, not upside down"
)


@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("name", PDFS)
def test_the_same_indicators_in_the_same_places(name: str, reader: str) -> None:
    ours = convert_file(CORPUS / name)
    other = convert_file(CORPUS / name, Options(reader=reader))
    assert ours.indicators
    assert [_texts(i) for i in other.indicators] == [_texts(i) for i in ours.indicators]
    for one, two in zip(ours.indicators, other.indicators, strict=True):
        for field, places in one.cells.items():
            for a, b in zip(places, two.cells[field], strict=True):
                assert a.page == b.page
                assert a.bbox is not None
                assert b.bbox == pytest.approx(a.bbox, abs=NEAR), (one.level3, field)


def _texts(indicator: Indicator) -> list[str | None]:
    texts = [getattr(indicator, name) for name in TEXTS]
    return [None if text is None else "".join(text.split()) for text in texts]


@pytest.mark.parametrize("name", ["central-project/central-project.pdf", "flat-list/flat-list.pdf"])
def test_pdfplumber_gives_the_very_same_texts(name: str) -> None:
    ours = convert_file(CORPUS / name)
    other = convert_file(CORPUS / name, Options(reader="pdfplumber"))
    fields = ("level1", "level2", "level3", "operator_text", "target_text", "unit_text")
    for one, two in zip(ours.indicators, other.indicators, strict=True):
        assert [getattr(two, f) for f in fields] == [getattr(one, f) for f in fields]


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize(
    ("reader", "rotation"),
    [
        pytest.param(name, turn, marks=[UPSIDE_DOWN] if (name, turn) == ("camelot", 180) else [])
        for name in OTHERS
        for turn in (0, 90, 180, 270)
    ],
)
def test_boxes_lie_on_the_page_as_displayed(
    tmp_path: Path, rotation: int, moved: bool, reader: str
) -> None:
    """Turned, and with a CropBox inside a MediaBox that does not begin at 0."""
    document = pypdfium2.PdfDocument(CORPUS / "seed" / "seed-midlabel.pdf")
    page = document[0]
    if moved:
        left, bottom, right, top = page.get_mediabox()
        page.set_mediabox(left - 31, bottom - 17, right + 5, top + 11)
        page.set_cropbox(left, bottom, right - 10, top - 20)
    page.set_rotation(rotation)
    for index in range(len(document) - 1, 0, -1):
        document.del_page(index)
    document.save(tmp_path / "turned.pdf")
    [ours] = read_pdf(tmp_path / "turned.pdf")
    [other] = OTHERS[reader](tmp_path / "turned.pdf")
    expected = [(cell.text, cell.parts[0].bbox) for cell in ours.fragments[0].cells]
    found = [(cell.text, cell.parts[0].bbox) for cell in other.fragments[0].cells]
    assert [text for text, _ in found] == [text for text, _ in expected]
    for (text, a), (_, b) in zip(expected, found, strict=True):
        assert b == pytest.approx(a, abs=NEAR), text


@pytest.mark.parametrize("reader", OTHERS)
def test_a_page_drawn_sideways(tmp_path: Path, reader: str) -> None:
    """The content lies on its side and no /Rotate rights it."""

    def paint(canvas: Canvas) -> None:
        canvas.translate(450, 0)
        canvas.rotate(90)
        canvas.translate(0, -380)
        stroke_grid(canvas)
        write_words(canvas)

    path = draw(tmp_path / "a.pdf", paint)
    [ours], [other] = read_pdf(path), OTHERS[reader](path)
    assert texts(other.fragments[0]) == [list(row) for row in WORDS]
    for one, two in zip(ours.fragments[0].cells, other.fragments[0].cells, strict=True):
        assert two.parts[0].bbox == pytest.approx(one.parts[0].bbox, abs=NEAR)


def test_cells_that_a_page_break_leaves_open_are_cells(tmp_path: Path) -> None:
    """pdfplumber finds no cell without all four sides; its lines tell the rest."""

    def paint(canvas: Canvas) -> None:
        xs, ys = (72, 172, 272, 372), (700, 670, 640, 610)
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
        for y in ys:
            canvas.line(xs[1], y, xs[-1], y)  # the first column is open at both ends
        canvas.drawString(xs[0] + 8, ys[1] - 18, "1")
        canvas.drawString(xs[1] + 8, ys[1] - 18, "2")

    [page] = read_pdf_with_pdfplumber(draw(tmp_path / "a.pdf", paint))
    first = page.fragments[0].cells[0]
    assert (first.text, first.row_span, first.open_top, first.open_bottom) == ("1", 3, True, True)


@pytest.mark.parametrize("reader", OTHERS)
def test_clipped_text_is_not_seen_but_kept(tmp_path: Path, reader: str) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(172, 640, 100, 30)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(177, 682, "1")
        canvas.drawString(177, 652, "2")
        canvas.restoreState()

    [page] = OTHERS[reader](draw(tmp_path / "a.pdf", paint))
    cells = {(cell.row, cell.col): cell for cell in page.fragments[0].cells}
    assert cells[0, 1].text == ""
    assert cells[1, 1].text == "2"
    assert cells[1, 1].parts[0].whole_text == "12"


def test_white_shapes_and_doubled_text(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.setFillGray(1)
        canvas.rect(180, 648, 60, 14, stroke=0, fill=1)
        canvas.setFillGray(0)
        write_words(canvas)
        canvas.translate(0.3, 0)
        write_words(canvas)

    [page] = read_pdf_with_pdfplumber(draw(tmp_path / "a.pdf", paint))
    assert texts(page.fragments[0]) == [list(row) for row in WORDS]


def test_boxes_become_spans_on_one_grid() -> None:
    boxes = [Box(0, 0, 50, 40), Box(50, 0, 100, 20), Box(50, 20, 80, 40), Box(80, 20.5, 100, 40)]
    grid = grid_of(boxes)
    assert grid is not None
    assert [tuple(region[:4]) for region in grid.regions] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]
    assert grid_of(boxes[:1]) is None


@pytest.mark.parametrize("reader", OTHERS)
def test_bad_files_give_their_code(tmp_path: Path, reader: str) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("geheim", ownerPassword="owner")
    canvas = Canvas(str(tmp_path / "locked.pdf"), pagesize=(450, 800), encrypt=lock)
    stroke_grid(canvas)
    canvas.drawString(180, 682, "open")
    canvas.save()
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\0\xff" * 500)
    for name, code in (("locked.pdf", "pdf.encrypted"), ("bad.pdf", "pdf.damaged")):
        conversion = convert_file(tmp_path / name, Options(reader=reader))
        assert [problem.code for problem in conversion.problems] == [code]
    pages = open_pages(tmp_path / "locked.pdf", FileKind("pdf", ""), reader, "geheim")
    assert [cell.text for cell in next(pages).fragments[0].cells if cell.text] == ["open"]


def test_there_are_three_readers() -> None:
    assert ["pdfium", *OTHERS] == list(READERS)
    with pytest.raises(ValueError, match="no reader 'other'"):
        open_pages(CORPUS / PDFS[0], FileKind("pdf", ""), "other")
    with pytest.raises(ValueError, match="against itself"):
        convert_file(CORPUS / PDFS[0], Options(cross_check="pdfium"))


def made(*indicators: Indicator) -> Conversion:
    forms = tuple(Form(name, "a.pdf", "", 1, (1,)) for name in sorted({i.form for i in indicators}))
    return Conversion(Document("a.pdf", "", "pdf"), forms, indicators)


def row(number: int, page: int = 1, form: str = "f1", **fields: str) -> Indicator:
    """A made indicator in the row that begins ``20 × number`` points down the page."""
    box = Box(50, 20 * number, 500, 20 * number + 20)
    label = Box(10, 20, 50, 400)
    cells = {
        "level1": (Place(page, 1, 1, 1, label),),
        "level3": (Place(page, 1, number, 2, box),),
    }
    plain = Indicator(f"{form}-{number}", form, "a.pdf", "", page, 1, number, 1, box, cells=cells)
    named = replace(plain, level1="产出指标", level3=f"名称{number}", target_text="≥1")
    return replace(named, **fields)  # type: ignore[arg-type]


def test_a_row_is_flagged_where_a_text_differs() -> None:
    ours = made(row(1), row(2), row(3))
    other = made(row(1), row(2, target_text="≥7", level3="名 称2"), row(3))
    assert disagreements(ours, other) == [(), ("target_text",), ()]
    checked = cross_checked(ours, other)
    assert [FLAG in i.flags for i in checked.indicators] == [False, True, False]
    assert checked.forms[0].agreement == pytest.approx(8 / 9)


def test_a_row_is_matched_by_its_place_whatever_else_moved() -> None:
    ours = made(row(1), row(2), row(3))
    other = made(row(2, level3="别的", target_text="≥7"), row(3), row(9))
    assert disagreements(ours, other) == [
        ("level1", "level3", "target_text"),
        ("level3", "target_text"),
        (),
    ]
    assert agreement(ours, other) == {"f1": pytest.approx(4 / 12)}  # nor have we row 9


def test_null_and_empty_differ_and_pages_are_not_mixed() -> None:
    ours = made(row(1, unit_text=""), row(2, page=2))
    other = made(row(1), row(2, page=3))
    assert disagreements(ours, other) == [
        ("unit_text",),
        ("level1", "level3", "target_text"),
    ]


def test_forms_have_their_own_agreement_and_none_without_a_check() -> None:
    ours = made(row(1), row(2, form="f2"))
    other = made(row(1, form="g1"), row(2, form="g2", target_text="≥7"))
    checked = cross_checked(ours, other)
    assert [form.agreement for form in checked.forms] == [1.0, pytest.approx(2 / 3)]
    assert [form.agreement for form in ours.forms] == [None, None]


def test_a_reader_that_fails_tells_why_and_flags_nothing() -> None:
    failed = convert_file(CORPUS / "absent.pdf")
    checked = cross_checked(made(row(1)), failed)
    assert checked.document.ok
    assert checked.problems == failed.problems
    assert checked.indicators == (row(1),)
    assert checked.forms[0].agreement is None


def test_convert_with_a_cross_check() -> None:
    path = CORPUS / "flat-list" / "flat-list-plain.pdf"
    plain, checked = convert_file(path), convert_file(path, Options(cross_check="pdfplumber"))
    assert checked.indicators == plain.indicators
    assert {form.agreement for form in checked.forms} == {1.0}
    assert [replace(form, agreement=None) for form in checked.forms] == list(plain.forms)
    word = convert_file(CORPUS / "flat-list" / "flat-list.docx", Options(cross_check="pdfplumber"))
    assert {form.agreement for form in word.forms} == {None}


def test_read_with_a_cross_check() -> None:
    path = CORPUS / "flat-list" / "flat-list-plain.pdf"
    report = jixiao.read(path, cross_check="pdfplumber")
    assert {form.agreement for form in report.forms} == {1.0}
    assert report.tables
    assert not any(FLAG in indicator.flags for indicator in report.indicators)
    assert {form.agreement for form in jixiao.read(path).forms} == {None}
    with pytest.raises(ValueError, match="against itself"):
        jixiao.read(path, cross_check="pdfium")


def test_the_command_line_takes_a_second_reader(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")

    path = CORPUS / "flat-list" / "flat-list-plain.pdf"
    shown = run("show", path, "--cross-check", "pdfplumber")
    assert shown.returncode == 0, shown.stderr
    assert "agreement 100.0%" in shown.stdout
    same = run("show", path, "--cross-check", "pdfplumber", "--reader", "pdfplumber")
    assert same.returncode == 2
    done = run("convert", path, "--out", tmp_path, "--cross-check", "pdfplumber")
    assert done.returncode == 0, done.stderr
    forms = pq.read_table(tmp_path / "forms")
    assert set(forms.column("agreement").to_pylist()) == {1.0}
