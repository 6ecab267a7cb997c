"""行内：cutting, joining and tidying runs of inlines, the way Chinese text wants it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

import msgspec

from wxpress.source import cover
from wxpress.tree import Emphasis, Inline, LineBreak, Link, Strong, Subscript, Superscript, Text
from wxpress.walk import plain

Inlines = tuple[Inline, ...]
_Holder = Strong | Emphasis | Link | Superscript | Subscript

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{HAN}\u3001-\u3020\uff00-\uffef“”‘’…—·]")
_INSIDE_NUMBER = re.compile(r"\d[\d.%∶:/×~+–-]|[.∶:/×~+–-]\d|\+[A-Z]")
"""Both sides of a line's end within a figure, a ratio, a fraction, a time or a range: 1.8∶|1."""
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u00a0\u2028\u2029]+")


def is_chinese(character: str) -> bool:
    """Whether a line may break beside *character* without a space: an ideograph or a full-width mark."""
    return bool(_CHINESE.match(character))


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: nothing beside Chinese or inside a number, else a space."""
    if (
        not before
        or not after
        or before[-1].isspace()
        or after[0].isspace()
        or _INSIDE_NUMBER.match(before[-1] + after[0])
    ):
        return ""
    return "" if is_chinese(before[-1]) or is_chinese(after[0]) else " "


def join(*runs: Inlines) -> Inlines:
    """Runs as one, with a space between two of them only where neither side is Chinese."""
    joined: list[Inline] = []
    above = ""
    for run in runs:
        words = plain(run)
        between = glue(above, words)
        joined += [Text(between), *run] if between else run
        above = words or above
    return tidy(joined)


def fold(text: str) -> str:
    """*text* on one line: white space of any kind but the ideographic space folded to one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def ems(text: str) -> float:
    """How wide *text* is, about, in em: an ideograph or a full-width mark one, a Latin letter or digit half of one."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def unspaced(text: str) -> str:
    """*text* without white space of any kind."""
    return "".join(text.split())


def tidy(inlines: Iterable[Inline]) -> Inlines:
    """The run with neighbouring texts merged, white space folded, and none at either end."""
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.text + inline.text, span=cover(last.span, inline.span))
        else:
            merged.append(inline)
    folded = (_folded(inline) if isinstance(inline, Text) else inline for inline in merged)
    return _strip_end(_strip_start(tuple(inline for inline in folded if not _is_empty(inline))))


def cut(inlines: Inlines, count: int, characters: Callable[[Inlines], str] = plain) -> Inlines:
    """The run without its first *count* characters, stripped; holders that are emptied go.

    What has none of the *characters* that count, as pictures have no `words`, stays.
    """
    rest: list[Inline] = []
    for inline in inlines:
        length = len(characters((inline,)))
        if count <= 0 or not length:
            rest.append(inline)
        elif isinstance(inline, _Holder):
            rest.append(msgspec.structs.replace(inline, inlines=cut(inline.inlines, count, characters)))
        elif length > count and isinstance(inline, Text):
            rest.append(msgspec.structs.replace(inline, text=inline.text[count:]))
        count -= length
    return tidy(rest)


def kept(inlines: Inlines, count: int) -> Inlines:
    """The first *count* characters of the run, stripped: what `cut` leaves out."""
    first: list[Inline] = []
    for inline in inlines:
        length = len(plain((inline,)))
        if length <= count:
            first.append(inline)
        elif count > 0 and isinstance(inline, Text):
            first.append(msgspec.structs.replace(inline, text=inline.text[:count]))
        elif count > 0 and isinstance(inline, _Holder):
            first.append(msgspec.structs.replace(inline, inlines=kept(inline.inlines, count)))
        count -= length
        if count <= 0:
            break
    return tidy(first)


def _folded(text: Text) -> Text:
    if text.text.isprintable() and "  " not in text.text:
        return text  # no white space but single spaces
    folded = _SPACES.sub(" ", text.text)
    return text if folded == text.text else msgspec.structs.replace(text, text=folded)


def _is_empty(inline: Inline) -> bool:
    if isinstance(inline, Text):
        return not inline.text
    return isinstance(inline, _Holder) and not inline.inlines


def _strip_start(inlines: Inlines) -> Inlines:
    while inlines:
        first = inlines[0]
        if isinstance(first, LineBreak):
            inlines = inlines[1:]
            continue
        if not isinstance(first, Text) or not first.text[:1].isspace():
            break
        stripped = first.text.lstrip()
        inlines = (msgspec.structs.replace(first, text=stripped), *inlines[1:]) if stripped else inlines[1:]
    return inlines


def _strip_end(inlines: Inlines) -> Inlines:
    while inlines:
        last = inlines[-1]
        if isinstance(last, LineBreak):
            inlines = inlines[:-1]
            continue
        if not isinstance(last, Text) or not last.text[-1:].isspace():
            break
        stripped = last.text.rstrip()
        inlines = (*inlines[:-1], msgspec.structs.replace(last, text=stripped)) if stripped else inlines[:-1]
    return inlines
