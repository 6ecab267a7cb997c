"""链接：lifts an article's trailing 【链接】 out of its text, and judges every link's target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import msgspec

from wxpress.addresses import is_blank, is_safe
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import Inlines, tidy
from wxpress.ledger import Entry
from wxpress.recover.words.grammar import AFTERWORD, LABEL_OF_LINK, LINK_WORDS, PLAIN_LINKS, bracketed_link
from wxpress.recover.words.plain_words import markup_of
from wxpress.source import Source, Span, last_line
from wxpress.tree import Block, Emphasis, Figure, Inline, Link, Node, Paragraph, Rule, SourceLink, Strong, Text
from wxpress.walk import plain

_Found = tuple[SourceLink, str]
"""A link, and its words as they stood in the text."""

_LONGEST_LABEL = 40
_BARE_LINK = re.compile(
    r"(?<=[。！？”）>])\s*(?P<label>阅读全文|阅读原文|查看全文|查看原文|查看详情|原文链接|相关链接|更多内容|点击查看)[>＞»…]*\s*$"
)
_LONE_LABEL = re.compile(rf"(?P<label>(?:{PLAIN_LINKS})(?=[>＞»…\s]*$)|(?:{LINK_WORDS})(?=[>＞»…]))[>＞»…]*\s*$")


class Lifted(msgspec.Struct, frozen=True):
    """提出链接之后：the blocks that remain, the links in reading order, and the account."""

    blocks: tuple[Block, ...]
    links: tuple[SourceLink, ...]
    entries: tuple[Entry, ...]


def lift_links(blocks: Sequence[Block]) -> Lifted:
    """Take the links at the end of the last paragraphs out of *blocks*; links in running text stay."""
    remaining = list(blocks)
    rules = _trailing_rules(remaining)
    remaining = remaining[: len(remaining) - len(rules)]
    afterwords = _afterwords(remaining)
    remaining = remaining[: len(remaining) - len(afterwords)]
    found: list[_Found] = []
    while remaining and isinstance(last := remaining[-1], Paragraph):
        remaining.pop()
        rest = _without_links(last.inlines, found)
        if rest:
            remaining.append(last if rest is last.inlines else msgspec.structs.replace(last, inlines=rest))
            break
    found.reverse()
    links, account = tuple(link for link, _ in found), tuple(_moved(link, words) for link, words in found)
    return Lifted((*remaining, *afterwords, *rules), links, account)


def _trailing_rules(blocks: Sequence[Block]) -> list[Block]:
    """The strokes that set an article off from the next, and the pictures above them."""
    count = sum(1 for _ in takewhile(lambda block: isinstance(block, Rule | Figure), reversed(blocks)))
    return list(blocks[len(blocks) - count :])


def _without_links(inlines: Inlines, found: list[_Found]) -> Inlines:
    """The run without the links at its end, which are added to *found*, the last one first."""
    trailing = _trailing(tidy(inlines))
    while trailing is not None:
        inlines, links = trailing
        found += links
        trailing = _trailing(inlines) if inlines else None
    return inlines


def _afterwords(blocks: Sequence[Block]) -> list[Block]:
    """Bracketed last lines that stand below the link: （作者系…）."""
    last = blocks[-1] if blocks else None
    if len(blocks) > 1 and isinstance(last, Paragraph) and AFTERWORD.fullmatch(plain(last.inlines)):
        return [last]
    return []


def _trailing(inlines: Inlines) -> tuple[Inlines, list[_Found]] | None:
    """The run without its last link or labels, and those, the last one first; null where it ends in none."""
    match inlines:
        case (*rest, Strong(inlines=(Link() as link,)) | Emphasis(inlines=(Link() as link,))):
            return _trailing((*rest, link))
        case (*rest, Text(text=before, span=span), Link(inlines=inside) as link, Text(text="】")) if before.endswith(
            "【"
        ):
            bracketed = msgspec.structs.replace(link, inlines=(Text("【"), *inside, Text("】")))
            return _trailing((*rest, Text(before[:-1], span=span), bracketed))
        case (*rest, Link(target=target, inlines=inside, span=span)):
            label = LABEL_OF_LINK.fullmatch(plain(inside))
            if label is None or any(markup_of(inside)):
                return None
            name = label["inside"] or label["bare"]
            return _tidied_end(rest), [(SourceLink(name, target, span=span), plain(inside))]
        case (*rest, Text(text=text, span=span)):
            end, labels = _labels_behind(text)
            links = [(SourceLink(label, None, span=last_line(span)), words) for label, words in labels]
            return (_tidied_end([*rest, Text(text[:end], span=span)]), links) if links else None
    return None


def _tidied_end(inlines: list[Inline]) -> Inlines:
    """A tidy run that has lost its end, tidy again: only its new end can be white space."""
    while inlines and not tidy(inlines[-1:]):
        inlines = inlines[:-1]
    return (*inlines[:-1], *_without_space_behind(inlines[-1:]))


def _without_space_behind(last: list[Inline]) -> Inlines:
    match last:
        case [Text(text=text) as words]:
            return (msgspec.structs.replace(words, text=text.rstrip()),)
        case _:
            return tuple(last)


def _labels_behind(text: str) -> tuple[int, list[tuple[str, str]]]:
    """Where the labels begin that stand at the end of *text* and that no link holds, and those, the last one first."""
    end = len(text)
    labels: list[tuple[str, str]] = []
    while label := _label_behind(text[max(0, end - _LONGEST_LABEL) : end], alone=end <= _LONGEST_LABEL):
        end -= len(label[0])
        labels.append((label["label"], label[0]))
    return end, labels


def _label_behind(tail: str, *, alone: bool) -> re.Match[str] | None:
    """A label in brackets, one that is no word of a sentence behind its stop, or one *alone* in its paragraph."""
    lone = _LONE_LABEL.fullmatch(tail) if alone else None
    return bracketed_link(tail) or _BARE_LINK.search(tail) or lone


def _moved(link: SourceLink, words: str) -> Entry:
    return Entry(
        by="links", kind="move", span=link.span, before=words, after=link.label, reason="文末链接移入本篇的链接"
    )


class TargetJudge:
    """地址的判定：makes blank and unsafe targets null, with a finding for each."""

    def __init__(self, source: Source) -> None:
        """Judge links of *source*."""
        self.findings: list[Diagnostic] = []
        self.entries: list[Entry] = []
        self._source = source

    def judged(self, node: Node) -> Node:
        """The node with its target judged, if it is a link."""
        match node:
            case Link(target=target, inlines=inlines):
                return msgspec.structs.replace(node, target=self._target(target, plain(inlines), node.span))
            case SourceLink(target=target, label=label):
                return msgspec.structs.replace(node, target=self._target(target, label, node.span))
            case _:
                return node

    def _target(self, target: str | None, label: str, span: Span | None) -> str | None:
        if target is None or is_blank(target):
            self.findings.append(diagnose("WX401", source=self._source.name, span=span, label=label))
            return None
        if is_safe(target):
            return target
        self.findings.append(
            diagnose("WX403", source=self._source.name, span=span, label=label, target=" ".join(target.split()))
        )
        self.entries.append(
            Entry(by="links", kind="drop", span=span, before=target, after="", reason="链接的地址不安全，只留文字")
        )
        return None
