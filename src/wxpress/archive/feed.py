"""订阅：the archive's newest bulletins as an Atom feed (RFC 4287).

Elements have the names that they are written by: the prefixes that ElementTree chooses depend on what else is loaded.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wxpress.archive.holdings import File, Holding
from wxpress.writers.contents import contents
from wxpress.writers.epub_metadata import NAMESPACE

ATOM = "http://www.w3.org/2005/Atom"
PATH = "feed.xml"
MEDIA_TYPE = "application/atom+xml"
MOST_ENTRIES = 50


def atom_feed(title: str, holdings: Sequence[Holding], base: str) -> bytes:
    """The `MOST_ENTRIES` newest of *holdings*, newest first, each with its outputs."""
    feed = feed_head(title, PATH, holdings, MEDIA_TYPE, base)
    link(feed, "alternate", "index.html", "text/html")
    for holding in holdings[:MOST_ENTRIES]:
        _entry(feed, holding)
    return as_xml(feed)


def feed_head(title: str, path: str, holdings: Iterable[Holding], media_type: str, base: str) -> Element:
    """A feed with what every feed must have; it was updated when the latest of its *holdings* was."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    element(feed, "id", f"urn:uuid:{uuid.uuid5(NAMESPACE, chr(31).join(('archive', title, path)))}")
    element(feed, "title", title)
    element(feed, "updated", timestamp(max(holding.modified for holding in holdings)))
    element(SubElement(feed, "author"), "name", title)
    link(feed, "self", path, media_type, base)
    return feed


def _entry(feed: Element, holding: Holding) -> None:
    entry = entry_head(feed, holding)
    for rel, file in zip(("alternate", *["enclosure"] * len(holding.files)), holding.files, strict=False):
        link_file(entry, rel, file)


def entry_head(feed: Element, holding: Holding) -> Element:
    """The entry of *holding*: who it is, when it appeared, and its contents in a few words."""
    entry = SubElement(feed, "entry")
    element(entry, "id", holding.identifier)
    element(entry, "title", " ".join(filter(None, (holding.title, holding.issue))))
    element(entry, "updated", timestamp(holding.modified))
    element(entry, "published", timestamp(holding.modified))
    if holding.bulletin.publisher:
        element(SubElement(entry, "author"), "name", holding.bulletin.publisher)
    if holding.bulletin.series:
        SubElement(entry, "category", {"term": holding.bulletin.series})
    if summary := "；".join(place.label for place in contents(holding.bulletin)):
        element(entry, "summary", summary)
    return entry


def link(parent: Element, rel: str, path: str, media_type: str, base: str = "", **attributes: str) -> None:
    """A link to *path* below *base*, relative to the feed where that is empty."""
    SubElement(parent, "link", {"rel": rel, "type": media_type, "href": base + quote(path), **attributes})


def link_file(parent: Element, rel: str, file: File) -> None:
    """A link to an output of the bulletin, with its size in bytes."""
    link(parent, rel, file.path, file.media_type, length=str(file.size))


def element(parent: Element, name: str, text: str) -> None:
    """A child of the Atom namespace that holds *text*."""
    SubElement(parent, name).text = text


def timestamp(moment: dt.datetime) -> str:
    """*moment* as RFC 3339 has it, in UTC."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def as_xml(root: Element) -> bytes:
    """The document in UTF-8, indented, the same bytes each time."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'.encode()
