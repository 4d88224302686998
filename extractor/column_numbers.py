"""Rows that number the columns below a header (栏次): 1 2 3 …, 甲 乙 1 2 …, （1）（2）… ."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractor.grid import Grid
from extractor.patterns import of_tables

FEWEST = 3  # numbers: fewer may be values
LONGEST = 12  # characters of a column's number, with how it is reckoned: (3)=(1)-(2)
STEMS = "甲乙丙丁戊己庚辛"  # the columns of words, before those of numbers
HEADS = ("栏次", "列次", "序号", "行次")
_NUMBER = of_tables(r"\(?(\d{1,2})\)?(?:=[()\d+*/×÷%-]+)?")


def numbers_columns(grid: Grid, row: int) -> bool:
    """Whether all that is printed in a row are the numbers of its columns, in order."""
    return _in_order([cell.text for cell in grid.row(row) if cell.text])


def numbers_below(grid: Grid, row: int) -> bool:
    """Whether a row right below a header numbers its columns; a label that begins in the
    header and runs on beside the row is none of them."""
    if row >= grid.n_rows:
        return False
    return _in_order([cell.text for cell in grid.starting(row) if cell.text])


def _in_order(printed: Sequence[str]) -> bool:
    if len(printed) < FEWEST or any(len(text) > LONGEST for text in printed):
        return False
    texts = ["".join(unicodedata.normalize("NFKC", text).split()) for text in printed]
    texts = texts[1:] if texts[0] in HEADS else texts
    stems = 0
    while stems < len(texts) and STEMS.startswith("".join(texts[: stems + 1])):
        stems += 1
    found = [_NUMBER.fullmatch(text) for text in texts[stems:]]
    numbers = [int(number[1]) for number in found if number]
    first = 1 if stems or not numbers else numbers[0]
    in_order = numbers == list(range(first, first + len(found)))
    return in_order and stems + len(numbers) >= FEWEST
