"""``wxpress check``：来稿有什么要处理的。"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from wxpress.build.press import proofread
from wxpress.build.reading import collected, examine
from wxpress.build.sources import find_sources
from wxpress.cli.base import Command, OneOf, Session, everywhere
from wxpress.cli.findings import show_findings, tally
from wxpress.cli.terminal import complain, emit, say, visible
from wxpress.config import find_project
from wxpress.diagnostics import Diagnostic, Language, count, in_language
from wxpress.diagnostics.renderings import as_github
from wxpress.errors import WxpressError


@dataclass(frozen=True)
class Findings:
    """所见：what was found, and the sources that could not even be read."""

    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[tuple[Path, WxpressError], ...]


@click.command(
    "check",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress check                    检查项目的全部来稿
    wxpress check 来稿.md --strict   有警告也算失败，用于提交之前
    wxpress check --proof            另量排好的 PDF：松紧、行首行末、缺字
    wxpress check --format github    在 GitHub 的改动上逐行标注
    wxpress check --format json      {"schema": "wxpress-check/1", "diagnostics": […], "failures": […], "summary": {…}}
    """,
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[来稿]…")
@click.option(
    "--format", "form", type=OneOf(["text", "json", "github"]), default="text", help="text（缺省）、json、github"
)
@click.option("--proof", is_flag=True, help="另排出 PDF 量一遍（不写文件），超出 [proof] 限度的算错误")
@click.option("--strict", is_flag=True, help="有警告也算失败（退出码 1）")
@everywhere
@click.pass_obj
def command(session: Session, files: tuple[Path, ...], form: str, *, proof: bool, strict: bool) -> int:
    """检查来稿，按位置列出要处理的问题；有错误时退出码为 1。"""
    project = find_project(Path.cwd())
    sources = find_sources(project, files)
    diagnostics: list[Diagnostic] = []
    failures: list[tuple[Path, WxpressError]] = []
    for source in sources:
        try:
            diagnostics += _found(source, project.asset_root(source), proof=proof)
        except WxpressError as error:
            failures.append((source, error))
    findings = Findings(tuple(diagnostics), tuple(failures))
    _show(findings, form, session)
    return _exit_code(findings, len(sources), strict=strict or project.settings.strict)


def _found(source: Path, root: Path, *, proof: bool) -> tuple[Diagnostic, ...]:
    """What is to be said of the source, and with *proof* of its PDF."""
    findings = collected(examine(source, root))
    for diagnostic in proofread(source) if proof else ():
        findings.report(diagnostic)
    return findings.sorted()


def _exit_code(findings: Findings, sources: int, *, strict: bool) -> int:
    """A single source that cannot be read gives its own code; else 1 where anything failed."""
    if findings.failures and sources == 1:
        return findings.failures[0][1].exit_code
    grave = count(findings.diagnostics, "error") + (count(findings.diagnostics, "warning") if strict else 0)
    return 1 if findings.failures or grave else 0


def _show(findings: Findings, form: str, session: Session) -> None:
    for _, error in findings.failures:
        if session.debug:
            traceback.print_exception(error, file=sys.stderr)
        complain(error)
    if form == "json":
        emit(as_json(findings, session.language))
    elif form == "github":
        _say_all(visible(as_github(item, session.language)) for item in findings.diagnostics)
    else:
        show_findings(findings.diagnostics, session.language)
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
