"""``jixiao compare``: departments and years side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.commands.options import lang_option, workbook_option, workbook_out_option

if TYPE_CHECKING:
    from jixiao.comparing.model import View

PLAIN_WIDTH = 100  # characters, where the output is no terminal
_VIEWS: dict[str, tuple[View, ...]] = {
    "indicators": ("indicators", "distributions"),
    "missing": ("missing",),
    "copies": ("copies",),
    "years": ("years",),
    "all": ("indicators", "distributions", "missing", "copies", "years", "versions"),
}


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="TEXT_OR_ID",
    help="Only indicators of this id, or with this in their name; repeatable.",
)
@click.option(
    "--department", metavar="TEXT", help="Only what departments with this in their name have."
)
@click.option("--jurisdiction", metavar="TEXT", help="Compare within this place: name or code.")
@click.option(
    "--year", "years", type=int, multiple=True, help="Compare only this fiscal year; repeatable."
)
@click.option(
    "--view",
    type=click.Choice(list(_VIEWS)),
    default="all",
    show_default=True,
    help="What to show.",
)
@click.option("--all", "everything", is_flag=True, help="List everything, not only what is first.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="table: for reading; jsonl: every row of the views, one object a line.",
)
@workbook_option
@workbook_out_option
@lang_option
def compare(
    dataset: Path,
    indicators: tuple[str, ...],
    department: str | None,
    jurisdiction: str | None,
    years: tuple[int, ...],
    view: str,
    everything: bool,
    form: str,
    to: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """Set departments and years of DATASET side by side.

    \b
    indicators  targets of one indicator in one unit, how they lie (least … [lower
                quartile, median, upper quartile] … most), which are far off
    missing     what most departments of a kind have and one has not
    copies      departments whose own indicators or goals are worded alike
    years       what became of each target since the year before

    Indicators are the canonical ones; a department's own are put together by the same or
    a similar name. Units that do not convert are refused, with the reason. Of several
    versions of a year the latest stage is compared, and the others are named.

    \b
    Examples:
      jixiao compare dataset/
      jixiao compare dataset/ --indicator 满意度 --year 2026 --view indicators
      jixiao compare dataset/ --department 医疗保障局 --jurisdiction 烟台市
      jixiao compare dataset/ --to xlsx --out 对比.xlsx
    """
    from jixiao.comparing import Choice
    from jixiao.comparing import compare as run
    from jixiao.comparing.gathering import UnknownPlaceError
    from jixiao.comparing.printing import Printer
    from jixiao.comparing.writing import lines, write_workbook
    from jixiao.dataset import NoDatasetError, open_dataset

    if out is not None and to is None:
        raise click.UsageError("--out names a workbook; add --to xlsx")
    try:
        found = run(open_dataset(dataset), Choice(indicators, department, jurisdiction, years))
    except (NoDatasetError, UnknownPlaceError) as error:
        raise click.UsageError(str(error)) from error
    views = _VIEWS[view]
    if to is not None:
        target = out or dataset.with_name(f"{dataset.resolve().name}-compare.xlsx")
        try:
            write_workbook(found, views, target, lang)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            raise click.UsageError(f"cannot write {target}: {error.strerror}") from error
        click.echo(f"wrote {target}", err=True)
    if form == "jsonl":
        for line in lines(found, views, lang):
            click.echo(line)
    elif to is None:
        from rich.console import Console

        width = None if sys.stdout.isatty() else PLAIN_WIDTH
        Printer(Console(width=width, highlight=False), lang, all=everything).show(found, views)
