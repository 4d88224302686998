"""Indicators written as running text in one cell.

Some lists print all indicators of a project in its goal cell, as
``1、1-产出指标；11-数量指标；道路养护长度；实施周期指标值:47.1公里；年度指标值:47.1公里。``
"""

from __future__ import annotations

import re

from extractor.patterns import of_tables

_LABEL_CYCLE = r"(?:实施周期指标值|实施期指标值|中期指标值)\s*[:：]"
_LABEL_TARGET = r"(?:年度指标值|年度目标值|指标值|目标值)\s*[:：]"
_START = r"\d+\s*[、.．]\s*"
_ITEM = of_tables(
    rf"{_START}(?P<level1>[^；;。]+)[；;](?P<level2>[^；;。]+)[；;](?P<level3>.+?)[；;]\s*"
    rf"(?:{_LABEL_CYCLE}(?P<cycle>.*?)[；;]\s*)?{_LABEL_TARGET}(?P<target>.*?)"
    rf"(?=[。；;]?\s*{_START}[^；;。]+[；;][^；;。]+[；;].+?指标值\s*[:：]|[。；;]?\s*$)",
    re.DOTALL,
)


def holds_run_on(text: str) -> bool:
    """Whether a cell's text is a run of indicators."""
    return _ITEM.match(text.strip()) is not None


def read_run_on(text: str) -> list[dict[str, str]]:
    """The indicators of a run-on cell, as texts by record field.

    The numbers ``N、``, the two value labels and the closing 。 are dropped.

    >>> read_run_on("1、1-产出指标；11-数量指标；长度；实施周期指标值:4公里；年度指标值:2公里。")
    [{'level1': '1-产出指标', 'level2': '11-数量指标', 'level3': '长度', \
'cycle_text': '4公里', 'target_text': '2公里'}]
    """
    found = []
    for match in _ITEM.finditer(text.strip()):
        fields = {name: match[name].strip() for name in ("level1", "level2", "level3")}
        if match["cycle"] is not None:
            fields["cycle_text"] = match["cycle"].strip()
        fields["target_text"] = match["target"].strip()
        found.append(fields)
    return found
