"""A dataset open for writing: conversions in, parts out, safe at every moment.

The path of a conversion: its records wait in the state file (so it is never done
twice), then with others they become a part. A changed file's old records leave
their part in the same swap that brings the new ones in. A dataset on remote storage
is written in a folder here, and committed there from time to time (jixiao/mirror.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jixiao.mirror import Mirror, locked, mirrored
from jixiao.packing import Packed
from jixiao.parts import (
    draft_part,
    drop_drafts,
    merged,
    part_file,
    put_in_place,
    read_part,
)
from jixiao.records import KINDS
from jixiao.remote import Location, RemoteFile
from jixiao.schema import PACKAGE, write_package
from jixiao.state import Entry, OtherSchemaError, State
from jixiao.summary import QUARANTINE

DOCUMENTS_A_PART = 400
ROWS_A_PART = 40_000
BESIDE = (PACKAGE, QUARANTINE)  # files of a dataset besides its parts


@dataclass(slots=True)
class Store:
    """One dataset, held by this process alone; ``mirror`` where it is a remote one."""

    folder: Path
    state: State
    mirror: Mirror | None = None
    waiting_files: int = 0
    waiting_rows: int = 0

    def add(self, entry: Entry, packed: Packed) -> None:
        """Take in what a file gave; from now on it is done, whatever happens."""
        self.state.add(entry, packed)
        self.waiting_files += 1
        self.waiting_rows += packed.count
        if self.waiting_files >= DOCUMENTS_A_PART or self.waiting_rows >= ROWS_A_PART:
            self.flush()

    def flush(self) -> None:
        """Put all waiting records into a part."""
        waiting = list(self.state.waiting())
        self.waiting_files = self.waiting_rows = 0
        if not waiting:
            return
        outdated: dict[int, set[str]] = {}
        for entry, _ in waiting:
            if entry.part is not None:
                outdated.setdefault(entry.part, set()).add(entry.name)
        swaps = []
        for number, names in outdated.items():
            if self.mirror is not None:
                self.mirror.fetch_part(number)
            rows = read_part(self.folder, number, names)
            empty = not rows["documents"]
            if not empty:
                draft_part(self.folder, number, rows)
            swaps.append((number, empty))
        new = self.state.next_part()
        draft_part(self.folder, new, merged(rows for _, rows in waiting))
        swaps.append((new, False))
        self.state.begin_swaps(swaps, {entry.name: new for entry, _ in waiting})
        self._swap()

    def recover(self) -> None:
        """Take up what a killed run left: end its swaps, put what waits into a part."""
        self._swap()
        drop_drafts(self.folder)
        if self.mirror is not None:
            self.mirror.drop_drafts()
        self.flush()

    def describe(self) -> None:
        """Put the schema into the dataset: in words, and as a part 0 without records."""
        write_package(self.folder)
        if self.mirror is not None:
            if not self.mirror.holds_part(0):
                draft_part(self.folder, 0, {})
                self.state.begin_swaps([(0, False)], {})
                self._swap()
        elif not all(part_file(self.folder, kind, 0).exists() for kind in KINDS):
            draft_part(self.folder, 0, {})
            put_in_place(self.folder, 0, empty=False)

    def end(self) -> None:
        """Leave nothing waiting, here or on the way to remote storage."""
        self.flush()
        if self.mirror is not None:
            self.mirror.commit(self.state)
            self.mirror.put_files(name for name in BESIDE if (self.folder / name).exists())

    def _swap(self) -> None:
        swaps = self.state.swaps()
        for number, empty in swaps:
            put_in_place(self.folder, number, empty=empty)
        if self.mirror is not None:
            if swaps and self.mirror.is_due():
                self.mirror.commit(self.state)
        elif swaps:
            self.state.end_swaps()


@contextmanager
def open_store(place: Location) -> Iterator[Store]:
    """Open a dataset for writing, or begin one.

    Raises DatasetBusyError where another run has it open, OtherSchemaError where its
    records are of another schema, OSError where the folder or storage cannot be written.
    """
    interrupted: KeyboardInterrupt | None = None
    with _held(place) as (folder, mirror):
        try:
            with closing(State(folder)) as state:
                store = Store(folder, state, mirror)
                store.recover()
                store.describe()
                try:
                    yield store
                except KeyboardInterrupt as error:
                    interrupted = error
                store.end()
        except OtherSchemaError:
            if mirror is not None:
                mirror.release()
            raise
        if mirror is not None:
            mirror.release()
    if interrupted is not None:
        raise interrupted


@contextmanager
def _held(place: Location) -> Iterator[tuple[Path, Mirror | None]]:
    """The folder to write in, which is this run's alone."""
    if isinstance(place, RemoteFile):
        with mirrored(place) as mirror:
            yield mirror.folder, mirror
        return
    place.mkdir(parents=True, exist_ok=True)
    with locked(place, str(place)):
        yield place, None
