"""``jixiao review``: names without a sure match, for a person, and their answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.commands.taxonomies import config_option, open_taxonomy, taxonomy_option

if TYPE_CHECKING:
    from jixiao.config import Config
    from normalizers.taxonomy_model import Taxonomy

NAMES = (
    "SELECT level1, level2, level3, document, page FROM indicators "
    "WHERE level3 IS NOT NULL AND level3 <> '' ORDER BY document, page, id"
)


@click.command()
@click.argument("dataset", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The CSV; else stdout."
)
@taxonomy_option
@config_option
@click.option(
    "--apply",
    "answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A filled CSV; its answers go into the file of --taxonomy.",
)
def review(
    dataset: Path | None,
    out: Path | None,
    taxonomy: Path | None,
    config: Config,
    answers: Path | None,
) -> None:
    """List the names in DATASET that have no sure canonical indicator.

    A CSV with the count, places and nearest indicators of each name, near and frequent ones
    first. Fill indicator_id where you know the indicator, leave it empty where the name is a
    department's own, and give the file back with --apply: the names become reviewed
    aliases in your own taxonomy file, which is made from the built-in if it is not there.

    \b
    Examples:
      jixiao review dataset/ --out names.csv
      jixiao review --apply names.csv --taxonomy own.csv
      jixiao review dataset/ --taxonomy own.csv > still-open.csv
    """
    if answers is not None:
        if dataset is not None or taxonomy is None:
            raise click.UsageError("--apply needs --taxonomy FILE, and no DATASET")
        _apply(answers, taxonomy)
    elif dataset is None:
        raise click.UsageError("name a DATASET, or --apply FILE")
    else:
        _list(dataset, out, open_taxonomy(taxonomy, config))


def _apply(answers: Path, own: Path) -> None:
    from jixiao.reviewing import apply_answers, read_answers
    from normalizers.taxonomy_file import TaxonomyError

    try:
        new = apply_answers(read_answers(answers), answers, own)
    except (TaxonomyError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{own}: {new} reviewed aliases added", err=True)


def _list(dataset: Path, out: Path | None, own: Taxonomy) -> None:
    from jixiao.dataset import NoDatasetError, open_dataset
    from jixiao.reviewing import write_review

    try:
        with open_dataset(dataset).connect() as connection:
            rows = connection.sql(NAMES).fetchall()
    except NoDatasetError as error:
        raise click.UsageError(f"{dataset} is no dataset of jixiao convert") from error
    if out is None:
        listed = write_review(rows, own, sys.stdout)
    else:
        with out.open("w", encoding="utf-8", newline="") as file:
            listed = write_review(rows, own, file)
    click.echo(f"{listed} names to review", err=True)
