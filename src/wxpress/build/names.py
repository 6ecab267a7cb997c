"""文件名：what an output is called. Names come from the source's file name, never from its text."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 200  # bytes of UTF-8; file systems take 255, and a suffix and a temporary name must fit

_SEPARATORS = {"/", "\\"}
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
_NAMELESS = "未命名"


def safe_name(stem: str) -> str:
    """*stem* as a file name that stays in its folder: no separators, controls or leading dot, 200 bytes at most."""
    printable = "".join("_" if _is_unfit(character) else character for character in stem)
    name = printable.strip(" ").lstrip(".").rstrip(". ")
    return _shortened(name) or _NAMELESS


def folded(name: str) -> str:
    """*name* as a file system that ignores case and normal form sees it."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_unfit(character: str) -> bool:
    return character in _SEPARATORS or unicodedata.category(character) in _UNPRINTABLE


def _shortened(name: str) -> str:
    return name.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip()


def legible(name: str) -> str:
    """*name* with bytes that are no UTF-8 replaced, so that it can be printed and stand in JSON."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
