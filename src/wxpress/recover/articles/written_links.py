"""写明地址的链接：阅读全文：https://… at the end of a text is a link with that label, where the source has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from wxpress.addresses import is_blank
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.grammar import LINK_WORDS
from wxpress.recover.words.pieces import joined
from wxpress.source import last_line
from wxpress.tree import Inline, Link, Paragraph, Text
from wxpress.walk import plain

_URL = r"https?://[!-~]+"
_LABEL = (
    rf"(?:^|(?<=[。！？”）】》)\s]))\s*(?P<label>[【\[]?(?:{LINK_WORDS})[】\]]?)"
    r"\s*(?P<colon>[：:]|(?<=[】\]])|(?<=\s))\s*"
)
_WITH_ADDRESS = re.compile(rf"{_LABEL}(?P<address>{_URL})\s*$")
_BEFORE_ADDRESS = re.compile(rf"{_LABEL}$")
_ADDRESS = re.compile(_URL)
_MARKED = re.compile(
    rf"(?:^|(?<=[。！？”）】》)\s]))\s*\[(?P<label>[【\[]?(?:{LINK_WORDS})[】\]]?)\]\((?P<address>[^()\s]*)\)\s*$"
)
"""A link as Markdown writes it, in plain text."""

_SIGNS = ("://", "](")


def link_written_addresses(draft: Draft) -> Draft:
    """The draft with every last label and its address as a link; the colon between them goes."""
    if draft.canonical or not any(sign in line for line in draft.source.lines for sign in _SIGNS):
        return draft
    linked = [(piece, _linked(piece)) for piece in _with_addresses(draft.pieces)]
    account = [_entry(piece, words) for piece, found in linked if found for words in found[1]]
    return revise(draft, [found[0] if found else piece for piece, found in linked], account)


def _with_addresses(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; an address on the line below its label stands behind it."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and piece.hints.tight and _ADDRESS.fullmatch(piece.text) and _BEFORE_ADDRESS.search(whole[-1].text):
            whole[-1] = joined(whole[-1], piece)
        else:
            whole.append(piece)
    return whole


def _linked(piece: Piece) -> tuple[Piece, Sequence[str]] | None:
    """The piece with its link, and the words that it loses; null where it ends in no such link.

    These are the colon, the address where the source's own link shows it as its words, and marks of Markdown.
    """
    if piece.role != "body" or not isinstance(piece.block, Paragraph):
        return None
    lost: tuple[str, ...]
    match piece.block.inlines:
        case (*rest, Text(text=text) as last) if found := _WITH_ADDRESS.search(text):
            address, lost = found["address"], (found["colon"],)
        case (*rest, Text(text=text) as last) if found := _MARKED.search(text):
            address = found["address"]
            lost = ("[", "](", ")", address if is_blank(address) else "")
        case (*rest, Text(text=text) as last, Link(target=str(address)) as link) if plain(link.inlines) == address and (
            found := _BEFORE_ADDRESS.search(text)
        ):
            lost = (found["colon"], address)
        case _:
            return None
    inlines = (*rest, *_parts(last, found, address))
    return msgspec.structs.replace(piece, block=Paragraph(inlines, span=piece.span)), tuple(filter(None, lost))


def _parts(last: Text, found: re.Match[str], address: str) -> Iterator[Inline]:
    """The words before the label, and the link."""
    before = last.text[: found.start()].rstrip()
    if before:
        yield msgspec.structs.replace(last, text=before)
    yield Link(address, (Text(found["label"], span=last_line(last.span)),), span=last.span)


def _entry(piece: Piece, words: str) -> Entry:
    reason = "文末写明的地址移入链接，标签后的冒号、记号和当作文字的地址略去"
    return Entry(by="links", kind="drop", span=piece.span, before=words, after="", reason=reason)
