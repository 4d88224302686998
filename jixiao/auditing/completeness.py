"""Rules on completeness (完整性): what a target table must hold, and what must not be left."""

from __future__ import annotations

import re

from jixiao.auditing.evidence import Printed, Row, TargetForm, second, squeezed, top
from jixiao.auditing.model import (
    Compared,
    Finding,
    Quote,
    Severity,
    Thresholds,
    Verdict,
    Words,
    fired,
    judged,
    passed,
    undecidable,
)
from jixiao.auditing.quoting import number, quote_form, quote_row, quote_rows
from jixiao.auditing.registering import Family, one_by_one
from jixiao.auditing.weights import points

FAMILY = Family()
RUN_ON = "run_on_list"  # a list whose goal cell holds its indicators as running text

_NOTHING = re.compile(r"|[-—–－]+|/|无|不涉及|不适用|没有")
_STUB = re.compile(
    r"[×✕]{2,}|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|\*{2,}|[（(]\d+字(?:以内|左右)[)）]"
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?!\d)")
OUTPUTS = ("数量", "质量", "时效")
NO_ROWS = Words("表中没有读到指标", "no indicators were read in this form")


def _values(row: Row) -> list[Printed]:
    return [value for value in (row.target, row.half, row.cycle, row.actual) if value is not None]


