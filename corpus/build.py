"""Build every document of the corpus and its golden folder: `python -m corpus.build`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from corpus import draw, golden, library, office, word
from corpus.content import BuiltFile, Report
from corpus.flow import Style
from corpus.layouts import LAYOUTS


def build(report: Report, item: BuiltFile) -> None:
    """Write one document."""
    style = dict(item.style)
    grids = report.grids or [LAYOUTS[style.pop("layout", report.layout)](report)]
    target = report.folder / item.name
    if item.writer == "word":
        word.write(grids, target, **style)
    elif item.writer == "office":
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, target.stem + ".docx")
            word.write(grids, source, **style)
            office.convert(source, target)
    elif item.writer == "drawn":
        (grid,) = grids
        draw.write(grid, target, Style(**style))
    else:
        raise ValueError(f"{item.name}: no writer named {item.writer}")


def main(chosen: list[str]) -> None:
    """Build all documents, or those whose slug is named."""
    for report in library.reports():
        for item in report.files:
            if not chosen or item.slug in chosen:
                build(report, item)
                golden.write(report, item)
                print(report.folder.name, item.name)


if __name__ == "__main__":
    main(sys.argv[1:])
