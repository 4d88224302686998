"""Rules on names (指标名称) and numbers of indicators, and on repeated blocks."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from jixiao.auditing.completeness import NO_ROWS
from jixiao.auditing.evidence import Row, TargetForm, squeezed
from jixiao.auditing.model import Finding, Thresholds, Verdict, Words, fired, passed, undecidable
from jixiao.auditing.quoting import names_of, number, quote_form, quote_rows
from jixiao.auditing.registering import Family

FAMILY = Family()
SHORTEST_TASK = 4  # a verb and its object; 保障和改善民生 is one task
_CLASS_NAMES = frozenset(
    f"{name}{end}"
    for name in ("数量", "质量", "时效", "成本", "产出", "效益", "经济效益", "社会效益", "生态效益")
    for end in ("", "指标")
) | {"可持续影响指标", "满意度指标", "经济成本指标", "社会成本指标", "生态环境成本指标"}
_VERB = re.compile(
    r"(?:组织|开展|做好|推进|推动|落实|举办|完成|制定|加强|完善|建设|建立|开办|召开|承办|实施|提升|提高"
    r"|强化|促进|保障|维护|购置|编制|培育|优化|深化|健全)"
)


def _several(form: TargetForm, found: list[Row], zh: str, en: str) -> Verdict:
    """One finding for all rows in doubt, or a pass."""
    count = len(form.annual)
    if not found:
        return passed(f"已核对{count}个指标", f"{count} indicators compared")
    zh = f"{count}个指标中{len(found)}个{zh}：{names_of(found)}"
    said = Words(zh, f"{len(found)} of {count} {en}")
    return fired(Finding(said, quote_rows(found), tuple(row.label for row in found)))


@FAMILY.rule(
    "Q8",
    "指标名称是几项任务或一句话",
    "The name holds several tasks, or is a sentence",
    basis="财预〔2015〕88号（细化量化，一项指标一项任务）",
    severity="info",
    needs=("有指标名称", "names of indicators"),
    longest="20",
)
def several_tasks(form: TargetForm, limits: Thresholds) -> Verdict:
    if not form.annual:
        return undecidable(NO_ROWS.zh, NO_ROWS.en)
    found = [
        row
        for row in form.annual
        if not row.doubtful and (_tasks(row.label) > 1 or _sentence(row.label, limits["longest"]))
    ]
    longest = number(limits["longest"])
    return _several(
        form, found, f"名称含多项任务，或是超过{longest}字的句子", "names hold several tasks"
    )


def _tasks(name: str) -> int:
    """How many parts of a name, set off by ， 、 ； or 和, begin with a verb of work.

    >>> _tasks("组织开展媒体采访活动，推进交流合作"), _tasks("保障和改善民生水平")
    (2, 0)
    """
    parts = re.split(r"[，,；;。、和及]", name)
    return sum(bool(_VERB.match(part)) for part in parts if len(part) >= SHORTEST_TASK)


def _sentence(name: str, longest: Decimal) -> bool:
    """Whether a name is a sentence: longer than allowed, with a comma or a full stop."""
    text = re.sub(r"[（(][^（）()]*[)）]|《[^》]*》|“[^”]*”", "", name)
    return len(text) > longest and bool(re.search(r"[，,；;。]", text))


@FAMILY.rule(
    "Q9",
    "指标名称只是类别名",
    "The name is only that of its class",
    basis="财预〔2015〕88号（细化）",
    severity="info",
    needs=("有指标名称", "names of indicators"),
)
def name_is_class(form: TargetForm, _: Thresholds) -> Verdict:
    if not form.annual:
        return undecidable(NO_ROWS.zh, NO_ROWS.en)
    found = [row for row in form.annual if row.label in _CLASS_NAMES]
    return _several(form, found, "名称只是类别名", "names are only those of a class")


@FAMILY.rule(
    "Q12",
    "同一类指标过多，或全表指标过少",
    "Too many rows in one class, or too few in the form",
    basis="审计常见问题：产出指标过多、指标过少",
    severity="info",
    needs=("有指标", "indicators"),
    most="12",
    least="3",
)
def count_of_rows(form: TargetForm, limits: Thresholds) -> Verdict:
    if not form.annual:
        return undecidable(NO_ROWS.zh, NO_ROWS.en)
    count = len(form.annual)
    if count < limits["least"]:
        said = Words(f"全表只有{count}个指标", f"the form has {count} indicators")
        shown = f"{count} < {number(limits['least'])}"
        return fired(Finding(said, quote_rows(form.annual), (str(count),), shown))
    classes = Counter(
        (squeezed(row.level1), squeezed(row.level2)) for row in form.annual if row.level2
    )
    findings = []
    for (first, under), members in classes.items():
        if under and members > limits["most"]:
            rows = [
                row
                for row in form.annual
                if (squeezed(row.level1), squeezed(row.level2)) == (first, under)
            ]
            said = Words(f"“{under}”下有{members}个指标", f"{members} indicators under “{under}”")
            shown = f"{members} > {number(limits['most'])}"
            findings.append(Finding(said, quote_rows(rows), (str(members),), shown))
    if findings:
        return fired(*findings)
    return passed(f"全表{count}个指标", f"{count} indicators")


@FAMILY.rule(
    "Q13",
    "中期目标与年度目标完全相同",
    "Mid-term and annual targets are the same",
    basis="财预〔2015〕88号（中长期目标与年度目标）",
    severity="warning",
    needs=(
        "同一表印有中期和年度两组指标，且中期资金大于年度资金（否则项目可能只有一年）",
        "both mid-term and annual indicators, and mid-term money above the year's (else the "
        "project may be of one year)",
    ),
)
def same_in_both_terms(form: TargetForm, _: Thresholds) -> Verdict:
    term = [row for row in form.rows if row.horizon == "mid_term"]
    year = [row for row in form.rows if row.horizon == "annual"]
    if not term or not year:
        return undecidable("没有并列的中期和年度指标", "no mid-term beside annual indicators")
    longer, annual = _totals(form)
    if longer is None or annual is None or longer <= annual:
        return undecidable(
            "不能确认项目超过一年（没有大于年度资金的中期资金总额）",
            "whether the project is longer than a year is not certain",
        )
    first, other = (
        Counter((row.label, squeezed(row.target.text if row.target else "")) for row in rows)
        for rows in (term, year)
    )
    if first != other:
        return passed("两组指标不同", "the two blocks differ")
    said = Words(
        f"中期与年度{len(year)}个指标及指标值完全相同",
        f"all {len(year)} mid-term and annual indicators and values are the same",
    )
    cells = (*quote_form(form, "mid_term_goal", form.mid_term_goal or ""), *quote_rows(year))
    return fired(Finding(said, cells, (number(longer), number(annual))))


def _totals(form: TargetForm) -> tuple[Decimal | None, Decimal | None]:
    """The total of the term and that of the year."""
    term = [m.full for m in form.money if re.fullmatch(r"(?:中期|实施期|实施周期).*总额", m.label)]
    year = [m.full for m in form.money if re.fullmatch(r"(?:年度|当年).*总额", m.label)]
    return (term[0] if len(term) == 1 else None, year[0] if len(year) == 1 else None)