@FAMILY.rule(
    "C1",
    "指标没有指标值",
    "An indicator has no value",
    basis="财预〔2015〕88号（指标细化量化）；指标值为空、无、不涉及",
    severity="warning",
    needs=(
        "有指标值栏；各值栏均为空白、—、无、不涉及的指标即为疑点，有分值的为严重，名称也没有填的为提示",
        "a column of values; an indicator whose values are all blank or a placeholder is "
        "doubtful, grave if it carries points, and only noted if its name is one too",
    ),
)
@one_by_one(Words("个指标", "indicators"), NO_ROWS)
def has_value(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        if row.target is None or row.doubtful:
            continue
        if not all(_NOTHING.fullmatch(squeezed(value.text)) for value in _values(row)):
            yield None
            continue
        grave = (points(row.weight_text) or 0) > 0
        dead = bool(_NOTHING.fullmatch(row.label))
        named = squeezed(row.level2 or row.level1) if dead else row.label
        printed = squeezed(row.target.text)
        zh = "的名称和指标值都没有填" if dead else f"没有指标值（“{printed}”）"
        en = "has neither name nor value" if dead else f"has no value (“{printed}”)"
        more = ("，但有分值", ", yet it carries points") if grave else ("", "")
        said = Words(f"“{named}”{zh}{more[0]}", f"“{named}” {en}{more[1]}")
        cells = quote_row(row, "level2", "target_text", "weight_text")
        severity: Severity | None = "error" if grave else "info" if dead else None
        yield Finding(said, cells, (row.target.text,), "", severity)


_FRAME = frozenset(("产出", "效益", "满意度", "成本"))
_NO_FRAME = (
    "一级指标不全是产出、效益、满意度、成本（如履职），或有指标没有一级指标",
    "some first level is none of 产出, 效益, 满意度, 成本 (such as 履职), or is not printed",
)


@FAMILY.rule(
    "C2",
    "缺少产出指标或效益指标",
    "Outputs or effects are missing",
    basis="财预〔2015〕88号（产出、效益、满意度指标）；财预〔2021〕101号",
    severity="warning",
    needs=(
        "每个指标的一级指标都是产出、效益、满意度、成本之一；是否应有满意度、成本指标要看项目内容，"
        "不判断",
        "first levels that are all 产出, 效益, 满意度 or 成本; whether satisfaction or cost is "
        "required depends on the project and is not judged",
    ),
)
def has_classes(form: TargetForm, _: Thresholds) -> Verdict:
    if not form.annual:
        return undecidable(NO_ROWS.zh, NO_ROWS.en)
    printed = {top(row) for row in form.annual}
    if not printed <= _FRAME:
        return undecidable(*_NO_FRAME)
    missing = [name for name in ("产出", "效益") if name not in printed]
    if not missing:
        return passed("产出、效益指标齐全", "outputs and effects are there")
    said = Words(
        f"没有{'、'.join(missing)}指标（{len(form.annual)}个指标均为{'、'.join(sorted(printed))}）",
        f"no {', '.join(missing)} among {len(form.annual)} indicators "
        f"({', '.join(sorted(printed))})",
    )
    return fired(Finding(said, _all_levels(form), tuple(sorted(printed))))


def _all_levels(form: TargetForm) -> tuple[Quote, ...]:
    """One row of each first level, as quoted evidence of what is there."""
    firsts = {top(row): row for row in reversed(form.annual)}
    return quote_rows(reversed(firsts.values()), "level1")


@FAMILY.rule(
    "C3",
    "产出指标缺少数量、质量或时效",
    "Quantity, quality or timeliness is missing under outputs",
    basis="财预〔2015〕88号（数量、质量、时效指标）；财预〔2021〕101号",
    severity="info",
    needs=(
        "有产出指标，且其二级指标均为数量、质量、时效、成本",
        "outputs whose second levels are all quantity, quality, timeliness or cost",
    ),
)
def has_output_classes(form: TargetForm, _: Thresholds) -> Verdict:
    outputs = [row for row in form.annual if top(row) == "产出"]
    printed = {second(row) for row in outputs}
    if not outputs or not all(_output_class(name) for name in printed):
        return undecidable(
            "没有产出指标，或其二级指标不是数量、质量、时效",
            "no outputs, or their second levels are others",
        )
    missing = [name for name in OUTPUTS if name not in printed]
    if not missing:
        return passed("数量、质量、时效齐全", "quantity, quality and timeliness are there")
    firsts = {second(row): row for row in reversed(outputs)}
    said = Words(
        f"产出指标中没有{'、'.join(missing)}指标（只有{'、'.join(sorted(printed))}）",
        f"no {', '.join(missing)} under outputs (only {', '.join(sorted(printed))})",
    )
    return fired(Finding(said, quote_rows(firsts.values(), "level2"), tuple(sorted(printed))))


def _output_class(name: str) -> bool:
    return name in OUTPUTS or name.endswith("成本")


@FAMILY.rule(
    "C4",
    "年度总体目标为空、过短或只是项目名称",
    "The annual goal is empty, very short, or only the project's name",
    basis="财预〔2015〕88号（指向明确）",
    severity="warning",
    needs=("有年度（或中期）目标栏", "a cell for the annual or mid-term goal"),
    least="20",
)
def has_goal(form: TargetForm, limits: Thresholds) -> Verdict:
    if form.annual_goal is None and form.mid_term_goal is None:
        return undecidable("没有总体目标栏", "the form has no cell for a goal")
    field = "annual_goal" if squeezed(form.annual_goal) else "mid_term_goal"
    printed = form.annual_goal if squeezed(form.annual_goal) else form.mid_term_goal
    goal = squeezed(printed)
    project = squeezed(form.project)
    if not goal and form.layout == RUN_ON and form.rows:
        return undecidable("目标栏里写的是指标", "the cell of the goal holds the indicators")
    if not goal:
        said = Words("总体目标为空", "the goal is empty")
        return fired(Finding(said, quote_form(form, "annual_goal", form.annual_goal or "")))
    cells = quote_form(form, field, printed or "")
    if goal.strip("。") == project:
        said = Words("总体目标只是项目名称", "the goal is only the project's name")
        return fired(Finding(said, cells, (goal, project), f"{goal} = {project}"))
    if len(goal) < limits["least"]:
        least = number(limits["least"])
        said = Words(
            f"总体目标只有{len(goal)}个字：{goal}", f"the goal has {len(goal)} characters: {goal}"
        )
        return fired(Finding(said, cells, (goal,), f"{len(goal)} < {least}", "info"))
    return passed(f"总体目标{len(goal)}个字", f"the goal has {len(goal)} characters")


@FAMILY.rule(
    "C6",
    "模板文字没有替换",
    "Words of the template were left in",
    basis="填报模板（××、**、（100字以内））",
    severity="warning",
    needs=("有指标或总体目标", "indicators or a goal"),
)
@one_by_one(Words("个指标及目标文字", "indicators and goals"), NO_ROWS)
def no_template_left(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.rows:
        yield None  # the row is compared; what is found in its cells follows
        if found := _STUB.search(row.name or ""):
            yield _left(found[0], quote_row(row))
        if row.target and (found := _STUB.search(row.target.text)):
            yield _left(found[0], quote_row(row, "target_text"))
    if form.annual_goal:
        yield None
    for field, text in (("annual_goal", form.annual_goal), ("mid_term_goal", form.mid_term_goal)):
        if found := _STUB.search(text or ""):
            yield _left(found[0], quote_form(form, field, text or ""))


def _left(stub: str, cells: tuple[Quote, ...]) -> Finding:
    said = Words(f"“{cells[-1].text}”中有模板文字{stub}", f"“{cells[-1].text}” holds {stub}")
    return Finding(said, cells, (stub,))


@FAMILY.rule(
    "C7",
    "年度前后不一致",
    "Years contradict each other",
    basis="表头年度与期限、完成时间的一致性",
    severity="warning",
    needs=(
        "知道预算年度，并印有期限或含年份的完成时间；完成时间早于预算年度即为疑点",
        "a fiscal year, and a period or a date with its year; a date before the fiscal year is "
        "doubtful",
    ),
)
def years_agree(form: TargetForm, _: Thresholds) -> Verdict:
    if form.fiscal_year is None:
        return undecidable("预算年度不明", "the fiscal year is not known")
    missing = Words("没有期限或含年份的完成时间", "no period, and no date with its year")
    return judged(_years(form, form.fiscal_year), Words("处年份", "years"), missing)


def _years(form: TargetForm, fiscal_year: int) -> Compared:
    titled, period = (set(_YEAR.findall(text or "")) for text in (form.title, form.period_text))
    if len(titled) == 1 and titled == period:
        yield None
    elif len(titled) == 1 and len(period) == 1:
        [year], [other] = titled, period
        said = Words(
            f"表名为{year}年，期限为{squeezed(form.period_text)}",
            f"the title says {year}, the period {squeezed(form.period_text)}",
        )
        cells = (
            *quote_form(form, "title", form.title or ""),
            *quote_form(form, "period_text", form.period_text or ""),
        )
        yield Finding(said, cells, (year, other), f"{year} ≠ {other}")
    for row in form.annual:
        if row.target is None or row.target.kind != "date" or not row.target.to or row.flags:
            continue
        year = row.target.to[:4]
        if int(year) < fiscal_year and year in row.target.text:
            said = Words(
                f"{fiscal_year}年的表中，“{row.label}”的完成时间为{row.target.text}",
                f"in a form of {fiscal_year}, “{row.label}” is due {row.target.text}",
            )
            cells = quote_row(row, "target_text")
            yield Finding(said, cells, (year, str(fiscal_year)), f"{year} < {fiscal_year}")
        else:
            yield None


FAMILY.left_out(
    "C8",
    "应公开的部门是否都已公开",
    "All departments of the year's list have published",
    basis="《预算法》第十四条",
    why=(
        "记录中没有应公开部门的名单；数据集中没有的文件不等于没有公开",
        "no record lists who must publish; a file that is not in the dataset may be published",
    ),
)
