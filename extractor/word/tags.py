"""Names of WordprocessingML, as lxml spells them, and the children they hide.

Strict OOXML is turned into these transitional names before parsing
(:mod:`extractor.word.package`), so nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Element: TypeAlias = Any  # an lxml element; lxml itself is imported only where it parses

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

DOCUMENT, BODY, BACKGROUND = (_W + name for name in ("document", "body", "background"))
VAL, TYPE, WIDTH = _W + "val", _W + "type", _W + "w"

P, R, TBL, TR, TC = (_W + name for name in ("p", "r", "tbl", "tr", "tc"))
ALT_CHUNK = _W + "altChunk"
TBL_PR, TBL_PR_EX, TBL_STYLE = _W + "tblPr", _W + "tblPrEx", _W + "tblStyle"
TBL_GRID, GRID_COL = _W + "tblGrid", _W + "gridCol"
TR_PR, GRID_BEFORE, GRID_AFTER = _W + "trPr", _W + "gridBefore", _W + "gridAfter"
HIDDEN = _W + "hidden"
TC_PR, TC_W, GRID_SPAN = _W + "tcPr", _W + "tcW", _W + "gridSpan"
V_MERGE, H_MERGE, CELL_DEL = _W + "vMerge", _W + "hMerge", _W + "cellDel"
DEL = _W + "del"
DELETED = frozenset({DEL, _W + "moveFrom"})

R_PR, R_FONTS, VANISH = _W + "rPr", _W + "rFonts", _W + "vanish"
STRIKE, DSTRIKE, COLOR = _W + "strike", _W + "dstrike", _W + "color"
SHD, FILL, HIGHLIGHT = _W + "shd", _W + "fill", _W + "highlight"
FONT_ATTRIBUTES = (_W + "ascii", _W + "hAnsi")
T, BR, CR, TAB, PTAB = (_W + name for name in ("t", "br", "cr", "tab", "ptab"))
NO_BREAK_HYPHEN = _W + "noBreakHyphen"
SYM, SYM_FONT, SYM_CHAR = _W + "sym", _W + "font", _W + "char"
FLD_CHAR, FLD_CHAR_TYPE = _W + "fldChar", _W + "fldCharType"
INSTR_TEXT = _W + "instrText"
FF_DATA, CHECK_BOX, CHECKED = _W + "ffData", _W + "checkBox", _W + "checked"
DD_LIST, RESULT, LIST_ENTRY = _W + "ddList", _W + "result", _W + "listEntry"
RUBY, RUBY_BASE = _W + "ruby", _W + "rubyBase"
NOTE_REFERENCES = frozenset({_W + "footnoteReference", _W + "endnoteReference"})
CUSTOM_MARK = _W + "customMarkFollows"
TXBX_CONTENT = _W + "txbxContent"
DRAWINGS = frozenset({_W + "drawing", _W + "pict", _W + "object"})
ANCHOR = _WP + "anchor"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"

P_PR, P_STYLE, R_STYLE, NUM_PR = (_W + name for name in ("pPr", "pStyle", "rStyle", "numPr"))
NUM_ID, ILVL, NUM, ABSTRACT_NUM = (_W + n for n in ("numId", "ilvl", "num", "abstractNum"))
ABSTRACT_NUM_ID = ABSTRACT_NUM_REF = _W + "abstractNumId"  # an attribute, and an element
NUM_STYLE_LINK, LVL_OVERRIDE = _W + "numStyleLink", _W + "lvlOverride"
START_OVERRIDE, LVL, START, NUM_FMT = (
    _W + name for name in ("startOverride", "lvl", "start", "numFmt")
)
LVL_TEXT, LVL_RESTART, SUFF, IS_LGL = (
    _W + name for name in ("lvlText", "lvlRestart", "suff", "isLgl")
)
STYLE, STYLE_ID, BASED_ON, DEFAULT = (
    _W + name for name in ("style", "styleId", "basedOn", "default")
)

O_MATH, O_MATH_PARA, M_T = _M + "oMath", _M + "oMathPara", _M + "t"
M_FRACTION, M_NUM, M_DEN = _M + "f", _M + "num", _M + "den"
M_DELIMITER, M_E, M_D_PR = _M + "d", _M + "e", _M + "dPr"
M_BEG_CHR, M_END_CHR, M_SEP_CHR, M_VAL = (_M + n for n in ("begChr", "endChr", "sepChr", "val"))

ALTERNATE, CHOICE, FALLBACK = (_MC + n for n in ("AlternateContent", "Choice", "Fallback"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Elements whose children stand in their place. What is not here and not asked
# for is passed over: tracked deletions (w:del, w:moveFrom) first of all.
TRANSPARENT = frozenset(
    _W + name
    for name in [
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    ]
)

_CONTENT = (T, SYM, TBL, M_T, TXBX_CONTENT)


def unwrapped(parent: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The ``wanted`` children of ``parent``, those inside wrappers in their place.

    Wanted elements are not looked into, so nested tables stay apart.
    """
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag in TRANSPARENT:
            yield from _within(child, wanted)
        elif tag == ALTERNATE:
            yield from _within(chosen_branch(child), wanted)


def _within(wrapper: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The same of a wrapper's children; a stack in place of recursion keeps this linear
    and safe at any depth of wrappers."""
    stack = [iter(wrapper)]
    while stack:
        for child in stack[-1]:
            tag = child.tag
            if tag in wanted:
                yield child
            elif tag in TRANSPARENT:
                stack.append(iter(child))
                break
            elif tag == ALTERNATE:
                stack.append(iter(chosen_branch(child)))
                break
        else:
            stack.pop()


def chosen_branch(alternate: Element) -> Element:
    """One branch of mc:AlternateContent; the others say the same again.

    The first Choice that holds content, as Word takes; else the Fallback, for a
    Choice may be a drawing of a kind that has no text for us.
    """
    fallback: Element = ()
    for branch in alternate:
        if branch.tag == FALLBACK:
            fallback = branch
        elif branch.tag == CHOICE and next(branch.iter(*_CONTENT), None) is not None:
            return branch
    return fallback


def is_on(toggle: Element) -> bool:
    """Whether an on/off property is on: there, and not said to be off."""
    return toggle.get(VAL) not in ("0", "false", "off", "none")
