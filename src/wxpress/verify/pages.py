"""页码对照：which place in the tree opens each page of the PDF, so that an EPUB can carry the same page numbers."""

from __future__ import annotations

from typing import NamedTuple

from wxpress.styles import Style
from wxpress.tree import Bulletin
from wxpress.verify.course import Course
from wxpress.verify.expected import expected
from wxpress.verify.matching import match
from wxpress.verify.paper import page_labels, read_pdf
from wxpress.verify.rereading import Chunk

CONTENTS = "/contents"
"""Before the pointer of a page that goes on with the 目录 stands this, and the entry's own place follows."""


class PageOpening(NamedTuple):
    """一面的开头：the page's label, and the first character of the tree on it.

    *path* is a JSON pointer to the field or text that holds it, *offset* its place there; ``/contents/sections/0`` is
    that section's entry in the 目录; null and 0 for a page that shows nothing of the text.
    """

    label: str
    path: str | None
    offset: int


class _Opening(NamedTuple):
    """What a page shows first of one course: the *line* on the page, from 1, and the place in the tree."""

    line: int
    path: str | None
    offset: int


_NOTHING = _Opening(0, None, 0)


def page_map(data: bytes, bulletin: Bulletin, style: Style, name: str = "") -> tuple[PageOpening, ...]:
    """What opens each page of the PDF *data*, which shows *bulletin* in *style*; notes do not count.

    Nor do the words of figures that the page before had no room for.
    `VerifyError` where the file cannot be read.
    """
    found = match(read_pdf(data), expected(bulletin, style, "pdf", name))
    openings = (_openings(found.text), _openings(found.contents, CONTENTS))
    return tuple(
        PageOpening(label, *min((of[page] for of in openings if page in of), default=_NOTHING, key=_line)[1:])
        for page, label in enumerate(page_labels(data), 1)
    )


def _line(opening: _Opening) -> int:
    return opening.line


def _openings(course: Course, above: str = "") -> dict[int, _Opening]:
    """What opens each page that shows some of *course*, its pointers below *above*."""
    first: dict[int, _Opening] = {}
    for chunk in course.chunks:
        page = chunk.line.place.page
        if page is None or page in first or chunk.place < 0 or chunk.strand in course.moved.strands:
            continue
        if (own := _own(course, chunk)) is not None:
            first[page] = _Opening(chunk.line.place.line, above + own[0], own[1])
    return first


def _own(course: Course, chunk: Chunk) -> tuple[str, int] | None:
    """The first place of *chunk* that is the tree's own; null where all of it was added."""
    strand = course.strands[chunk.strand]
    for place in range(chunk.place, min(chunk.place + chunk.end - chunk.start, len(strand.text))):
        piece, offset = strand.piece_at(place)
        if piece.addition is None:
            return piece.origin.path, offset
    return None
