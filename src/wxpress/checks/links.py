"""链接和图片：addresses that cannot be right or can deceive, pictures that say nothing to who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from wxpress.addresses import is_blank, scheme_of
from wxpress.checks import Check
from wxpress.checks.finding import about, found, shortened
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.source import Span
from wxpress.tree import Figure, Image, Link, SourceLink
from wxpress.walk import walk, words

_FOREIGN = re.compile(r"[^\W\d_A-Za-z\u3007\u3400-\u9fff]")
_PRIVATE = re.compile(
    r"localhost|127\.|0\.0\.0\.0|10\.\d|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|\[?f[cd][0-9a-f]{2}:"
    r"|.*\.(?:local|lan|internal|intranet|test|invalid|example)$|[^.:]+$"
)
_HOST = re.compile(
    r"(?:https?://((?:[\w-]+\.)+[a-z]{2,})|(www\.(?:[\w-]+\.)+[a-z]{2,}|(?:[\w-]+\.)+(?:com|cn|net|org|gov|edu|info)))"
    r"(?:[/:?#].*)?",
    re.IGNORECASE,
)
"""Words that are an address; vue.js, ntfy.sh and their like are names of programs."""

_MISWRITTEN = re.compile(
    r"(?:htt?ps?|http)(?::/(?!/)|//(?!:)|：/*|;/+|:\\+|\.//)|\b(?:htp|htttp|hhtp|ttp)s?://", re.IGNORECASE
)
_BROKEN_BY_MARK = re.compile(
    r"(?:https?://|www\.)[!-~]{1,200}[。．，、][a-z][!-~]*|(?:https?://|www[.。．])[\w-]+[。．](?:com|cn|net|org|gov|edu)[!-~]*",
    re.ASCII,
)
"""An address with a mark of Chinese in it, where a dot is meant."""

_TARGET = re.compile(r"[!-~：；]+")
_UNCLOSED = re.compile(r"\[[^\[\]\n]{1,40}\]\((?:https?:|#|www\.)[^\s)]*|\]\((?:https?:)[^\s)]*|【(?:链接|详细)(?!】)")


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Odd addresses, broken link marks, and pictures without a text in their stead."""
    for node in walk(manuscript.bulletin):
        match node:
            case Link():
                yield from _address(manuscript, node.target, words(node.inlines), node.span)
            case SourceLink():
                yield from _address(manuscript, node.target, node.label, node.span)
            case Image(alt=alt) | Figure(alt=alt, caption=()) if not alt.strip():
                yield about(manuscript, "WX411", node.span, picture=shortened(node.source))
    for passage in manuscript.passages:
        yield from _unclosed(manuscript, passage)
        yield from _bare_addresses(manuscript, passage)


def _address(manuscript: Manuscript, target: str | None, label: str, span: Span | None) -> Iterator[Diagnostic]:
    if target is None or is_blank(target):
        return  # WX401 has said so
    code = next((code for code, is_odd in _ODDITIES.items() if is_odd(target, label)), None)
    if code is not None:
        yield about(manuscript, code, span, target=shortened(target), label=shortened(label), host=_host(target))


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _is_miswritten(target: str, _: str) -> bool:
    return bool(_MISWRITTEN.match(target.strip()))


def _is_glued(target: str, _: str) -> bool:
    """Whether Chinese marks, or words behind them, have run into the address."""
    host = _host(target)
    rest = target.replace(host, "", 1) if host else target
    return bool(re.search(r"[，。；：！？、）】》”（]", rest)) or bool(re.search(r"\s", target.strip()))


def _is_deceptive(target: str, _: str) -> bool:
    """Whether the host is written in letters of another alphabet, ideographs aside; also where it is encoded."""
    return bool(_FOREIGN.search(_decoded(_host(target))))


def _decoded(host: str) -> str:
    """The host as a reader sees it."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except (UnicodeError, ValueError):
        return host


def _is_private(target: str, _: str) -> bool:
    return scheme_of(target) in {"http", "https"} and bool(_PRIVATE.match(_host(target)))


def _is_other_than_shown(target: str, label: str) -> bool:
    """Whether the words of the link are the address of another site."""
    shown = _HOST.fullmatch(label.strip())
    host = _host(target)
    return bool(shown and host) and _site((shown[1] or shown[2]) if shown else "") != _site(host)


def _site(host: str) -> str:
    return host.lower().removeprefix("www.")


_ODDITIES: Mapping[str, Callable[[str, str], bool]] = {
    "WX406": _is_miswritten,
    "WX404": _is_deceptive,
    "WX405": _is_private,
    "WX407": _is_glued,
    "WX409": _is_other_than_shown,
}
"""In the order in which they are told: one address, one finding."""


def _unclosed(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    """Marks of a link that the reader could not take for one."""
    for match in _UNCLOSED.finditer(passage.text):
        yield found(manuscript, "WX408", passage, match.start(), match.end())


def _bare_addresses(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    """Addresses in the text itself."""
    for match in _BROKEN_BY_MARK.finditer(passage.text):
        yield found(manuscript, "WX412", passage, match.start(), match.end(), target=shortened(match[0]))
    for match in _MISWRITTEN.finditer(passage.text):
        target = _TARGET.match(passage.text, match.start())
        shown = shortened(target[0] if target else match[0])
        yield found(manuscript, "WX406", passage, match.start(), match.end(), target=shown, label="", host="")


CHECK = Check("links", check)
