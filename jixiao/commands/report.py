"""``jixiao report``: a dataset and its doubtful points as one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.commands.options import lang_option, password_option

if TYPE_CHECKING:
    from extractor.model import Conversion
    from jixiao.dataset import Dataset
    from jixiao.inputs import Input
    from jixiao.webpage.pictures import Wanted


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The page, as report.html.",
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    metavar="ROOT",
    help="The folder of the originals, for pictures of their pages; they are found by content.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A jixiao.toml, as for jixiao audit.",
)
@click.option(
    "--max-size",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MB",
    default=25,
    show_default=True,
    help="The most the page may take; pictures are made smaller, then left out, to fit.",
)
@password_option
@lang_option
def report(
    dataset: Path,
    out: Path,
    documents: Path | None,
    config: Path | None,
    max_size: float,
    password: str | None,
    lang: str,
) -> None:
    """Write DATASET as one page that needs nothing else: HTML to be read offline, mailed
    or printed.

    It has a summary, the findings of jixiao audit, charts, all records in a table that
    can be filtered, and what was not understood. Every value opens its page with the cell
    marked, where the original is found under --documents.

    \b
    Examples:
      jixiao report dataset/ --out report.html
      jixiao report dataset/ --out report.html --documents reports/ --config jixiao.toml
      jixiao report dataset/ --out report.html --documents reports/ --max-size 10 --lang en
    """
    from jixiao.auditing.settings import read_settings
    from jixiao.config import SettingsError
    from jixiao.dataset import NoDatasetError, open_dataset
    from jixiao.webpage.charts import MissingPackageError
    from jixiao.webpage.views import MEGABYTE
    from jixiao.webpage.writing import Order, TooLargeError, write_page

    try:
        settings = read_settings(config)
        opened = open_dataset(dataset)
    except (SettingsError, NoDatasetError) as error:
        raise click.UsageError(str(error)) from error
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"cannot write {out}: there is no folder {out.parent}")
    originals = {} if documents is None else _originals(opened, documents)

    def take(wanted: Sequence[tuple[Wanted, str]]) -> Iterator[Conversion]:
        return _opened(wanted, password)

    order = Order(lang, int(max_size * MEGABYTE), originals, take if documents else None)
    try:
        shown = write_page(opened, settings, order, out)
    except (MissingPackageError, TooLargeError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"cannot write {out}: {error.strerror}") from error
    if shown.missing and documents is not None:
        click.echo(f"{len(shown.missing)} originals were not found under {documents}", err=True)
    for why in shown.failures:
        message = why.message_zh if lang == "zh" else why.message_en
        click.echo(f"no pictures of {why.document}: {why.code}: {message}", err=True)
    if shown.left_out:
        click.echo(f"{len(shown.left_out)} pages have no picture, for --max-size", err=True)
    size = out.stat().st_size / MEGABYTE
    at = f" at {shown.dpi} dpi" if shown.dpi is not None else ""
    click.echo(f"wrote {out}: {size:.1f} MB, {len(shown.pictures)} pictures{at}", err=True)


def _originals(dataset: Dataset, root: Path) -> Mapping[str, Input]:
    from jixiao.webpage.originals import find_originals

    wanted = dataset.query("SELECT sha256, document FROM documents WHERE indicators + forms > 0")
    try:
        return find_originals(root, dict(zip(wanted["sha256"], wanted["document"], strict=True)))
    except FileNotFoundError as error:
        raise click.UsageError(f"no such folder: {error}") from error
    except OSError as error:
        raise click.UsageError(f"cannot list the files of {root}: {error}") from error


def _opened(wanted: Sequence[tuple[Wanted, str]], password: str | None) -> Iterator[Conversion]:
    """What is wanted of each document, taken in worker processes with the progress told."""
    from extractor.platform import usable_cores
    from jixiao.pipeline import Options
    from jixiao.progress import progress
    from jixiao.webpage.pictures import take_pictures

    if not wanted:
        return
    with progress(len(wanted), log_json=False) as tell:
        yield from take_pictures(wanted, Options(password=password), usable_cores(), tell)
