"""More machines than one: a Dask cluster and S3 give the rows that this machine gives."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import CORPUS
from test_batch import command, rows
from test_isolation import posix_only

from extractor.model import Conversion, Document
from jixiao import batch, engines
from jixiao.commands.convert import convert
from jixiao.inputs import Input, find_inputs
from jixiao.isolation import Limits
from jixiao.mirror import DatasetBusyError
from jixiao.packing import Packed
from jixiao.pipeline import Options
from jixiao.remote import RemoteFile, location
from jixiao.store import open_store

fsspec = pytest.importorskip("fsspec", reason="needs the extra cluster")
pytest.importorskip("distributed", reason="needs the extra cluster")
pytest.importorskip("s3fs", reason="needs the extra cluster")
pytest.importorskip("moto", reason="needs the extra test")

BUCKET = "jixiao-test"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A bucket of a local S3 server, which this process and those it starts use."""
    import s3fs
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("cache")))
        storage = s3fs.S3FileSystem(use_listings_cache=False)
        storage.mkdir(BUCKET)
        yield storage
        server.stop()


@contextmanager
def started(
    folder: Path, *arguments: str, **environment: object
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with a group of its own, which is killed at the end."""
    said = {name: str(value) for name, value in environment.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)} | said,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As when the machine is switched off: the process and all it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]
    client: Any


@contextmanager
def dask_cluster(folder: Path, workers: int, allowed_failures: int = 3) -> Iterator[Cluster]:
    """A scheduler and workers, each a process as the command ``dask`` starts it."""
    from distributed import Client

    said = folder / "scheduler.json"
    quiet = ("--no-dashboard", "--scheduler-file", str(said))
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *quiet)
    worker = ("distributed.cli.dask_worker", "--nthreads", "1", *quiet)
    with ExitStack() as stack:
        stack.enter_context(
            started(
                folder, *scheduler, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=allowed_failures
            )
        )
        processes = [stack.enter_context(started(folder, *worker)) for _ in range(workers)]
        client = stack.enter_context(Client(scheduler_file=str(said), set_as_default=False))
        client.wait_for_workers(workers, timeout=30)
        yield Cluster(client.scheduler.address, processes, client)


@pytest.fixture(scope="module")
def cluster(s3: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster"), 2) as found:
        yield found


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen files: in folders, in an archive, one of them broken, two of them the same."""
    folder = tmp_path_factory.mktemp("inbox")
    sources = sorted(CORPUS.glob("variants/*/*.docx"))
    for number, source in enumerate(sources[:12]):
        target = folder / f"部门 {number % 2}" / source.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    shutil.copy(sources[0], folder / "again.docx")
    (folder / "bad.pdf").write_bytes(b"<html><title>404</title><p>nothing</html>")
    (folder / "notes.txt").write_text("no report")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for source in sources[12:14]:
            archive.write(source, f"一/{source.name}")
    return folder


@pytest.fixture(scope="module")
def here(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The rows of the files, converted by this machine alone."""
    out = tmp_path_factory.mktemp("here") / "out"
    subprocess.run(command("convert", inbox, "--out", out), capture_output=True, check=False)
    found = rows(out)
    assert len(found["documents"]) == 16
    assert len(found["indicators"]) > 100
    return found


def fetched(storage: Any, place: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a remote dataset."""
    storage.get(place, str(folder), recursive=True)
    return rows(folder)


def jixiao(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, encoding="utf-8", check=False
    )


# --- a Dask cluster ------------------------------------------------------------------


@posix_only
def test_a_worker_killed_amid_changes_no_row(
    cluster: Cluster, inbox: Path, here: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    by_dask = ("--engine", "dask", "--scheduler", cluster.address, "--log-json")
    with subprocess.Popen(
        command("convert", os.path.relpath(inbox), "--out", out, *by_dask),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        while process.poll() is None and not all(cluster.client.processing().values()):
            time.sleep(0.05)  # until both workers have files
        kill(cluster.workers[0])
        _, told = process.communicate()
    assert told.count('"event": "converted"') == 15
    assert process.returncode == 1, told  # the broken one
    assert len(cluster.client.scheduler_info()["workers"]) == 1
    assert rows(out) == here


@posix_only
def test_workers_of_another_version_are_refused(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "__version__", "another")
    engine = engines.cluster(cluster.address)
    with pytest.raises(engines.ClusterError, match="the workers need jixiao another"):
        list(engine([("a", "a")], Options(), limits=Limits(), convert=kill_the_worker))


def kill_the_worker(what: str, options: Options, name: str) -> Conversion:
    if name == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return Conversion(Document(name, "", "pdf"))


@posix_only
@pytest.mark.slow
def test_a_document_that_kills_workers_is_given_up(tmp_path: Path) -> None:
    names = ["before", "kill", "after"]
    files = [(name, name) for name in names]
    with dask_cluster(tmp_path, 1, allowed_failures=0) as found:  # with the usual 3 it takes long
        engine = engines.cluster(found.address)
        done = list(engine(files, Options(), limits=Limits(60, 60), convert=kill_the_worker))
    assert [each.document.document for each in done] == names
    codes = {each.document.document: [p.code for p in each.problems] for each in done}
    assert codes == {name: ["document.crashed"] if name == "kill" else [] for name in names}


def test_what_a_cluster_needs_is_told(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.2)
    run = ["convert", str(inbox), "--out", str(tmp_path / "out"), "--engine"]
    cases = [
        (["dask"], "needs --scheduler"),
        (["dask", "--scheduler", "tcp://127.0.0.1:9"], "no scheduler answers"),
        (["dask", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"], "--workers is for"),
        (["local", "--scheduler", "tcp://127.0.0.1:9"], "--scheduler is for"),
    ]
    for arguments, message in cases:
        told = CliRunner().invoke(convert, run[1:] + arguments)
        assert (told.exit_code, message in told.output) == (2, True), told.output
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = CliRunner().invoke(convert, [*run[1:], *cases[1][0]])
    assert (told.exit_code, "jixiao[cluster]" in told.output) == (2, True), told.output
    monkeypatch.setitem(sys.modules, "s3fs", None)
    told = CliRunner().invoke(convert, ["s3://bucket/in", "--out", str(tmp_path / "out")])
    assert (told.exit_code, "jixiao[cluster]" in told.output) == (2, True), told.output


# --- remote storage --------------------------------------------------------------------


@posix_only
def test_inputs_and_dataset_on_s3_with_a_cluster(
    s3: Any, cluster: Cluster, inbox: Path, here: dict[str, Any], tmp_path: Path
) -> None:
    s3.put(str(inbox), f"{BUCKET}/in", recursive=True)
    run = ("convert", f"s3://{BUCKET}/in", "--out", f"s3://{BUCKET}/out")
    done = jixiao(*run, "--engine", "dask", "--scheduler", cluster.address)
    assert done.returncode == 1, done.stderr  # the broken one
    assert fetched(s3, f"{BUCKET}/out", tmp_path / "first") == here
    assert "bad.pdf" in s3.cat_file(f"{BUCKET}/out/quarantine.csv").decode("utf-8-sig")
    left = {name.rsplit(".")[-1] for name in s3.find(f"{BUCKET}/out")}
    assert left == {"parquet", "json", "csv", "sqlite"}

    changed = sorted(path.relative_to(inbox).as_posix() for path in inbox.glob("*/*.docx"))[-1]
    s3.put_file(str(CORPUS / "self-evaluation" / "self-evaluation.docx"), f"{BUCKET}/in/{changed}")
    again = jixiao(*run)
    assert again.stdout.startswith("1 files"), again.stderr
    assert "14 files were done before" in again.stderr
    now = fetched(s3, f"{BUCKET}/out", tmp_path / "second")
    assert sum(row["document"] == changed for row in now["indicators"]) == 15
    for kind, kept in here.items():
        others = [row for row in kept if row["document"] != changed]
        assert [row for row in now[kind] if row["document"] != changed] == others


def test_names_on_remote_storage_are_those_of_the_same_folder_here(inbox: Path) -> None:
    storage = fsspec.filesystem("memory")
    storage.put(str(inbox), "/names/in", recursive=True)
    for pattern in ("", "/*/*.docx", "/**/*.docx", "/more.zip", "/bad.pdf"):
        near = find_inputs([Path(f"{inbox}{pattern}")])
        far = find_inputs([location(f"memory://names/in{pattern}")])
        assert [item.name for item in far.inputs] == [item.name for item in near.inputs], pattern
        assert [item.size for item in far.inputs] == [item.size for item in near.inputs]
        assert far.passed_over == near.passed_over
    with pytest.raises(FileNotFoundError):
        find_inputs([location("memory://names/nowhere")])


def test_a_storage_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    told = jixiao("convert", f"s3://{BUCKET}/in", "--out", tmp_path / "out")
    assert told.returncode == 2
    assert "cannot list the files" in told.stderr
    assert "Traceback" not in told.stderr


# --- a remote dataset, whatever happens --------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process."""


@dataclass
class Mortal:
    """A storage of which the process ends when it is about to be changed once more."""

    storage: Any
    left: int

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.storage, name)
        return (
            partial(self._counted, found) if name in ("pipe_file", "cp_file", "rm_file") else found
        )

    def _counted(self, change: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if self.left == 0:
            raise Killed
        self.left -= 1
        return change(*arguments, **named)

    def put(self, sources: list[str], targets: list[str]) -> None:
        for source, target in zip(sources, targets, strict=True):
            self._counted(self.storage.put_file, source, target)


Kept = list[tuple[Input, Packed]]


@pytest.fixture(scope="module")
def runs(inbox: Path) -> tuple[Kept, Kept]:
    """Two runs: three documents; then the second of them, changed, and another one."""
    files = find_inputs([inbox / "部门 1"]).inputs
    named = [replace(item, name=name) for item, name in zip(files, "abcbd", strict=False)]
    done = [(item, batch.convert_input(item, Options(), item.name)) for item in named]
    return done[:3], done[3:]


def keep(place: RemoteFile, run: Kept) -> None:
    with open_store(place) as store:
        for item, conversion in run:
            store.add(batch.entry_of(item, conversion, "recipe"), conversion)


def work_on(machine: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Go on as on a machine of this name."""
    monkeypatch.setenv("LOCALAPPDATA", str(folder / machine))


@pytest.mark.parametrize("again_on", ["the same", "another"])
def test_killed_at_any_change_of_the_storage(
    runs: tuple[Kept, Kept], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again_on: str
) -> None:
    """On another machine the run loses what was not committed, and is done again."""
    first, second = runs
    memory = fsspec.filesystem("memory")
    work_on("the same", monkeypatch, tmp_path)
    keep(RemoteFile(memory, "/undisturbed"), first)
    keep(RemoteFile(memory, "/undisturbed"), second)
    wanted = fetched(memory, "/undisturbed", tmp_path / "undisturbed")
    assert [row["document"] for row in wanted["documents"]] == ["a", "b", "c", "d"]
    killed = True
    for steps in count(1, 6):
        place = RemoteFile(memory, f"/{again_on}/{steps}")
        work_on("the same", monkeypatch, tmp_path)
        keep(place, first)
        try:
            keep(RemoteFile(Mortal(memory, steps), place.key), second)
            killed = False
        except Killed:
            work_on(again_on, monkeypatch, tmp_path)
        if killed:
            if again_on == "another":
                with pytest.raises(DatasetBusyError, match="delete memory://"):
                    keep(place, [])
                memory.rm_file(f"{place.key}/lock")
            keep(place, [])
            now = fetched(memory, place.key, tmp_path / f"now {steps}")
            names = "".join(row["document"] for row in now["documents"])
            assert names == "abcd" or (names == "abc" and again_on == "another")
        keep(place, second)
        assert fetched(memory, place.key, tmp_path / f"{steps}") == wanted
        assert not [name for name in memory.find(place.key) if name.endswith((".draft", "lock"))]
        if not killed:
            break
    assert steps > 20


def test_a_remote_dataset_is_one_runs_alone(
    runs: tuple[Kept, Kept], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = RemoteFile(fsspec.filesystem("memory"), "/alone")
    work_on("this", monkeypatch, tmp_path)
    with open_store(place):
        with pytest.raises(DatasetBusyError):
            keep(place, runs[0])
        work_on("another", monkeypatch, tmp_path)
        with pytest.raises(DatasetBusyError, match=f"process {os.getpid()}"):
            keep(place, runs[0])
    keep(place, runs[0])
