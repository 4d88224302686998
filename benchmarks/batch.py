"""A night's work: many reports into a dataset, with one worker and with several.

The reports of $JIXIAO_REPORTS (skipped visibly without it) are copied COPIES times, each
copy with a changed digest, and converted with 1 and with 2 workers; then the run is
repeated, which must do nothing. Told are files and pages a second, the ratio, the most
memory of the main process and of any worker, and what failed.

    python benchmarks/batch.py [copies]
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COPIES = 20
SCRIPT = """
import resource, sys
from jixiao.cli import cli
try:
    code = cli.main(sys.argv[1:], standalone_mode=False)
except SystemExit as end:
    code = end.code
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss // 1024, file=sys.stderr)
"""


def copy_all(folder: Path, target: Path, copies: int) -> None:
    """The files under a folder, each several times with other bytes at its end."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".pdf", ".docx")):
        content = file.read_bytes()
        for number in range(copies):
            copy = target / str(number) / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content + b"\n%%%d" % number)


def convert(source: Path, out: Path, workers: int) -> tuple[float, list[str], list[str]]:
    """Seconds, the summary's lines, and the most memory (main, a worker) in MB."""
    command = [sys.executable, "-c", SCRIPT, "convert", str(source), "--out", str(out)]
    started = time.perf_counter()
    done = subprocess.run(
        [*command, "--workers", str(workers)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    return seconds, done.stdout.splitlines(), done.stderr.splitlines()[-2:]


def main() -> None:
    reports = os.environ.get("JIXIAO_REPORTS")
    if not reports:
        print("JIXIAO_REPORTS is not set: skipped")
        return
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        copy_all(Path(reports), source, copies)
        print("| workers | seconds | again | main MB | worker MB | failed | summary |")
        print("|---|---|---|---|---|---|---|")
        took = {}
        for workers in (1, 2):
            out = Path(folder, f"out{workers}")
            took[workers], lines, memory = convert(source, out, workers)
            again, _, _ = convert(source, out, workers)
            with (out / "quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
                failed = len(list(csv.reader(file))) - 1
            print(
                f"| {workers} | {took[workers]:.1f} | {again:.1f} | {memory[0]} | {memory[1]} "
                f"| {failed} | {lines[-2]} |"
            )
        print(f"\n2 workers: {took[1] / took[2]:.2f} × the throughput of one")


if __name__ == "__main__":
    main()
