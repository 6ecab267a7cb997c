"""页底：evens the bottoms of pages.

Where two lines or more are left blank at the foot of a page because a paragraph may leave no single line on either side
of it, another paragraph of the page is set a line longer or shorter (加行、缩行), and the page is made again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wxpress.typeset.breaker import Line, Measures, lines_in_number
from wxpress.typeset.paragraphs import Paragraph

BLANK = 2
"""So many lines short of the others a page is seen to be short; one is not (as a note or a heading takes one, too)."""

DEAREST = 8100
"""What a line may cost for the sake of the page, a date or a short title divided among it."""

LOOSEST = 60
"""How far it may be stretched, in 1/1000 em a gap."""

TRIALS = 3
"""How often a page is made again."""

ROUNDING = 0.05
"""Of a line: so much less than one is one."""


class Foot(NamedTuple):
    """页底的空白：lines from the last one to the foot of the text area, and those of them that are left blank."""

    depth: int
    blank: int


class Recast(NamedTuple):
    """改排：a paragraph's lines, one more or one less than it has, and how much they are stretched."""

    cost: int
    paragraph: Paragraph
    lines: Sequence[Line]


def evened(make_page: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's *make_page*, with the foot of the page evened."""

    def make_even_page(
        context: Any,  # noqa: ANN401 - WeasyPrint is not typed
        root_box: Any,  # noqa: ANN401
        page_type: Any,  # noqa: ANN401
        resume_at: Any,  # noqa: ANN401
        page_number: int,
        page_state: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        def make() -> Any:  # noqa: ANN401
            return make_page(context, root_box, page_type, resume_at, page_number, page_state)

        before = _State.of(context, page_number, page_state)
        made = make()
        foot = _foot(root_box, *made)
        if foot is None or _is_even(foot):
            return made
        after = _State.of(context, page_number, page_state)
        for recast in sorted(_recasts(root_box, *made), key=lambda recast: recast.cost)[:TRIALS]:
            lines = recast.paragraph.lines
            recast.paragraph.recast(recast.lines)
            before.restore(context, page_number, page_state)
            again = make()
            found = _foot(root_box, *again)
            if found is None or _is_even(found):
                after.ask_again(context, page_number)
                return again
            recast.paragraph.lines = lines
            after.restore(context, page_number, page_state)
        return made

    return make_even_page


@dataclass(frozen=True)
class _State:
    """What of the layout the making of a page changes, but for the boxes."""

    waiting: Sequence[Any]
    reported: Sequence[Any]
    broken: Any
    remake: Any
    page: Any

    @classmethod
    def of(cls, context: Any, page_number: int, page_state: Any) -> _State:  # noqa: ANN401
        """The state before or after a page is made."""
        return cls(
            tuple(context.footnotes),
            tuple(context.reported_footnotes),
            dict(context.broken_out_of_flow),
            copy.deepcopy(context.page_maker[page_number - 1][-1]),
            copy.deepcopy(page_state),
        )

    def ask_again(self, context: Any, page_number: int) -> None:  # noqa: ANN401
        """Have the page made once more for the numbers of others if it asked for them: a place asks but once."""
        context.page_maker[page_number - 1][-1]["content_changed"] |= self.remake["content_changed"]

    def restore(self, context: Any, page_number: int, page_state: Any) -> None:  # noqa: ANN401
        """Put it back, in place where others hold the same objects."""
        context.footnotes = list(self.waiting)
        context.reported_footnotes = list(self.reported)
        context.broken_out_of_flow = dict(self.broken)
        context.page_maker[page_number - 1][-1].update(copy.deepcopy(self.remake))
        for held, kept in zip(page_state, copy.deepcopy(self.page), strict=True):
            held.clear()
            held.update(kept) if isinstance(held, dict) else held.extend(kept)


def _foot(root_box: Any, page: Any, resume_at: Any, _next_page: Any) -> Foot | None:  # noqa: ANN401
    """The foot of *page*; null where something else than running text ends it or follows it."""
    last, following = _last_line(page.children[0]), _next_line(root_box, resume_at)
    if last is None or not (last.height and _is_text(last) and following is not None and _is_text(following)):
        return None
    notes = page.children[1]
    below = page.content_box_y() + page.height - last.position_y - last.height
    taken = notes.margin_height() if notes.children else 0
    return Foot(*(int(space / last.height + ROUNDING) for space in (below, below - taken)))


def _is_even(foot: Foot) -> bool:
    """Whether a page with that *foot* stands beside others: it is full, or nearly so."""
    return foot.depth < BLANK or not foot.blank


def _is_text(line: Any) -> bool:  # noqa: ANN401
    """Whether *line* belongs to running text: titles, tables and the like are not justified."""
    return bool(line.style["text_align_all"] == "justify" and _paragraph(line))


def _paragraph(line: Any) -> Paragraph | None:  # noqa: ANN401
    known = getattr(line, "wxpress_paragraph", None)
    return known[0] if known else None


def _last_line(box: Any) -> Any:  # noqa: ANN401
    """The last line in *box*; null where something else stands below it."""
    for child in reversed(box.children):
        if isinstance(child, AbsolutePlaceholder) or not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.LineBox):
            return child
        found = _last_line(child) if isinstance(child, boxes.ParentBox) else None
        if found is not None or child.height:
            return found
    return None


def _next_line(root_box: Any, resume_at: Any) -> Any:  # noqa: ANN401
    """The line box that the next page begins with; null at the end."""
    box = root_box
    while resume_at and not isinstance(box, boxes.LineBox):
        index, resume_at = next(iter(resume_at.items()))
        if index >= len(box.children):
            return None
        box = box.children[index]
    if box is root_box or isinstance(box, boxes.LineBox):
        return None if box is root_box else box
    return next((each for each in box.descendants() if isinstance(each, boxes.LineBox)), None)


def _recasts(root_box: Any, page: Any, resume_at: Any, _next_page: Any) -> Iterator[Recast]:  # noqa: ANN401
    """Each paragraph that ends on *page*, and the one at its foot, a line longer and a line shorter, if that can be."""
    for block in page.children[0].descendants():
        if isinstance(block, AbsolutePlaceholder):
            continue  # at a place of its own, perhaps not laid out yet
        lines = [child for child in getattr(block, "children", ()) if isinstance(child, boxes.LineBox)]
        if lines and lines[-1].resume_at is None:
            yield from _other_lengths(_paragraph(lines[0]), len(lines))
    yield from _other_lengths(_paragraph(_next_line(root_box, resume_at)), None)


def _other_lengths(paragraph: Paragraph | None, count: int | None) -> Iterator[Recast]:
    """The last *count* lines of *paragraph*, all of them if null, as one more and as one less."""
    course = paragraph.course()[-count if count else None :] if paragraph is not None and paragraph.justified else []
    if paragraph is None or len(course) < 2 or course[-1].stop < len(paragraph.row.text):  # noqa: PLR2004
        return
    measures = Measures(course[0].measure, course[1].measure)
    for number in (len(course) - 1, len(course) + 1):
        lines = lines_in_number(paragraph.row, course[0].start, measures, number, DEAREST)
        if lines is not None and max(_shares(paragraph, lines)) <= LOOSEST:
            yield Recast(sum(share * share for share in _shares(paragraph, lines)), paragraph, lines)


def _shares(paragraph: Paragraph, lines: Sequence[Line]) -> list[int]:
    """What each gap of each of *lines* but the last gets; 0 where they are squeezed."""
    row = paragraph.row
    return [
        row.share(line.start, line.end, max(0, line.measure - row.width(line.start, line.end))) for line in lines[:-1]
    ] or [0]
