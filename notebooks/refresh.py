"""Runs the notebooks and writes them with their outputs: ``python -m notebooks.refresh``.

Run again on the same dataset they come out the same, so that a diff shows what changed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
TIMEOUT = 120  # seconds a cell


def run(path: Path, folder: Path) -> Any:
    """A notebook after a run in a folder, without what differs from run to run."""
    notebook: Any = nbformat.read(path, as_version=4)
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the kernel warns on stderr
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=TIMEOUT, resources=place, record_timing=False)
    client.extra_arguments = ["--log-level=ERROR"]
    client.execute()
    return settled(notebook)


def settled(notebook: Any) -> Any:
    """A notebook with the metadata of every other: no times, no version of Python."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = nbformat.from_dict({})
    return notebook


def main() -> None:
    for path in sorted(HERE.glob("*.ipynb")):
        print(path.name, file=sys.stderr)
        nbformat.write(run(path, HERE), path)


if __name__ == "__main__":
    main()
