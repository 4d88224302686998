"""``jixiao value``: what one printed value is understood as."""

from __future__ import annotations

import json
import sys

import click


@click.command()
@click.argument("text")
@click.option(
    "--unit", metavar="U", help="The unit cell (计量单位), or a header with the unit in it."
)
@click.option("--operator", metavar="O", help="The operator cell (计算符号, 指标性质).")
@click.option(
    "--name", metavar="N", help="The indicator's name; its last bracket may hold the unit."
)
@click.option("--level2", metavar="L", help="The indicator's class (二级指标).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def value(
    text: str,
    unit: str | None,
    operator: str | None,
    name: str | None,
    level2: str | None,
    style: str,
) -> None:
    """Say what TEXT, one printed value (指标值), is understood as.

    Nothing is assumed or repaired: what is not certain is null, with a flag and
    the reason. Put -- before a TEXT that begins with a dash.

    \b
    Examples:
      jixiao value -- "≥98.5%"
      jixiao value --unit 万人 --operator ≥ -- 142
      jixiao value --name "补助成本(元/株)" --format jsonl -- "≤28.40"
      jixiao value --format jsonl -- "2026年12月底前"
    """
    from normalizers.printed import plain
    from normalizers.values import format_value, parse_value

    found = parse_value(text, unit, operator, name, level2)
    numbers = {
        key: None if number is None else plain(number)
        for key, number in (("value", found.value), ("low", found.low), ("high", found.high))
    }
    record = {
        "kind": found.kind,
        "operator": found.operator,
        **numbers,
        "from": found.from_,
        "to": found.to,
        "unit": found.unit,
        "quantities": [format_value(one) for one in found.quantities] or None,
        "flags": list(found.flags),
        "trace": list(found.trace),
    }
    if style == "jsonl":
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    for key, said in record.items():
        if said is not None and said != []:
            shown = "; ".join(said) if isinstance(said, list) else said
            sys.stdout.write(f"{key:<11}{shown}\n")
