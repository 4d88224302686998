"""What of a page's text is read: what is laid over tables, cannot be seen or is crossed out is
left out and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import jixiao

SONG = "STSong-Light"
LEFT, WIDTHS, TALL, SIZE = 50.0, (80, 100, 180, 100), 20.0, 9
TOP = 760.0
ROWS = (
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "培训人次", "≥300人次"),
    ("产出指标", "质量指标", "培训合格率", "≥95%"),
    ("效益指标", "社会效益指标", "技能提升程度", "显著提升"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%"),
)
EXPECTED = [row[2:] for row in ROWS[1:]]

Draw = Callable[[Canvas], None]


def x_of(column: int) -> float:
    return LEFT + sum(WIDTHS[:column])


def y_of(row: int) -> float:
    """The baseline of a row's text."""
    return TOP - TALL * (row + 1) + 6.5


def put(canvas: Canvas, row: int, column: int, text: str, shift: float = 0.0) -> float:
    """Write into a cell; how wide the text is."""
    canvas.setFont(SONG, SIZE)
    canvas.drawString(x_of(column) + 4 + shift, y_of(row), text)
    return float(pdfmetrics.stringWidth(text, SONG, SIZE))


def table(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS) -> None:
    right, bottom = x_of(4), TOP - TALL * len(rows)
    canvas.setLineWidth(0.6)
    for i in range(len(rows) + 1):
        canvas.line(LEFT, TOP - TALL * i, right, TOP - TALL * i)
    for i in range(5):
        canvas.line(x_of(i), TOP, x_of(i), bottom)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            put(canvas, i, j, text)


def nothing(_: Canvas) -> None:
    pass


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., jixiao.Report]:
    """Reads a page with something drawn under and over its table, turned by degrees."""

    def drawn(
        over: Draw = nothing,
        under: Draw = nothing,
        rows: Sequence[Sequence[str]] = ROWS,
        turned: int = 0,
    ) -> jixiao.Report:
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        size = (595, 842) if turned in (0, 180) else (842, 595)
        canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=size)
        away = {0: (0, 0), 90: (842, 0), 180: (595, 842), 270: (0, 595)}[turned]
        canvas.translate(*away)
        canvas.rotate(turned)
        canvas.setFont(SONG, 16)
        canvas.drawString(180, 800, "项目支出绩效目标表")
        under(canvas)
        canvas.setFillGray(0)
        canvas.setFillAlpha(1)
        table(canvas, rows)
        over(canvas)
        canvas.save()
        return jixiao.read(tmp_path / "a.pdf")

    return drawn


Read = Callable[..., jixiao.Report]


def values(result: jixiao.Report) -> list[tuple[str | None, str | None]]:
    return [(row.level3, row.target_text) for row in result.indicators]


def codes(result: jixiao.Report) -> list[str]:
    return [told.code for told in result.problems]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_read_however_its_content_is_turned(read: Read, turned: int) -> None:
    result = read(turned=turned)
    assert values(result) == EXPECTED
    assert codes(result) == []
    [form] = result.forms
    assert form.title == "项目支出绩效目标表"


def watermark(
    text: str = "公示稿",
    *,
    degrees: float = 30,
    size: float = 40,
    color: Color | None = None,
    at: tuple[float, float] = (260, 710),
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(color or Color(0.8, 0.8, 0.8))
        canvas.setFont(SONG, size)
        canvas.translate(*at)
        canvas.rotate(degrees)
        canvas.drawCentredString(0, -size / 3, text)
        canvas.restoreState()

    return draw


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize(
    "mark",
    [
        watermark(),
        watermark(degrees=45, size=60),
        watermark(degrees=-20, size=30, color=Color(1, 0, 0)),
        watermark(degrees=45, size=9),
        watermark(degrees=30, size=12, color=Color(0, 0, 0, alpha=0.3)),
        watermark(degrees=0),
        watermark(degrees=0, size=30, color=Color(0, 0, 0), at=(250, 709)),
        watermark(degrees=0, size=24, color=Color(1, 0, 0, alpha=0.4), at=(400, 700)),
    ],
)
def test_a_watermark_is_no_text_of_cells(read: Read, mark: Draw, turned: int) -> None:
    for result in (read(over=mark, turned=turned), read(under=mark, turned=turned)):
        assert values(result) == EXPECTED
        assert codes(result) == ["pdf.watermark"]
        assert "公示稿" in result.problems[0].message_zh
        assert result.problems[0].page == 1


def test_a_tiled_watermark_is_told_once(read: Read) -> None:
    def tiles(canvas: Canvas) -> None:
        for x in range(80, 500, 90):
            for y in range(660, 780, 40):
                watermark("内部资料", size=11, at=(x, y))(canvas)

    result = read(under=tiles)
    assert values(result) == EXPECTED
    [told] = result.problems
    assert told.code == "pdf.watermark"
    assert told.message_zh.count("内部资料") == 1


def test_large_text_that_fits_its_cell_is_read(read: Read) -> None:
    def title(canvas: Canvas) -> None:
        canvas.rect(LEFT, TOP, x_of(4) - LEFT, 40)
        canvas.setFillGray(0.5)
        canvas.setFont(SONG, 22)
        canvas.drawString(LEFT + 60, TOP + 11, "培训项目绩效目标表")

    result = read(over=title)
    assert values(result) == EXPECTED
    assert codes(result) == []
    assert result.forms[0].title == "培训项目绩效目标表"


BLANK = (*ROWS[:2], ("产出指标", "数量指标", "", ""), *ROWS[2:])


def unseen(color: Color, ground: Draw = nothing) -> Draw:
    """Writes a name and a value into the blank cells in a color, on a ground."""

    def draw(canvas: Canvas) -> None:
        ground(canvas)
        canvas.setFillColor(color)
        put(canvas, 2, 2, "举办展览")
        put(canvas, 2, 3, "≥5场")

    return draw


def filled(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.1, 0.2, 0.5))
    canvas.rect(x_of(2), TOP - 3 * TALL, x_of(4) - x_of(2), TALL, stroke=0, fill=1)


