"""What stands above the indicators of a form, as printed, and which of two texts is which."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model import Place
from extractor.money import Money
from extractor.vocabulary import fold, year_in

GOAL_FIELDS = ("annual_goal", "mid_term_goal", "goal_actual")
NAMES = ("project", "department", "implementing_unit", "period_text")
PROJECT_UNITS = ("项目单位",)  # the department, or its unit where that is named too
YEAR_LABELS = (
    *("年度", "预算年度", "财政年度", "评价年度", "自评年度", "绩效年度", "监控年度"),
    *("填报年度", "预算年份", "年份", "绩效评价年度", "编制年度", "所属年度"),
)


@dataclass(slots=True)
class Head:
    """What stands above the indicators of one form, as printed."""

    title: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    funds: list[Money] = field(default_factory=list)
    weight_total: str | None = None
    goal_label: str = ""  # beside which the annual goal stands
    year: int | None = None  # of a line that is nothing but a year: （2026年度）
    unit_label: bool = False  # whether the department stands beside 项目单位
    flags: set[str] = field(default_factory=set)

    def take_beside(self, label: str, name: str, text: str, places: tuple[Place, ...] = ()) -> None:
        """Set the field that a label names."""
        if name == "period_text" and fold(label) in YEAR_LABELS and year_in(text):
            self.year = self.year or year_in(text)
            self.places.setdefault("fiscal_year", places)
        elif name == "annual_goal":
            self._take_goal(fold(label), text, places)
        elif name == "department":
            self._take_department(fold(label) in PROJECT_UNITS, text, places)
        else:
            self.take(name, text, places)

    def take(self, name: str, text: str, places: tuple[Place, ...] = ()) -> None:
        """Set a field unless it is filled already."""
        if not self.fields.get(name):
            if self.fields.get(name) == "" and text and name in NAMES:
                self.flags.add("label.blank")
            self.fields[name] = text
            self.places[name] = places

    def _take_department(self, of_unit: bool, text: str, places: tuple[Place, ...]) -> None:
        """Of 主管部门 and 项目单位, the second is the unit that carries the project out."""
        before = self.fields.get("department")
        if before and of_unit and not self.unit_label:
            self.take("implementing_unit", text, places)
            return
        if before and text and self.unit_label and not of_unit:
            self.take("implementing_unit", before, self.places["department"])
            del self.fields["department"]
        if text and not self.fields.get("department"):
            self.unit_label = of_unit
        self.take("department", text, places)

    def take_period(self, line: str, year: int | None) -> None:
        """Take a line that is nothing but a year, which is the form's fiscal year (预算年度)."""
        self.year = self.year or year
        self.take("period_text", line)

    def _take_goal(self, label: str, text: str, places: tuple[Place, ...]) -> None:
        """Of two goals, that of the year is the annual one and the one called a whole
        (总体目标) that of the whole term."""
        before = self.goal_label
        if _is_whole(before) and "年" in label and not self.fields.get("mid_term_goal"):
            self.fields["mid_term_goal"] = self.fields.pop("annual_goal")
            self.places["mid_term_goal"] = self.places.pop("annual_goal")
        elif "年" in before and _is_whole(label):
            self.take("mid_term_goal", text, places)
            return
        if text and not self.fields.get("annual_goal"):
            self.goal_label = label
        self.take("annual_goal", text, places)


def _is_whole(goal: str) -> bool:
    return "总" in goal and "年" not in goal
