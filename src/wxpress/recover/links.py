"""链接：lifts an article's trailing 【链接】 out of its text, and judges every link's target."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wxpress.addresses import is_blank, is_safe
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import tidy
from wxpress.ledger import Entry
from wxpress.recover.grammar import AFTERWORD, BRACKETED_LINK, LINK_LABEL
from wxpress.recover.plain_words import markup_of
from wxpress.source import Source, Span
from wxpress.tree import Block, Emphasis, Inline, Link, Node, Paragraph, SourceLink, Strong, Text
from wxpress.walk import plain


class Lifted(msgspec.Struct, frozen=True):
    """提出链接之后：the blocks that remain, the links in reading order, and the account."""

    blocks: tuple[Block, ...]
    links: tuple[SourceLink, ...]
    entries: tuple[Entry, ...]


def lift_links(blocks: Sequence[Block]) -> Lifted:
    """Take the links at the end of the last paragraphs out of *blocks*; links in running text stay."""
    remaining = list(blocks)
    afterwords = _afterwords(remaining)
    remaining = remaining[: len(remaining) - len(afterwords)]
    links: list[SourceLink] = []
    account: list[Entry] = []
    while remaining and isinstance(remaining[-1], Paragraph):
        last = remaining[-1]
        found = _trailing(last.inlines)
        if found is None:
            break
        rest, link, words = found
        links.insert(0, link)
        account.insert(0, _moved(link, words))
        remaining.pop()
        if rest:
            remaining.append(msgspec.structs.replace(last, inlines=rest))
    return Lifted((*remaining, *afterwords), tuple(links), tuple(account))


def _afterwords(blocks: Sequence[Block]) -> list[Block]:
    """Bracketed last lines that stand below the link: （作者系…）."""
    last = blocks[-1] if blocks else None
    if len(blocks) > 1 and isinstance(last, Paragraph) and AFTERWORD.fullmatch(plain(last.inlines)):
        return [last]
    return []


def _trailing(inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], SourceLink, str] | None:
    match tidy(inlines):
        case (*rest, Strong(inlines=(Link() as link,)) | Emphasis(inlines=(Link() as link,))):
            return _trailing((*rest, link))
        case (*rest, Text(text=before, span=span), Link(inlines=inside) as link, Text(text="】")) if before.endswith(
            "【"
        ):
            bracketed = msgspec.structs.replace(link, inlines=(Text("【"), *inside, Text("】")))
            return _trailing((*rest, Text(before[:-1], span=span), bracketed))
        case (*rest, Link(target=target, inlines=inside, span=span)):
            label = LINK_LABEL.fullmatch(plain(inside))
            if label is None or any(markup_of(inside)):
                return None
            name = label["inside"] or label["bare"]
            return tidy(rest), SourceLink(name, target, span=span), plain(inside)
        case (*rest, Text(text=text, span=span)):
            label = BRACKETED_LINK.search(text)
            if label is None:
                return None
            kept = Text(text[: label.start()], span=span)
            return tidy((*rest, kept)), SourceLink(label["label"], None, span=_line(span)), text[label.start() :]
    return None


def _line(span: Span | None) -> Span | None:
    return Span(span.last, span.last) if span else None


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
