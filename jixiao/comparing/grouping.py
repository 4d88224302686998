"""Which printed names are one indicator: the canonical one, the same name, a similar name.

Similar are names that differ only by words that decide nothing (``normalizers.wording.core``
and the light words below) or by one character misread. A high likeness alone joins nothing:
小学生资助人数 and 中学生资助人数 are six sevenths the same and two indicators. So names are not
compared in pairs but brought into one wording, which takes time in proportion to their number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jixiao.auditing.evidence import Row
from jixiao.comparing.model import Made
from normalizers.cleaning import clean
from normalizers.patterns import Lazy
from normalizers.rephrasing import core
from normalizers.taxonomy_file import traps
from normalizers.taxonomy_model import LEAST_SLIP
from normalizers.wording import LOOKALIKE, deciding, head, is_slip

LEAST_ALIKE = 50.0  # below, one wording for two names is too much to believe
Name = tuple[str | None, str]  # indicator class, cleaned name
_NO_NAMES = frozenset(("无", "不适用", "不涉及", "其他", "暂无"))
_MISREAD = frozenset().union(*LOOKALIKE)
_PERIOD = Lazy(r"[\d年月日至到底前度季]|[^\u4e00-\u9fff]")
_VAGUE = Lazy("项目|工程|工作|任务|计划|实施|开展")
_COUNTED = "(?:次数|场次|期数|数量|数|天数|人次|人数)$"
_HELD = "(?:举办|举行|组织|开展|召开|实施|进行)"
_LIGHT = tuple(  # an expression, what takes its place
    (Lazy(expression), word)
    for expression, word in (
        (rf"^{_HELD}{{1,2}}(?=.{{3,}})", ""),
        (rf"(?<=..){_HELD}(?={_COUNTED})", ""),
        (r"(?:以及|及|和|与|、)(?!时)", "、"),
        (r"(?:进一步|逐步|切实|稳步|大力)(?=提|增|改|完善|优化|推|促|加)", ""),
        (r"提升|提高|增强", "提升"),
        (r"(?<=[^人次天期])(?:数量|个数)$", "数"),
        (r"[^\w、%]", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of names: its id, what it is called, how and how surely it was made."""

    id: str
    name: str
    made: Made
    score: float | None = None


@lru_cache(maxsize=65536)
def plain(label: str) -> str:
    """A name as it is compared: no numbering, units in brackets, years.

    >>> plain("指标1：2025年宣传活动次数（场）")
    '宣传活动次数'
    """
    text = clean(label).text
    return re.sub(r"(?:20\d\d年?[-—至~])?20\d\d年(?:度(?![\u4e00-\u9fff]$))?", "", text) or text


def wording(text: str) -> str:
    """A name in the wording it shares with all that say the same.

    >>> wording("举办宣传活动次数"), wording("宣传活动开展次数"), wording("宣传活动次数")
    ('宣传活动次数', '宣传活动次数', '宣传活动次数')
    >>> wording("评审报告合格率") == wording("评审合格率")
    False
    """
    plainest = folded = core(text).replace("不断", "")  # its 不 denies nothing
    for expression, word in _LIGHT:
        folded = expression.sub(word, folded)
    decided = deciding(folded) == deciding(plainest)
    return folded if decided and _is_more_than_head(folded) else plainest


def says_something(text: str) -> bool:
    """Whether a name tells what is measured: more than its head, no placeholder, no period.

    >>> says_something("项目数量"), says_something("评审数量"), says_something("5月至7月")
    (False, True, False)
    """
    if text in _NO_NAMES or len(_PERIOD.sub("", text)) < 2:
        return False
    return _is_more_than_head(core(text))


def _is_more_than_head(text: str) -> bool:
    rest = _VAGUE.sub("", text)
    return bool(rest) and rest != head(rest)


def name_of(row: Row) -> Name | None:
    """What a department's own indicator is grouped by; None where nothing is said."""
    text = plain(row.label)
    return (row.indicator_class, text) if says_something(text) else None


def group_names(names: Iterable[Name]) -> dict[Name, Kind]:
    """The group of each name; the most frequent name of a group is what it is called.

    >>> found = group_names([("数量", "展览次数"), ("数量", "举办展览次数"), ("成本", "展览次数")])
    >>> [(kind.id, kind.made) for kind in found.values()]
    [('数量:举办展览次数', 'similar'), ('数量:举办展览次数', 'similar'), ('成本:展览次数', 'same')]
    >>> found["数量", "展览次数"].score  # the likeness of the name least like the first
    80.0
    """
    count = Counter(names)
    alike: dict[Name, list[Name]] = defaultdict(list)
    for name in count:
        alike[name[0], wording(name[1])].append(name)
    for misread, meant in _slips(alike, count):
        alike[meant] += alike.pop(misread)
    return {
        name: kind
        for members in alike.values()
        for part in _apart(sorted(members, key=lambda name: (-count[name], name[1])))
        for name, kind in _named(part)
    }


def _named(members: list[Name]) -> Iterable[tuple[Name, Kind]]:
    kind, first = members[0]
    id = f"{kind or ''}:{first}"
    if len(members) == 1:
        return [(members[0], Kind(id, first, "same"))]
    score = min(_ratio(first, other) for _, other in members[1:])
    return [(name, Kind(id, first, "similar", score)) for name in members]


def _slips(alike: dict[Name, list[Name]], count: Counter[Name]) -> list[tuple[Name, Name]]:
    """Wordings that are another, more frequent one but for one character misread (of two as
    frequent, the longer one has a character too many)."""
    often = {key: sum(count[name] for name in names) for key, names in alike.items()}
    by_gap: dict[Name, list[Name]] = defaultdict(list)
    for kind, text in alike:
        if len(text) >= LEAST_SLIP:
            for gap in _gaps(text):
                by_gap[kind, gap].append((kind, text))
    found: dict[Name, Name] = {}
    for near in by_gap.values():
        for one in near:
            for other in near:
                rarer = (often[one], -len(one[1])) < (often[other], -len(other[1]))
                if rarer and _misread(one[1], other[1]):
                    found.setdefault(one, other)
    return [(one, other) for one, other in found.items() if other not in found]


def _gaps(text: str) -> set[str]:
    """A text, and it without one character that may be misread or printed twice."""
    return {text} | {
        text[:at] + text[at + 1 :]
        for at, sign in enumerate(text)
        if sign in _MISREAD or sign == text[at - 1 : at] or not "\u4e00" <= sign <= "\u9fff"
    }


def _misread(printed: str, meant: str) -> bool:
    """Whether it is a slip, of no figure or letter, that leaves what decides as it is."""
    signs = r"[0-9A-Za-z、]"
    return is_slip(printed, meant) and re.findall(signs, printed) == re.findall(signs, meant)


def _apart(members: list[Name]) -> list[list[Name]]:
    """The names of a group in parts, so that no two known to differ (traps) are together,
    and none that is hardly like the first."""
    parts: list[list[Name]] = []
    for name in members:
        for part in parts:
            trapped = any(frozenset((name[1], other[1])) in _trapped() for other in part)
            if not trapped and _ratio(name[1], part[0][1]) >= LEAST_ALIKE:
                part.append(name)
                break
        else:
            parts.append([name])
    return parts


@lru_cache(maxsize=1)
def _trapped() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((plain(one), plain(other))) for one, other, _ in traps())


def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return round(min(fuzz.ratio(one, other), 99.0), 1)
