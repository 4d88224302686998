"""The report that started it all: every figure known, the same from Word and PDF."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import CORPUS

from extractor.model import Conversion, Indicator
from jixiao.pipeline import convert_file

SEED = sorted((CORPUS / "seed").glob("seed*.*"))
PLACES = {"id", "form", "document", "sha256", "page", "table", "row", "bbox", "cells", "flags"}


@pytest.fixture(scope="module", params=SEED, ids=lambda path: path.name)
def seed(request: pytest.FixtureRequest) -> Conversion:
    path: Path = request.param
    if path.suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("reading .doc needs LibreOffice (apt-get install libreoffice-writer)")
    return convert_file(path)


def _by_names(indicators: tuple[Indicator, ...]) -> dict[tuple[str | None, str | None], Indicator]:
    return {(i.level2, i.level3): i for i in indicators}


def test_exactly_56_indicators(seed: Conversion) -> None:
    assert Counter(i.level1 for i in seed.indicators) == {
        "决策": 6,
        "过程": 25,
        "履职": 20,
        "效益指标": 4,
        "满意度指标": 1,
    }


def test_no_problem_and_one_form(seed: Conversion) -> None:
    assert seed.problems == ()
    assert len(seed.forms) == 1
    form = seed.forms[0]
    assert form.department == "中共江苏省委台湾工作办公室（机关）"
    assert form.fiscal_year == 2024
    assert form.scope == "部门整体"


def test_texts_are_whole(seed: Conversion) -> None:
    form = seed.forms[0]
    assert form.functions is not None
    assert form.functions.startswith("中共江苏省委台湾工作办公室、江苏省人民政府台湾事务办公室")
    assert form.functions.endswith("统筹协调涉台法律事务")
    assert len("".join(form.functions.split())) == 431 or len(form.functions) > 400
    assert form.staffing is not None
    assert form.staffing.endswith("为参照公务员管理事业单位。")
    assert form.mid_term_goal == "深化苏台经济文化等各领域交流合作，促进两岸经济社会融合发展。"
    assert form.annual_goal is not None
    assert form.annual_goal.endswith("文化、科技、教育等各领域交流合作。")


def test_half_and_full_year_values(seed: Conversion) -> None:
    found = _by_names(seed.indicators)
    rate = found["预算执行", "预算执行率"]
    assert (rate.half_year_text, rate.target_text) == ("=45%", "=100%")
    assert rate.level1 == "过程"
    news = next(i for i in seed.indicators if (i.level3 or "").startswith("被省委省政府"))
    assert (news.half_year_text, news.target_text) == ("≥20条", "≥40条")
    assert news.level1 == "履职"
    assert news.key_task == "向省委、省政府两个信息网络平台报送信息"


def test_key_task_only_where_its_column_is(seed: Conversion) -> None:
    assert all((i.key_task is not None) == (i.level1 == "履职") for i in seed.indicators)


def test_money_adds_up(seed: Conversion) -> None:
    assert Counter(fund.side for fund in seed.funds) == {"收入": 8, "支出": 6}
    full = {f.item_text: Decimal(f.full_year_text or "0") for f in seed.funds}
    half = {f.item_text: Decimal(f.half_year_text or "0") for f in seed.funds if f.half_year_text}
    assert full["基本支出"] + full["项目支出"] == full["资金总额"] == Decimal("4239.71")
    projects = [f.item_text for f in seed.funds if f.parent == "项目支出"]
    assert len(projects) == 4
    assert sum(full[name] for name in projects) == full["项目支出"] == 134
    assert sum(half[name] for name in projects) == half["项目支出"] == Decimal("52.5")
    assert {fund.unit for fund in seed.funds} == {"万元"}


def test_word_and_pdf_give_the_same_records() -> None:
    word = convert_file(CORPUS / "seed" / "seed.docx")
    for path in SEED:
        if path.suffix != ".pdf":
            continue
        pdf = convert_file(path)
        assert [_plain(i) for i in pdf.indicators] == [_plain(i) for i in word.indicators]
        assert [(f.item_text, f.full_year_text, f.half_year_text) for f in pdf.funds] == [
            (f.item_text, f.full_year_text, f.half_year_text) for f in word.funds
        ]


def _plain(indicator: Indicator) -> dict[str, object]:
    names = [name for name in Indicator.__dataclass_fields__ if name not in PLACES]
    values = {name: getattr(indicator, name) for name in names}
    return {n: "".join(v.split()) if isinstance(v, str) else v for n, v in values.items()}


def test_points_of_a_self_evaluation_add_up() -> None:
    conversion = convert_file(CORPUS / "self-evaluation" / "self-evaluation.docx")
    [form] = conversion.forms
    assert form.stage == "自评"
    assert form.weight_total == "100"
    points = [Decimal(i.weight_text or "0") for i in conversion.indicators]
    execution = 10  # 预算执行率, which has its points in the money block
    assert sum(points) + execution == 100
    assert all(i.level1 is None or i.level1.endswith("分）") for i in conversion.indicators)
