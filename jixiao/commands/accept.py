"""``jixiao accept``: a draft golden, to be checked by eye and signed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--golden",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("golden"),
    show_default=True,
    help="The folder of goldens.",
)
@click.option("--force", is_flag=True, help="Overwrite a golden that is there.")
def accept(slug: str, file: Path, golden: Path, force: bool) -> None:
    """Write the draft golden SLUG from what we read in FILE.

    The draft is unsigned: compare every row with the page, correct it, then fill
    checked_by and checked_on in its sidecar. Unsigned goldens fail the tests.

    \b
    Example:
      jixiao accept my-report reports/my-report.pdf
    """
    from jixiao.golden_draft import write_draft

    folder = golden / slug
    if folder.exists() and not force:
        raise click.UsageError(f"{folder} is there already; --force overwrites it")
    write_draft(folder, file)
    click.echo(f"wrote {folder}: check every row against the page, then sign sidecar.toml")
