"""A table typed as lines of text: its cells, and what a person reads in its rows.

One line is one row, `mark | cell | cell …`. A cell `^` is merged with the one above, `<` with the
one to the left, `#` is a place outside the table; `\\n` breaks a line, `{2.project}` stands for a
value of the second form. The mark says what the row is:

`H` header; `.` nothing to record; `1i` an indicator of form 1; `1$` money of form 1; `1i$` both;
`/` in front: a drawn page begins here. A line `=i | level1 | - | level3 …` says which field each
column of the indicator rows below holds (`-` none), `=$` the same for money rows, where each
`item_text` begins a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.content import NULL, Block
from corpus.grid import Grid

SKIP = "-"
LEFT = 20  # longer texts are set left
_MARK = re.compile(r"(/?)(?:(\d+)(i?)(\$?)|H|\.)")
Values = list[dict[str, str]]


@dataclass
class Read:
    """A grid and, by number of the form, the rows recorded in it."""

    grid: Grid
    bands: dict[int, list[Block]] = field(default_factory=dict)
    funds: dict[int, list[Block]] = field(default_factory=dict)


@dataclass
class _Row:
    mark: re.Match[str]
    cells: list[str]
    fields: dict[str, list[str]]


def _split(line: str, values: Values) -> list[str]:
    def value(match: re.Match[str]) -> str:
        return values[int(match[1]) - 1][match[2]]

    parts = [part.strip() for part in line.split("|")]
    filled = [re.sub(r"\{(\d+)\.(\w+)\}", value, part) for part in parts]
    return [part.replace("\\n", "\n") for part in filled]


def _rows(text: str, values: Values) -> list[_Row]:
    rows = []
    fields: dict[str, list[str]] = {}
    for line in text.strip().splitlines():
        head, *cells = _split(line, values)
        if head.startswith("="):
            fields = {**fields, head[1:]: [SKIP if cell == "<" else cell for cell in cells]}
            continue
        mark = _MARK.fullmatch(head)
        if mark is None:
            raise ValueError(f"no such mark: {line}")
        rows.append(_Row(mark, cells, fields))
    return rows


def _owners(rows: list[_Row]) -> list[list[tuple[int, int]]]:
    """For every place the place that holds its text."""
    owners: list[list[tuple[int, int]]] = []
    for at, row in enumerate(rows):
        if len(row.cells) != len(rows[0].cells):
            raise ValueError(f"row {at + 1} has {len(row.cells)} cells: {row.cells}")
        line: list[tuple[int, int]] = []
        for col, text in enumerate(row.cells):
            if text == "^":
                line.append(owners[-1][col])
            else:
                line.append(line[-1] if text == "<" else (at, col))
        owners.append(line)
    return owners


def _fill(grid: Grid, rows: list[_Row], owners: list[list[tuple[int, int]]]) -> None:
    places: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for at, line in enumerate(owners):
        for col, owner in enumerate(line):
            if rows[at].cells[col] == "#":
                grid.voids.add((at, col))
            else:
                places.setdefault(owner, []).append((at, col))
    for (top, first), held in places.items():
        text = rows[top].cells[first]
        grid.put(
            top,
            first,
            text,
            rows=max(row for row, _ in held) - top + 1,
            cols=max(col for _, col in held) - first + 1,
            left=len(text) > LEFT and "H" not in rows[top].mark[0],
        )
    for at, row in enumerate(rows):
        if row.mark[0].endswith("H"):
            grid.headers.append(at)
        if row.mark[1]:
            grid.breaks.append(at)
    grid.height = len(rows)


def _add(found: dict[int, list[Block]], form: int, fields: list[str], row: list[str]) -> None:
    blocks = found.setdefault(form, [])
    if not blocks or blocks[-1].fields != fields:
        blocks.append(Block([], fields, []))
    blocks[-1].rows.append(row)


def _money(fields: list[str], texts: list[str]) -> list[dict[str, str]]:
    """The money a row holds: one record for each item in it."""
    records: list[dict[str, str]] = []
    for name, text in zip(fields, texts, strict=True):
        if name == "item_text":
            records.append({"item_text": text})
        elif name != SKIP:
            records[-1][name] = text
    return records


def _parents(blocks: list[Block]) -> None:
    """`其中：` and the items after it are part of the item before."""
    last = total = NULL
    for block in blocks:
        for row in block.rows:
            record = dict(zip(block.fields, row, strict=True))
            if record["item_text"].startswith("其中"):
                total = last
            row[block.fields.index("parent")] = total
            last = record["item_text"]


def read(text: str, grid: Grid, values: Values) -> Read:
    """Fill the grid from its typed lines and tell what its rows record."""
    rows = _rows(text, values)
    owners = _owners(rows)
    _fill(grid, rows, owners)
    done = Read(grid)
    for at, row in enumerate(rows):
        form, indicator, money = row.mark[2], row.mark[3], row.mark[4]
        texts = [rows[top].cells[col] for top, col in owners[at]]
        if indicator:
            pairs = zip(row.fields["i"], texts, strict=True)
            record = {name: text for name, text in pairs if name != SKIP}
            _add(done.bands, int(form), list(record), list(record.values()))
        if money:
            for record in _money(row.fields["$"], texts):
                record["parent"] = NULL
                _add(done.funds, int(form), list(record), list(record.values()))
    for blocks in done.funds.values():
        _parents(blocks)
    return done
