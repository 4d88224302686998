"""How printed text is put together again, the same for every kind of file."""

from __future__ import annotations

from collections.abc import Iterable


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of one cell or paragraph as they would read unbroken.

    A line break in a narrow cell is no part of the text, and Chinese has no
    spaces, so nothing is put in its place; the one exception is a break between
    Latin words, which is taken for the space between them. A broken number or
    percentage thus comes back whole.

    >>> join_lines(["设备验收", "合格率"])
    '设备验收合格率'
    >>> join_lines(["20", "26年", " ≥100", "%"])
    '2026年≥100%'
    >>> join_lines(["Microsoft", "Office 授权"])
    'Microsoft Office 授权'
    >>> join_lines(["Water supply,", "sewerage"])
    'Water supply, sewerage'
    """
    pieces: list[str] = []
    for line in lines:
        piece = line.strip()
        if not piece:
            continue
        if pieces and are_words(pieces[-1][-1], piece[0]):
            pieces.append(" ")
        pieces.append(piece)
    return "".join(pieces)


def are_words(before: str, after: str) -> bool:
    """Whether a sign ends a Latin word, or its punctuation, and the next begins one."""
    return _is_letter(after) and (_is_letter(before) or before in ",;:.)")


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
