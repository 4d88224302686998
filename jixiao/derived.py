"""The derived fields of records: what the printed texts mean, by the normalizers.

Strings in, fields out; :mod:`jixiao.pipeline` puts them into the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizers.values import Value, format_value, parse_value

if TYPE_CHECKING:
    from normalizers.taxonomy_model import Taxonomy

Fields = Mapping[str, Any]
Texts = Mapping[str, str | None]
Aliases = tuple[tuple[str, str], ...]  # name, or level 2::name, and the id it stands for

# prefix of the derived fields → the field of the printed text; whether the operator
# column speaks of it (it does of targets, not of what was reached)
VALUES = {
    "target": ("target_text", True),
    "half_year": ("half_year_text", True),
    "cycle": ("cycle_text", True),
    "actual": ("actual_text", False),
}
_NO_HEADERS: Mapping[str, str] = {}
MOST_PLACES = 10  # after the point
AMOUNTS = ("full_year", "half_year", "executed")


def indicator_fields(
    texts: Texts, taxonomy: Taxonomy | None = None, headers: Mapping[str, str] = _NO_HEADERS
) -> dict[str, Any]:
    """All derived fields of an indicator, and under ``flags`` what is doubtful.

    ``texts`` are its printed fields, of which None means that there is no such column;
    ``taxonomy`` is a user's own; ``headers`` are the headers of its value columns by
    printed field (``target_text``: 指标值（万元）), where they may hold a unit.
    """
    fields: dict[str, Any] = {}
    flags: list[str] = []
    for prefix, (source, signed) in VALUES.items():
        text = texts[source]
        if text is None:
            continue
        operator = texts["operator_text"] if signed else None
        header = headers.get(source)
        value = parse_value(
            text, texts["unit_text"], operator, texts["level3"], texts["level2"], header
        )
        fields |= value_fields(prefix, value)
        flags += value.flags
        if not all(map(is_kept, (value.value, value.low, value.high))):
            flags.append("value.out_of_range")
    name = texts["level3"]
    if name:
        fields |= _name_fields(name, texts["level2"], texts["level1"], taxonomy)
    return {**fields, "flags": tuple(dict.fromkeys(flags))}


def value_fields(prefix: str, value: Value) -> dict[str, Any]:
    """A value as the fields of a record that begin with a prefix."""
    return {
        f"{prefix}_kind": value.kind,
        f"{prefix}_operator": value.operator,
        f"{prefix}_value": exact(value.value),
        f"{prefix}_low": exact(value.low),
        f"{prefix}_high": exact(value.high),
        f"{prefix}_from": value.from_,
        f"{prefix}_to": value.to,
        f"{prefix}_unit": value.unit,
        f"{prefix}_quantities": tuple(map(format_value, value.quantities)) or None,
    }


def exact(number: Decimal | None) -> str | None:
    """A decimal as text: no exponent, nothing added, nothing rounded; None for one that
    no dataset keeps whole."""
    return None if number is None or not is_kept(number) else format(number, "f")


def is_kept(number: Decimal | None) -> bool:
    """Whether a number has no more digits than a dataset keeps: no target has."""
    if number is None:
        return True
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MOST_PLACES and number.adjusted() < 27


@lru_cache(maxsize=8192)
def _name_fields(
    name: str, level2: str | None, level1: str | None, taxonomy: Taxonomy | None
) -> Fields:
    from normalizers.names import match

    found = match(name, level2, level1, taxonomy)
    return {
        "indicator_id": found.indicator_id,
        "indicator_name": found.indicator_name,
        "match_method": found.method,
        "match_score": found.score,
        "match_rival": found.rival,
        "indicator_class": found.indicator_class,
        "polarity": found.polarity,
    }


def fund_fields(texts: Texts) -> dict[str, Any]:
    """The amounts of a money row, in its unit; None where a text is no single amount."""
    unit = texts["unit"]
    return {f"{name}_value": _amount(texts[f"{name}_text"], unit) for name in AMOUNTS}


def _amount(text: str | None, unit: str | None) -> str | None:
    if not text or unit is None:
        return None
    value = parse_value(text, unit)
    if value.kind != "quantity" or value.unit != unit or value.operator or value.flags:
        return None
    return exact(value.value)


@lru_cache(maxsize=4)
def own_taxonomy(path: Path | None, aliases: Aliases) -> Taxonomy | None:
    """A user's own taxonomy; None where it is the built-in. Raises TaxonomyError."""
    if path is None and not aliases:
        return None
    from normalizers.taxonomy import load

    return load(path, aliases)
