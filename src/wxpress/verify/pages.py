"""页码对照：which place in the tree opens each page of the PDF, so that an EPUB can carry the same page numbers."""

from __future__ import annotations

from typing import NamedTuple

from wxpress.styles import Style
from wxpress.tree import Bulletin
from wxpress.verify.course import Chunk, Course
from wxpress.verify.expected import expected
from wxpress.verify.matching import match
from wxpress.verify.paper import page_labels, read_pdf


class PageOpening(NamedTuple):
    """一面的开头：the page's label, and the first character of the tree on it.

    *path* is a JSON pointer to the field or text that holds it, *offset* its place there; null and 0 for a page that
    shows nothing of the text.
    """

    label: str
    path: str | None
    offset: int


def page_map(data: bytes, bulletin: Bulletin, style: Style, name: str = "") -> tuple[PageOpening, ...]:
    """What opens each page of the PDF *data*, which shows *bulletin* in *style*; notes and the 目录 do not count.

    `VerifyError` where the file cannot be read.
    """
    course = match(read_pdf(data), expected(bulletin, style, "pdf", name)).text
    first: dict[int, Chunk] = {}
    for chunk in course.chunks:
        page = chunk.line.place.page
        if page is not None and chunk.place >= 0 and _own(course, chunk) is not None:
            first.setdefault(page, chunk)
    return tuple(
        PageOpening(label, *(_own(course, first[page]) or (None, 0)) if page in first else (None, 0))
        for page, label in enumerate(page_labels(data), 1)
    )


def _own(course: Course, chunk: Chunk) -> tuple[str, int] | None:
    """The first place of *chunk* that is the tree's own; null where all of it was added."""
    strand = course.strands[chunk.strand]
    for place in range(chunk.place, min(chunk.place + chunk.end - chunk.start, len(strand.text))):
        piece, offset = strand.piece_at(place)
        if piece.addition is None:
            return piece.origin.path, offset
    return None
