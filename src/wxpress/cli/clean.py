"""``wxpress clean``：清理缓存和成品。"""

from __future__ import annotations

import time
from pathlib import Path

import click

from wxpress.build.outputs.cleaning import Cleared, clear_caches, clear_older, clear_outputs, seconds
from wxpress.cli.base import Command, everywhere
from wxpress.cli.terminal import note, say
from wxpress.config import find_project

_MEGABYTE = 1_048_576


@click.command(
    "clean",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress clean                清除缓存（.wxpress/）；下一次全部重做
    wxpress clean --older 30d    只清除三十天没有用过的
    wxpress clean --outputs      只清除成品：清单里有、没有人改过的
    """,
)
@click.option("--older", metavar="多久", help="只清除这么久没有用过的缓存，如 30d、12h")
@click.option("--outputs", is_flag=True, help="清除成品（清单里有、没有人改过的），缓存留着")
@everywhere
def command(older: str | None, *, outputs: bool) -> int:
    """清除缓存，或清除成品；不是本工具写的文件一概不动。"""
    age = seconds(older) if older is not None else None
    project = find_project(Path.cwd())
    if outputs:
        _tell("成品", clear_outputs(project.output))
    if age is not None:
        _tell("缓存", clear_older(project.root, time.time() - age))
    elif not outputs:
        _tell("缓存", clear_caches(project.root))
    return 0


def _tell(what: str, cleared: Cleared) -> None:
    say(f"清除{what} {cleared.files} 个文件，{cleared.size / _MEGABYTE:.1f} MB")
    for path in cleared.left:
        note(f"{path} 被改动过，没有删")
