"""The direction of imports, and what may be loaded at start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGES = ("jixiao", "extractor", "normalizers")
MAY_IMPORT = {
    "jixiao": {"jixiao", "extractor", "normalizers"},
    "extractor": {"extractor", "normalizers"},
    "normalizers": {"normalizers"},
}
HEAVY = ("pandas", "pdfplumber", "camelot", "docx", "pyarrow", "numpy", "rich", "pypdfium2", "lxml")


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imported(path)} & set(PACKAGES)
    assert ours <= MAY_IMPORT[package]


def test_only_the_pipeline_joins_extractor_and_normalizers() -> None:
    both = []
    for path in modules():
        package = path.relative_to(ROOT).parts[0]
        ours = {name.split(".")[0] for name in imported(path) - {"normalizers.patterns"}}
        if package == "extractor" and "normalizers" in ours:
            both.append(path.relative_to(ROOT).as_posix())
        if package == "jixiao" and {"extractor", "normalizers"} <= ours:
            both.append(path.relative_to(ROOT).as_posix())
    assert both == ["jixiao/pipeline.py"]


@pytest.mark.parametrize("code", ["import jixiao", "import jixiao.cli", "import extractor.model"])
def test_start_loads_nothing_heavy(code: str) -> None:
    script = f"import sys; {code}; print(sorted(set(sys.modules) & set({HEAVY!r})))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stderr


def test_a_pdf_is_read_without_pandas_or_the_other_readers() -> None:
    script = (
        "import sys; from pathlib import Path; from jixiao.pipeline import convert_file; "
        f"assert convert_file(Path({str(ROOT / 'corpus/seed/seed-a4.pdf')!r})).document.ok; "
        "print(sorted(set(sys.modules) & {'pandas','pdfplumber','camelot','numpy','docx'}))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stderr
