"""How long a column of indicator names takes, against a fuzzy search of every name.

    python benchmarks/names.py [ROWS [DISTINCT]]

A column of 1,000,000 names with 50,000 distinct ones is made of the cases and the
taxonomy, as reports print them: some canonical, most a department's own. ``match_all`` is
measured against ``rapidfuzz.process.extractOne`` with its own scorer over names and
aliases, called once a distinct name. Both run in this process, one after the other.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from pathlib import Path

from rapidfuzz import process

from normalizers.names import match_all
from normalizers.taxonomy import load

CASES = Path(__file__).parent.parent / "tests" / "normalizers" / "cases"
SHARE_CANONICAL = 0.1
OBJECT_WORDS = (
    "市级 乡镇 农村公路 医疗救助 图书馆 信访 中小学 养老机构 水库 档案 信息系统 食品安全 科研 就业 "
    "绿化 消防 统计 普法 气象 文物 统战 森林 老旧小区 救护车 疫苗 竞赛"
)
OBJECTS = OBJECT_WORDS.split()


def make_column(rows: int, distinct: int) -> list[str]:
    """A column of names: printed ones, canonical ones in other dress, and made-up ones."""
    chance = random.Random(20260401)
    printed: list[str] = []
    for path in sorted(CASES.glob("in-the-wild/names*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            printed += [row["name"] for row in csv.DictReader(file)]
    taxonomy = load()
    canonical = [text for e in taxonomy.entries for text in (e.name, *e.aliases, *e.plausible)]
    names = dict.fromkeys(canonical + printed)
    while len(names) < distinct:
        if chance.random() < SHARE_CANONICAL:
            names[f"指标{chance.randrange(1, 99)}：{chance.choice(canonical)}"] = None
        else:
            objects = "".join(chance.sample(OBJECTS, chance.choice((1, 1, 2))))
            name = chance.choice(printed)
            names[chance.choice((objects + name, f"{name[:4]}{objects}{name[4:]}"))] = None
    texts = list(names)[:distinct]
    column = texts + chance.choices(texts, k=rows - len(texts))
    chance.shuffle(column)
    return column


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    distinct = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    column = make_column(rows, distinct)
    taxonomy = load()
    choices = [text for e in taxonomy.entries for text in (e.name, *e.aliases, *e.plausible)]
    start = time.perf_counter()
    matches = match_all(column)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for name in dict.fromkeys(column):
        process.extractOne(name, choices)
    theirs = time.perf_counter() - start
    found = sum(match.indicator_id is not None for match in matches)
    print(f"{rows:,} names, {distinct:,} distinct, {len(choices)} names and aliases")
    print(f"match_all                      {ours:8.2f} s   {found:,} matched")
    print(f"rapidfuzz extractOne, distinct {theirs:8.2f} s")
    print(f"ours / theirs                  {ours / theirs:8.3f}   (at most 0.100)")


if __name__ == "__main__":
    main()
