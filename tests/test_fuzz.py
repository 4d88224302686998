"""Damaged files by the thousand: each gives records or a code, soon, and nothing crashes.

A failure names its seed; ``python tests/fuzz.py SEED 1 60 [READER]`` repeats it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fuzz
import pytest
from conftest import CORPUS

FEW, MANY = 150, 20_000
FEW_OTHER, MANY_OTHER = 12, 400  # for the second readers, which are slower
OTHERS = ("pdfplumber", "camelot")
SECONDS = 350.0  # the most the many may take
PROCESSES = 2


def run_seeds(
    start: int, count: int, seconds: float, reader: str = "pdfium"
) -> tuple[int, list[str]]:
    """How many inputs were converted in a process of their own, and what failed.

    Where the process dies its last seed is at fault, and the next ones follow in another.
    """
    done, failed = 0, []
    end = time.monotonic() + seconds
    while done < count and time.monotonic() < end:
        command = [
            sys.executable,
            fuzz.__file__,
            start + done * fuzz.step_of(reader),
            count - done,
            end - time.monotonic(),
            reader,
        ]
        result = subprocess.run([*map(str, command)], capture_output=True, text=True)
        lines = result.stdout.splitlines()
        failed += [line for line in lines if line.startswith("failed ")]
        begun = [line for line in lines if line.startswith("seed ")]
        done += len(begun)
        if result.returncode:
            last = begun[-1] if begun else "before the first seed"
            failed.append(f"crash {result.returncode} at {last}: {result.stderr[-2000:]}")
        if result.returncode == 0 or not begun:
            break
    return done, failed


def test_a_few_damaged_files() -> None:
    done, failed = run_seeds(0, FEW, 60)
    assert failed == []
    assert done == FEW


@pytest.mark.parametrize("reader", OTHERS)
def test_a_few_damaged_pdfs_for_second_readers(reader: str) -> None:
    assert run_seeds(0, FEW_OTHER, 60, reader) == (FEW_OTHER, [])


@pytest.mark.slow
@pytest.mark.parametrize("reader", OTHERS)
def test_many_damaged_pdfs_for_second_readers(reader: str) -> None:
    done, failed = run_seeds(20, MANY_OTHER, SECONDS, reader)
    assert failed == []
    assert done > MANY_OTHER // 4


@pytest.mark.slow
def test_many_damaged_files(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.perf_counter()
    share = MANY // PROCESSES
    starts = [1000 + share * number for number in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as threads:
        found = list(threads.map(lambda start: run_seeds(start, share, SECONDS), starts))
    done = sum(count for count, _ in found)
    with capsys.disabled():
        print(f" {done} damaged files in {time.perf_counter() - started:.0f} s", end=" ")
    assert [line for _, failed in found for line in failed] == []
    assert done > MANY // 10


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert [fuzz.damaged_input(seed) for seed in range(8)] == [
        fuzz.damaged_input(seed) for seed in range(8)
    ]


@pytest.mark.parametrize("name", fuzz.PDFS)
def test_unpacked_and_written_anew_a_pdf_says_the_same(tmp_path: Path, name: str) -> None:
    """Else the damage would be done to files that are broken already."""
    whole = fuzz.check(CORPUS / name)
    path = tmp_path / "again.pdf"
    data = (CORPUS / name).read_bytes()
    path.write_bytes(fuzz.write_pdf(fuzz.pdf_objects(data), fuzz.root_of(data)))
    again = fuzz.check(path)
    assert [i.target_text for i in again.indicators] == [i.target_text for i in whole.indicators]
    assert b" Tf" in path.read_bytes()
