"""走树：visit, rewrite and read the text of a tree, for every node type alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter, is_
from typing import Any, Final, TypeVar, cast

import msgspec

from wxpress.tree import (
    Article,
    Bulletin,
    ContentsEntry,
    EditorsNote,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    Node,
    Note,
    Paragraph,
    Quote,
    Rule,
    Section,
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)

N = TypeVar("N", bound=Node)


def children(node: Node) -> tuple[Node, ...]:
    """The direct children of *node*, in reading order."""
    return CHILDREN[type(node)](node)


def _none(_: Node) -> tuple[Node, ...]:
    return ()


def _of_bulletin(node: Bulletin) -> tuple[Node, ...]:
    note = (node.editors_note,) if node.editors_note else ()
    return (*node.contents, *note, *node.sections, *node.colophon)


CHILDREN: Final[Mapping[type, Callable[[Any], tuple[Node, ...]]]] = {
    **dict.fromkeys((Text, LineBreak, Image, Rule, SourceLink, ContentsEntry), _none),
    **dict.fromkeys((Strong, Emphasis, Link, Superscript, Subscript, Paragraph, Heading), attrgetter("inlines")),
    **dict.fromkeys((Note, Quote), attrgetter("blocks")),
    **dict.fromkeys((EditorsNote, Article), lambda node: (*node.blocks, *node.links)),
    List: lambda node: tuple(block for item in node.items for block in item),
    Figure: attrgetter("caption"),
    Table: lambda node: tuple(inline for row in (node.head, *node.rows) for cell in row for inline in cell),
    Section: lambda node: (*node.blocks, *node.articles),
    Bulletin: _of_bulletin,
}
"""By the type of the node, as trees are walked through dozens of times; every type is in it."""


def walk(node: Node) -> Iterator[Node]:
    """*node* and everything below it, in reading order, parents first."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        if below := CHILDREN[type(current)](current):
            stack.extend(reversed(below))


def transform(node: N, change: Callable[[Node], Node]) -> N:
    """The tree in which *change* has been applied to every node, children first; what it leaves alone stays itself."""

    def rebuilt(value: object) -> object:
        if isinstance(value, tuple):
            items = tuple(rebuilt(item) for item in value)
            return value if all(map(is_, items, value)) else items
        if isinstance(value, msgspec.Struct) and hasattr(value, "span"):
            fields = {name: rebuilt(getattr(value, name)) for name in value.__struct_fields__}
            changed = {name: field for name, field in fields.items() if field is not getattr(value, name)}
            return change(cast("Node", msgspec.structs.replace(value, **changed) if changed else value))
        return value

    return cast("N", rebuilt(node))


def without_spans(node: N) -> N:
    """The tree without its positions, to compare two readings of one text."""
    return transform(node, lambda item: msgspec.structs.replace(item, span=None))


def depth_of(node: Node) -> int:
    """How many nodes stand one inside another below *node*, itself counted."""
    depth, level = 0, [node]
    while level:
        depth, level = depth + 1, [child for current in level for child in children(current)]
    return depth


def own_text(node: Node) -> str:
    """The characters that *node* itself carries, its children's left out."""
    match node:
        case Text(text=text):
            return text
        case Image(alt=alt) | Figure(alt=alt):
            return alt
        case LineBreak():
            return "\n"
        case SourceLink(label=label) | EditorsNote(label=label):
            return label
        case ContentsEntry(title=title, page=page):
            return title if page is None else f"{title}\t{page}"
        case Section(title=title):
            return title or ""
        case Article():
            return "\n".join(filter(None, (node.title, node.byline, node.source, node.date)))
        case Bulletin():
            masthead = (node.audience, node.series, node.issue, node.date, node.publisher, node.title)
            return "\n".join(filter(None, masthead))
        case _:
            return ""


def text_of(node: Node) -> str:
    """All characters below *node*, in reading order."""
    return "".join(own_text(item) for item in walk(node))


def plain(inlines: tuple[Inline, ...]) -> str:
    """The characters of a run of inlines, their markup dropped."""
    return "".join([inline.text if isinstance(inline, Text) else text_of(inline) for inline in inlines])


def words(nodes: Sequence[Node]) -> str:
    """The words of *nodes*, a run of inlines as a rule, as a title would show them.

    They are without notes and pictures, their breaks as spaces.
    """
    parts: list[str] = []
    stack: list[Node] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        match node:
            case Note() | Image():
                continue
            case LineBreak():
                parts.append(" ")
            case _:
                parts.append(own_text(node))
                stack += reversed(children(node))
    return "".join(parts)


def source_text(node: Node) -> str:
    """The characters of *node* that stood in the source: its own text, and the address it names."""
    match node:
        case Text(text=text):  # as most are
            return text
        case Link(target=str(target)) | SourceLink(target=str(target)):
            return own_text(node) + target
        case Image(source=source) | Figure(source=source):
            return own_text(node) + source
        case _:
            return own_text(node)
