"""Which forms are compared with which: versions, peers, years; and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from forms import build_form

from jixiao.auditing import running
from jixiao.auditing.evidence import TargetForm
from jixiao.auditing.model import Outcome
from jixiao.auditing.settings import Settings, read_settings
from jixiao.auditing.standing import Header, stand
from jixiao.config import SettingsError
from jixiao.dataset import Dataset

RATE = "过程|预算执行|预算执行率|"


def header(form: TargetForm) -> Header:
    return Header(
        id=form.id,
        document=form.document,
        office=form.office,
        scope=form.scope,
        stage=form.stage,
        year=form.fiscal_year,
        level=form.level,
    )


def audited(
    monkeypatch: pytest.MonkeyPatch, forms: Sequence[TargetForm], *rules: str
) -> dict[tuple[str, str], Outcome]:
    """The outcomes of an audit of these forms, by rule and form."""
    monkeypatch.setattr(running, "read_forms", lambda _: iter(forms))
    monkeypatch.setattr(running, "read_headers", lambda _: map(header, forms))
    settings = read_settings(None, rules)
    outcomes = list(running.audit(cast(Dataset, None), settings))
    assert len(outcomes) == len(forms) * len(rules)
    return {(outcome.rule.id, outcome.form.id): outcome for outcome in outcomes}


def department(
    number: int, value: str = "≥95%", year: int = 2024, stage: str | None = None, **more: Any
) -> TargetForm:
    fields = {"scope": "部门整体", "fiscal_year": year, "stage": stage, **more}
    return build_form({"form": fields, "rows": [RATE + value]}, number)


def test_five_other_departments_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [department(0, "≥45%"), *(department(n) for n in range(1, 5))]
    outcome = audited(monkeypatch, few, "D3")["D3", "form-0"]
    assert outcome.verdict.status == "undecidable"
    enough = [*few, department(5)]
    outcome = audited(monkeypatch, enough, "D3")["D3", "form-0"]
    assert outcome.verdict.status == "fired"


@pytest.mark.parametrize(
    "change",
    [{"fiscal_year": 2023}, {"level": "county"}, {"stage": "自评"}, {"scope": "项目"}],
    ids=["year", "level", "stage", "scope"],
)
def test_peers_are_of_one_kind(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]) -> None:
    other = replace(department(5), **change)
    forms = [department(0, "≥45%"), *(department(n) for n in range(1, 5)), other]
    outcomes = audited(monkeypatch, forms, "D3", "D4")
    assert {outcome.verdict.status for outcome in outcomes.values()} == {"undecidable"}


def test_the_latest_stage_is_compared_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    drafted = department(0, "≥95%", stage="申报", office="a")
    approved = department(1, "≥45%", stage="批复", office="a")
    before = department(2, "≥95%", 2023, office="a")
    found = audited(monkeypatch, [drafted, approved, before], "Y3", "M1")
    assert found["Y3", "form-1"].verdict.status == "fired"
    assert "有2个版本，比较的是1.pdf，批复" in found["Y3", "form-1"].verdict.words.zh
    assert found["Y3", "form-0"].verdict.status == "undecidable"
    assert "1.pdf（批复）" in found["Y3", "form-0"].verdict.words.zh
    assert ("M1", "form-0") in found  # what looks at one form looks at every version


def test_forms_that_cannot_be_told_apart_are_no_years() -> None:
    twins = [replace(header(department(n, office="a")), document="same.pdf") for n in (0, 1)]
    before = header(department(2, year=2023, office="a"))
    assert stand([*twins, before]).years == {}
    assert set(stand([twins[0], before]).years) == {"form-0", "form-2"}


def test_a_form_without_year_or_department_is_compared_with_none() -> None:
    forms = [replace(header(department(n)), year=None) for n in range(6)]
    standing = stand(forms)
    assert (standing.peers, standing.years) == ({}, {})


def write(folder: Path, text: str) -> Path:
    path = folder / "jixiao.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_choose_rules_and_thresholds(tmp_path: Path) -> None:
    text = '[rules]\nonly = ["M5", "Q4"]\n[rules.thresholds]\nM5 = { points = 4 }\n'
    settings = read_settings(write(tmp_path, text))
    assert [rule.id for rule in settings.rules] == ["M5", "Q4"]
    assert settings.limits(settings.rules[0]) == {"points": Decimal(4)}
    assert len(Settings().rules) == 57
    skipped = read_settings(write(tmp_path, '[rules]\nskip = ["M5"]\n'))
    assert "M5" not in {rule.id for rule in skipped.rules}


def test_a_rule_is_silenced_for_a_document(tmp_path: Path) -> None:
    text = (
        '[limits]\ntimeout = 3\n[[rules.silence]]\nrule = "M5"\ndocument = "2024/*.pdf"\n'
        'reason = "confirmed"\n'
    )
    settings = read_settings(write(tmp_path, text))
    rule = settings.rules[4]
    assert rule.id == "M5"
    assert settings.silenced(rule, "2024/a.pdf") == "confirmed"
    assert settings.silenced(rule, "2023/a.pdf") is None
    assert settings.silenced(settings.rules[0], "2024/a.pdf") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[rules", "no TOML"),
        ("[rule]\n", "unknown rule"),
        ('[rules]\nonly = ["Z1"]\n', "no rule Z1"),
        ('[rules]\nonly = ["M1"]\nskip = ["M2"]\n', "both only and skip"),
        ("[rules.thresholds]\nM5 = { pints = 3 }\n", "unknown pints"),
        ('[rules.thresholds]\nM5 = { points = "many" }\n', "write a number"),
        ('[[rules.silence]]\nrule = "M5"\ndocument = "*"\n', "needs rule, document and reason"),
    ],
)
def test_what_settings_cannot_say(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_settings(write(tmp_path, text))


def test_a_project_without_canonical_indicators_lacks_what_its_peers_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = {"scope": "项目", "fiscal_year": 2024}
    plain = build_form({"form": fields, "rows": ["产出指标|数量指标|青石河堤防长度|≥3公里"]}, 0)
    peers = [build_form({"form": fields, "rows": [RATE + "≥95%"]}, n) for n in range(1, 6)]
    empty = build_form({"form": fields}, 6)
    found = audited(monkeypatch, [plain, *peers, empty], "D4")
    assert found["D4", "form-0"].verdict.status == "fired"
    assert found["D4", "form-1"].verdict.status == "passed"
    assert found["D4", "form-6"].verdict.status == "undecidable"
