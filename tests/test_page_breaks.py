"""Tables in several pieces: what is repeated is left out, what was cut is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.claims import read_table
from extractor.joining import join_pages
from extractor.model import Box, Cell, Fragment, Indicator, Line, Page, Part
from extractor.writing import Source

Row = Sequence[str]
WIDTH, HEIGHT = 90.0, 20.0
SOURCE = Source("a.pdf", "0" * 64)
HEADER = ("一级指标", "二级指标", "三级指标", "指标值")


def fragment(number: int, rows: Sequence[Row], top: float = 0, width: float = WIDTH) -> Fragment:
    """A table of these rows; ``<`` goes on with the cell before it, ``^`` with the one above."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, below = c + 1, r + 1
            while right < len(row) and row[right] == "<":
                right += 1
            while below < len(rows) and rows[below][c] == "^":
                below += 1
            box = Box(c * width, top + r * HEIGHT, right * width, top + below * HEIGHT)
            part = Part(number, box, text, text)
            cells.append(Cell(r, c, below - r, right - c, text, (part,)))
    n_cols = len(rows[0])
    edges = tuple(width * col for col in range(n_cols + 1))
    box = Box(0, top, edges[-1], top + HEIGHT * len(rows))
    return Fragment(number, box, len(rows), n_cols, tuple(cells), edges)


def page(number: int, *fragments: Fragment) -> Page:
    return Page(number, 600, 800, fragments)


def read(*pages: Sequence[Row]) -> Sequence[Indicator]:
    [table] = join_pages(page(n, fragment(n, rows)) for n, rows in enumerate(pages, 1))
    return read_table(table, SOURCE).indicators


def levels(found: Sequence[Indicator]) -> list[tuple[str | None, ...]]:
    return [(i.level1, i.level2, i.level3, i.target_text) for i in found]


@pytest.mark.parametrize(
    "header",
    [
        [("绩效指标", "<", "<", "目标情况", "自评情况"), (*HEADER, "得分")],
        [("一级指标", "二级指标", "三级指标", "指标值", "<"), ("^", "^", "^", "全年", "上半年")],
    ],
)
@pytest.mark.parametrize("repeated", [1, 2])
def test_a_header_of_which_the_upper_row_is_repeated(header: list[Row], repeated: int) -> None:
    again = header[:repeated]
    first = [
        *header,
        ("产出指标", "数量指标", "巡查次数", "48次", "5"),
        ("^", "^", "培训", "2次", "5"),
    ]
    second = [*again, ("", "", "宣传", "3次", "5"), ("^", "质量指标", "合格率", "95%", "5")]
    assert levels(read(first, second)) == [
        ("产出指标", "数量指标", "巡查次数", "48次"),
        ("产出指标", "数量指标", "培训", "2次"),
        ("产出指标", "数量指标", "宣传", "3次"),
        ("产出指标", "质量指标", "合格率", "95%"),
    ]


@pytest.mark.parametrize(
    ("above", "below"), [("质量", "指标"), ("质", "量指标"), ("社会", "效益指标")]
)
def test_a_label_of_one_sign_a_line_is_cut(above: str, below: str) -> None:
    first = [HEADER, ("产出", above, "合格率", "95%"), ("^", "^", "优良率", "50%")]
    second = [("指标", below, "返工率", "≤2%"), ("效益指标", "经济效益指标", "增收", "2万元")]
    found = read(first, second)
    assert {i.level2 for i in found[:3]} == {above + below}
    assert {i.level1 for i in found[:3]} == {"产出指标"}
    assert (found[3].level1, found[3].level2) == ("效益指标", "经济效益指标")


def test_two_whole_labels_are_not_put_together() -> None:
    first = [HEADER, ("产出指标", "数量", "巡查", "4次")]
    second = [("产出指标", "质量", "合格率", "95%"), ("效益指标", "社会效益", "满意", "高")]
    assert [i.level2 for i in read(first, second)] == ["数量", "质量", "社会效益"]


HEAD = [("项目名称", "道路养护", "主管部门"), ("年度目标", "改善出行条件。", "<")]
BODY = [HEADER, ("产出指标", "数量指标", "修建村道", "18公里")]


def test_a_head_drawn_as_a_table_of_its_own_belongs_to_the_indicators_below() -> None:
    head = fragment(1, HEAD, width=110)
    below = fragment(1, BODY, top=2 * HEIGHT + 40)
    [table] = join_pages([page(1, head, below)])
    records = read_table(table, SOURCE)
    assert [form.project_text for form in records.forms] == ["道路养护"]
    assert (records.forms[0].pages, table.break_rows) == ((1,), ())
    assert levels(records.indicators) == [("产出指标", "数量指标", "修建村道", "18公里")]
    assert [p.row for p in records.indicators[0].cells["level3"]] == [4]


@pytest.mark.parametrize(
    ("top", "line", "word"),
    [
        (300, None, "项目名称"),  # far below
        (80, "乙项目绩效目标表", "项目名称"),  # a title between
        (80, None, "填报说明"),  # no head of a form
    ],
)
def test_another_table_does_not(top: float, line: str | None, word: str) -> None:
    head = fragment(1, [(word, "道路养护", ""), ("甲", "乙", "丙")])
    above = (Line(line, None),) if line else ()
    below = replace(fragment(1, BODY, top=top), above=above)
    assert len(list(join_pages([page(1, head, below)]))) == 2


