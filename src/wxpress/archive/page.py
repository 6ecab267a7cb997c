"""文选库首页：the archive's ``index.html``: every bulletin by year and series, with search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from wxpress.archive.holdings import Holding, Shelf, by_series, by_year
from wxpress.archive.search import SCRIPT
from wxpress.styles import Style
from wxpress.writers.inline_parts import embeddable, source_hash
from wxpress.writers.phrases import marked_phrases

_MEGABYTE = 1_048_576
_LABELS = {"text/html": "网页", "application/epub+zip": "EPUB", "application/pdf": "PDF"}


@dataclass(frozen=True)
class Year:
    """一年：its label, its id, and its holdings by series."""

    label: str
    id: str
    shelves: tuple[Shelf, ...]
    count: int


class Line(NamedTuple):
    """一期的一行：a tuple, as a template may ask nothing of an object without asking whether it may.

    *marked* is the title with its phrases, *files* are the address, type, label and size of each output.
    """

    thumbnail: str
    address: str
    title: str
    marked: str
    facts: str
    files: tuple[tuple[str, str, str, str], ...]


def index_page(title: str, holdings: Sequence[Holding], style: Style) -> bytes:
    """The page, from the style's template and sheet."""
    sheet = embeddable(style.sheet("archive.css"))
    phrases = marked_phrases(None, "<wbr>")
    page = style.render(
        "archive.html.j2",
        title=title,
        years=[_year(shelf) for shelf in by_year(holdings)],
        lines_of=_lines(phrases),
        phrases=phrases,  # as the next two: templates of other styles may ask for one thing after another
        label_of=_label,
        size_of=_size,
        count=len(holdings),
        has_series=len(by_series(holdings)) > 1,
        script=SCRIPT,
        sheet=sheet,
        sheet_hash=source_hash(sheet),
    )
    return page.encode()


def _year(shelf: Shelf) -> Year:
    year = shelf.label.removesuffix("年")
    return Year(
        shelf.label, f"year-{year if year.isdigit() else 'unknown'}", by_series(shelf.holdings), len(shelf.holdings)
    )


def _lines(phrases: Callable[[str], str]) -> Callable[[Iterable[Holding]], Iterator[Line]]:
    """What tells the lines of holdings, their titles marked up by *phrases*."""

    def lines_of(holdings: Iterable[Holding]) -> Iterator[Line]:
        for holding in holdings:
            bulletin, title = holding.bulletin, holding.title
            yield Line(
                quote(holding.thumbnail.path) if holding.thumbnail else "",
                quote(holding.files[0].path) if holding.files else "",
                title,
                phrases(title),
                "　".join(filter(None, (holding.issue, bulletin.date, bulletin.publisher))),
                tuple(
                    (quote(file.path), file.media_type, _label(file.media_type, file.path), _size(file.size))
                    for file in holding.files
                ),
            )

    return lines_of


def _label(media_type: str, path: str) -> str:
    """What the reader knows the format by."""
    return _LABELS.get(media_type, path.rpartition(".")[2].upper())


def _size(count: int) -> str:
    """A size in bytes as a reader wants to know it before loading it."""
    return f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{max(1, round(count / 1024))} KB"
