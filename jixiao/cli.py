"""The command ``jixiao``. Commands are loaded when called, so that help is quick."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn

import click

from jixiao.garbage import collect_rarely
from jixiao.version import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "show": ("jixiao.commands.show", "Show the records of one file."),
    "inspect": ("jixiao.commands.inspect", "Draw what was understood of a page or table."),
    "convert": ("jixiao.commands.convert", "Convert many files into a dataset."),
    "query": ("jixiao.commands.query", "Answer SQL over a dataset."),
    "export": ("jixiao.commands.export", "Write a dataset as xlsx, csv, jsonl or sqlite."),
    "tables": ("jixiao.commands.tables", "Print every table of one file."),
    "value": ("jixiao.commands.value", "Say what one printed value is understood as."),
    "match": ("jixiao.commands.match", "Say which canonical indicator a name is."),
    "review": (
        "jixiao.commands.review",
        "List names without a sure match; take a person's answers.",
    ),
    "audit": ("jixiao.commands.audit", "Hold targets against rules; list doubtful points."),
    "compare": ("jixiao.commands.compare", "Set departments and years side by side."),
    "report": ("jixiao.commands.report", "Write one page: findings, charts, every value."),
    "check": ("jixiao.commands.check", "Compare with golden files."),
    "accept": ("jixiao.commands.accept", "Draft a golden folder, to be checked and signed."),
}
SHORT = ("show", "value", "match")  # start nothing that must be put away at the end


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jixiao")
def cli() -> None:
    """Published Chinese performance-target reports (绩效目标表, 自评表) as records.

    \b
    Examples:
      jixiao show report.pdf
      jixiao show report.pdf --pages 30-32 --format csv > rows.csv
      jixiao inspect report.pdf --page 30 --image page30.png
      jixiao convert reports/ --out dataset/
    """


def main() -> None:
    """Run the command line; data goes to stdout, messages to stderr."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a console of another code page must not stop us
            encoding = stream.encoding or "utf-8"
            reconfigure(encoding=encoding if stream.isatty() else "utf-8", errors="replace")
    try:
        code = cli.main(standalone_mode=False)
        _leave(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # of an output, such as a full disk: inputs have codes of their own
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


def _leave(code: int) -> NoReturn:
    """End the program; a short command at once, for taking its objects apart one by one
    would take as long as reading a page."""
    if sys.argv[1:2] and sys.argv[1] in SHORT:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
