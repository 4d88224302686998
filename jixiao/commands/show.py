"""``jixiao show``: the records of one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.model import Conversion, Form, Indicator
from jixiao.commands.options import (
    cross_check_option,
    lang_option,
    pages_option,
    password_option,
    reader_option,
    tell_problems,
)
from jixiao.commands.taxonomies import config_option, open_taxonomy, taxonomy_option

if TYPE_CHECKING:
    from jixiao.config import Config

SHOWN = {
    "level1": "一级指标",
    "level2": "二级指标",
    "key_task": "重点工作",
    "level3": "三级指标",
    "operator_text": "性质",
    "target_text": "指标值",
    "unit_text": "单位",
    "half_year_text": "半年值",
    "cycle_text": "周期值",
    "actual_text": "实际值",
    "weight_text": "分值",
    "score_text": "得分",
    "note_text": "备注",
}
KINDS = ["indicators", "forms", "funds", "problems", "documents"]
PLAIN_WIDTH = 160  # characters, where the output is no terminal


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@pages_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--records",
    "kind",
    type=click.Choice(KINDS),
    default="indicators",
    show_default=True,
    help="Which records jsonl and csv hold.",
)
@click.option("--excel", is_flag=True, help="CSV that opens right in Excel: BOM, no formulas.")
@reader_option
@cross_check_option
@password_option
@taxonomy_option
@config_option
@lang_option
def show(
    file: Path,
    pages: tuple[int, int] | None,
    style: str,
    kind: str,
    excel: bool,
    reader: str,
    cross_check: str | None,
    password: str | None,
    taxonomy: Path | None,
    config: Config,
    lang: str,
) -> None:
    """Show the records of FILE, a published PDF or Word report.

    \b
    Examples:
      jixiao show report.pdf
      jixiao show report.docx --format jsonl > records.jsonl
      jixiao show report.pdf --pages 30-32 --records funds --format csv
      jixiao show report.pdf --cross-check pdfplumber
    """
    from jixiao.apart import convert_apart
    from jixiao.pipeline import Options

    if taxonomy is not None or config.aliases:
        open_taxonomy(taxonomy, config)
    options = Options(
        reader=reader,
        password=password,
        pages=pages,
        cross_check=cross_check,
        taxonomy=taxonomy,
        aliases=config.aliases,
        derive=style != "table",  # which shows what is printed
    )
    conversion = convert_apart(file, options)
    if pages and conversion.document.ok and conversion.document.pages is None:
        raise click.UsageError("--pages needs a PDF: a Word file has no fixed pages")
    if style == "table":
        _print_tables(conversion)
    else:
        _write(conversion, kind, style, excel)
    tell_problems(conversion.problems, lang)
    if not conversion.document.ok:
        raise click.exceptions.Exit(1)


def _write(conversion: Conversion, kind: str, style: str, excel: bool) -> None:
    from jixiao.records import of_kind, write_csv, write_jsonl

    records = of_kind(conversion, kind)
    if style == "jsonl":
        write_jsonl(records, sys.stdout)
    else:
        write_csv(kind, records, sys.stdout, excel=excel)


def _print_tables(conversion: Conversion) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    by_form: dict[str, list[Indicator]] = {}
    for indicator in conversion.indicators:
        by_form.setdefault(indicator.form, []).append(indicator)
    for form in conversion.forms:
        _print_form(console, conversion, form, by_form.get(form.id, []))
    document = conversion.document
    if document.ok:
        console.print(
            f"{document.document}: {len(conversion.forms)} forms, "
            f"{len(conversion.indicators)} indicators, {len(conversion.funds)} money rows",
        )


def _print_form(
    console: object, conversion: Conversion, form: Form, indicators: list[Indicator]
) -> None:
    from rich.console import Console
    from rich.table import Table

    assert isinstance(console, Console)
    names = [form.project, form.department, str(form.fiscal_year or "")]
    heading = " · ".join(name for name in (form.title, *names) if name)
    pages = f"  (p. {_span(form.pages)})" if form.pages else ""
    agreement = "" if form.agreement is None else f"  (agreement {form.agreement:.1%})"
    console.print(f"\n{heading or form.id}{pages}{agreement}")
    for fund in conversion.funds:
        if fund.form == form.id:
            amount = " / ".join(text for text in (fund.half_year_text, fund.full_year_text) if text)
            console.print(f"  {fund.item_text} {amount} {fund.unit or ''}")
    if not indicators:
        return
    checked = form.agreement is not None
    used = [name for name in SHOWN if any(getattr(i, name) is not None for i in indicators)]
    table = Table(show_lines=False, pad_edge=False)
    if any(indicator.page is not None for indicator in indicators):
        table.add_column("页", justify="right")
    paged = len(table.columns) > 0
    for name in used:
        table.add_column(SHOWN[name], overflow="fold")
    if checked:
        table.add_column("核对")
    for indicator in indicators:
        cells = [getattr(indicator, name) or "" for name in used]
        page = [str(indicator.page or "")] if paged else []
        differs = [_mark(indicator)] if checked else []
        table.add_row(*page, *cells, *differs)
    console.print(table)


def _mark(indicator: Indicator) -> str:
    from jixiao.crosscheck import FLAG

    return "≠" if FLAG in indicator.flags else ""


def _span(pages: tuple[int, ...]) -> str:
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
