"""Markdown 里的 HTML 标记：what only says how text looks goes; headings, pictures, links become Markdown's own.

A line with a tag that no list here names, as ``<script>``, or that bears what it should not, as ``<b onclick="x">``,
stays text as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from wxpress.addresses import is_safe
from wxpress.readers.markdown.body import Body, entry, substituted

_ATTRIBUTES = r"(?:\s[^<>]*)?"
_BLOCK = rf"</?(?:div|center|section|article|main|figure|figcaption|details|summary|p){_ATTRIBUTES}/?>"
_AT_EDGE = re.compile(rf"^(?:\s*{_BLOCK})+|(?:{_BLOCK}\s*)+$", re.IGNORECASE)
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>[a-z]+)(?P<attributes>{_ATTRIBUTES})>", re.IGNORECASE)
_CENTRED = re.compile(r"align\s*[=:]\s*[\"']?\s*(?:center|middle)", re.IGNORECASE)
_ONE_PARAGRAPH = "p"
_MOST_NESTED = 4
_REASON = "HTML 的排版标记，成品中没有位置"

_HEADING = re.compile(rf"^\s*<h([1-6]){_ATTRIBUTES}>\s*(?P<words>.+?)\s*</h\1>\s*$", re.IGNORECASE)
_HOLDER = re.compile(rf"<(span|font|u|small|big|ins|nobr){_ATTRIBUTES}>(?P<words>[^<]*)</\1>", re.IGNORECASE)
_STRONG = re.compile(r"<(b|strong)>(?P<words>[^<>*\s](?:[^<>*]*[^<>*\s])?)</\1>", re.IGNORECASE)
_EMPHASIS = re.compile(r"<(i|em)>(?P<words>[^<>*\s](?:[^<>*]*[^<>*\s])?)</\1>", re.IGNORECASE)
_PICTURE = re.compile(r"<img(?P<attributes>\s[^<>]*?)/?>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s+(?:name|id)\s*=\s*[\"']?[\w.:-]+[\"']?\s*>\s*</a>", re.IGNORECASE)
_LINK = re.compile(r"<a\s(?P<attributes>[^<>]*)>(?P<words>[^<>\[\]]+)</a>", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:\d{1,3}[.)]|[-+*](?=\s|$)|[>#|=:]|`{3}|~{3}|([-*_])(?=\s*\1\s*\1))")
_MARKS_ALONE = re.compile(r"\s*[|:=*_>+#-][\s|:=*_>+#-]*")
_ANY_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-z][\w:.-]*)"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>=/]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=`]+))?")
_PLAIN_TAG = re.compile(
    "a|article|b|big|br|center|details|div|em|figcaption|figure|font|h[1-6]|hr|i|img|ins|main|nobr|p|section|small|span"
    "|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u",
    re.IGNORECASE,
)
_PLAIN_ATTRIBUTE = re.compile(
    "/|align|alt|bgcolor|border|cellpadding|cellspacing|class|color|colspan|dir|face|height|href|id|lang|name|open|rel"
    "|rowspan|size|src|style|target|title|valign|width",
    re.IGNORECASE,
)
_VALUE = r"(?:^|\s){}\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))"


def without_tags(body: Body) -> Body:
    """The body without the tags that only say how its text looks, the lines that they centre being told."""
    if not any("<" in line for line in body.lines):
        return body
    kept = {number for number, line in enumerate(body.lines, start=1) if _stays(line)}
    read = _read(msgspec.structs.replace(body, literal=body.literal | kept))
    marks = {number for number, pair in enumerate(zip(body.lines, read.lines, strict=True), start=1) if _is_mark(*pair)}
    if marks:
        read = _read(msgspec.structs.replace(body, literal=body.literal | kept | marks))
    return msgspec.structs.replace(read, literal=body.literal)


def _stays(line: str) -> bool:
    """Whether a line is text as a whole: it has an odd tag, or one whose ``<`` is escaped."""
    return "\\<" in line or any(map(_is_odd, _ANY_TAG.finditer(line)))


def _is_odd(tag: re.Match[str]) -> bool:
    """Whether a tag is none that only tells how text looks, bears more than that, or leads to no address."""
    is_plain = all(_PLAIN_ATTRIBUTE.fullmatch(match[1]) for match in _ATTRIBUTE.finditer(tag["attributes"]))
    return not (_PLAIN_TAG.fullmatch(tag["name"]) and is_plain and is_safe(_value(tag["attributes"], "href")))


def _is_mark(written: str, line: str) -> bool:
    """Whether a line begins with a mark of Markdown's now, which behind a tag was none, or is nothing but marks."""
    if line == written or _HEADING.match(written):
        return False
    return bool(_MARKS_ALONE.fullmatch(line)) or len(_marks_of(line)) > len(_marks_of(written))


def _marks_of(line: str) -> str:
    """The marks of Markdown that a line begins with, one inside another: ``1. -``."""
    end = 0
    while match := _MARK.match(line, end):
        end = match.end()
    return line[:end]


def _read(body: Body) -> Body:
    body = substituted(body, _HEADING, lambda match: f"{'#' * int(match[1])} {match['words']}", "HTML 标题读作标题")
    for _ in range(_MOST_NESTED):
        body = substituted(body, _HOLDER, lambda match: match["words"], _REASON)
    for pattern, change in _CHANGES.items():
        body = substituted(body, pattern, change, "HTML 标记换成 Markdown 的写法")
    return _without_blocks(body)


def _value(attributes: str, name: str) -> str:
    match = re.search(_VALUE.format(name), attributes, re.IGNORECASE)
    return next(filter(None, match.groups()), "").strip() if match else ""


def _picture(match: re.Match[str]) -> str:
    source, alt = (_value(match["attributes"], name) for name in ("src", "alt"))
    return f"![{alt}](<{source}>)" if source and not set("[]") & set(alt) else match[0]


def _link(match: re.Match[str]) -> str:
    target = _value(match["attributes"], "href")
    return f"[{match['words']}](<{target}>)" if target else match[0]


_CHANGES: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = {
    _STRONG: lambda match: f"**{match['words']}**",
    _EMPHASIS: lambda match: f"*{match['words']}*",
    _PICTURE: _picture,
    _ANCHOR: lambda _: "",
    _LINK: _link,
}


def _without_blocks(body: Body) -> Body:
    """The body without the block tags at the edges of its lines."""
    lines, entries, centred = list(body.lines), [], set[int]()
    opened: list[tuple[str, bool]] = []
    for number, line in enumerate(body.lines, start=1):
        if number in body.literal:
            continue
        opened = opened if line.strip() else [item for item in opened if item[0] != _ONE_PARAGRAPH]
        is_centred = any(centre for _, centre in opened)
        for edge in _AT_EDGE.finditer(line):
            is_centred = _opened(edge[0], opened) or is_centred
            entries.append(entry("drop", body.span(number, *edge.span()), edge[0].strip(), "", _REASON))
        lines[number - 1] = _AT_EDGE.sub("", line)
        centred |= {number} if is_centred else set()
    changed = body.changed(lines, entries)
    return changed if opened else msgspec.structs.replace(changed, centred=body.centred | centred)


def _opened(tags: str, opened: list[tuple[str, bool]]) -> bool:
    """Open and close what *tags* do; whether one of them centres its text."""
    centres = False
    for tag in _TAG.finditer(tags):
        name, centre = tag["name"].lower(), tag["name"].lower() == "center" or bool(_CENTRED.search(tag["attributes"]))
        centres = centres or centre
        if not tag["close"]:
            opened.append((name, centre))
            continue
        at = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == name), None)
        if at is not None:
            del opened[at:]
    return centres
