"""目录的终止：the first piece below the entries of the contents that is no entry any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from wxpress.readers.draft import Piece
from wxpress.recover.contents.entries import Line, has_page, parse
from wxpress.recover.contents.lines import entry_lines, is_running_text, line_of
from wxpress.recover.contents.wrapped import words_of
from wxpress.recover.words.grammar import is_note_label, looks_like_title, note_label, title_key
from wxpress.recover.words.likeness import are_alike
from wxpress.recover.words.signatures import author_behind
from wxpress.tree import Paragraph

LEAST_PAGES = 3
_PAIR = 2


def end_of(pieces: Sequence[Piece], start: int) -> int:
    """The first piece after the entries: running text, a note, the masthead or the first title come again."""
    above = {title_key(piece.text) for piece in pieces[:start] if piece.text}
    seen: dict[str, None] = {}
    paged = True
    for index in range(start, len(pieces)):
        lines = entry_lines(pieces[index])
        if pieces[index].role == "furniture":
            continue
        is_other = _is_no_entry(pieces[index]) and not (_lists_note(pieces, index) or _is_stopped(pieces, index))
        if is_other or _comes_again(pieces, index, above, seen):
            return _less_loose_end(pieces, start, index)
        if paged and _ends_pages(pieces, index, seen):
            return index
        seen |= dict.fromkeys(title_key(author_behind(parse(line).title)[0]) for line in lines)
        paged = paged and _all_have_pages(lines)
    return len(pieces)


def _less_loose_end(pieces: Sequence[Piece], start: int, end: int) -> int:
    """The end, less lines without a page below the last that has one, where most have: they open the text."""
    paged = [at for at in range(start, end) if any(map(_leads_to_page, entry_lines(pieces[at])))]
    if len(paged) * _PAIR < end - start or len(paged) < _PAIR:
        return end
    lines = [line for piece in pieces[paged[-1] + 1 : end] for line in entry_lines(piece)]
    loose = [title_key(author_behind(parse(line).title)[0]) for line in lines]
    again = words_of(pieces[end:])
    return end if again.intersection(loose) else paged[-1] + 1


def _leads_to_page(line: Line) -> bool:
    """Whether a page, or dots to one that is lost, stand behind a line."""
    parsed = parse(line)
    return parsed.page is not None or parsed.strong


def _is_no_entry(piece: Piece) -> bool:
    return is_running_text(piece) or _opens_note(piece) or not entry_lines(piece)


def _lists_note(pieces: Sequence[Piece], index: int) -> bool:
    """Whether the label of a note is an entry without a page: it comes again below the entries."""
    piece, below = pieces[index], pieces[index + 1 :]
    if not is_note_label(piece.text):
        return False
    if any(_names_page(line) for line in map(line_of, below[:1])):
        return title_key(piece.text) in words_of(below[1:])  # 卷首, the 栏目 of what is listed below it
    return any(
        again.text == piece.text and any(map(is_running_text, below[at + 1 : at + 2])) for at, again in enumerate(below)
    )


def _names_page(line: Line) -> bool:
    return bool(line.text) and has_page(line)


def _is_stopped(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a line is an entry with a full stop behind it, the last of a row: its title comes again below."""
    text = pieces[index].text
    if not text.endswith("。") or not looks_like_title(text[:-1]):
        return False
    return any(piece.text == text[:-1] for piece in pieces[index + 1 :])


def _opens_note(piece: Piece) -> bool:
    """Whether *piece* begins a note; the contents may list one, with its page."""
    return is_note_label(piece.text) or (note_label(piece.text) is not None and not has_page(line_of(piece)))


def _comes_again(pieces: Sequence[Piece], index: int, above: Collection[str], seen: Collection[str]) -> bool:
    """Whether a line is one of the masthead's, or the first heading of the body."""
    if not seen or not isinstance(pieces[index].block, Paragraph):
        return False
    return title_key(parse(line_of(pieces[index])).title) in above or _opens_body(pieces, index, seen)


def _all_have_pages(lines: Sequence[Line]) -> bool:
    return all(map(has_page, lines))


def _ends_pages(pieces: Sequence[Piece], index: int, seen: Collection[str]) -> bool:
    """Below entries that all have pages, two lines without any: these are the body's."""
    lines = [line for piece in pieces[index : index + _PAIR] for line in entry_lines(piece)][:_PAIR]
    return len(seen) >= LEAST_PAGES and not any(map(_leads_to_page, lines))


def _opens_body(pieces: Sequence[Piece], index: int, seen: Collection[str]) -> bool:
    """Whether the title at *index* is the first heading of the body, and not a further entry.

    It is when the first entry comes again, on one line or two; when any entry does, right above running text (one title
    may stand under two sections of the contents); and when one of the first does, a little changed, close above text.
    """
    parsed = parse(line_of(pieces[index]))
    title = title_key(parsed.title)
    both = "".join(piece.text for piece in pieces[index : index + _PAIR])
    if next(iter(seen)) in {title, title_key(both)}:  # a title with its 副题 on the next line
        return True
    if parsed.page is not None:
        return False
    below = pieces[index + 1 : index + 1 + _PAIR]
    if title in seen:
        return _is_above_text(below[:1], ())
    return any(are_alike(title, entry) for entry in islice(seen, _PAIR)) and _is_above_text(below, seen)


def _is_above_text(below: Sequence[Piece], seen: Collection[str]) -> bool:
    """Whether running text comes next, and no entry or note before it."""
    for piece in below:
        if title_key(piece.text) in seen or note_label(piece.text):
            return False
        if is_running_text(piece):
            return True
    return False
