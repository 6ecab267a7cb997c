"""``wxpress build``：把来稿排成成品。"""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import click

from wxpress.build import exit_code, make_plan, run
from wxpress.build.incremental.pinning import require_locked, write_lock
from wxpress.build.incremental.standing import Standing
from wxpress.build.journal import Journal
from wxpress.build.plan import STDOUT, Plan
from wxpress.build.workers.hiring import LOCAL, hired, protection
from wxpress.cli.account import Account, Verbosity
from wxpress.cli.base import Command, Session, everywhere
from wxpress.cli.progress import progress
from wxpress.cli.terminal import emit, note
from wxpress.config import find_project
from wxpress.errors import UsageError


def _counted(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """The number of jobs; null where none is given."""
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and int(value) > 0):
        raise UsageError(f"-j 要一个 1 以上的整数，现在是“{value}”", "例如 -j 2；不写时，处理器有几核就做几份")
    return int(value)


@click.command(
    "build",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress build                          把 sources/ 里的来稿都排成 build/名称.pdf、.epub、.html
    wxpress build 来稿.md                  只排这一份
    wxpress build 来稿.md -o 成品.pdf      后缀决定写成什么
    wxpress build -t html,epub -o 网站/    只写两种，写到别的文件夹
    wxpress build 来稿.md -t html -o - | less
    wxpress build -j 1                     一份一份地做，不起工作进程
    wxpress build --engine dask://主机:8786
                                           在 Dask 集群上做
    wxpress build --proof                  另在每份 PDF 旁边写出校样
    """,
)
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[来稿]…")
@click.option("-o", "--output", metavar="去处", help="文件夹；或一个文件，后缀决定写成什么；或 -，即标准输出")
@click.option("-t", "--to", multiple=True, metavar="名称,…", help="写成哪几种：pdf、epub、html、markdown、json 或插件")
@click.option("--style", metavar="版式", help="版式的名字（缺省见 wxpress.toml，再缺省为 xuexi-wenxuan）")
@click.option("--proof", is_flag=True, help="在 PDF 旁边另写校样：名称.proof.html 供人看，.proof.json 供程序读")
@click.option("--verify/--no-verify", default=True, help="写出之前逐字核对成品（缺省），或不核对")
@click.option("-j", "--jobs", callback=_counted, metavar="份数", help="同时做几份（缺省：处理器有几核就做几份）")
@click.option("--engine", default=LOCAL, metavar="哪里", help="在哪里做：local（本机，缺省）或 dask://主机:端口")
@click.option("--force", is_flag=True, help="不用以前做好的，全部重做")
@click.option("--explain", is_flag=True, help="说明每件成品是沿用的，还是重做的，因为什么变了")
@click.option("--locked", is_flag=True, help="排版引擎或字体与 wxpress.lock 不同时不做（退出码 6）")
@click.option("--update-lock", is_flag=True, help="先把本机的排版引擎和字体记进 wxpress.lock")
@click.option("--log", type=click.Path(path_type=Path), metavar="文件", help="每做一步记一行 JSON")
@click.option("--strict", is_flag=True, help="有警告也算失败（退出码 1）")
@click.option("--keep-going/--fail-fast", default=True, help="一份失败后继续做其余的（缺省），或立即停下")
@click.option("-q", "--quiet", is_flag=True, help="只说错误")
@click.option("-v", "--verbose", is_flag=True, help="另说用时、版式和项目")
@everywhere
@click.pass_obj
def command(  # noqa: PLR0913 - one argument for each option
    session: Session,
    sources: tuple[Path, ...],
    output: str | None,
    to: tuple[str, ...],
    style: str | None,
    *,
    proof: bool,
    verify: bool,
    jobs: int | None,
    engine: str,
    force: bool,
    explain: bool,
    locked: bool,
    update_lock: bool,
    log: Path | None,
    strict: bool,
    keep_going: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """把来稿排成 PDF、EPUB、HTML；不写来稿时，排 wxpress.toml 所在项目的全部来稿。"""
    verbosity = Verbosity(-1 if quiet else int(verbose), session, time.perf_counter())

    def planned() -> Plan:
        project = find_project(Path.cwd())
        return make_plan(
            project, sources, output=output, to=to, style=style, with_proof=proof, with_verify=verify, by_force=force
        )

    plan = planned()
    _hold_to_lock(plan, locked=locked, update=update_lock)
    says_more = verbose or force or explain or locked or update_lock or log is not None or output == STDOUT
    standing = None if says_more else Standing(plan, planned, session.arguments, sources)
    account = Account(plan, verbosity, to_stdout=output != STDOUT, with_reasons=explain)
    account.begin(standing)
    with (
        progress(len(plan.jobs), quiet=quiet) as shown,
        closing(hired(plan, jobs, engine, shown.heard, note)) as workers,
        Journal(log) as journal,
    ):
        results = run(
            plan,
            emit,
            account.tell,
            keep_going=keep_going,
            executor=workers,
            arrived=shown.finished,
            journal=journal,
        )
    if verbose and protection(workers):
        note(protection(workers))
    code = exit_code(results, strict=strict or plan.project.settings.strict)
    account.close(results, code, standing)
    return code


def _hold_to_lock(plan: Plan, *, locked: bool, update: bool) -> None:
    """Write ``wxpress.lock``, or stop where this machine is other than it says."""
    if update:
        note(f"已写 {write_lock(plan)}")
    if locked:
        require_locked(plan)
