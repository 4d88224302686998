"""A font with Chinese characters is found by its glyphs, or what to install is said."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

import matplotlib
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from jixiao import plotting
from jixiao.plotting import (
    Face,
    MissingFontError,
    chinese_family,
    common_characters,
    draws_chinese,
    use_chinese_font,
)

WHOLE = {ord(character): number for number, character in enumerate(common_characters(), 1)}
BOXES = dict.fromkeys(WHOLE, 1)  # a font of last resort: all mapped, to one box
LATIN = {code: code for code in range(32, 127)}
LACKING = {code: glyph for code, glyph in WHOLE.items() if code != ord("绩")}


def family(*fonts: tuple[str, Mapping[int, int]]) -> str | None:
    glyphs = {Face(name, f"{name}.ttf"): found for name, found in fonts}
    return chinese_family(glyphs, glyphs.__getitem__)


def test_the_common_characters_are_those_of_the_standard() -> None:
    assert len(common_characters()) == 3755
    assert set("绩效目标指标值万元满意度") <= common_characters()


def test_a_font_is_judged_by_its_glyphs_not_its_name() -> None:
    assert family(("Arial", LATIN), ("Some Song", WHOLE)) == "Some Song"
    assert family(("Noto Sans CJK SC", LATIN), ("Some Song", WHOLE)) == "Some Song"
    assert family(("Last Resort", BOXES), ("Zhong", WHOLE)) == "Zhong"
    assert family(("Last Resort", BOXES)) is None
    assert family(("Noto Sans CJK SC", LACKING)) is None
    assert family() is None


def test_of_several_the_preferred_comes_first() -> None:
    fonts = [("AR PL UMing", WHOLE), ("SimHei", WHOLE), ("Noto Sans CJK SC", WHOLE)]
    assert family(*fonts) == family(*reversed(fonts)) == "Noto Sans CJK SC"
    assert family(("Z", WHOLE), ("A", WHOLE)) == "A"


def bundled(name: str) -> dict[int, int]:
    """The glyphs of a font that matplotlib brings along."""
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name
    return dict(font_manager.get_font(path).get_charmap())


def test_the_font_of_last_resort_is_no_font() -> None:
    """It maps every character there is, and draws a box for each."""
    path = next(
        entry.fname for entry in font_manager.fontManager.ttflist if "Last Resort" in entry.name
    )
    glyphs = bundled(Path(path).name)
    assert all(ord(character) in glyphs for character in common_characters())
    assert not draws_chinese(glyphs)
    assert not draws_chinese(bundled("DejaVuSans.ttf"))


@pytest.fixture
def only_dejavu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing but matplotlib's own fonts is installed."""
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    entries = [e for e in font_manager.fontManager.ttflist if e.fname == str(path)]
    assert entries
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(path)])


@pytest.mark.parametrize(
    ("platform", "told"),
    [
        ("linux", "apt-get install fonts-noto-cjk"),
        ("darwin", "font-noto-sans-cjk-sc"),
        ("win32", "Optional features"),
        ("freebsd14", "fonts-noto-cjk"),
    ],
)
def test_without_a_font_it_says_what_to_install(
    platform: str, told: str, only_dejavu: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotting.sys, "platform", platform)
    before = matplotlib.rcParams["font.sans-serif"]
    with pytest.raises(MissingFontError, match=told):
        use_chinese_font()
    assert matplotlib.rcParams["font.sans-serif"] == before


def test_a_plot_in_the_font_found_has_no_boxes(tmp_path: Path) -> None:
    with matplotlib.rc_context():
        try:
            found = use_chinese_font()
        except MissingFontError as error:
            pytest.skip(str(error))
        assert use_chinese_font() == found  # again changes nothing
        assert matplotlib.rcParams["font.sans-serif"].count(found) == 1
        figure = Figure()
        figure.text(0, 0, "绩效目标：“三公经费”变动率 ≤ −5%（万元）①")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            figure.savefig(tmp_path / "plot.png")


def test_a_font_installed_since_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """matplotlib keeps a list of fonts; one that came later is looked for anew."""
    try:
        use_chinese_font()
    except MissingFontError as error:
        pytest.skip(str(error))
    known = [e for e in font_manager.fontManager.ttflist if "DejaVu" in e.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", known)
    with matplotlib.rc_context():
        assert use_chinese_font()
