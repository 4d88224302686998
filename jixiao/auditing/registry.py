"""All rules, in the order of their ids."""

from __future__ import annotations

import re

from jixiao.auditing import (
    amounts,
    completeness,
    copies,
    drift,
    execution,
    halves,
    measurability,
    money,
    naming,
    peers,
    results,
    soundness,
    weights,
    years,
)
from jixiao.auditing.model import Rule

_ORDER = "MCQHDYE"
_MODULES = (
    money,
    execution,
    amounts,
    completeness,
    copies,
    drift,
    weights,
    measurability,
    soundness,
    naming,
    halves,
    peers,
    years,
    results,
)


def _place(rule: Rule) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z])(\d+)", rule.id)
    assert found is not None
    return _ORDER.index(found[1]), int(found[2])


RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.FAMILY.rules), key=_place)
)
BY_ID = {rule.id: rule for rule in RULES}
