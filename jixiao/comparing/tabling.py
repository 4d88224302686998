"""The views of a comparison as tables: what stands in which column of which row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jixiao.auditing.model import Quote, Words
from jixiao.auditing.quoting import value
from jixiao.auditing.reporting import quoted
from jixiao.comparing.model import Comparison, Copy, Drift, Group, Member, Missing, View

MADE = {
    "canonical": Words("共性指标", "canonical"),
    "same": Words("同名", "same"),
    "similar": Words("名称相近", "similar"),
}
CHANGES = {  # those to look at first
    "weaker": Words("放松", "weaker"),
    "gone": Words("消失", "gone"),
    "changed": Words("改变", "changed"),
    "stronger": Words("加严", "stronger"),
    "added": Words("新增", "added"),
    "unclear": Words("不能比较", "unclear"),
    "unchanged": Words("不变", "unchanged"),
}
LEVELS = {
    "central": Words("中央", "central"),
    "province": Words("省级", "province"),
    "prefecture": Words("市级", "prefecture"),
    "county": Words("县级", "county"),
}
VIEWS: dict[View, Words] = {  # titles of the views, and of the sheets
    "indicators": Words("横向对比", "indicators"),
    "distributions": Words("分布", "distributions"),
    "missing": Words("缺失", "missing"),
    "copies": Words("雷同", "copies"),
    "years": Words("逐年变化", "years"),
    "versions": Words("未比较的版本", "versions"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Chinese title, its width in characters, what of an item stands
    in it, and the words for it where that is a code."""

    name: str
    zh: str
    width: int
    of: Callable[[Any], Any]
    words: Mapping[str, Words] | None = None

    def shown(self, item: Any, lang: str) -> Any:
        """What stands in the column, in a language."""
        found = self.of(item)
        if self.words is not None:
            found = self.words.get(found, found)
        return found.of(lang) if isinstance(found, Words) else found


def items(comparison: Comparison, view: View) -> Iterable[Any]:
    """What a view has a row for."""
    if view == "indicators":
        return ((group, member) for group in comparison.groups for member in group.members)
    if view == "distributions":
        return ((group, one) for group in comparison.groups for one in group.distributions)
    by_view: dict[View, Iterable[Any]] = {
        "missing": comparison.missing,
        "copies": comparison.copies,
        "years": comparison.drift,
        "versions": comparison.versions,
    }
    return by_view[view]


def records(comparison: Comparison, view: View, lang: str) -> Iterator[list[Any]]:
    """The rows of a view; numbers are decimals."""
    for item in items(comparison, view):
        yield [column.shown(item, lang) for column in COLUMNS[view]]


def cells_of(item: Any) -> tuple[Quote, ...]:
    """The cells an item of any view rests on."""
    members: tuple[Member | None, ...] = ()
    goals: tuple[Quote, ...] = ()
    match item:
        case (Group(), Member() as member):
            members = (member,)
        case Missing():
            members = item.examples
        case Copy():
            members, goals = tuple(m for pair in item.names for m in pair), item.goals
        case Drift():
            members = (item.before, item.now)
    return (*(quote for m in members if m is not None for quote in m.quotes), *goals)


def _cells(item: Any, document: str = "") -> str:
    return "\n".join(quoted(quote, document) for quote in cells_of(item))


def _number(member: Member) -> Decimal | None:
    return member.row.target.number if member.row.target else None


def _of_target(name: str) -> Callable[[Any], Any]:
    return lambda item: getattr(item[1].row.target, name, None)


def _understood(member: Member | None) -> str | None:
    """A target as it is understood, with sign and unit."""
    target = member.row.target if member else None
    return value(target) if target is not None else None


def _rounded(found: Decimal | None, places: int) -> Decimal | None:
    return None if found is None else round(found, places)


def _text(member: Member | None) -> str | None:
    return member.target_text if member else None


def _name(member: Member | None) -> str | None:
    return member.name if member else None


def _peers(of: Callable[[Any], Any]) -> tuple[Column, ...]:
    """The columns that tell peers apart, of what ``of`` finds in an item."""
    return (
        Column("scope", "范围", 10, lambda item: of(item).scope),
        Column("stage", "环节", 7, lambda item: of(item).stage),
        Column("year", "年度", 7, lambda item: of(item).year),
        Column("level", "政府级次", 9, lambda item: of(item).level, LEVELS),
    )


