"""``wxpress serve``：边改边看。"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import click

from wxpress.build import Result
from wxpress.cli.base import Command, Session, everywhere
from wxpress.cli.findings import tally
from wxpress.cli.terminal import complain, say
from wxpress.errors import UsageError, WxpressError
from wxpress.preview.pressing import Press, Request
from wxpress.preview.server import ADDRESS, Counter, open_server
from wxpress.preview.status import Board

HIGHEST_PORT = 65_535


def _port(_: click.Context, __: click.Parameter, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and int(value[:6]) <= HIGHEST_PORT):
        raise UsageError(f"--port 要一个 0 到 {HIGHEST_PORT} 的整数，现在是“{value}”", "例如 --port 8765；0 是任取一个")
    return int(value)


@click.command(
    "serve",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress serve                       排本项目的全部来稿，在浏览器里看，改了就重排
    wxpress serve 来稿.docx -t html     只看一份的网页
    wxpress serve --port 0              端口任取一个
    """,
)
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[来稿]…")
@click.option("-o", "--output", metavar="文件夹", help="成品写到哪里（缺省见 wxpress.toml）")
@click.option("-t", "--to", multiple=True, metavar="名称,…", help="写成哪几种，同 wxpress build")
@click.option("--style", metavar="版式", help="版式的名字")
@click.option("--port", callback=_port, default="8765", metavar="端口", help="缺省 8765；0 是任取一个")
@everywhere
@click.pass_obj
def command(
    session: Session, sources: tuple[Path, ...], output: str | None, to: tuple[str, ...], style: str | None, port: int
) -> None:
    """边改边看：在本机的浏览器里看成品和所见，来稿、订正、版式一改就重排。按 Ctrl-C 停下。"""
    board = Board(session.language)
    press = Press(Request(sources, output, to, style), board, lambda outcome: _tell(outcome, session))
    plan = press.request.plan()
    if plan.folder is None or plan.manifest is None:
        raise UsageError("预览要写到文件夹", "请把 -o 换成文件夹，或不写")
    with open_server(Counter(plan.folder, board), port) as server:
        say(f"请在浏览器里打开 http://{ADDRESS}:{server.server_port}/　（按 Ctrl-C 停下）")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            press.work(plan)
        finally:
            server.shutdown()


def _tell(outcome: Sequence[Result] | WxpressError, session: Session) -> None:
    if isinstance(outcome, WxpressError):
        complain(outcome)
        return
    for failure in (failure for result in outcome for failure in result.failures):
        complain(failure)
    findings = tally((item for result in outcome for item in result.diagnostics), session.language)
    say(f"排好 {sum(1 for result in outcome if result.written)} 份；{findings}")
