"""Time the Word reader on tables of 1,000, 2,000 and 4,000 rows; it must stay linear.

Run ``python benchmarks/word_rows.py`` from the project's folder. python-docx's
own ``row.cells`` is timed for comparison, on fewer rows, for it is not linear.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docx import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.word.package import document_body, open_package
from extractor.word.reader import read_word
from extractor.word.tags import Element
from extractor.word.walk import walk

COLUMNS = 6
GROUP = 5  # rows under one merged level cell


def best_of(step: Callable[[], object], rounds: int = 5) -> float:
    """The least of several times, in seconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        step()
        times.append(time.perf_counter() - started)
    return min(times)


def make_document(path: Path, rows: int) -> None:
    """A list of indicators whose first column is merged over every few rows."""
    document = Document()
    document.add_paragraph("部门预算项目绩效目标表")
    table = document.add_table(0, COLUMNS)
    template = '<w:tcPr><w:tcW w:w="1440" w:type="dxa"/>{merge}</w:tcPr>'
    words = ("产出指标", "数量指标", "培训人次", "≥", "1200", "人次")
    cells = "".join(
        f"<w:tc>{template.replace('{merge}', '{merge}' if i == 0 else '')}"
        f'<w:p><w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr>'
        f"<w:t>{word}</w:t></w:r></w:p></w:tc>"
        for i, word in enumerate(words)
    )
    for number in range(rows):
        merge = '<w:vMerge w:val="restart"/>' if number % GROUP == 0 else "<w:vMerge/>"
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{cells.format(merge=merge)}</w:tr>"))
    document.save(str(path))


def read_all(body: Element) -> int:
    """Walk to the end."""
    return sum(1 for _ in walk(body))


def read_cells(path: Path) -> int:
    """What python-docx's public interface offers for the same."""
    return sum(len(row.cells) for table in Document(str(path)).tables for row in table.rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.docx"
        print(f"{'rows':>6} {'open':>9} {'walk':>9} {'whole':>9}")
        for rows in (1_000, 2_000, 4_000):
            make_document(path, rows)
            body = document_body(open_package(path))
            opening = best_of(lambda: open_package(path))
            walking = best_of(partial(read_all, body))
            whole = best_of(lambda: list(read_word(path, "docx")))
            print(f"{rows:6} {opening:8.3f}s {walking:8.3f}s {whole:8.3f}s")
        make_document(path, 300)
        ours = best_of(lambda: list(read_word(path, "docx")))
        theirs = best_of(lambda: read_cells(path), rounds=1)
        print(f"300 rows: {ours:.3f}s; python-docx row.cells: {theirs:.3f}s")


if __name__ == "__main__":
    main()
