"""Ruling lines of a PDF page erased or moved, and the page read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.grid import Grid
from extractor.headers import find_headers
from extractor.model import Fragment, Page, Part
from extractor.pdf import ruling
from extractor.pdf.reader import read_pdf

SAME_PLACE = 1.6  # points: rules closer than this lie over each other


@dataclass(frozen=True, slots=True)
class Subject:
    """Some pages of a document that are read together; only page ``page`` is damaged
    where one is named."""

    path: Path
    pages: tuple[Page, ...]
    page: int | None = None

    @property
    def name(self) -> str:
        return self.path.name + (f" p. {self.page}" if self.page else "")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One thing changed: the pages then, and for blanked cells which part is blank."""

    kind: str
    what: str
    page: int | None
    damaged: Callable[[], tuple[Page, ...]]
    blank: Part | None = None


Redraw = Callable[[ruling.Rulings], ruling.Rulings]


@contextmanager
def _redrawn(change: Redraw) -> Iterator[None]:
    """Pages read meanwhile have other ruling lines."""
    original = ruling.read_rulings
    ruling.read_rulings = lambda page, display: change(original(page, display))
    try:
        yield
    finally:
        ruling.read_rulings = original


def _read_again(subject: Subject, page: Page, change: Redraw) -> tuple[Page, ...]:
    assert page.number is not None
    with _redrawn(change):
        [new] = read_pdf(subject.path, first=page.number, last=page.number)
    return tuple(new if one is page else one for one in subject.pages)


def lines(subject: Subject, page: Page) -> Iterator[Mutation]:
    """PDF: each ruling line of the page gone; each inner upright line moved."""
    seen: list[ruling.Rulings] = []
    _read_again(subject, page, lambda rulings: seen.append(rulings) or rulings)
    [rulings] = seen
    for upright, rules in ((False, rulings.horizontal), (True, rulings.vertical)):
        for rule in _distinct(rules):
            what = (
                f"{'upright' if upright else 'level'} at {rule.at:.0f}, "
                f"{rule.start:.0f}–{rule.end:.0f}"
            )
            yield Mutation(
                "delete a line", what, page.number, _eraser(subject, page, rule, upright)
            )
    for fragment in page.fragments:
        for header in find_headers(Grid(fragment)):
            for column in header.columns:
                if column.stop < fragment.n_cols:
                    x, beyond = fragment.edges[column.stop : column.stop + 2]
                    for far in (0.5, 0.9):
                        dx = far * (beyond - x)
                        what = f"{column.text}: right side moved by {far:.0%} of its neighbour"
                        make = _mover(subject, page, x, dx, fragment)
                        yield Mutation("shift a column", what, page.number, make)


def _distinct(rules: Sequence[ruling.Rule]) -> list[ruling.Rule]:
    found: list[ruling.Rule] = []
    for rule in rules:
        if rule not in found and not any(_over(rule, other) for other in found):
            found.append(rule)
    return found


def _over(rule: ruling.Rule, other: ruling.Rule) -> bool:
    """Whether one of two rules covers most of the other."""
    shared = min(rule.end, other.end) - max(rule.start, other.start)
    shorter = min(rule.end - rule.start, other.end - other.start)
    return abs(rule.at - other.at) <= SAME_PLACE and shared > 0.8 * shorter


def _eraser(
    subject: Subject, page: Page, gone: ruling.Rule, upright: bool
) -> Callable[[], tuple[Page, ...]]:
    def change(rulings: ruling.Rulings) -> ruling.Rulings:
        if upright:
            return rulings._replace(vertical=[r for r in rulings.vertical if not _over(r, gone)])
        return rulings._replace(horizontal=[r for r in rulings.horizontal if not _over(r, gone)])

    return lambda: _read_again(subject, page, change)


def _mover(
    subject: Subject, page: Page, x: float, dx: float, fragment: Fragment
) -> Callable[[], tuple[Page, ...]]:
    box = fragment.bbox
    assert box is not None

    def moved(rule: ruling.Rule) -> ruling.Rule:
        inside = rule.start < box.bottom and rule.end > box.top
        near = inside and abs(rule.at - x) <= 2 * SAME_PLACE
        return rule._replace(at=rule.at + dx) if near else rule

    def change(rulings: ruling.Rulings) -> ruling.Rulings:
        return rulings._replace(vertical=[moved(rule) for rule in rulings.vertical])

    return lambda: _read_again(subject, page, change)
