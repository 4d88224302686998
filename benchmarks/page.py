"""The page docs/benchmarks.md and the README's table, written from what was measured."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.bounds import Bound, bounds
from benchmarks.growth import exponent
from benchmarks.pdf_pages import (
    MORE_RUNS,
    PROSE_TASKS,
    TABLE_TASKS,
    Cost,
    each_run,
    milliseconds,
    of,
    peak,
    start_up,
)
from benchmarks.plots import GROWTH_PLOT, PAGES_PLOT
from benchmarks.results import Results, strict
from benchmarks.startup import seconds

NAMES = {
    "jixiao": "**jixiao**, with derived fields",
    "floor": "floor: pypdfium2, characters and paths",
    "pdfplumber": "pdfplumber `extract_tables`",
    "camelot vector": "camelot lattice, vector",
    "camelot combined": "camelot lattice, combined",
    "PyMuPDF": "PyMuPDF `find_tables(use_layout=False)`",
    "text": "pypdfium2, characters only",
}
BY_FILE = """CPU milliseconds a page, least of the runs. Start-up jitters, which shows in short
files. The first page of seed-cutrows has no indicator, so that loading the taxonomy is not taken
off there."""
BLOCK = re.compile(r"(<!-- bench:start -->\n).*?(<!-- bench:end -->)", re.DOTALL)
FIT_FROM = "log cost over log size, by least squares"
MEASURED = """CPU of a whole process less that of the same command on the first of the
pages, over the other pages; tasks take turns, and every process is new. Other work on the
machine only ever adds, so ratios are of the least of the runs. pdfplumber closes each page,
else its memory grows. The peers find tables only, and their time holds nothing else;
`jixiao` goes on to records."""
SCORED = """Strict F1 is of the rows of the golden files: levels, name, operator, target and
unit all as printed. The tables of every peer go through the same script
(`benchmarks/peer_rows.py`: header words with synonyms, merged labels filled down, over pages
too, rows cut by a page break put together). Our rules were written with these documents
at hand, and so was the script."""
PEAK = """Peak memory is the most that one process held on any of the files; start-up the CPU of the
command on one page."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table; all columns but the first are figures."""
    yield f"| {' | '.join(head)} |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def summary(results: Results) -> Iterator[str]:
    """What a page costs by each reader, and how much of it is right."""
    head = [
        *("", "strict F1, published", "strict F1, corpus", "CPU ms a page", "median (all runs)"),
        *("against ours", "wall ms", "peak MB", "start-up s"),
    ]
    yield from table(head, _rows(results))


def _summary_row(results: Results, task: str, ours: float) -> list[str]:
    costs = results.table_costs(task)
    if not costs:
        return [NAMES.get(task, task), *["–"] * 8]
    scores = [strict(results.f1.get(task, {}), group) for group in ("published", "corpus")]
    runs = each_run(costs)
    cpu = milliseconds(costs)
    return [
        NAMES.get(task, task),
        *("–" if score is None else f"{score:.3f}" for score in scores),
        f"{cpu:.1f}",
        f"{runs.middle:.1f} ({runs.least:.1f}–{runs.most:.1f})",
        f"{cpu / ours:.2f} ×",
        f"{milliseconds(costs, 'wall'):.1f}",
        f"{peak(costs):.0f}",
        f"{start_up(costs):.2f}",
    ]


def by_file(results: Results, kind: str, tasks: Sequence[str]) -> Iterator[str]:
    """CPU milliseconds a page, file by file."""
    present = [task for task in tasks if of(results.costs, kind, task)]
    costs = {task: of(results.costs, kind, task) for task in present}
    rows = [
        [one.name, f"{one.first}–{one.last}", *(f"{_of_file(costs[t], at):.1f}" for t in present)]
        for at, one in enumerate(costs[present[0]])
    ]
    yield from table(["file", "pages", *present], rows)


def _of_file(costs: Sequence[Cost], at: int) -> float:
    return milliseconds([costs[at]])


def shown(results: Results) -> Iterator[str]:
    """Each bound, the figure, and where it is missed by how much; then why."""
    found = list(bounds(results))
    met = sum(bound.met for bound in found)
    open_ = [bound for bound in found if bound.value is not None and not bound.met]
    unmeasured = sum(bound.value is None for bound in found)
    yield f"{met} of {len(found)} are met{f', {unmeasured} not measured here' * bool(unmeasured)}."
    yield ""
    yield from table(["", "wanted", "measured", ""], map(_bound_row, found))
    yield ""
    if open_:
        yield "What stands in the way where a bound is missed:"
        yield ""
    for bound in open_:
        yield from _said(bound)
    if open_:
        yield ""
    yield "What the other figures come from:"
    yield ""
    for bound in found:
        if bound not in open_:
            yield from _said(bound)


def _bound_row(bound: Bound) -> list[str]:
    if bound.value is None:
        return [bound.what, bound.wanted, "–", "not measured"]
    verdict = "met" if bound.met else f"missed by {bound.missed_by:.0%}"
    detail = f" ({bound.detail})" if bound.detail else ""
    return [bound.what, bound.wanted, f"{bound.value:.2f} ×{detail}", verdict]


def _said(bound: Bound) -> Iterator[str]:
    text = f"- {bound.what}: {' '.join(bound.why.split())}"
    yield from textwrap.wrap(text, 110, subsequent_indent="  ")


