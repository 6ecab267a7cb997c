"""看得见的字：characters as a reader sees them, so that the same text compares equal in every medium."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
"""White space, which lines and indents may eat or add, and characters that are never drawn (Unicode 5.21)."""

_PLAIN = re.compile("[!-~\u00b7\u2010-\u2027\u3001-\u3011\u3400-\u9fff\uff01-\uff5e]*")
"""Text in which a reader sees all there is, as most is."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIGATURE = re.compile("[ﬀ-ﬆ]")


def seen(text: str) -> str:
    """*text* without white space and what is never drawn, ligatures spelt out."""
    if _PLAIN.fullmatch(text):
        return text
    shown = _UNSEEN.sub("", text)
    return shown.translate(_LIGATURES) if _LIGATURE.search(shown) else shown


def offset_in(text: str, count: int) -> int:
    """Where in *text* its seen character number *count* stands, from 0; its length past the end."""
    left = count
    for offset, character in enumerate(text):
        left -= len(seen(character))
        if left < 0:
            return offset
    return len(text)
