"""What was understood of a page, drawn on it: tables, cells, roles, claimed rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.model import Conversion, Place, Table

if TYPE_CHECKING:
    from jixiao.report import Report

DPI = 110
LARGEST = 4000  # pixels a side
COLORS: dict[str, tuple[int, int, int]] = {
    "level1": (66, 103, 210),
    "level2": (90, 160, 230),
    "key_task": (120, 120, 220),
    "level3": (38, 150, 80),
    "operator_text": (200, 120, 0),
    "target_text": (225, 90, 20),
    "unit_text": (190, 150, 0),
    "half_year_text": (170, 80, 160),
    "cycle_text": (140, 90, 190),
    "actual_text": (200, 40, 120),
    "weight_text": (110, 110, 110),
    "score_text": (140, 140, 140),
    "note_text": (150, 130, 110),
    "form": (0, 140, 150),
    "fund": (150, 100, 0),
}


def marked_places(conversion: Conversion) -> Iterator[tuple[str, Place]]:
    """Every place that a record was read from, with the kind of field."""
    for indicator in conversion.indicators:
        for name, places in indicator.cells.items():
            for place in places:
                yield name, place
    for form in conversion.forms:
        for places in form.cells.values():
            for place in places:
                yield "form", place
    for fund in conversion.funds:
        for places in fund.cells.values():
            for place in places:
                yield "fund", place


def page_png(report: Report, page: int) -> bytes:
    """The page as a PNG with everything understood marked on it."""
    buffer = io.BytesIO()
    draw_page(report.path, report.conversion, page, report.password).save(buffer, "PNG")
    return buffer.getvalue()


def render_page(path: Path, page: int, password: str | None = None) -> tuple[Any, float]:
    """The page as an image, and the pixels per point it was rendered with."""
    from extractor.pdf.reader import open_pdf

    document = open_pdf(path, password)
    try:
        pdf_page = document[page - 1]
        scale = min(DPI / 72, LARGEST / max(pdf_page.get_size()))
        return pdf_page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"), scale
    finally:
        document.close()


def draw_page(path: Path, conversion: Conversion, page: int, password: str | None = None) -> Any:
    """The page as an image: cells outlined, read cells coloured by field, with a legend."""
    from PIL import Image, ImageDraw

    image, scale = render_page(path, page, password)
    overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(overlay)
    for table in conversion.tables:
        for cell in table.cells:
            for part in cell.parts:
                if part.page == page and part.bbox is not None:
                    pen.rectangle([v * scale for v in part.bbox], outline=(120, 120, 120, 140))
    used: dict[str, None] = {}
    done: set[tuple[str, Place]] = set()
    for name, place in marked_places(conversion):
        if place.page != page or place.bbox is None or (name, place) in done:
            continue
        done.add((name, place))
        used[name] = None
        color = COLORS.get(name, (0, 0, 0))
        pen.rectangle(
            [v * scale for v in place.bbox], fill=(*color, 60), outline=(*color, 220), width=2
        )
    _number_rows(pen, conversion, page, scale)
    _draw_legend(pen, list(used))
    return Image.alpha_composite(image.convert("RGBA"), overlay).convert("RGB")


def _number_rows(pen: Any, conversion: Conversion, page: int, scale: float) -> None:
    """The table and row of each claimed row, at its left."""
    for indicator in conversion.indicators:
        if indicator.page != page or indicator.item:
            continue
        places = [p for p in indicator.cells.get("level3", ()) if p.page == page and p.bbox]
        if places and places[0].bbox is not None:
            x, y = places[0].bbox.x0 * scale + 2, places[0].bbox.top * scale + 1
            pen.text((x, y), f"{indicator.table}.{indicator.row}", fill=(180, 0, 0, 255))


def _draw_legend(pen: Any, names: list[str]) -> None:
    x = 4
    for name in names:
        color = COLORS.get(name, (0, 0, 0))
        width = int(pen.textlength(name)) + 10
        pen.rectangle([x, 2, x + width, 16], fill=(*color, 210))
        pen.text((x + 5, 3), name, fill=(255, 255, 255, 255))
        x += width + 4


def table_html(conversion: Conversion, table: Table) -> str:
    """A table as HTML with its spans, the read cells coloured by field."""
    marks = {
        (place.row - 1, place.col - 1): name
        for name, place in marked_places(conversion)
        if place.table == table.number
    }
    rows: list[list[str]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        name = marks.get((cell.row, cell.col))
        style = ""
        if name is not None:
            red, green, blue = COLORS.get(name, (0, 0, 0))
            style = f' style="background:rgba({red},{green},{blue},.25)" title="{escape(name)}"'
        rows[cell.row].append(
            f'<td rowspan="{cell.row_span}" colspan="{cell.col_span}"{style}>'
            f"{escape(cell.text)}</td>"
        )
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<table border="1" style="border-collapse:collapse">\n{body}\n</table>'


def document_html(conversion: Conversion, tables: list[Table]) -> str:
    """A page of HTML with tables and a legend."""
    legend = " ".join(
        f'<span style="background:rgba({r},{g},{b},.25);padding:0 .4em">{escape(name)}</span>'
        for name, (r, g, b) in COLORS.items()
    )
    parts = "\n".join(
        f"<h2>table {table.number}</h2>\n{table_html(conversion, table)}" for table in tables
    )
    title = escape(conversion.document.document)
    return (
        f'<!doctype html>\n<html lang="zh"><meta charset="utf-8"><title>{title}</title>\n'
        f"<body>\n<h1>{title}</h1>\n<p>{legend}</p>\n{parts}\n</body></html>\n"
    )
