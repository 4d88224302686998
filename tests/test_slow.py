"""Slow facts, run by ``make check-all``: memory on long files, and none of it lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc"),
]
MEASURE = r"""
import re, sys
from pathlib import Path
from jixiao.pipeline import convert_file
conversion = convert_file(Path(sys.argv[1]))
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(len(conversion.indicators), int(peak[1]) // 1024)
"""  # getrusage would count the memory of the test run that starts this process


def measure(path: Path) -> tuple[int, int]:
    """How many indicators a file gives, and the peak memory in MiB, in a process of its own."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    indicators, memory = result.stdout.split()
    return int(indicators), int(memory)


def draw(path: Path, pages: int) -> Path:
    """A report of many pages, each with a table of 18 indicators."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(500, 800))
    for page in range(pages):
        canvas.setFont("STSong-Light", 9)
        for row in range(20):
            canvas.line(50, 760 - 30 * row, 450, 760 - 30 * row)
        for x in (50, 150, 350, 450):
            canvas.line(x, 760, x, 760 - 30 * 19)
        for row in range(19):
            words = (
                ("一级指标", "三级指标", "指标值")
                if row == 0
                else ("产出指标", f"第{page}页第{row}项", "≥3")
            )
            for x, word in zip((55, 155, 355), words, strict=True):
                canvas.drawString(x, 742 - 30 * row, word)
        canvas.showPage()
    canvas.save()
    return path


def test_memory_stays_flat_over_a_thousand_pages(tmp_path: Path) -> None:
    few = measure(draw(tmp_path / "few.pdf", 10))
    many = measure(draw(tmp_path / "many.pdf", 1000))
    assert few[0] == 10 * 18
    assert many[0] == 1000 * 18
    assert many[1] < few[1] + 200  # the records of 18,000 indicators, not the pages


def test_the_longest_report_stays_under_250_mb(reports: Path) -> None:
    longest = max((reports / "with_tables").glob("*.pdf"), key=_pages)
    indicators, memory = measure(longest)
    assert indicators > 2000
    assert memory < 250


def _pages(path: Path) -> int:
    return len(pypdfium2.PdfDocument(path))
