"""A template that was compiled before is filled in as a new one is; what is kept damaged is compiled again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from wxpress import templates

TEXTS = {
    "page": "{% extends 'frame' %}{% block inner %}{% for x in items %}<b>{{ x }}</b>\n{% endfor %}{% endblock %}",
    "frame": "<p>{% block inner %}{% endblock %}</p>",
}
FILLED = "<p><b>城市</b>\n<b>&lt;i&gt;</b>\n</p>"


def _filled(folder: Path) -> str:
    made = templates.environment(lambda name: (folder / name, TEXTS[name]), lambda _: None)
    return made.get_template("page").render(items=["城市", "<i>"])


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The templates that are compiled from here on; nothing is kept yet."""
    calls: list[str] = []
    jinja = import_module("jinja2.environment")
    original = jinja.generate

    def generate(node: object, environment: object, name: str, *arguments: object, **options: object) -> object:
        calls.append(name)
        return original(node, environment, name, *arguments, **options)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(jinja, "generate", generate)
    templates.kept.cache_clear()
    yield calls
    templates.kept.cache_clear()


def test_a_second_run_compiles_nothing(compiled: list[str], tmp_path: Path) -> None:
    assert _filled(tmp_path) == FILLED
    assert compiled == ["page", "frame"]
    templates.kept.cache_clear()
    assert _filled(tmp_path) == FILLED
    assert compiled == ["page", "frame"]


def test_a_template_that_changed_is_compiled_again(
    compiled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(tmp_path)
    monkeypatch.setitem(TEXTS, "frame", "<div>{% block inner %}{% endblock %}</div>")
    templates.kept.cache_clear()
    assert _filled(tmp_path) == FILLED.replace("p>", "div>")
    assert compiled == ["page", "frame", "frame"]


def test_what_is_damaged_is_compiled_again(compiled: list[str], tmp_path: Path) -> None:
    _filled(tmp_path)
    (file,) = (tmp_path / "cache" / "wxpress").iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    templates.kept.cache_clear()
    assert _filled(tmp_path) == FILLED
    assert compiled == ["page", "frame"] * 2
