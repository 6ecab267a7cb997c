"""``wxpress check``：来稿有什么要处理的。"""

from __future__ import annotations

import difflib
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from wxpress import __version__
from wxpress.build.checking import examined
from wxpress.build.mending import Mended, mended, write_mended
from wxpress.build.printing.reading import collected, open_source
from wxpress.build.samples import proofread
from wxpress.build.sources import find_sources
from wxpress.checks.issues import Issue, across, issue_of
from wxpress.cli.base import Command, OneOf, Session, everywhere
from wxpress.cli.catalogue import show_catalogue
from wxpress.cli.findings import STRICTLY, show_findings, tally
from wxpress.cli.terminal import complain, emit, note, say, visible
from wxpress.config import Project, find_project
from wxpress.diagnostics import Diagnostic, Language, count, in_language
from wxpress.diagnostics.renderings import as_github
from wxpress.diagnostics.sarif import as_sarif
from wxpress.errors import WxpressError
from wxpress.source import Source


@dataclass(frozen=True)
class Findings:
    """所见：what was found, the sources it was found in, by name, and those that could not even be read."""

    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[tuple[Path, WxpressError], ...]
    sources: dict[str, Source]


@dataclass(frozen=True)
class Wishes:
    """所求：what is to be done beside looking: measure the PDF, mend the source, or show how it would be mended."""

    proof: bool = False
    fix: bool = False
    diff: bool = False


@click.command(
    "check",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress check                    检查项目的全部来稿
    wxpress check 来稿.md --strict   有警告也算失败，用于提交之前
    wxpress check 来稿.md --fix      改正有把握的（中文里的半角逗号、重复的标点、全角数字……），再列出剩下的
    wxpress check 来稿.md --diff     看 --fix 会改什么，不写文件
    wxpress check --proof            另量排好的 PDF：松紧、行首行末、缺字
    wxpress check --list             列出全部编号，各有一错一对两个例子
    wxpress check --format sarif     SARIF 2.1.0，供 GitHub 代码扫描和编辑器读取
    wxpress check --format github    在 GitHub 的改动上逐行标注
    wxpress check --format json      {"schema": "wxpress-check/1", "diagnostics": […], "failures": […], "summary": {…}}
    确认无误的，在那一行写 <!-- wxpress: 编号 理由 -->，或写进 wxpress.toml 的 [check]
    """,
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[来稿]…")
@click.option(
    "--format",
    "form",
    type=OneOf(["text", "json", "sarif", "github"]),
    default="text",
    help="text（缺省）、json、sarif、github",
)
@click.option("--fix", is_flag=True, help="把有把握的改正写回来稿（只限 Markdown 和纯文本）")
@click.option("--diff", is_flag=True, help="只显示 --fix 会改什么")
@click.option("--list", "listing", is_flag=True, help="列出全部诊断编号")
@click.option("--proof", is_flag=True, help="另排出 PDF 量一遍（不写文件），超出 [proof] 限度的算错误")
@click.option("--strict", is_flag=True, help="有警告也算失败（退出码 1）")
@everywhere
@click.pass_obj
def command(
    session: Session,
    /,
    files: tuple[Path, ...],
    form: str,
    *,
    listing: bool,
    strict: bool,
    **wishes: bool,
) -> int:
    """检查来稿，按位置列出要处理的问题；有错误时退出码为 1。"""
    if listing:
        show_catalogue(session.language)
        return 0
    project = find_project(Path.cwd())
    paths = find_sources(project, files)
    wished = Wishes(**wishes)
    findings = _gathered(paths, project, wished)
    _complain(findings, session)
    if not wished.diff:
        _show(findings, form, session)
    code = _exit_code(findings, len(paths), strict=strict or project.settings.strict)
    if code and not _exit_code(findings, len(paths), strict=False):
        note(STRICTLY)
    return code


def _gathered(paths: Iterable[Path], project: Project, wishes: Wishes) -> Findings:
    diagnostics: list[Diagnostic] = []
    failures: list[tuple[Path, WxpressError]] = []
    sources: dict[str, Source] = {}
    issues: list[Issue | None] = []
    for path in paths:
        try:
            _mend(path, project, wishes)
            source = open_source(path)
            document, found = examined(source, project)
            diagnostics += _with_proof(found, path, wishes)
            issues.append(issue_of(source.name, document.bulletin))
            sources[source.name] = source
        except WxpressError as error:
            failures.append((path, error))
    diagnostics += across(filter(None, issues))
    return Findings(tuple(diagnostics), tuple(failures), sources)


def _with_proof(found: Iterable[Diagnostic], path: Path, wishes: Wishes) -> tuple[Diagnostic, ...]:
    """What was found in the source, and what is to be said of its PDF if that is wished for."""
    findings = collected(found)
    for diagnostic in proofread(path) if wishes.proof else ():
        findings.report(diagnostic)
    return findings.sorted()


def _mend(path: Path, project: Project, wishes: Wishes) -> None:
    if not (wishes.fix or wishes.diff):
        return
    result = mended(path, project)
    if wishes.diff:
        _show_difference(result)
    elif result.count:
        write_mended(result)
        note(f"{path}：改正 {result.count} 处")


def _show_difference(result: Mended) -> None:
    before, after = (result.text(data).split("\n") for data in (result.before, result.after))
    _say_all(difflib.unified_diff(before, after, str(result.path), str(result.path), lineterm="", n=1))


def _exit_code(findings: Findings, sources: int, *, strict: bool) -> int:
    """A single source that cannot be read gives its own code; else 1 where anything failed."""
    if findings.failures and sources == 1:
        return findings.failures[0][1].exit_code
    grave = count(findings.diagnostics, "error") + (count(findings.diagnostics, "warning") if strict else 0)
    return 1 if findings.failures or grave else 0


def _complain(findings: Findings, session: Session) -> None:
    for _, error in findings.failures:
        if session.debug:
            traceback.print_exception(error, file=sys.stderr)
        complain(error)


def _show(findings: Findings, form: str, session: Session) -> None:
    match form:
        case "json":
            emit(as_json(findings, session.language))
        case "sarif":
            emit(as_sarif(findings.diagnostics, __version__, session.language))
        case "github":
            _say_all(visible(as_github(item, session.language)) for item in findings.diagnostics)
        case _:
            show_findings(findings.diagnostics, session.language, sources=findings.sources)
            say(tally(findings.diagnostics, session.language))


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def as_json(findings: Findings, language: Language) -> bytes:
    """``wxpress-check/1``: the diagnostics as in the tree's JSON, the sources that failed, and the counts."""
    document = {
        "schema": "wxpress-check/1",
        "diagnostics": [in_language(item, language) for item in findings.diagnostics],
        "failures": [
            {"source": str(path), "message": error.message, "advice": error.advice, "exit_code": error.exit_code}
            for path, error in findings.failures
        ],
        "summary": {name: count(findings.diagnostics, name) for name in ("error", "warning", "information")},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
