"""库中各文件：every file of an archive, by its path."""

from __future__ import annotations

from collections.abc import Iterable

from wxpress.archive.bindery import Bindery, BoundNow, Content, Kept
from wxpress.archive.feed import PATH as FEED
from wxpress.archive.feed import atom_feed
from wxpress.archive.holdings import Holding, newest_first, told_apart
from wxpress.archive.opds import catalogues
from wxpress.archive.page import index_page
from wxpress.archive.search import search_files
from wxpress.archive.settings import INDEX
from wxpress.styles import Style


def archive(title: str, holdings: Iterable[Holding], style: Style, base: str = "") -> dict[str, bytes]:
    """Every file of the archive by its path, all made now; none where there are no *holdings*.

    *base* is the address that the archive will have, ending in ``/``, or empty: only what a feed says of itself needs
    it (RFC 4287, 4.2.7.2; Readium Web Publication Manifest).
    """
    made = bound_archive(title, holdings, style, base, BoundNow())
    return {path: content for path, content in made.items() if not isinstance(content, Kept)}


def bound_archive(
    title: str, holdings: Iterable[Holding], style: Style, base: str, bindery: Bindery
) -> dict[str, Content]:
    """The same, where the *bindery* keeps what was made before."""
    ordered = newest_first(told_apart(holdings))
    if not ordered:
        return {}
    return {
        INDEX: index_page(title, ordered, style),
        FEED: atom_feed(title, ordered, base),
        **catalogues(title, ordered, base, bindery),
        **search_files(ordered, bindery),
    }
