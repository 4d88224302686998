"""Where the tests find documents: the corpus, and the reports if they are here."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLDEN = ROOT / "golden"


def reports_folder() -> Path | None:
    """The folder of published reports, named by $JIXIAO_REPORTS."""
    folder = os.environ.get("JIXIAO_REPORTS")
    return Path(folder) if folder and Path(folder).is_dir() else None


def report_files(kind: str) -> list[Path]:
    """The reports of one kind (with_tables, without_tables, broken); [] without them."""
    folder = reports_folder()
    return sorted((folder / kind).glob("*.pdf")) if folder else []


def heed_interrupts() -> None:
    """To be called in a new process before its program: one that is started in the
    background may have been told to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def reports() -> Path:
    """The folder of published reports; skips the test where it is not."""
    folder = reports_folder()
    if folder is None:
        pytest.skip("the published reports are not here ($JIXIAO_REPORTS)")
    return folder
