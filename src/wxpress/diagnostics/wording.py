"""措辞：how grave a finding is, and what it says in both languages."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]

SEVERITY_NAMES: dict[Language, dict[Severity, str]] = {
    "zh": {"error": "错误", "warning": "警告", "information": "提示"},
    "en": {"error": "error", "warning": "warning", "information": "information"},
}


_PLACEHOLDER = re.compile(r"\{\w+\}")


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
