"""``jixiao tables``: every table of a file, whatever it is about."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao.commands.options import lang_option, password_option, tell_problems


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "html"]),
    default="json",
    show_default=True,
    help="How to print.",
)
@password_option
@lang_option
def tables(file: Path, style: str, password: str | None, lang: str) -> None:
    """Print every table of FILE, a PDF or Word file, as each page shows it.

    Ruled tables, tables with some lines and tables that only alignment shows.
    JSON is a list of {page, bbox, cells: [{row, column, row_span, col_span, text,
    bbox}]}; boxes are points from the top left, null for Word.

    \b
    Examples:
      jixiao tables report.pdf > tables.json
      jixiao tables report.docx --format html > tables.html
    """
    from extractor.codes import DocumentError
    from jixiao.tables import read_tables, write_csv, write_html, write_json

    write = {"json": write_json, "csv": write_csv, "html": write_html}[style]
    try:
        write(read_tables(file, password), sys.stdout)
    except DocumentError as error:
        tell_problems([error.problem], lang)
        raise click.exceptions.Exit(1) from error