@pytest.mark.parametrize(("title", "tables"), [("Word软件", 2), ("Excel软件", 1)])
def test_titles_that_differ_by_a_latin_name_are_two_tables(title: str, tables: int) -> None:
    over = [Line(f"{name}项目绩效目标表", None) for name in ("Excel软件", title)]
    first = replace(fragment(1, BODY), above=(over[0],))
    second = replace(fragment(2, BODY[1:]), above=(over[1],))
    assert len(list(join_pages([page(1, first), page(2, second)]))) == tables


def forms(*pages: Sequence[Row]) -> list[list[str | None]]:
    """The names of the indicators of each form of these pages."""
    found = []
    for table in join_pages(page(n, fragment(n, rows)) for n, rows in enumerate(pages, 1)):
        records = read_table(table, SOURCE)
        for form in records.forms:
            found.append([i.level3 for i in records.indicators if i.form == form.id])
    return found


def test_a_listed_project_printed_again_on_the_next_page_is_the_same() -> None:
    header = ("项目名称", "绩效目标", *HEADER)
    first = [header, ("修路", "修好路", "产出指标", "数量指标", "修路长度", "3公里")]
    again = [header, ("修路", "修好路", "产出指标", "质量指标", "合格率", "95%")]
    other = [header, ("种树", "种好树", "产出指标", "数量指标", "种树株数", "30株")]
    assert forms(first, again, other) == [["修路长度", "合格率"], ["种树株数"]]


def test_a_form_whose_whole_head_is_printed_again_goes_on() -> None:
    head = [("项目名称", "修路", "<", "<"), HEADER]
    first = [*head, ("产出指标", "数量指标", "修路长度", "3公里")]
    rest = [*head, ("效益指标", "社会效益指标", "受益人口", "300人")]
    assert forms(first, rest) == [["修路长度", "受益人口"]]
    assert forms(first, first) == [["修路长度"]] * 2  # the form printed twice


def test_numbers_of_columns_are_repeated_with_the_header() -> None:
    head = [HEADER, ("1", "2", "3", "4")]
    first = [*head, ("产出指标", "数量指标", "巡查次数", "48次")]
    second = [*head, ("效益指标", "社会效益指标", "受益人口", "300人")]
    assert [i.level3 for i in read(first, second)] == ["巡查次数", "受益人口"]


def test_a_title_at_the_foot_of_the_page_before_is_that_of_the_table() -> None:
    rows = [HEADER, ("产出指标", "数量指标", "巡查次数", "48次")]
    title = Line("巡河项目绩效目标申报表", Box(100, 770, 400, 785))
    number = Line("- 3 -", Box(250, 788, 300, 798))
    first = replace(page(1, fragment(1, rows)), lines=(title, number))
    tables = list(join_pages([first, page(2, fragment(2, rows))]))
    assert [len(table.pages) for table in tables] == [1, 1]
    assert [[line.text for line in table.above] for table in tables] == [[], [title.text]]


PROJECT = [("项目名称", "修路", "<", "<"), ("主管部门", "交通局", "<", "<")]
MONEY = ("项目资金", "资金总额", "100", "<")
ROW = ("产出指标", "数量指标", "修路长度", "3公里")


@pytest.mark.parametrize(
    "second",
    [
        [MONEY, HEADER, ROW],  # the break is within the head
        [("主管部门", "交通局", "<", "<"), MONEY, HEADER, ROW],
        [("预算执行", "预算执行", "预算执行率", "100%"), ROW],  # a level that is a label elsewhere
    ],
)
def test_a_break_before_a_label_of_the_head_begins_no_form(second: list[Row]) -> None:
    first = [*PROJECT[: 1 if second[0][0] == "主管部门" else 2], MONEY]
    if second[0][0] == "预算执行":
        first += [HEADER, ("预算执行", "预算执行", "预算编制", "100%")]
    tables = list(join_pages(page(n, fragment(n, r)) for n, r in enumerate((first, second), 1)))
    assert [table.pages for table in tables] == [(1, 2)]
    assert "修路长度" in [i.level3 for i in read_table(tables[0], SOURCE).indicators]


def test_the_header_of_the_next_project_is_not_one_that_is_repeated() -> None:
    other = [("项目名称", "种树", "<", "<"), ("主管部门", "林业局", "<", "<")]
    first = [*PROJECT, HEADER, ROW, *other]
    second = [HEADER, ("产出指标", "数量指标", "种树株数", "30株")]
    assert forms(first, second) == [["修路长度"], ["种树株数"]]


def test_blank_cells_of_a_list_belong_to_the_project_above() -> None:
    header = ("项目名称", "绩效目标", *HEADER)
    first = [
        header,
        ("修路", "修好路", "产出指标", "数量指标", "修路长度", "3公里"),
        ("", "", "", "质量指标", "合格率", "95%"),
        ("", "", "满意度指标", "", "群众满意度", "90%"),
    ]
    second = [
        header,
        ("种树", "种好树", "产出指标", "数量指标", "种树株数", "30株"),
        ("", "", "", "质量指标", "成活率", "95%"),
    ]
    assert forms(first, second) == [
        ["修路长度", "合格率", "群众满意度"],
        ["种树株数", "成活率"],
    ]
