"""``jixiao inspect``: what was understood of a page or table."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.model import Conversion, Table
from jixiao.commands.options import lang_option, password_option, reader_option, tell_problems


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--page", type=click.IntRange(min=1), help="The page to look at.")
@click.option("--table", "number", type=click.IntRange(min=1), help="The table to look at.")
@click.option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the drawing: a PNG of a PDF page, HTML for Word tables.",
)
@reader_option
@password_option
@lang_option
def inspect(
    file: Path,
    page: int | None,
    number: int | None,
    image: Path | None,
    reader: str,
    password: str | None,
    lang: str,
) -> None:
    """Draw what was understood of a page or table of FILE.

    Cells are outlined; cells that a record was read from are coloured by field.
    Without --image a list of the tables is printed.

    \b
    Examples:
      jixiao inspect report.pdf
      jixiao inspect report.pdf --page 30 --image page30.png
      jixiao inspect report.docx --table 1 --image table1.html
    """
    if page is not None and number is not None:
        raise click.UsageError("give --page or --table, not both")
    from jixiao.pipeline import Options, convert_file

    conversion = convert_file(file, Options(reader=reader, password=password, keep_tables=True))
    if not conversion.document.ok:
        tell_problems(conversion.problems, lang)
        raise click.exceptions.Exit(1)
    tables = _wanted(conversion, page, number)
    _list_tables(conversion, tables)
    if image is not None:
        _draw(file, conversion, tables, page, image, password)
        click.echo(f"wrote {image}", err=True)


def _wanted(conversion: Conversion, page: int | None, number: int | None) -> list[Table]:
    pages = conversion.document.pages
    if page is not None and pages is None:
        raise click.UsageError("--page needs a PDF; use --table for a Word file")
    if page is not None and pages is not None and page > pages:
        raise click.UsageError(f"--page {page}: the file has {pages} pages")
    tables = list(conversion.tables)
    if number is not None:
        tables = [table for table in tables if table.number == number]
        if not tables:
            count = len(conversion.tables)
            raise click.UsageError(f"--table {number}: the file has {count} tables")
    elif page is not None:
        tables = [table for table in tables if page in table.pages]
    return tables


def _list_tables(conversion: Conversion, tables: list[Table]) -> None:
    for table in tables:
        rows = sum(1 for i in conversion.indicators if i.table == table.number)
        forms = [form for form in conversion.forms if form.table == table.number]
        pages = f"p. {table.pages[0]}–{table.pages[-1]}" if table.pages else "Word"
        what = f"{len(forms)} forms, {rows} indicators" if forms else "not claimed"
        title = next((line.text for line in reversed(table.above) if line.text), "")
        click.echo(
            f"table {table.number}  {pages}  {table.n_rows} × {table.n_cols}  {what}  {title[:40]}"
        )


def _draw(
    file: Path,
    conversion: Conversion,
    tables: list[Table],
    page: int | None,
    image: Path,
    password: str | None,
) -> None:
    from jixiao.drawing import document_html, draw_page

    if conversion.document.pages is None:
        image.write_text(document_html(conversion, tables), encoding="utf-8")
        return
    if page is None:
        page = tables[0].pages[0] if tables else 1
    draw_page(file, conversion, page, password).save(image)
