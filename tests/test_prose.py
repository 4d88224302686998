"""Targets written as numbered prose, without any table."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from jixiao.pipeline import convert_file

LINES = """2025年农村饮水安全项目绩效目标
一、产出指标
（一）数量指标
1.培训人数≧300人；2.举办活动不少于5场；
（二）质量指标：1.培训合格率≥95%；
（三）时效指标
1.资金拨付时间：2025年12月底前；
二、效益指标
（一）社会效益指标 1.群众知晓率达到90%以上。
2.能力有所提升；
三、满意度指标
（一）服务对象满意度指标
1.受训人员满意度≥90%。
四、保障措施
（一）加强领导，落实1名专人。"""


def write(path: Path, lines: str) -> Path:
    document = Document()
    for line in lines.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_items_under_class_headings_are_indicators(tmp_path: Path) -> None:
    conversion = convert_file(write(tmp_path / "a.docx", LINES))
    found = [(i.level1, i.level2, i.level3, i.target_text) for i in conversion.indicators]
    assert found == [
        ("产出指标", "数量指标", "培训人数", "≧300人"),
        ("产出指标", "数量指标", "举办活动", "不少于5场"),
        ("产出指标", "质量指标", "培训合格率", "≥95%"),
        ("产出指标", "时效指标", "资金拨付时间", "2025年12月底前"),
        ("效益指标", "社会效益指标", "群众知晓率", "达到90%以上"),
        ("满意度指标", "服务对象满意度指标", "受训人员满意度", "≥90%"),
    ]
    assert {i.flags for i in conversion.indicators} == {("row.prose",)}
    assert [p.code for p in conversion.problems] == ["row.unread"]
    assert "能力有所提升" in conversion.problems[0].message_zh
    assert [form.layout for form in conversion.forms] == ["prose"]


def test_ordinary_prose_gives_nothing(tmp_path: Path) -> None:
    text = "一、工作目标\n（一）主要任务\n1.完成指标任务30项；\n二、组织\n（一）质量 1.达到90%。"
    conversion = convert_file(write(tmp_path / "a.docx", text))
    assert conversion.indicators == ()
    assert conversion.forms == ()
