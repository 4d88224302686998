"""What stands in the cells of a Word table besides plain text: seen, it is a record's;
not seen or crossed out, it is none, and is told of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from test_word_numbering import RELS, a_list, item, level, num
from test_word_walk import NAMES, box, field, par, run, span, tbl, tc, tr, write_docx

from extractor.model import Conversion
from jixiao.pipeline import convert_file

Convert = Callable[..., Conversion]

HEADER = tr("一级指标", "二级指标", "三级指标", "指标值")
DRAWN = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
STRIKE, VANISH = "<w:strike/>", "<w:vanish/>"


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    def convert_body(body: str, styles: str = "", numbering: str = "") -> Conversion:
        extra = {
            "word/_rels/document.xml.rels": RELS,
            "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        }
        path = write_docx(tmp_path / "a.docx", par("项目支出绩效目标表") + body, extra=extra)
        return convert_file(path)

    return convert_body


def goals(value: str, name: str = "培训人次") -> str:
    """A target table of two indicators; of the first the name and the value are given."""
    return tbl(
        HEADER,
        tr("产出指标", "数量指标", name, value),
        tr("效益指标", "社会效益指标", "就业率", "≥80%"),
    )


def names(found: Conversion) -> list[tuple[str | None, str | None]]:
    return [(i.level3, i.target_text) for i in found.indicators]


def target(found: Conversion) -> str | None:
    """The value of the first of two indicators, where the other is as given."""
    first, second = found.indicators
    assert (first.level3, second.target_text) == ("培训人次", "≥80%")
    return first.target_text


def told(found: Conversion, code: str) -> list[str]:
    return [p.message_en for p in found.problems if p.code == code]


# --- tables in cells -----------------------------------------------------------


def test_value_set_out_in_a_table_is_the_cells_text(convert: Convert) -> None:
    found = convert(goals(tc("<w:p/>", tbl(tr("≥", "300人次")), "<w:p/>")))
    assert target(found) == "≥300人次"
    assert found.indicators[0].target_value == "300"
    assert found.document.tables == 1


def test_text_around_and_deep_in_a_table_is_read_in_order(convert: Convert) -> None:
    deep = tbl(tr("不少于", tc(tbl(tr("300"), tr("人次")), "<w:p/>")))
    assert target(convert(goals(tc("全年", deep, "。")))) == "全年不少于300人次。"


def test_indicators_in_the_cell_of_a_form_are_its_own(convert: Convert) -> None:
    outer = tbl(
        tr("项目名称", "职业技能培训"),
        tr("绩效指标", tc(goals("≥300人次"), "<w:p/>")),
    )
    found = convert(outer)
    assert names(found) == [("培训人次", "≥300人次"), ("就业率", "≥80%")]
    assert [form.project for form in found.forms] == ["职业技能培训"]


def test_indicators_without_header_in_a_cell_are_found_once(convert: Convert) -> None:
    inner = tbl(
        tr("产出指标", "数量指标", "培训人次", "≥300人次"),
        tr("效益指标", "社会效益指标", "就业率", "≥80%"),
    )
    found = convert(tbl(tr("绩效指标", tc(inner, "<w:p/>"))))
    assert names(found) == [("培训人次", "≥300人次"), ("就业率", "≥80%")]


def test_frame_around_a_form_is_no_table_of_values(convert: Convert) -> None:
    head = tbl(tr("项目名称", "职业技能培训"), tr("主管部门", "某县人社局"))
    found = convert(tbl(tr(tc(head, par("绩效指标"), goals("≥300人次"), "<w:p/>"))))
    assert names(found) == [("培训人次", "≥300人次"), ("就业率", "≥80%")]
    [form] = found.forms
    assert (form.project, form.department) == ("职业技能培训", "某县人社局")


# --- text boxes in cells ---------------------------------------------------------


def drawn(inner: str, place: str) -> str:
    """A DrawingML text box with its VML copy; ``place`` is anchor or inline."""
    content = f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:{place} {DRAWN}>'
        f"{content}</wp:{place}></w:drawing></mc:Choice>"
        f"<mc:Fallback>{box('v', inner)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize(
    "shape", [f"<w:r>{box('v', par('≥300人次'))}</w:r>", drawn(par("≥300人次"), "inline")]
)
def test_text_box_set_as_a_letter_is_the_cells_text(convert: Convert, shape: str) -> None:
    found = convert(goals(tc(par(shape))))
    assert target(found) == "≥300人次"
    assert found.indicators[0].flags == ()


def test_text_box_set_as_a_letter_is_read_in_its_place(convert: Convert) -> None:
    value = tc(par("不少于", drawn(par("300"), "inline"), "人次"))
    assert target(convert(goals(value))) == "不少于300人次"


def test_floating_text_box_is_read_and_told(convert: Convert) -> None:
    found = convert(goals(tc(par(drawn(par("≥300人次"), "anchor")))))
    assert target(found) == "≥300人次"
    assert [i.flags for i in found.indicators] == [("cell.boxed",), ()]
    assert "table 1, row 2: ≥300人次" in told(found, "word.text_box")[0]


def test_floating_vml_box_is_told(convert: Convert) -> None:
    inner = f"<v:textbox><w:txbxContent>{par('≥300人次')}</w:txbxContent></v:textbox>"
    shape = f'<!-- drawn --><v:shape style="position: absolute;width:50pt">{inner}</v:shape>'
    found = convert(goals(tc(par(f"<w:r><w:pict>{shape}</w:pict></w:r>"))))
    assert target(found) == "≥300人次"
    assert found.indicators[0].flags == ("cell.boxed",)


def test_table_in_a_text_box_is_found(convert: Convert) -> None:
    inside = par(drawn(par("项目支出绩效目标表") + goals("≥300人次"), "anchor"))
    assert target(convert(inside)) == "≥300人次"
    in_cell = tbl(tr("绩效指标", tc(par(drawn(goals("≥300人次"), "anchor")))))
    assert target(convert(in_cell)) == "≥300人次"


# --- hidden rows and text ----------------------------------------------------------


def hidden_row(*texts: str, properties: str = VANISH) -> str:
    return tr(*(tc(par(run(text, properties))) for text in texts), pr="<w:hidden/>")


def test_hidden_row_is_none(convert: Convert) -> None:
    found = convert(
        tbl(
            HEADER,
            hidden_row("产出指标", "数量指标", "举办讲座", "≥12场"),
            tr("产出指标", "数量指标", "培训人次", "≥300人次"),
        )
    )
    assert names(found) == [("培训人次", "≥300人次")]
    assert found.indicators[0].row == 2
    assert "举办讲座" in told(found, "word.hidden_text")[0]


def test_row_marked_as_hidden_of_which_all_is_seen_is_flagged(convert: Convert) -> None:
    found = convert(
        tbl(
            HEADER,
            tr("产出指标", "数量指标", "培训人次", "≥300人次"),
            hidden_row("产出指标", "数量指标", "举办讲座", "≥12场", properties=""),
        )
    )
    assert [(i.level3, i.flags) for i in found.indicators] == [
        ("培训人次", ()),
        ("举办讲座", ("row.hidden",)),
    ]


@pytest.mark.parametrize("properties", [VANISH, WHITE, '<w:color w:val="fefefe"/>'])
def test_text_that_cannot_be_seen_is_no_part_of_the_value(
    convert: Convert, properties: str
) -> None:
    found = convert(goals(tc(par(run("≥90人次", properties), run("≥300人次")))))
    assert target(found) == "≥300人次"
    assert "table 1, row 2: ≥90人次" in told(found, "word.hidden_text")[0]


@pytest.mark.parametrize(
    "value",
    [
        tc(par(run("≥300人次", WHITE)), pr=DARK),
        tc(par(run("≥300人次", WHITE + DARK))),
        tc(par(run("≥300人次", WHITE + '<w:highlight w:val="black"/>'))),
        tc(f"<w:p><w:pPr>{DARK}</w:pPr>{run('≥300人次', WHITE)}</w:p>"),
        tc(par(run("≥300人次", WHITE)), pr='<w:shd w:val="solid" w:color="000000"/>'),
        tc(par(drawn(par(run("≥300人次", WHITE)), "inline"))),
        tc(tbl(tr(tc(par(run("≥300人次", WHITE))))), "<w:p/>", pr=DARK),
    ],
)
def test_white_text_on_a_color_is_seen(convert: Convert, value: str) -> None:
    found = convert(goals(value))
    assert target(found) == "≥300人次"
    assert told(found, "word.hidden_text") == []


def test_white_text_of_a_table_with_a_colored_style_is_seen(convert: Convert) -> None:
    style = (
        '<w:style w:type="table" w:styleId="Base"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{DARK}</w:tcPr></w:tblStylePr></w:style>"
        '<w:style w:type="table" w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
    )
    table = goals(tc(par(run("≥300人次", WHITE))))
    colored = table.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Own"/></w:tblPr>')
    assert target(convert(colored, style)) == "≥300人次"
    assert target(convert(table, style)) == ""


def test_white_title_outside_tables_is_read(convert: Convert) -> None:
    title = par(run("2025年就业补助项目绩效目标表", WHITE))
    found = convert(title + goals("≥300人次"))
    assert found.forms[0].title == "2025年就业补助项目绩效目标表"


# --- crossed-out text ---------------------------------------------------------------


@pytest.mark.parametrize("mark", [STRIKE, "<w:dstrike/>", '<w:rStyle w:val="Old"/>'])
def test_crossed_out_value_is_replaced_by_the_new_one(convert: Convert, mark: str) -> None:
    style = f'<w:style w:type="character" w:styleId="Old"><w:rPr>{STRIKE}</w:rPr></w:style>'
    found = convert(goals(tc(par(run("≥200人次", mark), run("≥300人次")))), style)
    assert target(found) == "≥300人次"
    assert [i.flags for i in found.indicators] == [("cell.struck",), ()]
    assert "table 1, row 2: ≥200人次" in told(found, "word.struck_text")[0]


def test_value_that_is_all_crossed_out_is_none(convert: Convert) -> None:
    found = convert(goals(tc(par(run("≥200", STRIKE), run("人次", STRIKE)))))
    assert target(found) == ""
    assert found.indicators[0].flags == ("cell.struck",)
    assert "≥200人次" in told(found, "word.struck_text")[0]


def test_number_of_a_crossed_out_paragraph_goes_with_it(convert: Convert) -> None:
    numbered = item("", 1).replace("</w:p>", run("≥200人次", STRIKE) + "</w:p>")
    numbering = a_list(0, level(0, "decimal", "%1.")) + num(1, 0)
    found = convert(goals(tc(numbered, par("≥300人次"))), numbering=numbering)
    assert target(found) == "≥300人次"


def test_row_that_is_all_crossed_out_is_no_indicator(convert: Convert) -> None:
    old = ("产出指标", "数量指标", "举办讲座", "≥12场")
    found = convert(
        tbl(
            HEADER,
            tr(*(tc(par(run(text, STRIKE))) for text in old)),
            tr("产出指标", "数量指标", "培训人次", "≥300人次"),
        )
    )
    assert names(found) == [("培训人次", "≥300人次")]
    assert "row 2: 举办讲座" in told(found, "word.struck_text")[0]


def test_strike_switched_off_crosses_nothing_out(convert: Convert) -> None:
    off = '<w:strike w:val="0"/><w:dstrike w:val="false"/>'
    found = convert(goals(tc(par(run("≥300人次", off)))))
    assert target(found) == "≥300人次"
    assert told(found, "word.struck_text") == []


def test_crossed_out_text_outside_tables_is_told(convert: Convert) -> None:
    found = convert(par(run("（2024年度）", STRIKE), "（2025年度）") + goals("≥300人次"))
    assert found.forms[0].fiscal_year == 2025
    assert "（2024年度）" in told(found, "word.struck_text")[0]


# --- signs that are no text --------------------------------------------------------


def in_font(text: str, font: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def form_field(data: str) -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return begin + field("end")


def instructed(instruction: str, result: str = "") -> str:
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return field("begin") + code + field("separate") + result + field("end")


CHOICES = '<w:listEntry w:val="低"/><w:listEntry w:val="高"/>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (in_font("R", "Wingdings 2") + run("完成"), "☑完成"),
        (in_font("ü", "Wingdings"), "✓"),
        (in_font("³", "Symbol") + run("95%"), "≥95%"),
        (in_font("R", "宋体"), "R"),
        (form_field("<w:checkBox><w:checked/></w:checkBox>") + run("完成"), "☒完成"),
        (form_field('<w:checkBox><w:default w:val="0"/></w:checkBox>') + run("完成"), "☐完成"),
        (form_field(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>'), "高"),
        (form_field(f'<w:ddList><w:result w:val="7"/>{CHOICES}</w:ddList>'), ""),
        (instructed(r" EQ \o\ac(○,3) ") + run("期"), "③期"),
        (instructed(r" EQ \o\ac(○,3) ", run("3")), "3"),
        (instructed(r" EQ \f(1,2) "), "1/2"),
        (instructed(' SYMBOL 179 \\f "Symbol" ') + run("95%"), "≥95%"),
        (instructed(r"eq\o\ac(□,甲)"), "□甲"),
        (instructed(" SYMBOL 0xB3 \\f Symbol"), "≥"),
        (instructed(" MACROBUTTON NoMacro [填写]"), "[填写]"),
        (instructed(" PAGE "), ""),
        (instructed(" "), ""),
        (instructed(" SYMBOL "), ""),
    ],
)
def test_signs_are_read_as_drawn(convert: Convert, content: str, text: str) -> None:
    assert target(convert(goals(tc(f"<w:p>{content}</w:p>")))) == text


def test_bullets_typed_as_letters_are_bullets(convert: Convert) -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    bullet = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="l"/>{font}</w:lvl></w:abstractNum>'
    )
    found = convert(goals(tc(item("≥300人次"))), numbering=bullet + num(1, 0))
    assert target(found) == "●≥300人次"


def picture(place: str) -> str:
    shown = f"<wp:{place} {DRAWN}><pic:pic/></wp:{place}>"
    return f"<w:r><w:drawing>{shown}</w:drawing></w:r>"


def test_picture_among_the_letters_of_a_value_is_told(convert: Convert) -> None:
    found = convert(goals(tc(par(picture("inline"), "95%"))))
    assert target(found) == "95%"
    assert [i.flags for i in found.indicators] == [("cell.picture",), ()]
    assert "table 1, row 2" in told(found, "word.picture")[0]


def test_seal_over_a_table_is_no_part_of_a_value(convert: Convert) -> None:
    found = convert(goals(tc(par(picture("anchor"), "95%"))) + par(picture("inline")))
    assert found.indicators[0].flags == ()
    assert told(found, "word.picture") == []


def test_text_of_another_file_is_told(convert: Convert) -> None:
    found = convert('<w:altChunk xmlns:r="urn:r" r:id="rId9"/>')
    assert len(told(found, "word.part_unread")) == 1


def test_many_places_are_told_in_one_problem(convert: Convert) -> None:
    rows = [
        tr("产出指标", "数量指标", f"第{n}期", tc(par(run("旧", STRIKE), "≥1场")))
        for n in range(30)
    ]
    found = convert(tbl(HEADER, *rows) + tbl(tr(tc("表尾", pr=span(2)))))
    assert len(found.indicators) == 30
    (message,) = told(found, "word.struck_text")
    assert "row 2: 旧; row 3: 旧" in message
    assert "(30)" in message
    assert "row 20" not in message
