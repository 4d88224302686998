"""Characters into lines, cells and fragments: what a page's grid holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from extractor.model import Box, Cell, Fragment, Line, Part
from extractor.pdf import native
from extractor.pdf.geometry import Display
from extractor.pdf.glyphs import Glyph, find_runs, hide_clipped
from extractor.pdf.lattice import Lattice
from extractor.text import join_lines

MOST_LINES_ABOVE = 40
SMALL = 0.75  # of the usual height: smaller characters are raised or lowered ones
WIDE_GAP = 2.2  # of a character's height: what stands farther apart is not one word
ON_BORDER = 0.4  # points a character must stick out of its cell to lie on the border
NARROW = 12.0  # points: an outermost column narrower than this may be a margin


def text_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters as lines from top to bottom, each from left to right.

    Raised and lowered small characters (PM2.5) belong to the line they overlap most.
    """
    if _is_one_line(glyphs):
        return [_in_order(glyphs)] if glyphs else []
    heights = sorted(glyph.bottom - glyph.top for glyph in glyphs)
    small = SMALL * heights[len(heights) // 2] if heights else 0.0
    lines = _cluster([g for g in glyphs if g.bottom - g.top >= small])
    stray: list[Glyph] = []
    middles = [_middle(line[0]) for line in lines]
    tallest = max(line[0].bottom - line[0].top for line in lines)
    for glyph in glyphs:
        tall = glyph.bottom - glyph.top
        if tall < small:
            middle, reach = _middle(glyph), tallest + tall
            first, stop = (
                bisect_left(middles, middle - reach),
                bisect_right(middles, middle + reach),
            )
            near = [line for line in lines[first:stop] if _shared_height(line[0], glyph) > 0]
            line = max(near, key=lambda line: _shared_height(line[0], glyph), default=stray)
            line.append(glyph)
    lines += _cluster(stray)
    if stray:
        lines.sort(key=lambda line: _middle(line[0]))
    return [_in_order(line) for line in lines]


def _in_order(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """A line from left to right; a character drawn again on (nearly) the same spot, as
    for fake bold, counts once."""
    line: list[Glyph] = []
    last: Glyph | None = None
    for glyph in sorted(glyphs, key=_across):
        if last is not None and glyph.text == last.text:
            beside = min(0.2 * (glyph.bottom - glyph.top), 0.3 * (glyph.x1 - glyph.x0))
            if glyph.x0 - last.x0 < max(0.5, beside):  # closer than two letters l
                continue
        line.append(glyph)
        last = glyph
    return line


def _is_one_line(glyphs: Sequence[Glyph]) -> bool:
    tops = [glyph.top for glyph in glyphs]
    return not tops or max(tops) - min(tops) < 1.0


def _across(glyph: Glyph) -> tuple[float, int]:
    return glyph.x0 + glyph.x1, glyph.index


def _cluster(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Lines of characters of about one size, from top to bottom."""
    lines: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=_middle):
        y = _middle(glyph)
        tall = glyph.bottom - glyph.top
        if lines and y - middle < 0.5 * max(height, tall):
            lines[-1].append(glyph)
            if tall > height:  # the line is where its largest characters are
                middle, height = y, tall
        else:
            lines.append([glyph])
            middle, height = y, tall
    return lines


def _shared_height(one: Glyph, other: Glyph) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _middle(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def line_text(line: Sequence[Glyph]) -> str:
    """The text of a line; words set apart by a gap have a space between them."""
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in line:
        if last is not None and " " not in (last.text, glyph.text):
            latin = _is_letter(last.text) and _is_letter(glyph.text)
            size = glyph.bottom - glyph.top
            if glyph.x0 - last.x1 > (0.2 if latin else WIDE_GAP) * size:
                pieces.append(" ")
        pieces.append(glyph.text)
        last = glyph
    return "".join(pieces)


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def joined_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell: its lines joined as printed."""
    if not glyphs:
        return ""
    return join_lines(line_text(line) for line in text_lines(glyphs))


def loose_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of text outside tables, parted where a wide gap stands between words."""
    lines = []
    for line in text_lines(glyphs):
        run: list[Glyph] = []
        for glyph in line:
            size = max(glyph.bottom - glyph.top, 1.0)
            if run and glyph.x0 - run[-1].x1 > WIDE_GAP * size:
                lines.append(run)
                run = []
            if glyph.text.strip() or run:
                run.append(glyph)
        if run:
            lines.append(run)
    made = []
    for run in lines:
        text = line_text(run).strip()
        if text:
            sizes = sorted(g.bottom - g.top for g in run)
            made.append(Line(text, _union(run), round(sizes[len(sizes) // 2], 1)))
    return made


def _union(glyphs: Sequence[Glyph]) -> Box:
    return Box(
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
    )


def fill_lattices(
    page: native.PageHandle, display: Display, glyphs: list[Glyph], grids: Sequence[Lattice]
) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """Put every character into the cell it belongs to.

    Returns, for each lattice, the characters of each region; and the characters
    outside. A character clipped away goes to the cell where the rest of its
    text shows; a run that overflows its cell stays with it.
    """
    runs = find_runs(glyphs)
    hide_clipped(page, display, glyphs, runs)
    homes = _homes(page, glyphs, runs, grids)
    filled: list[list[list[Glyph]]] = [[[] for _ in grid.regions] for grid in grids]
    outside = []
    for glyph, home in zip(glyphs, homes, strict=True):
        if home is None:
            outside.append(glyph)
        else:
            filled[home[0]][home[1]].append(glyph)
    return filled, outside


def _homes(
    page: native.PageHandle,
    glyphs: Sequence[Glyph],
    runs: Sequence[tuple[int, int]],
    grids: Sequence[Lattice],
) -> list[tuple[int, int] | None]:
    """The lattice and region of each character; None for those outside.

    Text of one drawing command that runs over a cell's border is one cell's text.
    """
    homes: list[tuple[int, int] | None] = []
    for start, end in runs:
        run = glyphs[start:end]
        first, last = _home(run[0], grids), _home(run[-1], grids)
        if first == last and not any(glyph.hidden for glyph in run):
            homes += [first] * len(run)
            continue
        found = _settled(run, [_home(glyph, grids) for glyph in run], grids)
        if len({page.text_object(glyph.index) for glyph in run}) == 1:
            found = [max(found, key=found.count)] * len(run)
        homes += found
    return homes


def _settled(
    run: Sequence[Glyph], homes: list[tuple[int, int] | None], grids: Sequence[Lattice]
) -> list[tuple[int, int] | None]:
    """A character on a border of its cell goes with the one before it in its run, or
    after it if it is the first."""
    crossing = [_is_on_border(glyph, home, grids) for glyph, home in zip(run, homes, strict=True)]
    inside = [i for i, crosses in enumerate(crossing) if not crosses]
    settled = list(homes)
    for i, crosses in enumerate(crossing):
        if crosses and inside:
            before = [j for j in inside if j < i]
            settled[i] = homes[before[-1] if before else inside[0]]
    return settled


def _is_on_border(glyph: Glyph, home: tuple[int, int] | None, grids: Sequence[Lattice]) -> bool:
    if home is None or glyph.hidden:
        return False
    grid = grids[home[0]]
    cell = grid.box_of(grid.regions[home[1]])
    return glyph.x0 < cell.x0 - ON_BORDER or glyph.x1 > cell.x1 + ON_BORDER


def _home(glyph: Glyph, grids: Sequence[Lattice]) -> tuple[int, int] | None:
    for number, grid in enumerate(grids):
        region = grid.region_at(glyph.x, glyph.y)
        if region is not None:
            return number, region
    return None


def build_fragment(
    number: int,
    grid: Lattice,
    filled: Sequence[list[Glyph]],
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
    for region, glyphs in zip(grid.regions, filled, strict=True):
        start, stop = max(region.col, first), min(region.col + region.col_span, last)
        if stop <= start:
            continue
        col = start - first
        text = joined_text([g for g in glyphs if not g.hidden])
        whole = joined_text(glyphs) if any(g.hidden for g in glyphs) else text
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
                _runs_to_the_end(glyphs, box),
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


def _runs_to_the_end(glyphs: Sequence[Glyph], cell: Box) -> bool:
    """Whether the last line ends at the cell's right side, and close to its bottom."""
    if not glyphs:
        return False
    last = max(glyphs, key=lambda g: (g.bottom, g.x1))
    size = last.bottom - last.top
    right = max(g.x1 for g in glyphs if g.bottom >= last.bottom - 0.5 * size)
    return cell.x1 - right < 1.6 * size and cell.bottom - last.bottom < 1.2 * size


def _is_margin(grid: Lattice, filled: Sequence[list[Glyph]], col: int) -> bool:
    return grid.xs[col + 1] - grid.xs[col] < NARROW and not any(
        glyphs
        for region, glyphs in zip(grid.regions, filled, strict=True)
        if region.col == col and region.col_span == 1
    )
