"""A dataset on remote storage, written by way of a folder here.

Storage knows no transactions; that a single object is put whole is all we build on.
A run works in a folder here, as on any dataset, and from time to time commits: new
and changed parts are put under the names of drafts, then the state is put, which
lists the swaps begun, then the drafts are copied to their places, then the state is
put without the swaps. A run that ends amid is taken up from the state that is there:
it ends its swaps before it puts a draft.

An object ``lock`` holds the dataset for one run. A killed run leaves it behind; only
the machine that put it there, which has the same token in its folder and can tell
that the run is dead, may go on, and does so from its folder.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jixiao.parts import DRAFT, part_file
from jixiao.records import KINDS
from jixiao.remote import RemoteFile, errors_of_storage
from jixiao.state import NAME, State

LOCK = "lock"
WORK_TO_COMMIT = 20  # times as long as the last commit took, at least, until the next
AT_ONCE = 16  # requests
SOONEST = 30.0  # seconds from one commit to the next


class DatasetBusyError(Exception):
    """Another run is writing to the dataset."""


@dataclass(slots=True)
class Mirror:
    """A remote dataset, held by this run, and the ``folder`` here that stands for it."""

    place: RemoteFile
    folder: Path
    token: str
    next_commit: float = 0.0

    def is_due(self) -> bool:
        return time.monotonic() >= self.next_commit

    def commit(self, state: State) -> None:
        """Make the remote dataset what the one here is; doing it again, after part of it
        was done, does the rest."""
        began = time.monotonic()
        swaps = state.swaps()
        with _interrupts_later(), errors_of_storage():
            self._assert_held()
            drafts = [key for number, empty in swaps if not empty for key in self._here(number)]
            self._put((self.folder / key, key + DRAFT) for key in drafts)
            self._put_state(state, swapped=False)
            with ThreadPoolExecutor(AT_ONCE) as threads:
                placed = [(key, empty) for n, empty in swaps for key in self._keys(n)]
                list(threads.map(lambda each: self._place(*each), placed))
            if swaps:
                self._put_state(state, swapped=True)  # before there are other drafts
            state.end_swaps()
            for key in drafts:
                (self.folder / key).unlink()
        took = time.monotonic() - began
        self.next_commit = time.monotonic() + max(SOONEST, WORK_TO_COMMIT * took)

    def fetch_part(self, number: int) -> None:
        """Bring a part here, if it is not."""
        keys = [key for key in self._keys(number) if not (self.folder / key).exists()]
        with errors_of_storage():
            for key in keys:
                self._get(key)

    def drop_drafts(self) -> None:
        """Take away the drafts of commits that never were."""
        storage = self.place.storage
        with errors_of_storage():
            for key in storage.find(self.place.key):
                if key.endswith(DRAFT):
                    storage.rm_file(key)

    def put_files(self, names: Iterable[str]) -> None:
        """Put files that lie beside the parts, as the list of what failed."""
        with errors_of_storage():
            self._put((self.folder / name, name) for name in names)

    def release(self) -> None:
        """Let go of the dataset; what is here is there by now."""
        with errors_of_storage():
            self._assert_held()
            self.place.storage.rm_file((self.place / LOCK).key)
        shutil.rmtree(self.folder)

    def bring_state(self) -> None:
        """Bring the state here, if it is not, as it is where a dead run is taken up."""
        with errors_of_storage():
            if not (self.folder / NAME).exists() and self._exists(NAME):
                self._get(NAME)

    def holds_part(self, number: int) -> bool:
        with errors_of_storage():
            return all(self._exists(key) for key in self._keys(number))

    def _keys(self, number: int) -> list[str]:
        files = [part_file(self.folder, kind, number) for kind in KINDS]
        return [file.relative_to(self.folder).as_posix() for file in files]

    def _here(self, number: int) -> list[str]:
        return [key for key in self._keys(number) if (self.folder / key).exists()]

    def _put(self, files: Iterable[tuple[Path, str]]) -> None:
        pairs = [(str(file), (self.place / key).key) for file, key in files]
        if pairs:
            sources, targets = map(list, zip(*pairs, strict=True))
            self.place.storage.put(sources, targets)

    def _put_state(self, state: State, *, swapped: bool) -> None:
        snapshot = self.folder / f"{NAME}.snapshot"
        snapshot.unlink(missing_ok=True)
        state.copy_to(snapshot, swapped=swapped)
        self._put([(snapshot, NAME)])
        snapshot.unlink()

    def _place(self, key: str, empty: bool) -> None:
        """Make a draft what it is the draft of; without one that was done before."""
        storage = self.place.storage
        target, draft = (self.place / key).key, (self.place / (key + DRAFT)).key
        with suppress(FileNotFoundError):
            if empty:
                storage.rm_file(target)
            else:
                storage.cp_file(draft, target)
        with suppress(FileNotFoundError):
            storage.rm_file(draft)

    def _exists(self, key: str) -> bool:
        return bool(self.place.storage.exists((self.place / key).key))

    def _get(self, key: str) -> None:
        target = self.folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.fetched")
        self.place.storage.get_file((self.place / key).key, str(draft))
        os.replace(draft, target)

    def _assert_held(self) -> None:
        if _holder(self.place).get("token") != self.token:
            raise DatasetBusyError(f"{self.place} (the lock has gone to another run)")


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Let Ctrl-C wait: what a storage is doing would go on when we no longer wait for it,
    and overtake what we do next."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


@contextmanager
def locked(folder: Path, said: str) -> Iterator[None]:
    """Hold a folder alone; DatasetBusyError, which says ``said``, where another run does."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatasetBusyError(said) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def mirrored(place: RemoteFile) -> Iterator[Mirror]:
    """Hold a remote dataset; where it is not released, a later run here takes it up.

    Raises DatasetBusyError where another run holds it.
    """
    home = _home(place)
    home.mkdir(parents=True, exist_ok=True)
    with locked(home, str(place)):
        with errors_of_storage():
            mirror = _taken_up(place, home) or _begun(place, home)
        mirror.bring_state()
        yield mirror


