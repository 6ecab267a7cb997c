"""终端：what a person reads. Text of a source can never steer the terminal."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import click

from wxpress.errors import WxpressError

_SCRIPT: ContextVar[_Script | None] = ContextVar("_SCRIPT", default=None)

_KEPT = {"\n", "\t"}
_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """*text* with every control that could move the cursor, colour, or turn the line written as its escape."""
    return "".join(_escape(character) if _steers(character) else character for character in text)


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


def _steers(character: str) -> bool:
    return (unicodedata.category(character) in _STEERING and character not in _KEPT) or character in _BIDI


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
