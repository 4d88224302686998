"""What a form's title says: its scope, its stage, and the project it may name."""

from __future__ import annotations

import re

from extractor.vocabulary import fold, has_title_word, phrases, without_annex

_NO_NAME = re.compile(r"20\d\d年?度?|^(?:附件|附表)\d*|[-—～~至、.:：\s]")  # years, annexes


def project_in_title(title: str) -> str | None:
    """The project that a title names (…项目绩效目标表), None where it names a kind of form.

    >>> project_in_title("办公楼租金及物业项目绩效目标表")
    '办公楼租金及物业'
    >>> project_in_title("2025-2027年中期项目绩效目标表") is None
    True
    """
    title = without_annex(title)
    found = re.match(r"^(.+?)项目(?:支出)?绩效(?:目标(?:申报|批复|审批)?|自评|监控)表$", title)
    name = _NO_NAME.sub("", found[1]) if found else ""
    generic = {fold(word) for word in phrases()["title"]["generic_project"]}
    return found[1] if found and name and fold(name) not in generic else None


def scope_of(title: str | None, project: str | None, functions: str | None) -> str | None:
    """部门整体, 项目, 政策 or 转移支付, as title and labels say.

    ``project`` and ``functions`` are what is printed beside these labels, None without.
    """
    title = title or ""
    if has_title_word(title, "transfer"):
        return "转移支付"
    named = "部门" in title or "单位" in title  # 专项资金整体绩效目标表 is a project's
    if has_title_word(title, "whole") and (named or project is None):
        return "部门整体"
    if has_title_word(title, "policy") and (project is None or "项目" not in title):
        return "政策"
    if project is not None or "项目" in title:
        return "项目"
    return "部门整体" if functions is not None else None


def goes_on(title: str | None, first: str | None, project: str | None) -> bool:
    """Whether the title printed over the form of the project ``first`` stands over the next,
    that of ``project``, too: it names neither a project nor another kind of form."""
    if title is None or (first and first in title):
        return False
    return project is None or scope_of(title, project, None) != "部门整体"


def stage_of(title: str | None, has_actual: bool) -> str | None:
    """申报, 批复, 调整, 监控 or 自评, None where the form does not say.

    An evaluation by the department or the finance office (部门评价, 财政评价) is none of
    them: 财预〔2020〕10号 article 3 sets it beside the self-evaluation (单位自评).
    """
    title = title or ""
    if has_title_word(title, "assessed") and "自评" not in title:
        return None
    stages = (
        ("evaluated", "自评"),
        ("monitored", "监控"),
        ("adjusted", "调整"),
        ("approved", "批复"),
        ("declared", "申报"),
    )
    for word, stage in stages:
        if has_title_word(title, word):
            return stage
    return "自评" if has_actual else None
