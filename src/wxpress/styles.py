"""版式：finds a style by name, and reads its settings, sheets and templates.

A style is a folder: ``style.toml``, the sheets of each output, ``templates/*.j2``. Policy lives there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wxpress.errors import UsageError
from wxpress.plugins import Table, near_match

if TYPE_CHECKING:
    from jinja2 import Environment

DEFAULT = "xuexi-wenxuan"

OUTSIDE: Table[Path] = Table(group="wxpress.styles", kind="版式", builtin={})
"""Outside packages: an entry point names the style and yields the `Path` of its folder."""


class Print(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """印刷版的尺寸：what both the sheet and the writer of paper must know; sizes and pitches in pt."""

    size: float
    line: float
    columns: int
    lines: int
    masthead_lines: int
    longest_audience: int
    longest_series: int
    tightest_contents_pitch: float
    theme_size: float
    article_title_size: float

    @property
    def measure(self) -> float:
        """The width of the type area, a whole number of body characters."""
        return self.size * self.columns

    @property
    def height(self) -> float:
        """The height of the type area, a whole number of lines."""
        return self.line * self.lines


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """版式设定 (``style.toml``): title, faces by role (each a stack of families), measures of paper, own switches."""

    title: str
    faces: Mapping[str, tuple[str, ...]]
    print: Print | None = None
    options: Mapping[str, str | int | float | bool] = {}


@dataclass(frozen=True)
class Style:
    """一种版式：its name and its folder."""

    name: str
    folder: Path

    @cached_property
    def settings(self) -> Settings:
        """The contents of ``style.toml``; `UsageError` where it is missing or not valid."""
        path = self.folder / "style.toml"
        try:
            return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
        except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise UsageError(f"版式“{self.name}”的设定 {path} 不能使用：{error}", "请对照自带版式改正") from error

    def sheet(self, name: str) -> str:
        """The text of the sheet *name*, such as ``print.css``."""
        path = self.folder / name
        try:
            return path.read_text("utf-8")
        except OSError as error:
            raise UsageError(f"版式“{self.name}”缺少样式表 {path}", "请对照自带版式补上") from error

    def render(self, template: str, **values: object) -> str:
        """Fill in a template of the style: escaping on, an undefined name is an error, Python is out of reach."""
        from jinja2 import TemplateError  # noqa: PLC0415 - half of the start-up time of a build with nothing to do

        try:
            return self._templates.get_template(template).render(**values)
        except TemplateError as error:
            raise UsageError(f"版式“{self.name}”的模板 {template} 不能使用：{error}", "请检查模板") from error

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - as in render
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as in render

        return ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self.folder / "templates"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )


def builtin_folder() -> Path:
    """Where the styles that come with wxpress lie: inside the installed package, or in the checkout."""
    installed = Path(__file__).parent / "_styles"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "styles"


def style_names(project_styles: Path | None = None) -> list[str]:
    """All styles to be had: the project's, the built-in ones, the outsiders'."""
    folders = [folder for folder in (project_styles, builtin_folder()) if folder and folder.is_dir()]
    inside = sorted({path.parent.name for folder in folders for path in folder.glob("*/style.toml")})
    return [*inside, *(name for name in OUTSIDE.names() if name not in inside)]


def find_style(name: str = DEFAULT, project_styles: Path | None = None) -> Style:
    """The style *name*: the project's own first, then the built-in, then an outsider's."""
    known = style_names(project_styles)
    if name not in known:
        raise UsageError(f"没有名为“{name}”的版式", near_match(name, known))
    for folder in (project_styles, builtin_folder()):
        if folder and (folder / name / "style.toml").is_file():
            return Style(name, folder / name)
    return Style(name, OUTSIDE.load(name))
