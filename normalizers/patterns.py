"""Regular expressions that are compiled when first used, not when a module is loaded.

Compiling the patterns of a whole program takes longer than reading a page; most runs
need few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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


_of_values: list[Lazy] = []
_of_names: list[Lazy] = []


def of_values(pattern: str) -> Lazy:
    """A pattern of the grammar of values: who reads one value reads many."""
    return Lazy(pattern, family=_of_values)


def of_names(pattern: str) -> Lazy:
    """A pattern of the wording of names: who matches one name matches many."""
    return Lazy(pattern, family=_of_names)
