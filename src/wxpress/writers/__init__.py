"""写出：one writer per output format, from a tree to bytes.

A writer is a frozen value. It knows no path and no clock; pictures and style come to it through its `Context`, and what
it cannot express it reports there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wxpress.plugins import Table

if TYPE_CHECKING:
    from wxpress.diagnostics import Diagnostic
    from wxpress.ledger import Entry
    from wxpress.styles import Style
    from wxpress.tree import Bulletin


@dataclass(frozen=True)
class Asset:
    """素材：one picture, read and checked by the build: its bytes, media type and pixel size."""

    data: bytes
    media_type: str
    width: int
    height: int


class AssetLoader(Protocol):
    """素材读取：the asset named in the source, or null where it may not or cannot be read (then reported)."""

    def __call__(self, source: str) -> Asset | None:
        """Load the picture that the tree names *source*."""


class SideFiles(Protocol):
    """旁放：where a writer leaves a file that stands beside its output."""

    def __call__(self, name: str, data: bytes, /) -> str | None:
        """The address of the file from the output's own place; null where there is no folder to put it in."""


def _alone(_name: str, _data: bytes) -> None:
    """No file stands beside an output that goes to no folder."""


class PageStart(NamedTuple):
    """一面的开头：the page's label on paper, and the tree's first character on it.

    *path* is a JSON pointer to the text or field, *offset* counts its characters; ``/contents`` before the pointer to a
    section or an article is its entry in the 目录; null where the page shows none.
    """

    label: str
    path: str | None
    offset: int


@dataclass(frozen=True)
class Context:
    """写出的环境：everything a writer may know besides the tree.

    *name* is the output's name without suffix; *modified* comes from the source or SOURCE_DATE_EPOCH, never from the
    clock; *options* are the writer's own settings from ``wxpress.toml``;
    *pages* those of the PDF of the same build, none where there is no PDF; *beside* takes
    a file that the output shows but does not hold, and tells its address, null where nothing can stand beside it.
    """

    name: str
    style: Style
    load_asset: AssetLoader
    report: Callable[[Diagnostic], None]
    modified: dt.datetime
    ledger: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    pages: tuple[PageStart, ...] = ()
    beside: SideFiles = _alone


@dataclass(frozen=True)
class Writer:
    """写出器：its name on the command line, the suffix and media type of its output, and the function that makes it."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Bulletin, Context], bytes]


WRITERS: Table[Writer] = Table(
    group="wxpress.writers",
    kind="写出器",
    builtin={
        "pdf": "wxpress.writers.pdf:PDF",
        "epub": "wxpress.writers.epub:EPUB",
        "html": "wxpress.writers.html:HTML",
        "markdown": "wxpress.writers.markdown:MARKDOWN",
        "json": "wxpress.writers.json:JSON",
    },
)
