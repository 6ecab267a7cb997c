"""清点：what this machine has of what wxpress needs. Nothing here raises: what cannot be found out is said so."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import TypeVar

from wxpress import __version__
from wxpress.checks import CHECKS
from wxpress.errors import WxpressError
from wxpress.plugins import Table
from wxpress.readers import READERS
from wxpress.styles import OUTSIDE, Style, builtin_folder, find_style, style_names
from wxpress.writers import WRITERS

T = TypeVar("T")

LIBRARIES = {
    "weasyprint": "WeasyPrint",
    "EbookLib": "EbookLib",
    "Markdown": "Markdown",
    "Jinja2": "Jinja2",
    "lxml": "lxml",
    "msgspec": "msgspec",
    "Pillow": "Pillow",
    "click": "click",
}
_PANGO = (
    "Debian/Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
    "macOS：brew install pango；其他系统见 https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
)
_FONTCONFIG = "Debian/Ubuntu：apt install fontconfig；macOS：brew install fontconfig"


@dataclass(frozen=True)
class Item:
    """一项：its name and what was found; *remedy* says how to get it, and is empty where nothing is missing."""

    name: str
    found: str
    remedy: str = ""


def programs() -> Iterator[Item]:
    """Python, wxpress, the libraries and the tools below them, with versions."""
    yield Item("Python", f"{platform.python_version()}（{platform.platform()}）")
    yield Item("wxpress", f"{__version__}（{Path(__file__).parents[1]}）")
    yield from (_library(package, name) for package, name in LIBRARIES.items())
    yield _pango()
    yield _fontconfig()


def faces(style: Style) -> Iterator[Item]:
    """The face that serves each role of *style*, or what would."""
    try:
        yield from _faces(style)
    except Exception as error:  # noqa: BLE001 - a doctor must not die of the disease
        yield Item("字体", f"无法查询：{_words(error)}", getattr(error, "advice", "") or _FONTCONFIG)


def plug_ins() -> Iterator[Item]:
    """Writers, readers and checks, and for outsiders the package they come from and whether they load."""
    yield from _registered(WRITERS)
    yield from _registered(READERS)
    yield from _registered(CHECKS)


def styles(project_styles: Path | None) -> Iterator[Item]:
    """The styles and where each comes from."""
    for name in style_names(project_styles):
        try:
            style = find_style(name, project_styles)
            yield Item(f"版式 {name}", f"{style.settings.title}（{_origin(style, project_styles)}）")
        except WxpressError as error:
            yield Item(f"版式 {name}", error.message, error.advice)


def _library(package: str, name: str) -> Item:
    try:
        return Item(name, version(package))
    except PackageNotFoundError:
        return Item(name, "没有安装", f"pip install --upgrade --force-reinstall wxpress（或 pip install {package}）")


def _pango() -> Item:
    """Pango as WeasyPrint finds it: its import fails where the library is missing."""
    try:
        from weasyprint.text.ffi import pango  # noqa: PLC0415 - costs half a second, and may fail

        number = pango.pango_version()  # 15002 is 1.50.2
        return Item("Pango", f"{number // 10000}.{number // 100 % 100}.{number % 100}")
    except ImportError as error:
        return Item("Pango", f"无法查询：{_words(error)}", "请先装好 WeasyPrint：pip install weasyprint")
    except Exception as error:  # noqa: BLE001 - OSError from dlopen, and whatever a broken cffi raises
        return Item("Pango", f"不能装载：{_words(error)}", _PANGO)


def _fontconfig() -> Item:
    program = shutil.which("fc-list")
    if program is None:
        return Item("fontconfig", "没有 fc-list", _FONTCONFIG)
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - a found program, no input
    except (OSError, subprocess.SubprocessError) as error:
        return Item("fontconfig", f"不能运行：{_words(error)}", _FONTCONFIG)
    return Item("fontconfig", (done.stderr or done.stdout).strip().removeprefix("fontconfig version "))


def _faces(style: Style) -> Iterator[Item]:
    from wxpress import fonts  # noqa: PLC0415 - asks fontconfig, which only this needs here

    wanted = style.settings.faces
    advice = {missing.role: missing.advice for missing in fonts.missing_roles(wanted)}
    for role, stack in fonts.resolve(wanted).items():
        name = f"{fonts.ROLE_NAMES.get(role, role)}（{role}）"
        if stack:
            first = wanted[role][0]
            instead = "" if stack[0].family == first else f"（首选的 {first} 没有安装）"
            yield Item(name, f"{stack[0].family}{instead}　{stack[0].file}")
        else:
            yield Item(name, f"没有（{'、'.join(wanted[role])}）", advice.get(role, _FONTCONFIG))


def _registered(table: Table[T]) -> Iterator[Item]:
    yield Item(table.kind, "、".join(table.builtin))
    for point in sorted(entry_points(group=table.group), key=lambda point: point.name):
        if point.name in table.builtin:
            continue
        package = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        try:
            table.load(point.name)
            yield Item(f"{table.kind} {point.name}", f"来自 {package}")
        except WxpressError as error:
            yield Item(
                f"{table.kind} {point.name}", error.message, f"{error.advice}（pip uninstall {package.split()[0]}）"
            )


def _origin(style: Style, project_styles: Path | None) -> str:
    if project_styles is not None and style.folder.parent == project_styles:
        return f"本项目，{style.folder}"
    if style.folder.parent == builtin_folder():
        return "自带"
    packages = [
        point.dist.name for point in entry_points(group=OUTSIDE.group) if point.name == style.name and point.dist
    ]
    return f"来自 {'、'.join(packages) or style.folder}"


def _words(error: Exception) -> str:
    """The first line of an error: some, as a library that cannot be loaded, tell a whole story."""
    return str(error).strip().split("\n")[0] or type(error).__name__
