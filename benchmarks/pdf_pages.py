"""What pages of PDF cost: our whole path, the peers and the floor, on the same pages.

Each figure is that of a whole process (:mod:`benchmarks.peers`) less the same command on
the first of the pages, over the other pages. Runs of all tasks take turns, so that what
disturbs the machine for a while disturbs all of them; short reports have more of them,
and so has prose. Published reports come from $JIXIAO_REPORTS (skipped visibly without it),
the others from the corpus.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import Spread, Usage, compiled, run, spread

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = str(ROOT / "benchmarks" / "peers.py")
# file name begins with → first and last page
TABLES = {
    "北京_医疗保障局": (15, 28),
    "武汉_2026年武汉市信访局": (30, 32),
    "泉州_2026年泉州市人民": (29, 37),
    "烟台_2026年烟台市宣传部": (29, 43),
    "福州_2026年福州市民政局": (28, 52),
    "西安_商务局": (63, 87),
    "重庆_2026年重庆市商务": (25, 28),
}
PROSE = {
    "武汉_2026年武汉市信访局": (17, 29),
    "深圳_2026年深圳市统计局": (1, 10),
    "苏州_2026年苏州市交通": (31, 43),
    "西安_人力资源": (11, 27),
    "西安_商务局": (1, 18),
    "重庆_2026年重庆市商务": (1, 7),
}
CORPUS = {
    "seed/seed-cutrows": (1, 5),
    "variants/five-pages/five-pages": (1, 5),
}
TABLE_TASKS = (
    *("jixiao", "jixiao, as printed", "floor"),
    *("pdfplumber", "camelot vector", "camelot combined", "PyMuPDF"),
)
STAGES = ("jixiao, pages only", "load")  # which tell where our time goes
SLOW, SLOW_RUNS = ("camelot combined",), 2  # it takes as long as all others together
SHORT, MORE_RUNS = 6, 3  # with fewer pages start-up jitters by more than a page costs
PROSE_TASKS = ("jixiao", "text")


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of a file, and what they are: tables of a report or of the corpus, or prose."""

    kind: str
    path: Path
    first: int
    last: int

    @property
    def name(self) -> str:
        return self.path.stem.removesuffix("预算").removesuffix("部门")[:18]


@dataclass(frozen=True, slots=True)
class Cost:
    """One task on some pages: the usages of its runs on one page, and on all of them."""

    kind: str
    name: str
    first: int
    last: int
    task: str
    one: tuple[Usage, ...]
    all: tuple[Usage, ...]

    @property
    def more(self) -> int:
        """How many pages the figures are of."""
        return self.last - self.first

    def seconds(self, what: str = "cpu") -> float:
        """All pages but one: the least of the runs less the least of the start-ups."""
        whole = min(getattr(usage, what) for usage in self.all)
        return float(whole - min(getattr(usage, what) for usage in self.one))

    def each_run(self, what: str = "cpu") -> list[float]:
        """The same of every run, with the start-up that was measured beside it."""
        pairs = zip(self.one, self.all, strict=True)
        return [getattr(whole, what) - getattr(one, what) for one, whole in pairs]


def reports() -> Path | None:
    folder = os.environ.get("JIXIAO_REPORTS")
    return Path(folder) if folder and Path(folder).is_dir() else None


def chosen() -> Iterator[Pages]:
    """All pages that are measured, of the files that are here."""
    for stem, (first, last) in CORPUS.items():
        yield Pages("corpus", ROOT / "corpus" / f"{stem}.pdf", first, last)
    folder = reports()
    for kind, wanted in (("published", TABLES), ("prose", PROSE)):
        for path in sorted(folder.rglob("*.pdf")) if folder else ():
            for start, (first, last) in wanted.items():
                if path.name.startswith(start):
                    yield Pages(kind, path, first, last)


def command(task: str, pages: Pages, last: int) -> list[str]:
    return [sys.executable, SCRIPT, task, str(pages.path), str(pages.first), str(last)]


def measure(pages: Pages, runs: int, tasks: Sequence[str]) -> list[Cost]:
    """The cost of every task on some pages, the tasks taking turns."""
    environment = compiled()
    one: dict[str, list[Usage]] = {task: [] for task in tasks}
    whole: dict[str, list[Usage]] = {task: [] for task in tasks}
    short = pages.kind == "published" and pages.last - pages.first < SHORT
    turns = runs * MORE_RUNS if short or pages.kind == "prose" else runs
    for turn in range(turns):
        for task in tasks:
            if task in SLOW and turn >= min(runs, SLOW_RUNS):
                continue
            one[task].append(run(command(task, pages, pages.first), environment))
            whole[task].append(run(command(task, pages, pages.last), environment))
    return [
        Cost(pages.kind, pages.name, pages.first, pages.last, task, tuple(one[task]),
             tuple(whole[task]))
        for task in tasks
    ]  # fmt: skip


def measure_all(runs: int, tell: Callable[[str], None], *, quick: bool = False) -> list[Cost]:
    """Every task on all pages that are here; a quick run leaves camelot's slow engine out."""
    if reports() is None:
        tell("JIXIAO_REPORTS is not set: published reports are skipped")
    tasks = [task for task in TABLE_TASKS if not (quick and task == "camelot combined")]
    tasks += STAGES
    costs: list[Cost] = []
    for pages in chosen():
        tell(f"{pages.kind} {pages.name}, p. {pages.first}–{pages.last}")
        costs += measure(pages, runs, PROSE_TASKS if pages.kind == "prose" else tasks)
    return costs


def of(costs: Iterable[Cost], kind: str, task: str) -> list[Cost]:
    return [cost for cost in costs if (cost.kind, cost.task) == (kind, task)]


def milliseconds(costs: Sequence[Cost], what: str = "cpu") -> float:
    """Milliseconds a page, least of the runs, over the pages of several files."""
    return 1000 * sum(cost.seconds(what) for cost in costs) / sum(cost.more for cost in costs)


def each_run(costs: Sequence[Cost], what: str = "cpu") -> Spread:
    """Milliseconds a page over several files, as the runs had it (those that all files had)."""
    pages = sum(cost.more for cost in costs)
    runs = zip(*(cost.each_run(what) for cost in costs), strict=False)
    return spread([1000 * sum(seconds) / pages for seconds in runs])


def peak(costs: Sequence[Cost]) -> float:
    """The most megabytes that a process held, in the run that needed least of it."""
    return max(min(usage.peak for usage in cost.all) for cost in costs)


def start_up(costs: Sequence[Cost]) -> float:
    """Seconds of CPU of the command on one page, the least there was."""
    return min(usage.cpu for cost in costs for usage in cost.one)


def cost_from(data: dict[str, Any]) -> Cost:
    """A cost as it was written to JSON."""
    usages = {name: tuple(Usage(*one) for one in data[name]) for name in ("one", "all")}
    return Cost(**(data | usages))
