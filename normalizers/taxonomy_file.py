"""The canonical indicators (共性指标) as their file holds them, line by line.

The file is CSV in UTF-8, one indicator a line. Columns:
``id``, ``framework`` (which rules use it), ``level1``, ``level2`` (where it stands), ``level3``
(its name), ``aliases`` (``~`` before one that is plausible but was not seen in print),
``reviewed`` (what a person decided: ``name`` or ``level 2::name``), ``bound`` (``yes`` if the
name says nothing without its level 2), ``unit``, ``polarity``, ``formula``, ``definition``,
``source``. Several values in one field stand between ``|``.

``wordings.csv`` holds further plausible wordings of the built-in ones, one a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from normalizers.taxonomy_model import Entry
from normalizers.wording import level

if TYPE_CHECKING:
    from pathlib import Path

DATA = os.path.join(os.path.dirname(__file__), "data")  # no pathlib: quick to import
PREPARED = "taxonomy.json"
COLUMNS = (
    *("id", "framework", "level1", "level2", "level3", "aliases", "reviewed", "bound"),
    *("unit", "polarity", "formula", "definition", "source"),
)  # fmt: skip
REQUIRED = ("id", "level1", "level2", "level3", "polarity")
POLARITIES = ("higher", "lower", "exact", "qualitative")


class TaxonomyError(Exception):
    """A taxonomy file breaks a rule; the message says file, line and what to do."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}")
        self.file = file
        self.line = line


def built_in_text() -> str:
    """The built-in taxonomy as its file is written."""
    return _data("taxonomy.csv")


def wordings_text() -> str:
    """The further wordings of the built-in taxonomy as their file is written."""
    return _data("wordings.csv")


def prepared_text() -> str:
    """The built-in taxonomy made ready (see ``taxonomy_ready``); "" where it is not there."""
    try:
        return _data(PREPARED)
    except FileNotFoundError:
        return ""


def read_wordings(text: str) -> Iterator[tuple[int, str, str]]:
    """The further wordings of indicators, none of them seen in print: line, id and name."""
    for line, row in _read_csv(text)[1]:
        yield line, row["id"], row["name"]


def own_text(path: str | Path) -> str:
    """A user's own taxonomy as its file is written; raises TaxonomyError."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise TaxonomyError(str(path), 1, "not UTF-8; save it as CSV UTF-8") from error


@cache
def traps() -> tuple[tuple[str, str, str], ...]:
    """Pairs of names that differ in meaning, and how: never one indicator."""
    _, rows = _read_csv(_data("traps.csv"))
    return tuple((row["one"], row["other"], row["difference"]) for _, row in rows)


def _data(name: str) -> str:
    with open(os.path.join(DATA, name), encoding="utf-8", newline="") as file:
        return file.read()


def _read_csv(text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a CSV text, and its rows with the line each ends on."""
    import csv
    import io

    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
    rows = [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    return list(reader.fieldnames or ()), rows


def read_entries(text: str, file: str) -> Iterator[Entry]:
    """The indicators of a taxonomy file; raises TaxonomyError where a line cannot stand."""
    columns, rows = _read_csv(text)
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise TaxonomyError(file, 1, f"columns missing: {', '.join(missing)}; add them")
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise TaxonomyError(file, 1, f"unknown columns: {', '.join(unknown)}; remove them")
    lines: dict[str, int] = {}
    for line, row in rows:
        entry = _entry(row, file, line)
        if lines.setdefault(entry.id, line) != line:
            also = f"id {entry.id} is also on line {lines[entry.id]}; give a new one"
            raise TaxonomyError(file, line, also)
        yield entry


def _entry(row: dict[str, str], file: str, line: int) -> Entry:
    for name in ("id", "level3", "level2"):
        if not row[name].strip():
            raise TaxonomyError(file, line, f"{name} is empty; fill it")
    if row["polarity"] not in POLARITIES:
        raise TaxonomyError(
            file, line, f"polarity {row['polarity']!r}; write one of {', '.join(POLARITIES)}"
        )
    if row.get("bound", "") not in ("", "yes"):
        raise TaxonomyError(file, line, f"bound {row['bound']!r}; write yes or nothing")
    level1, level2, aliases = (_parts(row, key) for key in ("level1", "level2", "aliases"))
    return Entry(
        id=row["id"],
        name=row["level3"],
        level1=level1,
        level2=level2,
        aliases=tuple(alias for alias in aliases if not alias.startswith("~")),
        plausible=tuple(alias[1:] for alias in aliases if alias.startswith("~")),
        reviewed=_parts(row, "reviewed"),
        bound=row.get("bound") == "yes",
        unit=_parts(row, "unit"),
        polarity=row["polarity"],
        framework=_parts(row, "framework"),
        formula=row.get("formula", ""),
        definition=row.get("definition", ""),
        source=row.get("source", ""),
        line=line,
        contexts1=frozenset(map(level, level1)),
        contexts2=frozenset(map(level, level2)),
    )


def _parts(row: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(key, "").split("|") if part.strip())
