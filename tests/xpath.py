"""Queries on HTML and XML, typed as what the tests ask for: lists of elements or strings."""

from __future__ import annotations

from typing import Any, cast

from lxml import etree

NAMESPACES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def found(element: etree._Element, query: str) -> list[Any]:
    """What *query* finds, in document order."""
    return cast("list[Any]", element.xpath(query, namespaces=NAMESPACES))