def grown(results: Results) -> Iterator[str]:
    """The ends of each series, and the exponent."""
    rows = []
    for name, by in results.grown.items():
        for whose, points in by.items():
            low, high = points[0], points[-1]
            rows.append([
                f"{name}: {whose}",
                f"{low.size:,} → {high.size:,}",
                f"{low.seconds:.3f} → {high.seconds:.2f}",
                f"{exponent(points):.2f}",
                f"{exponent(points[-3:]):.2f}",
                f"{low.peak:.0f} → {high.peak:.0f}",
            ])  # fmt: skip
    head = ["", "size", "CPU s", "exponent", "of the upper half", "peak MB"]
    yield from table(head, rows)


def started(results: Results) -> Iterator[str]:
    rows = []
    for name, usages in results.started.items():
        wall, cpu = seconds(usages), seconds(usages, "cpu")
        figures = f"{wall.middle:.3f} ({wall.least:.3f}–{wall.most:.3f})"
        rows.append([f"`{name}`", f"{wall.least:.3f}", figures, f"{cpu.least:.3f}"])
    yield from table(["", "wall s", "median (all runs)", "CPU s"], rows)


def word(results: Results) -> Iterator[str]:
    names = list(results.word["form"])
    rows = [
        [f"{shape} of 1,000 rows", *(f"{figures[name]:.3f}" for name in names)]
        for shape, figures in results.word.items()
    ]
    yield from table(["CPU s", *names], rows)
    scores = {r: strict(results.f1.get(r, {}), "word") for r in ("jixiao", "python-docx")}
    if None not in scores.values():
        yield ""
        yield (
            f"Strict F1 on the Word files of the corpus: jixiao {scores['jixiao']:.3f}, "
            f"python-docx with the script {scores['python-docx']:.3f}."
        )


def _pymupdf(results: Results) -> str:
    """How PyMuPDF was used, and what it makes of the same pages if used as it comes."""
    counts = results.f1.get("PyMuPDF as imported", {})
    scores = [
        f"{score:.3f} ({group})"
        for group in ("published", "corpus")
        if (score := strict(counts, group)) is not None
    ]
    said = "PyMuPDF is kept from loading its layout model and pymupdf4llm, to its favour"
    return f"{said}: as imported its strict F1 is {', '.join(scores)}." if scores else f"{said}."


def where(results: Results) -> str:
    """Over what the summary is."""
    if not results.published:
        return "the PDF files of the corpus (no published reports were here)"
    pages = sum(cost.more for cost in of(results.costs, "published", "jixiao"))
    return f"{pages} table pages of {results.published} published reports"


def document(results: Results) -> str:
    """The whole page."""
    lines = [
        "# Speed, beside the peers",
        "",
        f"Written by `{results.command}` on {results.date}: {results.machine}.",
        "",
        f"{results.runs} runs of everything; {MORE_RUNS} times as many on prose and on reports of "
        "few table pages, fewer of camelot's combined engine and of what takes long.",
        "",
        f"## Pages of PDF: {where(results)}",
        "",
        *textwrap.wrap(" ".join(MEASURED.split()), 110),
        "",
        *textwrap.wrap(" ".join(SCORED.split()), 110),
        "",
        *summary(results),
        "",
        *textwrap.wrap(f"{' '.join(PEAK.split())} {_pymupdf(results)}", 110),
        "",
        f"![CPU a page by each reader](images/{PAGES_PLOT})",
        "",
        "## What must be shown",
        "",
        *shown(results),
        "",
        "## File by file",
        "",
        *textwrap.wrap(" ".join(BY_FILE.split()), 110),
        "",
    ]  # fmt: skip
    for kind, title, tasks in (
        ("published", "Table pages of published reports:", TABLE_TASKS),
        ("corpus", "Files of the corpus, which everyone has:", TABLE_TASKS),
        ("prose", "Pages of published reports without tables:", PROSE_TASKS),
    ):
        if of(results.costs, kind, "jixiao"):
            lines += [title, "", *by_file(results, kind, tasks), ""]
    lines += ["## Word", "", *word(results), "", "## Start-up", "", *started(results), ""]
    lines += ["## How cost grows", "", f"Exponents are fitted: {FIT_FROM}.", "", *grown(results)]
    lines += ["", f"![How cost grows](images/{GROWTH_PLOT})", ""]
    return "\n".join(lines)


def readme_block(results: Results) -> str:
    """The README's table: the summary, dated, with the command."""
    said = (
        f"{results.date}, {results.machine}: {where(results)}, least of {results.runs} runs "
        f"(`{results.command}`; [all figures](docs/benchmarks.md)):"
    )
    head = ["", "strict F1", "CPU ms a page", "against jixiao", "peak MB"]
    rows = [
        [row[0], row[1] if results.published else row[2], row[3], row[5], row[7]]
        for row in _rows(results)
    ]
    return "\n".join([*textwrap.wrap(said, 110), "", *table(head, rows), ""])


def _rows(results: Results) -> list[list[str]]:
    ours = milliseconds(results.table_costs("jixiao"))
    return [_summary_row(results, task, ours) for task in TABLE_TASKS]


def in_readme(readme: str, results: Results) -> str:
    """The README with its table replaced; it stays as it is where the marks are missing."""
    return BLOCK.sub(lambda found: found[1] + readme_block(results) + found[2], readme)
