"""Regular expressions that are compiled when first used, not when a module is loaded.

Compiling the patterns of a whole program takes longer than reading a page; most runs
need few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


class Lazy:
    """A pattern with the methods of ``re.Pattern``; after the first use it costs nothing extra.

    Patterns of one ``family`` are compiled together, when one is first used.
    """

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    sub: Callable[..., str]
    split: Callable[..., list[str]]
    findall: Callable[..., list[str]]
    finditer: Callable[..., Iterator[re.Match[str]]]

    def __init__(self, pattern: str, flags: int = 0, family: list[Lazy] | None = None) -> None:
        self.pattern = pattern
        self.flags = flags
        self._waiting = [] if family is None else family
        self._waiting.append(self)

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        for lazy in self._waiting:
            compiled = re.compile(lazy.pattern, lazy.flags)
            for method in _METHODS:
                setattr(lazy, method, getattr(compiled, method))
        self._waiting.clear()
        return self.__dict__[name]


def family() -> partial[Lazy]:
    """A maker of patterns that are compiled together, for a task that needs most of them."""
    return partial(Lazy, family=[])


of_values = family()  # the grammar of values
of_names = family()  # the wording of names
