"""What a disk, a signal or thousands of files may do to a batch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CORPUS, heed_interrupts
from test_batch import command, jixiao, names, rows

from jixiao.dataset import open_dataset

PDF = CORPUS / "flat-list" / "flat-list-plain.pdf"
linux_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk"
)


def many(folder: Path, count: int) -> Path:
    """Files of different content, each a small report."""
    folder.mkdir(parents=True)
    content = PDF.read_bytes()
    for number in range(count):
        (folder / f"{number:05d}.pdf").write_bytes(content + b"\n%%%d" % number)
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@linux_root
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path, small_disk: Path) -> None:
    inbox = many(tmp_path / "in", 60)
    out, filler = small_disk / "out", small_disk / "filler"
    filler.write_bytes(bytes(500_000))
    full = jixiao("convert", inbox, "--out", out)
    assert full.returncode == 2, full.stderr
    assert "cannot write to" in full.stderr
    assert "Traceback" not in full.stderr
    filler.unlink()
    larger = ["mount", "-o", "remount,size=50m", str(small_disk)]
    subprocess.run(larger, check=True)
    assert jixiao("convert", inbox, "--out", out).returncode == 0
    assert len(names(out)) == len(set(names(out))) == 60
    assert len(rows(out)["indicators"]) == 60 * 14


@linux_root
def test_a_dataset_that_cannot_be_written(tmp_path: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused = jixiao("convert", PDF, "--out", small_disk / "out")
    assert refused.returncode == 2
    assert "cannot write to" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    inbox, out = many(tmp_path / "in", 300), tmp_path / "out"
    process = subprocess.Popen(
        command("convert", inbox, "--out", out, "--workers", 2, "--log-json"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    assert process.stderr is not None
    for _ in range(20):
        assert '"event": "converted"' in process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Run the same again to go on" in stderr
    done = len(names(out))
    assert 20 <= done < 300
    again = jixiao("convert", inbox, "--out", out)
    assert f"{done} files were done before" in again.stderr
    assert len(names(out)) == len(set(names(out))) == 300


def test_a_clock_that_runs_backwards(tmp_path: Path) -> None:
    """What has changed is told by being different, not by being newer."""
    inbox, out = many(tmp_path / "in", 3), tmp_path / "out"
    jixiao("convert", inbox, "--out", out)
    old = time.time() - 10 * 365 * 86400
    changed = inbox / "00001.pdf"
    changed.write_bytes((CORPUS / "central-project" / "central-project.pdf").read_bytes())
    os.utime(changed, (old, old))
    assert jixiao("convert", inbox, "--out", out).stdout.startswith("1 files")


@pytest.mark.slow
def test_ten_thousand_files_in_bounded_memory(tmp_path: Path) -> None:
    inbox, out = many(tmp_path / "in", 10_000), tmp_path / "out"
    script = (
        "import resource, sys; from jixiao.cli import cli;"
        f"cli.main({['convert', str(inbox), '--out', str(out)]!r}, standalone_mode=False);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) < 600  # MB
    dataset = open_dataset(out)
    assert len(dataset.documents) == 10_000
    [[count]] = dataset.query("SELECT count(DISTINCT id) FROM indicators").values
    assert count == 140_000
