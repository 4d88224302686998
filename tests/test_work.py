"""How much work a page costs, counted in calls of pdfium: never in seconds, so it cannot flake.

A bound that is passed means that something is asked for again, or character by character
where once would do; raise it only with a reason.
"""

from __future__ import annotations

import ctypes
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.pdf import bindings, native
from jixiao.pipeline import convert_file

A_CHARACTER = ("loose_box", "unicode", "unmapped", "is_generated", "text_object", "angle")
PDFS = sorted(CORPUS.glob("*/*.pdf"))


def is_pdfium(function: object) -> bool:
    return isinstance(function, ctypes._CFuncPtr)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function of pdfium is called."""
    count: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            count[name] += 1
            return function(*arguments)

        return call

    functions = {id(f): name for name, f in vars(bindings).items() if is_pdfium(f)}
    loaded = [m for name, m in sys.modules.items() if name.startswith(f"{native.__package__}.")]
    for module in loaded:
        for name, function in list(vars(module).items()):
            if is_pdfium(function):
                monkeypatch.setattr(module, name, counted(functions[id(function)], function))
    return count


def read(path: Path) -> int:
    """The pages of a file that is converted as ``jixiao show`` does."""
    pages = convert_file(path).document.pages
    assert pages
    return pages


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_a_page_is_loaded_once_and_a_character_asked_for_little(
    path: Path, calls: Counter[str]
) -> None:
    pages = read(path)
    for name in ("load_page", "close_page", "load_text", "close_text"):
        assert calls[name] == pages, name
    characters = calls["loose_box"]  # one box each; their text comes as one string
    assert calls["get_text"] <= pages
    assert calls["unicode"] == 0
    # once for the end of each word too, whose color may be another than its beginning's
    assert sum(calls[name] for name in A_CHARACTER) <= 1.7 * characters
    objects = calls["page_object"]
    assert calls["bounds"] <= objects  # of paths and images, none of text
    assert sum(calls.values()) <= 1.7 * characters + 9 * objects + 30 * pages


def test_of_a_page_without_tables_only_the_text_is_taken(
    tmp_path: Path, calls: Counter[str]
) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "prose.pdf"))
    for _ in range(5):
        canvas.setFont("STSong-Light", 9)
        for line in range(40):
            canvas.drawString(
                50, 780 - 18 * line, "本部门依法履行职责，加强预算管理，提高资金效益。"
            )
        canvas.showPage()
    canvas.save()
    assert read(tmp_path / "prose.pdf") == 5
    assert calls["loose_box"] == calls["bounds"] == calls["text_object"] == 0
    assert calls["get_text"] == 5  # the text of a page, once
    assert sum(calls.values()) <= 3 * calls["page_object"] + 5 * 60
