"""What must be known of a PDF before its pages are loaded, looked up where the file hints at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extractor.pdf.layers import Layers

PIECE = 2**20  # bytes looked at together
LONGEST = 32  # bytes, of which no key has more
LAYERS, FORM, CATALOG = b"/OCProperties", b"/Form", b"/Catalog"


class Survey(NamedTuple):
    """Layers that are switched off, and the pages (from 1) too heavy to be loaded."""

    layers: Layers | None
    heavy: frozenset[int]


def survey(path: Path, password: str | None) -> Survey:
    """Look a PDF over. A catalog that is compressed may name layers; a stream never is one."""
    seen = _keys_in(path)
    layers, heavy = None, frozenset[int]()
    if LAYERS in seen or CATALOG not in seen:
        from extractor.pdf.layers import layers_of

        layers = layers_of(path, password)
    if FORM in seen:
        from extractor.pdf.forms import heavy_pages

        heavy = heavy_pages(path, password)
    return Survey(layers, heavy)


def _keys_in(path: Path) -> set[bytes]:
    """Which of the keys stand in the file as they are."""
    missing = {LAYERS, FORM, CATALOG}
    seen: set[bytes] = set()
    end = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found = {key for key in missing if key in piece or key in end + piece[:LONGEST]}
            seen |= found
            missing -= found
            end = piece[-LONGEST:]
    return seen
