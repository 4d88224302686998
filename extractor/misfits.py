"""Texts that are not what their column or label holds, as where two cells ran together.

A lost ruling line or a slipped column leaves words that no one prints: two class words in
a row (产出指标效益指标), an operator in a column of units, a label with its amount. The
measures are strict, so that what is printed as it should be is never taken for amiss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache

from extractor.patterns import of_tables
from extractor.vocabulary import (
    class_level,
    column_role,
    fold,
    is_outer,
    label_field,
    money_role,
    phrases,
)

LONGEST_UNIT = 12  # characters
LONGEST_TWO = 40  # characters of two words in a row
DIGITS = "0123456789."
VALUES = ("target", "half_year", "cycle", "actual")
CLASS_ROOTS = (
    *("产出", "效益", "满意", "成本", "数量", "质量", "时效", "影响", "服务对象", "社会"),
    *("生态", "经济", "效果", "投入", "过程", "管理", "履职", "决策", "效率"),
)
_NUMBER = of_tables(r"\d+(\.\d+)?")
_OPERATOR = of_tables(
    r"[≥≤＞＜=><≧≦⩾⩽±]+|[大小高低多少优等]于(或?等于)?|不[低高少超大小多]于|不超过|定性|无|[/—-]+"
)
_TWO_VALUES = of_tables(
    r"[≥≤><=]\s*[\d.]+[^；;，,。、:：()\s/且和或至~～—-]*[≥≤><=]|%\d"  # ≥18公里≥12公里, 100%90%
)
_ENDS_IN_VALUE = of_tables(r"[≥≤]\d+[.\d]*%?$")
_TWO_NAMES = of_tables(r"指标\d+[:：].*指标\d+[:：]")  # 指标1：… 指标2：…
_TWO_AMOUNTS = of_tables(r"\.\d+[^%]*\.")
_GAP = of_tables(r"\d\s+\d|\d\s*[-—]+$")
_TWO_CODES = of_tables(r"\d{10}.*\D.*\d{10}", re.DOTALL)  # of two projects
_BEGINS_WITH_AMOUNT = of_tables(r"\d+\.\d\d(?!\d*%)")
_ENDS_IN_AMOUNT = of_tables(r"[^\d.](\d{2,}|\d+\.\d+)$")
_TORN_UNIT = of_tables(  # 资金总额（万…元）, 资金（万元）年度总额
    r"[(（]万[^元（()）]+元|[(（]万?元[)）][\u4e00-\u9fff]{2}|[(（][^（()）:：]{2,}万元[)）]"
)
_AMOUNT = of_tables(r"\d+\.\d{2,}")
_UNIT_AT_END = of_tables(r"万?元$")
_YEAR_AT_END = of_tables(r"20\d\d$")
_AMOUNT_BEFORE = of_tables(r"^[\d,.]+\s*")
_IS_AMOUNT = of_tables(r"[-+]?[\d,，.]+")
_EMPTY_SIGN = of_tables(r"[-—/]+")
_CODE = of_tables(r"^\d{1,2}[-—.、]?(?=\D)")  # 2-效益指标


@lru_cache(maxsize=8192)
def is_misfit(role: str, text: str) -> bool:
    """Whether a text is not what a column of this role holds; blanks are never.

    >>> is_misfit("operator", "≥=12"), is_misfit("operator", "≥")
    (True, False)
    >>> is_misfit("target", "≥18.6公里≥12公里"), is_misfit("target", "≥5；≥3")
    (True, False)
    """
    check = _CHECKS.get(role)
    squeezed = unicodedata.normalize("NFKC", "".join(text.split()))
    return bool(squeezed) and check is not None and check(squeezed)


def bare_label(text: str) -> str:
    """A level's label without the number before it (2-效益指标)."""
    return _CODE.sub("", text)


@lru_cache(maxsize=2048)
def is_two_labels(text: str) -> bool:
    """Whether a level's label is two words in a row, or a class word and something else.

    >>> is_two_labels("产出指标数量指标"), is_two_labels("数量指标维修道路长度")
    (True, True)
    >>> is_two_labels("企业满意度指标"), is_two_labels("满意度指标")
    (False, False)
    """
    folded = fold(text)
    if class_level(text) or len(folded) > LONGEST_TWO:
        return False
    return (
        max(folded.count("指"), folded.count("值")) > 1
        or folded.endswith("指")  # torn from 标
        or _is_twice(folded)
        or (
            text[0].isdigit()
            and text.lstrip(DIGITS)[:1].isalpha()
            and not class_level(bare_label(text))
        )
        or any(folded.startswith(word) for word in _class_words())
        or begins_with_header(text)
        or _is_two(folded, lambda word: len(word) >= 4 and bool(class_level(word)))
    )


def is_no_class(text: str) -> bool:
    """Whether a label, where labels are class words, neither is nor speaks of one."""
    if not text or class_level(text):
        return False
    return any(c.isdigit() for c in text) or not any(root in text for root in CLASS_ROOTS)


def is_two_headers(text: str) -> bool:
    """Whether a header cell holds two header words, as where no line parts two columns."""
    columns, squeezed = _folded("column"), "".join(text.split())
    if fold(squeezed) in columns or len(squeezed) > LONGEST_TWO:
        return False
    halves = ((squeezed[:i], squeezed[i:]) for i in range(2, len(squeezed) - 1))
    return any(fold(first) in columns and column_role(second) for first, second in halves)


