"""A comparison on the terminal: what most departments have first, what stands out on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from jixiao.auditing.evidence import squeezed
from jixiao.auditing.model import Words
from jixiao.auditing.quoting import number, percent, value
from jixiao.comparing.model import (
    Comparison,
    Copy,
    Distribution,
    Drift,
    Group,
    LeftOut,
    Member,
    Missing,
    Source,
    View,
)
from jixiao.comparing.tabling import CHANGES, LEVELS, MADE, VIEWS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

GROUPS, MEMBERS, ROWS = 10, 8, 20  # shown unless all are asked for
LONGEST = 24  # characters of a project's name in a table
_NONE: dict[View, Words] = {
    "indicators": Words("没有可比的指标", "no indicators to compare"),
    "missing": Words(
        "没有：同类部门不足六个，或没有半数以上部门都有的指标",
        "none: fewer than six departments of a kind, or nothing that most of them have",
    ),
    "copies": Words("没有", "none"),
    "years": Words(
        "没有同一部门（或项目）相邻两年的表", "no forms of two years that follow each other"
    ),
}


class Printer:
    """Prints the views of a comparison; ``all`` leaves nothing out."""

    def __init__(self, console: Console, lang: str, *, all: bool = False) -> None:
        self._console = console
        self._lang = lang
        self._all = all

    def show(self, comparison: Comparison, views: Iterable[View]) -> None:
        """Print the views; distributions stand with their groups."""
        for view in views:
            if view == "indicators":
                self._title(view, len(comparison.groups))
                shown = comparison.groups if self._all else comparison.groups[:GROUPS]
                for group in shown:
                    self._group(group, comparison.choice.department)
                self._more(len(comparison.groups) - len(shown), 0)
            elif view == "missing":
                self._title(view, len(comparison.missing))
                self._missing(comparison.missing)
            elif view == "copies":
                self._title(view, len(comparison.copies))
                shown_copies = comparison.copies if self._all else comparison.copies[:ROWS]
                for copy in shown_copies:
                    self._copy(copy)
                self._more(len(comparison.copies) - len(shown_copies), 0)
            elif view == "years":
                self._title(view, len(comparison.drift))
                self._years(comparison.drift)
            elif view == "versions" and comparison.versions:
                self._versions(comparison.versions)

    def _say(self, text: str, style: str | None = None) -> None:
        self._console.print(text, style=style, markup=False, soft_wrap=False)

    def _words(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _of(self, words: Words | None) -> str:
        return words.of(self._lang) if words is not None else ""

    def _title(self, view: View, count: int) -> None:
        self._say(f"\n■ {self._of(VIEWS[view])}（{count}）", "bold")
        if not count and view in _NONE:
            self._say(f"  {self._of(_NONE[view])}")

    def _more(self, count: int, indent: int = 2) -> None:
        if count > 0:
            more = self._words(f"还有{count}项，--all 全部列出", f"{count} more; --all lists them")
            self._say(" " * indent + more, "dim")

    def _table(self, *titles: tuple[str, str]) -> Table:
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
        for zh, en in titles:
            table.add_column(self._words(zh, en), overflow="fold")
        return table

    def _peers(self, found: Distribution | Missing | Source) -> str:
        level = LEVELS.get(found.level or "")
        parts = (found.scope, found.stage, str(found.year or ""), self._of(level))
        return " ".join(part for part in parts if part)

    def _group(self, group: Group, department: str | None) -> None:
        score = f" ≥{group.score:g}" if group.score is not None else ""
        said = (
            f"{self._of(MADE[group.made])}{score}",
            self._words(f"{group.departments}个部门", f"{group.departments} departments"),
            self._words(f"{len(group.members)}个指标值", f"{len(group.members)} targets"),
            *([group.unit] if group.unit else []),
        )
        self._say(f"\n{group.name}  {group.id if group.made == 'canonical' else ''}", "bold")
        self._say(f"  {' · '.join(said)}")
        if group.made == "similar":
            names = dict.fromkeys(name for name in group.names if name != group.name)
            self._say(f"  = {'、'.join(list(names)[:6])}")
        for one in group.distributions if self._all else group.distributions[:3]:
            self._distribution(one)
        table = self._table(
            ("部门", "department"),
            ("年度", "year"),
            ("指标值", "target"),
            ("统一为", "in one unit"),
            ("页", "page"),
            ("说明，或项目", "note, or project"),
        )
        members = in_order(group, department)
        shown = members if self._all else members[:MEMBERS]
        for member in shown:
            table.add_row(
                member.source.department or member.source.document,
                str(member.source.year or ""),
                _target(member),
                _in_group_unit(member, group.unit),
                str(member.row.page or ""),
                self._note(member),
            )
        self._console.print(table)
        self._more(len(members) - len(shown))

    def _distribution(self, found: Distribution) -> None:
        middle = " ".join(number(one) for one in (found.lower, found.median, found.upper))
        told = self._words(
            f"{found.departments}部门{found.count}值",
            f"{found.count} values of {found.departments}",
        )
        far = self._words(f"，偏离{found.outliers}个", f", {found.outliers} far off")
        self._say(
            f"  {self._peers(found)}：{told}，"
            f"{number(found.least)} … [{middle}] … {number(found.most)}{found.unit}"
            f"{far if found.outliers else ''}"
        )

    def _note(self, member: Member) -> str:
        if member.outlier is not None:
            return f"⚠ {self._of(member.outlier)}"
        said = self._of(member.refusal) or member.conversion
        return said or (member.source.project or "")[:LONGEST]

    def _missing(self, missing: Sequence[Missing]) -> None:
        if not missing:
            return
        table = self._table(
            ("部门", "department"),
            ("没有的指标", "lacks"),
            ("有的同类部门", "peers with it"),
            ("同类", "peers"),
            ("核对", "of"),  # how many of its indicators were looked through
        )
        shown = missing if self._all else missing[:ROWS]
        for one in shown:
            share = f"{one.holders}/{one.peers} = {percent(one.holders, one.peers)}"
            looked = str(one.looked_through)
            table.add_row(one.department, one.name, share, self._peers(one), looked)
        self._console.print(table)
        self._more(len(missing) - len(shown))

    def _copy(self, copy: Copy) -> None:
        self._say(f"\n{_whose(copy.one)}  ⇄  {_whose(copy.other)}", "bold")
        for document in dict.fromkeys((copy.one.document, copy.other.document)):
            self._say(f"  {document}")
        if copy.names:
            count = len(copy.names)
            names = "、".join(one.name for one, _ in copy.names[:4])
            told = self._words("个性指标相同", "own names shared")
            rest = self._words("等", " …") if count > 4 else ""
            share = f"{count}/{copy.of_names}（{percent(count, copy.of_names)}）"
            self._say(f"  {told} {share}：{names}{rest}")
        if copy.likeness is not None:
            told = self._words("年度目标相似度", "goals alike by")
            self._say(f"  {told} {number(round(copy.likeness, 2))}：")
            for quote in copy.goals:
                text = squeezed(quote.text)
                self._say(f"    “{text[:60]}{'…' if len(text) > 60 else ''}”")

    def _years(self, drift: Sequence[Drift]) -> None:
        steps = [
            (key, list(found))
            for key, found in groupby(drift, key=lambda d: (d.department, d.project, d.year))
        ]
        shown = steps if self._all else steps[:GROUPS]
        for (department, project, year), found in shown:
            count: Counter[str] = Counter(one.change for one in found)
            told = "，".join(
                f"{self._of(CHANGES[change])}{count[change]}" for change in CHANGES if count[change]
            )
            whose = " · ".join(part for part in (department, project) if part)
            self._say(f"\n{whose}  {year - 1} → {year}", "bold")
            self._say(f"  {told}")
            for succession in dict.fromkeys(one.succession for one in found):
                self._say(f"  {self._of(succession)}") if succession else None
            self._changes(found)
        self._more(len(steps) - len(shown), 0)

    def _changes(self, drift: Sequence[Drift]) -> None:
        order = list(CHANGES)
        kept = [one for one in drift if self._all or one.change != "unchanged" or one.likeness]
        kept.sort(key=lambda one: order.index(one.change))
        if not kept:
            return
        table = self._table(
            ("变化", "change"),
            ("指标", "indicator"),
            ("上年", "before"),
            ("本年", "now"),
            ("说明", "note"),
        )
        shown = kept if self._all else kept[:ROWS]
        for one in shown:
            table.add_row(
                self._of(CHANGES[one.change]),
                self._renamed(one),
                _target(one.before),
                _target(one.now),
                self._of(one.shown),
            )
        self._console.print(table)
        self._more(len(kept) - len(shown))

    def _renamed(self, drift: Drift) -> str:
        names = [member.name for member in (drift.before, drift.now) if member is not None]
        if drift.likeness is None:
            return names[-1]
        return f"{names[0]} → {names[1]}（{number(round(drift.likeness, 2))}）"

    def _versions(self, versions: Sequence[LeftOut]) -> None:
        self._title("versions", len(versions))
        shown = versions if self._all else versions[:GROUPS]
        for left in shown:
            stage = f"（{left.stage}）" if left.stage else ""
            self._say(f"  {_whose(left.source)} {left.source.year or ''}")
            self._say(f"    {left.source.document} → {left.document}{stage}")
        self._more(len(versions) - len(shown))


def in_order(group: Group, department: str | None) -> list[Member]:
    """The members: the department chosen, then outliers, then one of each department."""
    seen: set[str | None] = set()

    def rank(member: Member) -> tuple[int, int]:
        chosen = department is not None and squeezed(department) in (member.source.department or "")
        again = member.source.office in seen
        seen.add(member.source.office)
        return (0 if chosen else 1, 0 if member.outlier is not None else 2 if again else 1)

    ranks = [rank(member) for member in group.members]
    order = sorted(range(len(ranks)), key=lambda at: (ranks[at], at))
    return [group.members[at] for at in order]


def _target(member: Member | None) -> str:
    """The target as printed, with its unit where the unit stands in a column of its own."""
    if member is None or member.target_text is None:
        return "" if member is None else "—"
    text, unit = squeezed(member.target_text), squeezed(member.row.unit_text)
    return f"{text} {unit}" if unit and unit not in text else text


def _in_group_unit(member: Member, unit: str | None) -> str:
    """The value that is compared, with its sign; "" where there is none."""
    target = member.row.target
    if target is None or member.value is None:
        return ""
    return value(replace(target, number=member.value, unit=unit))


def _whose(source: Source) -> str:
    """Department, project and implementing unit, each if it says more than those before."""
    parts = dict.fromkeys((source.department, source.project, source.unit))
    return " · ".join(part for part in parts if part)
