"""A damaged page is read right or told of: silent wrong records are at most 1 in 100."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from conftest import CORPUS, reports_folder

from benchmarks.damage import mutations, read
from benchmarks.mutations import Outcome, corpus_subjects, list_of, real_subjects, run
from benchmarks.redrawing import Subject
from extractor.opening import open_pages, sniff
from extractor.writing import Records

FEW = ("flat-list/flat-list-plain.docx", "central-project/central-project.pdf")
MOST_SILENT = 0.01


def _silent(outcomes: Iterable[Outcome]) -> tuple[float, str]:
    """The share of silent wrong outcomes, and their list."""
    found = list(outcomes)
    silent = [outcome for outcome in found if outcome.result == "silent wrong"]
    return len(silent) / len(found), list_of(silent)


@pytest.mark.parametrize("name", FEW)
def test_damage_is_seldom_silent(name: str) -> None:
    path = CORPUS / name
    subject = Subject(path, tuple(open_pages(path, sniff(path))))
    outcomes = list(run(subject, random.Random(1), 40))
    assert {"equal", "as printed", "loud"} <= {outcome.result for outcome in outcomes}
    share, listed = _silent(outcomes)
    assert share <= MOST_SILENT, listed


def _damaged(name: str, kind: str, what: str) -> Records:
    """The records of a corpus document after the one mutation so described."""
    path = CORPUS / name
    subject = Subject(path, tuple(open_pages(path, sniff(path))))
    found = mutations(subject, read(subject.pages))
    [mutation] = [m for m in found if m.kind == kind and m.what.startswith(what)]
    return read(mutation.damaged()).records


def test_two_values_in_one_cell_flag_both_rows() -> None:
    name = "central-project/central-project.docx"
    records = _damaged(name, "delete a line", "level: ≤105万元/公里 + ≤45元/立方米")
    flagged = [i for i in records.indicators if "cell.doubtful" in i.flags]
    assert [i.target_text for i in flagged] == ["≤105万元/公里≤45元/立方米"] * 2


def test_a_column_without_header_is_told() -> None:
    name = "central-project/central-project.docx"
    records = _damaged(name, "blank a label", "二级指标")
    assert {i.level2 for i in records.indicators} == {None}
    assert any("经济成本指标" in p.message_zh for p in records.problems)


def test_points_that_do_not_add_up_flag_the_form() -> None:
    name = "central-project/central-project.docx"
    records = _damaged(name, "delete a line", "upright: ≤1.5公顷 + 3")
    assert "points.sum" in records.forms[0].flags


@pytest.mark.slow
def test_damage_is_seldom_silent_over_corpus_and_real_pages() -> None:
    chance = random.Random(2)
    subjects = list(corpus_subjects())
    if (folder := reports_folder()) is not None:
        subjects += real_subjects(folder, chance)
    share, listed = _silent(o for subject in subjects for o in run(subject, chance, 12))
    assert share <= MOST_SILENT, listed
