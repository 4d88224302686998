"""Figures as charts: drawn with Altair (Vega), written as SVG while the page is made.

The page then needs no chart library, no eval and no network. Texts stay text in the
system's own fonts, and nothing depends on the fonts of the machine that makes it: the
room for labels is fixed.
"""

from __future__ import annotations

import json
from typing import Any

from jixiao.webpage.figures import Figure

FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
INK, FAINT = "#1b1f24", "#d5dae0"
TONES = {"plain": "#3a6ea5", "error": "#b3261e", "warning": "#b26a00", "info": "#5b7083"}
LABELS, PLOT, NUMBERS, ROW = 164, 110, 126, 26  # pixels
COLUMN, TALL = 24, 170  # of upright bars


class MissingPackageError(Exception):
    """A package that only the page needs is not installed; says which extra brings it."""

    def __init__(self, error: ImportError) -> None:
        super().__init__(f"{error.name} is not installed; pip install 'jixiao[report]' brings it")


def chart_svg(figure: Figure) -> str:
    """A figure as an SVG element, its message as its name for screen readers."""
    try:
        import altair
        import vl_convert
    except ImportError as error:
        raise MissingPackageError(error) from error
    chart = _upright(altair, figure) if figure.upright else _lying(altair, figure)
    settled = chart.configure(font=FONT, background="transparent").configure_view(stroke=None)
    svg: str = vl_convert.vegalite_to_svg(settled.to_dict())
    return _named(svg, figure)


def _lying(alt: Any, figure: Figure) -> Any:
    """Bars one below the other, each with its label and number."""
    base = alt.Chart(_data(alt, figure)).encode(
        y=alt.Y("place:O", title=None, axis=_labels(alt, figure, labelLimit=LABELS - 8)),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, _longest(figure)])),
    )
    bars = base.mark_bar(height=16, cornerRadiusEnd=2).encode(color=_color(alt))
    numbers = base.mark_text(align="left", dx=5, fontSize=13, color=INK).encode(text="shown:N")
    room = {"left": LABELS, "right": NUMBERS, "top": 4, "bottom": 4}
    size = {"width": PLOT, "height": ROW * len(figure.drawn)}
    return _sized(alt, alt.layer(bars, numbers), size, room)


def _upright(alt: Any, figure: Figure) -> Any:
    """Bars side by side, for values in their order."""
    axis = _labels(alt, figure, labelAngle=-50, labelAlign="right", labelLimit=90)
    base = alt.Chart(_data(alt, figure)).encode(
        x=alt.X("place:O", title=None, axis=axis),
        y=alt.Y("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, _longest(figure)])),
    )
    bars = base.mark_bar(width=16, cornerRadiusEnd=2).encode(color=_color(alt))
    numbers = base.mark_text(baseline="bottom", dy=-3, fontSize=12, color=INK)
    size = {"width": max(COLUMN * len(figure.drawn), 120), "height": TALL}
    room = {"left": 40, "right": 12, "top": 20, "bottom": 64}
    return _sized(alt, alt.layer(bars, numbers.encode(text="shown:N")), size, room)


def _sized(alt: Any, chart: Any, size: dict[str, int], room: dict[str, int]) -> Any:
    """A chart of a fixed size: ``room`` is left around the bars for what is written."""
    return chart.properties(**size, padding=room, autosize=alt.AutoSizeParams(type="none"))


def _data(alt: Any, figure: Figure) -> Any:
    return alt.Data(
        values=[
            {"place": place, "value": bar.value, "shown": bar.shown, "tone": bar.tone}
            for place, bar in enumerate(figure.drawn)
        ]
    )


def _labels(alt: Any, figure: Figure, **more: Any) -> Any:
    """An axis that names the bars by their place, so that two may have the same label."""
    names = json.dumps([bar.label for bar in figure.drawn], ensure_ascii=False)
    return alt.Axis(
        labelExpr=f"{names}[datum.value]",
        labelFontSize=13,
        labelColor=INK,
        ticks=False,
        domainColor=FAINT,
        **more,
    )


def _color(alt: Any) -> Any:
    return alt.Color(
        "tone:N", scale=alt.Scale(domain=list(TONES), range=list(TONES.values())), legend=None
    )


def _longest(figure: Figure) -> float:
    return figure.whole or max((bar.value for bar in figure.drawn), default=0) or 1


def _named(svg: str, figure: Figure) -> str:
    """The SVG as an image named by its message: its numbers stand in the table below, so
    what Vega says of each mark is left out; and no inline styles, which the page forbids."""
    from lxml import etree

    root = etree.fromstring(svg)
    for element in root.iter():
        for name in map(str, list(element.attrib)):
            if name.startswith("aria-") or name in ("role", "style", "class"):
                del element.attrib[name]
    root.set("role", "img")
    root.set("aria-label", figure.message)
    return str(etree.tostring(root, encoding="unicode"))
