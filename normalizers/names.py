"""The canonical indicator behind a printed name (三级指标), or none.

The steps: the name as it is, an alias, an alias a person reviewed, and last a near
name: one that differs by neutral words, by another way to say the same, or by one
character misread. Heads and deciding words must agree (``normalizers.wording``); where two
indicators are near or the levels above do not tell which, the answer is none with candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from normalizers.classes import indicator_class, polarity
from normalizers.cleaning import clean, is_plain
from normalizers.rephrasing import core
from normalizers.taxonomy_model import LEAST_SLIP, SHORT, Entry, Taxonomy, Wording
from normalizers.wording import head, is_slip, level

THRESHOLD = 80.0  # a misread character of five leaves 80
MARGIN = 4.0  # by which the runner-up must be behind
NEAR_ENOUGH = 60.0  # from here on a candidate is worth telling
CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator a name is near to."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a printed name is; ``indicator_id`` is None where that is not certain."""

    name: str
    cleaned: str
    indicator_id: str | None
    indicator_name: str | None
    method: str | None  # exact, alias, reviewed or fuzzy
    score: float | None  # 0–100
    rival: str | None  # the runner-up, or the nearest name where there is no match
    indicator_class: str | None
    polarity: str | None
    candidates: tuple[Candidate, ...] = ()


def match(
    name: str,
    level2: str | None = None,
    level1: str | None = None,
    taxonomy: Taxonomy | None = None,
) -> Match:
    """The canonical indicator of a name that stands under these levels.

    >>> match("指标3：三公经费控制率（%）").indicator_name
    '“三公经费”控制率'
    >>> found = match("各项任务如期完成率", "时效指标")
    >>> found.indicator_name, found.method
    ('完成及时率', 'fuzzy')
    >>> found = match("预算评审项目数", "数量指标")
    >>> found.indicator_id is None, found.indicator_class, found.polarity
    (True, '数量', 'higher')
    """
    taxonomy = taxonomy or _built_in()
    text = name if is_plain(name) else clean(name).text
    one, two = level(level1), level(level2)
    entry, method, score, candidates = _find(text, one, two, taxonomy)
    kind = indicator_class(text, level2, level1)
    if kind is None and entry is not None:
        kind = indicator_class(entry.name, entry.level2[0], (*entry.level1, None)[0])
    return Match(
        name,
        text,
        None if entry is None else entry.id,
        None if entry is None else entry.name,
        method,
        score,
        candidates[0].name if candidates else None,
        kind,
        polarity(text, kind) if entry is None else entry.polarity,
        candidates,
    )


def match_all(
    names: Sequence[str],
    level2: Sequence[str | None] | None = None,
    level1: Sequence[str | None] | None = None,
    taxonomy: Taxonomy | None = None,
) -> list[Match]:
    """``match`` for columns: one answer a name, in order; each distinct row is looked at once."""
    taxonomy = taxonomy or _built_in()
    if level2 is None and level1 is None:
        by_name = {name: match(name, taxonomy=taxonomy) for name in dict.fromkeys(names)}
        return [by_name[name] for name in names]
    nothing = (None,) * len(names)
    rows = list(zip(names, level2 or nothing, level1 or nothing, strict=True))
    by_row = {row: match(*row, taxonomy) for row in dict.fromkeys(rows)}
    return [by_row[row] for row in rows]


Found = tuple[Entry | None, str | None, float | None, tuple[Candidate, ...]]


@cache
def _built_in() -> Taxonomy:
    from normalizers.taxonomy import load  # when a name is matched: importing us stays quick

    return load()


def _find(text: str, one: str, two: str, taxonomy: Taxonomy) -> Found:
    printed = [w for w in taxonomy.by_text.get(text, ()) if w.kind != "plausible"]
    found = _choose(printed, one, two, strict=False) if printed else None
    if found is not None and _said_otherwise_here(found, one, two, taxonomy):
        found = None
    if found is not None:
        return found.entry, found.kind, 100.0, ()
    reviewed = taxonomy.reviewed.get((two, text)) or taxonomy.reviewed.get(("", text))
    if reviewed is not None:
        return reviewed, "reviewed", 100.0, ()
    return _find_near(text, one, two, taxonomy)


