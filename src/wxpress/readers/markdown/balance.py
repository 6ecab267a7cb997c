"""逐段核对：whether the parser has kept every character of the lines that it made a block of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.readers.markdown.marks import FREE, markup_in
from wxpress.tree import Block, Note
from wxpress.walk import source_text, walk

PUNCTUATION = frozenset("!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~,")
"""ASCII marks that Markdown may use up; any other character that goes missing is a loss."""


def is_faithful(lines: Sequence[str], blocks: Iterable[Block], entries: Sequence[Entry], markup: Sequence[str]) -> bool:
    """Whether *blocks* hold the characters of *lines*, what *entries* changed and *markup* used up aside."""
    nodes = [node for block in blocks for node in walk(block)]
    if any(isinstance(node, Note) for node in nodes):
        return True  # its words stand on other lines; the law over the whole text watches them
    written, kept = unspaced("".join(lines)), unspaced("".join((*markup, *map(source_text, nodes))))
    if written == kept and not entries:
        return True
    balance = Counter(written)
    for entry in entries:
        balance.update(unspaced(entry.after))
        balance.subtract(unspaced(entry.before))
    balance.subtract(Counter(kept))
    if not all(count == 0 or (count > 0 and character in PUNCTUATION) for character, count in balance.items()):
        return False
    lost = {mark: count for mark, count in balance.items() if count and mark not in FREE}
    return not lost or _are_markup(lost, lines)


def _are_markup(lost: Mapping[str, int], lines: Iterable[str]) -> bool:
    """Whether Markdown has a use for as many of these marks, which are common in text."""
    used = sum((markup_in(unspaced(line)) for line in lines), Counter[str]())
    return all(count <= used[mark] for mark, count in lost.items())
