"""How a module of rules registers them, and a rule that compares things one by one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from jixiao.auditing.model import (
    Compared,
    FormCheck,
    GroupCheck,
    Reach,
    Rule,
    Severity,
    Verdict,
    Words,
    judged,
)

Asked = ParamSpec("Asked")
Check = TypeVar("Check", bound=FormCheck | GroupCheck)


def one_by_one(
    what: Words, missing: Words
) -> Callable[[Callable[Asked, Compared]], Callable[Asked, Verdict]]:
    """Make a check of a function that yields, for each thing it compares, a finding or None.

    ``what`` names the things in both languages, ``missing`` why there are none.
    """

    def judging(compare: Callable[Asked, Compared]) -> Callable[Asked, Verdict]:
        @wraps(compare)
        def check(*args: Asked.args, **kwargs: Asked.kwargs) -> Verdict:
            return judged(compare(*args, **kwargs), what, missing)

        return check

    return judging


class Family:
    """The rules of one module, in the order they are written."""

    def __init__(self, reach: Reach = "form") -> None:
        self.reach = reach
        self.rules: list[Rule] = []

    def rule(
        self,
        id: str,
        zh: str,
        en: str,
        *,
        basis: str,
        severity: Severity,
        needs: tuple[str, str],
        reach: Reach | None = None,
        **thresholds: str,
    ) -> Callable[[Check], Check]:
        """Register the function below as the check of a rule. ``needs`` says in both
        languages what must be printed for the rule to be decided."""

        def register(check: Check) -> Check:
            limits = {name: Decimal(value) for name, value in thresholds.items()}
            self.rules.append(
                Rule(
                    id,
                    Words(zh, en),
                    basis,
                    severity,
                    Words(*needs),
                    reach or self.reach,
                    check,
                    limits,
                )
            )
            return check

        return register

    def left_out(self, id: str, zh: str, en: str, *, basis: str, why: tuple[str, str]) -> None:
        """Name a rule that the records cannot decide, and why."""
        self.rules.append(Rule(id, Words(zh, en), basis, "info", Words(*why), "none"))
