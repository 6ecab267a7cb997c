"""Hostile inputs: what one is, and the laws that hold for every one of them.

C1 no silent loss, C2 nothing executed or fetched, C5 bounded, C7 fixed exit codes and never a traceback.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lxml import html as lxml_html

from wxpress.build.dates import UNDATED
from wxpress.build.printing.reading import open_document
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document, from_json, to_json
from wxpress.errors import WxpressError
from wxpress.readers import decode
from wxpress.source import Source
from wxpress.styles import find_style
from wxpress.tree import Text
from wxpress.walk import walk
from wxpress.writers import Asset, Context
from wxpress.writers.html import write
from xpath import found

T = TypeVar("T")

TITLE = "# 题目\n\n"
PATIENCE = 5.0
"""Seconds of the processor that one small input may take; it takes a hundredth of that."""

FOREIGN = frozenset(
    {"iframe", "object", "embed", "form", "input", "base", "frame", "applet", "video", "audio", "template", "math"}
)
STYLE = find_style("xuexi-wenxuan")
LIVE = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Hostile:
    """One input: what arrives, and what must come of it.

    *shows* are words that each output shows as text, white space aside; *hides* must not be shown. *reports* are the
    codes of findings that must be there. *refused* is the exit code where nothing can be made of it, *named* words of
    its message.
    """

    name: str
    arrives: str | bytes
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    refused: int | None = None
    named: str = ""
    suffix: str = ".md"

    @property
    def data(self) -> bytes:
        """What arrives, below a title where it is text."""
        if isinstance(self.arrives, bytes):
            return self.arrives
        return (TITLE + self.arrives).encode("utf-8", "surrogatepass")


def identity(hostile: Hostile) -> str:
    """The name of a test case."""
    return hostile.name


def bare(text: str) -> str:
    """*text* without white space."""
    return "".join(text.split())


def opened(hostile: Hostile) -> Document | WxpressError:
    """What comes of reading it, in bounded time; an exit code of 70 is a bug."""
    began = time.process_time()
    outcome: Document | WxpressError
    try:
        outcome = open_document(decode(Path(f"敌{hostile.suffix}"), hostile.data))
    except WxpressError as refusal:
        outcome = refusal
    assert time.process_time() - began < PATIENCE
    return outcome


def page_of(document: Document, reported: list[Diagnostic] | None = None) -> str:
    """The document as an HTML page; it names no picture that could be loaded."""

    def no_picture(source: str) -> Asset | None:  # noqa: ARG001 - the loader's signature
        return None

    context = Context(
        name="敌",
        style=STYLE,
        load_asset=no_picture,
        report=(reported if reported is not None else []).append,
        modified=UNDATED,
    )
    return write(document.bulletin, context).decode()


def require_inert(page: str) -> str:
    """The words that *page* shows; nothing in it runs, loads or leads anywhere but to the live schemes (C2)."""
    root = lxml_html.document_fromstring(page)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    assert not {str(element.tag) for element in elements} & FOREIGN
    assert {script.get("type") for script in found(root, "//script")} <= {"application/ld+json"}
    assert not [name for element in elements for name in element.attrib if str(name).lower().startswith("on")]
    addresses = [str(address) for address in found(root, "//a/@href | //img/@src | //link/@href")]
    assert [address for address in addresses if not LIVE.match(address)] == []
    return "".join(found(root, "//body//text()[not(ancestor::script or ancestor::style)]"))


def behaves(hostile: Hostile) -> None:
    """Hold one input to all laws, and to what it says of itself."""
    outcome = opened(hostile)
    if isinstance(outcome, WxpressError):
        _is_refused(hostile, outcome)
        return
    assert hostile.refused is None, "should have been refused"
    assert from_json(to_json(outcome)) == outcome
    shown = bare(require_inert(page_of(outcome)))
    _loses_nothing(outcome, shown)
    assert [words for words in hostile.shows if bare(words) not in shown] == []
    assert [words for words in hostile.hides if bare(words) in shown] == []
    assert set(hostile.reports) <= {finding.code for finding in outcome.diagnostics}
    assert all(finding.source for finding in outcome.diagnostics)


def _is_refused(hostile: Hostile, refusal: WxpressError) -> None:
    assert refusal.exit_code == hostile.refused, (refusal.message, refusal.advice)
    assert "敌" in refusal.message
    assert hostile.named in refusal.message
    assert refusal.advice
    assert not re.search(r"Traceback|Error\b|object at 0x", refusal.message + refusal.advice)


def _loses_nothing(document: Document, shown: str) -> None:
    """C1, from the tree on; up to the tree `recover.law` holds, and an exit code of 70 would have told."""
    texts = "".join(node.text for node in walk(document.bulletin) if isinstance(node, Text))
    missing = Counter(bare(texts)) - Counter(shown)
    assert missing == Counter()


def source_of(text: str, name: str = "敌.md") -> Source:
    """*text* as a source."""
    return decode(Path(name), text.encode("utf-8", "surrogatepass"))
