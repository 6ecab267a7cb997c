"""``wxpress verify``：成品与来稿一字不差。"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from wxpress.build.verifying import Checked, proved, verify_outputs
from wxpress.build.workers.hiring import cores
from wxpress.cli.base import Command, OneOf, Session, everywhere
from wxpress.cli.findings import show_findings
from wxpress.cli.terminal import complain, emit, say
from wxpress.config import find_project
from wxpress.diagnostics import Language, in_language
from wxpress.errors import UsageError, VerifyError
from wxpress.verify.shares import read_by


@click.command(
    "verify",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress verify                              核对项目的全部成品
    wxpress verify build/八月.pdf               只核对这一件，来稿由旁边的清单得知
    wxpress verify 八月.epub --source 八月.md   写明来稿
    wxpress verify --format json                {"schema": "wxpress-verify/1", "outputs": […], "summary": {…}}
    """,
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[成品]…")
@click.option("--source", type=click.Path(path_type=Path), metavar="来稿", help="成品是哪份来稿排的（缺省看清单）")
@click.option("--style", metavar="版式", help="成品是用哪个版式排的（缺省看清单）")
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", help="text（缺省）、json")
@everywhere
@click.pass_obj
def command(session: Session, files: tuple[Path, ...], source: Path | None, style: str | None, form: str) -> int:
    """把成品读回来，与来稿逐字核对；有不符时退出码为 6。"""
    if source is not None and not files:
        raise UsageError("--source 要和成品一起写", "例如：wxpress verify build/八月.pdf --source 八月.md")
    outcomes = []
    with read_by(cores()):
        for checked in verify_outputs(find_project(Path.cwd()), files, source=source, style=style):
            outcomes.append(checked)
            if form == "text":
                _tell(checked, session)
    if form == "json":
        emit(as_json(outcomes, session.language))
    else:
        whole = proved(outcomes)
        say(f"核对成品 {len(outcomes)} 件：{whole} 件一字不差，{len(outcomes) - whole} 件不符或未能核对")
    return _exit_code(outcomes)


def _exit_code(outcomes: Sequence[Checked]) -> int:
    """An output that could not be verified gives its own code where it is the only one."""
    if len(outcomes) == 1 and outcomes[0].failure:
        return outcomes[0].failure.exit_code
    return 0 if all(checked.is_proved for checked in outcomes) else VerifyError.exit_code


def _tell(checked: Checked, session: Session) -> None:
    """What came of one output: a line for it, then each difference."""
    if checked.failure:
        if session.debug:
            traceback.print_exception(checked.failure, file=sys.stderr)
        complain(checked.failure)
    if checked.verdict is None:
        return
    added = sum(checked.verdict.added.values())
    if checked.is_proved:
        say(f"{checked.output}：{checked.verdict.characters} 字一字不差（另有版式加的 {added} 字）")
    else:
        say(f"{checked.output}：有 {checked.verdict.total} 处不符")
    show_findings(checked.diagnostics, session.language)


def as_json(outcomes: Sequence[Checked], language: Language) -> bytes:
    """``wxpress-verify/1``: each output with its verdict, its findings or what kept it from being verified; counts."""
    document = {
        "schema": "wxpress-verify/1",
        "outputs": [_as_dict(checked, language) for checked in outcomes],
        "summary": {"proved": proved(outcomes), "failed": len(outcomes) - proved(outcomes)},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _as_dict(checked: Checked, language: Language) -> dict[str, object]:
    failure = checked.failure
    return {
        "output": str(checked.output),
        "source": str(checked.source) if checked.source else None,
        "proved": checked.is_proved,
        "verdict": checked.verdict,
        "diagnostics": [in_language(item, language) for item in checked.diagnostics],
        "failure": failure and {"message": failure.message, "advice": failure.advice, "exit_code": failure.exit_code},
    }
