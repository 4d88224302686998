"""What a printed value (指标值) is understood as."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["quantity", "grade", "date", "range", "relative", "text", "missing"]
Operator = Literal["ge", "le", "gt", "lt", "eq"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value as far as it is certain; the fields are those of a record's target_….

    ``value``, ``low`` and ``high`` are exact and in ``unit``; a relative value is
    the signed change against its base (下降3% is −3 %). ``from_`` and ``to`` are
    ISO dates; a deadline has only ``to``. ``quantities`` holds what a cell with
    several quantities names. ``words`` is the folded text of what is no number;
    ``flags`` says what is doubtful, ``trace`` what was recognised, what was
    changed or left aside, and why.
    """

    kind: Kind
    operator: Operator | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    from_: str | None = None
    to: str | None = None
    unit: str | None = None
    quantities: tuple[Value, ...] = ()
    words: str | None = None
    flags: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
