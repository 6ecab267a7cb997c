"""分页：where in a book each page of the paper begins, so that both go by one number (EPUB 3.3, page-list)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wxpress.tree import Bulletin, SourceLink, Text
from wxpress.writers import PageStart
from wxpress.writers.contents import COLOPHON, EDITORS_NOTE, article_id, section_id

TITLE_PAGE = "title-page"
NAV = "nav"

_IN_CONTENTS = "/contents"

Marks = tuple[tuple[int, str], ...]
"""Places in one text, counted in characters, and the labels of the pages that begin there."""


@dataclass(frozen=True)
class Breaks:
    """换页处：*inside* by the identity of the node that holds it, *openings* by the document that begins a page.

    *entries* are the pages that begin in the 目录, by the place whose entry it is. *targets* are all pages in their
    order, each with the document that it is in.
    """

    inside: Mapping[int, Marks] = field(default_factory=dict)
    openings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: tuple[tuple[str, str], ...] = ()


def placed(bulletin: Bulletin, pages: Iterable[PageStart]) -> Breaks:
    """The breaks of *pages* in *bulletin*; a page that shows nothing of it begins where the next one does."""
    inside: dict[int, list[tuple[int, str]]] = {}
    openings: dict[str, list[str]] = {}
    entries: dict[str, list[str]] = {}
    targets = []
    for label, path, offset in _with_text(pages):
        document = _document(path)
        targets.append((label, document))
        if document == NAV:
            entries.setdefault(_document(path.removeprefix(_IN_CONTENTS)), []).append(label)
        elif isinstance(node := _holder(bulletin, path), Text | SourceLink):
            inside.setdefault(id(node), []).append((offset, label))
        else:
            openings.setdefault(document, []).append(label)
    return Breaks(
        {key: tuple(marks) for key, marks in inside.items()},
        {key: tuple(labels) for key, labels in openings.items()},
        {key: tuple(labels) for key, labels in entries.items()},
        tuple(targets),
    )


def _with_text(pages: Iterable[PageStart]) -> Iterator[tuple[str, str, int]]:
    waiting: list[str] = []
    for page in pages:
        waiting.append(page.label)
        if page.path is None:
            continue
        yield from ((label, page.path, page.offset) for label in waiting)
        waiting.clear()


def _document(path: str) -> str:
    """The document that holds what the JSON pointer *path* names."""
    match path.split("/")[1:]:
        case ["sections", section, "articles", article, *_]:
            return article_id(int(section) + 1, int(article) + 1)
        case ["sections", section, *_]:
            return section_id(int(section) + 1)
        case ["editors_note", *_]:
            return EDITORS_NOTE
        case ["colophon", *_]:
            return COLOPHON
        case ["contents", *_]:
            return NAV
        case _:
            return TITLE_PAGE


def _holder(bulletin: Bulletin, path: str) -> object:
    """The node that the JSON pointer *path* names, or that has the field which it names."""
    holder: object = bulletin
    node: object = bulletin
    for part in path.split("/")[1:]:
        node = node[int(part)] if isinstance(node, tuple) else getattr(node, part)
        holder = holder if isinstance(node, str | tuple) else node
    return holder
