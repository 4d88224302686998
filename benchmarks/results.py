"""What one run of the benchmarks measured, kept as JSON so that the page can be written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.growth import Point, points_from
from benchmarks.measuring import Usage
from benchmarks.pdf_pages import Cost, cost_from, of

F1 = dict[str, dict[str, list[int]]]  # reader → group → rows right, golden, found
Grown = dict[str, dict[str, list[Point]]]  # series → whose → points


@dataclass(frozen=True, slots=True)
class Results:
    """Everything measured, and where."""

    date: str
    machine: str
    command: str
    runs: int
    costs: list[Cost]
    f1: F1
    started: dict[str, list[Usage]]
    word: dict[str, dict[str, float]]
    grown: Grown

    def table_costs(self, task: str) -> list[Cost]:
        """A task on the table pages that the summary is of: of reports, else of the corpus."""
        return of(self.costs, "published", task) or of(self.costs, "corpus", task)

    @property
    def published(self) -> int:
        """How many published reports were measured."""
        return len(of(self.costs, "published", "jixiao"))


def strict(counts: Mapping[str, list[int]], group: str) -> float | None:
    """The F1 of a group of documents, if it was scored."""
    if group not in counts:
        return None
    right, golden, found = counts[group]
    return 2 * right / (golden + found) if golden + found else 1.0


def save(results: Results, path: Path) -> None:
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> Results:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["costs"] = [cost_from(one) for one in data["costs"]]
    data["started"] = {n: [Usage(*u) for u in usages] for n, usages in data["started"].items()}
    data["grown"] = {
        name: {whose: points_from(points) for whose, points in many.items()}
        for name, many in data["grown"].items()
    }
    return Results(**data)
