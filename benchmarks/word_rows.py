"""A Word table of 1,000 rows: our reader and whole path, and python-docx's ``row.cells``.

Both shapes that reports have: a form, whose labels are merged over many rows, and a list,
whose labels are merged over a few. Prints JSON, least CPU seconds of several calls:

    python benchmarks/word_rows.py 5
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.growth_files import word_form, word_list
from benchmarks.measuring import least_seconds

ROWS = 1_000
SHAPES = {"form": word_form, "list": word_list}


def cells_of_rows(path: Path) -> int:
    """The cells of every row, as python-docx's public interface gives them."""
    from docx import Document

    return sum(len(row.cells) for table in Document(str(path)).tables for row in table.rows)


def our_cells(path: Path) -> int:
    """The cells of every table, merges settled, as our reader gives them."""
    from extractor.word.reader import read_word

    pages = list(read_word(path, "docx"))
    return sum(len(fragment.cells) for page in pages for fragment in page.fragments)


def our_records(path: Path) -> int:
    """All records with derived fields."""
    from jixiao.pipeline import convert_file

    return len(convert_file(path).indicators)


TASKS = {
    "jixiao, cells": our_cells,
    "jixiao, records": our_records,
    "python-docx row.cells": cells_of_rows,
}


def main(runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for shape, make in SHAPES.items():
            path = Path(folder, f"{shape}.docx")
            make(path, ROWS)
            found[shape] = {n: least_seconds(partial(t, path), runs) for n, t in TASKS.items()}
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
