"""``wxpress build``：把来稿排成成品。"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from wxpress.archive.settings import INDEX
from wxpress.build import Result, exit_code, make_plan, run
from wxpress.build.plan import STDOUT, Plan, proof_paths
from wxpress.build.workers.hiring import LOCAL, hired
from wxpress.cli.base import Command, Session, everywhere
from wxpress.cli.findings import show_findings, tally
from wxpress.cli.progress import progress
from wxpress.cli.terminal import complain, emit, note, say
from wxpress.config import find_project
from wxpress.diagnostics import Diagnostic
from wxpress.errors import UsageError


@dataclass(frozen=True)
class Verbosity:
    """说多少：*level* -1 tells what failed, 0 what was found and made, 1 also how long it took."""

    level: int
    session: Session
    began: float


def _counted(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """How many ``-j`` asks for."""
    if value is None:
        return None
    if not (value.isdecimal() and int(value)):
        raise UsageError(f"-j 不能是“{value}”", "请写 1 或更大的整数")
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
    strict: bool,
    keep_going: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """把来稿排成 PDF、EPUB、HTML；不写来稿时，排 wxpress.toml 所在项目的全部来稿。"""
    verbosity = Verbosity(-1 if quiet else int(verbose), session, time.perf_counter())
    project = find_project(Path.cwd())
    plan = make_plan(
        project, sources, output=output, to=to, style=style, with_proof=proof, with_verify=verify, by_force=force
    )
    if verbosity.level > 0:
        note(f"项目 {project.file or project.root}，版式 {plan.style.name}（{plan.style.folder}）")
    with progress(len(plan.jobs), quiet=quiet) as shown:
        results = run(
            plan,
            emit,
            lambda result: _tell(result, verbosity),
            keep_going=keep_going,
            executor=hired(plan, jobs, engine, shown.heard, note),
            arrived=shown.finished,
        )
    if verbosity.level >= 0:
        _sum_up(plan, results, verbosity, to_stdout=output != STDOUT)
    return exit_code(results, strict=strict or project.settings.strict)


def _tell(result: Result, verbosity: Verbosity) -> None:
    """What came of one source."""
    show_findings(_worth_telling(result, verbosity), verbosity.session.language, err=True)
    for failure in result.failures:
        if verbosity.session.debug:
            traceback.print_exception(failure)
        complain(failure)
    if result.withheld:
        names = "、".join(target.writer.name for target in result.withheld)
        note(f"{result.job.source}：有错误，没有写出 {names}；原有的成品保持不变")


def _worth_telling(result: Result, verbosity: Verbosity) -> Sequence[Diagnostic]:
    return [item for item in result.diagnostics if verbosity.level >= 0 or item.severity == "error"]


def _files(plan: Plan, result: Result) -> list[Path]:
    """What was written, each proof after its PDF."""
    return [
        path
        for target in result.written
        if target.path
        for path in (target.path, *(proof_paths(target) if plan.with_proof else ()))
    ]


def _sum_up(plan: Plan, results: Sequence[Result], verbosity: Verbosity, *, to_stdout: bool) -> None:
    """What was built and where it lies, and what failed."""
    for result in results if to_stdout else ():
        _tell_files(plan, result)
    tell = say if to_stdout else note
    failed = [str(result.job.source) for result in results if result.failures or result.withheld]
    tell(f"完成：来稿 {len(results) - len(failed)} 份，{_made(plan, results)}；{_found(results, verbosity)}")
    if plan.archive and (plan.archive / INDEX).is_file():
        tell(f"文选库：{plan.archive / INDEX}")
    if failed:
        note(f"失败：{len(failed)} 份（{'、'.join(failed)}）")
    if len(results) < len(plan.jobs):
        note(f"没有做：{len(plan.jobs) - len(results)} 份（--fail-fast）")


def _tell_files(plan: Plan, result: Result) -> None:
    if result.written:
        say(f"{result.job.source} → {'、'.join(map(str, _files(plan, result)))}")


def _made(plan: Plan, results: Sequence[Result]) -> str:
    """How many outputs of each kind there are, and where."""
    made = Counter(target.writer.name for result in results for target in result.written)
    what = "、".join(f"{name} {number}" for name, number in made.items()) or "没有成品"
    return f"{what}，在 {plan.folder}/" if made and plan.folder else what


def _found(results: Sequence[Result], verbosity: Verbosity) -> str:
    """How many findings there are, and how long it took where that is asked."""
    findings = tally((item for result in results for item in result.diagnostics), verbosity.session.language)
    return f"{findings}，用时 {time.perf_counter() - verbosity.began:.1f} 秒" if verbosity.level > 0 else findings
