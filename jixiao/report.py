"""``jixiao.read``: one report in a notebook or program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.codes import DocumentError
from extractor.model import Conversion, Document, Form, Fund, Indicator, Problem, Table

if TYPE_CHECKING:
    import pandas

ALL_PAGES: tuple[int, int] | None = None


def read(
    path: str | Path,
    *,
    pages: tuple[int, int] | None = ALL_PAGES,
    reader: str = "pdfium",
    cross_check: str | None = None,
    password: str | None = None,
    strict: bool = False,
) -> Report:
    """Read one published report.

    ``pages`` (first, last) keeps the records whose row starts there. ``cross_check``
    names a second reader for PDFs: indicators that it reads otherwise are flagged
    ``cross_check.differs``, and each form tells its ``agreement``. A bad document
    gives a report that is not ``ok`` and says why in ``problems``; with ``strict``
    it raises DocumentError instead. Raises ValueError for a reader that there is not,
    or that is to check itself.
    """
    from jixiao.pipeline import Options, convert_file

    options = Options(
        reader=reader,
        password=password,
        pages=pages,
        keep_tables=True,
        cross_check=cross_check,
    )
    report = Report(Path(path), convert_file(Path(path), options), password)
    if strict and not report.ok:
        first = report.problems[0]
        raise DocumentError.of(first)
    return report


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A report that was read: its records, its problems and its tables."""

    path: Path
    conversion: Conversion
    password: str | None = None

    @property
    def ok(self) -> bool:
        return self.conversion.document.ok

    @property
    def document(self) -> Document:
        return self.conversion.document

    @property
    def forms(self) -> tuple[Form, ...]:
        return self.conversion.forms

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.conversion.indicators

    @property
    def funds(self) -> tuple[Fund, ...]:
        return self.conversion.funds

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.conversion.problems

    @property
    def tables(self) -> Sequence[TableView]:
        """The joined tables; in a notebook a table shows its first page, marked."""
        return [TableView(self, table) for table in self.conversion.tables]

    def to_frame(self, kind: str = "indicators") -> pandas.DataFrame:
        """The records of a kind (indicators, forms, funds, problems) as a frame."""
        import pandas

        from jixiao.records import as_dict, columns, of_kind

        rows = [as_dict(record) for record in of_kind(self.conversion, kind)]
        return pandas.DataFrame(rows, columns=columns(kind))

    def __repr__(self) -> str:
        counts = f"{len(self.forms)} forms, {len(self.indicators)} indicators"
        return f"Report({str(self.path)!r}: {counts}, {len(self.problems)} problems)"

    def _repr_html_(self) -> str:
        html: str = self.to_frame()[
            ["page", "level1", "level2", "level3", "operator_text", "target_text", "unit_text"]
        ].to_html()
        return html


@dataclass(frozen=True, slots=True, repr=False)
class TableView:
    """A table of a report, to be looked at."""

    report: Report
    table: Table

    def __repr__(self) -> str:
        return f"TableView({str(self.report.path)!r}, table {self.table.number})"

    def _repr_png_(self) -> bytes | None:
        if not self.table.pages:
            return None
        from jixiao.drawing import page_png

        return page_png(self.report, self.table.pages[0])

    def _repr_html_(self) -> str | None:
        if self.table.pages:
            return None
        from jixiao.drawing import table_html

        return table_html(self.report.conversion, self.table)
