"""What no field holds is told, and what is no loss is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_header_layouts import Row, converted

from extractor.model import Conversion

HEAD: Row = ("一级指标", "二级指标", "三级指标", "指标值", "权重")
BODY: Row = ("产出指标", "数量指标", "开展巡查", "48次", "100")


def read(path: Path, rows: Sequence[Row]) -> Conversion:
    return converted(path / "a.docx", "2025年项目绩效自评表", rows)


def told(conversion: Conversion) -> list[tuple[str, str]]:
    return [(p.code, p.message_en.split(": ", 1)[1].rstrip(".")) for p in conversion.problems]


@pytest.mark.parametrize(
    ("head", "yes", "no"),
    [("实际完成情况", "完成", "未完成"), ("完成情况", "是", "否")],
)
def test_ticks_are_told_with_the_words_over_them(
    tmp_path: Path, head: str, yes: str, no: str
) -> None:
    rows = [
        ("一级指标", "三级指标", "指标值", head, "<"),
        ("^", "^", "^", yes, no),
        ("产出指标", "开展巡查", "48次", "√", ""),
        ("产出指标", "培训人次", "30人次", "√", ""),
        ("效益指标", "投诉办结率", "95%", "", "√"),
    ]
    conversion = read(tmp_path, rows)
    assert [i.actual_text for i in conversion.indicators] == [None, None, None]
    assert told(conversion) == [
        ("cell.unread", f"{yes}: √ (2)"),
        ("cell.unread", f"{no}: √ (1)"),
    ]


@pytest.mark.parametrize(
    "remark",
    [
        "注：①含线上人次；②以考试成绩为准。",
        "填表说明：1.指标值应填数值，如≥100人次。",
        "备注：一式三份",
    ],
)
def test_remarks_among_the_indicators_are_no_loss(tmp_path: Path, remark: str) -> None:
    conversion = read(tmp_path, [HEAD, BODY, (remark, "<", "<", "<", "<")])
    assert [i.level3 for i in conversion.indicators] == ["开展巡查"]
    assert conversion.problems == ()


def test_another_row_of_one_cell_is_told(tmp_path: Path) -> None:
    conversion = read(tmp_path, [HEAD, BODY, ("开展宣传12场", "<", "<", "<", "<")])
    assert told(conversion) == [("row.unread", "开展宣传12场")]


def test_an_amount_below_its_label_is_told_where_it_is_not_read(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "道路养护", "<", "<", "预算金额（万元）"),
        ("主管部门", "某县交通局", "<", "<", "680"),
        HEAD,
        BODY,
    ]
    conversion = read(tmp_path, rows)
    assert conversion.funds == ()
    assert told(conversion) == [("cell.unread", "680")]
