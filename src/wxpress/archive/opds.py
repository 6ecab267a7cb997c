"""电子书目录：the catalogue that e-readers subscribe to, as OPDS 1.2 (Atom) and as OPDS 2.0 (JSON)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

import msgspec

from wxpress.archive.bindery import Bindery, Content, Files
from wxpress.archive.feed import as_xml, entry_head, feed_head, link, link_file, timestamp
from wxpress.archive.holdings import Holding, Shelf, by_series, by_year
from wxpress.writers.imprint import iso_date, issue_position

PER_PAGE = 100
"""Publications on a page; readers of small memory load one page at a time. The first page has up to twice as many.

Pages are counted from the oldest: a new bulletin changes the first page and no other.
"""

STEM = "catalog"
XML_TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON_TYPE = "application/opds+json"

_OPDS = "http://opds-spec.org/2010/catalog"
_TERMS = "http://purl.org/dc/terms/"
_OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
_IMAGE = "http://opds-spec.org/image"
_FACET = "http://opds-spec.org/facet"


@dataclass(frozen=True)
class Facet:
    """一个筛选: the *group* it belongs to, and a shelf with the stem of its first page."""

    group: str
    shelf: Shelf
    stem: str


@dataclass(frozen=True)
class Page:
    """目录的一页: *stem* of its path, those of its neighbours, and its own holdings.

    *total* is how many the whole list has, said on its first page only.
    """

    title: str
    stem: str
    before: str | None
    after: str | None
    total: int | None
    holdings: tuple[Holding, ...]


def catalogues(title: str, holdings: Sequence[Holding], base: str, bindery: Bindery) -> dict[str, Content]:
    """Every page of both catalogues by its path: all holdings, then those of each year and each series."""
    facets = tuple(_facets(holdings))
    shelves = [(STEM, Shelf(title, tuple(holdings)))]
    shelves += [(facet.stem, Shelf(f"{title}：{facet.shelf.label}", facet.shelf.holdings)) for facet in facets]
    files: dict[str, Content] = {}
    for page in (page for stem, shelf in shelves for page in _pages(stem, shelf)):
        choices = facets if page.stem == STEM else ()
        made = bindery.bound(_told(page, choices, base), partial(_both, page, choices, base))
        files |= zip((f"{page.stem}.xml", f"{page.stem}.json"), made, strict=True)
    return files


def _told(page: Page, facets: Sequence[Facet], base: str) -> str:
    """All that the two forms of *page* are made of."""
    choices = [(facet.group, facet.shelf.label, facet.stem, len(facet.shelf.holdings)) for facet in facets]
    place = (page.title, page.stem, page.before, page.after, page.total)
    return json.dumps(["catalogue", base, place, choices, [holding.told() for holding in page.holdings]])


def _both(page: Page, facets: Sequence[Facet], base: str) -> Files:
    return _as_xml(page, facets, base), _as_json(page, facets, base)


def _facets(holdings: Sequence[Holding]) -> Iterator[Facet]:
    """Years and series, where there is more than one to choose from."""
    for group, name, shelves in (("年份", "year", by_year(holdings)), ("刊名", "series", by_series(holdings))):
        if len(shelves) > 1:
            yield from (Facet(group, shelf, f"{STEM}-{name}-{_token(shelf.label)}") for shelf in shelves)


def _token(label: str) -> str:
    """A name for *label* that stays when others come and go, so that a subscription stays too."""
    year = label.removesuffix("年")
    return year if year.isascii() and year.isdigit() else hashlib.sha256(label.encode()).hexdigest()[:8]


def _pages(stem: str, shelf: Shelf) -> Iterator[Page]:
    parts = _batches(shelf.holdings)
    stems = [stem, *(f"{stem}-{number}" for number in range(len(parts) - 1, 0, -1))]
    neighbours = [None, *stems, None]
    for index, (own, part) in enumerate(zip(stems, parts, strict=True)):
        total = None if index else len(shelf.holdings)
        yield Page(shelf.label, own, neighbours[index], neighbours[index + 2], total, part)


def _as_xml(page: Page, facets: Sequence[Facet], base: str) -> bytes:
    feed = feed_head(page.title, f"{page.stem}.xml", page.holdings, XML_TYPE, base)
    feed.attrib |= {"xmlns:dcterms": _TERMS, "xmlns:opds": _OPDS}
    link(feed, "start", f"{STEM}.xml", XML_TYPE)
    for rel, stem in _neighbours(page):
        link(feed, rel, f"{stem}.xml", XML_TYPE)
    for facet in facets:
        attributes = {"title": facet.shelf.label, "opds:facetGroup": facet.group}
        link(feed, _FACET, f"{facet.stem}.xml", XML_TYPE, **attributes)
    for holding in page.holdings:
        _entry(feed, holding)
    return as_xml(feed)


def _neighbours(page: Page) -> Iterator[tuple[str, str]]:
    for rel, stem in (("previous", page.before), ("next", page.after)):
        if stem is not None:
            yield rel, stem


def _entry(feed: Element, holding: Holding) -> None:
    entry = entry_head(feed, holding)
    SubElement(entry, "dcterms:language").text = holding.bulletin.language
    SubElement(entry, "dcterms:identifier").text = holding.identifier
    if issued := iso_date(holding.bulletin.date):
        SubElement(entry, "dcterms:issued").text = issued
    for file in holding.files:
        link_file(entry, _OPEN_ACCESS, file)
    if picture := holding.thumbnail:
        link(entry, _IMAGE, picture.path, picture.media_type)
        link(entry, f"{_IMAGE}/thumbnail", picture.path, picture.media_type)


def _as_json(page: Page, facets: Sequence[Facet], base: str) -> bytes:
    links = [{"rel": "self", "href": f"{base}{page.stem}.json", "type": JSON_TYPE}]
    links.append({"rel": "start", "href": f"{STEM}.json", "type": JSON_TYPE})
    links += [{"rel": rel, "href": f"{stem}.json", "type": JSON_TYPE} for rel, stem in _neighbours(page)]
    feed = {
        "metadata": {"title": page.title, **({"numberOfItems": page.total} if page.total else {})},
        "links": links,
        "facets": [_facet_group(group, facets) for group in dict.fromkeys(facet.group for facet in facets)],
        "publications": [_publication(holding) for holding in page.holdings],
    }
    filled = {key: value for key, value in feed.items() if value}
    return msgspec.json.format(json.dumps(filled, ensure_ascii=False).encode(errors="replace"), indent=1) + b"\n"


def _facet_group(group: str, facets: Sequence[Facet]) -> dict[str, Any]:
    links = [
        {
            "href": f"{facet.stem}.json",
            "type": JSON_TYPE,
            "title": facet.shelf.label,
            "properties": {"numberOfItems": len(facet.shelf.holdings)},
        }
        for facet in facets
        if facet.group == group
    ]
    return {"metadata": {"title": group}, "links": links}


def _publication(holding: Holding) -> dict[str, Any]:
    bulletin = holding.bulletin
    metadata = {
        "@type": "http://schema.org/PublicationIssue",
        "identifier": holding.identifier,
        "title": holding.title,
        "language": bulletin.language,
        "modified": timestamp(holding.modified),
        "published": iso_date(bulletin.date),
        "publisher": bulletin.publisher,
        "belongsTo": _series(holding),
    }
    publication: dict[str, Any] = {
        "metadata": {key: value for key, value in metadata.items() if value},
        "links": [
            {"rel": _OPEN_ACCESS, "href": quote(file.path), "type": file.media_type, "size": file.size}
            for file in holding.files
        ],
    }
    if picture := holding.thumbnail:
        publication["images"] = [{"href": quote(picture.path), "type": picture.media_type}]
    return publication


def _series(holding: Holding) -> dict[str, Any] | None:
    """The series, with the place in it where that is a number."""
    bulletin = holding.bulletin
    if not bulletin.series:
        return None
    position = (issue_position(bulletin.issue) or "").rpartition(".")[2]
    return {"series": {"name": bulletin.series, **({"position": int(position)} if position else {})}}


def _batches(holdings: tuple[Holding, ...]) -> list[tuple[Holding, ...]]:
    """Full pages from the end, and what is left, which is a page at least, on the first."""
    left = len(holdings) % PER_PAGE + PER_PAGE * (len(holdings) >= PER_PAGE)
    return [holdings[:left], *(holdings[at : at + PER_PAGE] for at in range(left, len(holdings), PER_PAGE))]
