"""Characters into lines, cells and fragments: what a page's grid holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from extractor.model import Box, Cell, Fragment, Line, Part
from extractor.pdf import native
from extractor.pdf.geometry import Display
from extractor.pdf.glyphs import Run, hide_clipped
from extractor.pdf.lattice import Lattice
from extractor.text import join_lines

MOST_LINES_ABOVE = 40
SMALL = 0.75  # of the usual height: smaller characters are raised or lowered ones
WIDE_GAP = 2.2  # of a character's height: what stands farther apart is not one word
OVERLAP = 0.3  # of a character's height that runs of one line may overlap
ON_BORDER = 0.4  # points a character must stick out of its cell to lie on the border
NARROW = 12.0  # points: an outermost column narrower than this may be a margin


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
                if run.x0 - last.x0 < max(0.5, beside):  # closer than two letters l
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
                latin = _is_letter(before) and _is_letter(after)
                size = run.bottom - run.top
                if run.x0 - last.x1 > (0.2 if latin else WIDE_GAP) * size:
                    pieces.append(" ")
        pieces.append(run.text)
        last = run
    return "".join(pieces)


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


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


Home = tuple[int, int] | None
"""Where a run belongs: the number of the lattice and of its region; None outside."""


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
        for run, home in _housed(page, group, grids):
            if home is None:
                outside.append(run)
            else:
                filled[home[0]][home[1]].append(run)
    return filled, outside


def _housed(
    page: native.PageHandle, group: list[Run], grids: Sequence[Lattice]
) -> Iterable[tuple[Run, Home]]:
    """A run, whole or as its letters, with the home of each.

    Text of one drawing command that runs over a cell's border is one cell's text.
    """
    if len(group) == 1:
        home = _home(group[0], grids)
        if len(group[0].text) == 1 or _is_within(group[0], home, grids):
            return [(group[0], home)]
        group = group[0].letters()
    first, last = _home(group[0], grids), _home(group[-1], grids)
    if first == last and not any(letter.hidden for letter in group):
        return [(letter, first) for letter in group]
    homes = _settled(group, [_home(letter, grids) for letter in group], grids)
    if len({page.text_object(letter.start) for letter in group}) == 1:
        homes = [max(homes, key=homes.count)] * len(group)
    return zip(group, homes, strict=True)


def _settled(group: Sequence[Run], homes: list[Home], grids: Sequence[Lattice]) -> list[Home]:
    """A character on a border of its cell goes with the one before it in its run, or
    after it if it is the first."""
    crossing = [
        home is not None and not letter.hidden and not _is_within(letter, home, grids)
        for letter, home in zip(group, homes, strict=True)
    ]
    inside = [i for i, crosses in enumerate(crossing) if not crosses]
    settled = list(homes)
    for i, crosses in enumerate(crossing):
        if crosses and inside:
            before = [j for j in inside if j < i]
            settled[i] = homes[before[-1] if before else inside[0]]
    return settled


def _is_within(run: Run, home: Home, grids: Sequence[Lattice]) -> bool:
    """Whether a run keeps to its cell's width; one outside, whether no table is near."""
    if home is None:
        return all(
            run.x1 < grid.xs[0] or run.x0 > grid.xs[-1] or not grid.ys[0] <= run.y <= grid.ys[-1]
            for grid in grids
        )
    grid = grids[home[0]]
    region = grid.regions[home[1]]
    left, right = grid.xs[region.col], grid.xs[region.col + region.col_span]
    return run.x0 >= left - ON_BORDER and run.x1 <= right + ON_BORDER


def _home(run: Run, grids: Sequence[Lattice]) -> Home:
    for number, grid in enumerate(grids):
        region = grid.region_at(run.x, run.y)
        if region is not None:
            return number, region
    return None


def build_fragment(
    number: int,
    grid: Lattice,
    filled: Sequence[list[Run]],
    above: Sequence[Line],
    place: Callable[[Box], Box],
) -> Fragment:
    """The table a lattice and its characters make on page ``number``.

    ``place`` turns a box to where it is on the page as displayed.

    An outermost column too narrow for text, and without any, is a margin: row lines
    or backgrounds stick out there.
    """
    n_cols = len(grid.xs) - 1
    first = int(n_cols > 2 and _is_margin(grid, filled, 0))
    last = n_cols - int(n_cols > 2 and _is_margin(grid, filled, n_cols - 1))
    cells = []
    for region, runs in zip(grid.regions, filled, strict=True):
        start, stop = max(region.col, first), min(region.col + region.col_span, last)
        if stop <= start:
            continue
        col = start - first
        shown = [run for run in runs if not run.hidden]
        text = joined_text(shown)
        whole = joined_text(runs) if len(shown) < len(runs) else text
        box = Box(
            grid.xs[start],
            grid.ys[region.row],
            grid.xs[stop],
            grid.ys[region.row + region.row_span],
        )
        cells.append(
            Cell(
                region.row,
                col,
                region.row_span,
                stop - start,
                text,
                (Part(number, place(box), text, whole),),
                region.open_top,
                region.open_bottom,
                _runs_to_the_end(runs, box),
                ("cell.cut",) if whole != text else (),
            )
        )
    edges = grid.xs[first : last + 1]
    return Fragment(
        page=number,
        bbox=Box(edges[0], grid.ys[0], edges[-1], grid.ys[-1]),
        n_rows=len(grid.ys) - 1,
        n_cols=last - first,
        cells=tuple(cells),
        edges=edges,
        above=tuple(above[-MOST_LINES_ABOVE:]),
    )


def _runs_to_the_end(runs: Sequence[Run], cell: Box) -> bool:
    """Whether the last line ends at the cell's right side, and close to its bottom."""
    if not runs:
        return False
    last = max(runs, key=lambda run: (run.bottom, run.x1))
    size = last.bottom - last.top
    right = max(run.x1 for run in runs if run.bottom >= last.bottom - 0.5 * size)
    return cell.x1 - right < 1.6 * size and cell.bottom - last.bottom < 1.2 * size


def _is_margin(grid: Lattice, filled: Sequence[list[Run]], col: int) -> bool:
    return grid.xs[col + 1] - grid.xs[col] < NARROW and not any(
        runs
        for region, runs in zip(grid.regions, filled, strict=True)
        if region.col == col and region.col_span == 1
    )
