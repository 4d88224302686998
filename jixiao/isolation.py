"""The one place where any error of a document is caught, so that a batch goes on."""

from __future__ import annotations

from pathlib import Path

from extractor.codes import problem
from extractor.model import Conversion, Document
from jixiao.pipeline import Options, convert_file
from jixiao.version import __version__


def convert_safely(path: Path, options: Options, name: str) -> Conversion:
    """Convert a file; an error nobody foresaw becomes the problem ``internal.error``."""
    try:
        return convert_file(path, options, name)
    except Exception as error:  # noqa: BLE001 - the one broad except of the project
        found = problem("internal.error", f"{type(error).__name__}: {error}")
        document = Document(name, "", "unknown", ok=False, version=__version__)
        return Conversion(document, problems=(found,))
