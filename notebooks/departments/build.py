"""Draws the made-up reports that the third notebook compares, with the tools of the corpus:
``python -m notebooks.departments.build``. They embed a subset of WenQuanYi Micro Hei, whose
licence corpus/README.md tells."""

from __future__ import annotations

from pathlib import Path

from corpus.build import build
from corpus.variant import load

if __name__ == "__main__":
    for content in sorted(Path(__file__).parent.glob("*/content.toml")):
        report = load(content)
        for item in report.files:
            if item.name.endswith(".pdf"):
                build(report, item)
