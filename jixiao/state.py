"""What a dataset knows of its files: one SQLite file beside the parts.

Three tables. ``files`` has a row for each file whose records the dataset holds;
``waiting`` the records of files that are converted but not yet in a part, so that
nothing done is lost when the run is killed; ``swaps`` the parts about to be put in
place, so that a killed run is taken up where it stood.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jixiao.packing import Packed, Rows, unpack
from jixiao.schema import SCHEMA

NAME = "state.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL,
    sha256 TEXT NOT NULL, recipe TEXT NOT NULL, code TEXT, zh TEXT, en TEXT,
    duplicate_of TEXT, part INTEGER);
CREATE INDEX IF NOT EXISTS by_size ON files (size);
CREATE TABLE IF NOT EXISTS waiting (name TEXT PRIMARY KEY, records BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS swaps (part INTEGER PRIMARY KEY, empty INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file the dataset holds, as it was when converted.

    ``recipe`` names the version and options it was converted with. A file that could
    not be converted has the ``code`` of the problem and its messages, ``zh`` and ``en``.
    ``duplicate_of`` is the file with the same content whose records stand for both.
    ``part`` is None while the records wait.
    """

    name: str
    size: int
    changed: int
    sha256: str
    recipe: str
    code: str | None = None
    zh: str | None = None
    en: str | None = None
    duplicate_of: str | None = None
    part: int | None = None

    @property
    def ok(self) -> bool:
        return self.code is None


_COLUMNS = ", ".join(Entry.__slots__)
_UPDATED = ", ".join(f"{name} = excluded.{name}" for name in Entry.__slots__[1:-1])


class OtherSchemaError(Exception):
    """The dataset was written with another schema of records; says which."""


class State:
    """The state of one dataset; all writes are transactions that survive a kill."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / NAME, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO about VALUES ('schema', ?)", (str(SCHEMA),))
        [[found]] = self._db.execute("SELECT value FROM about WHERE name = 'schema'")
        if found != str(SCHEMA):
            raise OtherSchemaError(found)

    def close(self) -> None:
        self._db.close()

    def copy_to(self, target: Path, *, swapped: bool) -> None:
        """Write all that is known to another file, which must not exist; ``swapped`` as
        it will be when the swaps have ended."""
        self._db.execute("VACUUM INTO ?", (str(target),))
        if swapped:
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("DELETE FROM swaps")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def entry(self, name: str) -> Entry | None:
        """What is known of a file; None if nothing."""
        return next(self._entries("WHERE name = ?", name), None)

    def failed(self) -> Iterator[Entry]:
        """The files that could not be converted, by name."""
        return self._entries("WHERE code IS NOT NULL ORDER BY name")

    def forget(self) -> None:
        """Take no file as done; the records stay until each is converted again."""
        with self._transaction():
            self._db.execute("UPDATE files SET recipe = ''")

    def originals(self, size: int, recipe: str) -> list[Entry]:
        """The files of this size whose records were made with this recipe."""
        where = (
            "WHERE size = ? AND recipe = ? AND code IS NULL AND duplicate_of IS NULL ORDER BY name"
        )
        return list(self._entries(where, size, recipe))

    def _entries(self, where: str, *values: str | int) -> Iterator[Entry]:
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM files {where}", values):
            yield Entry(*row)

    def add(self, entry: Entry, packed: Packed) -> None:
        """Note a converted file; its records wait for a part.

        Where it was in a part before, that is kept until the new records are in one.
        """
        with self._transaction():
            waiting = (entry.name, packed.rows)
            self._db.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?)", waiting)
            self._db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
                f" ON CONFLICT (name) DO UPDATE SET {_UPDATED}",
                [getattr(entry, name) for name in Entry.__slots__[:-1]],
            )

    def waiting(self) -> Iterator[tuple[Entry, Rows]]:
        """The converted files whose records are not yet in a part, by name."""
        names = [name for (name,) in self._db.execute("SELECT name FROM waiting ORDER BY name")]
        for name in names:
            [[packed]] = self._db.execute("SELECT records FROM waiting WHERE name = ?", (name,))
            entry = self.entry(name)
            if entry is not None:
                yield entry, unpack(packed)

    def next_part(self) -> int:
        """The number of a part that no file has been put into."""
        [[most]] = self._db.execute("SELECT coalesce(max(part), 0) FROM files")
        return int(most) + 1

    def begin_swaps(self, parts: Iterable[tuple[int, bool]], placed: dict[str, int]) -> None:
        """Decide that drafts become parts (True: a part goes, having become empty), and
        which part holds which file from now on."""
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO swaps VALUES (?, ?)", list(parts))
            for name, part in placed.items():
                self._db.execute("UPDATE files SET part = ? WHERE name = ?", (part, name))
                self._db.execute("DELETE FROM waiting WHERE name = ?", (name,))

    def swaps(self) -> list[tuple[int, bool]]:
        """The swaps begun and not yet ended."""
        found = self._db.execute("SELECT part, empty FROM swaps ORDER BY part")
        return [(part, bool(empty)) for part, empty in found]

    def end_swaps(self) -> None:
        with self._transaction():
            self._db.execute("DELETE FROM swaps")
