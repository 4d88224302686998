"""What ``jixiao check`` tells: the stage at fault, and figures by layout and field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import CORPUS, GOLDEN

from jixiao.comparison import Comparison, check, compare, differences
from jixiao.faults import Reading, reread
from jixiao.golden import Row, read_golden
from jixiao.pipeline import convert_file
from jixiao.scores import score_table, scores

PDF = CORPUS / "central-project" / "central-project.pdf"
ROW: Row = {"page": "1", "level1": "成本指标", "level3": "河道清淤单位成本"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return reread(PDF)


@pytest.mark.parametrize(
    ("name", "text", "stage"),
    [
        ("target_text", "龘靐齉", "page"),  # signs no page of this file has
        ("target_text", "≤105万元/公里≤45元/立方米", "cell"),  # two cells as one
        ("target_text", "≤45元/立方米", "role"),  # read whole, so taken for something else
        ("level1", "成本指标", "role"),  # covers the row
        ("level1", "效益指标", "joining"),  # is there, but beside other rows
        ("unit_text", "", None),
    ],
)
def test_the_stage_at_fault(reading: Reading, name: str, text: str, stage: str | None) -> None:
    assert reading.stage({**ROW, name: text}, name) == stage


def test_a_label_cut_by_a_page_is_joined_wrong(reading: Reading) -> None:
    """Where the tables of two pages are not joined, a cell cut between them is in pieces."""
    seed = reread(CORPUS / "seed" / "seed-cutrows.pdf")
    apart = replace(seed, tables=())
    assert seed.stage({"page": "2", "level2": "过程"}, "level2") != "page"
    assert apart.stage({"page": "2", "level2": "过程"}, "level2") == "joining"


def wrong_in(field: str, text: str | None) -> Comparison:
    """The central form against a golden changed in one field of its first row."""
    golden = read_golden(GOLDEN / "central-project-pdf")
    golden.indicators[0][field] = text
    return compare(golden, convert_file(PDF))


def test_differences_name_field_texts_and_stage(reading: Reading) -> None:
    [head, line] = differences(wrong_in("target_text", "≤106万元/公里"), reading.stage)
    assert head.startswith("~ indicator 1 | 成本指标")
    assert "golden “≤106万元/公里” | ours “≤105万元/公里” | stage: " in line


def test_figures_by_layout_and_field() -> None:
    found = {s.what: s for s in scores([wrong_in("unit_text", "万元")])}
    layout = next(s for what, s in found.items() if what.startswith("layout "))
    rows = layout.golden
    assert (layout.right, layout.ours) == (rows - 1, rows)
    assert layout.low
    assert found["all rows, strict"].low
    assert (found["unit_text"].golden, found["unit_text"].recall) == (1, 0.0)
    assert found["level3"].f1 == 1.0
    assert any("below" in line for line in score_table(list(found.values())))


def test_a_golden_that_agrees_has_no_difference() -> None:
    result = check(read_golden(GOLDEN / "central-project-pdf"), PDF)
    assert not result.differs
    assert not any(s.low for s in scores([result]))
