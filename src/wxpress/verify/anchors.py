"""链接：holds the links of an output against those of the tree: none more, none less, each to its own address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from wxpress.addresses import live
from wxpress.source import Span
from wxpress.styles import Style
from wxpress.tree import Bulletin, Image, Link, Node, Note, SourceLink
from wxpress.verify.lines import Document
from wxpress.verify.markup import target_of
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen
from wxpress.walk import children, text_of, walk


class Anchor(NamedTuple):
    """一个链接：its words, empty where a note or picture is among them, its address, and where it comes from."""

    words: str
    target: str
    span: Span | None = None
    document: str | None = None


def strange_links(
    documents: Sequence[Document], bulletin: Bulletin, style: Style, *, is_whole: bool = True
) -> Iterator[Difference]:
    """Where the links of a page or book are not those of *bulletin*; the style's templates may have more.

    Where the text is not whole its links are not either; then only those that lead elsewhere are told.
    """
    left = list(_of_tree(bulletin))
    strange = []
    for anchor in _of_documents(documents):
        match = next((own for own in left if _is_same(own, anchor)), None)
        if match:
            left.remove(match)
        elif not _is_of_style(anchor.target, style):
            strange.append(anchor)
    if is_whole:
        yield from _told(strange, left)
    else:
        targets = {_folded(anchor.target) for anchor in _of_tree(bulletin)}
        yield from _told([anchor for anchor in strange if _folded(anchor.target) not in targets], [])


def strange_addresses(addresses: Iterable[str], bulletin: Bulletin, *, is_whole: bool = True) -> Iterator[Difference]:
    """Addresses that the links of a PDF lead to, and none of *bulletin* does; those that no link leads to any more."""
    own = tuple(_of_tree(bulletin, notes_are_apart=False))
    possible = {_folded(anchor.target) for anchor in own}
    wanted = {_folded(anchor.target): anchor for anchor in own if anchor.words}
    found = {_folded(address): Anchor("", address) for address in addresses}
    strange = [anchor for key, anchor in found.items() if key not in wanted and key not in possible]
    missing = [anchor for key, anchor in wanted.items() if key not in found]
    yield from _told(strange, missing if is_whole else [])


def _told(strange: Sequence[Anchor], missing: Sequence[Anchor]) -> Iterator[Difference]:
    """A link to another address than its own is told as one."""
    own = {anchor.words: anchor for anchor in missing if anchor.words}
    changed = Counter(anchor.words for anchor in strange if anchor.words in own)
    for anchor in strange:
        meant = own.get(anchor.words) if anchor.words else None
        yield Difference(
            kind="link",
            title=anchor.words or None,
            expected=meant.target if meant else "",
            found=anchor.target,
            span=meant.span if meant else None,
            cause=anchor.document or "",
        )
    for anchor in missing:
        if not changed[anchor.words]:
            yield Difference(kind="link", title=anchor.words or None, expected=anchor.target, span=anchor.span)


def _of_tree(bulletin: Bulletin, *, notes_are_apart: bool = True) -> Iterator[Anchor]:
    """The links of *bulletin* that lead somewhere; a link inside a link does not, but for one in a note set apart."""
    stack: list[tuple[Node, bool]] = [(bulletin, False)]
    while stack:
        node, is_inside = stack.pop()
        anchor = None if is_inside else _anchor(node)
        if anchor:
            yield anchor
        is_out = notes_are_apart and isinstance(node, Note)
        inside = not is_out and (is_inside or (anchor is not None and isinstance(node, Link)))
        stack += [(child, inside) for child in reversed(children(node))]


def _anchor(node: Node) -> Anchor | None:
    target = live(node.target) if isinstance(node, Link | SourceLink) else None
    if target is None:
        return None
    label = f"【{node.label}】" if isinstance(node, SourceLink) else _words_of(node)
    return Anchor(seen(label), target, node.span)


def _words_of(link: Node) -> str:
    has_more = any(isinstance(node, Note | Image) for node in walk(link))
    return "" if has_more else text_of(link)


def _of_documents(documents: Sequence[Document]) -> Iterator[Anchor]:
    for document in documents:
        for element in document.root.iter("{*}a", "{*}area"):
            target = element.get("href")
            if target and not _is_inside(target, document):
                yield Anchor(seen("".join(element.itertext())), target, document=document.name)


def _is_inside(target: str, document: Document) -> bool:
    """Whether an address is a place in the same output."""
    path, _ = target_of(target)
    return not path or path in document.siblings


def _is_same(own: Anchor, found: Anchor) -> bool:
    return _folded(own.target) == _folded(found.target) and (not own.words or own.words == found.words)


def _folded(address: str) -> str:
    """An address as it compares: what is percent-encoded and what is not mean the same (RFC 3986, 6.2.2)."""
    return unquote(address).rstrip("/")


def _is_of_style(target: str, style: Style) -> bool:
    """Whether a template of the style has the address, word for word."""
    return target in style.template_texts()
