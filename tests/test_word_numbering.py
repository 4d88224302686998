"""Automatic numbers of Word paragraphs: printed, so read, though nobody typed them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from test_word_walk import (
    CONTINUE,
    NAMES,
    RESTART,
    box,
    first_cell,
    needs_libreoffice,
    par,
    run,
    tbl,
    tc,
    texts,
    tr,
    width,
    write_docx,
)

from extractor.model import Page
from extractor.pdf.reader import read_pdf
from extractor.word.counting import written
from extractor.word.reader import read_word

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}{kind}" Target="{kind}.xml"/>'
        for kind in ("numbering", "styles")
    )
    + "</Relationships>"
)
NOTHING = '<w:suff w:val="nothing"/>'


def level(number: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def a_list(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def begin(number: int, at: int) -> str:
    return f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


def place(number: int | None, depth: int | None = None) -> str:
    inner = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    inner += "" if number is None else f'<w:numId w:val="{number}"/>'
    return f"<w:numPr>{inner}</w:numPr>"


def item(text: str, number: int | None = 1, depth: int | None = 0, more: str = "") -> str:
    content = run(text) if text else ""
    return f"<w:p><w:pPr>{more}{place(number, depth)}</w:pPr>{content}</w:p>"


def style(name: str, more: str = "", based: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based}"/>'
        f"<w:pPr>{more}</w:pPr></w:style>"
    )


def of_style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


Read = Callable[..., Page]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_body(body: str, numbering: str, styles: str = "") -> Page:
        extra = {
            "word/_rels/document.xml.rels": RELS,
            "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        }
        (page,) = read_word(write_docx(tmp_path / "made.docx", body, extra=extra), "docx")
        return page

    return read_body


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2."]),
        ("chineseCounting", "%1、", ["一、", "二、"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）"]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("upperLetter", "%1.", ["A.", "B."]),
        ("lowerRoman", "%1.", ["i.", "ii."]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("bullet", "•", ["•", "•"]),
        ("none", "%1.", ["", ""]),
        ("decimal", "", ["", ""]),
        ("decimal", "第%1条", ["第1条", "第2条"]),
        ("some form of a later Word", "%1.", ["1.", "2."]),
    ],
)
def test_each_way_of_counting(read: Read, form: str, text: str, labels: list[str]) -> None:
    numbering = a_list(1, level(0, form, text, more=NOTHING)) + num(1, 1)
    assert texts(read(item("甲") + item("乙"), numbering)) == [labels[0] + "甲", labels[1] + "乙"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (110, "chineseCountingThousand", "一百一十"),
        (2005, "chineseCountingThousand", "二千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (28, "upperLetter", "BB"),
        (1994, "upperRoman", "MCMXCIV"),
        (7, "decimalZero", "07"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "ideographTraditional", "丙"),
        (0, "upperRoman", "0"),
        (2**31, "lowerLetter", "2147483648"),
    ],
)
def test_numbers_as_written(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_a_number_stands_before_the_text_of_its_cell(read: Read) -> None:
    """Also where nothing is typed, as in a column of 序号; a tab is told as a space."""
    numbering = a_list(1, level(0, "decimal", "%1")) + num(1, 1)
    page = read(tbl(*(tr(tc(item("")), tc(item(text, 1))) for text in ("甲", "乙"))), numbering)
    assert [cell.text for cell in page.fragments[0].cells] == ["1", "2 甲", "3", "4 乙"]
    two = read(tbl(tr(tc(item("甲"), item("乙"), "丙"))), numbering)
    assert first_cell(two) == "1 甲2 乙丙"


def test_levels_restart_under_the_one_above(read: Read) -> None:
    numbering = a_list(
        1,
        level(0, "chineseCounting", "%1、", more=NOTHING),
        level(1, "decimal", "%2.", more=NOTHING),
        level(2, "decimal", "%2.%3", more='<w:suff w:val="space"/>'),
    )
    depths = [0, 1, 1, 2, 2, 1, 2, 0, 1, 2]
    page = read("".join(item("x", 1, depth) for depth in depths), numbering + num(1, 1))
    assert [text.removesuffix("x") for text in texts(page)] == [
        *("一、", "1.", "2.", "2.1 ", "2.2 ", "3.", "3.1 ", "二、", "1.", "1.1 "),
    ]


def test_a_level_that_never_restarts(read: Read) -> None:
    never = NOTHING + '<w:lvlRestart w:val="0"/>'
    levels = level(0, "decimal", "%1.", more=NOTHING), level(1, "decimal", "%2)", more=never)
    depths = [0, 1, 1, 0, 1]
    page = read("".join(item("x", 1, depth) for depth in depths), a_list(1, *levels) + num(1, 1))
    assert texts(page) == ["1.x", "1)x", "2)x", "2.x", "3)x"]


def test_legal_numbers_are_all_digits(read: Read) -> None:
    legal = NOTHING + "<w:isLgl/>"
    levels = (
        level(0, "chineseCounting", "%1、", more=NOTHING),
        level(1, "decimal", "%1.%2", more=legal),
    )
    page = read(item("x") + item("x", 1, 1), a_list(1, *levels) + num(1, 1))
    assert texts(page) == ["一、x", "1.1x"]


def test_a_list_goes_on_and_another_begins_anew(read: Read) -> None:
    numbering = a_list(1, level(0, "decimal", "%1.", more=NOTHING))
    numbering += num(1, 1) + num(2, 1) + num(3, 1, begin(0, 1)) + num(4, 1, begin(0, 7))
    page = read("".join(item("x", number) for number in (1, 1, 2, 3, 3, 4, 1)), numbering)
    assert texts(page) == ["1.x", "2.x", "3.x", "1.x", "2.x", "7.x", "8.x"]


def test_numbers_by_style(read: Read) -> None:
    """Directly, by what the style is based on, at the level that names the style."""
    named = NOTHING + of_style("Second")
    numbering = a_list(
        1,
        level(0, "decimal", "%1.", more=NOTHING),
        level(1, "lowerLetter", "%2)", more=named),
    )
    styles = style("First", place(1)) + style("Child", based="First") + style("Second", place(1))
    styles += style("Loop", based="Loop")
    body = "".join(
        f"<w:p><w:pPr>{of_style(name)}</w:pPr>{run('x')}</w:p>"
        for name in ("First", "Child", "Second", "Loop", "Unknown")
    )
    body += item("x", 0, None, of_style("First")) + item("x", None, 1, of_style("First"))
    page = read(body, numbering + num(1, 1), styles)
    assert texts(page) == ["1.x", "2.x", "a)x", "x", "x", "x", "b)x"]


def test_a_list_by_a_style_of_lists(read: Read) -> None:
    link = '<w:numStyleLink w:val="Lists"/>'
    numbering = a_list(1, level(0, "upperLetter", "%1.", more=NOTHING)) + a_list(2, link)
    styles = style("Lists", place(1))
    page = read(item("x", 2), numbering + num(1, 1) + num(2, 2), styles)
    assert texts(page) == ["A.x"]


def test_bullets_of_symbol_fonts(read: Read) -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    square = level(0, "bullet", "\uf06c", more=NOTHING).replace("</w:lvl>", fonts + "</w:lvl>")
    assert texts(read(item("x"), a_list(1, square) + num(1, 1))) == ["●x"]


def test_hidden_numbers_are_counted_but_not_read(read: Read) -> None:
    numbering = a_list(1, level(0, "decimal", "%1.", more=NOTHING)) + num(1, 1)
    hidden = item("x").replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>")
    assert texts(read(item("x") + hidden + item("x"), numbering)) == ["1.x", "x", "3.x"]


def test_a_text_box_written_twice_is_counted_once(read: Read) -> None:
    numbering = a_list(1, level(0, "decimal", "%1.", more=NOTHING)) + num(1, 1)
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box("wps", item("框"))}</mc:Choice>'
        f"<mc:Fallback>{box('v', item('框'))}</mc:Fallback></mc:AlternateContent>"
    )
    page = read(par(f"<w:r>{both}</w:r>") + item("后"), numbering)
    assert texts(page) == ["1.框", "2.后"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        num(1, 1),
        a_list(1) + num(1, 1),
        a_list(1, level(0, "decimal", "%1." * 1000)) + num(1, 1),
        a_list(1, '<w:numStyleLink w:val="No"/>') + num(1, 1),
        a_list(1, level(99, "decimal", "%1.")) + num(1, 1),
        a_list(1, '<w:lvl w:ilvl="x"/>') + num(1, 1, '<w:lvlOverride w:ilvl="-5"/>'),
    ],
)
def test_lists_that_say_nothing(read: Read, numbering: str) -> None:
    assert texts(read(item("甲") + item("乙", 1, 77), numbering)) == ["甲", "乙"]


def test_starts_beyond_all_measure(read: Read) -> None:
    numbering = a_list(1, level(0, "lowerLetter", "%1.", start=2**31 - 1, more=NOTHING))
    page = read(item("x"), numbering + num(1, 1, begin(0, 10**12)))
    assert texts(page)[0].endswith(".x")
    assert len(texts(page)[0]) < 20


def test_text_hidden_by_a_style(read: Read) -> None:
    """Of characters or of paragraphs, or what that is based on; a run may show itself."""
    hide, show = ("<w:rPr><w:vanish/></w:rPr>", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    styles = style("Hidden").replace("</w:style>", hide + "</w:style>") + style(
        "Child", based="Hidden"
    )
    styles += style("Shown", based="Hidden").replace("</w:style>", show + "</w:style>")
    body = "".join(
        par(run("见"), run(name, f'<w:rStyle w:val="{name}"/>'))
        + f"<w:p><w:pPr>{of_style(name)}</w:pPr>{run('全')}{run('明', show[7:-8])}</w:p>"
        for name in ("Hidden", "Child", "Shown")
    )
    assert texts(read(body, "", styles)) == ["见", "明", "见", "明", "见Shown", "全明"]


@needs_libreoffice
def test_the_same_as_on_the_page(tmp_path: Path, read: Read) -> None:
    """LibreOffice prints the document; what its PDF says in each cell is what we read."""
    numbering = (
        a_list(
            1,
            level(0, "decimal", "%1."),
            level(1, "lowerLetter", "%2)", more=NOTHING),
            level(2, "decimal", "%1.%3", more='<w:suff w:val="space"/>'),
        )
        + a_list(2, level(0, "chineseCounting", "%1、", more=NOTHING))
        + a_list(3, level(0, "upperRoman", "（%1）", start=4))
        + a_list(4, level(0, "decimal", "%1", start=0), level(1, "decimal", "%1.%2"))
        + "".join(num(number, number) for number in (1, 2, 3, 4))
        + num(11, 1)
        + num(12, 1, begin(0, 1))
    )
    placed = [
        *((1, 0), (1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (11, 0), (12, 0), (1, 0)),
        *((2, 0), (2, 0), (3, 0), (3, 0), (4, 1), (4, 0), (4, 1), (2, 0), (1, 2)),
    ]
    wide = width(3000)
    rows = [tr(tc(item("甲乙", *at), pr=wide), tc(item("", 2), pr=wide)) for at in placed]
    rows += [tr(tc(item("并"), pr=wide + merge), tc("x", pr=wide)) for merge in (RESTART, CONTINUE)]
    rows.append(tr(tc(item("后"), pr=wide), tc("x", pr=wide)))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    table = tbl(*rows, grid=(3000, 3000)).replace(
        "<w:tblPr/>", f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    )
    [fragment] = read(table + "<w:p/>", numbering).fragments
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            str(tmp_path / "made.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    [printed] = [page.fragments[0] for page in read_pdf(tmp_path / "made.pdf")]
    assert [_plain(c.text) for c in printed.cells] == [_plain(c.text) for c in fragment.cells]


def _plain(text: str) -> str:
    return "".join(text.split())
