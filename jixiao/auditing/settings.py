"""The part ``[rules]`` of ``jixiao.toml``: which rules, their thresholds, what is silenced.

[rules]
only = ["M1", "M5"]          # or: skip = ["Q8"]

[rules.thresholds]
M5 = { points = 3 }

[[rules.silence]]
rule = "Q4"
document = "2024/*.pdf"      # a path in the dataset, * and ? as in a shell
reason = "confirmed with the department on 2026-03-02"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from jixiao.auditing.model import Rule, Thresholds
from jixiao.auditing.registry import BY_ID, RULES
from jixiao.config import SettingsError, known, read_config


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule a person has silenced for some documents, and why."""

    rule: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What an audit is to do."""

    rules: tuple[Rule, ...] = RULES
    thresholds: Mapping[str, Thresholds] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()

    def limits(self, rule: Rule) -> Thresholds:
        """A rule's thresholds, those of the file before its own."""
        return {**rule.thresholds, **self.thresholds.get(rule.id, {})}

    def silenced(self, rule: Rule, document: str) -> str | None:
        """Why a rule is silenced for a document; None where it is not."""
        for silence in self.silences:
            if silence.rule == rule.id and fnmatchcase(document, silence.document):
                return silence.reason
        return None


def read_settings(path: Path | None, only: Iterable[str] = ()) -> Settings:
    """The settings of a file, or the usual ones; ``only`` names rules chosen by hand.

    Raises SettingsError, with what to change, for a file that cannot be followed.
    """
    said = read_config(path).rules if path is not None else {}
    known(said, ("only", "skip", "thresholds", "silence"), "[rules]")
    chosen = _ids(said.get("only", []), "only")
    skipped = _ids(said.get("skip", []), "skip")
    if chosen and skipped:
        raise SettingsError("[rules] has both only and skip; keep one of them")
    by_hand = _ids(list(only), "--rule")
    rules = tuple(
        rule
        for rule in RULES
        if (rule.id in by_hand if by_hand else (not chosen or rule.id in chosen))
        and (bool(by_hand) or rule.id not in skipped)
    )
    return Settings(rules, _thresholds(said), tuple(_silences(said)))


def _ids(found: Any, where: str) -> frozenset[str]:
    if not isinstance(found, list) or not all(isinstance(id, str) for id in found):
        raise SettingsError(f'{where} is no list of rules; write ["M1", "Q4"]')
    unknown = [id for id in found if id not in BY_ID]
    if unknown:
        raise SettingsError(f"{where}: no rule {', '.join(unknown)}; docs/rules.md lists them")
    return frozenset(found)


def _thresholds(said: Mapping[str, Any]) -> dict[str, dict[str, Decimal]]:
    found = said.get("thresholds", {})
    if not isinstance(found, dict):
        raise SettingsError("[rules.thresholds] is no table; write M5 = { points = 3 }")
    _ids(list(found), "[rules.thresholds]")
    result: dict[str, dict[str, Decimal]] = {}
    for id, values in found.items():
        if not isinstance(values, dict):
            raise SettingsError(f"thresholds of {id} are no table; write {id} = {{ … }}")
        known(values, BY_ID[id].thresholds, f"[rules.thresholds] {id}")
        result[id] = {name: _number(id, name, value) for name, value in values.items()}
    return result


def _number(id: str, name: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise SettingsError(f"threshold {name} of {id} is {value!r}; write a number")
    return number


def _silences(said: Mapping[str, Any]) -> Iterable[Silence]:
    found = said.get("silence", [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise SettingsError("silence is no list of tables; write [[rules.silence]]")
    for entry in found:
        known(entry, ("rule", "document", "reason"), "[[rules.silence]]")
        texts = [entry.get(name) for name in ("rule", "document", "reason")]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise SettingsError("[[rules.silence]] needs rule, document and reason")
        _ids([entry["rule"]], "[[rules.silence]]")
        yield Silence(entry["rule"], entry["document"], entry["reason"].strip())
