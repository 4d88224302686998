"""A workbook of plain tables: frozen header, filters, typed cells, no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

MOST_ROWS = 1_048_575  # of a sheet, below its header
LONGEST_CELL = 32_767  # characters Excel takes
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Sheet:
    """One sheet, written row by row."""

    def __init__(self, sheet: Any, name: str, columns: int, style: Any) -> None:
        self._sheet, self._name, self._columns, self._style = sheet, name, columns, style
        self._rows = 0

    def add(self, values: Iterable[Any]) -> None:
        """Write a row: numbers as numbers, None as an empty cell, all else as text.
        ValueError if the sheet holds no more."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise ValueError(f"{self._name} has over {MOST_ROWS} rows, more than a sheet holds")
        for col, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, bool):
                self._sheet.write_boolean(self._rows, col, value, self._style)
            elif isinstance(value, (int, float, Decimal)):
                self._sheet.write_number(self._rows, col, value, self._style)
            else:
                self._sheet.write_string(self._rows, col, str(value)[:LONGEST_CELL], self._style)

    def finish(self) -> None:
        """Put the filter over all that was written."""
        self._sheet.autofilter(0, 0, self._rows, self._columns - 1)


class Workbook:
    """A workbook that is put in its place only when it is whole; ``wrap`` breaks long
    texts into lines. Raises OSError where it cannot be written.

    >>> with Workbook(Path("out.xlsx")) as book:            # doctest: +SKIP
    ...     book.sheet("清单", [("名称", 30)]).add(["=1+1"])
    """

    def __init__(self, path: Path, *, wrap: bool = True) -> None:
        import xlsxwriter

        self._path = path
        self._draft = path.with_name(path.name + ".draft")
        self._draft.touch()  # OSError now, not an error of xlsxwriter's when all is done
        self._book = xlsxwriter.Workbook(str(self._draft), _OPTIONS)
        self._head = self._book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
        self._style = self._book.add_format({"text_wrap": wrap, "valign": "top"})
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Sheet:
        """A new sheet with these titles and widths in characters."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for col, (title, width) in enumerate(columns):
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, title, self._head)
        self._sheets.append(Sheet(sheet, name, len(columns), self._style))
        return self._sheets[-1]

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for sheet in self._sheets:
            sheet.finish()
        self._book.close()
        if kind is None:
            self._draft.replace(self._path)
        else:
            self._draft.unlink(missing_ok=True)
