"""``jixiao convert``: many files into a dataset."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jixiao.commands.options import (
    cross_check_option,
    lang_option,
    password_option,
    reader_option,
)
from jixiao.commands.taxonomies import config_option, open_taxonomy, taxonomy_option

if TYPE_CHECKING:
    from jixiao.config import Config
    from jixiao.engines import Engine
    from jixiao.inputs import Found
    from jixiao.remote import Location


class _Place(click.Path):
    """A path, or the URL of a place on remote storage."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from jixiao.remote import MissingExtraError, location

        try:
            return location(value)
        except (MissingExtraError, ValueError) as error:
            self.fail(f"{value}: {error}", param, ctx)


_SECONDS = click.FloatRange(min=0, min_open=True)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=_Place())
@click.option(
    "--out",
    required=True,
    type=_Place(),
    help="The dataset's folder, or its URL (s3://bucket/name).",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Who converts: processes of this machine, or a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster, as tcp://host:8786.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to work in; by default one a core.",
)
@click.option("--retry-failed", is_flag=True, help="Try files again that failed before.")
@click.option("--again", is_flag=True, help="Convert every file again, changed or not.")
@click.option(
    "--timeout",
    type=_SECONDS,
    metavar="SECONDS",
    default=300,
    show_default=True,
    help="The most time one document may take.",
)
@click.option(
    "--still",
    type=_SECONDS,
    metavar="SECONDS",
    default=120,
    show_default=True,
    help="The most time a document may take without getting a page further.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0.5),
    metavar="GB",
    default=4,
    show_default=True,
    help="The most memory a worker may take (not on Windows).",
)
@click.option("--log-json", is_flag=True, help="Tell of each file as a line of JSON on stderr.")
@reader_option
@cross_check_option
@password_option
@taxonomy_option
@config_option
@lang_option
def convert(
    paths: tuple[Location, ...],
    out: Location,
    engine: str,
    scheduler: str | None,
    workers: int | None,
    retry_failed: bool,
    again: bool,
    timeout: float,
    still: float,
    memory: float,
    log_json: bool,
    reader: str,
    cross_check: str | None,
    password: str | None,
    taxonomy: Path | None,
    config: Config,
    lang: str,
) -> None:
    """Convert PATHS (files, folders, patterns, zip archives, or URLs of such as
    s3://bucket/reports) into the dataset --out.

    Of a folder or archive, files ending in .pdf .docx .doc .docm .wps .rtf .odt or
    nothing are taken; what they really are is told by their content. Records go to
    OUT/<kind>/**/*.parquet: documents, forms, indicators, funds and problems.

    A run can be stopped at any time (also by a crash); the next takes it up. Files that
    are in the dataset and have not changed are not converted again. A file that cannot
    be read, crashes its reader or takes too long is listed in OUT/quarantine.csv with
    the reason, and the run goes on; then the exit code is 1.

    \b
    Examples:
      jixiao convert reports/ --out dataset/
      jixiao convert 'reports/*/2026/*.pdf' reports.zip --out dataset/ --workers 8
      jixiao convert reports/ --out dataset/ --retry-failed --timeout 1200
      jixiao convert reports/ --out dataset/ --config jixiao.toml
      jixiao convert s3://in/reports --out s3://out/dataset --engine dask --scheduler tcp://h:8786
    """
    from jixiao.batch import plan, recipe_of, run
    from jixiao.engines import ClusterError
    from jixiao.isolation import Limits
    from jixiao.mirror import DatasetBusyError
    from jixiao.pipeline import Options
    from jixiao.progress import progress
    from jixiao.state import OtherSchemaError
    from jixiao.store import open_store
    from jixiao.summary import QUARANTINE, Summary, write_quarantine

    chosen = _engine(engine, scheduler, workers)
    found = _found(paths)
    if engine == "dask":
        found.inputs = [item.from_anywhere() for item in found.inputs]
        taxonomy = taxonomy and taxonomy.absolute()
    if taxonomy is not None or config.aliases:
        open_taxonomy(taxonomy, config)
    options = Options(
        reader=reader,
        password=password,
        cross_check=cross_check,
        taxonomy=taxonomy,
        aliases=config.aliases,
    )
    limits = Limits(timeout, still, int(memory * 2**30))
    summary = Summary()
    try:
        with open_store(out) as store:
            if again:
                store.state.forget()
            planned = plan(found.inputs, store.state, recipe_of(options), retry_failed=retry_failed)
            total = len(planned.convert) + len(planned.duplicates)
            results = run(planned, store, options, engine=chosen, limits=limits)
            with progress(total, log_json=log_json) as report:
                for conversion in results:
                    summary.add(conversion)
                    report(conversion, summary.totals)
            failed = list(store.state.failed())
            write_quarantine(store.folder, failed)
    except DatasetBusyError as error:
        raise click.UsageError(f"another run is writing to {error}; wait for its end") from error
    except OtherSchemaError as error:
        raise click.UsageError(
            f"{out} holds records of another version (schema {error}); choose another folder"
        ) from error
    except ClusterError as error:
        raise click.UsageError(f"{error}; what is done is kept, run the same again") from error
    except KeyboardInterrupt:
        click.echo(f"stopped; what is done is in {out}. Run the same again to go on", err=True)
        raise
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise click.UsageError(
            f"cannot write to {out}: {reason}; nothing done is lost, run again when it can be"
        ) from error
    for entry in failed[:20]:
        message = entry.zh if lang == "zh" else entry.en
        click.echo(f"failed: {entry.name}: {entry.code}: {message}", err=True)
    if len(failed) > 20:
        click.echo(f"… and {len(failed) - 20} more, listed in {out / QUARANTINE}", err=True)
    if found.passed_over:
        click.echo(f"passed over {found.passed_over} files that are not named as reports", err=True)
    if planned.unchanged:
        click.echo(f"{planned.unchanged} files were done before and have not changed", err=True)
    if planned.failed_before and not retry_failed:
        click.echo(
            f"{planned.failed_before} files failed before; to try them again: --retry-failed",
            err=True,
        )
    for line in summary.lines():
        click.echo(line)
    click.echo(f"dataset: {out}")
    if failed:
        raise click.exceptions.Exit(1)


def _engine(engine: str, scheduler: str | None, workers: int | None) -> Engine:
    from extractor.platform import usable_cores
    from jixiao.engines import cluster, local
    from jixiao.remote import MissingExtraError

    if engine == "local":
        if scheduler is not None:
            raise click.UsageError("--scheduler is for --engine dask")
        return local(workers or usable_cores())
    if scheduler is None:
        raise click.UsageError("--engine dask needs --scheduler, as tcp://host:8786")
    if workers is not None:
        raise click.UsageError("--workers is for --engine local; a cluster has its own workers")
    try:
        return cluster(scheduler)
    except MissingExtraError as error:
        raise click.UsageError(f"--engine dask: {error}") from error


def _found(places: tuple[Location, ...]) -> Found:
    from jixiao.inputs import find_inputs

    try:
        return find_inputs(places)
    except FileNotFoundError as error:
        raise click.UsageError(f"no such file, folder or pattern: {error}") from error
    except OSError as error:
        raise click.UsageError(f"cannot list the files: {error}") from error
