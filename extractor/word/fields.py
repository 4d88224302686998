"""What a field shows: its result as a rule, else what its instruction or form data say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.word import tags
from extractor.word.counting import written
from extractor.word.styles import integer, value_of
from extractor.word.symbols import symbol_char
from extractor.word.tags import Element

_NAME = re.compile(r"\s*([A-Za-z]+)\s*")
_DRESS = re.compile(r"\\[A-Za-z]+-?\d*|[()]")  # switches, and the brackets of their arguments
_BETWEEN = re.compile("[,;，；]")
_FONT = re.compile(r'\\f\s*"?([^"\\]+)"?')
_CIRCLES = ("○", "〇")


@dataclass(slots=True)
class Field:
    """An open field: where among the pieces of text its instruction began, what its form
    data show, the instruction so far, and whether the result has begun."""

    start: int
    form: str = ""
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False


def without_result(found: Field) -> str:
    """What a field shows that holds no result."""
    return found.form or _drawn("".join(found.instruction))


def form_shown(mark: Element) -> str:
    """The text of a check box or list whose w:fldChar begins here, else ""."""
    for data in mark.iterchildren(tags.FF_DATA):
        box = data.find(tags.CHECK_BOX)
        if box is not None:
            state = box.find(tags.CHECKED)
            state = box.find(tags.DEFAULT) if state is None else state
            return "☒" if state is not None and tags.is_on(state) else "☐"
        choices = data.find(tags.DD_LIST)
        if choices is not None:
            entries = [entry.get(tags.VAL, "") for entry in choices.iterchildren(tags.LIST_ENTRY)]
            chosen = value_of(choices, tags.RESULT) or value_of(choices, tags.DEFAULT)
            number = integer(chosen, 0)
            return entries[number] if 0 <= number < len(entries) else ""
    return ""


def _drawn(instruction: str) -> str:
    r"""What Word draws by the instruction itself: signs, set characters, prompts.

    >>> _drawn(r' EQ \o\ac(○,1) '), _drawn(r'eq \f(1,2)'), _drawn(' PAGE ')
    ('①', '1/2', '')
    >>> _drawn(r' SYMBOL 179 \f "Symbol" \s 12 '), _drawn(' MACROBUTTON NoMacro [填写] ')
    ('≥', '[填写]')
    """
    named = _NAME.match(instruction)
    if named is None:
        return ""
    name, rest = named[1].upper(), instruction[named.end() :]
    if name == "EQ":
        parts = [part.strip() for part in _BETWEEN.split(_DRESS.sub("", rest))]
        if len(parts) == 2 and parts[0] in _CIRCLES:
            number = integer(parts[1], 0)
            return written(number, "decimalEnclosedCircle") if 0 < number <= 20 else parts[1]
        return ("/" if rest[:2].lower() == "\\f" else "").join(parts)
    if name == "SYMBOL":
        code, _, switches = rest.partition(" ")
        font = _FONT.search(switches)
        code = code[2:] if code[:2].lower() == "0x" else f"{integer(code, 0):x}"
        return symbol_char(font[1].strip() if font else "", code)
    return rest.strip().partition(" ")[2] if name == "MACROBUTTON" else ""
