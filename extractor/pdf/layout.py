"""Characters into lines and cells: what a page's grid holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from extractor.model import Box, Line
from extractor.pdf import native
from extractor.pdf.fragments import End, Words
from extractor.pdf.geometry import Display
from extractor.pdf.glyphs import Run, hide_clipped
from extractor.pdf.lattice import Home, Lattice, home
from extractor.text import are_words, join_lines

SMALL = 0.75  # of the usual height: smaller characters are raised or lowered ones
WIDE_GAP = 2.2  # of a character's height: what stands farther apart is not one word
LIGATURE = frozenset("fitl")  # letters that one sign may stand for, two of them at one place
OVERLAP = 0.3  # of a character's height that runs of one line may overlap
ON_BORDER = 0.4  # points a character must stick out of its cell to lie on the border


def text_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs of characters as lines from top to bottom, each from left to right.

    Raised and lowered small characters (PM2.5) belong to the line they overlap most.
    """
    if _is_one_line(runs):
        return [_in_order(runs)] if runs else []
    heights = sorted(run.bottom - run.top for run in runs for _ in run.text)
    small = SMALL * heights[len(heights) // 2]
    lines = _cluster([run for run in runs if run.bottom - run.top >= small])
    stray: list[Run] = []
    middles = [_middle(line[0]) for line in lines]
    tallest = max(line[0].bottom - line[0].top for line in lines)
    for run in runs:
        tall = run.bottom - run.top
        if tall < small:
            middle, reach = _middle(run), tallest + tall
            first, stop = (
                bisect_left(middles, middle - reach),
                bisect_right(middles, middle + reach),
            )
            near = [line for line in lines[first:stop] if _shared_height(line[0], run) > 0]
            line = max(near, key=lambda line: _shared_height(line[0], run), default=stray)
            line.append(run)
    lines += _cluster(stray)
    if stray:
        lines.sort(key=lambda line: _middle(line[0]))
    return [_in_order(line) for line in lines]


def _in_order(runs: Sequence[Run]) -> list[Run]:
    """A line from left to right; what is drawn again on (nearly) the same spot, as for
    fake bold, counts once."""
    if len(runs) == 1:
        return [*runs]
    line: list[Run] = []
    last: Run | None = None
    for run in sorted(runs, key=_across):
        if last is not None:
            tall = run.bottom - run.top
            if run.text == last.text:
                beside = min(0.2 * tall, 0.3 * (run.x1 - run.x0) / len(run.text))
                ligature = run.text in LIGATURE and run.start == last.start + 1
                if run.x0 - last.x0 < max(0.5, beside) and not ligature:  # as two letters l
                    continue
            if last.x1 - run.x0 > OVERLAP * tall and len(run.text) + len(last.text) > 2:
                return _in_order([letter for run in runs for letter in run.letters()])
        line.append(run)
        last = run
    return line


def _is_one_line(runs: Sequence[Run]) -> bool:
    tops = [run.top for run in runs]
    return not tops or max(tops) - min(tops) < 1.0


def _across(run: Run) -> tuple[float, int]:
    return run.x0 + run.x1, run.start


def _cluster(runs: Sequence[Run]) -> list[list[Run]]:
    """Lines of characters of about one size, from top to bottom."""
    lines: list[list[Run]] = []
    middle = height = 0.0
    for run in sorted(runs, key=_middle):
        y = _middle(run)
        tall = run.bottom - run.top
        if lines and y - middle < 0.5 * max(height, tall):
            lines[-1].append(run)
            if tall > height:  # the line is where its largest characters are
                middle, height = y, tall
        else:
            lines.append([run])
            middle, height = y, tall
    return lines


def _shared_height(one: Run, other: Run) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _middle(run: Run) -> float:
    return run.top + run.bottom


def line_text(line: Sequence[Run]) -> str:
    """The text of a line; words set apart by a gap have a space between them."""
    if len(line) == 1:
        return line[0].text
    pieces: list[str] = []
    last: Run | None = None
    for run in line:
        if last is not None:
            before, after = last.text[-1], run.text[0]
            if before != " " and after != " ":
                latin = are_words(before, after)
                size = run.bottom - run.top
                if run.x0 - last.x1 > (0.2 if latin else WIDE_GAP) * size:
                    pieces.append(" ")
        pieces.append(run.text)
        last = run
    return "".join(pieces)


def joined_text(runs: Sequence[Run]) -> str:
    """The text of a cell: its lines joined as printed."""
    if not runs:
        return ""
    return join_lines(line_text(line) for line in text_lines(runs))


def loose_lines(runs: Sequence[Run]) -> list[Line]:
    """Lines of text outside tables, parted where a wide gap stands between words."""
    lines = []
    for line in text_lines(runs):
        words: list[Run] = []
        for run in line:
            size = max(run.bottom - run.top, 1.0)
            if words and run.x0 - words[-1].x1 > WIDE_GAP * size:
                lines.append(words)
                words = []
            if run.text.strip() or words:
                words.append(run)
        if words:
            lines.append(words)
    made = []
    for words in lines:
        text = line_text(words).strip()
        if text:
            sizes = sorted(run.bottom - run.top for run in words for _ in run.text)
            made.append(Line(text, _union(words), round(sizes[len(sizes) // 2], 1)))
    return made


def _union(runs: Sequence[Run]) -> Box:
    return Box(
        min(run.x0 for run in runs),
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
    )


def fill_lattices(
    page: native.PageHandle, display: Display, runs: Sequence[Run], grids: Sequence[Lattice]
) -> tuple[list[list[list[Run]]], list[Run]]:
    """Put every character into the cell it belongs to.

    Returns, for each lattice, the runs of each region; and the runs outside. A
    character clipped away goes to the cell where the rest of its text shows; a run
    that overflows its cell stays with it.
    """
    filled: list[list[list[Run]]] = [[[] for _ in grid.regions] for grid in grids]
    outside = []
    for group in hide_clipped(page, display, runs):
        for run, place in _housed(page, group, grids):
            if place is None:
                outside.append(run)
            else:
                filled[place[0]][place[1]].append(run)
    return filled, outside


def _housed(
    page: native.PageHandle, group: list[Run], grids: Sequence[Lattice]
) -> Iterable[tuple[Run, Home]]:
    """A run, whole or as its letters, with the home of each.

    Text of one drawing command that runs over a cell's border is one cell's text.
    """
    if len(group) == 1:
        place = home(grids, group[0].x, group[0].y)
        if len(group[0].text) == 1 or _is_within(group[0], place, grids):
            return [(group[0], place)]
        group = group[0].letters()
    first, last = home(grids, group[0].x, group[0].y), home(grids, group[-1].x, group[-1].y)
    if first == last and not any(letter.hidden for letter in group):
        return [(letter, first) for letter in group]
    homes = _settled(group, [home(grids, letter.x, letter.y) for letter in group], grids)
    if len({page.text_object(letter.start) for letter in group}) == 1:
        homes = [max(homes, key=homes.count)] * len(group)
    return zip(group, homes, strict=True)


def _settled(group: Sequence[Run], homes: list[Home], grids: Sequence[Lattice]) -> list[Home]:
    """A character on a border of its cell goes with the one before it in its run, or
    after it if it is the first."""
    crossing = [
        place is not None and not letter.hidden and not _is_within(letter, place, grids)
        for letter, place in zip(group, homes, strict=True)
    ]
    inside = [i for i, crosses in enumerate(crossing) if not crosses]
    settled = list(homes)
    for i, crosses in enumerate(crossing):
        if crosses and inside:
            before = [j for j in inside if j < i]
            settled[i] = homes[before[-1] if before else inside[0]]
    return settled


def _is_within(run: Run, place: Home, grids: Sequence[Lattice]) -> bool:
    """Whether a run keeps to its cell's width; one outside, whether no table is near."""
    if place is None:
        return all(
            run.x1 < grid.xs[0] or run.x0 > grid.xs[-1] or not grid.ys[0] <= run.y <= grid.ys[-1]
            for grid in grids
        )
    grid = grids[place[0]]
    region = grid.regions[place[1]]
    left, right = grid.xs[region.col], grid.xs[region.col + region.col_span]
    return run.x0 >= left - ON_BORDER and run.x1 <= right + ON_BORDER


def words_of(runs: Sequence[Run]) -> Words:
    """The words of a cell, and where they end."""
    if not runs:
        return Words("", "")
    if len(runs) == 1 and not runs[0].hidden:
        [run] = runs
        text = run.text.strip()
        return Words(text, text, End(run.x1, run.bottom, run.bottom - run.top))
    shown = [run for run in runs if not run.hidden]
    text = joined_text(shown)
    whole = joined_text(runs) if len(shown) < len(runs) else text
    last = max(runs, key=lambda run: (run.bottom, run.x1))
    size = last.bottom - last.top
    right = max(run.x1 for run in runs if run.bottom >= last.bottom - 0.5 * size)
    return Words(text, whole, End(right, last.bottom, size))
