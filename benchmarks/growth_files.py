"""Made-up documents of any size: PDF pages and tables, Word rows, copies of one file.

Their texts differ from row to row, as they do in reports, so that nothing is remembered
from row to row that would not be elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
FONT = "STSong-Light"  # one that every reader of PDF must know; it is not embedded
EDGES = (50, 110, 200, 420, 545)
LEVEL = 18  # points, the height of a row
GROUP = 5  # rows under one merged level cell
ROWS = 30  # on a page
CLASSES = ("数量指标", "质量指标", "时效指标", "经济成本指标", "社会效益指标", "生态效益指标")
HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
WORD_HEADER = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位")
WORD_ROW = ("产出指标", "数量指标", "培训人次", "≥", "1200", "人次")


def _canvas(path: Path, height: float) -> Canvas:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(str(path), pagesize=(595, height), invariant=1)


def _cell(canvas: Canvas, col: int, top: float, rows: int, text: str, stop: int = 0) -> None:
    left, right = EDGES[col], EDGES[stop or col + 1]
    canvas.rect(left, top - rows * LEVEL, right - left, rows * LEVEL)
    canvas.drawString(left + 4, top - rows * LEVEL / 2 - 3, text)


def _table(canvas: Canvas, top: float, rows: int, start: int, *, project: bool) -> float:
    """A table of indicators numbered from ``start``; where it ends."""
    canvas.setFont(FONT, 9)
    if project:
        canvas.drawString(240, top, "项目支出绩效目标表")
        top -= LEVEL / 2
        _cell(canvas, 0, top, 1, "项目名称")
        _cell(canvas, 1, top, 1, f"第{start}期培训项目", 4)
        top -= LEVEL
    for col, word in enumerate(HEADER):
        _cell(canvas, col, top, 1, word)
    top -= LEVEL
    _cell(canvas, 0, top, rows, "产出指标")
    for at in range(0, rows, GROUP):
        number = start + at
        label = CLASSES[number // GROUP % len(CLASSES)]
        _cell(canvas, 1, top - at * LEVEL, min(GROUP, rows - at), label)
    for at in range(rows):
        number = start + at
        _cell(canvas, 2, top - at * LEVEL, 1, f"举办第{number}期业务培训班次数")
        _cell(canvas, 3, top - at * LEVEL, 1, f"≥{number + 3}次")
    return top - rows * LEVEL


def forms(path: Path, pages: int) -> None:
    """A form of its own on each page."""
    canvas = _canvas(path, 842)
    for page in range(pages):
        _table(canvas, 790, ROWS, page * ROWS, project=True)
        canvas.showPage()
    canvas.save()


def one_list(path: Path, pages: int) -> None:
    """One list that runs over all pages, its header repeated."""
    canvas = _canvas(path, 842)
    for page in range(pages):
        _table(canvas, 790, ROWS, page * ROWS, project=False)
        canvas.showPage()
    canvas.save()


def many_tables(path: Path, tables: int) -> None:
    """Four pages with so many small tables on each."""
    height = tables * 10 * LEVEL
    canvas = _canvas(path, height + 100)
    for page in range(4):
        for number in range(tables):
            start = (page * tables + number) * GROUP
            _table(canvas, height + 60 - number * 10 * LEVEL, GROUP, start, project=True)
        canvas.showPage()
    canvas.save()


def word_form(path: Path, rows: int) -> None:
    """A Word form: each of four 一级指标 is merged over a quarter of the rows, each of ten
    二级指标 over a tenth."""
    _word_table(path, rows, (-(-rows // 4), -(-rows // 10)))


def word_list(path: Path, rows: int) -> None:
    """A Word list of many projects, whose labels are merged over every few rows."""
    _word_table(path, rows, (GROUP, 1))


def _word_table(path: Path, rows: int, groups: tuple[int, int]) -> None:
    from docx import Document
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    document = Document()
    document.add_paragraph("部门预算项目绩效目标表")
    table = document.add_table(0, len(WORD_HEADER))
    for number in range(-1, rows):
        texts = [*WORD_ROW[:2], f"第{number}期{WORD_ROW[2]}", *WORD_ROW[3:]]
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1440" w:type="dxa"/>{_merge(number, groups[col:])}'
            f'</w:tcPr><w:p><w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr>'
            f"<w:t>{text}</w:t></w:r></w:p></w:tc>"
            for col, text in enumerate(WORD_HEADER if number < 0 else texts)
        )
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{cells}</w:tr>"))
    document.save(str(path))


def _merge(number: int, groups: tuple[int, ...]) -> str:
    if not groups or groups[0] == 1 or number < 0:
        return ""
    return "<w:vMerge/>" if number % groups[0] else '<w:vMerge w:val="restart"/>'


def copies(folder: Path, files: int) -> None:
    """So many files of two corpus documents, each with other bytes at its end."""
    folder.mkdir()
    for number in range(files):
        name = ("central-project", "double-block")[number % 2]
        content = (ROOT / "corpus" / name / f"{name}.pdf").read_bytes()
        (folder / f"{number}.pdf").write_bytes(content + b"\n%%%d" % number)
