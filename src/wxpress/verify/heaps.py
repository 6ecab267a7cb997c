"""叠加的符号：marks heaped on one letter; on paper the same mark twice is drawn over itself, and seen once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

import msgspec

from wxpress.tree import Bulletin, Node
from wxpress.walk import transform

_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAP = re.compile(f"{_MARK}{{2,}}")
_ONE = re.compile(_MARK)


class _Lettered(Protocol):
    @property
    def text(self) -> str:
        """The character."""


L = TypeVar("L", bound=_Lettered)


def has_marks(text: str) -> bool:
    """Whether any of *text* is a mark that stands on another character."""
    return _ONE.search(text) is not None


def flat(bulletin: Bulletin) -> Bulletin:
    """*bulletin* with each heap of marks as the marks that can be seen in it, in the order of their numbers."""
    return transform(bulletin, _flat_node) if _HEAP.search(msgspec.json.encode(bulletin).decode()) else bulletin


def flat_row(signs: Sequence[L]) -> Sequence[L]:
    """The characters of a line from the left, heaps of marks as `flat` has them."""
    if not _HEAP.search("".join([sign.text for sign in signs])):
        return signs
    runs = groupby(signs, key=lambda sign: bool(_ONE.fullmatch(sign.text)))
    return [sign for is_heap, run in runs for sign in (_flat_run(run) if is_heap else run)]


def _flat_run(run: Iterable[L]) -> list[L]:
    return sorted({sign.text: sign for sign in run}.values(), key=lambda sign: sign.text)


def _flat_node(node: Node) -> Node:
    texts = {name: value for name in node.__struct_fields__ if isinstance(value := getattr(node, name), str)}
    changed = {name: new for name, text in texts.items() if (new := _flat_text(text)) != text}
    return msgspec.structs.replace(node, **changed) if changed else node


def _flat_text(text: str) -> str:
    return _HEAP.sub(lambda heap: "".join(sorted(set(heap[0]))), text)
