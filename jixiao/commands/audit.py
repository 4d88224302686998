"""``jixiao audit``: rules on a dataset, and the list of doubtful points."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.commands.options import lang_option, workbook_option, workbook_out_option


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A jixiao.toml: rules chosen, thresholds, rules silenced for a document.",
)
@click.option("--rule", "only", multiple=True, metavar="ID", help="Only this rule; repeatable.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="table: the findings; jsonl: every outcome, one object a line.",
)
@workbook_option
@workbook_out_option
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "error"]),
    help="Exit with 1 if a finding is of this severity or above.",
)
@lang_option
def audit(
    dataset: Path,
    config: Path | None,
    only: tuple[str, ...],
    form: str,
    to: str | None,
    out: Path | None,
    fail_on: str | None,
    lang: str,
) -> None:
    """Hold the targets of DATASET against the rules of docs/rules.md.

    Each rule says of each form: fired (a doubtful point, for a person to verify), passed,
    or undecidable. Findings give document, page, cells and arithmetic. The counts of each
    rule go to stderr.

    \b
    Examples:
      jixiao audit dataset/
      jixiao audit dataset/ --rule M5 --rule Q4 --format jsonl
      jixiao audit dataset/ --to xlsx --out 疑点清单.xlsx --config jixiao.toml
    """
    from jixiao.auditing.model import SEVERITIES
    from jixiao.auditing.reporting import Tally, as_line, as_text
    from jixiao.auditing.running import audit as run
    from jixiao.auditing.settings import read_settings
    from jixiao.auditing.workbook import write_findings
    from jixiao.config import SettingsError
    from jixiao.dataset import NoDatasetError, open_dataset

    if out is not None and to is None:
        raise click.UsageError("--out names a workbook; add --to xlsx")
    try:
        settings = read_settings(config, only)
        opened = open_dataset(dataset)
    except (SettingsError, NoDatasetError) as error:
        raise click.UsageError(str(error)) from error
    tally = Tally()
    target = out or dataset.with_name(f"{dataset.resolve().name}-audit.xlsx")
    failed = False
    try:
        outcomes = run(opened, settings)
        if to is not None:
            outcomes = write_findings(target, outcomes, lang)
        for outcome in outcomes:
            tally.add(outcome)
            fired = outcome.verdict.status == "fired"
            if form == "jsonl":
                click.echo(as_line(outcome, lang))
            elif fired and to is None and outcome.silenced is None:
                click.echo(as_text(outcome, lang))
            if fail_on is not None and fired and outcome.silenced is None:
                failed |= SEVERITIES.index(outcome.severity) >= SEVERITIES.index(fail_on)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {error.strerror}") from error
    for line in tally.lines():
        click.echo(line, err=True)
    if tally.silenced:
        click.echo(f"{tally.silenced} silenced by {config}", err=True)
    if to is not None:
        click.echo(f"wrote {target}", err=True)
    if failed:
        raise click.exceptions.Exit(1)
