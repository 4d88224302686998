"""A dataset open for reading: frames, SQL, and nothing that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.parts import part_files
from jixiao.records import KINDS
from jixiao.schema import arrow_schema

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


class NoDatasetError(Exception):
    """The folder holds no dataset."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder that ``jixiao convert`` has written.

    >>> dataset = open_dataset(Path("dataset"))             # doctest: +SKIP
    >>> dataset.indicators[["level3", "target_text"]]       # doctest: +SKIP
    >>> dataset.query("SELECT count(*) FROM indicators")    # doctest: +SKIP
    """

    folder: Path

    @property
    def documents(self) -> pd.DataFrame:
        return self.frame("documents")

    @property
    def forms(self) -> pd.DataFrame:
        return self.frame("forms")

    @property
    def indicators(self) -> pd.DataFrame:
        return self.frame("indicators")

    @property
    def funds(self) -> pd.DataFrame:
        return self.frame("funds")

    @property
    def problems(self) -> pd.DataFrame:
        return self.frame("problems")

    def frame(self, kind: str) -> pd.DataFrame:
        """The records of a kind (documents, forms …) as a frame, ordered by id."""
        return self.query(in_order(kind))

    def query(self, sql: str) -> pd.DataFrame:
        """What a SQL query over the five kinds gives; raises duckdb.Error."""
        with self.connect() as connection:
            found: pd.DataFrame = connection.sql(sql).df()
            return found

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in which each kind is a table."""
        import duckdb

        connection = duckdb.connect()
        for kind in KINDS:
            files = [str(file) for file in part_files(self.folder, kind)]
            if files:
                connection.read_parquet(files).create_view(kind)
            else:
                connection.register(kind, _nothing(kind))
        return connection


def in_order(kind: str) -> str:
    """The query for all records of a kind, by their ids, else their documents."""
    order = "id" if kind in ("forms", "indicators", "funds") else "document"
    return f"SELECT * FROM {kind} ORDER BY {order}"


def open_dataset(folder: Path | str) -> Dataset:
    """Open a dataset; NoDatasetError where the folder holds none."""
    found = Path(folder)
    if not (found / "documents").is_dir():
        raise NoDatasetError(f"{found} holds no dataset; make one with jixiao convert")
    return Dataset(found)


def _nothing(kind: str) -> Any:
    return arrow_schema(kind).empty_table()
