"""结构：what markup says of words besides their order: sub- and superscripts, emphasis, numbers of lists, cells.

A template may set more of all these, so that what is missing is told, and of marks only those that change the meaning
of a figure: m² is not m2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from wxpress.source import Span
from wxpress.tree import Bulletin, Emphasis, Image, List, Node, Note, Strong, Subscript, Superscript, Table
from wxpress.verify.lines import Document
from wxpress.verify.markup import local_name
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen
from wxpress.walk import depth_of, text_of, walk

_MARKS: dict[type, str] = {Subscript: "sub", Superscript: "sup", Strong: "strong", Emphasis: "em"}
_CALLED = {
    "sub": "下标",
    "sup": "上标",
    "strong": "加粗",
    "em": "着重",
    "ol": "编号的列表",
    "ul": "列表",
    "tr": "表格的一行",
}
_ENGLISH = {
    "sub": "subscript",
    "sup": "superscript",
    "strong": "bold",
    "em": "emphasis",
    "ol": "numbers",
    "ul": "list",
    "tr": "a row",
}
_WORDED = frozenset({*_MARKS.values(), "tr"})
"""Those that are told by their words."""

_WALL = "｜"
"""Between the cells of a row."""

_TAGS = tuple(f"{{*}}{name}" for name in _CALLED)
_NO_MORE = frozenset({"sub"})
"""A superscript may be the call of a note that cannot be a link, as it stands inside one."""
_DEEPEST = 12
"""A tree of more levels may have lists that are set side by side, as a page has no room for more inside another."""


class Trait(NamedTuple):
    """一个特征：an element, and its words, or of a list the number of its items and of the first."""

    name: str
    what: str


def strange_structure(documents: Sequence[Document], bulletin: Bulletin) -> Iterator[Difference]:
    """What *bulletin* marks and a page or book does not, or the other way round; its text is whole."""
    traits = list(_of_tree(bulletin))
    own, wanted = dict(traits), Counter(trait for trait, _ in traits)
    there = Counter(trait for document in documents for trait in _of_document(document))
    for trait in wanted - there:
        yield _told(trait, own[trait], "没有标成{}", "is not marked as {}")
    for trait in there - wanted:
        if trait.name in _NO_MORE:
            yield _told(trait, None, "标成了{}，来稿里不是", "is marked as {}, which the source does not say")


def _told(trait: Trait, span: Span | None, zh: str, en: str) -> Difference:
    what = f"“{trait.what[:24]}”" if trait.name in _WORDED else trait.what
    cause = f"{what}{zh.format(_CALLED[trait.name])}"
    return Difference(kind="structure", cause=cause, cause_en=f"{what} {en.format(_ENGLISH[trait.name])}", span=span)


def _of_tree(bulletin: Bulletin) -> Iterator[tuple[Trait, Span | None]]:
    span, has_lists = None, depth_of(bulletin) <= _DEEPEST
    for node in walk(bulletin):
        span = getattr(node, "span", None) or span
        if name := _MARKS.get(type(node)):
            if (text := seen(text_of(node))) and not _has_more(node):
                yield Trait(name, text), span
        elif isinstance(node, Table):
            yield from ((row, span) for row in _rows_of(node))
        elif isinstance(node, List) and has_lists:
            yield _list_trait("ol" if node.ordered else "ul", len(node.items), node.start), span


def _rows_of(table: Table) -> Iterator[Trait]:
    """The rows whose cells are nothing but words."""
    for row in (table.head, *table.rows):
        if not any(_has_more(inline) for cell in row for inline in cell):
            yield from _row(["".join(map(text_of, cell)) for cell in row])


def _row(cells: Iterable[str]) -> Iterator[Trait]:
    words = _WALL.join(map(seen, cells)).rstrip(_WALL)  # rows are filled up to the longest
    if words:
        yield Trait("tr", words)


def _has_more(node: Node) -> bool:
    return any(isinstance(inner, Note | Image) for inner in walk(node))


def _list_trait(name: str, items: int, start: int) -> Trait:
    return Trait(name, f"{start}～{start + items - 1}" if name == "ol" else f"{items} 条")


def _of_document(document: Document) -> Iterator[Trait]:
    for element in document.root.iter(*_TAGS):
        name = local_name(element)
        if name in _MARKS.values():
            if not _is_call(element) and (text := seen("".join(element.itertext()))):
                yield Trait(name, text)
        elif name == "tr":
            yield from _row("".join(cell.itertext()) for cell in element)
        elif not any(local_name(above) == "nav" for above in element.iterancestors()):
            yield _list_of(name, element)


def _is_call(element: Any) -> bool:  # noqa: ANN401 - an element, which no type has
    """Whether a mark is the call of a note, which leads to it."""
    return any((inner.get("href") or "").startswith("#") for inner in element.iter("{*}a"))


def _list_of(name: str, element: Any) -> Trait:  # noqa: ANN401 - as above
    start, items = element.get("start") or "1", sum(local_name(item) == "li" for item in element)
    is_plain = start.isdecimal() and element.get("reversed") is None and not any(item.get("value") for item in element)
    return _list_trait(name, items, int(start)) if is_plain else Trait(name, "")
