"""Rules on points (分值): what they add up to."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from jixiao.auditing.evidence import Row, TargetForm, squeezed
from jixiao.auditing.model import Finding, Thresholds, Verdict, Words, fired, passed, undecidable
from jixiao.auditing.quoting import number, quote_rows
from jixiao.auditing.registering import Family

FAMILY = Family()
_POINTS = re.compile(r"(\d+(?:\.\d+)?)分?")
_BRACKET = re.compile(r"[（(](?:(\d+)[-—~～至])?(\d+)分?[)）]分?")


def points(text: str | None) -> Decimal | None:
    """Printed points (分值) as a number; None where it is none.

    >>> points("10分"), points(""), points("—")
    (Decimal('10'), None, None)
    """
    found = _POINTS.fullmatch(squeezed(text))
    return Decimal(found[1]) if found else None


@FAMILY.rule(
    "C5",
    "分值合计不是100分（或不含预算执行率的90分）",
    "Points do not add up to 100 (90 without budget execution)",
    basis="财预〔2020〕10号；财预〔2021〕101号（分值权重）",
    severity="warning",
    needs=(
        "每个指标都印有分值；一级指标括号内印有分值的，各级合计也核对",
        "points on every row; where a first level prints its points in brackets, each is "
        "held against them",
    ),
    total="100",
    execution="10",
)
def points_add_up(form: TargetForm, limits: Thresholds) -> Verdict:
    rows = form.annual
    given = [points(row.weight_text) for row in rows]
    known = [amount for amount in given if amount is not None]
    if not rows or len(known) != len(rows) or any(row.doubtful for row in rows):
        return undecidable(
            "没有分值栏，或有指标没有印出分值，或有单元格读得不确定",
            "no points, or some are not printed or not surely read",
        )
    added = sum(known, Decimal(0))
    right = (limits["total"], limits["total"] - limits["execution"])
    findings = _brackets(rows)
    if added not in right:
        terms = " + ".join(number(amount) for amount in known)
        said = Words(
            f"分值合计{number(added)}分，不是{number(right[0])}分或{number(right[1])}分",
            f"the points add up to {number(added)}, not {number(right[0])} or {number(right[1])}",
        )
        cells = quote_rows(rows, "weight_text")
        findings.append(Finding(said, cells, (number(added),), f"{terms} = {number(added)}"))
    if findings:
        return fired(*findings)
    return passed(f"分值合计{number(added)}分", f"the points add up to {number(added)}")


def _brackets(rows: tuple[Row, ...]) -> list[Finding]:
    """First levels whose points are not those printed in their brackets."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[squeezed(row.level1)].append(row)
    findings = []
    for label, members in groups.items():
        found = _BRACKET.search(label)
        if found is None:
            continue
        high = Decimal(found[2])
        low = Decimal(found[1]) if found[1] else high
        added = sum((points(row.weight_text) or Decimal(0) for row in members), Decimal(0))
        if not low <= added <= high:
            terms = " + ".join(squeezed(row.weight_text) for row in members)
            said = Words(
                f"“{label}”下分值合计{number(added)}分", f"the points under “{label}” are {added}"
            )
            cells = quote_rows(members, "level1", "weight_text")
            findings.append(Finding(said, cells, (label, number(added)), terms))
    return findings
