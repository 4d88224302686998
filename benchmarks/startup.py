"""How long a command takes before it does much: ours on one page, and imports of the peers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import Spread, Usage, compiled, run, spread

ROOT = Path(__file__).resolve().parents[1]
ONE_PAGE = ROOT / "corpus" / "variants" / "points" / "points.pdf"
OURS = "jixiao show, a one-page file"
PDFPLUMBER = 'python -c "import pdfplumber"'


def commands() -> dict[str, list[str]]:
    """What is started; ours as it is installed, beside this Python."""
    script = Path(sys.executable).with_name("jixiao")
    jixiao = [str(script)] if script.exists() else [sys.executable, "-m", "jixiao"]
    imports = {
        f'python -c "import {name}"': [sys.executable, "-c", f"import {name}"]
        for name in ("pdfplumber", "camelot", "pymupdf", "docx")
    }
    return {
        'python -c ""': [sys.executable, "-c", ""],
        OURS: [*jixiao, "show", str(ONE_PAGE)],
        **imports,
    }


def measure(runs: int) -> dict[str, list[Usage]]:
    """Every command several times, in turns, after a first time that does not count."""
    environment = compiled()
    found: dict[str, list[Usage]] = {name: [] for name in commands()}
    for count in range(runs + 1):
        for name, words in commands().items():
            usage = run(words, environment)
            if count:
                found[name].append(usage)
    return found


def seconds(usages: Sequence[Usage], what: str = "wall") -> Spread:
    return spread([getattr(usage, what) for usage in usages])
