"""终端：what a person reads. Text of a source can never steer the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import click

from wxpress.errors import WxpressError

_SCRIPT: ContextVar[_Script | None] = ContextVar("_SCRIPT", default=None)

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"  # all of Cc, Cs, Zl, Zp, but for line feed and tab
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # which way the line runs
)


def visible(text: str) -> str:
    """*text* with every control that could move the cursor, colour, or turn the line written as its escape."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def show(text: str, *, err: bool = False, colour: str | None = None) -> None:
    """A line on standard output or error; it enters the script, if one is being taken down."""
    script = _SCRIPT.get()
    if script is None or script.is_shown:
        click.secho(text, fg=colour, err=err)
    if script is not None:
        script.add(text, err=err, colour=colour)


@dataclass(frozen=True)
class _Script:
    lines: list[tuple[str, str]]
    is_shown: bool

    def add(self, text: str, *, err: bool, colour: str | None) -> None:
        """Take down a line as it stands on the terminal, or in the file, that it goes to."""
        stream = sys.stderr if err else sys.stdout
        is_coloured = colour is not None and stream is not None and stream.isatty()
        self.lines.append(("e" if err else "o", (click.style(text, fg=colour) if is_coloured else text) + "\n"))


@contextmanager
def taken_down(lines: list[tuple[str, str]], *, is_shown: bool = True) -> Iterator[None]:
    """Take down in *lines* what is shown in the block: ``o`` or ``e`` for the stream, and the text."""
    token = _SCRIPT.set(_Script(lines, is_shown))
    try:
        yield
    finally:
        _SCRIPT.reset(token)


def say(text: str) -> None:
    """A line of the result, on standard output."""
    show(visible(text))


def note(text: str) -> None:
    """A line about the work, on standard error."""
    show(visible(text), err=True)


def emit(data: bytes) -> None:
    """Bytes, as they are, on standard output."""
    if sys.stdout is not None:  # null where the caller closed it
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def complain(error: WxpressError) -> None:
    """An error and what to do about it, on standard error."""
    show(visible(f"错误：{error.message}"), colour="red", err=True)
    if error.advice:
        note(f"　　　{error.advice}")
