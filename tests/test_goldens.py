"""Every golden agrees with what we read, by the same function as ``jixiao check``."""

from __future__ import annotations

import shutil

import pytest
from conftest import GOLDEN

from jixiao.comparison import BAR, check, differences
from jixiao.golden import Golden, document_roots, find_document, goldens

ALL = goldens(GOLDEN)


def _marks(golden: Golden) -> list[pytest.MarkDecorator]:
    reason = golden.sidecar.get("known_failure")
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


@pytest.mark.parametrize("golden", [pytest.param(g, marks=_marks(g), id=g.slug) for g in ALL])
def test_golden(golden: Golden) -> None:
    path = find_document(golden.sidecar["sha256"], document_roots(GOLDEN))
    if path is None:
        pytest.skip(f"the document of {golden.slug} is not here")
    if path.suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("reading .doc needs LibreOffice (apt-get install libreoffice-writer)")
    result = check(golden, path)
    report = "\n".join(differences(result))
    assert result.strict_f1 >= BAR, report
    assert result.funds_f1 >= BAR, report


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.slug)
def test_goldens_are_signed(golden: Golden) -> None:
    assert golden.signed, f"{golden.slug}: checked_by and checked_on are missing"
    assert golden.indicators or golden.forms or "budget" in golden.slug
