"""Documents that crash, hang or devour memory: the batch goes on, in order, and ends clean."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from conftest import CORPUS, heed_interrupts
from fuzz import write_pdf
from test_hostile import TEXT, one_page, stream
from test_word_hostile import fake_soffice, is_running, posix_only, write_ole

from extractor.model import Conversion, Document
from jixiao import isolation
from jixiao.apart import convert_apart
from jixiao.isolation import Limits, convert_many
from jixiao.pipeline import Options, convert_file, page_done
from jixiao.records import KINDS

MEMORY = 600 * 2**20


def answer(path: Path, options: Options, name: str) -> Conversion:
    """What a test's worker does, by the name of the document."""
    if name == "crash":
        ctypes.string_at(0)
    elif name == "hang":
        time.sleep(600)
    elif name == "hang in native code":
        sum(range(10**15))
    elif name == "devour":
        taken = []
        while True:
            taken.append(bytearray(2**24))
    elif name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "raise":
        raise KeyError("一")
    elif name == "exit":
        os._exit(7)
    elif name == "pages":
        for _ in range(8):
            time.sleep(0.2)
            page_done()
    elif name.startswith("slow"):
        time.sleep(0.5)
    return Conversion(Document(name, str(os.getpid()), "pdf"))


def convert(
    *names: str, workers: int = 2, timeout: float = 60.0, still: float = 60.0
) -> list[Conversion]:
    files = [(Path(name), name) for name in names]
    limits = Limits(timeout, still, MEMORY)
    return list(convert_many(files, Options(), workers=workers, limits=limits, convert=answer))


def outcomes(conversions: list[Conversion]) -> list[tuple[str, str]]:
    """The name of each document and the code of its problem, "" if it is fine."""
    found = []
    for conversion in conversions:
        codes = [problem.code for problem in conversion.problems]
        assert conversion.document.ok == (not codes)
        assert all(
            problem.document == conversion.document.document for problem in conversion.problems
        )
        assert all(problem.message_zh and problem.message_en for problem in conversion.problems)
        found.append((conversion.document.document, "".join(codes)))
    return found


def test_results_come_in_the_order_of_the_files() -> None:
    names = ["slow 0", *(f"quick {i}" for i in range(30)), "slow 1", "last"]
    conversions = convert(*names)
    assert [conversion.document.document for conversion in conversions] == names
    assert len({conversion.document.sha256 for conversion in conversions}) == 2


def leave_a_trace(path: Path, options: Options, name: str) -> Conversion:
    path.touch()
    return Conversion(Document(name, "", "pdf"))


def test_no_more_is_begun_than_a_little_ahead(tmp_path: Path) -> None:
    """So that the conversions waiting to be taken never fill the memory."""
    files = [(tmp_path / str(i), str(i)) for i in range(100)]
    results = convert_many(files, Options(), workers=1, convert=leave_a_trace)
    assert next(results).document.document == "0"
    time.sleep(0.5)
    assert len(list(tmp_path.iterdir())) <= isolation.AHEAD + 1
    assert len(list(results)) == 99
    assert len(list(tmp_path.iterdir())) == 100


@posix_only
@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_document_does_not_stop_the_others(workers: int) -> None:
    bad = {
        "crash": "document.crashed",
        "exit": "document.crashed",
        "kill": "document.memory",
        "devour": "document.memory",
        "raise": "internal.error",
    }
    names = [name for i, bad_name in enumerate(bad) for name in (str(i), bad_name)]
    conversions = convert(*names, "end", workers=workers)
    assert outcomes(conversions) == [(name, bad.get(name, "")) for name in (*names, "end")]
    messages = {c.document.document: c.problems[0].message_en for c in conversions if c.problems}
    assert "SIGSEGV" in messages["crash"]
    assert "exit status 7" in messages["exit"]
    assert "KeyError: '一'" in messages["raise"]


@pytest.mark.parametrize("name", ["hang", "hang in native code"])
def test_a_document_without_end_is_stopped(name: str) -> None:
    started = time.perf_counter()
    found = outcomes(convert("first", name, "next", "last", timeout=1.0))
    assert found == [("first", ""), (name, "document.timeout"), ("next", ""), ("last", "")]
    assert time.perf_counter() - started < 15


def test_a_document_that_stands_still_is_stopped() -> None:
    """Pages that follow each other in time are no reason to stop, however many."""
    names = ["pages", "hang", "pages", "last"]
    found = outcomes(convert(*names, still=0.8, workers=1))
    assert found == [("pages", ""), ("hang", "document.still"), ("pages", ""), ("last", "")]


@posix_only
def test_pdfs_that_take_all_memory(tmp_path: Path) -> None:
    """Forms that draw themselves twice, and a content of two gigabytes in two megabytes.

    The forms are found beforehand where they are called by their plain name; these are
    not, so what is left is the limit of the process.
    """
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(2000)) + packer.flush()
    contents = one_page(b"")
    contents[4] = stream(packed, b"/Filter /FlateDecode")
    files = [(doubling_form(tmp_path / "forms"), "forms")]
    for name, objects in (("first", one_page(TEXT)), ("contents", contents)):
        path = tmp_path / name
        path.write_bytes(write_pdf(objects, b"/Root 1 0 R"))
        files.append((path, name))
    files.append((CORPUS / "flat-list" / "flat-list-plain.pdf", "last"))
    found = list(convert_many(files, Options(), workers=1, limits=Limits(60, 60, MEMORY)))
    codes = dict(outcomes(found))
    assert codes["forms"] in ("document.crashed", "document.memory")
    assert codes["contents"] in ("", "document.crashed", "document.memory")
    assert (codes["first"], codes["last"]) == ("", "")
    assert len(found[-1].indicators) == 14


