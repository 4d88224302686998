"""``jixiao convert``: many files into a dataset."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from extractor.model import Conversion
from jixiao.commands.options import (
    cross_check_option,
    lang_option,
    password_option,
    reader_option,
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The dataset's folder.",
)
@click.option("--overwrite", is_flag=True, help="Replace the records of a dataset that is there.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to work in; by default one a core.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=300,
    show_default=True,
    help="The most time one document may take.",
)
@reader_option
@cross_check_option
@password_option
@lang_option
def convert(
    paths: tuple[Path, ...],
    out: Path,
    overwrite: bool,
    workers: int | None,
    timeout: float,
    reader: str,
    cross_check: str | None,
    password: str | None,
    lang: str,
) -> None:
    """Convert PATHS (files and folders) into the dataset --out.

    Of a folder, files ending in .pdf .docx .doc .docm .wps .rtf .odt or nothing are
    taken; what they really are is told by their content. Records go to
    OUT/<kind>/*.parquet: documents, forms, indicators, funds and problems. A file
    that cannot be read, crashes its reader or takes too long is recorded with its
    problem, and the run goes on; then the exit code is 1.

    \b
    Example:
      jixiao convert reports/ --out dataset/
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from extractor.platform import usable_cores
    from jixiao.dataset import DatasetExistsError, DatasetWriter, find_files
    from jixiao.isolation import convert_many
    from jixiao.pipeline import Options

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(f"no such file or folder: {', '.join(map(str, missing))}")
    files, passed_over = find_files(paths)
    try:
        writer = DatasetWriter(out, overwrite=overwrite)
    except DatasetExistsError as error:
        raise click.UsageError(
            f"{error} holds records already; choose another folder or give --overwrite"
        ) from error
    except OSError as error:
        raise click.UsageError(f"cannot write to {out}: {error.strerror}") from error
    options = Options(reader=reader, password=password, cross_check=cross_check)
    totals: Counter[str] = Counter()
    failed: list[Conversion] = []
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[indicators]} indicators, {task.fields[failed]} failed"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    results = convert_many(files, options, workers=workers or usable_cores(), timeout=timeout)
    with bar, closing(results):
        task = bar.add_task("converting", total=len(files), indicators=0, failed=0)
        for conversion in results:
            writer.add(conversion)
            _count(conversion, totals)
            if not conversion.document.ok:
                failed.append(conversion)
            bar.update(task, advance=1, indicators=totals["indicators"], failed=len(failed))
    writer.close()
    if passed_over:
        click.echo(f"passed over {passed_over} files that are not named as reports", err=True)
    _summary(totals, failed, out, lang)
    if failed:
        raise click.exceptions.Exit(1)


def _count(conversion: Conversion, totals: Counter[str]) -> None:
    document = conversion.document
    totals.update(
        files=1,
        pages=document.pages or 0,
        forms=document.forms,
        indicators=document.indicators,
        funds=len(conversion.funds),
        scanned=document.scanned_pages,
        unclaimed=document.unclaimed,
    )


def _summary(totals: Counter[str], failed: list[Conversion], out: Path, lang: str) -> None:
    for conversion in failed:
        for problem in conversion.problems:
            message = problem.message_zh if lang == "zh" else problem.message_en
            click.echo(
                f"failed: {conversion.document.document}: {problem.code}: {message}", err=True
            )
    if totals["scanned"]:
        click.echo(f"{totals['scanned']} scanned pages hold no text: run OCR on them", err=True)
    if totals["unclaimed"]:
        click.echo(f"{totals['unclaimed']} tables with indicator words were not read", err=True)
    click.echo(
        f"{totals['files']} files, {totals['pages']} pages: {totals['forms']} forms, "
        f"{totals['indicators']} indicators, {totals['funds']} money rows; "
        f"{len(failed)} failed. Dataset: {out}"
    )
