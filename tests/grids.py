"""Forms written down as text: ``|`` parts cells, ``<`` goes on from the left, ``^`` from above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

from extractor.model import Conversion
from jixiao.pipeline import convert_file


def converted(path: Path, *lines: str) -> Conversion:
    """A Word file read: lines with ``|`` are rows of tables, all others paragraphs."""
    document = Document()
    rows: list[list[str]] = []
    for line in (*lines, None):
        if line is not None and "|" in line:
            rows.append(line.split("|"))
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line is not None:
            document.add_paragraph(line)
    document.save(str(path))
    return convert_file(path)


def _add_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    width = max(map(len, rows))
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    table = document.add_table(rows=len(grid), cols=width)
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, below = c, r
            while right + 1 < width and row[right + 1] == "<":
                right += 1
            while below + 1 < len(grid) and grid[below + 1][c] == "^":
                below += 1
            cell = table.cell(r, c)
            if (right, below) != (c, r):
                cell = cell.merge(table.cell(below, right))
            cell.text = text
