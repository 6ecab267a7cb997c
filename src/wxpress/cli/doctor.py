"""``wxpress doctor``：缺什么，怎样补。"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from wxpress.cli import inventory
from wxpress.cli.base import Command, everywhere
from wxpress.cli.inventory import Item
from wxpress.cli.terminal import say
from wxpress.config import find_project
from wxpress.errors import MissingToolError
from wxpress.styles import find_style


@click.command(
    "doctor",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress doctor                      检查本机能不能排印
    wxpress doctor --style gongwen      按另一版式检查字体
    """,
)
@click.option("--style", metavar="版式", help="按哪个版式检查字体（缺省见 wxpress.toml）")
@everywhere
def command(style: str | None) -> int:
    """检查程序库、字体、版式和插件；缺了必需的东西时退出码为 3。"""
    project = find_project(Path.cwd())
    chosen = find_style(style or project.settings.style, project.styles)
    missing = [
        *_chapter("程序", inventory.programs()),
        *_chapter(f"字体（版式 {chosen.name}）", inventory.faces(chosen)),
        *_chapter("版式", inventory.styles(project.styles)),
        *_chapter("写出器和读入器", inventory.plug_ins()),
    ]
    if not missing:
        say("\n都齐了。")
        return 0
    say(f"\n缺 {len(missing)} 样：")
    for item in missing:
        say(f"  {item.name}：{item.remedy}")
    return MissingToolError.exit_code


def _chapter(title: str, items: Iterable[Item]) -> list[Item]:
    """Print a chapter, item by item as they are found, and give those that are missing."""
    say(f"{title}：")
    missing = []
    for item in items:
        say(f"  {'×' if item.remedy else '✓'} {item.name}　{item.found}")
        missing += [item] if item.remedy else []
    return missing
