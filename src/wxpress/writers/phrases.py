"""标题的短语：a title on a screen, whose width nobody knows, turns at its marks where each part of it fits a line."""

from __future__ import annotations

import re
import unicodedata

NARROWEST = 12
"""What a line of a title holds on a phone of 320 px, in em."""

_PARTS = re.compile(r"[，、：；。！？…—》」』】）”’｜|\s]+")


def is_phrased(title: str) -> bool:
    """Whether no part of *title* between marks is longer than a line; else it must turn wherever the line ends."""
    return all(_ems(part) <= NARROWEST for part in _PARTS.split(title))


def _ems(part: str) -> float:
    """How wide *part* and the mark after it are, in em: a Han character one, a Latin one three fifths."""
    return 1 + sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.6 for character in part)
