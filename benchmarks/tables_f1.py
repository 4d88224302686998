"""Tables of any kind: adjacency F1 of ours and of the peers, on the same pages, in one run.

The measure is that of the ICDAR-2013 competition (Göbel et al. 2013): of every cell with
text, its next neighbour to the right and below, blank cells skipped. A relation counts if
both texts are right, white space and leading dots aside. Pages are made by ``icdar_like``;
or name a folder of PDFs with a JSON list of tables beside each.

    python benchmarks/tables_f1.py [--ours] [--pages] [FOLDER | seed]
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LEADERS = re.compile(r"\.{4,}")
Relation = tuple[str, str, str]
Cells = list[dict[str, Any]]
Reader = Callable[[Path], list[Cells]]


def relations(cells: Cells) -> Counter[Relation]:
    """The right and lower neighbours of all cells with text."""
    owner: dict[tuple[int, int], int] = {}
    texts = [LEADERS.sub("", "".join(cell["text"].split())) for cell in cells]
    for number, cell in enumerate(cells):
        if texts[number]:
            for row in range(cell["row"], cell["row"] + cell["row_span"]):
                for col in range(cell["column"], cell["column"] + cell["col_span"]):
                    owner[row, col] = number
    pairs = set()
    for step, line in (("right", lambda spot: (spot[0], spot[1])),
                       ("below", lambda spot: (spot[1], spot[0]))):  # fmt: skip
        last: tuple[int, int] | None = None  # the line, and the cell last seen on it
        for spot in sorted(owner, key=line):
            at, cell_ = line(spot)[0], owner[spot]
            if last is not None and last[0] == at and last[1] != cell_:
                pairs.add((last[1], cell_, step))
            last = (at, cell_)
    return Counter((texts[a], texts[b], step) for a, b, step in pairs)


def ours(path: Path) -> list[Cells]:
    from jixiao.tables import as_data, read_tables

    return [as_data(table)["cells"] for table in read_tables(path)]


def from_grid(rows: Sequence[Sequence[str | None]]) -> Cells:
    return [
        {"row": r, "column": c, "row_span": 1, "col_span": 1, "text": text or ""}
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]


def plumber(**settings: str) -> Reader:
    def read(path: Path) -> list[Cells]:
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            return [from_grid(rows) for page in pdf.pages for rows in page.extract_tables(settings)]

    return read


def camelot_of(flavor: str) -> Reader:
    def read(path: Path) -> list[Cells]:
        import camelot

        try:
            found = camelot.read_pdf(str(path), pages="all", flavor=flavor)
        except (ValueError, IndexError, ZeroDivisionError, KeyError, TypeError) as error:
            print(f"camelot {flavor}: {path.name}: {error!r}", file=sys.stderr)
            return []
        return [from_grid(table.df.values.tolist()) for table in found]

    return read


READERS: dict[str, Reader] = {
    "jixiao tables": ours,
    "pdfplumber (lines)": plumber(),
    "pdfplumber (text)": plumber(vertical_strategy="text", horizontal_strategy="text"),
    **{f"camelot {name}": camelot_of(name) for name in ("lattice", "stream", "network", "hybrid")},
}


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def measured(read: Reader, paths: Iterable[Path], *, each: bool) -> tuple[float, ...]:
    """Precision, recall and F1 of all relations, the mean F1 of pages, and how many tables
    were found on pages without any."""
    total, scores, false = Counter[str](), [], 0
    for path in paths:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        tables = read(path)
        wanted = sum((relations(cells) for cells in truth), Counter())
        found = sum((relations(cells) for cells in tables), Counter())
        counts = ((wanted & found).total(), found.total(), wanted.total())
        total.update(dict(zip(("right", "found", "wanted"), counts, strict=True)))
        scores.append(f1(*counts))
        false += len(tables) if not truth else 0
        if each and scores[-1] < 1:
            print(f"{path.stem:18} {scores[-1]:.3f}  {len(tables)} tables of {len(truth)}")
    right, all_found, all_wanted = total["right"], total["found"], total["wanted"]
    return (
        right / max(1, all_found), right / max(1, all_wanted), f1(right, all_found, all_wanted),
        sum(scores) / max(1, len(scores)), false,
    )  # fmt: skip


def main(words: Sequence[str]) -> None:
    place = [word for word in words if not word.startswith("--")]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(place[0]) if place and not place[0].isdigit() else Path(made)
        if folder == Path(made):
            from icdar_like import build

            build(folder, int(place[0]) if place else 1)
        paths = sorted(path for path in folder.glob("*.pdf") if path.with_suffix(".json").exists())
        print(f"{len(paths)} pages\n")
        print("| reader | precision | recall | F1 | mean F1 of pages | tables in prose |")
        print("|---|---|---|---|---|---|")
        for name, read in READERS.items():
            if "--ours" in words and read is not ours:
                continue
            *figures, false = measured(read, paths, each="--pages" in words)
            print(f"| {name} | " + " | ".join(f"{x:.3f}" for x in figures) + f" | {false:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
