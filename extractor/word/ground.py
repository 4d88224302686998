"""What white text stands on: on paper it cannot be seen, on a filled cell it can."""

from __future__ import annotations

import re
from itertools import islice

from extractor.word import tags
from extractor.word.tags import Element

_WHITE = re.compile("(?:[Ff][A-Fa-f]){3}")  # each of red, green and blue at least 250 of 255
_PROPERTIES = frozenset({tags.R_PR, tags.P_PR, tags.TC_PR, tags.TBL_PR_EX, tags.TBL_PR})
_SHADES = (tags.SHD, tags.HIGHLIGHT, tags.R_STYLE, tags.P_STYLE, tags.TBL_STYLE)
_FIRST = 4  # children among which the properties of an element stand


def is_white(color: str) -> bool:
    """Whether a color as Word writes it is that of paper.

    >>> is_white("FFFFFF"), is_white("fefefe"), is_white("auto"), is_white("FF0000")
    (True, True, False, False)
    """
    return _WHITE.fullmatch(color) is not None


def is_on_paper(run: Element, shaded: frozenset[str]) -> bool:
    """Whether a run stands in a cell, and nothing around it is filled with a color.

    ``shaded`` are the styles that may fill. Outside cells it cannot be known: a title
    may lie on a picture; so may what stands in a text box.
    """
    in_cell = False
    for node in (run, *run.iterancestors()):
        if node.tag == tags.TXBX_CONTENT:
            return False
        in_cell = in_cell or node.tag == tags.TC
        for child in islice(node, _FIRST):
            if child.tag == tags.BACKGROUND or (child.tag in _PROPERTIES and _fills(child, shaded)):
                return False
    return in_cell


def _fills(properties: Element, shaded: frozenset[str]) -> bool:
    for mark in properties.iterchildren(*_SHADES):
        value = mark.get(tags.VAL, "")
        if mark.tag == tags.SHD:
            fill = mark.get(tags.FILL, "auto")
            if value not in ("clear", "nil", "") or not (fill == "auto" or is_white(fill)):
                return True
        elif mark.tag == tags.HIGHLIGHT:
            if value not in ("white", "none"):
                return True
        elif value in shaded:
            return True
    return False