def _taken_up(place: RemoteFile, home: Path) -> Mirror | None:
    """What a dead run on this machine holds, None if there is none."""
    holder = _holder(place)
    if not holder:
        return None
    token = home / "token"
    mine = token.read_text(encoding="ascii") if token.exists() else None
    if holder["token"] != mine:
        raise DatasetBusyError(
            f"{place} (on {holder['host']}, process {holder['pid']}, since {holder['since']});"
            f" or, if that run is dead and its machine gone, delete {place / LOCK}"
        )
    (home / "dataset").mkdir(exist_ok=True)
    return Mirror(place, home / "dataset", holder["token"])


def _begun(place: RemoteFile, home: Path) -> Mirror:
    folder = home / "dataset"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    token = uuid.uuid4().hex
    (home / "token").write_text(token, encoding="ascii")
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    said = {"token": token, "host": socket.gethostname(), "pid": os.getpid(), "since": since}
    try:
        place.storage.pipe_file((place / LOCK).key, json.dumps(said).encode(), mode="create")
    except FileExistsError as error:
        raise DatasetBusyError(str(place)) from error
    return Mirror(place, folder, token)


def _holder(place: RemoteFile) -> dict[str, str]:
    """Who holds a dataset, as the object ``lock`` says; {} if nobody."""
    try:
        said: dict[str, str] = json.loads(place.storage.cat_file((place / LOCK).key))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise DatasetBusyError(f"{place} ({place / LOCK} is no lock of this program)") from error
    return said


def _home(place: RemoteFile) -> Path:
    """The folder of this user on this machine that stands for a remote dataset."""
    cache = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    base = Path(cache) if cache else Path.home() / ".cache"
    said = f"{socket.gethostname()} {place}"  # a home may be on several machines
    return base / "jixiao" / sha256(said.encode()).hexdigest()[:16]
