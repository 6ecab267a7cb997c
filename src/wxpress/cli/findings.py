"""诊断的打印：findings as text, and their tally."""

from __future__ import annotations

from collections.abc import Iterable

import click
import msgspec

from wxpress.cli.terminal import visible
from wxpress.diagnostics import Diagnostic, Language, Severity, count
from wxpress.diagnostics.renderings import as_text

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "information": "cyan"}


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
