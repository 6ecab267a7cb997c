"""入口：runs a command and turns everything that can go wrong into a message and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from wxpress import __version__
from wxpress.cli.base import LazyGroup, Session, everywhere
from wxpress.cli.terminal import complain
from wxpress.errors import InternalError, UsageError, WriteError, WxpressError

BUG = "这是本工具的缺陷，不是您的错；请加 --debug 重跑一次，把输出告诉我们"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
INTERRUPTED, CLOSED_OUTPUT, TERMINATED = 130, 141, 143  # 128 and the number of SIGINT, SIGPIPE, SIGTERM

COMMANDS = {
    "build": ("wxpress.cli.build:command", "把来稿排成 PDF、EPUB、HTML"),
    "tree": ("wxpress.cli.tree:command", "看恢复出的结构：提纲、JSON 或规范 Markdown"),
    "check": ("wxpress.cli.check:command", "检查来稿，列出要处理的问题"),
    "verify": ("wxpress.cli.verify:command", "把成品读回来，与来稿逐字核对"),
    "explain": ("wxpress.cli.explain:command", "逐条说明工具改动了什么、凭什么"),
    "serve": ("wxpress.cli.serve:command", "边改边看：在浏览器里预览"),
    "new": ("wxpress.cli.new:command", "立一个新项目，带一份可以排印的样稿"),
    "clean": ("wxpress.cli.clean:command", "清理缓存和成品"),
    "schema": ("wxpress.cli.schema:command", "打印文档树的 JSON Schema"),
    "doctor": ("wxpress.cli.doctor:command", "检查字体、程序库和插件，缺什么、怎样补"),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "WXPRESS"},
    epilog="""
    每个命令的用法和例子：wxpress 命令 --help
    选项也可以写成环境变量，如 WXPRESS_LANG=en、WXPRESS_BUILD_TO=pdf
    按 Tab 补全（bash）：eval "$(_WXPRESS_COMPLETE=bash_source wxpress)"
    退出码：0 完成；1 有须处理的问题；2 用法或配置不对；3 缺工具或字体；4 不能写出；5 超出限度；6 核对不符；
    　　　　70 本工具的缺陷
    """,
)
@click.version_option(__version__, "-V", "--version", message="wxpress %(version)s", help="显示版本")
@everywhere
@click.pass_context
def wxpress(ctx: click.Context) -> None:
    """文选 press：把学习文选的文字排成 PDF、EPUB 和 HTML。"""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit code."""
    if "_WXPRESS_COMPLETE" in os.environ:
        wxpress.main(prog_name="wxpress")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese must not stop the work
    signal.signal(signal.SIGTERM, _terminate)
    code = run(sys.argv[1:] if arguments is None else arguments)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and tell its exit code."""
    session = Session(arguments=tuple(arguments))
    try:
        code = _invoke(arguments, session)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _closed_output()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _failed(error, session)
        _closed_output()
        return _failed(WriteError("不能写到标准输出：没有空间", "请腾出空间，或换个去处"), session)
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where nothing may pass: no traceback without --debug
        return _failed(error, session)
    return code


def _invoke(arguments: Sequence[str], session: Session) -> int:
    try:
        with wxpress.make_context("wxpress", list(arguments), obj=session) as context:
            code = wxpress.invoke(context)
    except click.exceptions.Exit as request:
        return request.exit_code
    return code if isinstance(code, int) else 0


def _failed(error: Exception, session: Session) -> int:
    if session.debug:
        import traceback  # noqa: PLC0415 - for those who ask

        traceback.print_exception(error)
    known = _as_ours(error)
    complain(known)
    return known.exit_code


def _as_ours(error: Exception) -> WxpressError:
    """Any exception as one of ours, with a message a person can use."""
    match error:
        case WxpressError():
            return error
        case click.NoSuchOption():
            return UsageError(f"没有“{error.option_name}”这个选项", _near_option(error))
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "参数"
            return UsageError(f"缺少{name}", _see_help(error))
        case click.BadOptionUsage():
            return UsageError(f"选项 {error.option_name} 的写法不对：要么缺值，要么多了值", _see_help(error))
        case click.UsageError():
            return UsageError(f"用法不对：{error.format_message()}", _see_help(error))
        case _:
            return InternalError(f"意外错误（{type(error).__name__}：{error}）", BUG)


def _near_option(error: click.NoSuchOption) -> str:
    """A near match by the word alone: the dashes that all options share say nothing."""
    import difflib  # noqa: PLC0415 - wanted only when a word is wrong

    if error.ctx is None:
        return ""
    parameters = error.ctx.command.get_params(error.ctx)
    words = [name.removeprefix("--") for parameter in parameters for name in parameter.opts if name.startswith("--")]
    near = difflib.get_close_matches(error.option_name.lstrip("-"), words, n=1)
    return f"是不是想写“--{near[0]}”？" if near else f"可用的有：{'、'.join(f'--{word}' for word in words)}"


def _see_help(error: click.UsageError) -> str:
    return f"用法见 {error.ctx.command_path if error.ctx else 'wxpress'} --help"


def _closed_output() -> int:
    """The reader of our output has gone (``| head``): say nothing, and let the interpreter's last flush succeed too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED_OUTPUT


def _terminate(_: int, __: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)  # an exception, so that locks and temporary files are cleared away
