"""Published Chinese performance-target reports as records one can trust.

>>> import jixiao
>>> report = jixiao.read("corpus/seed/seed-a4.pdf")
>>> len(report.indicators)
56
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jixiao.version import __version__

if TYPE_CHECKING:
    from extractor.codes import DocumentError
    from jixiao.report import Report, read

__all__ = ["DocumentError", "Report", "__version__", "read"]

_HOMES = {"DocumentError": "extractor.codes", "Report": "jixiao.report", "read": "jixiao.report"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'jixiao' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
