"""All benchmarks in one run, and the page they are told on.

    python benchmarks/run.py                    docs/benchmarks.md, its plots, the README's table
    python benchmarks/run.py --quick            a few minutes; into out/bench only
    python benchmarks/run.py --from FILE        the page again, of a run's results.json

A full run takes about a quarter of an hour, on a machine that does nothing else. Published
reports are looked for in $JIXIAO_REPORTS.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import growth, page, pdf_pages, plots, startup
from benchmarks.measuring import FailedError, compiled
from benchmarks.results import F1, Grown, Results, load, save

ROOT = Path(__file__).resolve().parents[1]
READERS = (
    *("jixiao", "camelot combined", "camelot vector", "PyMuPDF as imported", "PyMuPDF"),
    *("pdfplumber", "python-docx"),
)
PACKAGES = ("pdfplumber", "camelot-py", "pymupdf", "python-docx", "pypdfium2")


def tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def machine() -> str:
    """The processor, Python, and what was measured, in a line."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        processor = next((x.split(": ")[1] for x in lines if x.startswith("model name")), processor)
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} missing")
    return (
        f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{', '.join(versions)}"
    )


def scored(readers: Sequence[str], groups: Sequence[str]) -> F1:
    """Strict F1 of the readers, as many at once as there are cores: nothing is timed here."""

    def score(reader: str) -> dict[str, list[int]]:
        tell(f"strict F1 of {reader}")
        command = [sys.executable, str(ROOT / "benchmarks" / "strict_f1.py"), reader, *groups]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise FailedError(f"{reader}: {done.stderr[-2000:]}")
        found: dict[str, list[int]] = json.loads(done.stdout)
        return found

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(readers, pool.map(score, readers), strict=True))


def grow(runs: int, *, quick: bool) -> Grown:
    """Every series; a quick run leaves out the largest sizes."""
    found: Grown = {}
    for series in growth.ALL:
        tell(f"growth: {series.name}, {series.whose}")
        sizes = series.sizes[:-1] if quick and len(series.sizes) > 3 else series.sizes
        points = growth.measured(series, runs, sizes)
        found.setdefault(series.name, {})[series.whose] = points
    return found


def measure(command: str, runs: int, *, quick: bool) -> Results:
    """Everything, timed first; what is not timed comes last."""
    folder = pdf_pages.reports()
    costs = pdf_pages.measure_all(runs, tell, quick=quick)
    tell("start-up")
    started = startup.measure(2 * runs)
    tell("Word rows")
    word = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "word_rows.py"), str(runs)],
        env=compiled(), check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    grown = grow((runs + 1) // 3 or 1, quick=quick)
    groups = ("corpus", "word") if quick or folder is None else ("published", "corpus", "word")
    return Results(
        date=datetime.date.today().isoformat(),
        machine=machine(),
        command=command,
        runs=runs,
        costs=costs,
        f1=scored(READERS, groups),
        started=started,
        word=json.loads(word.stdout),
        grown=grown,
    )


def write(results: Results, docs: Path) -> None:
    """The page and its plots."""
    docs.mkdir(parents=True, exist_ok=True)
    plots.draw(results, docs / "images")
    (docs / "benchmarks.md").write_text(page.document(results), encoding="utf-8")
    tell(f"written: {docs / 'benchmarks.md'}")


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few runs and sizes, in a few minutes")
    parser.add_argument("--runs", type=int, help="of everything: 5, or 2 if quick")
    parser.add_argument("--from", dest="old", type=Path, help="results.json of an earlier run")
    parser.add_argument("--out", type=Path, help="write here, and leave docs and README alone")
    given = parser.parse_args(words)
    out = given.out or (ROOT / "out" / "bench" if given.quick else None)
    if given.old:
        results = load(given.old)
    else:
        command = "make bench QUICK=1" if given.quick else "make bench"
        runs = given.runs or (2 if given.quick else 5)
        results = measure(command, runs, quick=given.quick)
        kept = out or ROOT / "out" / "bench"
        kept.mkdir(parents=True, exist_ok=True)
        save(results, kept / "results.json")
    write(results, out or ROOT / "docs")
    if out is None:
        readme = ROOT / "README.md"
        text = page.in_readme(readme.read_text(encoding="utf-8"), results)
        readme.write_text(text, encoding="utf-8")
    print("\n".join([*page.summary(results), "", *page.shown(results)]))


if __name__ == "__main__":
    main(sys.argv[1:])
