"""Slow facts, run by ``make check-all``: memory on long files, and none of it lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from conftest import CORPUS

pytestmark = pytest.mark.slow
MEASURE = """
import resource, sys
from pathlib import Path
from jixiao.pipeline import convert_file
conversion = convert_file(Path(sys.argv[1]))
print(len(conversion.indicators), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measure(path: Path) -> tuple[int, int]:
    """How many indicators a file gives, and the peak memory in MiB, in a process of its own."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    indicators, memory = result.stdout.split()
    return int(indicators), int(memory)


def repeat(path: Path, times: int, out: Path) -> Path:
    """A PDF with all pages of another, many times over."""
    source, target = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    for _ in range(times):
        target.import_pages(source)
    target.save(out)
    return out


def test_memory_stays_flat_over_a_thousand_pages(tmp_path: Path) -> None:
    seed = CORPUS / "central-project" / "central-project.pdf"
    few = measure(repeat(seed, 5, tmp_path / "few.pdf"))
    many = measure(repeat(seed, 500, tmp_path / "many.pdf"))
    assert few[0] == 5 * 18
    assert many[0] == 500 * 18
    assert many[1] < few[1] + 150  # the records of 9,000 indicators, not the pages


def test_the_longest_report_stays_under_250_mb(reports: Path) -> None:
    longest = max((reports / "with_tables").glob("*.pdf"), key=_pages)
    indicators, memory = measure(longest)
    assert indicators > 2000
    assert memory < 250


def _pages(path: Path) -> int:
    return len(pypdfium2.PdfDocument(path))
