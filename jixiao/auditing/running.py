"""An audit: every rule on every form, in the order of the dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from jixiao.auditing.evidence import TargetForm
from jixiao.auditing.loading import read_forms, read_headers
from jixiao.auditing.model import FormCheck, GroupCheck, Outcome, Rule, Verdict, Words, undecidable
from jixiao.auditing.settings import Settings
from jixiao.auditing.standing import Standing, stand

if TYPE_CHECKING:
    from jixiao.dataset import Dataset

Key = tuple[object, ...]
_MISSING = {
    "peers": (
        "同一范围、环节、年度和政府级次的其他部门不足五个，或范围、年度、级次不明",
        "fewer than five other departments of one scope, stage, year and level of government, "
        "or one of these is not known",
    ),
    "years": (
        "数据集中没有同一部门（或项目）其他年度的表，或同一年有几张不能区分的表",
        "no other year of this department or project, or several forms of one year that cannot "
        "be told apart",
    ),
}


def audit(dataset: Dataset, settings: Settings) -> Iterator[Outcome]:
    """One outcome for each rule and form. Forms pass by one after the other; only those
    that a rule compares with others are kept until the end."""
    alone = [rule for rule in settings.rules if rule.reach in ("form", "none")]
    grouped = [rule for rule in settings.rules if rule.reach in ("peers", "years")]
    standing = stand(read_headers(dataset)) if grouped else Standing()
    kept: dict[str, dict[Key, list[TargetForm]]] = {
        "peers": defaultdict(list),
        "years": defaultdict(list),
    }
    reaches = {rule.reach for rule in grouped}
    for form in read_forms(dataset):
        for rule in alone:
            yield _outcome(rule, form, _alone(rule, form, settings), settings)
        for reach, keys in (("peers", standing.peers), ("years", standing.years)):
            key: Key | None = keys.get(form.id)
            if key is not None and reach in reaches:
                kept[reach][key].append(kept_part(form, reach))
        for rule in grouped:
            found = standing.peers if rule.reach == "peers" else standing.years
            if form.id not in found:
                yield _outcome(rule, form, _left_out(rule, form, standing), settings)
    for rule in grouped:
        for group in kept[rule.reach].values():
            for form, verdict in _together(rule, group, settings):
                yield _outcome(rule, form, _named(verdict, form, standing), settings)


def kept_part(form: TargetForm, reach: str) -> TargetForm:
    """What of a form the rules of a reach look at: no money, and of a project among peers
    only its canonical indicators (or one row, which tells that it has rows)."""
    rows = form.rows
    if reach == "peers" and form.scope != "部门整体":
        rows = tuple(row for row in rows if row.indicator_id is not None) or rows[:1]
    return replace(form, rows=rows, money=())


def _alone(rule: Rule, form: TargetForm, settings: Settings) -> Verdict:
    if rule.check is None:
        return undecidable(rule.needs.zh, rule.needs.en)
    return cast(FormCheck, rule.check)(form, settings.limits(rule))


def _together(
    rule: Rule, group: Sequence[TargetForm], settings: Settings
) -> Iterator[tuple[TargetForm, Verdict]]:
    ordered = sorted(group, key=lambda form: (form.fiscal_year or 0, form.document, form.id))
    return cast(GroupCheck, rule.check)(ordered, settings.limits(rule))


def _left_out(rule: Rule, form: TargetForm, standing: Standing) -> Verdict:
    """Why a form is compared with none: another version stands for it, or it is alone."""
    latest = standing.latest.get(form.id)
    if latest is None:
        return undecidable(*_MISSING[rule.reach])
    stage = latest.stage or "环节未注明", latest.stage or "no stage"
    return undecidable(
        f"同年另有版本，比较的是{latest.document}（{stage[0]}）",
        f"another version of the year is compared: {latest.document} ({stage[1]})",
    )


def _named(verdict: Verdict, form: TargetForm, standing: Standing) -> Verdict:
    """The verdict with the version it speaks of, where the year has several."""
    count = standing.versions.get(form.id)
    if count is None:
        return verdict
    zh = f"（同年有{count}个版本，比较的是{form.document}，{form.stage or '环节未注明'}）"
    en = f" (of {count} versions: {form.document}, {form.stage or 'no stage'})"
    words = Words(verdict.words.zh + zh, verdict.words.en + en)
    findings = tuple(
        replace(found, message=Words(found.message.zh + zh, found.message.en + en))
        for found in verdict.findings
    )
    return replace(verdict, words=words, findings=findings)


def _outcome(rule: Rule, form: TargetForm, verdict: Verdict, settings: Settings) -> Outcome:
    silenced = settings.silenced(rule, form.document) if verdict.status == "fired" else None
    return Outcome(rule, form, verdict, silenced)
