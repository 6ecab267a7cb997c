"""终端：what a person reads. Text of a source can never steer the terminal."""

from __future__ import annotations

import sys
import unicodedata

import click

from wxpress.errors import WxpressError

_KEPT = {"\n", "\t"}
_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """*text* with every control that could move the cursor, colour, or turn the line written as its escape."""
    return "".join(_escape(character) if _steers(character) else character for character in text)


def say(text: str) -> None:
    """A line of the result, on standard output."""
    click.echo(visible(text))


def note(text: str) -> None:
    """A line about the work, on standard error."""
    click.echo(visible(text), err=True)


def emit(data: bytes) -> None:
    """Bytes, as they are, on standard output."""
    if sys.stdout is not None:  # null where the caller closed it
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def complain(error: WxpressError) -> None:
    """An error and what to do about it, on standard error."""
    click.secho(visible(f"错误：{error.message}"), fg="red", err=True)
    if error.advice:
        note(f"　　　{error.advice}")


def _steers(character: str) -> bool:
    return (unicodedata.category(character) in _STEERING and character not in _KEPT) or character in _BIDI


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
