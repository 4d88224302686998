"""How a module of rules registers them: a decorator that keeps them in order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from jixiao.auditing.model import FormCheck, GroupCheck, Reach, Rule, Severity, Words

Check = TypeVar("Check", bound=FormCheck | GroupCheck)


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
