"""Rules on copying (照搬照抄): names and goals that are another department's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from jixiao.auditing.evidence import Row, TargetForm, squeezed, top
from jixiao.auditing.model import (
    Finding,
    Thresholds,
    Verdict,
    Verdicts,
    Words,
    fired,
    passed,
    undecidable,
)
from jixiao.auditing.quoting import number, percent, quote_form, quote_row
from jixiao.auditing.registering import Family

FAMILY = Family("peers")
WHOLE = "部门整体"
SHINGLE = 5
MOST_HOLDERS = 200  # a name or run of characters that more forms have is common, no copy

_COMMON = ("决策", "过程", "投入", "管理", "预算执行", "管理效率")
_NOT_WHOLE = ("只比较部门整体绩效目标表", "only whole departments' forms are compared")


def own_names(form: TargetForm) -> dict[str, Row]:
    """Names of a department's own indicators: not the common items (共性指标)."""
    return {
        row.label: row
        for row in form.annual
        if row.indicator_id is None and row.label and top(row) not in _COMMON
    }


@FAMILY.rule(
    "D1",
    "个性指标与其他部门雷同",
    "A department's own indicators are another's",
    basis="审计常见问题：照搬照抄指标",
    severity="warning",
    needs=(
        "同级政府同年度部门整体绩效目标表，除共性指标外不少于阈值个名称，与另一部门相同的占比",
        "whole departments' forms of one level and year; the share of names, of at least so "
        "many that are not common items, that another department has too",
    ),
    share="60",
    least="5",
)
def copied_names(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
    names = {form.id: own_names(form) for form in group if form.scope == WHOLE}
    holders: dict[str, list[TargetForm]] = defaultdict(list)
    for form in group:
        for name in names.get(form.id, {}):
            holders[name].append(form)
    for form in group:
        own = names.get(form.id)
        if own is None:
            yield form, undecidable(*_NOT_WHOLE)
        elif len(own) < limits["least"]:
            yield form, undecidable("个性指标太少", "too few indicators of its own")
        else:
            shared: dict[str, int] = defaultdict(int)
            others: dict[str, TargetForm] = {}
            for name in own:
                if len(holders[name]) > MOST_HOLDERS:
                    continue
                for other in holders[name]:
                    if other.owner != form.owner:
                        shared[other.id] += 1
                        others[other.id] = other
            best = max(shared, key=lambda id: (shared[id], id), default=None)
            yield form, _copied(form, own, names, others.get(best or ""), shared, limits)


def _copied(
    form: TargetForm,
    own: dict[str, Row],
    names: dict[str, dict[str, Row]],
    other: TargetForm | None,
    shared: dict[str, int],
    limits: Thresholds,
) -> Verdict:
    count = shared[other.id] if other else 0
    shown = f"{count} ÷ {len(own)} = {percent(count, len(own))}"
    if other is None or Decimal(count * 100) < limits["share"] * len(own):
        return passed(f"与其他部门相同的最多{shown}", f"at most {shown} are another's")
    same = [name for name in own if name in names[other.id]]
    cells = tuple(
        q for name in same for r in (own[name], names[other.id][name]) for q in quote_row(r)
    )
    said = Words(
        f"{len(own)}个个性指标中{count}个与{other.name}（{other.document}）相同",
        f"{count} of {len(own)} own indicators are also those of {other.name} ({other.document})",
    )
    return fired(Finding(said, cells, tuple(same), shown))


def shingles(text: str) -> frozenset[str]:
    """All runs of five characters of a text.

    >>> sorted(shingles("深化经济合作"))
    ['化经济合作', '深化经济合']
    """
    return frozenset(text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1))


@FAMILY.rule(
    "D2",
    "总体目标与其他部门雷同",
    "A department's goal is worded like another's",
    basis="审计常见问题：照搬照抄目标",
    severity="warning",
    needs=(
        "同级政府同年度部门整体绩效目标表，年度目标不少于阈值字；按五字片段计算相似度",
        "whole departments' forms of one level and year with goals of at least so many "
        "characters; likeness by runs of five characters",
    ),
    likeness="0.8",
    least="30",
)
def copied_goals(group: Sequence[TargetForm], limits: Thresholds) -> Verdicts:
    goals = {
        form.id: shingles(squeezed(form.annual_goal))
        for form in group
        if form.scope == WHOLE and len(squeezed(form.annual_goal)) >= limits["least"]
    }
    holders: dict[str, list[TargetForm]] = defaultdict(list)
    for form in group:
        for run in goals.get(form.id, ()):
            holders[run].append(form)
    for form in group:
        if form.scope != WHOLE:
            yield form, undecidable(*_NOT_WHOLE)
        elif form.id not in goals:
            yield form, undecidable("没有年度目标，或过短", "no annual goal, or a short one")
        else:
            yield form, _copied_goal(form, goals, holders, limits["likeness"])


def _copied_goal(
    form: TargetForm,
    goals: dict[str, frozenset[str]],
    holders: dict[str, list[TargetForm]],
    least: Decimal,
) -> Verdict:
    near: dict[str, TargetForm] = {}
    for run in goals[form.id]:
        if len(holders[run]) <= MOST_HOLDERS:
            near |= {other.id: other for other in holders[run] if other.owner != form.owner}
    best, closest = Decimal(0), None
    for other in near.values():
        mine, theirs = goals[form.id], goals[other.id]
        likeness = Decimal(len(mine & theirs)) / len(mine | theirs)
        if likeness > best:
            best, closest = likeness, other
    shown = f"{number(round(best, 2))}"
    if closest is None or best < least:
        return passed(f"与其他部门的相似度最高{shown}", f"at most {shown} like another's")
    said = Words(
        f"年度目标与{closest.name}（{closest.document}）相似度{shown}",
        f"the annual goal is {shown} like that of {closest.name} ({closest.document})",
    )
    cells = (
        *quote_form(form, "annual_goal", form.annual_goal or ""),
        *quote_form(closest, "annual_goal", closest.annual_goal or ""),
    )
    return fired(Finding(said, cells, (shown,), f"{shown} ≥ {number(least)}"))
