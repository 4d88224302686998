"""The page's script and style sheet, with the hashes by which the page allows only them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

SCRIPTS = ("data.js", "table.js", "sheet.js", "viewer.js", "main.js")


def style() -> str:
    return _read("page.css")


def script() -> str:
    """The whole script, closed in itself."""
    return '(() => {\n"use strict";\n' + "\n".join(map(_read, SCRIPTS)) + "})();"


def allowed(source: str) -> str:
    """What a Content-Security-Policy calls an inline script or style: its digest.

    >>> allowed("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    digest = hashlib.sha256(source.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _read(name: str) -> str:
    return Path(__file__).with_name("static").joinpath(name).read_text(encoding="utf-8")
