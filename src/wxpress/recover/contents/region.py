"""目录的所在：which pieces are the printed contents, by a label, or by their form and by coming again in the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from wxpress.readers.draft import CONTENTS, Piece
from wxpress.recover.contents.alignment import Candidate, align
from wxpress.recover.contents.end import LEAST_PAGES, end_of
from wxpress.recover.contents.entries import Line, has_page, parse
from wxpress.recover.contents.lines import LONGEST_TITLE, entry_lines, is_running_text, line_of
from wxpress.recover.contents.twice import marked_twice
from wxpress.recover.words.grammar import CONTENTS_LABEL, READING_GUIDE, folded, note_label, title_key
from wxpress.recover.words.likeness import are_alike
from wxpress.recover.words.lines import looks_cut
from wxpress.recover.words.masthead_lines import holds_particulars_only
from wxpress.recover.words.units import is_unit
from wxpress.tree import List, Table

Region = tuple[int, int]

MOST_TRIES = 12
"""Contents come early: places where they may begin that are tried, lists and lines each."""

MOST_COMPARED = 200
"""Contents of more lines must have half their titles in the body word for word."""

_PAIR = 2
_FEW_ASTRAY = 6
"""Of so many pages one may be less than the one above, by a slip."""
_LONGEST_NOTE = 8
"""So many paragraphs a 编者按 above the contents has."""


def find_region(pieces: Sequence[Piece]) -> Region | None:
    """The first piece of the contents, label included, and the first below them; null where there are none."""
    region = _marked(pieces) or _labelled(pieces) or _bare(pieces) or marked_twice(pieces)
    return None if region is None else _with_guide(pieces, region)


def _with_guide(pieces: Sequence[Piece], region: Region) -> Region:
    """The region with 目录 or 内容提要 right above it, which then is the label of the contents and of no note."""
    start, end = region
    return (start - 1, end) if start and _is_guide(pieces[start - 1]) else region


def _is_guide(piece: Piece) -> bool:
    is_open = not piece.hints.settled and piece.hints.container is None
    return is_open and any(label.fullmatch(piece.text) for label in (READING_GUIDE, CONTENTS_LABEL))


def stands_above_its_body(pieces: Sequence[Piece], region: Region) -> bool:
    """Whether the titles of the contents come below them, as they do unless the contents stand at the end."""
    start, end = region
    titles = {folded(parse(line).title) for line in _lines_of(pieces[start:end])}
    above, below = (sum(folded(piece.text) in titles for piece in part) for part in (pieces[:start], pieces[end:]))
    return below >= above


def is_label(piece: Piece, below: Piece | None) -> bool:
    """Whether *piece* says 目录; 本期导读 does so above a list, and opens a note elsewhere."""
    if not piece.text or piece.hints.settled:
        return False
    if CONTENTS_LABEL.fullmatch(piece.text):
        return True
    if not READING_GUIDE.fullmatch(piece.text):
        return False
    return piece.hints.container == CONTENTS or (below is not None and _opens_entries(below))


def _opens_entries(piece: Piece) -> bool:
    """Whether a list, or a line with a page, stands there."""
    return isinstance(piece.block, List) or any(map(has_page, entry_lines(piece)))


def _marked(pieces: Sequence[Piece]) -> Region | None:
    start = next((at for at, piece in enumerate(pieces) if piece.hints.container == CONTENTS), None)
    if start is None:
        return None
    end = next((at for at in range(start, len(pieces)) if pieces[at].hints.container != CONTENTS), len(pieces))
    label_alone = all(CONTENTS_LABEL.fullmatch(piece.text) for piece in pieces[start:end])
    return start, end_of(pieces, end) if label_alone else end


def _labelled(pieces: Sequence[Piece]) -> Region | None:
    labels = (at for at, (piece, below) in enumerate(zip_longest(pieces, pieces[1:])) if is_label(piece, below))
    start = next(labels, None)
    if start is None:
        return None
    end = end_of(pieces, start + 1)
    return (start, end) if end > start + 1 else None


def _bare(pieces: Sequence[Piece]) -> Region | None:
    """Contents without a label: lines before any running text, or a list even after a note, proved by the body."""
    times = Counter(title_key(parse(line).title) for line in _lines_of(pieces))
    first_text = _first_text(pieces)
    for index in _starts(pieces, first_text, times):
        start = _from_above(pieces, index, times)
        end = end_of(pieces, start)
        if _is_proved(_lines_of(pieces[start:end]), pieces[end:], above_text=index < first_text):
            return start, end
    return None


def _first_text(pieces: Sequence[Piece]) -> int:
    texts = (at for at, piece in enumerate(pieces) if is_running_text(piece) or note_label(piece.text))
    return next(texts, len(pieces))


def _starts(pieces: Sequence[Piece], first_text: int, times: Counter[str]) -> list[int]:
    """Where contents may begin: at the first lists and tables, else at the first lines that look like entries."""
    listed = [at for at, piece in enumerate(pieces) if isinstance(piece.block, List | Table)]
    listed += [at + 1 for at, piece in enumerate(pieces) if READING_GUIDE.fullmatch(piece.text)]
    if _are_marked(pieces):
        led = [at for at in range(first_text + _LONGEST_NOTE) if _are_led(pieces[at : at + _PAIR], times)]
        return [*listed[:MOST_TRIES], *led[:MOST_TRIES]]
    lines = [at for at in range(first_text) if _may_begin(pieces[at : at + _PAIR], times)]
    paged = [at for at in range(first_text, len(pieces)) if _have_some_pages(pieces[at : at + _PAIR], times)]
    return [*listed[:MOST_TRIES], *lines[:MOST_TRIES], *paged[:MOST_TRIES]]


def _are_marked(pieces: Sequence[Piece]) -> bool:
    """Whether headings of two levels are marked: contents that are lines would bear a label, or marks of their own."""
    return len({piece.hints.level for piece in pieces if piece.hints.level}) > 1


def _are_led(pieces: Sequence[Piece], times: Counter[str]) -> bool:
    """Whether leaders or tabs lead to a page behind each of these lines, which bear no marks themselves, or the first.

    The title without a page comes again then.
    """
    plain = [parse(line_of(piece)) for piece in pieces if piece.text and not piece.hints.level]
    led = [item.page is not None and item.strong for item in plain]
    return (
        len(plain) == _PAIR and led[0] and (led[1] or all(_is_paired(times[title_key(item.title)]) for item in plain))
    )


def _have_some_pages(pieces: Sequence[Piece], times: Counter[str]) -> bool:
    """Whether the first lines of contents below a note may stand here: paragraphs, a page behind each, or the first."""
    lines = [line_of(piece) for piece in pieces if piece.text and not _is_sentence(piece)]
    if len(lines) < _PAIR or not _is_entry(lines[0]):
        return False
    first, second = (title_key(parse(line).title) for line in lines)
    both_again = _is_paired(times[first]) and _is_paired(times[second])
    return both_again or _is_entry(lines[1]) or first == second


def _is_sentence(piece: Piece) -> bool:
    return bool(piece.hints.level) or looks_cut(piece.text) or is_running_text(piece)


def _lines_of(pieces: Sequence[Piece]) -> list[Line]:
    return [line for piece in pieces if piece.role != "furniture" for line in entry_lines(piece)]


def _from_above(pieces: Sequence[Piece], start: int, times: Counter[str]) -> int:
    """Where entries begin that no list holds yet: a 栏目, bold or with its page, above the list of its articles."""
    while start and _may_begin(pieces[start - 1 : start], times) and _is_head(pieces[start - 1]):
        start -= 1
    return start


def _is_head(piece: Piece) -> bool:
    return piece.hints.bold or has_page(line_of(piece))


def _may_begin(pieces: Sequence[Piece], times: Counter[str]) -> bool:
    """Whether entries may begin here without a label: two lines of them, no heading that bears a mark."""
    lines = _lines_of(pieces)[:_PAIR]
    if not lines or not entry_lines(pieces[0]) or pieces[0].hints.level:
        return False
    if _is_entry(lines[0]) and _is_paired(times[title_key(parse(lines[0]).title)]):
        return True
    return all(_is_entry(line) or _is_paired(times[title_key(parse(line).title)]) for line in lines)


def _is_entry(line: Line) -> bool:
    return line.listed or (has_page(line) and not holds_particulars_only(line.text))


def _is_paired(times: int) -> bool:
    """A title stands in the contents and in the body, once each or twice each; a running title is seldom so even."""
    return times > 0 and times % _PAIR == 0


def _is_proved(lines: Sequence[Line], rest: Sequence[Piece], *, above_text: bool) -> bool:
    """Above all text, three pages behind leaders prove contents, or a nested list; else half the titles in the body."""
    if _have_pages(lines) and all(line.listed for line in lines):
        return True
    if above_text:
        return _is_proved_above(lines, rest)
    if len(lines) < _PAIR:
        return any(map(_is_entry, lines)) and title_key(parse(lines[0]).title) in {
            title_key(piece.text) for piece in rest[:1]
        }
    return _stand_in_body(lines, rest)


def _is_proved_above(lines: Sequence[Line], rest: Sequence[Piece]) -> bool:
    if len(lines) < _PAIR:
        return _is_lone_entry(lines, rest)
    return _have_pages(lines) or _are_nested(lines) or _stand_in_body(lines, rest)


def _is_lone_entry(lines: Sequence[Line], rest: Sequence[Piece]) -> bool:
    """Contents of one entry, in a list or with a page, and its title in the body."""
    titles = [title_key(parse(line).title) for line in lines if line.listed or has_page(line)]
    short = [title_key(piece.text) for piece in rest if 0 < len(piece.text) <= LONGEST_TITLE]
    return any(are_alike(words, title) for title in titles for words in short)


def _have_pages(lines: Sequence[Line]) -> bool:
    parsed_lines = list(map(parse, lines))
    strong = [parsed.page is not None and parsed.strong for parsed in parsed_lines]
    pages = [parsed.page or 0 for parsed in parsed_lines if parsed.page is not None]
    if sum(first > second for first, second in pairwise(pages)) * _FEW_ASTRAY > len(pages):
        return False  # figures of a table
    return sum(strong) >= LEAST_PAGES or (bool(strong) and all(strong) and all(line.listed for line in lines))


def _are_nested(lines: Sequence[Line]) -> bool:
    return len({line.depth for line in lines if line.listed}) > 1


def _stand_in_body(lines: Sequence[Line], rest: Sequence[Piece]) -> bool:
    """Whether the body has two titles and half of all, word for word or nearly, their pages taken off or not.

    A unit that comes again without a page signs what it has issued.
    """
    lines = [line for line in lines if line.listed or has_page(line) or not is_unit(line.text.strip())]
    readings = [parse(line).title for line in lines], [line.text.strip() for line in lines]
    words = {title_key(piece.text) for piece in rest if len(piece.text) <= LONGEST_TITLE}
    found = max(sum(title_key(title) in words for title in titles) for titles in readings)
    if found * _PAIR < len(lines) <= MOST_COMPARED:
        found = max(_aligned(titles, rest) for titles in readings)
    return found >= _PAIR and found * _PAIR >= len(lines)


def _aligned(titles: Sequence[str], rest: Sequence[Piece]) -> int:
    """How many titles the body has in their order, nearly as they are."""
    return len(align(titles, [Candidate(piece.text) if piece.text else None for piece in rest]))
