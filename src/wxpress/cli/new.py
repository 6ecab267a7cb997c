"""``wxpress new``：立一个项目，马上就能排印。"""

from __future__ import annotations

from pathlib import Path

import click

from wxpress.build.founding import found
from wxpress.cli.base import Command, OneOf, everywhere
from wxpress.cli.terminal import say
from wxpress.config import FILE_NAME
from wxpress.scaffold import RECIPES, SERIES, project_files, recipe_files
from wxpress.styles import DEFAULT, find_style


@click.command(
    "new",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress new 文选                            建 文选/，里面有设定和一份样稿
    wxpress new 文选 --series 理论学习 --style gongwen
    wxpress new . --ci github                   就在这里，另带 GitHub 的持续集成；已经是项目的，只添配方
    """,
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--series", default=SERIES, metavar="刊名", help=f"刊头上的刊名（缺省 {SERIES}）")
@click.option("--style", default=DEFAULT, metavar="版式", help=f"版式的名字（缺省 {DEFAULT}）")
@click.option(
    "--ci", multiple=True, type=OneOf(list(RECIPES)), metavar="服务", help="另写持续集成的配方：github、gitlab"
)
@everywhere
def command(folder: Path, series: str, style: str, ci: tuple[str, ...]) -> None:
    """立一个新项目：设定、说明和一份可以排印的样稿；已有的文件不改写。"""
    is_there = bool(ci) and (folder / FILE_NAME).is_file()
    contents = recipe_files(series, ci) if is_there else project_files(series, find_style(style).name, ci)
    found(folder, contents)
    for path in contents:
        say(str(folder / path))
    step = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    say("\n配方写好了。提交入库，下一次推送就生效" if is_there else f"\n项目建好了。现在可以：{step}wxpress build")
