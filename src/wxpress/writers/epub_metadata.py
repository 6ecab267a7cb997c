"""元数据：what an EPUB package says of itself, computed from the tree (EPUB 3.3, EPUB Accessibility 1.1)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from wxpress.fingerprint import fingerprint
from wxpress.tree import Bulletin, Figure, Image
from wxpress.walk import walk
from wxpress.writers import Asset
from wxpress.writers.imprint import display_title, iso_date, issue_position

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://wxpress.invalid/bulletin")
"""Within it a bulletin's identifier follows from its masthead: a later edition of one issue keeps it."""


@dataclass(frozen=True)
class Property:
    """一项元数据：a Dublin Core element (*name* such as ``dc:title``), or a ``meta`` of that property."""

    name: str
    value: str
    id: str | None = None
    refines: str | None = None


@dataclass(frozen=True)
class Metadata:
    """一本书的元数据：*identifier* and *title* are among the *properties* too; *tree* is the hash of its tree."""

    identifier: str
    title: str
    language: str
    modified: dt.datetime
    tree: str
    properties: tuple[Property, ...] = field(default=())


def metadata(
    bulletin: Bulletin, name: str, modified: dt.datetime, pictures: Collection[Asset], paper: str | None = None
) -> Metadata:
    """All metadata of *bulletin*; *name* stands in where it has no title, *paper* is the file whose pages it has."""
    title = display_title(bulletin, name)
    return Metadata(
        identifier=identifier(bulletin, name),
        title=title,
        language=bulletin.language,
        modified=modified,
        properties=(*_described(bulletin), *_accessibility(bulletin, pictures, paper)),
        tree=fingerprint(bulletin),
    )


def identifier(bulletin: Bulletin, name: str) -> str:
    """``urn:uuid:`` and a version 5 UUID from the masthead, and from *name* where that has neither issue nor date.

    A series or a title alone may stand on every issue, and readers take books of one identifier for one book.
    """
    masthead = (bulletin.publisher, bulletin.series, bulletin.issue, bulletin.date, display_title(bulletin, name))
    is_issue = bulletin.issue or bulletin.date
    return named_apart(*masthead) if is_issue else named_apart(*masthead, name)


def named_apart(*parts: str | None) -> str:
    """``urn:uuid:`` and a version 5 UUID of *parts*."""
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, chr(31).join(part or '' for part in parts))}"


def _described(bulletin: Bulletin) -> Iterator[Property]:
    if bulletin.publisher:
        yield Property("dc:publisher", bulletin.publisher)
    if date := iso_date(bulletin.date):
        yield Property("dc:date", date)
    if not bulletin.series:
        return
    yield Property("belongs-to-collection", bulletin.series, id="series")
    yield Property("collection-type", "series", refines="series")
    if position := issue_position(bulletin.issue):
        yield Property("group-position", position, refines="series")


def _accessibility(bulletin: Bulletin, pictures: Collection[Asset], paper: str | None) -> Iterator[Property]:
    described = all(node.alt for node in walk(bulletin) if isinstance(node, Image | Figure))
    modes = ["textual", "visual"] if pictures else ["textual"]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"]
    if pictures and described:
        features.append("alternativeText")
    if paper:
        features += ["pageBreakMarkers", "pageNavigation"]
        yield Property("pageBreakSource", paper)
    # A picture that moves may flash; only still ones are known not to.
    hazard = "unknown" if any(picture.media_type in {"image/gif", "image/webp"} for picture in pictures) else "none"
    yield from (Property("schema:accessMode", mode) for mode in modes)
    yield Property("schema:accessModeSufficient", "textual" if described else ",".join(modes))
    yield from (Property("schema:accessibilityFeature", feature) for feature in features)
    yield Property("schema:accessibilityHazard", hazard)
    yield Property("schema:accessibilitySummary", _summary(bool(pictures), described))


def _summary(has_pictures: bool, described: bool) -> str:  # noqa: FBT001 - two facts of one sentence
    text = "全书为可重排文本，有目录和地标导航"
    if not has_pictures:
        return f"{text}，没有图片。"
    return f"{text}，图片都有替代文本。" if described else f"{text}，部分图片没有替代文本。"
