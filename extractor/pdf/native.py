"""An open page and the objects on it, as pdfium tells of them.

What is asked once a character or an object is asked by plain pointers
(:mod:`extractor.pdf.bindings`), and boxes are written side by side into one buffer.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_float, c_ulong, c_void_p
from itertools import repeat
from typing import Any

from extractor.pdf import bindings

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_SHADING, OBJECT_FORM = 1, 2, 3, 4, 5
SHOWN_ANNOTATIONS = (3, 13, 20)  # free text, stamp, form field
FLATTENED = 1
MOST_ANNOTATIONS = 10_000  # beyond, putting them into the page takes minutes
CLIP_POINTS, CLIP_PATHS = 1000, 100  # beyond, a clip is not looked at
OC = "OC\0".encode("utf-16-le")  # the mark of what lies on a layer
SEGMENT_MOVE, SEGMENT_LINE, SEGMENT_CURVE = 2, 0, 1

Rect = tuple[float, float, float, float]

_four = (c_float * 4)()
_at = [ctypes.addressof(_four) + 4 * i for i in range(4)]
_six = (c_float * 6)()
_six_at = ctypes.addressof(_six)


def _open_page(document: int, index: int) -> int:
    """Load a page; what its form fields and text notes show becomes part of it."""
    page = bindings.load_page(document, index)
    if page and any(kind in SHOWN_ANNOTATIONS for kind in _annotation_kinds(page)):
        if bindings.count_annotations(page) > MOST_ANNOTATIONS:
            bindings.close_page(page)
            raise ValueError(f"page {index + 1} has over {MOST_ANNOTATIONS} annotations")
        done = bindings.flatten(page, 0) == FLATTENED
        if done:
            bindings.close_page(page)
            page = bindings.load_page(document, index)
    if not page:
        raise ValueError(f"page {index + 1} cannot be loaded")
    return int(page)


def _annotation_kinds(page: int) -> Iterator[int]:
    for i in range(bindings.count_annotations(page)):
        annotation = bindings.annotation(page, i)
        if annotation:
            yield bindings.annotation_kind(annotation)
            bindings.close_annotation(annotation)


class PageHandle:
    """An open page: its visible box, its rotation and its raw content.

    Coordinates are pdfium's page space; :class:`extractor.pdf.geometry.Display`
    turns them. Use as a context manager: leaving it releases the page.
    """

    def __init__(self, document: Any, index: int) -> None:
        self._page = _open_page(ctypes.cast(document.raw, c_void_p).value or 0, index)
        self._text: int | None = None
        bindings.page_box(self._page, _at[0])
        left, top, right, bottom = _four
        self.box: Rect = (left, bottom, right, top)
        self.rotation: int = bindings.rotation(self._page) * 90

    def __enter__(self) -> PageHandle:
        return self

    def __exit__(self, *_: object) -> None:
        if self._text:
            bindings.close_text(self._text)
        bindings.close_page(self._page)

    def count_objects(self) -> int:
        return int(bindings.count_objects(self._page))

    def objects(self) -> list[int]:
        return list(map(bindings.page_object, repeat(self._page), range(self.count_objects())))

    def remove(self, handle: int, form: int | None = None) -> None:
        """Take an object out of the page as loaded, or out of the form it lies in."""
        if bindings.remove_from_form(form, handle) if form else bindings.remove(self._page, handle):
            bindings.destroy(handle)

    def _text_page(self) -> int:
        if self._text is None:
            self._text = bindings.load_text(self._page) or 0
        return self._text

    def count_chars(self) -> int:
        text = self._text_page()
        return max(0, int(bindings.count_chars(text))) if text else 0

    def plain_text(self) -> str:
        """The page's text in content order, as one string, without positions."""
        count = self.count_chars()
        buffer = ctypes.create_string_buffer(2 * count + 2)
        written = bindings.get_text(self._text_page(), 0, count, buffer) if count else 0
        return buffer.raw[: max(0, written - 1) * 2].decode("utf-16-le", "replace")

    def characters(self) -> tuple[list[str], list[float]]:
        """Every character, and the loose boxes (left, top, right, bottom) in one list."""
        count, text = self.count_chars(), self._text_page()
        characters = list(self.plain_text())
        if len(characters) != count:  # some have no code or lie outside the basic plane
            codes = (bindings.unicode(text, i) for i in range(count))
            characters = [chr(c) if _is_character(c) else "\ufffd" for c in codes]
        boxes = (c_float * (4 * count))()
        base = ctypes.addressof(boxes)
        places = range(base, base + 16 * count, 16)
        deque(map(bindings.loose_box, repeat(text), range(count), places), maxlen=0)
        return characters, list(boxes)

    def angle(self, index: int) -> float:
        """The direction a character is written in, clockwise in radians; -1 unknown."""
        return float(bindings.angle(self._text_page(), index))

    def is_generated(self, index: int) -> bool:
        return bool(bindings.is_generated(self._text_page(), index) == 1)

    def is_unmapped(self, index: int) -> bool:
        return bool(bindings.unmapped(self._text_page(), index) == 1)

    def text_object(self, index: int) -> int:
        """The text object that draws a character; 0 for one pdfium made up."""
        return bindings.text_object(self._text_page(), index) or 0

    def text_objects(self, indices: Iterable[int]) -> list[int]:
        """The text objects that draw these characters."""
        found = map(bindings.text_object, repeat(self._text_page()), indices)
        return [handle or 0 for handle in found]


