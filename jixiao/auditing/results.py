"""Rules on self-evaluation (自评): actual values, scores and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.auditing.evidence import Printed, Row, TargetForm, squeezed
from jixiao.auditing.model import (
    Compared,
    Finding,
    Thresholds,
    Verdict,
    Words,
    judged,
    undecidable,
)
from jixiao.auditing.quoting import number, quote_row, quote_rows, value
from jixiao.auditing.registering import Family, one_by_one
from jixiao.auditing.weights import points

FAMILY = Family()
BASIS = "财预〔2020〕10号（单位自评）"

_NO_SCORES = Words("没有可比的分值和得分", "no points and scores to compare")
_NO_ACTUALS = Words("没有可比的实际完成值", "no actual values to compare")
_WHAT = Words("个指标", "indicators")
_ALL = ("target_text", "actual_text", "weight_text", "score_text")


def _scored(form: TargetForm) -> Iterator[tuple[Row, Decimal, Decimal]]:
    """Rows with points and a score."""
    for row in form.annual:
        weight, score = points(row.weight_text), points(row.score_text)
        if weight is not None and score is not None and not row.doubtful:
            yield row, weight, score


def _measured(form: TargetForm) -> Iterator[tuple[Row, Printed, Printed, Decimal, Decimal]]:
    """Rows whose target and actual value are numbers in one unit."""
    for row in form.annual:
        target, actual = row.target, row.actual
        if target is None or actual is None or row.doubtful:
            continue
        if target.number is None or actual.number is None or target.unit != actual.unit:
            continue
        yield row, target, actual, target.number, actual.number


def met(row: Row, target: Printed, wanted: Decimal, reached: Decimal) -> bool | None:
    """Whether a target is met; None where neither sign nor direction tells."""
    if target.operator in ("ge", "gt"):
        return reached >= wanted
    if target.operator in ("le", "lt"):
        return reached <= wanted
    if row.polarity == "higher":
        return reached >= wanted
    if row.polarity == "lower":
        return reached <= wanted
    return None


@FAMILY.rule(
    "E1",
    "得分高于分值，或得分合计超过100",
    "A score above its points, or scores above 100 in all",
    basis=BASIS,
    severity="error",
    needs=("印有分值和得分", "points and scores are printed"),
)
@one_by_one(_WHAT, _NO_SCORES)
def scores_within_points(form: TargetForm, _: Thresholds) -> Compared:
    rows = list(_scored(form))
    for row, weight, score in rows:
        if score > weight:
            said = Words(
                f"“{row.label}”得分{number(score)}高于分值{number(weight)}",
                f"“{row.label}”: score {number(score)} above {number(weight)} points",
            )
            cells = quote_row(row, "weight_text", "score_text")
            shown = f"{number(score)} > {number(weight)}"
            yield Finding(said, cells, (number(score), number(weight)), shown)
        else:
            yield None
    total = sum((score for _, _, score in rows), Decimal(0))
    if len(rows) == len(form.annual) and total > 100:
        said = Words(f"得分合计{number(total)}，超过100", f"the scores add up to {number(total)}")
        cells = quote_rows((row for row, *_ in rows), "score_text")
        yield Finding(said, cells, (number(total),), f"{number(total)} > 100")


@FAMILY.rule(
    "E2",
    "得分与完成比例计算结果不符",
    "The score is not what the rate of completion gives",
    basis="财预〔2020〕10号（按完成比例计分）",
    severity="info",
    needs=(
        "有分值、得分，指标值和实际完成值为同一单位的数字，能确认方向；未完成的按比例计算，"
        "低于阈值分的差异不计；各地另有计分办法的，仅供核对",
        "points, score, and both values as numbers in one unit, of known direction; where a "
        "place scores otherwise this is only to be looked at",
    ),
    points="0.5",
)
@one_by_one(_WHAT, _NO_SCORES)
def score_recomputed(form: TargetForm, limits: Thresholds) -> Compared:
    given = {row.id: (weight, score) for row, weight, score in _scored(form)}
    for row, target, actual, wanted, reached in _measured(form):
        reachable = row.id in given and wanted > 0 and reached >= 0
        if not reachable or met(row, target, wanted, reached) is None:
            continue
        weight, score = given[row.id]
        upward = target.operator in ("ge", "gt") or (
            target.operator not in ("le", "lt") and row.polarity == "higher"
        )
        share = reached / wanted if upward else (wanted / reached if reached else Decimal(1))
        expected = weight * min(Decimal(1), share)
        if abs(expected - score) > limits["points"]:
            due = number(round(expected, 2))
            parts = (reached, wanted) if upward else (wanted, reached)
            shown = f"{number(weight)} × min(1, {number(parts[0])} ÷ {number(parts[1])}) = {due}"
            said = Words(
                f"“{row.label}”按完成比例应得{due}分，印为{number(score)}分",
                f"“{row.label}”: {due} by completion, {number(score)} printed",
            )
            yield Finding(said, quote_row(row, *_ALL), (value(target), value(actual)), shown)
        else:
            yield None


@FAMILY.rule(
    "E3",
    "实际完成值照抄指标值及符号",
    "The actual value is the target copied, sign and all",
    basis=BASIS,
    severity="warning",
    needs=("有实际完成值的数字", "actual values that are numbers"),
)
@one_by_one(_WHAT, _NO_ACTUALS)
def actual_copied(form: TargetForm, _: Thresholds) -> Compared:
    for row in form.annual:
        actual, target = row.actual, row.target
        if actual is None or target is None or actual.number is None or row.doubtful:
            continue
        text = squeezed(actual.text)
        if actual.operator in ("ge", "le", "gt", "lt") and text == squeezed(target.text):
            said = Words(
                f"“{row.label}”的实际完成值“{text}”照抄指标值",
                f"“{row.label}”: the actual value “{text}” is the target",
            )
            cells = quote_row(row, "target_text", "actual_text")
            yield Finding(said, cells, (target.text, actual.text))
        else:
            yield None


@FAMILY.rule(
    "E4",
    "偏差较大而没有说明，或目标明显偏低",
    "A wide deviation without a reason, or a target far too easy",
    basis="财预〔2020〕10号（偏差原因分析）",
    severity="warning",
    needs=(
        "指标值和实际完成值为同一单位的数字；没有说明栏的不判断偏差说明",
        "both values as numbers in one unit; without a column of reasons only easy targets are "
        "told",
    ),
    deviation="20",
    easy="140",
)
@one_by_one(_WHAT, _NO_ACTUALS)
def wide_deviation(form: TargetForm, limits: Thresholds) -> Compared:
    for row, target, actual, wanted, reached in _measured(form):
        if wanted <= 0 or (target.operator == "eq" and wanted == reached):
            continue
        share = reached / wanted * 100
        shown = f"{number(reached)} ÷ {number(wanted)} = {number(round(share, 1))}%"
        cells = quote_row(row, "target_text", "actual_text", "note_text")
        values = (value(target), value(actual))
        upward = target.operator in ("ge", "gt") or row.polarity == "higher"
        saved = target.operator in ("le", "lt") and reached <= wanted
        if upward and share >= limits["easy"]:
            said = Words(
                f"“{row.label}”完成指标值的{number(round(share, 1))}%，目标可能偏低",
                f"“{row.label}” reached {number(round(share, 1))}% of its target: too easy?",
            )
            yield Finding(said, cells, values, shown)
        elif not saved and _unexplained(row) and abs(share - 100) > limits["deviation"]:
            off = number(abs(round(share - 100, 1)))
            said = Words(
                f"“{row.label}”偏差{off}%，没有说明原因",
                f"“{row.label}” deviates by {off}% and no reason is given",
            )
            yield Finding(said, cells, values, shown)
        else:
            yield None


def _unexplained(row: Row) -> bool:
    """Whether the column of reasons is there and left empty."""
    return row.note_text is not None and not squeezed(row.note_text).strip("无-—/")


@FAMILY.rule(
    "E5",
    "扣分而没有说明原因",
    "Points are lost and no reason is given",
    basis="财预〔2020〕10号（偏差原因分析）",
    severity="warning",
    needs=("有分值、得分和原因说明栏", "points, scores and a column of reasons"),
)
@one_by_one(_WHAT, Words("没有得分或原因说明栏", "no scores, or no column of reasons"))
def loss_explained(form: TargetForm, _: Thresholds) -> Compared:
    for row, weight, score in _scored(form):
        if score < weight and _unexplained(row):
            loss = number(weight - score)
            said = Words(
                f"“{row.label}”扣{loss}分，没有说明原因",
                f"“{row.label}” loses {loss} points, no reason given",
            )
            cells = quote_row(row, "weight_text", "score_text", "note_text")
            shown = f"{number(weight)} − {number(score)} = {loss}"
            yield Finding(said, cells, (number(weight), number(score)), shown)
        elif row.note_text is not None:
            yield None


FAMILY.left_out(
    "E6",
    "评价等级与得分相符",
    "The grade agrees with the score",
    basis="财预〔2020〕10号（优90、良80、中60）",
    why=(
        "自评结论的等级和总得分不在记录中",
        "the grade and the total score of a conclusion are not in the records",
    ),
)


@FAMILY.rule(
    "E7",
    "未完成而得满分",
    "Full points for a target that was not met",
    basis=BASIS,
    severity="error",
    needs=(
        "有分值、得分，指标值和实际完成值为同一单位的数字，能确认是否完成",
        "points, score, and both values as numbers in one unit, of known direction",
    ),
)
def full_points_unmet(form: TargetForm, _: Thresholds) -> Verdict:
    if not any(row.actual is not None for row in form.annual):
        return undecidable("没有实际完成值", "no actual values")
    return judged(_unmet(form), _WHAT, _NO_SCORES)


def _unmet(form: TargetForm) -> Compared:
    given = {row.id: (weight, score) for row, weight, score in _scored(form)}
    for row, target, actual, wanted, reached in _measured(form):
        fulfilled = met(row, target, wanted, reached)
        if row.id not in given or fulfilled is None:
            continue
        weight, score = given[row.id]
        if not fulfilled and weight > 0 and score >= weight:
            said = Words(
                f"“{row.label}”指标值{value(target)}，实际{value(actual)}，仍得满分{number(score)}",
                f"“{row.label}”: target {value(target)}, actual {value(actual)}, full points "
                f"{number(score)}",
            )
            shown = f"{number(reached)} / {number(wanted)}"
            yield Finding(said, quote_row(row, *_ALL), (value(target), value(actual)), shown)
        else:
            yield None
