"""The options that name a user's own taxonomy and settings, and opening them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jixiao.config import Config
    from normalizers.taxonomy_model import Taxonomy

taxonomy_option = click.option(
    "--taxonomy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own file of canonical indicators, in place of the built-in.",
)


def _configure(ctx: click.Context, _: click.Parameter, path: Path | None) -> Config:
    """Read the settings; what they say stands in where the command line says nothing."""
    from jixiao.config import Config, SettingsError, read_config

    if path is None:
        return Config()
    try:
        config = read_config(path)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    ctx.default_map = {**config.limits, "taxonomy": config.taxonomy}
    return config


config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    is_eager=True,
    callback=_configure,
    help="A jixiao.toml: taxonomy, aliases, limits; what is given here goes first.",
)


def open_taxonomy(path: Path | None, config: Config) -> Taxonomy:
    """The taxonomy in a file, or the built-in, with the aliases of the settings; a usage
    error where a file breaks a rule."""
    from normalizers.taxonomy import load
    from normalizers.taxonomy_file import TaxonomyError

    try:
        return load(path, config.aliases)
    except (TaxonomyError, OSError) as error:
        raise click.UsageError(str(error)) from error
