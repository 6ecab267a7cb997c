"""网页来稿（.html）：the text of a web page in reading order; what stands around it is dropped, and told."""

from __future__ import annotations

import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wxpress.addresses import scheme_of
from wxpress.errors import LimitError
from wxpress.ledger import Entry
from wxpress.readers import Reader
from wxpress.readers.characters import Cleaned
from wxpress.readers.decoding import decode
from wxpress.readers.draft import MAXIMUM_DEPTH, Draft, Piece, nest_too_deep
from wxpress.readers.encodings import declared
from wxpress.readers.flow import with_faces, with_ratios
from wxpress.readers.html.body import PageBody
from wxpress.readers.html.form import Form, form_in
from wxpress.readers.html.notes import PageNotes
from wxpress.readers.html.page import MOST_NESTED, lost_words, parsed, tag, too_deep
from wxpress.readers.html.regions import Regions
from wxpress.readers.html.sheets import with_sheets
from wxpress.readers.transcript import Transcript
from wxpress.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_SHOWN = 24
_MOST_NAMED = 6
_FRAMES = 12
"""Calls that reading one element may take, those of whoever asked for it included."""


def read(source: Source) -> Draft:
    """The draft of a web page; `Source.data` holds its bytes, or `Source.text` its markup where there are none."""
    page = _opened(source.path, source.data or source.text.encode("utf-8", "surrogatepass"))
    findings = Cleaned(msgspec.structs.replace(page.decoded, text="")).findings
    draft = page.transcript.draft(msgspec.structs.replace(source, encoding=page.decoded.encoding), page.pieces)
    return msgspec.structs.replace(draft, findings=(*findings, *draft.findings))


def transcribed(path: Path, data: bytes) -> Source:
    """The source that a web page is: its words, a line for each paragraph, and its bytes."""
    page = _opened(path, data)
    return Source(path, page.transcript.text, page.decoded.encoding, data)


@lru_cache(maxsize=1)
def _opened(path: Path, data: bytes) -> _Page:
    """The page read; kept, as it is wanted once for its words and once for its structure."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MOST_NESTED * _FRAMES))  # at one call or more for each element
    try:
        return _Page(path, data)
    except RecursionError:
        raise too_deep(path) from None
    finally:
        sys.setrecursionlimit(before)


class _Page:
    """一页，读毕。"""

    def __init__(self, path: Path, data: bytes) -> None:
        self.decoded = decode(path, data, declared(data))
        self.transcript = Transcript(path)
        self.pieces: list[Piece] = []
        root = parsed(path, self.decoded.text)
        body = None if root is None else next(root.iter("body"), root)
        if root is not None and body is not None:
            self._title(root)
            self._read(root, body)
        lost = lost_words(self.decoded.text, root)
        if lost:
            self.transcript.report_whole("WX119", count=str(len(lost)), text=lost[:_MOST_SHOWN])
        if nest_too_deep(self.pieces):
            raise LimitError(f"{path}：网页的列表、引文嵌套超过限度 {MAXIMUM_DEPTH} 层", "请减少层次")

    def _title(self, root: Element) -> None:
        """The words in the bar of the browser's window are no text of the page."""
        with self.transcript.dropping("网页的窗口标题（title）：不在页面上"):
            for title in root.iter("title"):
                if any(tag(above) == "head" for above in title.iterancestors()):
                    self.transcript.words(" ".join((title.text or "").split()))
        self.transcript.open_line()

    def _read(self, root: Element, body: Element) -> None:
        regions = Regions(body, with_sheets(root))
        reader = PageBody(self.transcript, root, regions, PageNotes(body), _address(root))
        self.pieces = with_faces(with_ratios(reader.pieces(body, _form_of(body))))
        self._tell(regions)

    def _tell(self, regions: Regions) -> None:
        if regions.choice:
            self.transcript.account(
                Entry(
                    by="reading",
                    kind="guess",
                    span=None,
                    before="",
                    after="",
                    reason=f"网页的正文取自 {regions.choice.element}",
                    evidence=regions.choice.evidence,
                    confidence=regions.choice.confidence,
                )
            )
        dropped = [entry for entry in self.transcript.entries if entry.kind == "drop" and entry.confidence is not None]
        if dropped:
            names = Counter(entry.reason.removeprefix("网页的") for entry in dropped)
            shown = "、".join(list(names)[:_MOST_NAMED])
            self.transcript.report_whole("WX113", count=str(len(dropped)), regions=shown)


def _form_of(body: Element) -> Form:
    """The form that the body gives its text, with what the page as a whole gives."""
    parent = body.getparent()
    return form_in(body, Form() if parent is None else form_in(parent, Form()))


def _address(root: Element) -> str:
    """The address that the page gives for itself, to make its links whole; empty where it gives none."""
    base = [element.get("href", "") for element in root.iter("base")]
    return next((address.strip() for address in base if scheme_of(address) in {"http", "https"}), "")


HTML = Reader("html", read)
