"""Departments and years side by side: ``compare(dataset)`` gives a ``Comparison``."""

from jixiao.comparing.comparing import compare
from jixiao.comparing.model import Choice, Comparison

__all__ = ["Choice", "Comparison", "compare"]
