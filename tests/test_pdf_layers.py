"""Layers (optional content) that are off: what lies on them is on no page, so it is not read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz import write_pdf
from test_hostile import FONT, Objects, stream

from extractor.model import Page
from extractor.pdf.camelot_reader import read_pdf_with_camelot
from extractor.pdf.layers import layers_of
from extractor.pdf.plumber import read_pdf_with_pdfplumber
from extractor.pdf.reader import read_pdf

OFF, ON, BOTH = 7, 8, 9  # the objects of two layers, and of what lies on both of them
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800] /Resources << /Font << /F 5 0 R >> %s >>"
PROPERTIES = b"/Properties << /Off 7 0 R /On 8 0 R /Both 9 0 R >>"


def words(text: bytes, y: int, layer: bytes = b"") -> bytes:
    drawn = b"BT /F 10 Tf 20 %d Td (%s) Tj ET\n" % (y, text)
    return b"/OC /%s BDC %s EMC\n" % (layer, drawn) if layer else drawn


def grid(layer: bytes) -> bytes:
    lines = b"".join(b"10 %d m 410 %d l S %d 10 m %d 410 l S\n" % (a, a, a, a) for a in (10, 410))
    lines += b"210 10 m 210 410 l S 10 210 m 410 210 l S\n"
    return b"/OC /%s BDC %s EMC\n" % (layer, lines)


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Writes a page of this content, in a file whose layer "Draft" is off."""

    def saved(
        content: bytes,
        default: bytes = b"/OFF [7 0 R]",
        names: tuple[bytes, bytes] = (b"(Draft)", b"(Final)"),
        more: Objects | None = None,
    ) -> Path:
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 450 800] /Contents 4 0 R /Resources "
        page += b"<< /Font << /F 5 0 R >> /XObject << /X 10 0 R >> %s >> >>" % PROPERTIES
        layers = b"/OCProperties << /OCGs [7 0 R 8 0 R] /D << %s >> >>" % default
        objects: Objects = {
            1: (b"<< /Type /Catalog /Pages 2 0 R %s >>" % layers, None),
            2: (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
            3: (page, None),
            4: stream(content),
            5: FONT,
            OFF: (b"<< /Type /OCG /Name %s >>" % names[0], None),
            ON: (b"<< /Type /OCG /Name %s >>" % names[1], None),
            BOTH: (b"<< /Type /OCMD /OCGs [7 0 R 8 0 R] >>", None),
        }
        path = tmp_path / "a.pdf"
        path.write_bytes(write_pdf(objects | (more or {}), b"/Root 1 0 R"))
        return path

    return saved


def read(path: Path) -> Page:
    [page] = read_pdf(path)
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def codes(page: Page) -> list[str]:
    return [problem.code for problem in page.problems]


def test_what_is_off_is_not_read(save: Callable[..., Path]) -> None:
    content = words(b"plain", 700) + words(b"draft", 680, b"Off") + words(b"final", 660, b"On")
    page = read(save(content))
    assert texts(page) == ["plain", "final"]
    assert codes(page) == ["pdf.hidden_layers"]
    assert "(Draft)" in page.problems[0].message_en


def test_lines_that_are_off_make_no_table(save: Callable[..., Path]) -> None:
    assert read(save(words(b"plain", 300) + grid(b"Off"))).fragments == ()
    assert len(read(save(words(b"plain", 300) + grid(b"On"))).fragments) == 1


def test_what_is_off_inside_a_form_and_a_form_that_is_off(save: Callable[..., Path]) -> None:
    form = stream(words(b"draft", 680, b"Off") + words(b"final", 660), FORM % PROPERTIES)
    shown = read(save(words(b"plain", 700) + b"/X Do", more={10: form}))
    assert texts(shown) == ["plain", "final"]
    hidden = read(save(words(b"plain", 700) + b"/OC /Off BDC /X Do EMC", more={10: form}))
    assert texts(hidden) == ["plain"]


@pytest.mark.parametrize(
    ("default", "off"),
    [
        (b"", None),
        (b"/ON [7 0 R]", None),
        (b"/BaseState /OFF /ON [8 0 R]", {b"Draft"}),
        (b"/BaseState /OFF", {b"Draft", b"Final"}),
        (b"/OFF [7 0 R] /AS [<< /Event /Print /OCGs [7 0 R] >>]", {b"Draft"}),
        (b"/OFF [7 0 R] /AS [<< /Event /View /OCGs [7 0 R] >>]", None),
        (b"/OFF 99 0 R", None),
        (b"/OFF [/a (b) 7]", None),
    ],
)
def test_which_layers_are_off(
    save: Callable[..., Path], default: bytes, off: set[bytes] | None
) -> None:
    used = (b"<< /Type /OCG /Name (Draft) /Usage << /View << /ViewState /ON >> >> >>", None)
    layers = layers_of(save(b"", default, more={OFF: used}), None)
    assert (layers and layers.off) == off


def test_names_in_chinese(save: Callable[..., Path]) -> None:
    name = b"<FEFF" + "草稿".encode("utf-16-be").hex().encode() + b">"
    page = read(save(words(b"draft", 680, b"Off"), names=(name, b"(Final)")))
    assert texts(page) == []
    assert "草稿" in page.problems[0].message_zh


@pytest.mark.parametrize(
    ("content", "names"),
    [
        pytest.param(words(b"kept", 700, b"Both"), (b"(Draft)", b"(Final)"), id="a combination"),
        pytest.param(words(b"kept", 700, b"Off"), (b"(Same)", b"(Same)"), id="of one name"),
        pytest.param(b"/X Do", (b"(Draft)", b"(Final)"), id="told by the form alone"),
    ],
)
def test_what_cannot_be_told_is_read_and_said(
    save: Callable[..., Path], content: bytes, names: tuple[bytes, bytes]
) -> None:
    form = stream(words(b"kept", 700), FORM % b"" + b" /OC 7 0 R")
    page = read(save(content, names=names, more={10: form}))
    assert texts(page) == ["kept"]
    assert codes(page) == ["pdf.doubtful_layers"]


def test_a_file_whose_layers_are_all_on_says_nothing(save: Callable[..., Path]) -> None:
    page = read(save(words(b"final", 700, b"Both") + words(b"draft", 680, b"Off"), b""))
    assert (texts(page), codes(page)) == (["final", "draft"], [])


@pytest.mark.parametrize("other", [read_pdf_with_pdfplumber, read_pdf_with_camelot])
def test_readers_that_know_of_no_layers_say_so(
    save: Callable[..., Path], other: Callable[[Path], list[Page]]
) -> None:
    [page] = other(save(words(b"plain", 700) + words(b"draft", 680, b"Off")))
    assert codes(page) == ["pdf.doubtful_layers"]
