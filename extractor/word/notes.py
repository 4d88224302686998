"""What was left out of a Word file, or read with a doubt, and the problems that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.codes import problem
from extractor.model import Problem
from extractor.text import join_lines
from extractor.word.runs import Paragraph

MOST_NAMED = 10  # places named in one problem
LONGEST = 40  # characters of a text that are told

# What the record that a cell is part of says of it; what nobody sees it does not say.
CELL_FLAGS = {
    "word.picture": "cell.picture",
    "word.struck_text": "cell.struck",
    "word.text_box": "cell.boxed",
}


class Note(NamedTuple):
    """A text told of: the ``code`` of its problem, and its row (from 0) if in a table."""

    code: str
    row: int | None
    text: str = ""


def notes_of(paragraph: Paragraph, row: int | None = None) -> Iterator[Note]:
    """What a paragraph says to have been left out of it."""
    for code, text in (
        ("word.struck_text", paragraph.struck),
        ("word.hidden_text", paragraph.hidden),
    ):
        told = join_lines(text.split("\n"))
        if told:
            yield Note(code, row, told)
    if paragraph.pictures and row is not None:  # outside tables they are none of our concern
        yield Note("word.picture", row)


def problems_of(notes: Iterable[Note], table: int | None = None) -> Iterator[Problem]:
    """One problem for all notes with a code; ``table`` counts the file's tables from 1."""
    places: dict[str, list[str]] = {}
    for note in notes:
        row = "" if note.row is None else f"row {note.row + 1}"
        said = filter(None, (row, note.text[:LONGEST]))
        places.setdefault(note.code, []).append(": ".join(said))
    where = [] if table is None else [f"table {table}"]
    for code, named in places.items():
        more = f" … ({len(named)})" if len(named) > MOST_NAMED else ""
        yield problem(code, ", ".join([*where, "; ".join(named[:MOST_NAMED])]) + more)
