"""What a page break did to the cells it runs through.

At a break three things happen: a row is cut, so that its cells have text on
both pages; a merged label (一级指标 …) runs on, printed before, after or amid
the break; or the break falls between two rows and parts nothing. Ruling lines
left out at the break decide where they can; else blanks and words do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.pieces import Piece
from extractor.vocabulary import class_level, column_role, is_outer, label_field

Roles = Sequence[tuple[float, float, str]]
VALUE_ROLES = ("target", "half_year", "cycle")
LEVEL_ORDER = ("level1", "level2", "key_task")
PROJECT_ROLES = ("project", "project_code", "goal", "money", "department", "implementing_unit")
BRACKETS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("【", "】"), ("[", "]"))
SENTENCE = 8  # characters: a label at least this long may be cut anywhere
PROSE = 30  # characters: a cell with more is running text


@dataclass(slots=True)
class _Pair:
    """The last cell of a column above the break and the first below it."""

    above: Piece
    below: Piece
    role: str

    @property
    def blank_above(self) -> bool:
        return not self.above.text

    @property
    def blank_below(self) -> bool:
        return not self.below.text

    @property
    def held_whole(self) -> bool:
        """Whether both pages hold the same text and at least one shows only part."""
        a, b = self.above, self.below
        shown = "".join(a.parts[-1].text.split()) == a.whole and "".join(b.text.split()) == b.whole
        return bool(a.whole) and a.whole == b.whole and not shown

    @property
    def single(self) -> bool:
        return self.above.row_span == 1 and self.below.row_span == 1


def join_break(
    bottom: Sequence[Piece], page: list[Piece], first: int, roles: Roles
) -> tuple[list[Piece], int]:
    """Join the pieces of a new page to those at the table's bottom.

    ``first`` is the row the page begins with. Returns the page's pieces that are
    not part of one above, and the number of rows that were one row before: 1 if
    the break cut a row, else 0.
    """
    pairs = _pairs(bottom, page, first, roles)
    if _header_is_cut(pairs):
        return _join_row(pairs, page), 1
    evidence = _lines_tell(pairs)
    if _row_is_cut(pairs, evidence):
        return _join_row(pairs, page), 1
    joined = _continuing(pairs, evidence)
    for pair in joined:
        _join(pair, evidence)
    gone = {id(pair.below) for pair in joined}
    return [piece for piece in page if id(piece) not in gone], 0


def _pairs(bottom: Sequence[Piece], page: list[Piece], first: int, roles: Roles) -> list[_Pair]:
    top = [p for p in page if p.row == first]
    pairs = []
    for below in sorted(top, key=lambda p: p.x0):
        best, most = None, 0.0
        for above in bottom:
            shared = min(above.x1, below.x1) - max(above.x0, below.x0)
            if shared > most:
                best, most = above, shared
        if best is not None and most > 0.6 * max(best.x1 - best.x0, below.x1 - below.x0):
            pairs.append(_Pair(best, below, _role_at(roles, below)))
    return pairs


def _role_at(roles: Roles, piece: Piece) -> str:
    best, most = "", 0.0
    for x0, x1, role in roles:
        shared = min(x1, piece.x1) - max(x0, piece.x0)
        if shared > most and shared > 0.5 * (piece.x1 - piece.x0):
            best, most = role, shared
    return best


def _lines_tell(pairs: Sequence[_Pair]) -> bool:
    """Whether some columns are closed at the break and others left open: then the
    open ones run on and the closed ones do not."""
    opened = [pair.above.open_bottom for pair in pairs]
    return any(opened) and not all(opened)


def _header_is_cut(pairs: Sequence[_Pair]) -> bool:
    """Whether the break runs through a header row (一级指 | 标, 半年指标 | 值)."""
    rest = [pair for pair in pairs if not pair.blank_below]
    whole = [pair.above.text + pair.below.text for pair in pairs]
    return (
        bool(rest)
        and all(pair.single and column_role(pair.above.text + pair.below.text) for pair in rest)
        and sum(1 for text in whole if column_role(text)) >= max(3, len(rest))
    )


def _row_is_cut(pairs: Sequence[_Pair], evidence: bool) -> bool:
    """Whether the page's first row is the rest of the table's last row."""
    by_role = {pair.role: pair for pair in pairs}
    name = by_role.get("level3")
    value = next((by_role[role] for role in ("target", "weight", "score") if role in by_role), None)
    if name is None or value is None:
        return _labelled_row_is_cut(pairs) or _label_is_cut(pairs)
    if not name.single or not value.single:
        return False
    if name.held_whole or value.held_whole:
        return True
    if evidence and not name.above.open_bottom and not value.above.open_bottom:
        return False
    if name.blank_below and value.blank_below:
        rest = [pair.below.text for pair in pairs if pair.role not in PROJECT_ROLES]
        whole_label = any(class_level(text) for text in rest)
        return not whole_label and (any(rest) or _is_sliver(name.below))
    levels = [pair for pair in pairs if pair.role in LEVEL_ORDER]
    if _only_the_name_goes_on(pairs, name) and not any(map(_is_class_below, levels)):
        return True
    if not all(pair.blank_below for pair in levels):
        return False
    if name.blank_above and value.blank_above:
        return False
    parted = name.blank_above != name.blank_below or value.blank_above != value.blank_below
    if name.blank_below or value.blank_below:
        return parted
    return (name.blank_above or value.blank_above) and name.above.open_bottom


def _only_the_name_goes_on(pairs: Sequence[_Pair], name: _Pair) -> bool:
    """Whether a name runs to the end of its cell and goes on below, where no value is."""
    values = [pair for pair in pairs if pair.role in VALUE_ROLES]
    return (
        (name.above.filled or _is_unfinished(name.above.text))
        and not name.blank_below
        and all(pair.blank_below for pair in values)
        and not any(pair.blank_above for pair in values)
    )


def _is_class_below(pair: _Pair) -> bool:
    return bool(class_level(pair.below.text))


def _is_sliver(piece: Piece) -> bool:
    """A strip too low for a line of text: what is left of a cut row."""
    box = piece.parts[0].bbox
    return box is not None and box.bottom - box.top < 9


def _labelled_row_is_cut(pairs: Sequence[_Pair]) -> bool:
    """Above the indicators: a label's running text goes on without its label."""
    if len(pairs) < 2:
        return False
    label, rest = pairs[0], pairs[1:]
    if not label.blank_below or not all(pair.single for pair in rest):
        return False
    if label_field(label.above.text) is None:
        return False
    long_above = any(len(pair.above.text) > PROSE for pair in rest)
    return long_above and any(pair.below.text for pair in rest)


