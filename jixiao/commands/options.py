"""Options and messages that several commands share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import click

from extractor.model import Problem
from extractor.opening import READERS


class PageRange(click.ParamType[tuple[int, int]]):
    """A range of pages, ``A-B`` or ``A``, counted from 1."""

    name = "A-B"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d+)(?:-(\d+))?", str(value).strip())
        if not found:
            self.fail(f"{value!r} is no page range; write 30-32 or 30", param, ctx)
        first, last = int(found[1]), int(found[2] or found[1])
        if first < 1 or last < first:
            self.fail(f"{value!r} is no page range: pages count from 1 upwards", param, ctx)
        return first, last


def _other_than_reader(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and value == ctx.params.get("reader"):
        raise click.BadParameter(f"{value} is what reads already; choose another", ctx, param)
    return value


pages_option = click.option(
    "--pages", type=PageRange(), help="Only records whose row starts on these pages."
)
reader_option = click.option(
    "--reader",
    type=click.Choice(READERS),
    default="pdfium",
    show_default=True,
    is_eager=True,  # --cross-check is held against it
    help="What reads PDF pages.",
)
cross_check_option = click.option(
    "--cross-check",
    metavar="READER",
    type=click.Choice(READERS),
    callback=_other_than_reader,
    help="Read PDF pages a second time with READER (pdfplumber, camelot), flag the rows "
    "on which the two differ, and give each form their agreement.",
)
password_option = click.option("--password", help="The password of an encrypted PDF.")
lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages.",
)

workbook_option = click.option(
    "--to", type=click.Choice(["xlsx"]), help="Write what is found as a workbook."
)
workbook_out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The workbook; by default beside the dataset.",
)


def tell_problems(problems: Iterable[Problem], lang: str) -> None:
    """Write problems to stderr, one a line: severity, code, page, what to do."""
    for problem in problems:
        where = f" p.{problem.page}" if problem.page is not None else ""
        message = problem.message_zh if lang == "zh" else problem.message_en
        click.echo(f"{problem.severity}: {problem.code}{where}: {message}", err=True)
