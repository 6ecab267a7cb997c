"""SARIF 2.1.0：findings as GitHub, GitLab and editors read them (OASIS, Static Analysis Results Interchange Format)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

import msgspec

from wxpress.diagnostics import CATALOGUE, Diagnostic, Fix, Language, Severity, in_language
from wxpress.diagnostics.wording import Wording, in_general
from wxpress.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/wxpress/wxpress"
ROOT = "PROJECTROOT"
"""What the relative addresses are relative to: the folder that the check was run in (3.4.4)."""

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "information": "note"}

Object = dict[str, object]


def as_sarif(diagnostics: Iterable[Diagnostic], version: str, language: Language = "zh") -> bytes:
    """One run that holds *diagnostics* and the rules they are of; columns count Unicode code points."""
    worded = [in_language(item, language) for item in diagnostics]
    codes = sorted({item.code for item in worded})
    driver = {
        "name": "wxpress",
        "version": version,
        "rules": [_rule(code, language) for code in codes],
    }
    run: Object = {
        "tool": {"driver": driver},
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "the folder that wxpress check was run in"}}},
        "results": [_result(item, codes.index(item.code)) for item in worded],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _rule(code: str, language: Language) -> Object:
    """What the catalogue says of *code*; of one that an outside check brings, its name alone."""
    wording = CATALOGUE.get(code)
    if wording is None:
        return {"id": code, "name": code, "shortDescription": {"text": code}}
    message, hint = (wording.zh, wording.zh_hint) if language == "zh" else (wording.en, wording.en_hint)
    return {
        "id": code,
        "name": code,
        "shortDescription": {"text": in_general(message)},
        "help": {"text": _help(wording, in_general(hint or message))},
        "defaultConfiguration": {"level": _LEVELS[wording.severity]},
    }


def _help(wording: Wording, hint: str) -> str:
    example = f"\n✗ {wording.wrong}\n✓ {wording.right}" if wording.wrong else ""
    return hint + example


def _result(item: Diagnostic, rule: int) -> Object:
    hint = f"\n{item.hint}" if item.hint else ""
    result: Object = {
        "ruleId": item.code,
        "ruleIndex": rule,
        "level": _LEVELS[item.severity],
        "message": {"text": item.message + hint},
    }
    if item.source is not None:
        result["locations"] = [{"physicalLocation": _location(item.source, item.span)}]
    if item.fix is not None and item.source is not None:
        result["fixes"] = [_fix(item.source, item.fix)]
    return result


def _location(source: str, span: Span | None) -> Object:
    location: Object = {"artifactLocation": _artifact(source)}
    return {**location, "region": _region(span)} if span is not None else location


def _artifact(source: str) -> Object:
    """The address of a source, percent-encoded: relative where the path is, else a file's (3.4.3)."""
    path = PurePosixPath(source.replace("\\", "/"))
    if path.is_absolute():
        return {"uri": f"file://{quote(str(path))}"}
    return {"uri": quote(str(path)), "uriBaseId": ROOT}


def _region(span: Span) -> Object:
    """The end column is the one behind the last character, as in `Span` (3.30.8)."""
    region: Object = {"startLine": span.first, "endLine": span.last}
    columns = {"startColumn": span.first_column, "endColumn": span.last_column}
    return {**region, **{name: column for name, column in columns.items() if column is not None}}


def _fix(source: str, fix: Fix) -> Object:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.after}}
    sure = "确定的改法" if fix.certain else "建议的改法"
    return {
        "description": {"text": f"{sure}：“{fix.before}”→“{fix.after}”"},
        "artifactChanges": [{"artifactLocation": _artifact(source), "replacements": [replacement]}],
    }
