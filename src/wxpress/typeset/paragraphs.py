"""自然段：a paragraph of WeasyPrint's boxes as one row, and the lines that were chosen for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages

from wxpress.typeset.breaker import Line, Measures, break_lines
from wxpress.typeset.classes import EDGE_AFTER, EDGE_BEFORE, NEW_LINE, NOTE_CALL, OBJECT, classify, is_set_as_chinese
from wxpress.typeset.fitting import fitted
from wxpress.typeset.glyphs import Fonts, Glyph, Shaped, shape
from wxpress.typeset.layouts import SetLayout, Setting
from wxpress.typeset.leaves import Leaf
from wxpress.typeset.row import EM, Body, Character, Row, compose

LEAST_TORN = 2 * EM
"""The narrowest column of words that may be torn: a character and a mark."""

ENDLESS = 1_000_000 * EM
"""The measure of text that does not wrap."""

TOLERANCE = 20
"""Two measures that differ by less, in 1/1000 em, are one: positions in px carry rounding."""

ROUNDING = 0.1
"""In px."""

HAIR = 1e-6
"""In px: what the sums of positions may be out by."""

EMPTY = compose("", "", ())
"""The row of a paragraph whose text is not gathered yet."""

NATURAL = Setting((), {}, ())
"""The setting of text that keeps the widths of its glyphs."""

PIECE_OF_BOX = "\ufffc"

BEFORE_TEXT = EDGE_BEFORE + EDGE_AFTER + OBJECT
"""What a line may begin with before its first character: WeasyPrint has set it by then, and counts it off the room."""

WRAPPING = frozenset({"normal", "pre-line"})
COLLAPSING = WRAPPING | {"nowrap"}


class Piece(NamedTuple):
    """What a line takes of a text box: its layout (null where it takes nothing), its width in px, where to go on."""

    layout: SetLayout | None
    width: float
    resume: int | None


@dataclass(eq=False)
class Paragraph:
    """一个自然段的排法。*size* is its own font size in px; *begin* the place at which the line being set begins."""

    children: Any
    size: float
    justified: bool
    wraps: bool
    leaves: list[Leaf] = field(default_factory=list)
    row: Row = EMPTY
    indent: float = 0
    begin: int = 0
    rest: int = ENDLESS
    line: Line | None = None
    advances: Sequence[int] = ()
    sums: Sequence[int] = ()
    lines: dict[tuple[int, int], Line] = field(default_factory=dict)

    def is_current(self, linebox: Any) -> bool:  # noqa: ANN401 - WeasyPrint is not typed
        """Whether the boxes still hold the text that the row was made of."""
        return linebox.children is self.children and all(leaf.box.text is leaf.text for leaf in self.leaves)

    def with_edges(self, place: int) -> int:
        """Where the boxes begin that the character at *place* is the first of."""
        while place and self.row.classes[place - 1] == EDGE_BEFORE:
            place -= 1
        return place

    def natural_width(self) -> float:
        """The width in px of the longest part between forced line ends."""
        ends = [place for place, name in enumerate(self.row.classes) if name == NEW_LINE]
        places = [0, *ends, len(self.row.text)]
        longest = max(self.row.reach[end] - self.row.reach[begin] for begin, end in pairwise(places))
        return longest * self.size / EM + ROUNDING

    def least_width(self, *, torn: bool) -> float:
        """The width in px of what stands together in the narrowest column, where words are *torn* as well."""
        return (min(self.row.least, LEAST_TORN) if torn else self.row.least) * self.size / EM + ROUNDING

    def course(self) -> list[Line]:
        """The lines from the first to the last, as they were set."""
        set_at = {start: line for (start, _), line in self.lines.items()}
        lines, place = [], 0
        while (line := set_at.get(place)) is not None and line.stop > place:
            lines.append(line)
            place = line.stop
        return lines

    def recast(self, lines: Sequence[Line]) -> None:
        """Take these lines where the paragraph is set again."""
        self.lines = self.lines | {(line.start, line.measure): line for line in lines}
        self.line = None

    def piece(self, leaf: Leaf, available: float, skip: int) -> Piece | None:
        """What the line being set takes of *leaf* from byte *skip* on; null where the line ends before it."""
        place = leaf.place(skip)
        line = self._line_at(place, available)
        if place >= line.stop and place != self.begin:
            return None
        end, stop = min(line.end, leaf.stop), min(line.stop, leaf.stop)
        resume = leaf.skip(stop) if stop < leaf.stop else None
        if end <= place:
            return Piece(None, 0, resume)
        setting = self._setting(leaf, line, place, end)
        width = sum(setting.advances) * leaf.box.style["font_size"] / EM
        text = leaf.text[place - leaf.start : end - leaf.start]
        layout = SetLayout(text, setting, available, leaf.codes, place - leaf.start)
        return Piece(layout, _within(width, available), resume)

    def _line_at(self, place: int, available: float) -> Line:
        """The line that *place* stands on, chosen anew where the room is not what it was thought to be."""
        room = min(ENDLESS, int(available * EM / self.size + 0.5)) if self.wraps else ENDLESS
        if not self.row.classes[self.begin : place].strip(BEFORE_TEXT):
            room = min(ENDLESS, room + self.row.reach[place] - self.row.reach[self.begin])
            line = self.lines.get((self.begin, room))
            return self._chosen(self.begin, room) if line is None else self._entered(line)
        line = self.line
        if line is None or place < line.start:
            return self._chosen(place, room)
        if self.with_edges(place) >= line.stop:  # the line has ended
            return line
        return line if abs(self._room(line, place) - room) <= TOLERANCE else self._chosen(place, room)

    def _chosen(self, place: int, room: int) -> Line:
        """The line that begins at *place* with *room* for it, and with it those that follow."""
        if place == self.begin:
            self.rest = room + (round(self.indent * EM / self.size) if place == 0 and self.wraps else 0)
        measures = Measures(room, self.rest, not self.justified)
        chosen = break_lines(self.row, place, measures) or [Line(place, place, place, room)]
        self.lines.update(((line.start, line.measure), line) for line in chosen)
        return self._entered(chosen[0])

    def _entered(self, line: Line) -> Line:
        if line is self.line:
            return line
        is_last = line.stop >= len(self.row.text) or self.row.classes[line.stop] == NEW_LINE
        self.line = line
        self.advances = fitted(self.row, line, justified=self.justified and not is_last)
        self.sums = [0, *accumulate(self.advances)]
        return line

    def _room(self, line: Line, place: int) -> int:
        """What is left of *line* at *place*."""
        return line.measure - self.sums[min(place - line.start, len(self.advances))]

    def _setting(self, leaf: Leaf, line: Line, place: int, end: int) -> Setting:
        """The advances and offsets of the characters from *place* to before *end*, in 1/1000 of the leaf's own em."""
        advances = self.advances[place - line.start : end - line.start]
        if leaf.scale != 1:
            advances = [round(advance / leaf.scale) for advance in advances]
        lead = round(self.row.lead[place] / leaf.scale) if place == self.row.head(line.start) else 0
        return leaf.setting(advances, place - leaf.start, lead, has_neighbour=end == leaf.stop and end < line.end)


