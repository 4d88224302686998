"""The figures the charts show: each a message, and bars with their numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low

from jixiao.auditing.evidence import Printed, Row, TargetForm
from jixiao.auditing.measurability import valued
from jixiao.auditing.quoting import number, percent
from jixiao.webpage.gathering import Contents
from jixiao.webpage.words import Wording

MOST_BARS = 20  # of a chart; the table below it has all
MOST_CANONICAL = 3  # canonical indicators whose targets are shown
FEWEST = 10  # targets that make a distribution,
MOST_SPREAD = 3  # each value being met so often on average, else it shows nothing
KINDS = ("quantity", "range", "date", "grade", "relative", "text", "missing")
CLASSES = ("数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续", "满意度")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is, and its number in words."""

    label: str
    value: float
    shown: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its message, what is counted, and its bars (``upright``: values in order;
    else those to be drawn first are first)."""

    name: str
    message: str
    counted: str
    bars: tuple[Bar, ...]
    upright: bool = False
    whole: float | None = None  # what a bar of full length is; None: the longest

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """The bars there is room for: the first; of upright ones the longest."""
        if not self.upright:
            return self.bars[:MOST_BARS]
        least = sorted((bar.value for bar in self.bars), reverse=True)[:MOST_BARS][-1:]
        kept = [bar for bar in self.bars if bar.value >= least[0]] if least else []
        return tuple(kept[:MOST_BARS])


def figures(contents: Contents, forms: Iterable[TargetForm], words: Wording) -> list[Figure]:
    """The charts that say something of this dataset; none of nothing."""
    rows = [(form, row, value) for form in forms for row, value in valued(form)]
    say = words["charts"]
    found = [
        _coverage(contents, say),
        _kinds([value for _, _, value in rows], say, words["values"]),
        _share("by_class", [(row.indicator_class, value) for _, row, value in rows], say, CLASSES),
        _share("by_department", [(form.department, value) for form, _, value in rows], say),
        _rules(contents, say, words["severities"]),
        *_targets([(row, value) for _, row, value in rows], say),
    ]
    return [figure for figure in found if figure is not None]


def _coverage(contents: Contents, say: Mapping[str, str]) -> Figure | None:
    """Indicators taken from each document."""
    documents = list(contents.documents.dicts())
    some = [said for said in documents if said["indicators"]]
    if not some:
        return None
    bars = [
        Bar(_stem(said["document"]), said["indicators"], str(said["indicators"]))
        for said in sorted(some, key=lambda said: (-said["indicators"], said["document"]))
    ]
    message = say["coverage"].format(
        some=len(some),
        all=len(documents),
        unclaimed=sum(said["unclaimed"] for said in documents),
    )
    return Figure("coverage", message, say["coverage_counted"], tuple(bars))


def _kinds(
    values: Sequence[Printed], say: Mapping[str, str], names: Mapping[str, str]
) -> Figure | None:
    """What kinds of values the targets are."""
    counts = Counter(value.kind or "unknown" for value in values)
    if not counts:
        return None
    bars = [
        Bar(names[kind], counts[kind], f"{counts[kind]} · {percent(counts[kind], len(values))}")
        for kind in (*KINDS, "unknown")
        if counts[kind]
    ]
    [(most, count)] = counts.most_common(1)
    message = say["kinds"].format(kind=names[most], share=percent(count, len(values)))
    return Figure("kinds", message, say["kinds_counted"], tuple(bars))


def _share(
    name: str,
    rows: Iterable[tuple[str | None, Printed]],
    say: Mapping[str, str],
    order: Sequence[str] = (),
) -> Figure | None:
    """The share of quantitative targets (定量指标比例) in groups, as rule Q1 counts it."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for group, value in rows:
        groups[group or say["unnamed"]].append(value.measured)
    if not groups:
        return None
    every = [measured for found in groups.values() for measured in found]
    share = {group: sum(found) / len(found) for group, found in groups.items()}
    ends = (*order, *sorted(set(groups) - {*order, say["unnamed"]}), say["unnamed"])
    ordered = sorted(groups, key=ends.index if order else lambda g: (share[g], g))
    bars = [
        Bar(
            group,
            round(100 * share[group], 1),
            f"{percent(sum(groups[group]), len(groups[group]))}"
            f" · {sum(groups[group])}/{len(groups[group])}",
        )
        for group in ordered
    ]
    least = min(share, key=lambda g: (share[g], g))
    message = say[name].format(
        share=percent(sum(every), len(every)),
        least=least,
        least_share=percent(sum(groups[least]), len(groups[least])),
    )
    return Figure(name, message, say["share_counted"], tuple(bars), whole=100)


def _rules(
    contents: Contents, say: Mapping[str, str], severities: Mapping[str, str]
) -> Figure | None:
    """Findings by rule, coloured by severity."""
    counts = Counter((f.outcome.rule.id, f.severity) for f in contents.found)
    if not counts:
        return None
    titles = {f.outcome.rule.id: f.outcome.rule.title.of(say["lang"]) for f in contents.found}
    bars = [
        Bar(f"{rule} {titles[rule]}", count, f"{count} {severities[severity]}", severity)
        for (rule, severity), count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
    ]
    by_severity = Counter(f.severity for f in contents.found)
    message = say["rules"].format(
        all=len(contents.found), error=by_severity["error"], warning=by_severity["warning"]
    )
    return Figure("rules", message, say["rules_counted"], tuple(bars))


def _targets(rows: Iterable[tuple[Row, Printed]], say: Mapping[str, str]) -> Iterator[Figure]:
    """The targets of the canonical indicators met most often, in one unit each."""
    groups: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row, value in rows:
        if row.indicator_name and value.number is not None and value.unit and not value.several:
            groups[row.indicator_name, value.unit].append(value.number)
    told = [key for key, found in groups.items() if len(found) >= FEWEST]
    told = [key for key in told if len(set(groups[key])) <= len(groups[key]) / MOST_SPREAD]
    often = sorted(told, key=lambda key: (-len(groups[key]), key))
    for place, (name, unit) in enumerate(often[:MOST_CANONICAL]):
        found = groups[name, unit]
        counts = Counter(found)
        [(most, count)] = sorted(counts.items(), key=lambda i: (-i[1], i[0]))[:1]
        bars = [Bar(f"{number(n)}{unit}", counts[n], str(counts[n])) for n in sorted(counts)]
        message = say["targets"].format(
            name=name,
            median=f"{number(median_low(found))}{unit}",
            most=f"{number(most)}{unit}",
            share=percent(count, len(found)),
        )
        counted = say["targets_counted"].format(count=len(found), kinds=len(counts))
        yield Figure(f"targets{place + 1}", message, counted, tuple(bars), upright=True)


def _stem(document: str) -> str:
    """A document's name without folders and ending."""
    name = document.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or name
