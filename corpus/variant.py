"""The reports under `variants/`: forms, tables typed as text, a Word and a PDF file of each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from corpus import textgrid
from corpus.content import ROOT, Block, BuiltFile, Form, Report
from corpus.grid import Grid

CHECKED_BY = "author of the variants (typed data, pages read by eye)"


def _file(raw: dict[str, Any], slug: str, kind: str, writer: str) -> BuiltFile:
    own = {"writer": writer, **raw.get(kind, {})}
    own["style"] = {**raw.get("style", {}), **own.get("style", {})}
    oddities = ["made-up report", *raw["oddities"], *own.pop("oddities", [])]
    if own["writer"] != "office" and kind == "pdf":
        own["style"] = raw[kind].get("style", {})
    return BuiltFile(name=f"{slug}.{kind}", slug=f"v-{slug}-{kind}", oddities=oddities, **own)


def load(path: Path) -> Report:
    """Read one content file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    values: list[dict[str, str]] = raw.get("forms", [])
    bands: dict[int, list[Block]] = {}
    funds: dict[int, list[Block]] = {}
    grids = []
    for table in raw["tables"]:
        grid = Grid(table.get("heading", []), table["widths"], notes=table.get("notes", []))
        grid.leading = table.get("leading", 0)
        read = textgrid.read(table["rows"], grid, values)
        grids.append(grid)
        for found, into in ((read.bands, bands), (read.funds, funds)):
            for number, blocks in found.items():
                into.setdefault(number, []).extend(blocks)
    forms = [
        Form(form, funds.get(number, []), bands.get(number, []))
        for number, form in enumerate(values, start=1)
    ]
    slug = path.parent.name
    return Report(
        folder=path.parent,
        title=raw["title"],
        lines=[],
        publisher=raw["publisher"],
        layout=slug,
        unit=raw.get("unit", "万元"),
        forms=forms,
        files=[_file(raw, slug, "docx", "word"), _file(raw, slug, "pdf", "office")],
        grids=grids,
        checked_by=CHECKED_BY,
    )


def reports() -> list[Report]:
    """Every variant, in the order of the folders' names."""
    return [load(path) for path in sorted(ROOT.glob("variants/*/content.toml"))]
