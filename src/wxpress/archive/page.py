"""文选库首页：the archive's ``index.html``: every bulletin by year and series, with search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def index_page(title: str, holdings: Sequence[Holding], style: Style) -> bytes:
    """The page, from the style's template and sheet."""
    sheet = embeddable(style.sheet("archive.css"))
    page = style.render(
        "archive.html.j2",
        title=title,
        years=[_year(shelf) for shelf in by_year(holdings)],
        count=len(holdings),
        has_series=len(by_series(holdings)) > 1,
        label_of=_label,
        phrases=marked_phrases(None, "<wbr>"),
        size_of=_size,
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


def _label(media_type: str, path: str) -> str:
    """What the reader knows the format by."""
    return _LABELS.get(media_type, path.rpartition(".")[2].upper())


def _size(count: int) -> str:
    """A size in bytes as a reader wants to know it before loading it."""
    return f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{max(1, round(count / 1024))} KB"
