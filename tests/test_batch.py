"""Batches: nothing lost, nothing twice, nothing done again; whatever happens between."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import CORPUS

from extractor.codes import DocumentError
from jixiao import archives, batch
from jixiao.batch import plan, recipe_of
from jixiao.dataset import open_dataset
from jixiao.inputs import find_inputs
from jixiao.pipeline import Options
from jixiao.records import KINDS
from jixiao.state import NAME, State
from jixiao.store import open_store

PDF = CORPUS / "flat-list" / "flat-list-plain.pdf"
OTHER = CORPUS / "central-project" / "central-project.pdf"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "jixiao", *map(str, arguments)]


def jixiao(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, encoding="utf-8", check=False
    )


def rows(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The records of a dataset by a plain glob, in a fixed order; without what times differ in."""
    found = {}
    for kind in KINDS:
        files = sorted((out / kind).glob("**/*.parquet"))
        kept = [row for file in files for row in pq.read_table(file).to_pylist()]
        for row in kept:
            row.pop("seconds", None)
        found[kind] = sorted(kept, key=repr)
    return found


def names(out: Path) -> list[str]:
    return [row["document"] for row in rows(out)["documents"]]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Twenty different files in folders, one of them broken."""
    folder = tmp_path / "in"
    sources = sorted(CORPUS.glob("variants/*/*.docx"))[:19]
    for number, source in enumerate(sources):
        target = folder / f"dept {number % 3}" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    (folder / "dept 0" / "bad.pdf").write_bytes(b"<html><title>404</title><p>nothing</html>")
    return folder


# --- again, and what has changed -------------------------------------------------


def test_a_second_run_does_nothing(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = jixiao("convert", inbox, "--out", out)
    assert first.returncode == 1, first.stderr  # the broken one
    before = {file: file.stat().st_mtime_ns for file in out.glob("**/*.parquet")}
    kept = rows(out)
    assert len(kept["documents"]) == 20
    again = jixiao("convert", inbox, "--out", out)
    assert again.returncode == 1
    assert "19 files were done before" in again.stderr
    assert "1 files failed before" in again.stderr
    assert again.stdout.startswith("0 files")
    assert {file: file.stat().st_mtime_ns for file in out.glob("**/*.parquet")} == before
    assert rows(out) == kept


def test_a_changed_file_alone_is_done_again(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    jixiao("convert", inbox, "--out", out)
    kept = rows(out)
    changed = sorted(inbox.glob("*/*.docx"))[4]
    shutil.copy(CORPUS / "self-evaluation" / "self-evaluation.docx", changed)
    name = changed.relative_to(inbox).as_posix()
    assert jixiao("convert", inbox, "--out", out).stdout.startswith("1 files")
    now = rows(out)
    for kind in KINDS:
        others = [row for row in kept[kind] if row["document"] != name]
        assert [row for row in now[kind] if row["document"] != name] == others
    assert sum(row["document"] == name for row in now["indicators"]) == 15


def test_other_options_or_version_do_all_again(inbox: Path, tmp_path: Path) -> None:
    found = find_inputs([inbox]).inputs
    jixiao("convert", inbox, "--out", tmp_path / "out")
    state = State(tmp_path / "out")
    assert plan(found, state, recipe_of(Options())).convert == []
    assert len(plan(found, state, recipe_of(Options(reader="camelot"))).convert) == 20
    assert len(plan(found, state, "another version").convert) == 20
    failed = plan(found, state, recipe_of(Options()), retry_failed=True).convert
    assert [item.name for item in failed] == ["dept 0/bad.pdf"]


def test_what_failed_is_listed_and_tried_again_when_asked(tmp_path: Path) -> None:
    bad, out = tmp_path / "in" / "=bad.pdf", tmp_path / "out"
    bad.parent.mkdir()
    bad.write_bytes(b"%PDF-1.7 and no more")
    assert jixiao("convert", bad.parent, "--out", out).returncode == 1
    [head, line] = (out / "quarantine.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("document,code,")
    assert line.startswith("'=bad.pdf,pdf.damaged,")
    status = bad.stat()
    bad.write_bytes(b"%PDF-1.7 and no mor3")
    os.utime(bad, ns=(status.st_atime_ns, status.st_mtime_ns))  # as far as can be seen the same
    assert jixiao("convert", bad.parent, "--out", out).stdout.startswith("0 files")
    assert jixiao("convert", bad.parent, "--out", out, "--retry-failed").stdout.startswith("1 file")
    shutil.copy(PDF, bad)
    assert jixiao("convert", bad.parent, "--out", out).returncode == 0
    assert (out / "quarantine.csv").read_text(encoding="utf-8-sig").splitlines() == [head]


def test_the_same_content_is_converted_once(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a.pdf", "b/a.pdf", "c.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PDF, folder / name)
    assert jixiao("convert", folder, "--out", out).stdout.startswith("3 files (2 duplicates)")
    kept = rows(out)
    said = {row["document"]: row["duplicate_of"] for row in kept["documents"]}
    assert said == {"a.pdf": None, "b/a.pdf": "a.pdf", "c.pdf": "a.pdf"}
    assert {row["document"] for row in kept["indicators"]} == {"a.pdf"}
    shutil.copy(OTHER, folder / "a.pdf")  # the first has another content now
    jixiao("convert", folder, "--out", out)
    said = {row["document"]: row["duplicate_of"] for row in rows(out)["documents"]}
    assert said == {"a.pdf": None, "c.pdf": None, "b/a.pdf": "c.pdf"}


# --- killed, stopped, refused ------------------------------------------------------


SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 10))]


@posix_only
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_any_moment_it_is_taken_up(inbox: Path, tmp_path: Path, seed: int) -> None:
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    jixiao("convert", inbox, "--out", undisturbed)
    chance = random.Random(seed)
    for _ in range(3):
        process = subprocess.Popen(
            command("convert", inbox, "--out", out, "--workers", 2),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(0.3 + chance.random() * 0.9)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    jixiao("convert", inbox, "--out", out)
    assert rows(out) == rows(undisturbed)
    assert list(out.glob("**/*.draft")) == []


def workers_of(pid: int) -> list[int]:
    """The processes that convert for a run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"spawn_main" in (stat.parent / "cmdline").read_bytes():
                found.append(int(stat.parent.name))
    return sorted(found)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_worker_killed_at_any_moment_changes_no_row(
    inbox: Path, tmp_path: Path, seed: int
) -> None:
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    jixiao("convert", inbox, "--out", undisturbed)
    process = subprocess.Popen(
        command("convert", inbox, "--out", out, "--workers", 2), stderr=subprocess.DEVNULL
    )
    chance = random.Random(seed)
    while not workers_of(process.pid):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(chance.random())
    for worker in workers_of(process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    assert process.wait(120) == 1  # the broken one
    assert rows(out) == rows(undisturbed)


def convert_all(inbox: Path, out: Path) -> None:
    recipe = recipe_of(Options())
    with open_store(out) as opened:
        for item in plan(find_inputs([inbox]).inputs, opened.state, recipe).convert:
            conversion = batch.convert_input(item, Options(), item.name)
            opened.add(batch.entry_of(item, conversion, recipe), conversion)


@posix_only
def test_killed_between_the_files_of_a_part(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part is put in place kind by kind; a run that ends amid is taken up there."""
    from jixiao import store

    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    jixiao("convert", inbox, "--out", undisturbed)
    jixiao("convert", inbox, "--out", out)
    with open_store(out) as opened:
        opened.state.forget()
    real = store.put_in_place

    def half(folder: Path, number: int, *, empty: bool) -> None:
        monkeypatch.setattr("jixiao.parts.KINDS", ("documents", "forms"))
        real(folder, number, empty=empty)
        raise KeyError("killed")

    monkeypatch.setattr(store, "put_in_place", half)
    with pytest.raises(KeyError):
        convert_all(inbox, out)
    monkeypatch.undo()
    with open_store(out):
        pass
    assert rows(out) == rows(undisturbed)


def test_two_runs_at_once_are_refused(inbox: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "out"):
        refused = jixiao("convert", inbox, "--out", tmp_path / "out")
    assert refused.returncode == 2
    assert "another run is writing" in refused.stderr


def test_a_dataset_of_another_schema_is_refused(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    jixiao("convert", PDF, "--out", out)
    with sqlite3.connect(out / NAME) as db:
        db.execute("UPDATE about SET value = '0' WHERE name = 'schema'")
    db.close()
    refused = jixiao("convert", inbox, "--out", out)
    assert refused.returncode == 2
    assert "schema 0" in refused.stderr
    assert names(out) == [PDF.name]


def test_a_file_where_the_dataset_should_be(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("mine")
    refused = jixiao("convert", PDF, "--out", target / "dataset")
    assert refused.returncode == 2
    assert "cannot write to" in refused.stderr
    assert "Traceback" not in refused.stderr


# --- names, folders, patterns, archives ----------------------------------------------


def test_names_as_wild_as_a_file_system_allows(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    wild = ["line\nbreak.pdf", "😀.pdf", "表" * 82 + ".pdf", "' or 1=1; --.pdf", "=cmd|' '!A0.pdf"]
    content = PDF.read_bytes()
    for number, name in enumerate(wild):
        (folder / name).write_bytes(content + b"\n%%" + str(number).encode())
    assert jixiao("convert", folder, "--out", out).returncode == 0
    assert sorted(names(out)) == sorted(wild)
    assert len(rows(out)["indicators"]) == 14 * len(wild)


def test_patterns_and_two_folders_with_the_same_names(inbox: Path, tmp_path: Path) -> None:
    found = find_inputs([inbox / "*" / "*.docx"])
    assert len(found.inputs) == 19
    assert found.inputs[0].name.startswith("dept 0/")
    copies = tmp_path / "copies"
    shutil.copytree(inbox / "dept 1", copies)
    both = [item.name for item in find_inputs([inbox / "dept 1", copies]).inputs]
    assert len(set(both)) == len(both)
    assert all(name.startswith(("dept 1/", "copies/")) for name in both)
    with pytest.raises(FileNotFoundError):
        find_inputs([inbox / "*.odt"])


def add_with_gbk_name(archive: Path, name: str, content: bytes) -> None:
    """As Chinese Windows writes it: the name in GBK, and no word of that."""
    info = zipfile.ZipInfo("x" * len(name.encode("gbk")))
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(info, content)
    raw = archive.read_bytes()
    archive.write_bytes(raw.replace(info.filename.encode(), name.encode("gbk")))


def test_archives_within_archives_named_in_gbk(tmp_path: Path) -> None:
    inner, outer, out = tmp_path / "inner.zip", tmp_path / "outer.zip", tmp_path / "out"
    add_with_gbk_name(inner, "财政局/绩效目标表.pdf", PDF.read_bytes())
    with zipfile.ZipFile(outer, "w") as file:
        file.write(inner, "二〇二六年.zip")
        file.writestr("../../escape.pdf", OTHER.read_bytes())
        file.writestr("notes.txt", "no report")
    done = jixiao("convert", outer, "--out", out)
    assert done.returncode == 0, done.stderr
    assert sorted(names(out)) == [
        "outer.zip!/escape.pdf",
        "outer.zip!/二〇二六年.zip!/财政局/绩效目标表.pdf",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inner.zip", "out", "outer.zip"]
    assert len(rows(out)["indicators"]) > 14


def test_an_archive_that_is_a_bomb_or_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBER_BYTES", 10_000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.pdf", bytes(1_000_000))
        file.writestr("b.pdf", PDF.read_bytes()[:5000])
    [first, second] = find_inputs([bomb]).inputs
    with pytest.raises(DocumentError, match="zip bomb"), first.file():
        pass
    with second.file() as path:
        assert path.stat().st_size == 5000
        assert path.suffix == ".pdf"
    deep = PDF.read_bytes()[:100]
    for _ in range(6):
        with zipfile.ZipFile(tmp_path / "deep.zip", "w") as file:
            file.writestr("deep.zip", deep)
        deep = (tmp_path / "deep.zip").read_bytes()
    [told] = find_inputs([tmp_path / "deep.zip"]).inputs
    assert told.problem is not None
    assert told.problem.code == "archive.bomb"
    broken = tmp_path / "broken.zip"
    broken.write_bytes(bomb.read_bytes()[:-30] + bomb.read_bytes()[-22:])
    [told] = find_inputs([broken]).inputs
    assert told.problem is not None
    assert told.problem.code == "archive.damaged"


# --- reading a dataset -----------------------------------------------------------------


def test_frames_and_sql_over_a_dataset(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    jixiao("convert", inbox, "--out", out)
    dataset = open_dataset(out)
    assert len(dataset.documents) == 20
    assert len(dataset.indicators) == len(rows(out)["indicators"])
    [count] = dataset.query("SELECT count(*) AS n FROM forms")["n"]
    assert count == len(dataset.forms)
    asked = jixiao("query", out, "SELECT code, count(*) AS n FROM problems GROUP BY 1 ORDER BY 1")
    assert "file.html,1" in asked.stdout.splitlines()
    wrong = jixiao("query", out, "SELECT nothing FROM nowhere")
    assert wrong.returncode == 2
    assert "nowhere" in wrong.stderr
    assert jixiao("query", tmp_path, "SELECT 1").returncode == 2


def test_an_empty_dataset_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert jixiao("convert", tmp_path / "in", "--out", tmp_path / "out").returncode == 0
    assert len(open_dataset(tmp_path / "out").indicators) == 0
