"""The list of the installed fonts is asked for once, and again where a font has come or gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from wxpress import fontfolders, fontlist, fonts
from wxpress.kept import Kept

OUTPUT = "%{file}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of fonts, the only one that fontconfig knows, with one font in it."""
    found = tmp_path / "fonts"
    found.mkdir()
    (found / "一.otf").symlink_to(fonts.upright("LXGW WenKai")[0].file)
    settings = tmp_path / "settings" / "fonts.conf"
    settings.parent.mkdir()
    settings.write_text(f"<fontconfig><dir>{found}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))
    monkeypatch.setattr(fontfolders, "_configuration", lambda: (str(settings),))
    return found


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What fontconfig is asked from now on, with a book of its own."""
    found: list[str] = []
    ask, book = fontlist.asked, Kept[fontlist.Key, fontlist.Listing](tmp_path / "kept" / "listed")

    def asked(pattern: str, output: str) -> str:
        found.append(pattern)
        return ask(pattern, output)

    monkeypatch.setattr(fontlist, "asked", asked)
    monkeypatch.setattr(fontlist, "_book", lambda: book)
    return found


@pytest.fixture
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was touched of late."""
    monkeypatch.setattr(fontlist, "is_settled", lambda *_: True)


@pytest.mark.usefixtures("_settled")
def test_the_list_is_asked_for_once(folder: Path, calls: list[str]) -> None:
    first = fontlist.listed(":", OUTPUT)
    assert first.splitlines() == [f"{folder}/一.otf"]
    assert fontlist.listed(":", OUTPUT) == first
    assert calls == [":"]
    fontlist.listed(":bold", OUTPUT)
    assert calls == [":", ":bold"]


@pytest.mark.usefixtures("_settled")
def test_a_font_that_comes_is_there(folder: Path, calls: list[str]) -> None:
    fontlist.listed(":", OUTPUT)
    deep = folder / "下"
    deep.mkdir()
    assert len(fontlist.listed(":", OUTPUT).splitlines()) == 1
    (deep / "二.otf").symlink_to(fonts.upright("LXGW WenKai")[0].file)
    assert len(fontlist.listed(":", OUTPUT).splitlines()) == 2
    assert len(calls) == 3


@pytest.mark.usefixtures("_settled")
def test_other_settings_have_another_list(folder: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fontlist.listed(":", OUTPUT)
    other = folder.parent / "settings" / "other.conf"
    other.write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(other))
    assert fontlist.listed(":", OUTPUT) == ""
    assert len(calls) == 2


@pytest.mark.usefixtures("folder")
def test_what_was_touched_just_now_is_not_believed(calls: list[str]) -> None:
    assert fontlist.listed(":", OUTPUT) == fontlist.listed(":", OUTPUT)
    assert len(calls) == 2


@pytest.mark.usefixtures("folder", "_settled")
def test_where_the_places_are_not_known_nothing_is_kept(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fontfolders, "_configuration", lambda: ())
    assert fontlist.listed(":", OUTPUT) == fontlist.listed(":", OUTPUT)
    assert len(calls) == 2
