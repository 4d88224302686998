"""``jixiao export``: a dataset as a workbook, CSV, JSON lines or SQLite."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.commands.options import lang_option


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "--to", required=True, type=click.Choice(["xlsx", "csv", "jsonl", "sqlite"]), help="The form."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file (xlsx, sqlite) or folder (csv, jsonl); by default beside the dataset.",
)
@click.option(
    "--raw", is_flag=True, help="CSV without the apostrophe that keeps = + - @ from being formulas."
)
@lang_option
def export(dataset: Path, to: str, out: Path | None, raw: bool, lang: str) -> None:
    """Write DATASET in another form.

    A workbook has a sheet for each kind of record, with Chinese titles (--lang en:
    field names), filters and a frozen header; codes stay text, and no text becomes a
    formula. CSV opens right in Excel: it begins with a byte order mark, and text that
    begins with = + - @ has an apostrophe before it, unless --raw is given.

    \b
    Examples:
      jixiao export dataset/ --to xlsx
      jixiao export dataset/ --to csv --out tables/
    """
    from jixiao.dataset import NoDatasetError, open_dataset
    from jixiao.exporting import export as write

    target = out or dataset.with_name(
        dataset.resolve().name + (f".{to}" if to in ("xlsx", "sqlite") else f"-{to}")
    )
    try:
        write(open_dataset(dataset), to, target, lang=lang, safe=not raw)
    except (NoDatasetError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {error.strerror}") from error
    click.echo(f"wrote {target}", err=True)
