"""Every table of a file as plain data: the general layer, without records."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import IO, Any

from extractor.model import Fragment
from extractor.opening import open_pages, sniff


def read_tables(path: Path, password: str | None = None) -> Iterator[Fragment]:
    """The tables of a file, page by page; raises DocumentError for a bad file."""
    kind = sniff(path)
    if kind.type == "pdf":
        from extractor.pdf.reader import read_pdf

        pages = read_pdf(path, password=password, aligned=True)
    else:
        pages = open_pages(path, kind)
    for page in pages:
        yield from page.fragments


def as_data(table: Fragment) -> dict[str, Any]:
    """A table as JSON-ready data; rows and columns count from 1."""
    return {
        "page": table.page,
        "bbox": _box(table.bbox),
        "cells": [
            {
                "row": cell.row + 1,
                "column": cell.col + 1,
                "row_span": cell.row_span,
                "col_span": cell.col_span,
                "text": cell.text,
                "bbox": _box(cell.parts[0].bbox),
            }
            for cell in table.cells
        ],
    }


def _box(box: Iterable[float] | None) -> list[float] | None:
    return None if box is None else [round(v, 2) for v in box]


def write_json(tables: Iterable[Fragment], out: IO[str]) -> None:
    """All tables as one JSON list."""
    json.dump([as_data(table) for table in tables], out, ensure_ascii=False)
    out.write("\n")


def write_csv(tables: Iterable[Fragment], out: IO[str]) -> None:
    """Tables one below the other, an empty line between; a merged cell stands once."""
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(tables):
        if number:
            out.write("\n")
        rows = [[""] * table.n_cols for _ in range(table.n_rows)]
        for cell in table.cells:
            rows[cell.row][cell.col] = cell.text
        writer.writerows(rows)


def write_html(tables: Iterable[Fragment], out: IO[str]) -> None:
    """Tables as HTML with their spans."""
    out.write('<!doctype html>\n<html lang="zh"><meta charset="utf-8"><title>tables</title>\n')
    for table in tables:
        page = "" if table.page is None else f' data-page="{table.page}"'
        out.write(f'<table border="1"{page}>\n')
        rows: list[list[str]] = [[] for _ in range(table.n_rows)]
        for cell in table.cells:
            spans = f'rowspan="{cell.row_span}" colspan="{cell.col_span}"'
            rows[cell.row].append(f"<td {spans}>{escape(cell.text)}</td>")
        out.writelines(f"<tr>{''.join(row)}</tr>\n" for row in rows)
        out.write("</table>\n")
    out.write("</html>\n")
