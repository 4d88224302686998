"""The two plots: what a page costs by each reader, and how cost grows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import Point, exponent
from benchmarks.pdf_pages import TABLE_TASKS, each_run, milliseconds
from benchmarks.results import Results, strict

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAGES_PLOT = "bench-pages.png"
GROWTH_PLOT = "bench-growth.png"
OURS, FLOOR, PEER = "#1f6f8b", "#9a9a9a", "#d08c60"


def draw(results: Results, folder: Path) -> None:
    """Write both as PNG."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams.update({"font.size": 9, "savefig.dpi": 100})
    from matplotlib import pyplot

    folder.mkdir(parents=True, exist_ok=True)
    figure, axes = pyplot.subplots(figsize=(7.2, 2.8), layout="constrained")
    _draw_pages(axes, results)
    figure.savefig(folder / PAGES_PLOT)
    figure, grid = pyplot.subplots(2, 3, figsize=(9, 5.2), layout="constrained")
    many = [(name, by) for name, by in results.grown.items() if by]
    for axes, (name, by) in zip(grid.flat, many, strict=False):
        _draw_growth(axes, name, by)
    for axes in list(grid.flat)[len(many) :]:
        axes.axis("off")
    figure.savefig(folder / GROWTH_PLOT)
    pyplot.close("all")


def _draw_pages(axes: Axes, results: Results) -> None:
    tasks = [task for task in TABLE_TASKS if results.table_costs(task)][::-1]
    group = "published" if results.published else "corpus"
    for at, task in enumerate(tasks):
        costs = results.table_costs(task)
        colour = FLOOR if task == "floor" else OURS if task.startswith("jixiao") else PEER
        low, _, high = each_run(costs)
        figure = milliseconds(costs)
        axes.barh(at, figure, color=colour, height=0.65)
        axes.plot([min(low, figure), high], [at, at], color="black", linewidth=1)
        score = strict(results.f1.get(task, {}), group)
        said = f"{figure:.1f}" + (f"   strict F1 {score:.3f}" if score is not None else "")
        axes.text(max(figure, high) * 1.08, at, said, va="center")
    axes.set_yticks(range(len(tasks)), tasks)
    axes.set_xscale("log")
    axes.set_xlim(1, max(milliseconds(results.table_costs(task)) for task in tasks) * 6)
    axes.set_xlabel("CPU milliseconds a table page (log), least of the runs; line: all runs")
    axes.spines[["top", "right"]].set_visible(False)


def _draw_growth(axes: Axes, name: str, by: dict[str, list[Point]]) -> None:
    for whose, points in by.items():
        colour = OURS if whose == "jixiao" else FLOOR if whose.startswith("jixiao") else PEER
        label = f"{whose}: n^{exponent(points):.2f}"
        axes.loglog(
            [p.size for p in points], [p.seconds for p in points], "o-",
            color=colour, label=label, markersize=3, linewidth=1.2,
        )  # fmt: skip
        for point in (points[0], points[-1]):
            axes.annotate(
                f"{point.seconds:.2g} s", (point.size, point.seconds), (0, -9),
                textcoords="offset points", ha="center", fontsize=7, color=colour,
            )  # fmt: skip
    sizes = [p.size for p in by["jixiao"]]
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes], fontsize=7)
    axes.tick_params(axis="y", which="minor", labelleft=False)
    axes.minorticks_off()
    axes.margins(0.1, 0.2)
    axes.set_title(name, fontsize=9)
    axes.set_ylabel("CPU seconds")
    axes.legend(fontsize=7, frameon=False, loc="best")
    axes.spines[["top", "right"]].set_visible(False)
