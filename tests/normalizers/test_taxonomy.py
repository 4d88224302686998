"""The canonical indicators: what the file promises, and what the loader refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from normalizers.names import match
from normalizers.taxonomy import from_texts, load
from normalizers.taxonomy_file import (
    COLUMNS,
    POLARITIES,
    TaxonomyError,
    built_in_text,
    prepared_text,
    traps,
    wordings_text,
)
from normalizers.taxonomy_model import Entry
from normalizers.taxonomy_ready import prepare, restore

ENTRIES = load().entries


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(built_in_text())))


def written(path: Path, changed: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(changed[0]))
        writer.writeheader()
        writer.writerows(changed)
    return path


def test_ids_and_names_of_the_published_frames_are_kept() -> None:
    by_id = load().by_id
    assert len(ENTRIES) >= 139
    assert by_id["T011"].name == "预算执行率"
    assert by_id["T039"].name == "在职人员控制率"
    assert by_id["T139"].name == "科目调整次数"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_name_is_itself_under_its_own_levels(entry: Entry) -> None:
    for level2 in entry.level2:
        found = match(entry.name, level2, entry.level1[0])
        assert (found.indicator_id, found.method) == (entry.id, "exact")
        for alias in entry.aliases:
            found = match(alias, level2, entry.level1[0])
            assert found.indicator_id == entry.id, alias
            assert found.method in ("exact", "alias")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_says_what_it_is_and_where_it_is_from(entry: Entry) -> None:
    assert entry.definition
    assert entry.source
    assert entry.polarity in POLARITIES
    assert "http" not in entry.source
    assert not set(entry.aliases) & set(entry.plausible)


def test_a_plausible_alias_is_no_exact_one() -> None:
    found = match("财务管理制度健全性", "财务管理", "过程")
    assert (found.indicator_id, found.method) == ("T024", "fuzzy")


def test_most_trap_pairs_are_names_we_know() -> None:
    known = {name for entry in ENTRIES for name in (entry.name, *entry.aliases)}
    both = [one in known and other in known for one, other, _ in traps()]
    assert sum(both) >= 0.9 * len(both)


def test_a_users_file_takes_the_place_of_the_built_in(tmp_path: Path) -> None:
    ours = [{**row, "aliases": ""} for row in rows()[:3]]
    ours[0] |= {"level3": "书香指数", "aliases": "阅读指数", "reviewed": "数量指标::读书数"}
    taxonomy = load(written(tmp_path / "own.csv", ours))
    assert match("阅读指数", taxonomy=taxonomy).indicator_name == "书香指数"
    assert match("培训人次", taxonomy=taxonomy).indicator_id is None
    found = match("读书数", "数量指标", taxonomy=taxonomy)
    assert (found.indicator_name, found.method) == ("书香指数", "reviewed")
    assert match("读书数", "质量指标", taxonomy=taxonomy).indicator_id is None


def test_columns_nobody_must_fill_may_be_absent(tmp_path: Path) -> None:
    least = ["id", "level1", "level2", "level3", "polarity"]
    few = [{name: row[name] for name in least} for row in rows()]
    assert len(load(written(tmp_path / "few.csv", few)).entries) == len(few)
    assert list(rows()[0]) == list(COLUMNS)


@pytest.mark.parametrize(
    ("line", "change", "says"),
    [
        (3, {"id": "T001"}, "also on line 2"),
        (3, {"level3": ""}, "level3 is empty"),
        (3, {"polarity": "higher-better"}, "write one of higher, lower, exact, qualitative"),
        (3, {"bound": "1"}, "write yes or nothing"),
        (3, {"aliases": "中长期规划制定健全性"}, "take it off one of the two"),
        (3, {"aliases": "——"}, "of signs only"),
        (19, {"aliases": "“三公经费”变动率", "level2": "其他"}, "give each a line of its own"),
    ],
)
def test_errors_say_file_line_and_what_to_do(
    tmp_path: Path, line: int, change: dict[str, str], says: str
) -> None:
    changed = rows()
    changed[line - 2] |= change
    path = written(tmp_path / "own.csv", changed)
    with pytest.raises(TaxonomyError, match=says) as error:
        load(path)
    assert str(path) in str(error.value)
    assert error.value.line == line


def test_trap_pairs_on_one_line_are_refused(tmp_path: Path) -> None:
    changed = [row for row in rows() if row["id"] != "T018"]
    changed[16]["aliases"] += "|三公经费控制率"
    assert changed[16]["id"] == "T017"
    with pytest.raises(TaxonomyError, match="give each a line of its own") as error:
        load(written(tmp_path / "own.csv", changed))
    assert error.value.line == 18


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "columns missing"),
        ("id,level3\nA,b\n", "columns missing: level1, level2, polarity"),
        ("id,level1,level2,level3,polarity,color\n", "unknown columns: color"),
        ("id,level1,level2,level3,polarity\n", "no indicators"),
    ],
)
def test_files_without_the_columns_are_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=says):
        load(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("id,level1,level2,level3,polarity\nA,产出,数量,人数,higher\n".encode("gbk"))
    with pytest.raises(TaxonomyError, match="save it as CSV UTF-8"):
        load(path)


def test_the_taxonomy_made_ready_is_that_of_its_files() -> None:
    texts = built_in_text(), wordings_text()
    assert prepared_text() == prepare(from_texts(*texts), texts), (
        "run python -m normalizers.taxonomy_ready"
    )


def test_what_was_made_ready_of_other_files_does_not_count() -> None:
    texts = built_in_text(), wordings_text()
    assert restore(prepared_text(), texts) is not None
    assert restore(prepared_text(), (texts[0] + "\n", texts[1])) is None
    assert restore("", texts) is None


def test_a_further_wording_is_found_and_is_one_indicator_only() -> None:
    assert load().more
    assert match("部门（单位）预算执行率", "预算执行").indicator_id == "T011"
    with pytest.raises(TaxonomyError, match=r"wordings.csv, line 3: .* is T011 already"):
        from_texts(built_in_text(), "id,name\nT011,当年花钱进度\nT009,当年花钱进度\n")
    with pytest.raises(TaxonomyError, match="no indicator T999"):
        from_texts(built_in_text(), "id,name\nT999,当年花钱进度\n")


def test_a_users_file_keeps_the_further_wordings_of_what_it_keeps(tmp_path: Path) -> None:
    kept = load(written(tmp_path / "own.csv", rows()))
    assert match("部门（单位）预算执行率", "预算执行", taxonomy=kept).indicator_id == "T011"
    renamed = [row | ({"level3": "花钱率"} if row["id"] == "T011" else {}) for row in rows()]
    other = load(written(tmp_path / "other.csv", renamed))
    assert match("部门（单位）预算执行率", "预算执行", taxonomy=other).indicator_id is None
