"""How columns whose words leave their role open get it, so that each field has one column.

A header word may leave open what its column holds: 指标性质 may be an operator or
a kind, several value or note columns may stand side by side, and so may whole
blocks. What the header says together, and what the cells hold, decides.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.columns import LIST_ROLES, LOST, NAME, WORDED, Column, cell_of
from extractor.grid import Grid
from extractor.patterns import of_tables
from extractor.vocabulary import class_level, fold, note_rank, year_in

MOST_YEARS = 2  # of targets side by side: last year's and this one's
STANDARDS = ("绩效标准", "指标标准", "标准")
FIELDS = frozenset(  # of which a row of a block has one each
    ("level1", "level2", "key_task", "operator", "unit")
) | frozenset(("target", "half_year", "cycle", "actual", "weight", "score"))
_OPERATOR = of_tables(
    "[≥≤=＝<>＜＞≧≦⩾⩽]|[<>＜＞][=＝]|(?:大于|小于|高于|低于|多于|少于)(?:或?等于)?|等于"
    "|不(?:低于|高于|少于|多于|大于|小于|超过)|至少|至多"
)


def settle(columns: list[Column], grid: Grid, body: int) -> list[Column]:
    """Decide doubtful roles: a name where no better one is, an operator or a kind,
    blocks side by side, several value columns."""
    names = [column for column in columns if column.role == NAME]
    goals = all("目标" in column.text and "值" not in column.text for column in names)
    roles = {column.role for column in columns}
    settled = []
    for column in columns:
        role = column.role
        if role == "name_fallback":
            role = "outer" if names and not (goals and column.start > names[-1].start) else NAME
        elif column in names and goals and _names_follow(columns, column):
            role = LOST  # 三级目标 before 绩效指标: a goal of which these are the indicators
        elif role == "description":
            role = "note" if NAME in roles else NAME
        elif role == "nature":
            role = "operator" if _holds_operators(grid, column, body) else "extra"
        settled.append(replace(column, role=role))
    settled = _one_class(_of_this_year(_owners(_goal_as_target(settled))), grid, body)
    settled = _one_name(_standard_as_target(settled, grid, body))
    settled = _group(settled)
    return _one_each(_one_note(_one_weight(_one_target(settled))))


def _names_follow(columns: list[Column], goal: Column) -> bool:
    return any(c.role == "name_fallback" and c.start > goal.start for c in columns)


def _owners(columns: list[Column]) -> list[Column]:
    """单位 before the indicators of a list is whose the project is, not a unit of measure."""
    roles = [column.role for column in columns]
    first = next((i for i, role in enumerate(roles) if role in WORDED), 0)
    if "unit" not in roles[:first] or not {"project", "goal"} & set(roles):
        return columns
    owner = next((o for o in ("department", "implementing_unit") if o not in roles), "extra")
    return [
        replace(column, role=owner) if column.role == "unit" and i < first else column
        for i, column in enumerate(columns)
    ]


def _of_this_year(columns: list[Column]) -> list[Column]:
    """What was reached in a year that is printed (2024年完成值) is another year's, unless
    targets of that year or points for it stand beside it."""
    targets = {year_in(column.text) for column in columns if column.role == "target"} - {None}
    scored = any(column.role == "score" for column in columns)
    return [
        replace(column, role="prior")
        if column.role == "actual"
        and (year := year_in(column.text))
        and year not in targets
        and (targets or not scored)
        and any(other.role == NAME for other in columns)
        else column
        for column in columns
    ]


def _standard_as_target(columns: list[Column], grid: Grid, body: int) -> list[Column]:
    """绩效标准 is the target where no column is and most of its cells hold a number."""
    if any(column.role in ("target", "cycle", "half_year") for column in columns):
        return columns
    return [
        replace(column, role="target")
        if fold(column.text) in STANDARDS and _holds_numbers(grid, column, body)
        else column
        for column in columns
    ]


def _goal_as_target(columns: list[Column]) -> list[Column]:
    """绩效目标 behind the name is the target where no column is and no project is named."""
    roles = [column.role for column in columns]
    if NAME not in roles or {"target", "project", "department"} & set(roles):
        return columns
    name = roles.index(NAME)
    return [
        replace(column, role="target") if column.role == "goal" and i > name else column
        for i, column in enumerate(columns)
    ]


def _holds_numbers(grid: Grid, column: Column, body: int) -> bool:
    cells = [cell for row in range(body, grid.n_rows) for cell in cell_of(grid, column, row)[:1]]
    texts = [c.text for c in dict.fromkeys(cells) if c.text and c.col_span < grid.n_cols]
    return len(texts) < 2 * sum(any(map(str.isdigit, text)) for text in texts)


def _holds_operators(grid: Grid, column: Column, body: int) -> bool:
    """Whether a 指标性质 column holds operators (≥ ≤ = 大于等于 定性) and not 正向/反向 or
    定量/定性."""
    seen = set()
    for row in range(body, grid.n_rows):
        cell = grid.at(row, column.start)
        if cell is not None and cell.text and cell.col_span < grid.n_cols:
            seen.add("".join(cell.text.split()))
    return any(map(_OPERATOR.fullmatch, seen)) or seen == {"定性"}


def _one_class(columns: list[Column], grid: Grid, body: int) -> list[Column]:
    """Of two columns of kinds the one that holds 数量指标, 质量指标 … is the second level;
    beside a column named by its level (一级指标) a 指标类型 is else none: 正向, 定量 …"""
    firsts = [column for column in columns if column.role == "level1"]
    named = any("一级" in column.text for column in firsts)
    seconds = [column for column in columns if column.role == "level2"]
    result = []
    for column in columns:
        kinds = column in firsts and len(firsts) > 1 and "一级" not in column.text
        if kinds and not seconds and _holds_classes(grid, column, body):
            column = replace(column, role="level2")
        elif named and column.role == "level1" and "类" in column.text:
            column = replace(column, role="extra")
        result.append(column)
    return result


def _holds_classes(grid: Grid, column: Column, body: int) -> bool:
    """Whether the texts below are words of level 2 (数量指标) and of no other level."""
    cells = (grid.at(row, column.start) for row in range(body, grid.n_rows))
    levels = [class_level(c.text) for c in cells if c and c.text and c.col_span < grid.n_cols]
    only = sum(1 for found in levels if found == {"level2"})
    return 0 < len(levels) < 2 * only


def _one_name(columns: list[Column]) -> list[Column]:
    """Of several name columns in a row (三级指标 and 指标内容) the first is the name,
    unless a level column follows it; below three levels the fourth (四级指标) is."""
    result = list(columns)
    names = [i for i, column in enumerate(result) if column.role == NAME]
    names.sort(key=lambda i: "四级" not in result[i].text)
    seconds = [i for i, column in enumerate(result) if column.role == "level2"]
    if len(names) > 1 and len(seconds) < 2 and len([c for c in result if c.role == "target"]) < 2:
        for i in names[1:]:
            result[i] = replace(result[i], role=LOST)
    return result


def _group(columns: list[Column]) -> list[Column]:
    """Number the blocks that stand side by side, each with a name of its own."""
    names = [i for i, column in enumerate(columns) if column.role == NAME]
    if len(names) < 2:
        return columns
    result, group = [], -1
    seen: set[str] = set()
    for column in columns:
        if column.role in ("level1", *LIST_ROLES) and (group < 0 or column.role in LIST_ROLES):
            result.append(column)
            continue
        if group < 0 or column.role in seen:
            group += 1
            seen = set()
        seen.add(column.role)
        result.append(replace(column, group=group))
    horizons = [None] * (group + 1) if group != 1 else ["mid_term", "annual"]
    return [
        replace(c, horizon=c.horizon or horizons[c.group]) if c.role != "level1" else c
        for c in result
    ]


def _one_target(columns: list[Column]) -> list[Column]:
    """Of several value columns of a group one is the target: the one said to be the
    year's, of the latest year, or adjusted (调整后); a mid-term one beside it is the cycle's."""
    result = list(columns)
    for group in {column.group for column in columns}:
        targets = [i for i, c in enumerate(result) if c.role == "target" and c.group == group]
        if len(targets) < 2:
            continue
        if len({year_in(result[i].text) for i in targets} - {None}) > MOST_YEARS:
            for i in targets:  # those of a plan: which is this year's is not said
                result[i] = replace(result[i], role=LOST)
            continue
        best = max(
            targets,
            key=lambda i: (
                result[i].horizon == "annual",
                result[i].horizon != "mid_term",
                year_in(result[i].text) or 0,
                "调整后" in result[i].text,
                "标准" not in result[i].text,
                -i,
            ),
        )
        for i in targets:
            if i != best:
                result[i] = replace(result[i], role=_beside_target(result[i], result[best]))
    return result


def _beside_target(other: Column, target: Column) -> str:
    if other.horizon == "mid_term":
        return "cycle"
    return LOST if year_in(other.text) == year_in(target.text) else "prior"


def _one_weight(columns: list[Column]) -> list[Column]:
    """Where points stand after each level, the indicator's are those after its name."""
    weights = [i for i, column in enumerate(columns) if column.role == "weight"]
    names = [i for i, column in enumerate(columns) if column.role == NAME]
    if len(weights) < 2 or len(names) != 1:
        return columns
    after = [i for i in weights if i > names[0]] or weights
    return [
        replace(column, role="extra" if i < names[0] else LOST)
        if i in weights and i != after[0]
        else column
        for i, column in enumerate(columns)
    ]


def _one_note(columns: list[Column]) -> list[Column]:
    """Of several note columns of a group the one listed first among the phrases."""
    result = list(columns)
    for group in {column.group for column in columns}:
        notes = [i for i, c in enumerate(columns) if c.role == "note" and c.group == group]
        best = min(notes, key=lambda i: note_rank(columns[i].text), default=None)
        for i in notes:
            if i != best:
                result[i] = replace(result[i], role=LOST)
    return result


def _one_each(columns: list[Column]) -> list[Column]:
    """Of several columns of one field in a group the first fills it (自评得分 before 复核得分,
    the department's own), but a value (完成值) before words on it (完成情况)."""
    best: dict[tuple[str, int], Column] = {}
    for column in columns:
        first = best.setdefault((column.role, column.group), column)
        if column.role == "actual" and "值" in column.text and "值" not in first.text:
            best[column.role, column.group] = column
    return [
        replace(column, role=LOST)
        if column.role in FIELDS and best[column.role, column.group] is not column
        else column
        for column in columns
    ]
