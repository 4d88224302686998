"""One document converted so that it cannot end the program: its failures become problems.

The one broad ``except`` of the project is here.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.codes import problem
from extractor.model import Conversion
from extractor.platform import OUT_OF_MEMORY, ProcessEndedError, apart
from jixiao.pipeline import Options, convert_file, failed

MEMORY = 4 * 2**30  # bytes a document may take, if nothing else is said

Convert = Callable[[Any, Options, str], Conversion]


def convert_apart(path: Path, options: Options, memory: int = MEMORY) -> Conversion:
    """Convert one file in a copy of this process, for a command that does nothing else.

    A crash of native code, or a file that takes more than ``memory`` bytes, is a problem
    of the document. On Windows it is not kept apart.
    """
    name = path.as_posix()
    try:
        return apart(lambda: safely(convert_file, path, options, name), memory)
    except ProcessEndedError as error:
        return ended(name, error.code)


def ended(name: str, exitcode: int) -> Conversion:
    """The conversion of a document whose process ended by itself."""
    how = ending(exitcode)
    if how == "SIGKILL":  # not by us, so by the system, which does so for memory
        return failed(name, problem("document.memory", "killed by the system"))
    if exitcode == OUT_OF_MEMORY:
        return failed(name, problem("document.memory", "no memory left"))
    return failed(name, problem("document.crashed", how))


def ending(exitcode: int) -> str:
    """How a process ended: the signal that ended it, or its exit status."""
    known = {-number: number.name for number in signal.Signals}
    how = known.get(exitcode, f"exit status {exitcode}")
    return f"{how}, perhaps for want of memory" if how == "SIGABRT" else how


def safely(convert: Convert, path: Any, options: Options, name: str) -> Conversion:
    """The conversion of a document; an error nobody foresaw becomes ``internal.error``."""
    try:
        return convert(path, options, name)
    except MemoryError:
        return failed(name, problem("document.memory", "no memory left"))
    except Exception as error:  # noqa: BLE001 - the one broad except of the project
        return failed(name, problem("internal.error", f"{type(error).__name__}: {error}"))
