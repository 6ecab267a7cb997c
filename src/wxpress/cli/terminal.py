"""终端：what a person reads. Text of a source can never steer the terminal."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable

import click
import msgspec

from wxpress.diagnostics import Diagnostic, Language, Severity, as_text, count
from wxpress.errors import WxpressError

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "information": "cyan"}
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


def show_findings(diagnostics: Iterable[Diagnostic], language: Language, *, err: bool = False) -> None:
    """Findings as text, one hint for each code: ten dead links need the same advice once."""
    advised: set[tuple[str, str | None]] = set()
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.hint)
        shown = msgspec.structs.replace(diagnostic, hint=None) if key in advised else diagnostic
        advised.add(key)
        click.secho(visible(as_text(shown, language)), fg=_COLOURS[shown.severity], err=err)


def tally(diagnostics: Iterable[Diagnostic], language: Language = "zh") -> str:
    """How many errors, warnings and notes there are, in one line."""
    found = tuple(diagnostics)
    errors, warnings, notes = (count(found, severity) for severity in ("error", "warning", "information"))
    if language == "en":
        return f"{errors} errors, {warnings} warnings, {notes} notes"
    return f"错误 {errors}，警告 {warnings}，提示 {notes}"


def _steers(character: str) -> bool:
    return (unicodedata.category(character) in _STEERING and character not in _KEPT) or character in _BIDI


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
