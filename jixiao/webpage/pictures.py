"""Pages of the originals as small pictures, and tables of Word files, taken in processes
of their own: a document that hangs or crashes costs its pictures, never the page."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.codes import DocumentError
from extractor.model import Conversion, Document, Table
from jixiao.drawing import LARGEST
from jixiao.inputs import Input
from jixiao.isolation import Limits, convert_many
from jixiao.pipeline import Options, convert_file, failed, page_done
from jixiao.progress import Reporter

LINE = 11.0  # points a line of 9 pt takes
GREYS = 8  # shades of a picture: as readable as 256, in a third of the bytes
QUALITY = 40  # of what is no page of lines and text
LARGE = 60_000  # bytes above which a picture is tried as a photograph is written


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP in shades of grey; its size in points, in which boxes are given, and
    the height of a line of its text, as far as its cells tell."""

    page: int
    width: float
    height: float
    data: bytes
    line: float = LINE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown of one document: pages of a PDF, each with its resolution, or
    tables of a Word file; ``indicators`` says how many it has, for the progress."""

    original: Input
    pages: tuple[tuple[int, int], ...] = ()
    tables: tuple[int, ...] = ()
    indicators: int = 0


@dataclass(frozen=True, slots=True)
class Pictured(Conversion):
    """What a worker gives back: pictures of pages, or ``tables``."""

    pictures: tuple[Picture, ...] = ()


def take_pictures(
    wanted: Sequence[tuple[Wanted, str]], options: Options, workers: int, report: Reporter
) -> Iterator[Conversion]:
    """What is wanted of each document (with its name), in the order asked for. A document
    that fails gives a conversion that is not ok and says why."""
    totals: Counter[str] = Counter()
    results = convert_many(wanted, options, workers=workers, limits=Limits(), convert=picture)
    with closing(results):
        for (asked, _), result in zip(wanted, results, strict=True):
            totals.update(files=1, failed=int(not result.document.ok))
            totals.update(pages=len(asked.pages), indicators=asked.indicators)
            report(result, totals)
            yield result


def picture(wanted: Wanted, options: Options, name: str) -> Conversion:
    """What a worker does: open the document once, and take what is wanted of it."""
    try:
        with wanted.original.file() as path:
            if wanted.pages:
                pictures = tuple(_pages(path, wanted, options.password))
                return Pictured(Document(name, "", "pdf"), pictures=pictures)
            read = convert_file(path, replace(options, keep_tables=True), name)
            tables = tuple(table for table in read.tables if table.number in wanted.tables)
            return Pictured(read.document, problems=read.problems, tables=tables)
    except DocumentError as error:
        return failed(name, error.problem)


def _pages(path: Path, wanted: Wanted, password: str | None) -> Iterator[Picture]:
    """The pages wanted; one that cannot be drawn is left out."""
    import pypdfium2

    from extractor.pdf.reader import open_pdf

    document = open_pdf(path, password)
    try:
        for number, dpi in wanted.pages:
            if number > len(document):
                continue
            try:
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(dpi / 72, LARGEST / max(width, height))
                image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
            except pypdfium2.PdfiumError:
                continue
            yield Picture(number, width, height, as_webp(image))
            page.close()
            page_done()
    finally:
        document.close()


def as_webp(image: Any) -> bytes:
    """An image as WebP in shades of grey: without loss, as suits text and lines, or where
    that is large, as suits a photograph, if that is smaller."""
    grey = image.convert("L")
    step = 255 / (GREYS - 1)
    few = grey.point([round(round(value / step) * step) for value in range(256)])
    data = _webp(few, lossless=True, quality=70)
    return data if len(data) <= LARGE else min(data, _webp(grey, quality=QUALITY), key=len)


def _webp(image: Any, **how: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", method=4, **how)
    return buffer.getvalue()


def table_data(table: Table) -> dict[str, Any]:
    """A Word table to be drawn by the page: its cells with rows and columns from 1."""
    return {
        "rows": table.n_rows,
        "cells": [
            [cell.row + 1, cell.col + 1, cell.row_span, cell.col_span, cell.text]
            for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col))
        ],
    }
