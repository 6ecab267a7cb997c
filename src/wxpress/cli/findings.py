"""诊断的打印：findings as text, with the source's line below them, and their tally."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from wxpress.cli.terminal import show, visible
from wxpress.diagnostics import Diagnostic, Language, Severity, count, in_language
from wxpress.diagnostics.excerpts import excerpt
from wxpress.diagnostics.folding import folded
from wxpress.diagnostics.renderings import written
from wxpress.source import Source

STRICTLY = "不通过：strict 之下，警告也算失败（退出码 1）"
"""Why what has no error has failed."""

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "information": "cyan"}


def show_findings(
    diagnostics: Iterable[Diagnostic],
    language: Language,
    *,
    err: bool = False,
    sources: Mapping[str, Source] | None = None,
) -> None:
    """Findings as text, those that are alike and many as one, and one hint for each code.

    Where *sources* holds the source of a finding by its name, the line is shown and the place marked.
    """
    advised: set[tuple[str, str | None]] = set()
    for diagnostic in folded((in_language(item, language) for item in diagnostics), language):
        key = (diagnostic.code, diagnostic.hint)
        shown = msgspec.structs.replace(diagnostic, hint=None) if key in advised else diagnostic
        advised.add(key)
        head, *hint = visible(written(shown, language)).split("\n")
        show(head, colour=_COLOURS[shown.severity], err=err)
        for line in (*excerpt(shown, (sources or {}).get(shown.source or "")), *(each.strip() for each in hint)):
            show(f"    {visible(line)}", err=err)


def tally(diagnostics: Iterable[Diagnostic], language: Language = "zh") -> str:
    """How many errors, warnings and notes there are, in one line."""
    found = tuple(diagnostics)
    errors, warnings, notes = (count(found, severity) for severity in ("error", "warning", "information"))
    if language == "en":
        return f"{errors} errors, {warnings} warnings, {notes} notes"
    return f"错误 {errors}，警告 {warnings}，提示 {notes}"