def _label_is_cut(pairs: Sequence[_Pair]) -> bool:
    """Above the indicators: of a row of labels and values only labels go on (主管部门及 | 代码)."""
    rest = [pair for pair in pairs if not pair.blank_below]
    if not rest or len(rest) == len(pairs) or not all(pair.single for pair in rest):
        return False
    return all(
        pair.above.text
        and label_field(pair.above.text + pair.below.text)
        and not label_field(pair.below.text)
        for pair in rest
    )


def _join_row(pairs: Sequence[_Pair], page: Sequence[Piece]) -> list[Piece]:
    """Make the page's first row part of the row above the break."""
    gone = set()
    for pair in pairs:
        if pair.below.text and pair.above.text:
            pair.above.flags.add("row.joined")
        _take(pair.above, pair.below)
        pair.above.row_span -= 1  # the shared row was counted on both pages
        gone.add(id(pair.below))
    left = [piece for piece in page if id(piece) not in gone]
    for piece in left:
        piece.row -= 1
    return left


def _continuing(pairs: Sequence[_Pair], evidence: bool) -> list[_Pair]:
    """The pairs that are one merged cell cut by the break, from left to right."""
    joined: list[_Pair] = []
    project_goes_on: bool | None = None
    level_goes_on = True
    for pair in pairs:
        if pair.role in PROJECT_ROLES:
            if project_goes_on is None:
                project_goes_on = _label_goes_on(pair, evidence)
            if project_goes_on and (_label_goes_on(pair, evidence)):
                joined.append(pair)
        elif pair.role in LEVEL_ORDER:
            if level_goes_on and project_goes_on is not False:
                level_goes_on = _label_goes_on(pair, evidence)
                if level_goes_on:
                    joined.append(pair)
                elif pair.above.text and "".join(pair.above.text.split()) == "".join(
                    pair.below.text.split()
                ):
                    level_goes_on = True  # the label is printed again: what is inside may go on
        elif (
            not pair.role
            and (not pair.single or _is_label(pair.above))
            and _label_goes_on(pair, evidence)
        ):
            joined.append(pair)
    return joined


def _is_label(piece: Piece) -> bool:
    return is_outer(piece.text) or label_field(piece.text) is not None


def _label_goes_on(pair: _Pair, evidence: bool) -> bool:
    """Whether a label's cell above the break and the one below are one cell."""
    if pair.held_whole:
        return True
    if evidence:
        return pair.above.open_bottom and not _contradict(pair)
    if pair.blank_above or pair.blank_below:
        return True
    return _cut_word(pair)


def _contradict(pair: _Pair) -> bool:
    """Two different whole labels cannot be one, whatever the lines say."""
    return not _is_rest(pair) and _is_whole(pair.above.text) and _is_whole(pair.below.text)


def _is_whole(text: str) -> bool:
    return bool(class_level(text)) or is_outer(text) or label_field(text) is not None


def _cut_word(pair: _Pair) -> bool:
    """Whether the two texts are halves of one label: together a known one (社会效益 |
    指标), or a sentence that stops in the middle."""
    above, below = pair.above.text, pair.below.text
    if _is_rest(pair):
        return True
    if class_level(below) or is_outer(below):
        return False
    whole = above + below
    if class_level(whole) or is_outer(whole):
        return True
    if len(above) < SENTENCE or class_level(above):
        return False
    full = pair.above.filled and pair.above.row_span > 1  # a label seldom fills many rows
    return full or _is_unfinished(above)


def _is_rest(pair: _Pair) -> bool:
    """Whether the text below is a word by itself, but not one of its column, and makes one
    with that above (质量 | 指标, 社会 | 效益指标)."""
    below = pair.below.text
    if pair.role not in LEVEL_ORDER or not (is_outer(below) or class_level(below)):
        return False
    return pair.role not in class_level(below) and pair.role in class_level(pair.above.text + below)


def _is_unfinished(text: str) -> bool:
    """Whether a text stops amid a sentence: at a comma, or inside brackets or quotes."""
    unclosed = any(text.count(opened) > text.count(closed) for opened, closed in BRACKETS)
    return unclosed or text[-1:] in "，、；和及与的"


def _join(pair: _Pair, evidence: bool) -> None:
    _take(pair.above, pair.below)
    if not evidence and pair.role in LEVEL_ORDER and not pair.held_whole:
        pair.above.flags.add("level.joined")


def _take(above: Piece, below: Piece) -> None:
    above.parts.extend(below.parts)
    above.row_span += below.row_span
    above.open_bottom, above.filled = below.open_bottom, below.filled
    above.flags |= below.flags - {"cell.cut"}
