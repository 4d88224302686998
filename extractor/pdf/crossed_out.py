"""Lines drawn over and under letters: text crossed out (删除线), and ≥ drawn as ＞ over a line.

Both are told from lines that are no longer than the letters they belong to: through the
middle of them, from the first to the last; or under a single sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pdf import native
from extractor.pdf.glyphs import Run
from extractor.pdf.lattice import Lattice, home
from extractor.pdf.ruling import Rule, Rulings, merge_rules
from extractor.pdf.visible import Mark
from extractor.pdf.watermarks import told

THROUGH = (0.33, 0.7)  # of a letter's height: where a line crosses it out
UNDER = (0.75, 1.25)  # where one makes > a ≥
ENDS = 0.35  # of a letter's height that a line may end before or after the letters
SPACE = 1.1  # how far it may go on over a space
SIGNS = {">": "≥", "＞": "≥", "﹥": "≥", "<": "≤", "＜": "≤", "﹤": "≤"}
DOUBLE = 1.6  # points between lines drawn for one
GAP = 1.0  # points that part two lines
MOST_LINES = 1000  # more are a drawing


def cross_out(
    page: native.PageHandle, runs: list[Run], rules: Sequence[Rule], grids: Sequence[Lattice]
) -> tuple[list[Run], list[Mark], list[Rule], str]:
    """The runs without letters in tables that are crossed out, and with the signs that are
    drawn; the flags of their cells; the lines that do so; and the words crossed out."""
    lines = merge_rules(rules, apart=DOUBLE, gap=GAP)
    struck: set[int] = set()
    marks: list[Mark] = []
    used: list[Rule] = []
    for line in lines if len(lines) <= MOST_LINES else ():
        near = [run for run in runs if _is_near(run, line)]
        letters = [letter for run in near for letter in run.letters() if letter.text.strip()]
        over = sorted((le for le in letters if line.start < le.x < line.end), key=_left)
        if not over or home(grids, over[0].x, over[0].y) is None:
            continue
        if _crosses_out(line, over, [letter for letter in letters if letter.x >= line.end]):
            struck |= {letter.start for letter in over}
            used.append(line)
            marks.append(Mark(over[0].x, over[0].y, "cell.struck"))
        elif len(over) == 1 and over[0].text in SIGNS and _underlines(line, over[0]):
            _draw(over[0], near)
            used.append(line)
            marks.append(Mark(over[0].x, over[0].y, "cell.sign_drawn"))
    if not struck:
        return runs, marks, used, ""
    kept: list[Run] = []
    left_out: list[Run] = []
    for run in runs:
        places = range(run.start, run.start + len(run.text))
        if struck.isdisjoint(places):
            kept.append(run)
            continue
        commands = page.text_objects(places)
        for letter, command in zip(run.letters(), commands, strict=True):
            letter.command = command
            (left_out if letter.start in struck else kept).append(letter)
    return kept, marks, used, told(left_out)


def without_lines(rulings: Rulings, used: Sequence[Rule]) -> Rulings:
    """The lines of a page without those that belong to its text."""
    kept = [rule for rule in rulings.horizontal if not any(_is_part(rule, line) for line in used)]
    return rulings._replace(horizontal=kept)


def _is_part(rule: Rule, line: Rule) -> bool:
    near = abs(rule.at - line.at) < DOUBLE
    return near and line.start <= rule.start and rule.end <= line.end


def _left(letter: Run) -> float:
    return letter.x0


def _is_near(run: Run, line: Rule) -> bool:
    low = run.top + UNDER[1] * (run.bottom - run.top)
    return run.top < line.at < low and run.x0 < line.end and line.start < run.x1


def _crosses_out(line: Rule, letters: Sequence[Run], after: Sequence[Run]) -> bool:
    """Whether a line goes through the middle of letters, from the first to the last, and
    not into one after them."""
    tall = max(letter.bottom - letter.top for letter in letters)
    first, last = THROUGH
    beyond = line.end - letters[-1].x1
    return (
        all(
            first * (letter.bottom - letter.top) < line.at - letter.top
            and line.at - letter.top < last * (letter.bottom - letter.top)
            for letter in letters
        )
        and abs(line.start - letters[0].x0) < ENDS * tall
        and -ENDS * tall < beyond < SPACE * tall
        and not any(line.end - letter.x0 > ENDS * tall for letter in after)
    )


def _underlines(line: Rule, sign: Run) -> bool:
    """Whether a line lies right under a sign, and is as wide."""
    tall = sign.bottom - sign.top
    first, last = UNDER
    return (
        first * tall < line.at - sign.top < last * tall
        and abs(line.start - sign.x0) < ENDS * tall
        and abs(line.end - sign.x1) < ENDS * tall
    )


def _draw(sign: Run, runs: Sequence[Run]) -> None:
    """Put the sign that is drawn in the place of the one that is written."""
    drawn = SIGNS[sign.text]
    sign.page.texts[sign.start] = drawn
    for run in runs:
        at = sign.start - run.start
        if 0 <= at < len(run.text):
            run.text = run.text[:at] + drawn + run.text[at + 1 :]
