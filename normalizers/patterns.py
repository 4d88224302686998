"""Regular expressions that are compiled when one is first used, not when a module is loaded.

Who reads one value reads many: the first use of one compiles all, so that their cost is
part of the start and not spread over the pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar


class Lazy:
    """A pattern with the methods of ``re.Pattern``; after the first use it costs nothing extra."""

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    sub: Callable[..., str]
    split: Callable[..., list[str]]
    findall: Callable[..., list[str]]

    _waiting: ClassVar[list[Lazy]] = []

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        Lazy._waiting.append(self)

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        for lazy in Lazy._waiting:
            compiled = re.compile(lazy.pattern)
            for method in _METHODS:
                setattr(lazy, method, getattr(compiled, method))
        Lazy._waiting.clear()
        return self.__dict__[name]


_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall")
