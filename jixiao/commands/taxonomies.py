"""The option that names a user's own taxonomy, and opening it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from normalizers.taxonomy import Taxonomy

taxonomy_option = click.option(
    "--taxonomy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own file of canonical indicators, in place of the built-in.",
)


def open_taxonomy(path: Path | None) -> Taxonomy:
    """The taxonomy in a file, or the built-in; a usage error where the file breaks a rule."""
    from normalizers.taxonomy import TaxonomyError, load

    try:
        return load(path)
    except (TaxonomyError, OSError) as error:
        raise click.UsageError(str(error)) from error
