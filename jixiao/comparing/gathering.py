"""The forms that are compared: one version of a year, of the place and years chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jixiao.auditing.evidence import TargetForm, squeezed
from jixiao.auditing.loading import read_forms, read_headers
from jixiao.auditing.standing import Header, Standing, stand
from jixiao.comparing.model import Choice, LeftOut, Source
from jixiao.dataset import Dataset
from normalizers.jurisdictions import CENTRAL, inside, jurisdiction, jurisdiction_of


class UnknownPlaceError(ValueError):
    """The jurisdiction chosen is no place, or several bear its name."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Forms without their money; ``forms`` are of the years chosen, ``all_years`` of any."""

    forms: tuple[TargetForm, ...]
    all_years: tuple[TargetForm, ...]
    sources: dict[str, Source]
    versions: tuple[LeftOut, ...]
    standing: Standing


def gather(dataset: Dataset, chosen: Choice) -> Gathered:
    """Read what is compared. Raises UnknownPlaceError."""
    place = place_of(chosen.jurisdiction) if chosen.jurisdiction else None
    headers = list(read_headers(dataset))
    standing = stand(headers)
    forms: list[TargetForm] = []
    sources: dict[str, Source] = {}
    versions: list[LeftOut] = []
    for form in read_forms(dataset):
        if place is not None and not _lies_in(form.place, place):
            continue
        latest = standing.latest.get(form.id)
        if latest is not None:
            versions += _left_out(form, latest, chosen)
            continue
        sources[form.id] = source_of(form)
        forms.append(replace(form, money=()))
    years = chosen.years
    kept = tuple(form for form in forms if not years or form.fiscal_year in years)
    return Gathered(kept, tuple(forms), sources, tuple(versions), standing)


def _lies_in(code: str | None, place: str) -> bool:
    """Whether a government is that of a place or below it; of the centre, itself alone."""
    if code is None or place == CENTRAL.code:
        return code == place
    return inside(code, place)


def _left_out(form: TargetForm, latest: Header, chosen: Choice) -> Iterable[LeftOut]:
    if not chosen.years or form.fiscal_year in chosen.years:
        yield LeftOut(source_of(form), latest.document, latest.stage)


def source_of(form: TargetForm) -> Source:
    """Whose a form is; the head office (本级) is no department beside its own."""
    place = jurisdiction(form.place) if form.place else None
    return Source(
        form=form.id,
        document=form.document,
        department=squeezed(form.department) or None,
        office=form.owner,
        place=form.place,
        jurisdiction=place.name if place else None,
        level=form.level,
        scope=form.scope,
        stage=form.stage,
        year=form.fiscal_year,
        project=squeezed(form.project) or None,
        unit=squeezed(form.unit) or None,
    )


def place_of(text: str) -> str:
    """The code of a place given by its name or code.

    >>> place_of("烟台"), place_of("370600")
    ('370600', '370600')
    """
    if text == CENTRAL.name:
        return CENTRAL.code
    coded = jurisdiction(text)
    if coded is not None:
        return coded.code
    found = jurisdiction_of(text)
    candidates = (found.jurisdiction,) if found.jurisdiction else found.candidates
    if len(candidates) == 1 and candidates[0] is not None:
        return candidates[0].code
    if not candidates:
        raise UnknownPlaceError(f"{text} is no place of GB/T 2260; write its name or code")
    codes = "、".join(f"{place.name} {place.code}" for place in candidates if place)
    raise UnknownPlaceError(f"{text} is one of {codes}; write the code")