def doubling_form(path: Path) -> Path:
    """A page whose form draws itself twice, by a name that no survey sees."""
    resources = b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    objects = one_page(TEXT + b"/X Do", resources=resources)
    head = b"/Type /XObject /Subtype /F#6frm /BBox [0 0 450 800] /Resources << %s >>" % resources
    objects[6] = stream(TEXT + b"/X Do /X Do", head)
    path.write_bytes(write_pdf(objects, b"/Root 1 0 R"))
    return path


@posix_only
def test_one_file_apart_from_the_command(tmp_path: Path) -> None:
    memory = 2 * 2**30  # this process, whose copy it is, may have taken much itself
    bomb = convert_apart(doubling_form(tmp_path / "bomb.pdf"), Options(), memory)
    [(name, code)] = outcomes([bomb])
    assert name.endswith("bomb.pdf")
    assert code in ("document.crashed", "document.memory"), bomb.problems
    plain = CORPUS / "flat-list" / "flat-list-plain.pdf"
    apart, here = convert_apart(plain, Options(), memory), convert_file(plain)
    assert apart.indicators == here.indicators
    assert apart.forms == here.forms


def test_closed_early_it_stops_its_workers() -> None:
    names = [("hang", "hang"), *((str(i), str(i)) for i in range(50))]
    files = [(Path("first"), "first"), *((Path(path), name) for path, name in names)]
    results = convert_many(files, Options(), workers=2, convert=answer)
    first = next(results)
    results.close()
    assert not is_running(int(first.document.sha256))


def test_no_files_no_workers() -> None:
    assert convert() == []


def test_workers_that_never_start_are_told() -> None:
    files = [(Path(name), name) for name in ("a", "b")]
    found = convert_many(files, Options(), workers=1, limits=Limits(memory=2**20), convert=answer)
    assert outcomes(list(found)) == [("a", "document.crashed"), ("b", "document.crashed")]


# --- the command ---------------------------------------------------------------


def start_convert(inbox: Path, out: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "jixiao", "convert", inbox, "--out", out, *arguments]
    return subprocess.Popen(
        [*map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=None if sys.platform == "win32" else heed_interrupts,
    )


def test_the_same_rows_whatever_the_number_of_workers(tmp_path: Path) -> None:
    import pyarrow.parquet as pq  # not for the workers, which import this module

    kept = {}
    for workers in (1, 3):
        out = tmp_path / str(workers)
        process = start_convert(CORPUS / "flat-list", out, "--workers", workers)
        process.communicate()
        kept[workers] = {kind: pq.read_table(out / kind).to_pylist() for kind in KINDS}
        for row in kept[workers]["documents"]:
            del row["seconds"]
    assert kept[1] == kept[3]
    assert kept[1]["indicators"]


def hanging_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A folder of old .doc files, and where a LibreOffice that hangs writes its ids."""
    pids = tmp_path / "pids"
    fake_soffice(
        tmp_path / "bin",
        f"sleep 300 & echo $! >> {pids}\necho $$ >> {pids}\nsleep 300",
        monkeypatch,
    )
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("a.doc", "b.doc", "c.doc"):
        write_ole(inbox / name, "WordDocument")
        with (inbox / name).open("ab") as file:
            file.write(name.encode())  # or they would be duplicates
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return inbox, pids


def wait_for(pids: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = pids.read_text().split() if pids.exists() else []
        if len(found) >= count:
            return [int(pid) for pid in found]
        time.sleep(0.05)
    raise AssertionError("the fake soffice was not started")


def all_end(pids: list[int]) -> bool:
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_running, pids))


@posix_only
@pytest.mark.parametrize("to_group", [True, False], ids=["as a terminal does", "to jixiao alone"])
def test_ctrl_c_ends_the_batch_and_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to_group: bool
) -> None:
    inbox, pids = hanging_batch(tmp_path, monkeypatch)
    out = tmp_path / "out"
    process = start_convert(inbox, out, "--workers", 2)
    started = wait_for(pids, 4)
    (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert stdout == ""
    assert "interrupted" in stderr
    assert "Traceback" not in stderr
    assert all_end(started)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert list(out.rglob("*.tmp")) == []


@posix_only
def test_a_time_limit_ends_libreoffice_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox, pids = hanging_batch(tmp_path, monkeypatch)
    out = tmp_path / "out"
    process = start_convert(inbox, out, "--workers", 2, "--timeout", 1.5, "--lang", "en")
    _, stderr = process.communicate(timeout=40)
    assert process.returncode == 1
    assert stderr.count("document.timeout") == 3
    assert all_end([int(pid) for pid in pids.read_text().split()])
    assert list((tmp_path / "temporary").iterdir()) == []


def test_bad_numbers_are_usage_errors(tmp_path: Path) -> None:
    for arguments in (["--workers", 0], ["--timeout", 0], ["--timeout", "soon"]):
        process = start_convert(CORPUS, tmp_path / "out", *arguments)
        process.communicate()
        assert process.returncode == 2
