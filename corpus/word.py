"""Write a grid as a Word table with true merges, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import _Element

from corpus.grid import Cell, Grid

PAGES = {"a4": (210.0, 297.0), "a4-landscape": (297.0, 210.0), "a3-landscape": (420.0, 297.0)}
FONT = "Noto Serif CJK SC"
STAMP = datetime(2026, 11, 24)


def _element(parent: _Element, tag: str, **attributes: str) -> _Element:
    child: _Element = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def _set_font(run: Run, size: float, bold: bool = False) -> None:
    run.font.size = Pt(size)
    run.font.name = FONT
    run.font.bold = bold or None
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _fill(cell_element: _Element, cell: Cell, size: float, document: DocumentType) -> None:
    paragraph = Paragraph(_element(cell_element, "w:p"), document._body)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if not cell.left:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, line in enumerate(cell.text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        _set_font(run, size)


def _row(
    table: _Element, grid: Grid, row: int, owner: dict[tuple[int, int], Cell], widths: list[int]
) -> list[tuple[_Element, Cell]]:
    """Add one row; return the cells that hold text."""
    line = _element(table, "w:tr")
    _voids(line, row, owner, len(widths))
    holders = []
    col = 0
    while col < len(widths):
        if (row, col) not in owner:
            col += 1
            continue
        cell = owner[row, col]
        element = _element(line, "w:tc")
        properties = _element(element, "w:tcPr")
        _element(properties, "w:tcW", w=str(sum(widths[col : col + cell.cols])), type="dxa")
        if cell.cols > 1:
            _element(properties, "w:gridSpan", val=str(cell.cols))
        if cell.rows > 1:
            kind = {"val": "restart"} if cell.row == row else {}
            _element(properties, "w:vMerge", **kind)
        _element(properties, "w:vAlign", val="center")
        if cell.row == row:
            holders.append((element, cell))
        else:
            _element(element, "w:p")
        col += cell.cols
    return holders


def _voids(line: _Element, row: int, owner: dict[tuple[int, int], Cell], columns: int) -> None:
    """Say how many columns lie open before and after the cells of a row."""
    held = [col for col in range(columns) if (row, col) in owner]
    before, after = held[0], columns - 1 - held[-1]
    if before or after:
        properties = _element(line, "w:trPr")
        if before:
            _element(properties, "w:gridBefore", val=str(before))
        if after:
            _element(properties, "w:gridAfter", val=str(after))


def _table(
    document: DocumentType,
    grid: Grid,
    width: float,
    size: float,
    row_height: float,
    whole_rows: bool,
) -> None:
    owner = grid.owner()
    total = sum(grid.widths)
    widths = [round(Mm(width * part / total).twips) for part in grid.widths]
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for element, twips in zip(table._tbl.tblGrid, widths, strict=True):
        element.set(qn("w:w"), str(twips))
    for row in range(grid.height):
        holders = _row(table._tbl, grid, row, owner, widths)
        line = table._tbl.tr_lst[-1]
        properties = line.trPr if line.trPr is not None else OxmlElement("w:trPr")
        if whole_rows:
            _element(properties, "w:cantSplit")
        if row_height:
            _element(properties, "w:trHeight", val=str(round(row_height * 20)), hRule="atLeast")
        if row < grid.leading:
            _element(properties, "w:tblHeader")
        if len(properties):
            line.insert(0, properties)
        for element, cell in holders:
            _fill(element, cell, size, document)


def write(
    grids: list[Grid],
    path: Path,
    *,
    page: str = "a4",
    margin: float = 20,
    font_size: float = 10.5,
    row_height: float = 0,
    whole_rows: bool = False,
) -> None:
    """Write the grids as the tables of one .docx file."""
    document = Document()
    section = document.sections[0]
    width, height = PAGES[page]
    section.page_width, section.page_height = Mm(width), Mm(height)
    if width > height:
        section.orientation = WD_ORIENT.LANDSCAPE
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(margin))
    for grid in grids:
        for number, text in enumerate(grid.heading):
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(4)
            _set_font(paragraph.add_run(text), font_size if number else 16, bold=not number)
        for text in grid.notes:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(4)
            _set_font(paragraph.add_run(text), font_size)
        _table(document, grid, width - 2 * margin, font_size, row_height, whole_rows)
        _set_font(document.add_paragraph().add_run(""), font_size)  # Word wants one after a table
    properties = document.core_properties
    properties.title = "".join(grids[0].heading[:1])
    properties.author, properties.comments = "", ""
    properties.keywords, properties.last_modified_by = "", ""
    properties.created = properties.modified = STAMP
    buffer = io.BytesIO()
    document.save(buffer)
    _repack(buffer, path)


def _repack(buffer: io.BytesIO, path: Path) -> None:
    """Write the archive again with one fixed date for all members."""
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=(2026, 11, 24, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, source.read(name), compresslevel=9)
