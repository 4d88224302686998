"""The page written: everything put into one file, which takes its place at once.

dataset → contents → charts, findings, data → pictures that fit → one file
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.auditing.loading import read_forms
from jixiao.auditing.measurability import valued
from jixiao.auditing.quoting import percent
from jixiao.auditing.settings import Settings
from jixiao.comparing import compare
from jixiao.dataset import Dataset
from jixiao.inputs import Input
from jixiao.records import TEXTS
from jixiao.schema import titles
from jixiao.version import __version__
from jixiao.webpage import views
from jixiao.webpage.assets import allowed, script, style
from jixiao.webpage.charts import MissingPackageError, chart_svg
from jixiao.webpage.encoding import TENTHS, Places, finding_data, harmless_json, kind_data
from jixiao.webpage.figures import figures
from jixiao.webpage.gathering import PRINTED, Contents, gather
from jixiao.webpage.illustrating import Shown, Take, illustrate
from jixiao.webpage.side_by_side import sides
from jixiao.webpage.words import Wording, wording

FEW = 3  # cells of a finding that are shown without being asked for
SPARE = 20_000  # bytes for what the page says of its pictures
_FUND_TEXTS = ("item_text", "full_year_text", "half_year_text", "executed_text")
_SCRIPT_WORDS = ("table", "viewer", "values", "match", "kinds", "flags", "severities")


class TooLargeError(Exception):
    """The page is too large without any picture."""


@dataclass(frozen=True, slots=True)
class Order:
    """What page is wanted: its language, the most bytes it may have, and how the originals
    are opened (``take``; None where no folder of originals was given)."""

    lang: str
    largest: int
    originals: Mapping[str, Input]
    take: Take | None


def write_page(dataset: Dataset, settings: Settings, order: Order, out: Path) -> Shown:
    """Write the page to ``out``; what is shown of the originals is given back.

    Raises MissingPackageError, TooLargeError, or OSError where it cannot be written.
    """
    context = _context(dataset, settings, order.lang)
    contents: Contents = context["contents"]
    bare = _render(context, Shown(), order)
    budget = order.largest - len(bare.encode()) - SPARE
    if budget < 0:
        needed = (len(bare.encode()) + SPARE) / views.MEGABYTE
        raise TooLargeError(
            f"the records alone take {needed:.1f} MB, more than --max-size "
            f"{order.largest / views.MEGABYTE:g}; allow more, or report on fewer documents"
        )
    shown = illustrate(contents, order.originals, budget, order.take or (lambda wanted: iter(())))
    page = _render(context, shown, order)
    draft = out.with_name(f"{out.name}.draft")
    try:
        draft.write_text(page, encoding="utf-8", newline="\n")
        draft.replace(out)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return shown


def _context(dataset: Dataset, settings: Settings, lang: str) -> dict[str, Any]:
    """What the templates are given, but for what depends on the pictures."""
    words = wording(lang)
    contents = gather(dataset, settings)
    forms = list(read_forms(dataset))
    values = [value for form in forms for _, value in valued(form)]
    measured = sum(value.measured for value in values)
    share = percent(measured, len(values)) if values else None
    charts = []
    for figure in figures(contents, forms, words):
        cut = len(figure.drawn) if len(figure.drawn) < len(figure.bars) else 0
        charts.append({"figure": figure, "svg": _safe(chart_svg(figure)), "cut": cut})
    fields = views.field_names(lang)
    return {
        "contents": contents,
        "w": words,
        "lang": lang,
        "version": __version__,
        "versions": ", ".join(sorted({v for v in contents.documents.column("version") if v}))
        or "—",
        "sections": ("summary", "findings", "charts", "comparison", "records", "coverage"),
        "sides": sides(compare(dataset), words, lang),
        "warnings": views.warnings(contents, words),
        "cards": list(views.summary_cards(contents, share, words)),
        "severities": views.finding_groups(contents, lang),
        "silenced": views.silenced_group(contents, words),
        "rules": views.rule_counts(contents, lang),
        "few": FEW,
        "field": lambda name: fields.get(name, name),
        "where": lambda quote: views.place_words(quote, words),
        "page_of": lambda found: views.page_words(found, words),
        "charts": charts,
        "kinds": PRINTED,
        "coverage_numbers": views.COVERAGE,
        "problems": list(contents.problems.dicts()),
        "data": _safe(harmless_json(_data(contents, words, lang))),
    }


def _data(contents: Contents, words: Wording, lang: str) -> dict[str, Any]:
    """What the page's script works with."""
    places = Places()
    named = titles("zh") if lang == "zh" else {}
    kinds = {
        kind: kind_data(records, named.get(kind, {}), places)
        for kind, records in contents.printed.items()
    }
    found = finding_data([*contents.found, *contents.silenced], contents.printed, places, lang)
    return {
        "documents": list(contents.documents.column("document")),
        "departments": list(contents.documents.column("department")),
        "kinds": kinds,
        "texts": {"indicators": TEXTS, "funds": _FUND_TEXTS},
        "findings": found,
        "fields": views.field_names(lang),
        "places": places.flat,
        "tenths": TENTHS,
        "words": {section: words[section] for section in _SCRIPT_WORDS},
    }


def _render(context: Mapping[str, Any], shown: Shown, order: Order) -> str:
    """The page as text."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingPackageError(error) from error
    environment = Environment(
        loader=PackageLoader("jixiao.webpage"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    contents, words = context["contents"], context["w"]
    looked = order.take is not None
    numbers = {name: i for i, name in enumerate(contents.documents.column("document"))}
    rows = views.coverage(contents, shown, looked, words)
    css, js = style(), script()
    return environment.get_template("page.html.j2").render(
        **context,
        notes=views.picture_notes(shown, looked, order.largest, words, order.lang),
        coverage=rows,
        totals=views.table_totals(rows, words),
        css=_safe(css),
        css_hash=allowed(css),
        js=_safe(js),
        js_hash=allowed(js),
        tables=[
            (f"t-{numbers[name]}-{table}", _safe(data))
            for (name, table), data in sorted(shown.tables.items())
        ],
        pictures=[
            (f"p-{numbers[name]}-{page}", picture, base64.b64encode(picture.data).decode())
            for (name, page), picture in sorted(shown.pictures.items(), key=lambda item: item[0])
        ],
    )


def _safe(text: str) -> Any:
    """Text that is HTML already, made by us from what was escaped."""
    from markupsafe import Markup

    return Markup(text)
