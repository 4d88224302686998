"""``jixiao query``: SQL over a dataset."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.argument("sql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    help="By default a table on a terminal, else CSV.",
)
def query(dataset: Path, sql: str, form: str | None) -> None:
    """Answer SQL over DATASET, in which documents, forms, indicators, funds and
    problems are tables.

    \b
    Examples:
      jixiao query dataset/ "SELECT department, count(*) FROM indicators GROUP BY 1 ORDER BY 2 DESC"
      jixiao query dataset/ "SELECT * FROM indicators WHERE level3 LIKE '%满意度%'" > rows.csv
    """
    import duckdb

    from jixiao.dataset import NoDatasetError, open_dataset

    try:
        found = open_dataset(dataset).query(sql)
    except NoDatasetError as error:
        raise click.UsageError(str(error)) from error
    except duckdb.Error as error:
        raise click.UsageError(f"the query cannot be answered: {error}") from error
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "csv":
        click.echo(found.to_csv(index=False, lineterminator="\n"), nl=False)
    elif form == "jsonl":
        text = found.to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
        click.echo(text.strip("\n"))
    else:
        _print_table(found.columns, found.itertuples(index=False))


def _print_table(columns: object, rows: object) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE)
    for name in columns:  # type: ignore[attr-defined]
        table.add_column(str(name), overflow="fold")
    for row in rows:  # type: ignore[attr-defined]
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
