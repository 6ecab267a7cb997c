"""目录条目：one printed line of the 目录 to its title, page and level."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from wxpress.recover.words.grammar import folded
from wxpress.recover.words.ranks import mark_of
from wxpress.source import Span
from wxpress.tree import Inline

_LEADERS = "/／ \t\u3000\u00a0.．·•・…‥。_⋯┄┈╌─━﹒—–-"
_STRONG_LEADERS = "\t…‥⋯"
_PAGE = re.compile(r"(?:[第Pp]\s?)?(?P<page>\d{1,4})(?:\s?[-—–~～]\s?\d{1,4})?\s?页?\s?[）)〕］\]]?$")
_PAGE_ENDS = (*"页）)〕］]",)
_MARKED_PAGE = re.compile(r"(?:[/／]\s?\d{1,3}|[（(〔［\[][Pp]?\d{1,3}[）)〕］\]])$")
_PAGE_BEFORE = re.compile(r"(?P<page>\d{1,3})(?:\u3000+|\t+| {2,})(?P<title>[^\d\s].*)")
"""4　在“两新”组织里找朋友: the contents of magazines."""
_LONGEST_PAGE = 24
"""Characters that the number of a page and all its dress take at most: no more of a long line is searched."""
_DASHES = re.compile(r"\s?—+")
_LONGEST_ENTRY = 60
_LEAST_DOTS = 3
_MOST_DIGITS = 4
_DOTS = re.compile(r"[.．·…⋯]{3,}|……")
"""What leads to a page."""


class Line(msgspec.Struct, frozen=True):
    """目录的一行，as it stands in the source.

    *depth* is that of lists, or of the indent in em; *number* the one that a numbered list gives it.
    """

    text: str
    span: Span | None
    depth: float = 0
    bold: bool = False
    listed: bool = False
    number: int | None = None
    inlines: tuple[Inline, ...] = ()


class Parsed(msgspec.Struct, frozen=True):
    """拆开的一行：*strong* when dots or tabs, and not just a space or brackets, set the page off."""

    line: Line
    title: str
    page: int | None
    strong: bool


def parse(line: Line) -> Parsed:
    """Divide a line into title and page."""
    text = line.text.strip()
    may_end = text[-1:].isdecimal() or text.endswith(_PAGE_ENDS)
    page = _PAGE.search(text, max(0, len(text) - _LONGEST_PAGE)) if may_end else None
    leading = _PAGE_BEFORE.fullmatch(text) if page is None else None
    if leading:
        return Parsed(line, leading["title"], int(leading["page"]), strong=False)  # numbers of rows stand so too
    before = text[: page.start()] if page else text
    bare = before.rstrip("（(〔［[") if text.endswith(("）", ")", "〕", "］", "]")) and page else before
    title = _framed(bare, bare.rstrip(_LEADERS))
    leader = bare[len(title) :]
    if page is None or not title:
        return _without_page(line, title, leader)
    if not (leader or bare != before or title.endswith(("）", ")"))):
        return Parsed(line, text, None, strong=False)
    strong = len(leader) > 1 or any(mark in leader for mark in _STRONG_LEADERS)
    return Parsed(line, title, int(page["page"]), strong=strong)


def _framed(text: str, title: str) -> str:
    """The title with the dashes behind it that close those before it: — 延伸阅读 —."""
    closing = _DASHES.match(text, len(title)) if title.startswith("—") else None
    return text[: closing.end()] if closing else title


def _without_page(line: Line, title: str, leader: str) -> Parsed:
    """A line that names no page; dots behind its *title* lead to one that is lost."""
    dangling = len(leader.strip()) >= _LEAST_DOTS or "……" in leader
    return Parsed(line, title if dangling and title else line.text.strip(), None, strong=dangling)


def has_page(line: Line) -> bool:
    """Whether a page stands behind a line, or before it."""
    return parse(line).page is not None


def has_leaders(text: str) -> bool:
    """Whether dots stand in *text* that lead to a page."""
    return bool(_DOTS.search(text))


def looks_like_entry(text: str) -> bool:
    """Whether dots or tabs set a page off at the end of *text*."""
    parsed = parse(Line(text, None))
    return parsed.page is not None and parsed.strong


def ends_in_page(text: str) -> bool:
    """Whether a short line without a stop ends in a page behind a slash or in brackets, as entries do."""
    return len(text) <= _LONGEST_ENTRY and "。" not in text and bool(_MARKED_PAGE.search(text))


def are_entries(text: str, below: str) -> bool:
    """Whether two lines, one below the other, each have a page set off behind them."""
    return all(has_page(Line(line, None)) for line in (text, below))


def parse_all(lines: Sequence[Line], body: Collection[str] = ()) -> list[Parsed]:
    """Divide all lines; a page set off by a space or brackets alone counts only where pages so set off rise.

    It is part of the title where the whole line stands, folded, in the *body*.
    """
    parsed = [_known(item, body) for item in map(parse, lines)]
    weak = [item for item in parsed if _is_weak(item)]
    pages = [item.page or 0 for item in weak]
    if pages == sorted(pages) and len(weak) * 3 >= _alike(parsed, weak):
        return parsed
    return [_whole(item) if _is_weak(item) else item for item in parsed]


def _is_weak(item: Parsed) -> bool:
    return item.page is not None and not item.strong


def _alike(parsed: Sequence[Parsed], weak: Sequence[Parsed]) -> int:
    """How many lines look like the first weak one, so that they have a page or none have."""
    forms = list(map(_form, parsed))
    return max(map(forms.count, map(_form, weak[:1])), default=0)


def _form(item: Parsed) -> tuple[float, bool, str]:
    return item.line.depth, item.line.bold, mark_of(item.title)


def _known(item: Parsed, body: Collection[str]) -> Parsed:
    """The line divided as the body's titles show: a number behind it may be part of one, or a page right behind it."""
    text = item.line.text.strip()
    if item.strong:
        return item
    if folded(text) in body:
        return _whole(item)
    bare = text.rstrip("0123456789")
    if item.page is None and bare != text and folded(bare) in body:
        return Parsed(item.line, bare, int(text[len(bare) :][-_MOST_DIGITS:]), strong=False)
    return item


def _whole(item: Parsed) -> Parsed:
    return Parsed(item.line, item.line.text.strip(), None, strong=False)