def thick_line(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setStrokeColor(Color(0.1, 0.2, 0.5))
    canvas.setLineWidth(TALL - 2)
    canvas.line(x_of(2), TOP - 2.5 * TALL, x_of(4), TOP - 2.5 * TALL)
    canvas.restoreState()


def picture(canvas: Canvas) -> None:
    from PIL import Image

    image = ImageReader(Image.new("RGB", (8, 8), (40, 80, 120)))
    canvas.drawImage(image, LEFT, TOP - 3 * TALL, x_of(4) - LEFT, TALL)


WHITE, CLEAR = Color(1, 1, 1), Color(0, 0, 0, alpha=0)


@pytest.mark.parametrize("color", [WHITE, Color(1, 0.99, 1), CLEAR])
def test_text_that_cannot_be_seen_is_not_read(read: Read, color: Color) -> None:
    result = read(over=unseen(color), rows=BLANK)
    assert values(result) == EXPECTED
    [told] = result.problems
    assert (told.code, told.page) == ("pdf.hidden_text", 1)
    assert "举办展览、≥5场" in told.message_zh


def test_of_a_value_only_what_is_seen_is_read(read: Read) -> None:
    def rewritten(canvas: Canvas) -> None:
        canvas.setFillColor(WHITE)
        wide = put(canvas, 2, 3, "≥5场")
        canvas.setFillGray(0)
        put(canvas, 2, 2, "举办展览")
        put(canvas, 2, 3, "≥8场", wide)

    result = read(over=rewritten, rows=BLANK)
    assert ("举办展览", "≥8场") in values(result)
    assert codes(result) == ["pdf.hidden_text"]


@pytest.mark.parametrize(
    "draw",
    [
        unseen(WHITE, filled),
        unseen(WHITE, thick_line),
        unseen(WHITE, picture),
        unseen(CLEAR, picture),
        unseen(Color(0.8, 0.8, 0.8)),
    ],
)
def test_white_on_a_ground_and_grey_text_is_read(read: Read, draw: Draw) -> None:
    result = read(over=draw, rows=BLANK)
    assert ("举办展览", "≥5场") in values(result)
    assert codes(result) == []


def test_a_text_layer_of_no_ink_is_read(read: Read) -> None:
    """As OCR puts it behind the picture of a page (text rendering mode 3)."""

    def layer(canvas: Canvas) -> None:
        for column, text in ((2, "举办展览"), (3, "≥5场")):
            written = canvas.beginText(x_of(column) + 4, y_of(2))
            written.setFont(SONG, SIZE)
            written.setTextRenderMode(3)
            written.textOut(text)
            canvas.drawText(written)

    result = read(over=layer, rows=BLANK)
    assert ("举办展览", "≥5场") in values(result)
    assert codes(result) == []


def line(canvas: Canvas, row: int, column: int, start: float, end: float, height: float) -> None:
    """A line over part of a cell's text, so far over the baseline."""
    canvas.setLineWidth(0.5)
    x, y = x_of(column) + 4, y_of(row) + height
    canvas.line(x + start, y, x + end, y)


STRUCK, UNDER = 0.3 * SIZE, -0.12 * SIZE


def test_a_row_that_is_crossed_out_is_not_read(read: Read) -> None:
    def struck(canvas: Canvas) -> None:
        line(canvas, 2, 2, 0, put(canvas, 2, 2, "举办展览"), STRUCK)
        line(canvas, 2, 3, 0, put(canvas, 2, 3, "≥5场"), STRUCK)

    result = read(over=struck, rows=BLANK)
    assert values(result) == EXPECTED
    [told] = result.problems
    assert (told.code, told.severity) == ("pdf.struck_text", "warning")
    assert "举办展览、≥5场" in told.message_zh


@pytest.mark.parametrize("turned", [0, 90])
def test_of_a_cell_only_what_is_not_crossed_out_is_read(read: Read, turned: int) -> None:
    def rewritten(canvas: Canvas) -> None:
        put(canvas, 2, 2, "举办展览")
        wide = put(canvas, 2, 3, "≥5场")
        line(canvas, 2, 3, 0, wide, STRUCK)
        put(canvas, 2, 3, "≥8场", wide)

    result = read(over=rewritten, rows=BLANK, turned=turned)
    [row] = [row for row in result.indicators if row.level3 == "举办展览"]
    assert row.target_text == "≥8场"
    assert row.flags == ("cell.struck",)
    assert not any("cell.struck" in other.flags for other in result.indicators if other is not row)
    assert codes(result) == ["pdf.struck_text"]


def test_a_line_that_reaches_the_cells_side_parts_no_row(read: Read) -> None:
    long = "开展职业技能培训和创业培训的人员数量"

    def rewritten(canvas: Canvas) -> None:
        line(canvas, 2, 2, -2, put(canvas, 2, 2, long, -2) - 2, STRUCK)
        put(canvas, 2, 3, "≥8场")

    result = read(over=rewritten, rows=BLANK)
    [row] = [row for row in result.indicators if row.target_text == "≥8场"]
    assert (row.level1, row.level2, row.level3) == ("产出指标", "数量指标", "")
    assert "cell.struck" in row.flags
    assert [pair for pair in values(result) if pair[0]] == EXPECTED


def test_text_by_other_lines_is_not_crossed_out(read: Read) -> None:
    def lines(canvas: Canvas) -> None:
        line(canvas, 1, 2, 0, 4 * SIZE, UNDER)  # underlined
        line(canvas, 2, 2, 0, 2.4 * SIZE, STRUCK)  # ends amid a letter
        line(canvas, 3, 2, -4, WIDTHS[2] - 4, STRUCK)  # from side to side
        line(canvas, 4, 2, 0, 5 * SIZE, SIZE)  # over it

    result = read(over=lines)
    told = [code for code in codes(result) if code.startswith("pdf.")]
    assert told == []
    assert ("培训人次", "≥300人次") in values(result)
    assert ("培训合格率", "≥95%") in values(result)
    assert ("学员满意度", "≥90%") in values(result)


@pytest.mark.parametrize(
    ("written", "seen", "operator"),
    [("＞5场", "≥5场", "ge"), ("＜5场", "≤5场", "le"), (">5场", "≥5场", "ge")],
)
def test_a_sign_over_a_line_is_read_as_it_looks(
    read: Read, written: str, seen: str, operator: str
) -> None:
    def drawn(canvas: Canvas) -> None:
        put(canvas, 2, 2, "举办展览")
        put(canvas, 2, 3, written)
        line(canvas, 2, 3, 0.5, pdfmetrics.stringWidth(written[0], SONG, SIZE) - 0.5, UNDER)

    result = read(over=drawn, rows=BLANK)
    [row] = [row for row in result.indicators if row.level3 == "举办展览"]
    assert (row.target_text, row.target_operator) == (seen, operator)
    assert row.flags == ("cell.sign_drawn",)


def test_of_an_underlined_value_the_sign_stays(read: Read) -> None:
    def underlined(canvas: Canvas) -> None:
        put(canvas, 2, 2, "举办展览")
        line(canvas, 2, 3, 0, put(canvas, 2, 3, "＞5场"), UNDER)

    result = read(over=underlined, rows=BLANK)
    [row] = [row for row in result.indicators if row.level3 == "举办展览"]
    assert (row.target_text, row.target_operator) == ("＞5场", "gt")
    assert row.flags == ()


def marked_up(canvas: Canvas) -> None:
    """A watermark, a white value, and one that is crossed out."""
    watermark(degrees=45, size=50)(canvas)
    unseen(WHITE)(canvas)
    canvas.setFillGray(0)
    wide = put(canvas, 4, 3, "优秀")
    line(canvas, 4, 3, 0, wide, STRUCK)
    put(canvas, 4, 3, "良好", wide + 2)


@pytest.mark.parametrize("reader", ["pdfplumber", "camelot"])
def test_second_readers_leave_out_the_same(read: Read, tmp_path: Path, reader: str) -> None:
    blank = ("效益指标", "社会效益指标", "技能提升程度", "")
    first = read(over=marked_up, rows=(*BLANK[:3], BLANK[3], blank, BLANK[5]))
    second = jixiao.read(tmp_path / "a.pdf", reader=reader)
    assert ("技能提升程度", "良好") in values(first)
    assert values(second) == values(first)
    assert [row.flags for row in second.indicators] == [row.flags for row in first.indicators]
    assert codes(second) == codes(first)
    assert codes(first) == ["pdf.watermark", "pdf.hidden_text", "pdf.struck_text"]
