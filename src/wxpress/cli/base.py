"""命令的样子：lazy group, Chinese help, near matches, and the options that every command takes."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from wxpress.errors import UsageError
from wxpress.plugins import near_match

if TYPE_CHECKING:
    from wxpress.diagnostics import Language

F = TypeVar("F", bound=Callable[..., Any])

_COLUMN = 26  # of the explanations, in characters; names of options are ASCII


@dataclass
class Session:
    """一次运行：the command line, and what ``--lang`` and ``--debug`` say, before or after the command's name."""

    language: Language = "zh"
    debug: bool = False
    arguments: tuple[str, ...] = ()


class OneOf(click.Choice[str]):
    """A word out of a few, with a near match for a wrong one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002 - click's signature
        """The word; `UsageError` where it is none of them."""
        if value in self.choices:
            return cast("str", value)
        name = param.opts[-1] if param is not None else "参数"
        raise UsageError(f"{name} 不能是“{value}”", near_match(str(value), list(self.choices)))


class _Formatter(click.HelpFormatter):
    """Chinese has no spaces to wrap at: lines stay as they are written, the terminal wraps what is too long."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - click's signature
        self.write(f"用法：{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        self.write("".join(f"{margin}{line}".rstrip() + "\n" for line in text.split("\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # noqa: ARG002 - as above
        margin = " " * self.current_indent
        for name, meaning in rows:
            gap = "\n" + margin + " " * _COLUMN if len(name) >= _COLUMN - 1 else " " * (_COLUMN - len(name))
            self.write(f"{margin}{name}{gap}{meaning}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command: its help in Chinese, its faults as `UsageError`."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``-h/--help``, explained in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; words too many are refused."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click leaves it out where an option lacks its value
            raise
        if ctx.args and not ctx.resilient_parsing:
            raise UsageError(f"多出的参数：{' '.join(ctx.args)}", f"用法见 {ctx.command_path} --help")
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a Chinese heading."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The examples."""
        if self.epilog:
            with formatter.section("例"):
                formatter.write_text(inspect.cleandoc(self.epilog))


class LazyGroup(click.Group):
    """``name -> ("module:OBJECT", what it does)``: a command's module is imported when the command is asked for."""

    context_class = _Context

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - click's
        """Take click's own arguments and the table."""
        super().__init__(*args, **kwargs)
        self.table = table

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``-h/--help``, explained in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the table's order."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, its module imported now."""
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name][0].partition(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that *args* begin with; `UsageError` with a near match where there is none."""
        if args[0] not in self.table and not ctx.resilient_parsing:
            raise UsageError(f"没有“{args[0]}”这个命令", _meant(args[0], list(self.table)))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options, no command's module imported."""
        with formatter.section("命令"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in self.table.items()])
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """What more there is to know."""
        formatter.write_paragraph()
        formatter.write_text(inspect.cleandoc(self.epilog or ""))


def everywhere(command: F) -> F:
    """Give a command the options that all of them take."""
    language = click.option(
        "--lang",
        type=OneOf(["zh", "en"]),
        expose_value=False,
        callback=_set_language,
        help="诊断的语言：zh（缺省）或 en",
    )
    debug = click.option(
        "--debug", is_flag=True, expose_value=False, callback=_set_debug, help="出错时显示内部的调用过程"
    )
    return language(debug(command))


def _set_language(ctx: click.Context, _: click.Parameter, value: Language | None) -> None:
    if value is not None:
        ctx.ensure_object(Session).language = value


def _set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        ctx.ensure_object(Session).debug = True


def _meant(word: str, known: list[str]) -> str:
    return f"要排印这份来稿，请写：wxpress build {word}" if Path(word).exists() else near_match(word, known)


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示这份说明"
    return option


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = [parameter for parameter in command.get_params(ctx) if isinstance(parameter, click.Option)]
    records = [option.get_help_record(ctx) for option in options]
    with formatter.section("选项"):
        formatter.write_dl([record for record in records if record is not None])
