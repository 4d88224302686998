"""Operators (计算符号) as signs and as words, before and after the number.

以上, 以下 and 以内 include the number itself; 超过 and 不满 do not
(民法典第一千二百五十九条: 所称的“以上”、“以下”、“以内”、“届满”，包括本数；
所称的“不满”、“超过”、“以外”，不包括本数).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from normalizers.patterns import of_values
from normalizers.printed import clean
from normalizers.value_model import Operator

# 》 and 〉 are what the key > gives on a Chinese keyboard, 《 and 〈 the key <.
_SIGNS: dict[Operator, str] = {
    "ge": ">= => ≥= ≥ 》= 〉= ≮",
    "le": "<= =< ≤= ≤ 《= 〈= ≯",
    "gt": "> 》 〉",
    "lt": "< 《 〈",
    "eq": "== =",
}
_BEFORE: dict[Operator | None, str] = {
    "ge": "大于或等于 大于等于 高于或等于 不少于 不低于 不小于 不得少于 不得低于 不得小于 不早于"
    " 不下于 至少 最少 最低 达到 达",
    "le": "小于或等于 小于等于 低于或等于 不超过 不高于 不大于 不多于 不得超过 不得高于 不得大于"
    " 不超 不晚于 不迟于 不长于 至多 最多 最高",
    "gt": "大于 高于 超过 多于 超",
    "lt": "小于 低于 少于 不足 不满",
    "eq": "等于",
    None: "控制在 保持在 稳定在 提高到 提升到 提升至 提高至 增加到 降低到 降低至"
    " 下降到 降至 降到 为",
}
_AFTER: dict[Operator | None, str] = {
    "ge": "(含)以上 及以上 (及以上) (含)及以上 或以上 (含以上) (以上) 以上(含) 以上",
    "le": "(含)以下 及以下 (及以下) (含)及以下 或以下 以下 以内 之内 (含)以内 (以内) 内",
}
INCLUDED = "(含)"  # the number itself counts
_ABOUT_BEFORE = ("大约", "约", "近", "≈", "~", "左右")
_ABOUT_AFTER = ("左右", "上下")


def _by_word(words: Mapping[Any, str]) -> dict[str, Operator | None]:
    return {word: operator for operator, several in words.items() for word in several.split()}


_SIGN = _by_word(_SIGNS)
_LEAD = _SIGN | _by_word(_BEFORE)
_TRAIL = _by_word(_AFTER)
_MEANS = _LEAD | _TRAIL


def _longest_first(*words: str) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


BEFORE = of_values(f"(?:{_longest_first(*_LEAD, *_ABOUT_BEFORE)})")
AFTER = of_values(f"(?:{_longest_first(*_TRAIL, *_ABOUT_AFTER)})$")
_ABOUT = frozenset((*_ABOUT_BEFORE, *_ABOUT_AFTER))


def meaning(words: list[str]) -> tuple[Operator | None, tuple[str, ...]]:
    """What several printed operators say together, and the flags they raise.

    Two that do not say the same leave no operator: nothing is chosen.

    >>> meaning(["≥", "以上"]), meaning(["≤", "以上"]), meaning(["约"])
    (('ge', ()), (None, ('value.operator_conflict',)), (None, ('value.approximate',)))
    >>> meaning(["≥", "(含)"]), meaning([">", "(含)"])
    (('ge', ()), (None, ('value.operator_conflict',)))
    """
    said = {_MEANS.get(word) for word in words} - {None}
    flags = ("value.approximate",) if _ABOUT.intersection(words) else ()
    if len(said) > 1 or (INCLUDED in words and said & {"gt", "lt"}):
        return None, (*flags, "value.operator_conflict")
    return (said.pop() if said else None), flags


@lru_cache(maxsize=512)
def operator_column(text: str) -> tuple[Operator | None, bool]:
    """The operator of an operator cell (计算符号, 指标性质), and whether it says 定性.

    >>> operator_column("＝"), operator_column("大于等于"), operator_column("定性")
    (('eq', False), ('ge', False), (None, True))
    >>> operator_column("正向")
    (None, False)
    """
    folded = clean(text)
    operator = _LEAD.get(folded) or _SIGN.get(folded.partition("(")[0])
    return operator, folded == "定性"
