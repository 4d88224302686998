"""The forms: typed content laid out as grids."""

from __future__ import annotations

from collections.abc import Callable

from corpus.content import Block, Form, Report
from corpus.grid import Grid

OUTER = "绩效指标"
MERGED = ("level1", "level2", "key_task")
Spans = list[tuple[int, int]]  # first column and number of columns of each field


def band(grid: Grid, block: Block, spans: Spans, *, merge: bool = True, tall: bool = False) -> None:
    """Add one band of indicators below its header; merge equal labels downwards."""
    if block.header:
        row = grid.height
        grid.headers.append(row)
        for (col, cols), text in zip(spans, block.header, strict=True):
            grid.put(row, col, text, cols=cols)
    top = grid.height
    chains: dict[str, list[tuple[str, ...]]] = {}
    for (col, cols), name in zip(spans, block.fields, strict=True):
        half, _, plain = name.rpartition(".")
        texts = block.column(name)
        if merge and plain in MERGED:
            above = chains.get(half, chains.get("", [()] * len(texts)))
            chain = [(*key, text) for key, text in zip(above, texts, strict=True)]
            chains[half] = chain
            upright = tall and plain == "level1"
            grid.runs(top, col, chain, cols=cols, vertical=upright)
        else:
            for offset, text in enumerate(texts):
                grid.put(top + offset, col, text, cols=cols, left=len(text) > 12)


def department(report: Report, *, tall: bool = False) -> Grid:
    """The seed's form: identity, money, goals and three bands of indicators."""
    form = report.forms[0]
    grid = Grid([report.title, *report.lines], [11, 22, 20, 19, 14, 14])
    for label, name in (
        ("单位名称", "department"),
        ("单位主要职能", "functions"),
        ("机构设置及人员配置", "staffing"),
    ):
        row = grid.line((label, 2))
        grid.put(row, 2, form[name], cols=4, left=True)
    top = grid.height
    for fund in form.funds:
        first = grid.height
        grid.put(first, 1, fund.side, rows=len(fund.rows) + 1)
        grid.put(first, 2, "", cols=2)
        wide = 3 - len(fund.header)
        for at, text in enumerate(fund.header):
            grid.put(first, 4 + at, text, cols=wide)
        for offset, record in enumerate(money(fund), start=1):
            grid.put(first + offset, 2, record["item_text"], cols=2)
            if "half_year_text" in record:
                grid.put(first + offset, 4, record["half_year_text"])
            grid.put(first + offset, 6 - wide, record["full_year_text"], cols=wide)
    grid.put(top, 0, f"部门整体资金（{report.unit}）", rows=grid.height - top, vertical=tall)
    for label, name in (("中长期目标", "mid_term_goal"), ("年度目标", "annual_goal")):
        row = grid.line((label, 2))
        grid.put(row, 2, form[name], cols=4, left=True)
    five = [(0, 1), (1, 1), (2, 2), (4, 1), (5, 1)]
    six = [(at, 1) for at in range(6)]
    for block in form.bands:
        band(grid, block, six if "key_task" in block.fields else five, tall=tall)
    return grid


def money(fund: Block) -> list[dict[str, str]]:
    """The money rows by field."""
    return [dict(zip(fund.fields, row, strict=True)) for row in fund.rows]


def indicators(grid: Grid, form: Form, spans: Spans) -> None:
    """The indicator band with the outermost label down its left side."""
    top = grid.height
    band(grid, form.bands[0], spans)
    grid.put(top, 0, OUTER, rows=grid.height - top, vertical=True)


def central(report: Report) -> Grid:
    """The form of 财预〔2015〕88号 with points, one block."""
    form = report.forms[0]
    grid = Grid([report.title, *report.lines], [6, 13, 17, 28, 18, 18])
    grid.line(("项目名称", 2), (form["project"], 4))
    department_cell = f"[{form['department_code']}]{form['department']}"
    grid.line(
        ("主管部门及代码", 2),
        (department_cell, 1),
        ("实施单位", 1),
        (form["implementing_unit"], 2),
    )
    top = grid.height
    records = money(form.funds[0])
    grid.put(top, 0, f"项目资金（{report.unit}）", rows=len(records), cols=2)
    for offset, record in enumerate(records):
        grid.put(top + offset, 2, record["item_text"])
        grid.put(top + offset, 3, record["full_year_text"])
    grid.put(top, 4, "执行率分值（10）", rows=len(records), cols=2)
    row = grid.line(("年度总体目标", 2))
    grid.put(row, 2, form["annual_goal"], cols=4, left=True)
    indicators(grid, form, [(at, 1) for at in range(1, 6)])
    return grid


