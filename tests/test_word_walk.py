"""Word's dialects: each test writes the XML of one habit and states what is read."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.joining import join_pages
from extractor.model import Fragment, Page
from extractor.word.libreoffice import convert_to_docx
from extractor.word.reader import read_word

Read = Callable[..., Page]

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/{main}" ContentType="{content}"/></Types>'
)
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def write_docx(
    path: Path,
    body: str,
    *,
    main: str = "word/document.xml",
    content: str = PLAIN,
    extra: dict[str, str] | None = None,
) -> Path:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}" Target="{main}"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES.format(main=main, content=content))
        package.writestr("_rels/.rels", rels)
        package.writestr(main, f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str) -> str:
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p>{inner}</w:p>"


def tc(*content: str, pr: str = "") -> str:
    paragraphs = "".join(p if p.startswith("<") else par(p) for p in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{paragraphs}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{pr}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def width(twips: int) -> str:
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_body(body: str, **options: Any) -> Page:
        path = write_docx(tmp_path / "made.docx", body, **options)
        (page,) = read_word(path, "docx")
        return page

    return read_body


def layout(fragment: Fragment) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in fragment.cells]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def first_cell(page: Page) -> str:
    return page.fragments[0].cells[0].text


# --- the whole ---------------------------------------------------------------


def test_page_of_a_plain_document(read: Read) -> None:
    page = read(par("标题") + tbl(tr("甲", "乙"), grid=(1000, 2000)) + par("尾"))
    assert (page.number, page.width, page.height) == (None, None, None)
    assert texts(page) == ["标题", "尾"]
    assert page.n_chars == 5
    (fragment,) = page.fragments
    assert (fragment.page, fragment.bbox, fragment.n_rows, fragment.n_cols) == (None, None, 1, 2)
    assert fragment.edges == (0.0, 50.0, 150.0)
    (part,) = fragment.cells[1].parts
    assert (part.page, part.bbox) == (None, None)
    assert part.text == part.whole_text == "乙"


def test_above_is_what_stands_between_two_tables(read: Read) -> None:
    table = tbl(tr("甲"))
    page = read(par("一") + "<w:p/>" + par("单位：", "万元") + table + par("二") + table + table)
    above = [[line.text for line in fragment.above] for fragment in page.fragments]
    assert above == [["一", "单位：万元"], ["二"], []]


def test_above_keeps_the_last_forty(read: Read) -> None:
    page = read("".join(par(str(number)) for number in range(50)) + tbl(tr("甲")))
    assert [line.text for line in page.fragments[0].above] == [str(n) for n in range(10, 50)]
    assert len(page.lines) == 50


def test_headers_and_notes_are_not_body(read: Read) -> None:
    header = f"<w:hdr {NAMES}>{par('页眉')}</w:hdr>"
    page = read(par("正文") + "<w:sectPr/>", extra={"word/header1.xml": header})
    assert texts(page) == ["正文"]


# --- the grid ----------------------------------------------------------------


def test_merges_make_one_cell_each(read: Read) -> None:
    page = read(
        tbl(
            tr(tc("产出指标", pr=RESTART), "数量"),
            tr(tc(pr=CONTINUE), "质量"),
            tr(tc("合计", pr=span(2))),
            grid=(1000, 1000),
        )
    )
    assert layout(page.fragments[0]) == [
        (0, 0, 2, 1, "产出指标"),
        (0, 1, 1, 1, "数量"),
        (1, 1, 1, 1, "质量"),
        (2, 0, 1, 2, "合计"),
    ]


def test_two_merges_one_under_the_other(read: Read) -> None:
    rows = [tr(tc(text, pr=merge)) for text, merge in (("甲", RESTART), ("", CONTINUE)) * 2]
    page = read(tbl(*rows))
    assert layout(page.fragments[0]) == [(0, 0, 2, 1, "甲"), (2, 0, 2, 1, "甲")]


def test_merged_block_over_rows_and_columns(read: Read) -> None:
    page = read(
        tbl(
            tr("1", tc("块", pr=span(2) + RESTART)),
            tr("2", tc(pr=span(2) + '<w:vMerge w:val="continue"/>')),
            grid=(1000, 1000, 1000),
        )
    )
    assert (0, 1, 2, 2, "块") in layout(page.fragments[0])


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("", id="nothing above"),
        pytest.param(tr(tc("上")), id="above is not merged"),
        pytest.param(tr(tc("宽", pr=span(2) + RESTART)), id="above is wider"),
    ],
)
def test_continuing_nothing_is_a_cell_of_its_own(read: Read, above: str) -> None:
    page = read(tbl(above, tr(tc("自己", pr=CONTINUE), "乙"), grid=(1000, 1000)))
    assert "自己" in [cell.text for cell in page.fragments[0].cells]


def test_legacy_horizontal_merge(read: Read) -> None:
    page = read(
        tbl(
            tr(tc("甲", pr='<w:hMerge w:val="restart"/>'), tc(pr="<w:hMerge/>"), "乙"),
            tr("1", "2", "3"),
            grid=(1000, 1000, 1000),
        )
    )
    assert layout(page.fragments[0])[:2] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_grid_before_and_after(read: Read) -> None:
    skips = '<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'
    page = read(tbl(tr("甲", pr=skips), tr("1", "2", "3", "4"), grid=(500,) * 4))
    assert page.fragments[0].n_cols == 4
    assert layout(page.fragments[0])[0] == (0, 1, 1, 1, "甲")


def test_short_row_without_widths_leaves_a_gap(read: Read) -> None:
    page = read(tbl(tr("1", "2", "3"), tr("甲", "乙"), grid=(500,) * 3))
    assert layout(page.fragments[0])[3:] == [(1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙")]


def test_short_row_is_fitted_by_its_widths(read: Read) -> None:
    page = read(
        tbl(
            tr("1", "2", "3"),
            tr(tc("甲", pr=width(1490)), tc("乙", pr=width(2010))),
            grid=(500, 1000, 2000),
        )
    )
    assert layout(page.fragments[0])[3:] == [(1, 0, 1, 2, "甲"), (1, 2, 1, 1, "乙")]


def test_row_too_long_widens_the_table(read: Read) -> None:
    page = read(tbl(tr("1", "2"), tr("甲", "乙", "丙"), grid=(500, 500)))
    fragment = page.fragments[0]
    assert fragment.n_cols == 3
    assert fragment.edges == (0.0, 72.0, 144.0, 216.0)


def test_tables_without_widths_are_told_apart(read: Read) -> None:
    page = read(tbl(tr("1", "2", "3", "4"), tr("一", "二", "三", "四")) + tbl(tr("甲", "乙")))
    assert [table.n_cols for table in join_pages([page])] == [4, 2]


def test_table_without_grid_takes_the_widths_of_cells(read: Read) -> None:
    page = read(
        tbl(
            tr(tc("合", pr=width(3000))),
            tr(tc("甲", pr=width(1000)), tc("乙", pr=width(2000))),
        )
    )
    fragment = page.fragments[0]
    assert fragment.edges == (0.0, 50.0, 150.0)
    assert layout(fragment)[0] == (0, 0, 1, 2, "合")


def test_edges_from_a_wide_cell_and_its_known_neighbour(read: Read) -> None:
    page = read(
        tbl(
            tr(tc("合", pr=span(3) + width(3000))),
            tr(tc("甲", pr=width(1000)), "乙", "丙"),
        )
    )
    assert page.fragments[0].edges == (0.0, 50.0, 100.0, 150.0)


def test_absurd_spans_are_noise(read: Read) -> None:
    page = read(tbl(tr(tc("甲", pr=span(1_000_000_000)), tc("乙", pr=span(-3)), "丙")))
    assert [cell.col_span for cell in page.fragments[0].cells] == [1, 1, 1]


# --- wrappers, revisions -----------------------------------------------------


def test_content_controls_at_every_level(read: Read) -> None:
    def sdt(inner: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cell = tc(par(sdt(run("格内"))))
    table = tbl(sdt(tr(sdt(tc("左")), f"<w:customXml>{cell}</w:customXml>")))
    page = read(sdt(sdt(par("外")) + table))
    assert texts(page) == ["外"]
    assert [c.text for c in page.fragments[0].cells] == ["左", "格内"]


def test_revisions_as_if_accepted(read: Read) -> None:
    old = "<w:r><w:delText>旧</w:delText></w:r>"
    page = read(
        par(
            f"<w:ins>{run('新')}</w:ins><w:del>{old}</w:del>",
            f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>",
        )
        + tbl(
            tr("留", pr="<w:ins/>"),
            tr("删", pr="<w:del/>"),
            f"<w:ins>{tr('插')}</w:ins>",
            tr(tc("并", pr="<w:cellIns/>"), tc("去", pr="<w:cellDel/>")),
        )
    )
    assert texts(page) == ["新移来"]
    assert layout(page.fragments[0]) == [
        (0, 0, 1, 1, "留"),
        (1, 0, 1, 1, "插"),
        (2, 0, 1, 1, "并"),
    ]


def test_merge_whose_first_row_was_deleted(read: Read) -> None:
    page = read(tbl(tr(tc("甲", pr=RESTART), pr="<w:del/>"), tr(tc("乙", pr=CONTINUE))))
    assert layout(page.fragments[0]) == [(0, 0, 1, 1, "乙")]


def test_table_all_of_whose_rows_are_deleted_is_none(read: Read) -> None:
    page = read(par("上") + tbl(tr("甲", pr="<w:del/>")) + tbl(tr("乙")))
    (fragment,) = page.fragments
    assert [line.text for line in fragment.above] == ["上"]


# --- text boxes, nested tables -----------------------------------------------


def box(kind: str, inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    if kind == "wps":
        return f"<w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
    return f"<w:pict><v:textbox>{content}</v:textbox></w:pict>"


def test_text_box_is_read_once_and_after_its_paragraph(read: Read) -> None:
    inner = par("框") + tbl(tr("框内"))
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box("wps", inner)}</mc:Choice>'
        f"<mc:Fallback>{box('v', inner)}</mc:Fallback></mc:AlternateContent>"
    )
    page = read(par("前", f"<w:r>{both}</w:r>", "后") + tbl(tr("表")))
    assert texts(page) == ["前后", "框"]
    assert [first.cells[0].text for first in page.fragments] == ["框内", "表"]
    assert [line.text for line in page.fragments[0].above] == ["前后", "框"]


def test_fallback_where_the_choice_has_no_text(read: Read) -> None:
    both = (
        '<mc:AlternateContent><mc:Choice Requires="cx1"><w:drawing/></mc:Choice>'
        f"<mc:Fallback>{box('v', par('框'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read(par(f"<w:r>{both}</w:r>"))) == ["框"]


def test_choice_at_block_level(read: Read) -> None:
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="x">{par("新")}</mc:Choice>'
        f"<mc:Fallback>{par('旧')}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read(both)) == ["新"]


def test_tables_in_a_frame_follow_it(read: Read) -> None:
    deepest = tbl(tr("三", "三"))
    nested = tbl(tr(tc("二", deepest, "<w:p/>")))
    page = read(
        tbl(tr(tc("一上", nested, "一下")), tr(tc(tbl(tr("四")), "<w:p/>"))) + tbl(tr("五"))
    )
    assert [f.cells[0].text for f in page.fragments] == ["一上一下", "二", "三", "四", "五"]
    assert page.fragments[0].n_rows == 2
    assert page.fragments[0].cells[1].text == ""


# --- the text of a paragraph -------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲乙丙"),
        ("<w:r><w:t>20</w:t><w:noBreakHyphen/><w:t>30</w:t></w:r>", "20-30"),
        ("<w:r><w:t>指</w:t><w:softHyphen/><w:t>标</w:t></w:r>", "指标"),
        ("<w:r><w:t> 边 </w:t></w:r><w:r><w:t>界\n</w:t></w:r>", "边界"),
        (run("甲 ") + run("乙"), "甲 乙"),
        (run("见") + run("暗", "<w:vanish/>"), "见"),
        (run("明", '<w:vanish w:val="0"/>'), "明"),
        (run("网", "<w:webHidden/>"), "网"),
        ('<w:hyperlink w:anchor="a">' + run("链") + "</w:hyperlink>", "链"),
        ("<w:smartTag>" + run("签") + "</w:smartTag>", "签"),
        (run("注") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run("后"), "注后"),
        (
            '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
            + run("后"),
            "后",
        ),
        (
            "<w:r><w:ruby><w:rt>"
            + run("zhǐ")
            + "</w:rt><w:rubyBase>"
            + run("指")
            + "</w:rubyBase></w:ruby></w:r>",
            "指",
        ),
        ("<w:r><w:t>甲</w:t><!-- 注 --><?x 乙?></w:r>", "甲"),
    ],
)
def test_run_content(read: Read, content: str, text: str) -> None:
    assert texts(read(f"<w:p>{content}</w:p>")) == [text]
    assert first_cell(read(tbl(tr(f"<w:tc><w:p>{content}</w:p></w:tc>")))) == text


def test_paragraphs_of_a_cell_are_joined(read: Read) -> None:
    assert first_cell(read(tbl(tr(tc("设备验收", "合格率"))))) == "设备验收合格率"
    assert first_cell(read(tbl(tr(tc("20", "26年", "", "≥100", "%"))))) == "2026年≥100%"


@pytest.mark.parametrize(
    ("font", "code", "char"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F0B8", "÷"),
        ("Symbol", "F0B9", "≠"),
        ("Symbol", "F0BB", "≈"),
        ("Symbol", "F0B7", "•"),
        ("symbol", "00B3", "≥"),
        ("Symbol", "F061", "α"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F081", "①"),
        ("Wingdings 2", "F052", "☑"),
        ("Unknown", "F0B3", "\uf0b3"),
        ("宋体", "2265", "≥"),
    ],
)
def test_symbols(read: Read, font: str, code: str, char: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert texts(read(par(symbol, "95%"))) == [char + "95%"]


@pytest.mark.parametrize("code", ["", "xyz", "D800", "110000", "-1"])
def test_symbol_that_is_no_character(read: Read, code: str) -> None:
    symbol = f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>'
    assert texts(read(par(symbol, "甲"))) == ["甲"]


def test_private_use_text_in_a_symbol_font(read: Read) -> None:
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert texts(read(par(run("\uf0b3", fonts), "95%"))) == ["≥95%"]
    assert texts(read(par(run("\uf0b3", '<w:rFonts w:ascii="宋体"/>')))) == ["\uf0b3"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:oMath><m:r><m:t>≥</m:t></m:r><m:r><m:t>95</m:t></m:r></m:oMath>", "达≥95%"),
        (
            "<m:oMathPara><m:oMath><m:r><m:t>≤</m:t></m:r></m:oMath></m:oMathPara>",
            "达≤%",
        ),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "达1/2%",
        ),
        ("<m:oMath><m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d></m:oMath>", "达(x)%"),
    ],
)
def test_formulas(read: Read, formula: str, text: str) -> None:
    assert texts(read(par("达", formula, "%"))) == [text]
    assert texts(read(par("达", f"<w:r>{formula}</w:r>", "%"))) == [text]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


INSTRUCTION = "<w:r><w:instrText> PAGE </w:instrText></w:r>"


def test_fields_show_their_result(read: Read) -> None:
    simple = f'<w:fldSimple w:instr=" DATE ">{run("2026年")}</w:fldSimple>'
    whole = field("begin") + INSTRUCTION + field("separate") + run("第3页") + field("end")
    assert texts(read(par("共", whole, simple))) == ["共第3页2026年"]


def test_field_inside_an_instruction_is_not_shown(read: Read) -> None:
    inner = field("begin") + INSTRUCTION + field("separate") + run("内") + field("end")
    outer = field("begin") + inner + field("separate") + run("果") + field("end")
    assert texts(read(par("前", outer, "后"))) == ["前果后"]


def test_unended_field_hides_nothing(read: Read) -> None:
    assert texts(read(par("前", field("begin"), INSTRUCTION, "后") + par("下"))) == ["前后", "下"]
    assert texts(read(par(field("end"), "甲"))) == ["甲"]


# --- packages ----------------------------------------------------------------


def test_macro_document_and_other_main_part(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docm", par("甲"), main="word/document2.xml", content=MACRO)
    (page,) = read_word(path, "docm")
    assert texts(page) == ["甲"]


def test_strict_ooxml(tmp_path: Path) -> None:
    source = write_docx(tmp_path / "a.docx", par("甲") + tbl(tr("乙"), grid=(1000,)))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(strict, "w") as after:
        for name in before.namelist():
            data = before.read(name).decode()
            for part in ("wordprocessingml", "officeDocument"):
                data = data.replace(
                    f"http://schemas.openxmlformats.org/{part}/2006/",
                    f"http://purl.oclc.org/ooxml/{part}/",
                )
            after.writestr(name, data.replace('w:w="1000"', 'w:w="50pt"'))
    (page,) = read_word(strict, "docx")
    assert texts(page) == ["甲"]
    assert page.fragments[0].edges == (0.0, 50.0)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = write_docx(tmp_path / "a.docx", par("甲"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    named = encoding.removesuffix("-sig")
    declaration = f'<?xml version="1.0" encoding="{named}" standalone="yes"?>\r\n'
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, (declaration + data).encode(encoding))
    (page,) = read_word(path, "docx")
    assert texts(page) == ["甲"]


def test_relationship_to_nothing_is_passed_over(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="NULL"/></Relationships>'
    )
    extra = {"word/_rels/document.xml.rels": rels, "word/theme/theme1.xml": "<broken"}
    path = write_docx(tmp_path / "a.docx", par("甲"), extra=extra)
    (page,) = read_word(path, "docx")
    assert texts(page) == ["甲"]


# --- LibreOffice -------------------------------------------------------------

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)


@needs_libreoffice
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "wps"])
def test_old_formats_by_way_of_libreoffice(tmp_path: Path, kind: str) -> None:
    source = write_docx(
        tmp_path / "绩效.docx",
        par("绩效目标表")
        + tbl(
            tr(tc("产出指标", pr=width(2000) + RESTART), tc("数量", pr=width(2000))),
            tr(tc(pr=width(2000) + CONTINUE), tc("≥95%", pr=width(2000))),
            grid=(2000, 2000),
        )
        + par("尾"),
    )
    target = "doc" if kind == "wps" else kind
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", target, "--outdir", str(tmp_path), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = (tmp_path / f"绩效.{target}").rename(tmp_path / f"旧 绩效.{kind}")
    (page,) = read_word(made, kind)
    assert texts(page) == ["绩效目标表", "尾"]
    assert layout(page.fragments[0]) == [
        (0, 0, 2, 1, "产出指标"),
        (0, 1, 1, 1, "数量"),
        (1, 1, 1, 1, "≥95%"),
    ]
    assert [line.text for line in page.fragments[0].above] == ["绩效目标表"]


@needs_libreoffice
def test_converted_file_is_gone_afterwards(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_text(r"{\rtf1 hello}")
    with convert_to_docx(source) as converted:
        assert converted.is_file()
    assert not converted.parent.exists()
