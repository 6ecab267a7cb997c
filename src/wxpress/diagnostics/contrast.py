"""对照：the characters in which two wordings of one line differ, for who would otherwise have to look for them."""

from __future__ import annotations

from difflib import SequenceMatcher

_MOST = 3
"""So many differences are named."""


def contrast(one: str, other: str) -> str:
    """Where *one* and *other* differ: ``第 3 字“査”→“查”``; white space does not count."""
    left, right = "".join(one.split()), "".join(other.split())
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    parts = [_told(i, left[i:j], right[k:m]) for kind, i, j, k, m in codes if kind != "equal"]
    return "，".join(parts[:_MOST]) + ("……" if len(parts) > _MOST else "")


def _told(place: int, before: str, after: str) -> str:
    if not after:
        return f"第 {place + 1} 字起多{_marked(before)}"
    if not before:
        return f"第 {place + 1} 字前缺{_marked(after)}"
    return f"第 {place + 1} 字{_marked(before)}→{_marked(after)}"


def _marked(text: str) -> str:
    """*text* in quotes; quotes themselves in 【】, so that they can be told."""
    return f"【{text}】" if set(text) & set("“”‘’\"'") else f"“{text}”"
