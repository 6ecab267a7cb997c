"""插图移页：a figure that does not fit the rest of its page goes to the head of the next, while its text goes on.

The text fills the page that would end with a hole. A figure never leaves its article, nor the line that announces it,
nor does it change places with another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.layout import LayoutContext, page
from weasyprint.text import line_break

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (page, "block_level_layout"): (
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes "
        "adjoining_margins first_letter_style first_line_style discard max_lines"
    ),
    (page, "remake_page"): "index context root_box html",
}

USED: Names = {
    # not called, but what it puts in a dictionary is put there as well
    (LayoutContext, "add_broken_out_of_flow"): "self new_box box containing_block resume_at",
    (line_break, "strut"): "style",
}

HOLE = 2
"""A hole of so many lines is seen; a smaller one is not worth taking a figure from its place."""

MOST = 0.6
"""What of a page's height the figures at its head take at most."""


@dataclass
class _Moves:
    """移走的插图：of one layout, by the index of the page that they go to; the ones that must stay, by their elements.

    *root* is the box of the whole text, *top* where the page that is made begins, in px.
    """

    root: Any = None
    top: float = 0
    of_pages: dict[int, dict[Any, Any]] = field(default_factory=dict)
    staying: set[Any] = field(default_factory=set)


@dataclass(frozen=True)
class _Origin:
    """原处：the box that a figure stands in, and its number there."""

    parent: Any
    index: int


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Let figures move inside the block; where WeasyPrint has changed, *report* the names and let them stay."""
    originals = {name: getattr(owner, name) for owner, name in REPLACED}
    replacements = {"block_level_layout": _below_figures, "remake_page": _with_figures}
    return substituted(REPLACED, USED, lambda name: replacements[name](originals[name]), report)


def _moves(context: Any) -> _Moves:  # noqa: ANN401 - WeasyPrint is not typed
    known: _Moves | None = vars(context).get("wxpress_moves")
    if known is None:
        known = context.wxpress_moves = _Moves()
    return known


def _below_figures(original: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of a page's text, which begins below the figures at its head."""

    def block_level_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as above
        if box.element_tag == "html":
            moves, shapes = _moves(context), context._excluded_shapes.get(None) or ()  # noqa: SLF001 - make_page sets it
            figures = [shape for shape in shapes if _origin(shape)]
            moves.root, moves.top = box, min([box.position_y, *(figure.position_y for figure in figures)])
            box.position_y = max([box.position_y, *(figure.position_y + figure.margin_height() for figure in figures)])
        return original(context, box, *arguments, **named)

    return block_level_layout


def _with_figures(original: Callable[..., Any]) -> Callable[..., Any]:
    """The making of a page, at whose head the figures are that the page before had no room for."""

    def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:  # noqa: ANN401 - as above
        moves = _moves(context)
        waiting, reported = tuple(context.footnotes), tuple(context.reported_footnotes)
        others = {key: entry for key, entry in context.broken_out_of_flow.items() if not _origin(entry[0])}
        while True:
            context.broken_out_of_flow = {**moves.of_pages.get(index, {}), **others}
            made, resume_at = original(index, context, root_box, html)
            moved = pending(context)
            astray = [box.element for box in _astray(root_box, resume_at, moved)]
            if not astray:
                moves.of_pages[index + 1] = moved
                return made, resume_at
            moves.staying.update(astray)
            context.footnotes, context.reported_footnotes = list(waiting), list(reported)
            context.page_maker[index][-1].update(
                content_changed=False, pages_wanted=False, anchors=[], content_lookups=[]
            )

    return remake_page


def pending(context: Any) -> dict[Any, Any]:  # noqa: ANN401 - as above
    """What of *context* waits for the next page because `put_off` has sent it there."""
    return {key: entry for key, entry in context.broken_out_of_flow.items() if _origin(entry[0])}


def _origin(box: Any) -> _Origin | None:  # noqa: ANN401 - as above
    found: _Origin | None = vars(box).get("wxpress_origin")
    return found


def _astray(root_box: Any, resume_at: Any, moved: dict[Any, Any]) -> Iterator[Any]:  # noqa: ANN401 - as above
    """Those *moved* whose own text does not go on below them on the next page, which begins at *resume_at*."""
    path = {}
    while resume_at and getattr(root_box, "children", None):
        index, resume_at = next(iter(resume_at.items()))
        path[id(root_box)] = index
        root_box = root_box.children[index] if index < len(root_box.children) else None
    for figure, *_ in moved.values():
        origin = _origin(figure)
        if origin is None or path.get(id(origin.parent), -1) <= origin.index:
            yield figure


def may_move(context: Any, box: Any, parent: Any, room: float, height: float) -> bool:  # noqa: ANN401 - as above
    """Whether the figure *box* of that *height*, in *parent*, may go to the next page; *room* is what is left of this.

    Lengths are in px.
    """
    moves, place = _moves(context), _place(box, parent)
    if context.in_column or box.element in moves.staying or place is None or moves.root is None:
        return False
    before, after = parent.children[place - 1] if place else None, parent.children[place + 1 : place + 2]
    waiting = sum(entry[0].wxpress_height for entry in pending(context).values())
    return (
        room >= HOLE * line_break.strut(box.style)[0]
        and parent.width == moves.root.width
        and bool(after)
        and not any(
            "avoid" in side for side in (box.style["break_before"], before.style["break_after"] if before else "")
        )
        and waiting + height <= MOST * (context.page_bottom - moves.top)
    )


def _place(box: Any, parent: Any) -> int | None:  # noqa: ANN401 - as above
    return next((place for place, child in enumerate(parent.children) if child is box), None)


def put_off(context: Any, box: Any, parent: Any, height: float) -> Any:  # noqa: ANN401 - as above
    """Send the figure *box* to the next page; what the layout of a block gives where it takes no room."""
    moves, moved = _moves(context), box.deepcopy()
    moved.style = box.style.copy()
    moved.style["float"], moved.style["width"] = "left", Dimension(moves.root.width, "px")
    moved.wxpress_origin, moved.wxpress_height = _Origin(parent, _place(box, parent) or 0), height
    trace = box.copy_with_children([])
    trace.element = trace.element_tag = None
    for side in ("top", "right", "bottom", "left"):
        for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
            setattr(trace, name, 0)
    trace.width, trace.height = parent.width, 0
    for known in [key for key, entry in pending(context).items() if entry[0].element is box.element]:
        del context.broken_out_of_flow[known]
    context.broken_out_of_flow[trace] = moved, moves.root, None, None
    return trace, None, {"break": "any", "page": None}, [], False, None