_GROUP = (
    Column("group", "组", 18, lambda item: item[0].id),
    Column("indicator", "指标", 26, lambda item: item[0].name),
    Column("made", "归组方式", 10, lambda item: item[0].made, MADE),
)
_MEMBERS = (
    *_GROUP,
    Column("name_score", "最低名称相似度", 8, lambda item: item[0].score),
    Column("indicator_class", "指标类别", 9, lambda item: item[0].indicator_class),
    Column("departments", "部门数", 7, lambda item: item[0].departments),
    Column("group_unit", "统一单位", 9, lambda item: item[0].unit),
    Column("department", "部门", 24, lambda item: item[1].source.department),
    Column("jurisdiction", "地区", 10, lambda item: item[1].source.jurisdiction),
    *_peers(lambda item: item[1].source),
    Column("project", "项目", 24, lambda item: item[1].source.project),
    Column("name", "三级指标", 26, lambda item: item[1].name),
    Column("target_text", "指标值", 16, lambda item: item[1].target_text),
    Column("operator", "符号", 6, _of_target("operator")),
    Column("value", "数值", 12, _of_target("number")),
    Column("unit", "单位", 8, _of_target("unit")),
    Column("group_value", "统一单位的数值", 12, lambda item: item[1].value),
    Column("conversion", "换算", 22, lambda item: item[1].conversion or None),
    Column("refusal", "不能比较的原因", 24, lambda item: item[1].refusal),
    Column("z", "稳健z值", 8, lambda item: item[1].z),
    Column("outlier", "偏离", 30, lambda item: item[1].outlier),
    Column("document", "文件", 30, lambda item: item[1].source.document),
    Column("page", "页", 6, lambda item: item[1].row.page),
    Column("cells", "单元格原文", 44, lambda item: _cells(item, item[1].source.document)),
)
_DISTRIBUTIONS = (
    *_GROUP,
    *_peers(lambda item: item[1]),
    Column("unit", "单位", 8, lambda item: item[1].unit),
    Column("departments", "部门数", 7, lambda item: item[1].departments),
    Column("count", "数值个数", 8, lambda item: item[1].count),
    Column("least", "最小", 12, lambda item: item[1].least),
    Column("lower", "下四分位", 12, lambda item: item[1].lower),
    Column("median", "中位数", 12, lambda item: item[1].median),
    Column("upper", "上四分位", 12, lambda item: item[1].upper),
    Column("most", "最大", 12, lambda item: item[1].most),
    Column("outliers", "偏离个数", 8, lambda item: item[1].outliers),
)
_MISSING = (
    Column("department", "部门", 24, lambda item: item.department),
    Column("indicator", "没有的指标", 26, lambda item: item.name),
    Column("made", "归组方式", 10, lambda item: item.made, MADE),
    *_peers(lambda item: item),
    Column("holders", "有此指标的部门", 9, lambda item: item.holders),
    Column("peers", "同类其他部门", 9, lambda item: item.peers),
    Column("share", "占比（%）", 9, lambda item: _rounded(item.share, 1)),
    Column("looked_through", "核对的指标数", 9, lambda item: item.looked_through),
    Column("documents", "核对的文件", 30, lambda item: "\n".join(item.documents)),
    Column("cells", "其他部门的单元格", 50, _cells),
)
_COPIES = (
    Column("department", "部门", 22, lambda item: item.one.department),
    Column("project", "项目", 22, lambda item: item.one.project),
    Column("document", "文件", 28, lambda item: item.one.document),
    Column("other_department", "另一部门", 22, lambda item: item.other.department),
    Column("other_project", "另一项目", 22, lambda item: item.other.project),
    Column("other_document", "另一文件", 28, lambda item: item.other.document),
    Column("scope", "范围", 10, lambda item: item.one.scope),
    Column("year", "年度", 7, lambda item: item.one.year),
    Column("shared_names", "相同个性指标", 8, lambda item: len(item.names)),
    Column("of_names", "个性指标（较少一方）", 9, lambda item: item.of_names),
    Column("share", "占比（%）", 9, lambda item: _rounded(item.share, 1)),
    Column("goal_likeness", "目标相似度", 9, lambda item: _rounded(item.likeness, 2)),
    Column("cells", "单元格原文", 60, _cells),
)
_YEARS = (
    Column("department", "部门", 24, lambda item: item.department),
    Column("project", "项目", 24, lambda item: item.project),
    Column("year", "年度", 7, lambda item: item.year),
    Column("change", "变化", 9, lambda item: item.change, CHANGES),
    Column("old_name", "上年指标", 24, lambda item: _name(item.before)),
    Column("name", "本年指标", 24, lambda item: _name(item.now)),
    Column("name_likeness", "改名相似度", 8, lambda item: _rounded(item.likeness, 2)),
    Column("old_target", "上年指标值", 14, lambda item: _text(item.before)),
    Column("target", "本年指标值", 14, lambda item: _text(item.now)),
    Column("old_value", "上年值", 12, lambda item: _understood(item.before)),
    Column("value", "本年值", 12, lambda item: _understood(item.now)),
    Column("difference", "变动", 12, lambda item: item.difference),
    Column("unit", "单位", 8, lambda item: item.unit),
    Column("percent", "变动（%）", 9, lambda item: _rounded(item.percent, 1)),
    Column("shown", "计算或说明", 34, lambda item: item.shown),
    Column("succession", "机构沿革", 34, lambda item: item.succession),
    Column("cells", "单元格原文", 50, _cells),
)
_VERSIONS = (
    Column("department", "部门", 24, lambda item: item.source.department),
    Column("project", "项目", 24, lambda item: item.source.project),
    *_peers(lambda item: item.source),
    Column("document", "未比较的文件", 34, lambda item: item.source.document),
    Column("compared", "比较的文件", 34, lambda item: item.document),
    Column("compared_stage", "其环节", 8, lambda item: item.stage),
)
COLUMNS: dict[View, tuple[Column, ...]] = {
    "indicators": _MEMBERS,
    "distributions": _DISTRIBUTIONS,
    "missing": _MISSING,
    "copies": _COPIES,
    "years": _YEARS,
    "versions": _VERSIONS,
}
