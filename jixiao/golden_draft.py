"""Draft goldens from our own records, unsigned until a person has read the page."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.codes import DocumentError
from jixiao.golden import FORM_FIELDS, FUND_FIELDS, INDICATOR_FIELDS, NULL
from jixiao.pipeline import convert_file


def write_draft(folder: Path, path: Path) -> None:
    """Write the four files of a golden folder; raises DocumentError for a bad file."""
    conversion = convert_file(path)
    if not conversion.document.ok:
        raise DocumentError.of(conversion.problems[0])
    numbers = {form.id: number for number, form in enumerate(conversion.forms, 1)}
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "indicators.csv",
        INDICATOR_FIELDS,
        [{**_fields(i, INDICATOR_FIELDS), "form": numbers[i.form]} for i in conversion.indicators],
    )
    _write(
        folder / "forms.csv",
        FORM_FIELDS,
        [
            {**_fields(f, FORM_FIELDS), "form": numbers[f.id], "pages": _span(f.pages)}
            for f in conversion.forms
        ],
    )
    _write(
        folder / "funds.csv",
        FUND_FIELDS,
        [{**_fields(f, FUND_FIELDS), "form": numbers[f.form]} for f in conversion.funds],
    )
    sidecar = (
        f'title = "{_quoted(conversion.document.title)}"\n'
        f'publisher = "{_quoted(conversion.document.department)}"\n'
        f'sha256 = "{conversion.document.sha256}"\n'
        'pages = "all"\nlayout = ""\nchecked_by = ""\nchecked_on = ""\n'
        'oddities = []\nknown_failure = ""\n'
    )
    (folder / "sidecar.toml").write_text(sidecar, encoding="utf-8", newline="\n")


def _fields(record: object, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(record, name, None) for name in names}


def _span(pages: Sequence[int]) -> str | None:
    if not pages:
        return None
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]}-{pages[-1]}"


def _quoted(text: str | None) -> str:
    return (text or "").replace("\\", "\\\\").replace('"', '\\"')


def _write(path: Path, names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([NULL if row[name] is None else row[name] for name in names])
