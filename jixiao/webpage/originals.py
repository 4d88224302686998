"""The documents a dataset was made from, found again by their content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from extractor.codes import DocumentError
from jixiao.inputs import Input, find_inputs
from jixiao.pipeline import digest


def find_originals(root: Path, wanted: Mapping[str, str]) -> dict[str, Input]:
    """The files under ``root`` with the contents wanted (SHA-256 and the name recorded),
    also within archives.

    Those that still have their name are looked at first; the others are read only while
    something is missing. Raises FileNotFoundError where ``root`` is not there.
    """
    inputs = find_inputs([root]).inputs
    names = set(wanted.values())
    found: dict[str, Input] = {}
    for item in [*_named(inputs, names), *(item for item in inputs if item.name not in names)]:
        if len(found) == len(wanted):
            break
        sha256 = _digest(item)
        if sha256 in wanted:
            found.setdefault(sha256, item)
    return found


def _named(inputs: Iterable[Input], names: Iterable[str]) -> list[Input]:
    known = {item.name: item for item in inputs}
    return [known[name] for name in sorted(names) if name in known]


def _digest(item: Input) -> str:
    """The content of a file; "" for one that cannot be read."""
    try:
        with item.file() as path:
            return digest(path)
    except DocumentError:
        return ""
