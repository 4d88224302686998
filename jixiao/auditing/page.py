"""The page docs/rules.md, made from the rules themselves.

``python -m jixiao.auditing.page > docs/rules.md`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.auditing.model import Rule
from jixiao.auditing.quoting import number
from jixiao.auditing.registry import RULES

FAMILIES = {
    "M": "Money (资金)",
    "C": "Completeness (完整性)",
    "Q": "Quality (指标质量)",
    "H": "Half-year (半年值)",
    "D": "Across departments (部门之间)",
    "Y": "Across years (年度之间)",
    "E": "Self-evaluation (自评)",
}
_HEAD = """\
# Rules of `jixiao audit`

Each rule says of each form one of three things: *fired* (a doubtful point, 疑点), *passed*, or
*undecidable*: what the rule needs is not printed, or not certain. Nothing passes by default. A
finding is no judgement: it names the document, page and cells, the values compared and the
arithmetic, for a person to verify.

Rules that compare departments need at least five others of one scope, stage, year and level of
government. Of several versions of one department (or project) and year the latest stage
(申报 → 批复 → 调整 → 监控 → 自评) is compared, and named; the others are undecidable there.

Which rules run, their thresholds, and rules silenced for a document with a reason are set in the
part `[rules]` of `jixiao.toml` (`--config`):

```toml
[rules]
skip = ["Q8"]                # or only = ["M1", "M5"]

[rules.thresholds]
M5 = { points = 3 }

[[rules.silence]]
rule = "Q4"
document = "2024/*.pdf"
reason = "confirmed with the department on 2026-03-02"
```

A silenced finding keeps its place in the output, with its reason, and does not count for
`--fail-on`.
"""
_JUDGED = """\
## How often a finding is right

60 findings on 32 published files, drawn over all rules that fired there (seed 20261124), were held
against the printed pages by two readers: 58 right, one wrong, one right in substance with a wrong
count ([audit-judged.csv](audit-judged.csv): verdict and reason of each). Both were of Q1, which
counted rows that print `/` for their value; it no longer does. Rules that those files give nothing
to fire on (most on money, half-years, execution and years) are tested on cases only.
"""


def rules_page() -> str:
    """The whole page."""
    done = sum(rule.check is not None for rule in RULES)
    lines = [_HEAD, f"{done} of {len(RULES)} rules are implemented.\n", _JUDGED]
    for letter, title in FAMILIES.items():
        lines.append(f"## {title}\n")
        for rule in RULES:
            if rule.id[0] == letter:
                lines += _section(rule)
    return "\n".join(lines)


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id} {rule.title.zh} · {rule.title.en}\n"
    if rule.check is None:
        yield f"*Not implemented*: {rule.needs.en} ({rule.needs.zh}).\n"
        return
    yield f"- severity: {rule.severity}"
    yield f"- basis: {rule.basis}"
    yield f"- needs: {rule.needs.en} ({rule.needs.zh})"
    if rule.thresholds:
        limits = ", ".join(f"`{name} = {number(v)}`" for name, v in rule.thresholds.items())
        yield f"- thresholds: {limits}"
    yield ""


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(rules_page().encode())
