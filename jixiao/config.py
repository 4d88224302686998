"""``jixiao.toml``, the one file of settings (``--config``); all of it may be left out.

taxonomy = "own.csv"         # canonical indicators in place of the built-in, beside this file

[aliases]                    # names a person has reviewed: the id of their indicator
"食堂就餐满意度" = "T135"
"社会效益指标::公众知晓情况" = "T056"   # only under this level 2

[limits]                     # of a document, for jixiao convert
timeout = 300                # seconds in all
still = 120                  # seconds without getting a page further
memory = 4                   # GB

[rules]                      # of jixiao audit: see jixiao/auditing/settings.py
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PARTS = ("taxonomy", "aliases", "limits", "rules")
LIMITS = ("timeout", "still", "memory")


class SettingsError(Exception):
    """The file of settings says something that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a file of settings says; ``rules`` is for the audit to understand."""

    taxonomy: Path | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)


def read_config(path: Path) -> Config:
    """The settings of a file; raises SettingsError, with what to change."""
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error
    known(found, PARTS, str(path))
    taxonomy = found.get("taxonomy")
    if not isinstance(taxonomy, str | None):
        raise SettingsError(f'{path}: taxonomy is {taxonomy!r}; write taxonomy = "own.csv"')
    return Config(
        None if taxonomy is None else path.parent / taxonomy,
        _aliases(_table(found, "aliases", path), path),
        _limits(_table(found, "limits", path), path),
        _table(found, "rules", path),
    )


def known(found: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    """Raise SettingsError where a table has a key it cannot have."""
    unknown = sorted(set(found) - set(allowed))
    if unknown:
        raise SettingsError(f"{where} has unknown {', '.join(unknown)}; use {', '.join(allowed)}")


def _table(found: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
    part = found.get(name, {})
    if not isinstance(part, dict):
        raise SettingsError(f"{path}: {name} is no table; write [{name}]")
    return part


def _aliases(part: Mapping[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
    for name, id in part.items():
        if not isinstance(id, str):
            raise SettingsError(f'{path}: alias {name} is {id!r}; write "{name}" = "T001"')
    return tuple(part.items())


def _limits(part: Mapping[str, Any], path: Path) -> dict[str, float]:
    known(part, LIMITS, f"{path}: [limits]")
    for name, value in part.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise SettingsError(f"{path}: {name} is {value!r}; write a number above 0")
    return dict(part)