def _within(width: float, available: float) -> float:
    """*width*, but a hair less than *available* where it is that or over by a rounding: WeasyPrint sees an overflow."""
    return max(0, available - HAIR) if -HAIR < width - available < ROUNDING else width


def paragraph_of(
    context: Any,  # noqa: ANN401 - WeasyPrint is not typed
    linebox: Any,  # noqa: ANN401
    containing_block: Any,  # noqa: ANN401
    *,
    hanging: bool,
    fonts: Fonts,
) -> Paragraph | None:
    """The paragraph of *linebox*; null where it is not to be set as Chinese, or holds what is not understood.

    Its *fonts* are held there for as long as it is drawn.
    """
    style = linebox.style
    justified = style["text_align_all"] == "justify" and style["white_space"] in COLLAPSING
    paragraph = Paragraph(linebox.children, style["font_size"], justified, style["white_space"] in WRAPPING)
    builder = _Builder(context, containing_block, paragraph, fonts)
    if style["direction"] != "ltr" or not style["font_size"] or not builder.walk(linebox):
        return None
    return paragraph if builder.finish(hanging=hanging) else None


class _Builder:
    """Gathers the text of a line box, and the widths of what is between."""

    def __init__(self, context: Any, containing_block: Any, paragraph: Paragraph, fonts: Fonts) -> None:  # noqa: ANN401
        self.context, self.containing_block, self.paragraph, self.fonts = context, containing_block, paragraph, fonts
        self.parts: list[tuple[Any, str, str]] = []
        self.length = 0

    def walk(self, parent: Any, *, raised: bool = False) -> bool:  # noqa: ANN401
        """Gather the children of *parent*; false where one is not understood."""
        return all(self._gather(child, raised=raised) for child in parent.children if child.is_in_normal_flow())

    def _gather(self, child: Any, *, raised: bool) -> bool:  # noqa: ANN401
        match child:
            case boxes.TextBox():
                return self._text(child, raised=raised)
            case boxes.InlineBox():
                resolve_percentages(child, self.containing_block)
                self._edge(EDGE_BEFORE, child.margin_left, child.border_left_width, child.padding_left)
                understood = not child.is_leader and self.walk(
                    child, raised=raised or child.style["vertical_align"] != "baseline"
                )
                self._edge(EDGE_AFTER, child.margin_right, child.border_right_width, child.padding_right)
                return understood
            case boxes.AtomicInlineLevelBox():
                self._add(child, PIECE_OF_BOX, OBJECT)
                return True
        return False

    def _edge(self, name: str, margin: Any, border: float, padding: float) -> None:  # noqa: ANN401
        if width := (0 if margin == "auto" else margin) + border + padding:
            self._add(width, PIECE_OF_BOX, name)

    def _text(self, box: Any, *, raised: bool) -> bool:  # noqa: ANN401
        if not box.text:
            return True
        if not _is_plain(box):
            return False
        leaf = Leaf(box, self.paragraph, box.text, self.length, box.style["font_size"] / self.paragraph.size)
        classes = classify(box.text)
        self._add(leaf, box.text, NOTE_CALL + classes[1:] if raised else classes)
        return True

    def _add(self, part: Any, text: str, classes: str) -> None:  # noqa: ANN401
        self.parts.append((part, text, classes))
        self.length += len(text)

    def _width(self, part: Any) -> int:  # noqa: ANN401
        """The width of the padding, or of the picture or the like, that *part* is."""
        if isinstance(part, boxes.AtomicInlineLevelBox):
            resolve_percentages(part, self.containing_block)
            box = inline.atomic_box(self.context, part, 0, None, self.containing_block, [], [])
            part = box.margin_width()
        return round(float(part) * EM / self.paragraph.size)

    def finish(self, *, hanging: bool) -> bool:
        """Shape the texts and compose the row; false where there is nothing Chinese."""
        text = "".join(part[1] for part in self.parts)
        if not is_set_as_chinese(text):
            return False
        characters: list[Body] = []
        joined: set[int] = set()
        shapes: list[tuple[int, Shaped]] = []
        for leaf, _, classes in self.parts:
            if not isinstance(leaf, Leaf):
                characters.append(Character(self._width(leaf)))
                continue
            shaped = self._shaped(leaf, classes)
            if shaped is None:
                return False
            joined.update(leaf.start + place for place in _unbroken(leaf, shaped))
            shapes.append((leaf.start, shaped))
            characters += _scaled(shaped.glyphs, leaf.scale)
            leaf.glyphs, leaf.codes = shaped.glyphs, shaped.codes
            leaf.box.wxpress_leaf = leaf
            self.paragraph.leaves.append(leaf)
        self.paragraph.row = compose(
            text,
            "".join(part[2] for part in self.parts),
            characters,
            joined=frozenset(joined),
            latin_break=_Breaks(shapes, self.length).may_end_before,
            hanging=hanging,
        )
        return True

    def _shaped(self, leaf: Leaf, classes: str) -> Shaped | None:
        if leaf.text == "\n":
            return Shaped([Glyph(0, 0)], frozenset(), None)
        return shape(leaf.text, classes, leaf.box.style, self.context, self.fonts)


