"""What a page shows, however it is drawn. Each test draws one habit of real files."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from conftest import CORPUS
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.codes import DocumentError
from extractor.model import Fragment, Page
from extractor.pdf.reader import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
XS, YS = (72, 172, 272, 372), (700, 670, 640, 610)
ORDINARY = (("项目", "收入预算", "支出"), ("基本", "12.50", "3.00"), ("合计", "15.50", "3.00"))
WORDS = (
    ("一级指标", "三级指标", "指标值"),
    ("产出指标", "培训人数", "≥30人"),
    ("", "合格率", "=90%"),
)


def draw(
    path: Path, paint: Callable[[Canvas], None], size: tuple[float, float] = (450, 800)
) -> Path:
    canvas = Canvas(str(path), pagesize=size)
    canvas.setFont(FONT, 10)
    paint(canvas)
    canvas.save()
    return path


def write_words(canvas: Canvas, words: Sequence[Sequence[str]] = WORDS) -> None:
    canvas.setFont(FONT, 10)
    for row, line in enumerate(words):
        for col, word in enumerate(line):
            canvas.drawString(XS[col] + 8, YS[row] - 18, word)


def stroke_grid(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def first(path: Path) -> Page:
    return next(iter(read_pdf(path)))


def table(path: Path) -> Fragment:
    [fragment] = first(path).fragments
    return fragment


def texts(fragment: Fragment) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(fragment.n_rows)]
    for cell in fragment.cells:
        rows[cell.row].append(cell.text)
    return rows


def rectangles(canvas: Canvas) -> None:
    """Lines as thin filled rectangles."""
    for y in YS:
        canvas.rect(XS[0], y - 0.3, XS[-1] - XS[0], 0.6, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x - 0.3, YS[-1], 0.6, YS[0] - YS[-1], stroke=0, fill=1)


def frames(canvas: Canvas) -> None:
    """A stroked frame a cell, so that every line is drawn twice."""
    for top, bottom in itertools.pairwise(YS):
        for left, right in itertools.pairwise(XS):
            canvas.rect(left + 0.4, bottom + 0.4, right - left - 0.8, top - bottom - 0.8)


def broken(canvas: Canvas) -> None:
    """Lines in short pieces with gaps, ending a little short of each other."""
    for y in YS:
        for x in range(XS[0] + 2, XS[-1] - 8, 10):
            canvas.line(x, y, x + 8, y)
    for x in XS:
        for y in range(YS[-1] + 2, YS[0] - 6, 8):
            canvas.line(x, y, x, y + 6)


def backgrounds(canvas: Canvas) -> None:
    """No lines at all, only a coloured background a cell."""
    canvas.setFillGray(0.85)
    for top, bottom in itertools.pairwise(YS):
        for left, right in itertools.pairwise(XS):
            canvas.rect(left + 1, bottom + 1, right - left - 2, top - bottom - 2, stroke=0, fill=1)
    canvas.setFillGray(0)


@pytest.mark.parametrize("lines", [stroke_grid, rectangles, frames, broken, backgrounds])
def test_any_way_of_drawing_lines(tmp_path: Path, lines: Callable[[Canvas], None]) -> None:
    def paint(canvas: Canvas) -> None:
        lines(canvas)
        write_words(canvas)

    assert texts(table(draw(tmp_path / "a.pdf", paint))) == [list(row) for row in WORDS]


def test_one_path_for_the_whole_grid(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for y in YS:
            path.moveTo(XS[0], y)
            path.lineTo(XS[-1], y)
        for x in XS:
            path.moveTo(x, YS[0])
            path.lineTo(x, YS[-1])
        canvas.drawPath(path)
        write_words(canvas)

    assert texts(table(draw(tmp_path / "a.pdf", paint))) == [list(row) for row in WORDS]


def test_white_lines_are_not_seen(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setStrokeGray(1)
        stroke_grid(canvas)
        write_words(canvas, ORDINARY)

    assert first(draw(tmp_path / "a.pdf", paint)).fragments == ()


def test_text_drawn_twice_counts_once(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        write_words(canvas)
        canvas.translate(0.3, 0)
        write_words(canvas)

    assert texts(table(draw(tmp_path / "a.pdf", paint))) == [list(row) for row in WORDS]


def test_merged_cells_and_vertical_labels(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for y in (YS[0], YS[3]):
            canvas.line(XS[0], y, XS[-1], y)
        for y in YS[1:3]:
            canvas.line(XS[1], y, XS[-1], y)
        for x in XS:
            canvas.line(x, YS[0], x, YS[-1])
        for i, character in enumerate("产出指标"):
            canvas.drawString(XS[0] + 40, YS[0] - 25 - 14 * i, character)
        for row in range(3):
            canvas.drawString(XS[1] + 5, YS[row] - 18, f"名称{row}")

    fragment = table(draw(tmp_path / "a.pdf", paint))
    label = fragment.cells[0]
    assert (label.row_span, label.text) == (3, "产出指标")
    assert [cell.text for cell in fragment.cells if cell.col == 1] == ["名称0", "名称1", "名称2"]


def test_clipped_text_is_not_seen_but_kept(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        write_words(canvas, WORDS[:1])
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(XS[1], YS[2], XS[2] - XS[1], YS[1] - YS[2])
        canvas.clipPath(clip, stroke=0)
        canvas.setFont(FONT, 10)
        canvas.drawString(XS[1] + 5, YS[0] - 12, "藏在表头下")  # under the header: not seen
        canvas.drawString(XS[1] + 5, YS[1] - 18, "看得见")
        canvas.restoreState()

    fragment = table(draw(tmp_path / "a.pdf", paint))
    by_place = {(cell.row, cell.col): cell for cell in fragment.cells}
    assert by_place[0, 1].text == "三级指标"
    cut = by_place[1, 1]
    assert cut.text == "看得见"
    assert cut.parts[0].whole_text == "藏在表头下看得见"
    assert cut.flags == ("cell.cut",)


def test_text_that_overflows_its_cell_stays_with_it(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.drawString(XS[1] + 8, YS[1] - 18, "一个比单元格还要长的指标名称")

    rows = texts(table(draw(tmp_path / "a.pdf", paint)))
    assert rows[1] == ["", "一个比单元格还要长的指标名称", ""]


def test_lowered_figures_stay_in_their_line(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.drawString(XS[1] + 5, YS[1] - 12, "细颗粒物PM")
        canvas.setFont(FONT, 6)
        canvas.drawString(XS[1] + 68, YS[1] - 14, "2.5")
        canvas.setFont(FONT, 10)
        canvas.drawString(XS[1] + 78, YS[1] - 12, "年")
        canvas.drawString(XS[1] + 5, YS[1] - 24, "均浓度")

    assert texts(table(draw(tmp_path / "a.pdf", paint)))[1][1] == "细颗粒物PM2.5年均浓度"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_drawn_sideways_and_turned_upright(tmp_path: Path, rotation: int) -> None:
    """As landscape tables are published: the content lies on its side, /Rotate rights it."""

    def paint(canvas: Canvas) -> None:
        width, height = 450, 800
        canvas.saveState()
        if rotation == 90:
            canvas.translate(width, 0)
        elif rotation == 180:
            canvas.translate(width, height)
        else:
            canvas.translate(0, height)
        canvas.rotate(rotation)
        canvas.translate(0, -380)
        stroke_grid(canvas)
        write_words(canvas)
        canvas.restoreState()

    size = (450, 800)
    path = draw(tmp_path / "flat.pdf", paint, size)
    document = pypdfium2.PdfDocument(path)
    document[0].set_rotation(rotation)
    document.save(tmp_path / "turned.pdf")
    for name in ("flat.pdf", "turned.pdf"):
        assert texts(table(tmp_path / name)) == [list(row) for row in WORDS]


def test_a_page_without_lines_has_no_table(tmp_path: Path) -> None:
    page = first(draw(tmp_path / "a.pdf", lambda canvas: write_words(canvas, ORDINARY)))
    assert page.fragments == ()
    assert "收入预算" in " ".join(line.text for line in page.lines)


def test_an_empty_page_and_a_page_of_one_point(tmp_path: Path) -> None:
    assert first(draw(tmp_path / "a.pdf", lambda canvas: None)).n_chars == 0
    assert first(draw(tmp_path / "b.pdf", lambda canvas: None, size=(1, 1))).fragments == ()


def test_a_scanned_page_says_so(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("L", (400, 700), 200).save(picture)
    path = draw(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(str(picture), 0, 0, 450, 800))
    page = first(path)
    assert page.scanned
    assert [problem.code for problem in page.problems] == ["page.scanned"]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0\xff" * 500])
def test_damaged_files_give_their_code(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        list(read_pdf(path))
    assert caught.value.code == "pdf.damaged"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("moved", [False, True])
def test_boxes_lie_on_the_page_as_displayed(tmp_path: Path, rotation: int, moved: bool) -> None:
    """What is cropped from the rendered page by a cell's box is the cell as seen.

    The same page is rendered upright and turned (and with its origin moved); the
    crops must be the same picture, and hold the same text.
    """
    plain = CORPUS / "seed" / "seed-cutrows.pdf"
    turned = tmp_path / "turned.pdf"
    document = pypdfium2.PdfDocument(plain)
    page = document[0]
    if moved:
        left, bottom, right, top = page.get_mediabox()
        page.set_mediabox(left - 36, bottom - 18, right + 20, top + 44)
        page.set_cropbox(left - 12, bottom - 10, right + 8, top + 20)
    page.set_rotation(rotation)
    document.save(turned)
    upright, other = first(plain).fragments[0], first(turned).fragments[0]
    assert sorted(cell.text for cell in other.cells) == sorted(cell.text for cell in upright.cells)
    wanted = {cell.text: cell for cell in upright.cells if len(cell.text) > 3}
    found = {cell.text: cell for cell in other.cells if len(cell.text) > 3}
    before, after = picture(plain), picture(turned)
    for text in list(wanted)[:12]:
        one = crop(before, wanted[text])
        two = crop(after, found[text]).rotate(rotation, expand=True)
        assert abs(one.width - two.width) <= 2
        assert abs(one.height - two.height) <= 2
        assert difference(one, two) < 12, text


SCALE = 2.0


def picture(path: Path):  # type: ignore[no-untyped-def]
    return pypdfium2.PdfDocument(path)[0].render(scale=SCALE).to_pil().convert("L")


def crop(image, cell):  # type: ignore[no-untyped-def]
    return image.crop([round(v * SCALE) for v in cell.parts[0].bbox])


def difference(one, two) -> float:  # type: ignore[no-untyped-def]
    """The mean difference of two pictures of (nearly) one size, blurred by a pixel."""
    from PIL import ImageChops, ImageFilter, ImageStat

    two = two.resize(one.size).filter(ImageFilter.GaussianBlur(2))
    changed = ImageChops.difference(one.filter(ImageFilter.GaussianBlur(2)), two)
    return float(ImageStat.Stat(changed).mean[0])


def test_narrow_letters_side_by_side_are_no_doubles(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(XS[1] + 5, YS[1] - 18, "filled 111 will")

    assert texts(table(draw(tmp_path / "a.pdf", paint)))[1][1] == "filled 111 will"


def test_text_of_form_fields_is_read(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        canvas.acroForm.textfield(
            name="field",
            value="filled in",
            x=XS[1] + 2,
            y=YS[2] + 4,
            width=90,
            height=20,
            fillColor=Color(1, 1, 1),
            borderColor=Color(1, 1, 1),
        )

    assert texts(table(draw(tmp_path / "a.pdf", paint)))[1][1] == "filled in"


def test_text_without_a_unicode_map_is_a_problem_not_garbage(tmp_path: Path) -> None:
    plain = (CORPUS / "seed" / "seed-midlabel.pdf").read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(plain.replace(b"/ToUnicode", b"/ToNothing"))
    page = first(path)
    assert [problem.code for problem in page.problems] == ["pdf.unmapped_text"]
    words = "".join(cell.text for fragment in page.fragments for cell in fragment.cells)
    assert set(words) <= {"\ufffd", " "}


def test_encrypted_files_need_their_password(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def encrypted(name: str, user: str) -> Path:
        lock = StandardEncryption(user, ownerPassword="owner", canPrint=0, canCopy=0)
        canvas = Canvas(str(tmp_path / name), pagesize=(450, 800), encrypt=lock)
        stroke_grid(canvas)
        write_words(canvas)
        canvas.save()
        return tmp_path / name

    locked = encrypted("locked.pdf", "geheim")
    with pytest.raises(DocumentError) as caught:
        first(locked)
    assert caught.value.code == "pdf.encrypted"
    with pytest.raises(DocumentError):
        list(read_pdf(locked, password="wrong"))
    opened = next(iter(read_pdf(locked, password="geheim")))
    assert texts(opened.fragments[0]) == [list(row) for row in WORDS]
    assert texts(table(encrypted("owner.pdf", ""))) == [list(row) for row in WORDS]


def test_a_page_of_200_000_paths_is_told_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(450, 800))
    canvas._code.append("0 0 m 1 1 l S\n" * 200_000)
    canvas.showPage()
    write_words(canvas)
    canvas.save()
    pages = list(read_pdf(path))
    assert [problem.code for problem in pages[0].problems] == ["pdf.page_too_complex"]
    assert pages[1].n_chars > 10


def test_a_huge_page(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        stroke_grid(canvas)
        write_words(canvas)

    assert texts(table(draw(tmp_path / "a.pdf", paint, size=(14_400, 14_400)))) == [
        list(row) for row in WORDS
    ]


@pytest.mark.parametrize("line", [YS[0], YS[1]])
def test_a_row_with_one_line_above_or_below_is_a_table(tmp_path: Path, line: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.line(XS[0], line, XS[-1], line)
        for x in XS:
            canvas.line(x, YS[0], x, YS[1])
        write_words(canvas, WORDS[1:2])

    fragment = table(draw(tmp_path / "a.pdf", paint))
    assert texts(fragment) == [["产出指标", "培训人数", "≥30人"]]


def test_one_line_with_uprights_of_all_heights_is_no_table(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.line(XS[0], YS[0], XS[-1], YS[0])
        for x, y in zip(XS, (690, 640, 580, 670), strict=True):
            canvas.line(x, YS[0], x, y)
        write_words(canvas, WORDS[1:2])

    assert first(draw(tmp_path / "a.pdf", paint)).fragments == ()