def _is_character(code: int) -> bool:
    """Whether a code stands for a character: a hostile font may name any number."""
    return 0 < code < 0xD800 or 0xE000 <= code < 0x110000


def form_objects(form: int) -> list[int]:
    return [bindings.form_object(form, i) for i in range(max(0, bindings.form_count(form)))]


object_type: Callable[[int], int] = bindings.object_type


def layers(handle: int) -> list[bytes]:
    """The names of the layers (optional content) that an object is marked to lie on;
    b"" for a combination of layers, which pdfium tells nothing of."""
    marks = [bindings.mark(handle, i) for i in range(bindings.count_marks(handle))]
    optional = [mark for mark in marks if _told(bindings.mark_name, mark) == OC]
    return [_told(bindings.mark_value, mark, b"Name") for mark in optional]


def _told(call: Callable[..., Any], *arguments: Any) -> bytes:
    """What a call of pdfium writes into a buffer, b"" if it fails."""
    size = c_ulong(0)
    if not call(*arguments, None, 0, ctypes.addressof(size)):
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    call(*arguments, buffer, size.value, ctypes.addressof(size))
    return buffer.raw


def bounds(handles: Sequence[int]) -> list[float]:
    """Left, top, right, bottom of objects, one after the other, in the space they are
    drawn in."""
    boxes = (c_float * (4 * len(handles)))()
    start = ctypes.addressof(boxes)
    left, top, right, bottom = (
        range(start + 4 * i, start + 16 * len(handles), 16) for i in range(4)
    )
    deque(map(bindings.bounds, handles, left, bottom, right, top), maxlen=0)
    return list(boxes)


def matrix(handle: int) -> tuple[float, float, float, float, float, float]:
    if not bindings.matrix(handle, _six_at):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    a, b, c, d, e, f = _six
    return (a, b, c, d, e, f)


def count_points(path: int) -> int:
    return max(0, int(bindings.count_segments(path)))


def subpaths(path: int) -> list[list[tuple[float, float]]]:
    """The points of a path's subpaths in the object's own space; curves give []."""
    found: list[list[tuple[float, float]]] = []
    for i in range(bindings.count_segments(path)):
        segment = bindings.segment(path, i)
        kind = bindings.segment_type(segment)
        if kind == SEGMENT_CURVE:
            return []
        bindings.segment_point(segment, _at[0], _at[1])
        point = (_four[0], _four[1])
        if kind == SEGMENT_MOVE or not found:
            found.append([point])
        else:
            found[-1].append(point)
    return found


Clip = tuple[tuple[float, ...], Rect]
"""A mark that tells clips apart cheaply, and the box clipped to."""


def are_clipped(handles: Sequence[int]) -> list[bool]:
    """Whether each object is clipped to anything."""
    counts = map(bindings.clip_count, map(bindings.clip_path, handles))
    return [count > 0 for count in counts]


def clip_of(handle: int, last: Clip | None) -> Clip | None:
    """What an object is clipped to, None if it is not.

    Neighbours mostly share their clip: where the innermost path has the corners it
    had in ``last``, that is the answer, at half the calls.
    """
    clip = (bindings.clip_path(handle) or 0) if handle else 0
    count = bindings.clip_count(clip) if clip else 0
    if count <= 0:
        return None
    mark = (count, *_corners(clip, count - 1))
    if last is not None and mark == last[0]:
        return last
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    for i in range(max(0, count - CLIP_PATHS), count):
        points = _corners(clip, i)
        if points:
            xs, ys = points[::2], points[1::2]
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return mark, (left, bottom, right, top)


def _corners(clip: int, path: int) -> list[float]:
    """x and y of a clip path's points; of a rectangle two opposite corners say all."""
    segments = bindings.clip_segments(clip, path)
    if segments in (4, 5):
        bindings.segment_point(bindings.clip_segment(clip, path, 0), _at[0], _at[1])
        bindings.segment_point(bindings.clip_segment(clip, path, 2), _at[2], _at[3])
        return list(_four)
    points: list[float] = []
    for j in range(segments if segments <= CLIP_POINTS else 0):
        bindings.segment_point(bindings.clip_segment(clip, path, j), _at[0], _at[1])
        points += _four[:2]
    return points
