"""All the reports of the corpus: those laid out by name and those typed as grids."""

from __future__ import annotations

from corpus import content, variant
from corpus.content import Report


def reports() -> list[Report]:
    """Every report of the corpus, folder by folder."""
    return content.reports() + variant.reports()
