"""诊断：findings about a source or an output; their codes are in the one `catalogue`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from wxpress.diagnostics.catalogue import CATALOGUE
from wxpress.diagnostics.remedies import suited
from wxpress.diagnostics.wording import Language, Severity, Wording, filled
from wxpress.source import Span

__all__ = [
    "CATALOGUE",
    "Diagnostic",
    "Fix",
    "Language",
    "Severity",
    "Wording",
    "count",
    "diagnose",
    "in_language",
    "worded",
]


class Fix(msgspec.Struct, frozen=True):
    """修改建议：replace *before* by *after* at *span*; *certain* fixes may be applied without asking."""

    span: Span
    before: str
    after: str
    certain: bool = False


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """一条诊断：a stable code, where, how grave, what, and what to do."""

    code: str
    severity: Severity
    source: str | None
    span: Span | None
    message: str
    hint: str | None = None
    fix: Fix | None = None
    values: dict[str, str] = {}


def diagnose(
    code: str, *, source: str | None = None, span: Span | None = None, fix: Fix | None = None, **values: str
) -> Diagnostic:
    """A diagnostic of the catalogue, its Chinese message filled in with *values*."""
    return worded(code, source, span, values, fix)


def worded(
    code: str, source: str | None, span: Span | None, values: Mapping[str, str], fix: Fix | None = None
) -> Diagnostic:
    """The same as `diagnose`, for values that stand in a mapping."""
    wording = CATALOGUE[code]
    return Diagnostic(
        code=code,
        severity=wording.severity,
        source=source,
        span=span,
        message=filled(wording.zh, values),
        hint=suited(filled(wording.zh_hint, values), source, "zh") or None,
        fix=fix,
        values=dict(values),
    )


def in_language(diagnostic: Diagnostic, language: Language) -> Diagnostic:
    """The same finding worded in *language*; a code of an outside plug-in keeps its own words."""
    wording = CATALOGUE.get(diagnostic.code)
    if language == "zh" or wording is None:
        return diagnostic
    return msgspec.structs.replace(
        diagnostic,
        message=filled(wording.en, diagnostic.values),
        hint=suited(filled(wording.en_hint, diagnostic.values), diagnostic.source, "en") or None,
    )


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """How many of *diagnostics* are of *severity*."""
    return sum(1 for diagnostic in diagnostics if diagnostic.severity == severity)
