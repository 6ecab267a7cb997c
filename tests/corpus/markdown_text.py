"""Blocks and links as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.tree import (
    Block,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    SourceLink,
    Strong,
    Table,
    Text,
)

BARE_LABELS = ("阅读全文", "原文链接", "查看原文")


def inline_markdown(inlines: Sequence[Inline]) -> str:
    """A run of inlines as Markdown."""
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case Strong(inlines=inside):
            return f"**{inline_markdown(inside)}**"
        case Link(target=target, inlines=inside):
            return f"[{inline_markdown(inside)}]({target or '#'})"
    raise TypeError(inline)


def block_markdown(block: Block, heading: str = "") -> str:
    """A block as Markdown, a heading behind the mark *heading*."""
    match block:
        case Paragraph(inlines=inlines):
            return inline_markdown(inlines)
        case Heading(inlines=inlines):
            return heading + inline_markdown(inlines)
        case List(ordered=ordered, items=items):
            return "\n".join(_item(ordered, number, item) for number, item in enumerate(items, start=1))
        case Quote(blocks=blocks):
            return "\n>\n".join(f"> {block_markdown(inner)}" for inner in blocks)
        case Figure(source=source, alt=alt):
            return f"![{alt}]({source})"
        case Table(head=head, rows=rows):
            return "\n".join([_row(head), "|" + "---|" * len(head), *map(_row, rows)])
    raise TypeError(block)


def _item(ordered: bool, number: int, item: Sequence[Block]) -> str:  # noqa: FBT001 - a field of the list
    return (f"{number}. " if ordered else "- ") + block_markdown(item[0])


def _row(cells: Sequence[Sequence[Inline]]) -> str:
    return "| " + " | ".join(map(inline_markdown, cells)) + " |"


def link_markdown(link: SourceLink, blank: str = "#") -> str:
    """A trailing link as extractors leave it; *blank* stands for a missing target."""
    label = link.label if link.label in BARE_LABELS else f"【{link.label}】"
    return f"[{label}]({link.target or blank})"
