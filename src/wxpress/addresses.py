"""地址：which link targets are safe to keep, and which may become a live link.

A browser ignores controls and white space inside a scheme and folds its case, so both are judged after the same
clean-up (WHATWG URL, 4.4).
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LIVE_SCHEMES = frozenset({"http", "https", "mailto"})

_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"[\t\n\r]")
_AT_ENDS = "".join(map(chr, range(0x21)))
_NOT_IN_URLS = {ord(character): f"%{ord(character):02X}" for character in '"<>\\^`{|}'}
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def tidied(address: str) -> str:
    """*address* as a browser takes it: no controls at its ends, no line ends, other controls percent-encoded."""
    bare = _LINE_ENDS.sub("", address.strip(_AT_ENDS))
    return _CONTROLS.sub(lambda match: quote(match[0]), bare)


def scheme_of(target: str) -> str | None:
    """The scheme of *target* as a browser reads it, in lower case; null for a relative address."""
    match = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", target))
    return match[1].lower() if match else None


def is_blank(target: str) -> bool:
    """Whether *target* leads nowhere: empty, or ``#`` alone."""
    return target.strip() in {"", "#"}


def is_safe(target: str) -> bool:
    """Whether the tree may keep *target*: a relative address, or one of a live scheme, without controls."""
    return scheme_of(target) in LIVE_SCHEMES | {None} and not _CONTROLS.search(target)


def live(target: str | None) -> str | None:
    """*target* where an output may link to it: absolute, of a live scheme, without controls; else null."""
    if target is None or scheme_of(target) not in LIVE_SCHEMES or _IGNORED_BY_BROWSERS.search(target.strip()):
        return None
    return _valid(target.strip())


def _valid(address: str) -> str | None:
    """*address* with the characters that no URL may hold percent-encoded; null where its host or port is none."""
    encoded = _STRAY_PERCENT.sub("%25", address).translate(_NOT_IN_URLS)
    try:
        parts = urlsplit(encoded)
        whole = parts.path if parts.scheme.lower() == "mailto" else parts.hostname and parts.port != 0
    except ValueError:
        return None
    return encoded if whole else None
