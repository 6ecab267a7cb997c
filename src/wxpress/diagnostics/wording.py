"""措辞：how grave a finding is, and what it says in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]

SEVERITY_NAMES: dict[Language, dict[Severity, str]] = {
    "zh": {"error": "错误", "warning": "警告", "information": "提示"},
    "en": {"error": "error", "warning": "warning", "information": "information"},
}


_PLACEHOLDER = re.compile(r"\{\w+\}")
_QUOTED = re.compile(r"“\{(\w+)\}”")
_QUOTES = frozenset("“”‘’")
_LONGEST = 160
"""So many characters of a value are shown."""


class Wording(NamedTuple):
    """一条诊断的措辞：severity, and message and hint in both languages; ``{name}`` is filled in.

    What a check of `wxpress.checks` finds has an example, *wrong* and *right*: a paragraph, or a whole source where it
    begins with ``# ``.
    """

    severity: Severity
    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""
    wrong: str = ""
    right: str = ""


def in_general(message: str) -> str:
    """A message of the catalogue with an ellipsis for what each finding fills in."""
    return _PLACEHOLDER.sub("…", message)


def filled(message: str, values: Mapping[str, str]) -> str:
    """*message* with *values*; one that has quotes of its own stands in 【】, so that it is clear where it ends.

    Of a value without end its beginning and its end are shown.
    """
    bracketed = _QUOTED.sub(lambda match: _around(match[1], values), message)
    return bracketed.format(**{name: _bounded(value) for name, value in values.items()})


def _bounded(value: str) -> str:
    half = _LONGEST // 2
    return value if len(value) <= _LONGEST else f"{value[:half]}……{value[-half:]}"


def _around(name: str, values: Mapping[str, str]) -> str:
    return f"【{{{name}}}】" if _QUOTES & set(values.get(name, "")) else f"“{{{name}}}”"
