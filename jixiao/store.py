"""A dataset open for writing: conversions in, parts out, safe at every moment.

The path of a conversion: its records wait in the state file (so it is never done
twice), then with others they become a part. A changed file's old records leave
their part in the same swap that brings the new ones in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.parts import (
    count_rows,
    draft_part,
    drop_drafts,
    merged,
    part_file,
    put_in_place,
    read_part,
)
from jixiao.records import KINDS, as_dict, of_kind
from jixiao.schema import check_rows, write_package
from jixiao.state import Entry, Rows, State

if TYPE_CHECKING:
    from extractor.model import Conversion

DOCUMENTS_A_PART = 400
ROWS_A_PART = 40_000
LOCK = "lock"


class DatasetBusyError(Exception):
    """Another run is writing to the dataset."""


@dataclass(slots=True)
class Store:
    """One dataset, held by this process alone."""

    folder: Path
    state: State
    waiting_files: int = 0
    waiting_rows: int = 0

    def add(self, entry: Entry, conversion: Conversion) -> None:
        """Take in what a file gave; from now on it is done, whatever happens."""
        rows: Rows = {
            kind: [_flat(as_dict(record)) for record in of_kind(conversion, kind)] for kind in KINDS
        }
        for kind in KINDS:
            check_rows(kind, rows[kind])
        self.state.add(entry, rows)
        self.waiting_files += 1
        self.waiting_rows += count_rows(rows)
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
        self.flush()

    def _swap(self) -> None:
        swaps = self.state.swaps()
        for number, empty in swaps:
            put_in_place(self.folder, number, empty=empty)
        if swaps:
            self.state.end_swaps()


def _describe(folder: Path) -> None:
    """Put the schema into a dataset: in words, and as a part 0 without records."""
    write_package(folder)
    if not all(part_file(folder, kind, 0).exists() for kind in KINDS):
        draft_part(folder, 0, {})
        put_in_place(folder, 0, empty=False)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open a dataset for writing, or begin one.

    Raises DatasetBusyError where another run has it open, OtherSchemaError where its
    records are of another schema, OSError where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatasetBusyError(str(folder)) from error
    try:
        state = State(folder)
        try:
            store = Store(folder, state)
            store.recover()
            _describe(folder)
            try:
                yield store
            except KeyboardInterrupt:
                store.flush()
                raise
            store.flush()
        finally:
            state.close()
    finally:
        lock.release()


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    if "cells" in row:
        row["cells"] = json.dumps(row["cells"], ensure_ascii=False)
    return row
