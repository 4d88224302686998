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
    from jixiao.dataset import Dataset
    from jixiao.dataset import open_dataset as open
    from jixiao.report import Report, read

__all__ = ["Dataset", "DocumentError", "Report", "__version__", "open", "read"]

_HOMES = {
    "Dataset": ("jixiao.dataset", "Dataset"),
    "DocumentError": ("extractor.codes", "DocumentError"),
    "Report": ("jixiao.report", "Report"),
    "open": ("jixiao.dataset", "open_dataset"),
    "read": ("jixiao.report", "read"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'jixiao' has no attribute {name!r}")
    import importlib

    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)
