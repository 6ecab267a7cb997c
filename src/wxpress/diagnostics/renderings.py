"""诊断的写法：one finding as text for a terminal and as an annotation for GitHub."""

from __future__ import annotations

import re

from wxpress.diagnostics import Diagnostic, in_language
from wxpress.diagnostics.wording import SEVERITY_NAMES, Language
from wxpress.source import is_paragraphed

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def place(diagnostic: Diagnostic, language: Language = "zh") -> str:
    """``path:line:column``, as much of it as is known; ``稿.docx 第 12 段`` where lines are paragraphs."""
    source = one_line(diagnostic.source or "")
    if source and diagnostic.span and is_paragraphed(source):
        number = diagnostic.span.first
        return f"{source} 第 {number} 段" if language == "zh" else f"{source}, paragraph {number}"
    parts = (source, str(diagnostic.span) if diagnostic.span else None)
    return ":".join(part for part in parts if part)


def one_line(name: str) -> str:
    """The *name* of a file, what would break a line or speak to a terminal written out as a backslash and letters."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), name)


def as_text(diagnostic: Diagnostic, language: Language = "zh") -> str:
    """One finding as text: ``place: 警告 WX204 message`` and its hint on a second line."""
    return written(in_language(diagnostic, language), language)


def written(worded: Diagnostic, language: Language = "zh") -> str:
    """A finding that is worded in *language* already, as `as_text` has it."""
    where = place(worded, language)
    name = SEVERITY_NAMES[language][worded.severity]
    head = f"{where}: {name} {worded.code} {worded.message}" if where else f"{name} {worded.code} {worded.message}"
    return f"{head}\n    {worded.hint}" if worded.hint else head


def as_github(diagnostic: Diagnostic, language: Language = "zh") -> str:
    """One finding as a GitHub workflow command, which GitHub shows on the line of the change."""
    worded = in_language(diagnostic, language)
    command = "notice" if worded.severity == "information" else worded.severity
    properties = [f"file={_property(worded.source)}"] if worded.source else []
    if worded.span and not is_paragraphed(worded.source or ""):
        properties += [f"line={worded.span.first}", f"endLine={worded.span.last}"]
        properties += [f"col={worded.span.first_column}"] if worded.span.first_column else []
    properties.append(f"title={worded.code}")
    body = worded.message + (f"\n{worded.hint}" if worded.hint else "")
    return f"::{command} {','.join(properties)}::{_escaped(body)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
