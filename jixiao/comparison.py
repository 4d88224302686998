"""A conversion against its golden: matched rows and readable differences."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.model import Conversion, Form, Fund, Indicator
from jixiao.golden import FORM_FIELDS, FUND_FIELDS, INDICATOR_FIELDS, Golden, Row
from jixiao.pipeline import convert_file

STRICT = ("level1", "level2", "level3", "operator_text", "target_text", "unit_text")
OTHER = tuple(f for f in INDICATOR_FIELDS if f not in (*STRICT, "form"))
FORM_KEYS = ("project", "department", "fiscal_year", "annual_goal")
BAR = 0.98  # strict F1 and funds F1 that every golden must reach


@dataclass(frozen=True, slots=True)
class Pair:
    """A golden row and the row of ours matched to it; one of them may be missing."""

    golden: Row | None
    ours: Row | None
    wrong: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """How one conversion agrees with its golden."""

    golden: Golden
    indicators: list[Pair] = field(default_factory=list)
    forms: list[Pair] = field(default_factory=list)
    funds: list[Pair] = field(default_factory=list)

    def strict_counts(self) -> tuple[int, int, int]:
        """Rows all right in the strict fields, golden rows, rows of ours."""
        return counts(self.indicators, STRICT)

    @property
    def strict_f1(self) -> float:
        right, golden, ours = self.strict_counts()
        return f1(right, golden, ours)

    @property
    def funds_f1(self) -> float:
        return f1(*counts(self.funds))

    @property
    def differs(self) -> bool:
        pairs = (*self.indicators, *self.forms, *self.funds)
        return any(p.wrong or p.golden is None or p.ours is None for p in pairs)


def counts(pairs: Sequence[Pair], fields: Container[str] | None = None) -> tuple[int, int, int]:
    """Pairs right in these fields (in all if None), golden rows, rows of ours."""
    right = sum(
        1
        for pair in pairs
        if pair.golden
        and pair.ours
        and not any(fields is None or name in fields for name in pair.wrong)
    )
    return right, sum(1 for p in pairs if p.golden), sum(1 for p in pairs if p.ours)


def f1(right: int, golden: int, ours: int) -> float:
    """The F1 of ``right`` matches among ``golden`` rows and ``ours``; 1 for none at all."""
    return 1.0 if golden + ours == 0 else 2 * right / (golden + ours)


def check(golden: Golden, path: Path) -> Comparison:
    """Convert a document and compare it with its golden."""
    return compare(golden, convert_file(path))


def compare(golden: Golden, conversion: Conversion) -> Comparison:
    """Compare a conversion with a golden, within the pages the golden covers."""
    pages = golden.pages
    covered = [
        i
        for i in conversion.indicators
        if pages is None or (i.page is not None and i.page in pages)
    ]
    ours = [_indicator_row(i) for i in covered]
    forms_wanted = {i.form for i in covered}
    by_form = {form.id: form for form in conversion.forms}
    comparison = Comparison(golden)
    comparison.indicators = _match(golden.indicators, ours, (*STRICT, *OTHER))
    our_forms = [
        _form_row(form)
        for form in conversion.forms
        if form.id in forms_wanted or (pages is None or set(form.pages) & pages)
    ]
    comparison.forms = _match(golden.forms, our_forms, FORM_KEYS, extra=False)
    funds = [
        _fund_row(fund)
        for fund in conversion.funds
        if pages is None or (fund.page is not None and fund.page in pages)
        if fund.form in by_form
    ]
    comparison.funds = _match(golden.funds, funds, [f for f in FUND_FIELDS if f not in ("form",)])
    return comparison


def _indicator_row(indicator: Indicator) -> Row:
    row: Row = {name: getattr(indicator, name) for name in INDICATOR_FIELDS if name != "form"}
    return _as_text(row)


def _form_row(form: Form) -> Row:
    row: Row = {name: getattr(form, name) for name in FORM_FIELDS if name not in ("form", "pages")}
    return _as_text(row)


def _fund_row(fund: Fund) -> Row:
    row: Row = {name: getattr(fund, name) for name in FUND_FIELDS if name != "form"}
    return _as_text(row)


def _as_text(row: Row) -> Row:
    return {name: None if value is None else str(value) for name, value in row.items()}


def same(a: str | None, b: str | None) -> bool:
    """Whether two texts are equal with white space removed; null equals only null."""
    if a is None or b is None:
        return a is b
    return "".join(a.split()) == "".join(b.split())


def _match(
    golden: Sequence[Row], ours: Sequence[Row], fields: Sequence[str], *, extra: bool = True
) -> list[Pair]:
    """Pair golden rows with ours: equal rows first, then the most alike on a page."""
    left = list(enumerate(golden))
    right = list(enumerate(ours))
    pairs: list[tuple[int, Pair]] = []
    for least in (1.0, 0.85, 0.6, 0.4):
        taken: set[int] = set()
        rest = []
        by_page: dict[str | None, list[tuple[int, Row]]] = {}
        for j, row in right:
            by_page.setdefault(row.get("page"), []).append((j, row))
        for i, row in left:
            best: tuple[int, Row] | None = None
            score, wrong_best = 0.0, tuple(fields)
            for j, other in by_page.get(row.get("page"), []):
                if j in taken:
                    continue
                wrong = tuple(f for f in fields if not same(row.get(f), other.get(f)))
                alike = 1 - len(wrong) / len(fields)
                alike += 0.2 * ("level3" in fields and same(row["level3"], other["level3"]))
                if alike > score:
                    best, score, wrong_best = (j, other), alike, wrong
            if best is not None and score >= least and (least < 1.0 or not wrong_best):
                taken.add(best[0])
                pairs.append((i, Pair(row, best[1], wrong_best)))
            else:
                rest.append((i, row))
        left = rest
        right = [(j, row) for j, row in right if j not in taken]
    pairs += [(i, Pair(row, None)) for i, row in left]
    found = [pair for _, pair in sorted(pairs, key=lambda p: p[0])]
    return found + ([Pair(None, row) for _, row in right] if extra else [])


def differences(
    comparison: Comparison, stage: Callable[[Row, str], str | None] | None = None
) -> Iterator[str]:
    """The differences, a few readable lines each.

    ``stage`` tells of a golden row and field which stage is at fault, as
    :meth:`jixiao.faults.Reading.stage` does.
    """
    for kind, pairs in (
        ("indicator", comparison.indicators),
        ("form", comparison.forms),
        ("fund", comparison.funds),
    ):
        for pair in pairs:
            if pair.golden is None:
                yield f"+ {kind} not in the golden: {_brief(pair.ours)}"
                continue
            if pair.ours is None:
                yield f"- {kind} missing: {_brief(pair.golden)}"
            elif pair.wrong:
                yield f"~ {kind} {_brief(pair.golden)}"
            names = pair.wrong if pair.ours else [n for n in STRICT if pair.golden.get(n)]
            for name in names:
                at_fault = stage(pair.golden, name) if stage else None
                ours = f" | ours {_shown(pair.ours.get(name))}" if pair.ours else ""
                fault = f" | stage: {at_fault}" if at_fault else ""
                yield f"    {name}: golden {_shown(pair.golden.get(name))}{ours}{fault}"


def _brief(row: Row | None) -> str:
    names = ("page", "project", "level1", "level2", "level3", "target_text", "item_text")
    return " | ".join(f"{row[n]}"[:40] for n in names if row.get(n)) if row else ""


def _shown(text: str | None) -> str:
    return "null" if text is None else f"“{text[:80]}”"
