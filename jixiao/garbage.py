"""Letting the garbage collector look seldom.

Loading modules and reading pages make many objects, and hardly a cycle of them; looking
for one takes a twentieth of the time otherwise.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY_OBJECTS = 50_000  # made between two looks


def collect_rarely() -> None:
    """For the rest of this process."""
    gc.set_threshold(MANY_OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """While this holds."""
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
