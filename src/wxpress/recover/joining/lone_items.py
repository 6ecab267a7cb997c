"""带符号的署名：● 李想 below a title is a signature with a sign before it, and no list of one item."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.lines import may_be_heading
from wxpress.recover.words.pieces import only_line
from wxpress.recover.words.signatures import is_signature
from wxpress.walk import words


def open_lone_items(draft: Draft) -> Draft:
    """The draft whose lists of one item are lines, where that is a signature and a title stands above it."""
    return draft if draft.canonical else revise(draft, list(_opened(draft)))


def _opened(draft: Draft) -> Iterator[Piece]:
    yield from draft.pieces[:1]
    for above, piece in pairwise(draft.pieces):
        line = only_line(piece)
        signs = line is not None and may_be_heading(above) and is_signature(words(line.inlines).strip())
        yield msgspec.structs.replace(piece, block=line) if line is not None and signs else piece
