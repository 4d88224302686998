"""The dataset and pages that the tests of ``jixiao report`` look at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
from conftest import CORPUS

VARIANTS = CORPUS / "variants" / "points-after-levels"
HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>次数",
    "</script><script>alert(2)</script>次数",
    "\"quoted' & {{ 7 * 7 }} =1+1次数",
    "很长的名称" * 400,
)
HOSTILE = "<script>alert(1)<&script> 'q' \"x\".docx"


def jixiao(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def converted(folder: Path) -> tuple[Path, Path]:
    """A dataset and the folder of its originals: a PDF, two Word files, one of
    a hostile name, and a file that cannot be read."""
    originals, dataset = folder / "originals", folder / "dataset"
    originals.mkdir()
    shutil.copy(CORPUS / "seed" / "seed-a4.pdf", originals / "seed.pdf")
    shutil.copy(CORPUS / "self-evaluation" / "self-evaluation.docx", originals / HOSTILE)
    shutil.copy(VARIANTS / "points-after-levels.docx", originals / "points.docx")
    (originals / "bad.pdf").write_bytes(b"%PDF-1.7 cut")
    done = jixiao("convert", originals, "--out", dataset)
    assert done.returncode == 1, done.stderr  # one file is bad
    return dataset, originals


def write_hostile(path: Path) -> None:
    """A Word file of a table of 200 rows, whose cells are long, or markup and formulas."""
    document = docx.Document()
    document.add_paragraph("示例市财政局项目支出绩效目标表（2025年度）")
    table = document.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    rows = [("一级指标", "二级指标", "三级指标", "指标值")]
    rows += [("产出指标", "数量指标", name, "≥1次") for name in HOSTILE_NAMES]
    rows += [("产出指标", "数量指标", f"第{n}项检查次数", f"≥{n}次") for n in range(1, 200)]
    for at, row in enumerate(rows):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def report(dataset: Path, out: Path, *more: str | Path) -> str:
    """The page of a dataset, as text."""
    done = jixiao("report", dataset, "--out", out, *more)
    assert done.returncode == 0, done.stderr
    return out.read_text(encoding="utf-8")


def data_of(page: str) -> dict[str, Any]:
    """The data the page's script works with."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def pictures_of(page: str) -> list[str]:
    """The ids of the pictures in a page (p-document-page) and of its Word tables (t-…)."""
    return re.findall(r'<script type="[^"]+" id="([pt]-\d+-\d+)"', page)
