"""接缝：the one place where names of WeasyPrint are replaced, all of them checked before any is.

WeasyPrint is pinned; where a name or a signature is missing all the same, its own typesetting stays, and the caller is
told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from weasyprint.draw import text as draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, inline, page, preferred
from weasyprint.text import ffi, line_break

from wxpress.typeset import bottoms, classes, drawing, lines, notes, paragraphs
from wxpress.typeset.glyphs import Fonts
from wxpress.typeset.layouts import SetLayout
from wxpress.typeset.names import Names, differing, replaced
from wxpress.typeset.paragraphs import WRAPPING, Paragraph

Seam = Callable[..., Any]

OVERFLOW = 1_000_000
"""A width in px that no line holds: it makes WeasyPrint end a line before a box."""

SIGNATURES: Names = {
    (inline, "get_next_linebox"): (
        "context linebox position_y bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
        "first_letter_style first_line_style"
    ),
    (inline, "split_text_box"): "context box available_width skip is_line_start",
    (inline, "can_break_text"): "text lang",
    (inline, "justify_line"): "context line extra_width",
    (block, "_linebox_layout"): (
        "context box index child new_children page_is_empty absolute_boxes fixed_boxes adjoining_margins bottom_space "
        "position_y skip_stack first_letter_style first_line_style draw_bottom_decoration max_lines"
    ),
    (page, "make_page"): "context root_box page_type resume_at page_number page_state",
    (preferred, "inline_max_content_width"): "context box outer is_line_start",
    (preferred, "inline_min_content_width"): "context box outer skip_stack first_line is_line_start",
    (draw, "draw_first_line"): "stream textbox text_overflow block_ellipsis matrix",
}
"""What is replaced, by module and name, with the parameters it must have."""

USED: Names = {
    (LayoutContext, "layout_footnote"): "self footnote",
    (LayoutContext, "report_footnote"): "self footnote",
    (LayoutContext, "overflows_page"): "self bottom_space position_y",
    (LayoutContext, "_update_footnote_area"): "self",
    (inline, "skip_first_whitespace"): "box skip_stack",
    (inline, "resolve_percentages"): "box containing_block",
    (inline, "text_align"): "context line available_width last",
    (inline, "strut"): "style",
    (inline, "atomic_box"): "context box position_x skip_stack containing_block absolute_boxes fixed_boxes",
    (line_break, "strut"): "style",
    (line_break, "create_layout"): "text style context max_width justification_spacing",
    (line_break, "first_line_metrics"): (
        "first_line text layout resume_at space_collapse style hyphenated hyphenation_character"
    ),
    (line_break.Layout, "setup"): "self style",
    (line_break.Layout, "set_text"): "self text justify",
    (line_break.Layout, "get_first_line"): "self",
    (line_break.Layout, "reactivate"): "self style",
    (line_break.Layout, "deactivate"): "self",
    (boxes.TextBox, "copy_with_text"): "self text",
    (preferred, "trailing_whitespace_size"): "context box",
    (ffi, "ffi"): "",
    (ffi, "pango"): "",
}
"""What else is called, to be checked as well."""


def changed() -> list[str]:
    """The names of WeasyPrint that are not what this room was written for; none where all is well."""
    return differing({**SIGNATURES, **USED})


@contextmanager
def installed(report: Callable[[str], None], *, hanging: bool = False) -> Iterator[None]:
    """Set Chinese with this layer inside the block; where WeasyPrint has changed, *report* the names and leave it.

    With *hanging*, a stop at the end of a line stands outside the measure.
    """
    if names := changed():
        report("、".join(names))
        yield
        return
    seams = _Seams(hanging=hanging)
    try:
        with replaced(SIGNATURES, partial(getattr, seams)):
            yield
    finally:
        seams.fonts.clear()


@dataclass
class _State:
    """Whether the last text box was refused because the line ends before it."""

    ends_before: bool = False


class _Seams:
    """The replacements, which call the originals for everything that is not a Chinese paragraph."""

    def __init__(self, *, hanging: bool) -> None:
        self.hanging = hanging
        self.state = _State()
        self.heights: dict[tuple[float, str], float] = {}
        self.fonts = Fonts()
        self.original: dict[str, Seam] = {name: getattr(owner, name) for owner, name in SIGNATURES}
        self.make_page = bottoms.evened(self.original["make_page"])

    def get_next_linebox(self, context: Any, linebox: Any, *arguments: Any) -> Any:  # noqa: ANN401
        """Know the paragraph, and where in it the line begins, before the line is set."""
        position_y, _, skip_stack, containing_block = arguments[:4]
        plain = arguments[6:] == (None, None)
        paragraph = self._paragraph(context, linebox, containing_block, plain=plain)
        line = None
        if paragraph is not None:
            seen = inline.skip_first_whitespace(linebox, skip_stack)
            paragraph.begin, paragraph.line = _place(linebox, seen), None
            paragraph.indent = linebox.text_indent if skip_stack is None else 0
            if plain and seen != "continue":
                line = lines.next_line(context, linebox, position_y, seen, containing_block, self.split_text_box)
        return line or self.original["get_next_linebox"](context, linebox, *arguments)

    def _linebox_layout(self, context: Any, *arguments: Any) -> Any:  # noqa: ANN401
        """Lay out lines without sending notes of other lines away."""
        with notes.held(context):
            return self.original["_linebox_layout"](context, *arguments)

    def _paragraph(self, context: Any, linebox: Any, containing_block: Any, *, plain: bool) -> Paragraph | None:  # noqa: ANN401
        known = getattr(linebox, "wxpress_paragraph", None)
        if known is None or (known[0] is not None and not known[0].is_current(linebox)):
            found = self._found(context, linebox, containing_block) if plain else None
            known = linebox.wxpress_paragraph = (found,)
        return known[0]

    def _found(self, context: Any, linebox: Any, containing_block: Any) -> Paragraph | None:  # noqa: ANN401
        return paragraphs.paragraph_of(context, linebox, containing_block, hanging=self.hanging, fonts=self.fonts)

    def split_text_box(
        self,
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        available_width: float | None,
        skip: int,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 - the signature is WeasyPrint's
    ) -> tuple[Any, int | None, Any]:
        """Take of *box* what the paragraph's lines say."""
        self.state.ends_before = False
        leaf = getattr(box, "wxpress_leaf", None)
        if leaf is None or box.text is not leaf.text or available_width is None or leaf.text == "\n":
            taken: tuple[Any, int | None, Any]
            taken = self.original["split_text_box"](context, box, available_width, skip, is_line_start)
            return taken
        piece = leaf.paragraph.piece(leaf, available_width, skip)
        if piece is None:
            self.state.ends_before = True
            return self._refused(box, skip), None, False
        if piece.layout is None:
            return None, piece.resume, False
        return self._filled(box, piece.layout, piece.width), piece.resume, False

    def _refused(self, box: Any, skip: int) -> Any:  # noqa: ANN401
        """The rest of *box*, too wide for any line."""
        text = box.text.encode()[skip:].decode()
        return self._filled(box, SetLayout(text, paragraphs.NATURAL, OVERFLOW), OVERFLOW)

    def _filled(self, box: Any, layout: SetLayout, width: float) -> Any:  # noqa: ANN401
        """A copy of *box* with that layout; its line is as high as its style says, whatever fonts are in it."""
        filled = box.copy_with_text(layout.text)
        filled.width, filled.pango_layout = width, layout
        if box.style["text_decoration_line"] != "none":
            layout.decorated(box.style)
        filled.height, filled.margin_top, filled.baseline = self._measured(box)
        filled.margin_bottom = filled.margin_top
        return filled

    def _measured(self, box: Any) -> tuple[float, float, float]:  # noqa: ANN401
        """The height of *box*, what its line has above and below it, and its baseline: asked once for each box."""
        known: tuple[float, float, float] | None = vars(box).get("wxpress_measured")
        if known is None:
            line_height, baseline = line_break.strut(box.style)
            height = self._height(box.style)
            known = box.wxpress_measured = height, (line_height - height) / 2, baseline
        return known

    def _height(self, style: Any) -> float:  # noqa: ANN401
        """The height of a style's own font, which does not depend on the characters set."""
        key = style["font_size"], str(style["font_family"])
        if key not in self.heights:
            layout = line_break.create_layout(" ", style, None, None, 0)
            self.heights[key] = line_break.line_size(layout.get_first_line()[0], style)[1]
        return self.heights[key]

    def inline_max_content_width(
        self,
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        outer: bool = True,  # noqa: FBT001, FBT002 - the signature is WeasyPrint's
        is_line_start: bool = False,  # noqa: FBT001, FBT002
    ) -> float:
        """Leave room in what shrinks to its text, such as a cell or a float, for the gaps that are added."""
        width = float(self.original["inline_max_content_width"](context, box, outer, is_line_start))
        return max(width, self._set_width(context, box))

    def inline_min_content_width(
        self,
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        outer: bool = True,  # noqa: FBT001, FBT002 - the signature is WeasyPrint's
        skip_stack: Any = None,  # noqa: ANN401
        **named: Any,  # noqa: ANN401
    ) -> float:
        """Leave that room in what does not wrap even where it shrinks further.

        A paragraph that wraps tells its least width at once: WeasyPrint sets all that is left of it for each character.
        """
        paragraph = self._paragraph_in(context, box) if skip_stack is None and not named.get("first_line") else None
        if paragraph is not None and paragraph.wraps:
            return paragraph.least_width(torn=box.style["overflow_wrap"] == "anywhere")
        width = float(self.original["inline_min_content_width"](context, box, outer, skip_stack, **named))
        return width if box.style["white_space"] in WRAPPING else max(width, self._set_width(context, box))

    def _set_width(self, context: Any, box: Any) -> float:  # noqa: ANN401
        """How wide a paragraph is where it is one line; 0 for what is none."""
        paragraph = self._paragraph_in(context, box)
        indent = getattr(box.style["text_indent"], "value", 0)
        return 0 if paragraph is None else float(paragraph.natural_width() + indent)

    def _paragraph_in(self, context: Any, box: Any) -> Paragraph | None:  # noqa: ANN401
        """The paragraph that *box* is, before it is laid out; null for what is none."""
        return self._paragraph(context, box, (0, 0), plain=True) if isinstance(box, boxes.LineBox) else None

    def can_break_text(self, text: str, lang: str | None) -> bool:
        """Whether a line may end between two boxes, by the same rules as inside them."""
        if self.state.ends_before:
            return True
        if text and len(text) == 2:  # noqa: PLR2004 - a pair
            allowed = classes.may_break(*list(classes.classify(text)))
            if allowed is not None:
                return allowed
        return bool(self.original["can_break_text"](text, lang))

    def justify_line(self, context: Any, line: Any, extra_width: float) -> None:  # noqa: ANN401
        """Leave the lines alone that are justified already."""
        if not any(isinstance(box.pango_layout, SetLayout) for box in _text_boxes(line)):
            self.original["justify_line"](context, line, extra_width)

    def draw_first_line(self, stream: Any, textbox: Any, *arguments: Any) -> Any:  # noqa: ANN401
        """Draw a line as it was set."""
        layout = textbox.pango_layout
        if isinstance(layout, SetLayout):
            if drawing.draw(stream, textbox, *arguments):
                return ()
            layout.waken()
        return self.original["draw_first_line"](stream, textbox, *arguments)


def _text_boxes(box: Any) -> Iterator[Any]:  # noqa: ANN401
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from _text_boxes(child)


def _place(linebox: Any, skip_stack: Any) -> int:  # noqa: ANN401
    """The place in the paragraph's row at which *skip_stack* goes on."""
    if not isinstance(skip_stack, dict):
        return 0
    box, skip = linebox, skip_stack
    while isinstance(skip, dict):
        ((index, skip),) = skip.items()
        if isinstance(box, boxes.TextBox):
            leaf = getattr(box, "wxpress_leaf", None)
            return leaf.place(index) if leaf else 0
        if index >= len(box.children):
            break
        box = box.children[index]
    found = next(_leaves_from(linebox, box), None)
    return found.paragraph.with_edges(found.start) if found else 0


def _leaves_from(linebox: Any, box: Any) -> Iterator[Any]:  # noqa: ANN401
    """The leaves from *box* on."""
    seen = False
    for each in linebox.descendants():
        seen = seen or each is box
        leaf = getattr(each, "wxpress_leaf", None)
        if seen and leaf is not None:
            yield leaf
