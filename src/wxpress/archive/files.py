"""库中各文件：every file of an archive, by its path."""

from __future__ import annotations

from collections.abc import Iterable

from wxpress.archive.feed import PATH as FEED
from wxpress.archive.feed import atom_feed
from wxpress.archive.holdings import Holding, newest_first, told_apart
from wxpress.archive.opds import catalogues
from wxpress.archive.page import index_page
from wxpress.archive.search import Bindery, bound_now, search_files
from wxpress.archive.settings import INDEX
from wxpress.styles import Style


def archive(
    title: str, holdings: Iterable[Holding], style: Style, base: str = "", bindery: Bindery = bound_now
) -> dict[str, bytes]:
    """Every file of the archive by its path; none where there are no *holdings*.

    *base* is the address that the archive will have, ending in ``/``, or empty: only what a feed says of itself needs
    it (RFC 4287, 4.2.7.2; Readium Web Publication Manifest). The *bindery* keeps volumes of the index.
    """
    ordered = newest_first(told_apart(holdings))
    if not ordered:
        return {}
    return {
        INDEX: index_page(title, ordered, style),
        FEED: atom_feed(title, ordered, base),
        **catalogues(title, ordered, base),
        **search_files(ordered, bindery),
    }
