"""The notebooks run from top to bottom, and a table shows itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

import jixiao

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec(compile("".join(cell["source"]), path.name, "exec"), names)
    assert len(names["frame"]) == 56  # type: ignore[arg-type]


def test_tables_and_reports_show_themselves() -> None:
    pdf = jixiao.read(CORPUS / "seed" / "seed-a4.pdf")
    picture = pdf.tables[0]._repr_png_()
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert "中长期规划制定健全性" in pdf._repr_html_()
    word = jixiao.read(CORPUS / "seed" / "seed.docx")
    assert word.tables[0]._repr_png_() is None
    html = word.tables[0]._repr_html_()
    assert html is not None
    assert html.count("<tr>") == word.tables[0].table.n_rows


def test_read_never_raises_unless_strict(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    report = jixiao.read(bad)
    assert not report.ok
    assert [problem.code for problem in report.problems] == ["file.empty"]
    with pytest.raises(jixiao.DocumentError) as caught:
        jixiao.read(bad, strict=True)
    assert (caught.value.code, caught.value.page) == ("file.empty", None)
    assert jixiao.read(CORPUS / "seed" / "seed-a4.pdf", pages=(4, 4)).indicators