def begins_with_header(text: str) -> bool:
    """Whether a label begins with a header word but is none: header and body run together."""
    folded = fold(text)
    words = (word for word in _folded("column") if len(word) >= 3 and folded != word)
    return not is_outer(text) and any(folded.startswith(word) for word in words)


def is_run_together(text: str) -> bool:
    """Whether a label of the head is two labels in a row, or a label and an amount.

    >>> is_run_together("主管部门年度资金总额（万元）"), is_run_together("部门预算资金总额")
    (True, False)
    """
    squeezed = "".join(text.split())
    labels = _labels()
    if len(squeezed) > LONGEST_TWO:
        return False
    if _TORN_UNIT.search(squeezed) or _ENDS_IN_AMOUNT.search(squeezed):
        return True
    if fold(squeezed) in labels:
        return False
    return any(
        first != second
        for i in range(4, len(squeezed) - 3)
        if (first := labels.get(fold(squeezed[:i]))) and (second := label_field(squeezed[i:]))
    )


def is_two_items(text: str) -> bool:
    """Whether the item of a money row is two items in a row, or an amount and an item."""
    after = _AMOUNT_BEFORE.sub("", text.strip())
    amount = _AMOUNT.search(text) is not None or (after != text.strip() and _is_item(after))
    return amount or _is_two(text, _is_item)


def holds_label(text: str) -> bool:
    """Whether a name ends in a label or an amount that is not its own."""
    squeezed = "".join(text.split())
    heads = [head for head in re.split("[:：]", squeezed) if len(head) > 3]
    ends = (head[i:] for head in heads for i in range(len(head) - 3))
    fields = (_labels().get(fold(end)) for end in ends)
    return _AMOUNT.search(squeezed) is not None or any(
        field not in (None, "funds", "other") for field in fields
    )


def holds_amount(text: str) -> bool:
    """Whether a cell holds an amount, alone or after its item.

    >>> holds_amount("64.75"), holds_amount("其中：财政拨款94万元"), holds_amount("购置费（2022）")
    (True, True, False)
    """
    squeezed = _UNIT_AT_END.sub("", "".join(text.split()))
    if not any(c.isdigit() for c in squeezed) or squeezed.endswith("%"):
        return False
    item = squeezed[-1].isdigit() and not _YEAR_AT_END.search(squeezed)
    return bool(item or _AMOUNT.search(squeezed) or _IS_AMOUNT.fullmatch(squeezed))


def _is_item(word: str) -> bool:
    return len(word) >= 4 and bool(money_role(word) or label_field(word))


def is_two_amounts(text: str) -> bool:
    """Whether an amount has two decimal points, or a gap in it."""
    return _GAP.search(text.strip()) is not None or _TWO_AMOUNTS.search(text) is not None


def _is_two(text: str, known: Callable[[str], bool]) -> bool:
    """Whether a text is no known word but can be cut into two."""
    squeezed = "".join(text.split())
    if len(squeezed) > LONGEST_TWO or known(squeezed):
        return False
    halves = ((squeezed[:i], squeezed[i:]) for i in range(2, len(squeezed) - 1))
    return any(known(first) and known(second) for first, second in halves)


@cache
def _folded(section: str) -> frozenset[str]:
    return frozenset(fold(word) for words in phrases()[section].values() for word in words)


@cache
def _labels() -> dict[str, str]:
    return {fold(word): name for name, words in phrases()["label"].items() for word in words}


@cache
def _class_words() -> frozenset[str]:
    return frozenset(word for word in _folded("class") if word.endswith("指标"))


def _is_twice(text: str) -> bool:
    """Whether a text is the same words twice (%%, 优良优良)."""
    half = len(text) // 2
    return len(text) == 2 * half and text[:half] == text[half:] and not text.isdigit()


def _is_no_operator(text: str) -> bool:
    return _OPERATOR.fullmatch(text) is None


def _is_no_unit(text: str) -> bool:
    if any(sign in text for sign in "≥≤=><") or text[0].isdigit() or len(text) > LONGEST_UNIT:
        return True
    return bool(class_level(text)) or _is_twice(text)


def _is_no_points(text: str) -> bool:
    number = text.rstrip("%分")
    if _NUMBER.fullmatch(number) is None or (number[0] == "0" and number[1:2].isdigit()):
        return True
    return Decimal(number) > 100


def _is_no_value(text: str) -> bool:
    return bool(_TWO_VALUES.search(text) or class_level(text)) or _is_twice(text)


def _is_no_name(text: str) -> bool:
    if _EMPTY_SIGN.fullmatch(text):
        return False
    amiss = _ENDS_IN_VALUE.search(text) or _TWO_NAMES.match(text)
    return bool(amiss) or not any(c.isalpha() for c in text) or _is_twice(text)


def _is_no_project(text: str) -> bool:
    return _TWO_CODES.search(text) is not None or not any(c.isalpha() for c in text)


def _is_no_goal(text: str) -> bool:
    ends = any(text.endswith(word) for word in _class_words())
    return ends or _BEGINS_WITH_AMOUNT.match(text) is not None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "level3": _is_no_name,
    "operator": _is_no_operator,
    "unit": _is_no_unit,
    "weight": _is_no_points,
    "score": _is_no_points,
    "project": _is_no_project,
    "goal": _is_no_goal,
    **dict.fromkeys(VALUES, _is_no_value),
}