def self_evaluation(report: Report) -> Grid:
    """The self-evaluation with scores, actual values and reasons."""
    form = report.forms[0]
    grid = Grid([report.title, *report.lines], [5, 12, 13, 21, 14, 14, 8, 9, 17])
    grid.line(("项目名称", 2), (form["project"], 7))
    grid.line(
        ("主管部门", 2), (form["department"], 2), ("实施单位", 2), (form["implementing_unit"], 3)
    )
    fund = form.funds[0]
    top = grid.height
    grid.put(top, 0, f"项目资金（{report.unit}）", rows=len(fund.rows) + 1, cols=2)
    columns = [name for name in fund.fields if name != "parent"]
    printed = [[record[name] for name in columns] for record in money(fund)]
    for offset, texts in enumerate([["", *fund.header], *printed]):
        for col, text in enumerate(texts, start=2):
            grid.put(top + offset, col, text)
    top = grid.line(("预期目标", 3), ("实际完成情况", 4), col=2)
    grid.put(top, 0, "年度总体目标", rows=2, cols=2)
    grid.put(top + 1, 2, form["annual_goal"], cols=3, left=True)
    grid.put(top + 1, 5, form["goal_actual"], cols=4, left=True)
    indicators(grid, form, [(at, 1) for at in range(1, 9)])
    grid.line(("总分", 6), ("100", 1), (form["score_total"], 1), ("", 1))
    return grid


def flat_list(report: Report) -> Grid:
    """One row an indicator; the project's own cells merged down over its rows."""
    grid = Grid([report.title, *report.lines], [17, 10, 10, 10, 20, 10, 11, 17, 8, 9, 9], leading=2)
    block = report.forms[0].bands[0]
    for col, text in ((0, "项目名称"), (1, "项目总额"), (4, "绩效目标")):
        grid.put(0, col, text, rows=2)
    grid.put(0, 2, "其中：", cols=2)
    grid.put(1, 2, "财政资金")
    grid.put(1, 3, "其他资金")
    for col, text in enumerate(block.header, start=5):
        grid.put(0, col, text, rows=2)
    grid.headers = [0, 1]
    _listed(grid, report, lambda form, _: [f"{form['project_code']}-{form['project']}"])
    return grid


def plain_list(report: Report) -> Grid:
    """A list without level columns."""
    grid = Grid([report.title, *report.lines], [6, 17, 11, 26, 24, 8, 10, 10, 9], leading=1)
    lead = ["序号", "项目名称", "当年财政拨款预算金额", "当年绩效目标"]
    grid.line(*((text, 1) for text in [*lead, *report.forms[0].bands[0].header]))
    grid.headers = [0]
    _listed(grid, report, lambda form, number: [str(number), form["project"]])
    return grid


def _listed(grid: Grid, report: Report, names: Callable[[Form, int], list[str]]) -> None:
    for number, form in enumerate(report.forms, start=1):
        top = grid.height
        block = form.bands[0]
        cells = names(form, number) + [r["full_year_text"] for r in money(form.funds[0])]
        first = len(cells) + 1
        spans = [(first + at, 1) for at in range(len(block.fields))]
        band(grid, Block([], block.fields, block.rows), spans, merge=False)
        for col, text in enumerate([*cells, form["annual_goal"]]):
            grid.put(top, col, text, rows=len(block.rows), left=len(text) > 12)


def double_block(report: Report) -> Grid:
    """The goals of the middle term and of the year side by side."""
    form = report.forms[0]
    grid = Grid([report.title, *report.lines], [5, 9, 11, 17, 13, 11, 17, 13])
    grid.line(("项目名称", 2), (form["project"], 6))
    department_cell = f"[{form['department_code']}]{form['department']}"
    grid.line(
        ("主管部门及代码", 2),
        (department_cell, 3),
        ("实施单位", 1),
        (form["implementing_unit"], 2),
    )
    grid.line(("项目属性", 2), (form["attribute"], 3), ("项目期", 1), (form["period_text"], 2))
    top = grid.height
    left, right = (money(fund) for fund in form.funds)
    grid.put(top, 0, f"项目资金（{report.unit}）", rows=len(left), cols=2)
    for offset, pair in enumerate(zip(left, right, strict=True)):
        for col, record in zip((2, 5), pair, strict=True):
            grid.put(top + offset, col, record["item_text"], cols=2)
            grid.put(top + offset, col + 2, record["full_year_text"])
    top = grid.line((form["mid_term_label"], 3), (form["annual_label"], 3), col=2)
    grid.put(top, 0, "总体目标", rows=2, cols=2)
    grid.put(top + 1, 2, form["mid_term_goal"], cols=3, left=True)
    grid.put(top + 1, 5, form["annual_goal"], cols=3, left=True)
    indicators(grid, form, [(at, 1) for at in range(1, 8)])
    return grid


LAYOUTS: dict[str, Callable[[Report], Grid]] = {
    "jiangsu-department": department,
    "jiangsu-department-tall": lambda report: department(report, tall=True),
    "central-project": central,
    "self-evaluation": self_evaluation,
    "flat-list": flat_list,
    "plain-list": plain_list,
    "double-block": double_block,
}
