"""新项目：the files that a new project begins with: its settings, a bulletin that can be built, recipes for CI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from string import Template

from wxpress import __version__
from wxpress.errors import UsageError

SERIES = "学习文选"
"""What a series is called unless it is given a name."""

PACKAGES = (
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
    "fontconfig fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai python3-venv"
)
"""Debian's packages that a build needs, for the recipes."""

RECIPES = {
    "github": (".github/workflows/wxpress.yml", "github.yml"),
    "gitlab": (".gitlab-ci.yml", "gitlab-ci.yml"),
}
"""持续集成的配方：by service, where each file goes and its template."""

_FILES = {
    "wxpress.toml": "wxpress.toml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    "sources/样稿.md": "bulletin.md",
}
_SERIES = re.compile(r"[\w·・]{2,12}")


def project_files(series: str, style: str, recipes: Iterable[str] = ()) -> dict[str, bytes]:
    """The files of a new project by their paths below it.

    *series* is the name at the head of each issue, *recipes* are keys of `RECIPES`. `UsageError` where *series* cannot
    stand there.
    """
    return _filled(_FILES.items(), series, style) | recipe_files(series, recipes)


def recipe_files(series: str, recipes: Iterable[str]) -> dict[str, bytes]:
    """The files of the *recipes* alone, for a project that is there already; as `project_files` otherwise."""
    return _filled((RECIPES[name] for name in dict.fromkeys(recipes)), series)


def _filled(chosen: Iterable[tuple[str, str]], series: str, style: str = "") -> dict[str, bytes]:
    if not _SERIES.fullmatch(series):
        raise UsageError(f"刊名“{series}”不能使用", "刊名是 2 至 12 个汉字、字母或数字，例如：学习文选")
    values = {"series": series, "style": style, "version": __version__, "packages": PACKAGES}
    return {path: Template(_text(name)).substitute(values).encode() for path, name in chosen}


def _text(name: str) -> str:
    return (files(__name__) / "files" / name).read_text("utf-8")
