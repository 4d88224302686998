"""Text that cannot be seen: white, or all but transparent, with nothing behind it but paper.

White text on a dark ground is seen. So may be what lies on a picture; there, text of no
color is mostly the text layer of a scan, which is what its picture shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model import Box
from extractor.pdf import colors, native
from extractor.pdf.geometry import IDENTITY, Display
from extractor.pdf.glyphs import Run
from extractor.pdf.ruling import THIN, drawn
from extractor.pdf.watermarks import told

GROUND = 0.2  # share of a letter's box that something drawn must cover to be its ground


def without_unseen(
    page: native.PageHandle, display: Display, runs: list[Run]
) -> tuple[list[Run], str]:
    """The runs that are seen, and the words of those that are not, each once.

    A run is cut into its letters where some are of no color.
    """
    drawing = [page.text_objects(range(run.start, run.start + len(run.text))) for run in runs]
    faint = colors.faint(command for commands in drawing for command in commands)
    grounds = _grounds(page, display)
    if grounds is None:
        return runs, ""
    seen: list[Run] = []
    unseen: list[Run] = []
    for run, commands in zip(runs, drawing, strict=True):
        if faint.isdisjoint(commands):
            seen.append(run)
            continue
        for letter, command in zip(run.letters(), commands, strict=True):
            letter.command = command
            hidden = command in faint and not any(_covers(box, letter) for box in grounds)
            (unseen if hidden else seen).append(letter)
    return seen, told(unseen)


def _covers(box: Box, letter: Run) -> bool:
    wide = min(box.x1, letter.x1) - max(box.x0, letter.x0)
    tall = min(box.bottom, letter.bottom) - max(box.top, letter.top)
    area = (letter.x1 - letter.x0) * (letter.bottom - letter.top)
    return wide > 0 and tall > 0 and wide * tall >= GROUND * area


def _grounds(page: native.PageHandle, display: Display) -> Sequence[Box] | None:
    """The boxes of all that may lie behind text; None where that cannot be told."""
    handles = page.objects()
    if any(native.object_type(handle) == native.OBJECT_SHADING for handle in handles):
        return None
    return [*_filled(handles, display)]


def _filled(handles: Sequence[int], display: Display) -> Iterator[Box]:
    for kind, handle, box, _, (filled, stroked) in drawn(handles, IDENTITY, display, 0):
        if kind == native.OBJECT_IMAGE:
            yield box
            continue
        thick = min(box.x1 - box.x0, box.bottom - box.top) > THIN
        if filled or (stroked and thick and native.count_points(handle) == 2):
            yield box
