"""What the page says, in Chinese and English: ``words.toml`` beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor.codes import FLAGS

Wording = Mapping[str, Mapping[str, str]]
"""Sentences by section and name."""


@cache
def wording(lang: str) -> Wording:
    """The sentences of a language; English flags are explained by their registry."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    at = 0 if lang == "zh" else 1
    found: dict[str, Mapping[str, str]] = {
        section: {name: said if isinstance(said, str) else said[at] for name, said in words.items()}
        for section, words in tomllib.loads(text).items()
    }
    if lang != "zh":
        found["flags"] = FLAGS
    return found
