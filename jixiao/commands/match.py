"""``jixiao match``: the canonical indicators of printed names."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.commands.taxonomies import config_option, open_taxonomy, taxonomy_option

if TYPE_CHECKING:
    from jixiao.config import Config
    from normalizers.names import Match

COLUMNS = (
    *("name", "indicator_id", "indicator_name", "method", "score", "rival"),
    *("class", "polarity"),
)


@click.command()
@click.argument("names", nargs=-1)
@click.option("--level2", help="The level 2 (二级指标) all NAMES stand under.")
@click.option("--level1", help="The level 1 (一级指标) all NAMES stand under.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="Columns between tabs, or JSON lines.",
)
@taxonomy_option
@config_option
def match(
    names: tuple[str, ...],
    level2: str | None,
    level1: str | None,
    style: str,
    taxonomy: Path | None,
    config: Config,
) -> None:
    """Say which canonical indicator each of NAMES is, or that it is none.

    Without NAMES, lines are read from stdin: a name, or its level 2 and the name with a tab
    between. One answer a line, in order, blank lines and repeated ones included:
    name, indicator_id, indicator_name, method, score, rival, class, polarity.

    \b
    Examples:
      jixiao match 预算执行率 "指标3：三公经费控制率（%）"
      jixiao match --level2 数量指标 培训人次 --format jsonl
      cut -f2,3 indicators.tsv | jixiao match > matched.tsv
      jixiao match 读书数 --taxonomy own.csv
    """
    from normalizers.names import match_all

    own = open_taxonomy(taxonomy, config)
    rows: list[tuple[str | None, str]]
    if names:
        rows = [(level2, name) for name in names]
    else:
        given = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        rows = [_row(line.rstrip("\r\n"), level2) for line in given]
    levels = [level1 for _ in rows]
    for found in match_all([name for _, name in rows], [two for two, _ in rows], levels, own):
        click.echo(_json(found) if style == "jsonl" else "\t".join(map(_cell, _values(found))))


def _row(line: str, level2: str | None) -> tuple[str | None, str]:
    """A line's level 2 and name; the level given for all stands in where it has none."""
    two, tab, name = line.rpartition("\t")
    return (two or level2, name) if tab else (level2, line)


def _values(found: Match) -> tuple[str | float | None, ...]:
    return (
        found.name,
        found.indicator_id,
        found.indicator_name,
        found.method,
        found.score,
        found.rival,
        found.indicator_class,
        found.polarity,
    )


def _cell(value: str | float | None) -> str:
    if isinstance(value, str):
        return " ".join(value.split("\t"))
    return "" if value is None else f"{value:g}"


def _json(found: Match) -> str:
    return json.dumps(dict(zip(COLUMNS, _values(found), strict=True)), ensure_ascii=False)
