"""The script that someone who knows these forms writes around a table library in an afternoon.

It is the same for every peer, and uses nothing of ours: header words with their synonyms
tell the columns; a merged label is filled down, over page breaks too; a table that goes on
without its header keeps the header of the page before; a row that a page break cut is put
together where its first half lacks the name or the value. Null is a column that is not
there, an empty text a cell printed empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

FIELDS = ("level1", "level2", "level3", "operator_text", "target_text", "unit_text")
WORDS = {
    "level1": "一级指标 一级 一级目标 一级指标名称 指标类型 指标类别 指标分类 一级绩效指标",
    "level2": "二级指标 二级 二级目标 二级指标名称 二级绩效指标",
    "level3": "三级指标 三级 三级目标 三级指标名称 指标名称 指标内容 绩效指标名称 三级绩效指标 "
    "具体指标",
    "operator_text": "指标性质 绩效指标性质 计算符号 符号 指标符号 指标方向 运算符号",
    "target_text": "年度指标值 全年指标值 指标值 目标值 年度目标值 绩效指标值 本年指标值 "
    "当年指标值 年度绩效指标值 预期指标值 年初指标值 本年绩效指标值 计划指标值 年度预期值 "
    "年度数值 值",
    "unit_text": "计量单位 度量单位 单位 指标单位 绩效度量单位 指标值单位",
}
SYNONYMS = {name: words.split() for name, words in WORDS.items()}
ENDING = "合计 总分 总计 小计 备注 说明 评价结论 自评结论 填报人 联系人 其他说明"
ENDINGS = ENDING.split()
FORM_LABELS = "项目名称 主管部门 部门名称 单位名称 年度目标 总体目标 绩效目标 项目资金 资金情况"
NEW_FORM = FORM_LABELS.split()
NOTE = re.compile(r"[（(].*?[)）]|[★*：:]")
Texts = dict[str, str | None]


@dataclass(slots=True)
class Header:
    """Which columns hold which field; a merged header cell holds several."""

    columns: dict[str, range]
    cells: list[int]  # where the header's cells begin
    width: int


@dataclass(slots=True)
class _State:
    header: Header | None = None
    labels: dict[str, str] = field(default_factory=dict)
    found: list[tuple[int, Texts]] = field(default_factory=list)


def _text(cell: str | None) -> str:
    return "".join((cell or "").split())


def named_columns(row: Sequence[str | None]) -> dict[str, range]:
    """The columns whose header word is known, or ends like a known one (2025年指标值)."""
    texts = [NOTE.sub("", _text(cell)) for cell in row]
    starts = _starts(texts)
    columns: dict[str, range] = {}
    for name, words in SYNONYMS.items():
        places = [(words.index(texts[i]), i) for i in starts if texts[i] in words]
        if not places:
            long = tuple(word for word in words if len(word) > 2)
            places = [(0, -i) for i in starts if texts[i].endswith(long) and len(texts[i]) < 12]
        if places:
            at = abs(min(places)[1])  # of years side by side the last is the one reported on
            following = [i for i in starts if i > at]
            columns[name] = range(at, following[0] if following else len(row))
    return columns


def _starts(texts: Sequence[str]) -> list[int]:
    """Where cells begin: one that is merged is repeated, or followed by nothing."""
    return [i for i, text in enumerate(texts) if text and (i == 0 or text != texts[i - 1])]


def read_header(row: Sequence[str | None], above: Header | None = None) -> Header | None:
    """A header if the row names an indicator and its value or level, perhaps as the lower
    line of the header above it."""
    columns = named_columns(row)
    if "level3" not in columns or not columns.keys() & {"target_text", "level1"}:
        return None
    if above is not None and above.width == len(row):
        columns = above.columns | columns
    return Header(columns, _starts([_text(cell) for cell in row]), len(row))


def _mapped(header: Header, width: int) -> dict[str, range] | None:
    """The header's columns in a table that may have another width.

    Then each of its columns is one cell of the header; or else, in a list, a column or two
    is lost or split on the left, for indicators stand on the right.
    """
    if width == header.width:
        return header.columns
    order = {at: i for i, at in enumerate(header.cells)}
    if width == len(order) and all(c.start in order for c in header.columns.values()):
        return {n: range(order[c.start], order[c.start] + 1) for n, c in header.columns.items()}
    off = width - header.width
    if abs(off) <= 2 and min(c.start for c in header.columns.values()) > 2:
        return {n: range(c.start + off, c.stop + off) for n, c in header.columns.items()}
    return None


def _fields(row: Sequence[str | None], columns: dict[str, range]) -> Texts:
    return {
        name: next((t for i in columns[name] if (t := _text(row[i]))), "")
        if name in columns
        else None
        for name in FIELDS
    }


def _fill(state: _State, texts: Texts) -> None:
    """Labels that stand once for several rows; a new first label ends the second."""
    for name in ("level1", "level2"):
        if texts[name]:
            state.labels[name] = texts[name] or ""
            if name == "level1":
                state.labels.pop("level2", None)
        elif texts[name] == "":
            texts[name] = state.labels.get(name, "")


def _is_rest(texts: Texts, before: Texts) -> bool:
    """Whether the first row of a page is what is left of the last row before it."""
    return any("" in (half["level3"], half["target_text"]) for half in (texts, before))


def _read_table(state: _State, page: int, rows: Sequence[Sequence[str | None]]) -> None:
    starts_page = bool(state.found) and state.found[-1][0] == page - 1
    above: Header | None = None
    for row in rows:
        above = read_header(row, above)
        if above is not None:
            if not starts_page:
                state.labels.clear()
            state.header = above
            continue
        first = next((text for cell in row if (text := NOTE.sub("", _text(cell)))), "")
        if first in ENDINGS or first in NEW_FORM:
            state.header = None
        columns = _mapped(state.header, len(row)) if state.header else None
        if columns is None:
            continue
        texts = _fields(row, columns)
        if not (texts["level3"] or texts["target_text"]):
            continue
        if starts_page and _is_rest(texts, state.found[-1][1]):
            before = state.found[-1][1]
            for name, text in texts.items():
                if text and text != before[name]:
                    before[name] = (before[name] or "") + text
        else:
            _fill(state, texts)
            state.found.append((page, texts))
        starts_page = False


def indicator_rows(
    pages: Iterable[tuple[int, Sequence[Sequence[Sequence[str | None]]]]],
) -> list[tuple[int, Texts]]:
    """The page and fields of every indicator in the tables of consecutive pages."""
    state = _State()
    for number, tables in pages:
        for rows in tables:
            _read_table(state, number, rows)
    return state.found
