"""Published reports: records where there are tables, none where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import report_files

from jixiao.pipeline import convert_file

WITH = report_files("with_tables")
WITHOUT = report_files("without_tables")
BROKEN = report_files("broken")
HERE = pytest.mark.skipif(not WITH, reason="the published reports are not here ($JIXIAO_REPORTS)")


@HERE
@pytest.mark.parametrize("path", WITH or [Path("absent")], ids=lambda p: p.stem)
def test_tables_give_records_and_nothing_is_left_unclaimed(path: Path) -> None:
    conversion = convert_file(path)
    assert conversion.document.ok
    assert conversion.indicators
    assert [p.code for p in conversion.problems if p.code == "table.unclaimed"] == []
    for indicator in conversion.indicators:
        assert indicator.level3 or indicator.target_text
        assert indicator.page is not None
        assert indicator.bbox is not None
        assert indicator.cells["level3"]
    ids = [indicator.id for indicator in conversion.indicators]
    assert len(set(ids)) == len(ids)


@HERE
@pytest.mark.parametrize("path", WITHOUT or [Path("absent")], ids=lambda p: p.stem)
def test_ordinary_budgets_give_no_indicator(path: Path) -> None:
    conversion = convert_file(path)
    assert conversion.document.ok
    assert conversion.indicators == ()
    assert conversion.problems == ()


@HERE
@pytest.mark.parametrize("path", BROKEN or [Path("absent")], ids=lambda p: p.stem)
def test_broken_files_give_one_clear_error(path: Path) -> None:
    conversion = convert_file(path)
    assert not conversion.document.ok
    [problem] = conversion.problems
    assert problem.code == ("pdf.damaged" if "截断" in path.name else "file.html")
    assert problem.message_zh
    assert problem.message_en
