"""The whole path of a comparison: forms → groups → what is missing, copied, changed."""

from __future__ import annotations

from jixiao.comparing.assembling import group_rows, groups_of
from jixiao.comparing.choosing import (
    copies_chosen,
    drift_chosen,
    groups_chosen,
    missing_chosen,
    versions_chosen,
)
from jixiao.comparing.copying import copied
from jixiao.comparing.drifting import drifted
from jixiao.comparing.gathering import gather
from jixiao.comparing.lacking import lacking
from jixiao.comparing.model import Choice, Comparison
from jixiao.dataset import Dataset

EVERYTHING = Choice()


def compare(dataset: Dataset, chosen: Choice = EVERYTHING) -> Comparison:
    """Departments and years of a dataset side by side.

    All that depends on peers is worked out before a department or an indicator is picked.
    Raises UnknownPlaceError where the jurisdiction chosen is no place.
    """
    gathered = gather(dataset, chosen)
    grouped = group_rows(gathered.forms)
    groups = groups_of(gathered, grouped)
    return Comparison(
        choice=chosen,
        groups=tuple(groups_chosen(groups, chosen)),
        missing=tuple(missing_chosen(lacking(gathered, groups), groups, chosen)),
        copies=tuple(copies_chosen(copied(gathered, grouped), chosen)),
        drift=tuple(drift_chosen(drifted(gathered), chosen)),
        versions=tuple(versions_chosen(gathered.versions, chosen)),
    )
