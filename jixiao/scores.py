"""Precision, recall and F1 of records against goldens, by layout and by field.

A field counts where it is not null: of ours for precision, of the golden's for
recall. Rows of ours are those on the pages that the goldens cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.comparison import BAR, FORM_KEYS, OTHER, STRICT, Comparison, Pair, counts, same

STRICT_BAR = 0.995  # of all rows together
FIELD_BAR = 0.99  # of every field, of indicators and forms
FUNDS_BAR = 0.98


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what is right: ``right`` of ``golden`` rows, and of ``ours``."""

    what: str
    right: int
    golden: int
    ours: int
    bar: float

    @property
    def precision(self) -> float:
        return self.right / self.ours if self.ours else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.golden if self.golden else 1.0

    @property
    def f1(self) -> float:
        total = self.golden + self.ours
        return 2 * self.right / total if total else 1.0

    @property
    def low(self) -> bool:
        return self.f1 < self.bar


def scores(comparisons: Sequence[Comparison]) -> Iterator[Score]:
    """All figures: of every layout, of all rows, and of each field that occurs."""
    indicators = [pair for c in comparisons for pair in c.indicators]
    forms = [pair for c in comparisons for pair in c.forms]
    funds = [pair for c in comparisons for pair in c.funds]
    for layout in sorted({layout_of(c) for c in comparisons}):
        pairs = [p for c in comparisons if layout_of(c) == layout for p in c.indicators]
        yield Score(f"layout {layout}", *counts(pairs, STRICT), BAR)
    yield Score("all rows, strict", *counts(indicators, STRICT), STRICT_BAR)
    for name in (*STRICT, *OTHER):
        yield _field_score(name, indicators, "")
    for name in FORM_KEYS:
        yield _field_score(name, forms, "form ")
    yield Score("funds", *counts(funds), FUNDS_BAR)


def layout_of(comparison: Comparison) -> str:
    return str(comparison.golden.sidecar.get("layout", "not said"))


def _field_score(name: str, pairs: Sequence[Pair], prefix: str) -> Score:
    golden = [p for p in pairs if p.golden and p.golden.get(name) is not None]
    ours = [p for p in pairs if p.ours and p.ours.get(name) is not None]
    right = sum(1 for p in golden if p.ours and p.golden and same(p.golden[name], p.ours[name]))
    return Score(prefix + name, right, len(golden), len(ours), FIELD_BAR)


def score_table(found: Sequence[Score]) -> Iterator[str]:
    """The figures as lines of text; what is below its bar is marked."""
    yield f"{'':30} {'golden':>7} {'ours':>7} {'precision':>10} {'recall':>8} {'F1':>8}"
    for s in found:
        if s.golden or s.ours:
            mark = f"  below {s.bar}" if s.low else ""
            yield (
                f"{s.what:30} {s.golden:7} {s.ours:7} "
                f"{s.precision:10.4f} {s.recall:8.4f} {s.f1:8.4f}{mark}"
            )
