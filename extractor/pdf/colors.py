"""The colors that objects of a page are drawn in, as pdfium tells of them.

They are asked for all objects at once, as boxes are in :mod:`extractor.pdf.native`.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_uint
from itertools import compress

from extractor.pdf import bindings

FAINT, WHITE = 20, 250  # of 255: less alpha is no color, nor is a lighter one
PALE, PALE_ALPHA = 120, 180  # of 255: a lighter color is pale, as is one of less alpha
FILLED = (0, 4)  # modes in which letters are filled only


def paints(paths: Sequence[int]) -> list[tuple[bool, bool]]:
    """Whether each path is filled, and whether stroked, in a color that can be told from
    white paper."""
    modes = (c_uint * (2 * len(paths)))()
    start = ctypes.addressof(modes)
    fills, strokes = (range(start + 4 * i, start + 8 * len(paths), 8) for i in range(2))
    deque(map(bindings.draw_mode, paths, fills, strokes), maxlen=0)
    filled, stroked = modes[::2], modes[1::2]
    unfilled = _unseen(bindings.fill_color, [*compress(paths, filled)])
    unstroked = _unseen(bindings.stroke_color, [*compress(paths, stroked)])
    return [
        (fill != 0 and path not in unfilled, stroke != 0 and path not in unstroked)
        for path, fill, stroke in zip(paths, filled, stroked, strict=True)
    ]


def faint(texts: Iterable[int]) -> set[int]:
    """Which text objects are filled, and not outlined, in a color that cannot be told from
    white paper."""
    unseen = _unseen(bindings.fill_color, [*dict.fromkeys(filter(None, texts))])
    return {handle for handle in unseen if bindings.render_mode(handle) in FILLED}


def _unseen(color: Callable[..., int], handles: Sequence[int]) -> set[int]:
    """The objects whose color is transparent, or white."""
    if not handles:
        return set()
    colors = (c_uint * (4 * len(handles)))()
    start, stop = ctypes.addressof(colors), ctypes.addressof(colors) + 16 * len(handles)
    told = list(map(color, handles, *(range(start + 4 * i, stop, 16) for i in range(4))))
    red, alpha = colors[::4], colors[3::4]
    if all(told) and min(alpha) > FAINT and max(red) < WHITE:
        return set()
    shades = zip(handles, told, red, colors[1::4], colors[2::4], alpha, strict=True)
    return {
        handle
        for handle, known, r, g, b, a in shades
        if known and (a <= FAINT or min(r, g, b) >= WHITE)
    }


def is_pale(text: int) -> bool:
    """Whether a text object is filled in a light color, though not in white, or lets
    through what is behind it."""
    color = (c_uint * 4)()
    places = range(ctypes.addressof(color), ctypes.addressof(color) + 16, 4)
    if not text or not bindings.fill_color(text, *places):
        return False
    *shades, alpha = color
    return alpha < PALE_ALPHA or PALE < min(shades) < WHITE