def _is_plain(box: Any) -> bool:  # noqa: ANN401
    """Whether the text is set without what only WeasyPrint sees to: tracking, soft hyphens, kept white space."""
    style = box.style
    return (
        style["font_size"] > 0
        and style["letter_spacing"] in {"normal", 0}
        and not style["word_spacing"]
        and (style["white_space"] in COLLAPSING or box.text == "\n")
        and style["word_break"] != "break-all"
        and "\xad" not in box.text
        and ("\n" not in box.text or box.text == "\n")
    )


def _unbroken(leaf: Leaf, shaped: Shaped) -> Iterator[int]:
    """The places in *leaf* before which no line begins: inside ligatures, and all of them where it does not wrap."""
    if leaf.box.style["white_space"] in WRAPPING:
        yield from shaped.joined
    else:
        yield from range(1, len(leaf.text))


def _scaled(glyphs: Sequence[Glyph], scale: float) -> Sequence[Body]:
    if scale == 1:
        return glyphs
    return [Character(round(glyph.advance * scale), round(glyph.blank * scale)) for glyph in glyphs]


class _Breaks:
    """Where Unicode's rules let a line end, asked by the place in the row."""

    def __init__(self, shapes: list[tuple[int, Shaped]], length: int) -> None:
        self.shapes, self.length = shapes, length

    def may_end_before(self, place: int) -> bool:
        for start, shaped in reversed(self.shapes):
            if start < place:
                inside = place - start < len(shaped.glyphs)
                return inside and shaped.breaks is not None and shaped.may_end_before(place - start)
        return False