def _said_otherwise_here(found: Wording, one: str, two: str, taxonomy: Taxonomy) -> bool:
    """Whether an indicator that stands elsewhere is another one under these levels, said
    in other words (年度预算执行率 where level 2 is 预算执行率)."""
    if found.entry.stands_under(one, two) or two not in taxonomy.levels2:
        return False
    return any(w.entry.stands_under(one, two) for w in taxonomy.worded(found.core))


def _choose(wordings: Sequence[Wording], one: str, two: str, *, strict: bool) -> Wording | None:
    """The wording whose indicator stands under these levels, or the only one there is.

    Strict: one bound to other levels forbids a choice; else it only drops out.
    """
    if not two and all(len(wording.text) < SHORT for wording in wordings):  # 质量, 成本
        return None
    fitting = [wording for wording in wordings if wording.entry.stands_under(one, two)]
    if not fitting:
        fitting = [wording for wording in wordings if not wording.bound]
        texts = {wording.text for wording in fitting}
        if strict and any(wording.text not in texts for wording in wordings):
            return None
    one_only = len({wording.entry.id for wording in fitting}) == 1
    return fitting[0] if one_only else None


def _find_near(text: str, one: str, two: str, taxonomy: Taxonomy) -> Found:
    words = core(text)
    found = None
    if len(text) > SHORT and len(words) > 1:
        same = taxonomy.worded(words)
        if not same and len(words) >= LEAST_SLIP - 1:
            same = _slips(words, one, two, taxonomy)
        same = tuple(w for w in same if w.text == text) or same  # plausible, but the very name
        if same:
            found = _choose(same, one, two, strict=len(words) > SHORT)
    candidates = _candidates(words, head(found.core if found else words), two, taxonomy)
    if found is None:
        return None, None, None, candidates
    score = 99.0 if found.core == words else _ratio(words, found.core)
    settled = {wording.entry.id for wording in taxonomy.worded(found.core)}  # by the levels
    rivals = tuple(other for other in candidates if other.id not in settled)
    if score < THRESHOLD or (rivals and score - rivals[0].score < MARGIN):
        return None, None, None, candidates
    return found.entry, "fuzzy", score, rivals


def _slips(words: str, one: str, two: str, taxonomy: Taxonomy) -> tuple[Wording, ...]:
    """Wordings under these levels that are the name but for one character misread."""
    texts: set[str] = set()
    for length in (len(words), len(words) - 1):  # one character misread, or one too many
        middle = length // 2
        for half in (words[:middle] + "…", "…" + words[middle - length :]):
            texts.update(taxonomy.by_half.get(half, ()))
    known = two in taxonomy.levels2
    return tuple(
        wording
        for text in sorted(texts)
        if is_slip(words, text)
        for wording in taxonomy.by_core[text]
        if not known or wording.entry.stands_under(one, two)
    )


def _candidates(words: str, kind: str, two: str, taxonomy: Taxonomy) -> tuple[Candidate, ...]:
    """The nearest indicators with this head under the same level 2, best first."""
    if not kind or kind not in taxonomy.by_head or len(words) > 2 * taxonomy.longest:
        return ()
    texts, entries = _pool(kind, two if two in taxonomy.levels2 else "", taxonomy)
    near = _nearest()(words, texts, score_cutoff=NEAR_ENOUGH, limit=3 * CANDIDATES)
    best: dict[str, Candidate] = {}
    for _, score, at in near:
        entry = entries[at]
        if entry.id not in best:
            best[entry.id] = Candidate(entry.id, entry.name, round(min(score, 99.0), 1))
    return tuple(list(best.values())[:CANDIDATES])


@cache
def _nearest() -> Callable[..., list[tuple[str, float, int]]]:
    """The search of rapidfuzz, loaded when the first name needs it."""
    from rapidfuzz import fuzz, process

    return partial(process.extract, scorer=fuzz.ratio)


@lru_cache(maxsize=1024)
def _pool(kind: str, two: str, taxonomy: Taxonomy) -> tuple[list[str], list[Entry]]:
    """The cores with one head under one level 2, and whose they are."""
    found = {
        (wording.core, wording.entry.id): wording.entry
        for wording in taxonomy.by_head[kind]
        if not two or two in wording.entry.contexts2
    }
    return [text for text, _ in found], list(found.values())


def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return round(min(fuzz.ratio(one, other), 99.0), 1)
