"""排版引擎：the one seam to WeasyPrint 70. It is given a page and the pictures on it, and fetches nothing else.

Import this module only inside `wxpress.fontconfig.only`: fontconfig's configuration is read as WeasyPrint loads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from weasyprint import CSS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, TableBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from wxpress.typeset import composing, dots, embedding, figures, moving, page_numbers, room, seams, thrift
from wxpress.writers import Asset
from wxpress.writers.pdf_agent import Page as OwnPage
from wxpress.writers.pdf_fonts import bare_fonts
from wxpress.writers.pdf_glyphs import number_by_use
from wxpress.writers.pdf_links import outermost_links
from wxpress.writers.pdf_sheets import parsed
from wxpress.writers.pdf_tables import Width
from wxpress.writers.pdf_tree import name_tree


@dataclass(frozen=True)
class Sheet:
    """一套样式：parsed once, with the fonts and counter styles that belong to it."""

    text: str
    css: Any
    fonts: Any
    counters: Any


@cache
def sheet(text: str, faces: tuple[object, ...]) -> Sheet:  # noqa: ARG001 - a sheet belongs to its faces
    """The sheet *text* for a document set in *faces*."""
    fonts, counters = FontConfiguration(), CounterStyle()
    refusing = Pictures({})

    def parse(css: str) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        return CSS(string=css, font_config=fonts, counter_style=counters, url_fetcher=refusing)

    return Sheet(text, parsed(text, counters, fonts, parse), fonts, counters)


class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """图片：serves the pictures it was given, by their address in the page, and refuses every other address."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        """Take the pictures by address."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401, ARG002 - as above
        """The picture at *url*; ValueError, which WeasyPrint logs, for any other address."""
        asset = self._assets.get(url)
        if asset is None:
            raise ValueError(f"不读取本文档以外的地址 {url}")
        return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})


def lay_out(
    page: str, style: Sheet, assets: Mapping[str, Asset], plan: composing.Plan, report: Callable[[str], None]
) -> Document:
    """The laid-out document of the HTML text *page*, its front composed by *plan*.

    *report* gets the names of WeasyPrint that have changed, if any: then the front is as it stands.
    """
    html = OwnPage(page, style.text, Pictures(assets))
    with composing.installed(plan, report):
        return html.render(
            stylesheets=[style.css],
            font_config=style.fonts,
            counter_style=style.counters,
            presentational_hints=True,  # the first number of a list is one
        )


def written(document: Document, tree: str) -> bytes:
    """The document as PDF, which names *tree*, a hash."""

    def finish(_: Document, pdf: Any) -> None:  # noqa: ANN401 - as above
        bare_fonts(pdf)
        number_by_use(pdf)
        name_tree(pdf, tree)

    return bytes(outermost_links(document).write_pdf(finisher=finish, pdf_identifier=True))


def sink(document: Document, element_id: str) -> Document:
    """The document with the last element of that id moved to the foot of its page, below the notes of the text.

    WeasyPrint has no float to the page's foot, and an absolute box there would cover the notes. Those belong to the
    text above; what closes the bulletin, the colophon, is the last thing on its page (GB/T 9704 7.4).
    """
    last = document.pages[-1]
    page_box = last._page_box  # noqa: SLF001 - pinned; there is no public way to a laid-out box
    boxes = (item for item in page_box.descendants() if item.element is not None)
    box = next((item for item in boxes if item.element.get("id") == element_id), None)
    if box is None:
        return document
    notes, foot = _notes(last), page_box.content_box_y() + page_box.height
    if notes and _calls_notes(box):
        foot = notes.position_y
    elif notes:
        notes.translate(0, -box.margin_height())
    box.translate(0, max(0, foot - (box.position_y + box.margin_height())))
    return document.copy([*document.pages[:-1], Page(page_box)])


def _calls_notes(box: Any) -> bool:  # noqa: ANN401 - WeasyPrint is not typed
    """Whether a note is called in *box*."""
    return any(getattr(each, "footnote", None) for each in box.descendants())


def outwards(document: Document, class_name: str) -> Document:
    """The document with the pictures of that class in its right-hand margins moved to the left ones on left pages.

    CSS knows no outer side; the picture is as far from the text on the one side as on the other. None of them reaches
    up beyond the text.
    """
    for number, page in enumerate(document.pages):
        page_box = page._page_box  # noqa: SLF001 - as in sink
        left, right = page_box.content_box_x(), page_box.content_box_x() + page_box.width
        for box in _marked(page_box, class_name):
            if box.position_x >= right:
                over = page_box.content_box_y() - box.position_y
                box.translate((left + right - 2 * box.position_x - box.width) * (number % 2), max(0, over))
    return document


def _marked(box: Any, class_name: str) -> Iterator[Any]:  # noqa: ANN401 - as above
    """The pictures of that class which are placed absolutely in *box*, but for those inside lines."""
    for child in getattr(box, "children", ()):
        if isinstance(child, AbsolutePlaceholder):
            if child.element is not None and child.element.get("class") == class_name:
                yield child
        elif not isinstance(child, LineBox):
            yield from _marked(child, class_name)


def widths(document: Document) -> list[Width]:
    """Each table of the document once, as it is where it is widest."""
    widest: dict[Any, Width] = {}
    for page in document.pages:
        page_box = page._page_box  # noqa: SLF001 - as in sink
        text, paper = page_box.content_box_x() + page_box.width, page_box.margin_width()
        for box in _tables(page_box):
            end = box.border_box_x() + box.border_width()
            width = Width(len(box.column_widths), end - text, end - paper)
            widest[box.element] = max(width, widest.get(box.element, width), key=lambda one: one.beyond_text)
    return list(widest.values())


def _tables(box: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for child in getattr(box, "children", ()):
        if isinstance(child, TableBox):
            yield child
        elif not isinstance(child, LineBox):
            yield from _tables(child)


def _notes(page: Page) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """The box of the notes at the foot of *page*; null where there are none."""
    children = page._page_box.children  # noqa: SLF001 - as in sink
    return next((box for box in children if isinstance(box, FootnoteAreaBox)), None)


@contextmanager
def logged_to(report: Callable[[str], None]) -> Iterator[None]:
    """Hand each different warning of WeasyPrint to *report*."""
    handler = _Reporter(report)
    LOGGER.addHandler(handler)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)


@contextmanager
def chinese(options: Mapping[str, object], report: Callable[[str], None]) -> Iterator[None]:
    """Set Chinese lines as the style's *options* ask; *report* gets the names of WeasyPrint that have changed, if any.

    ``typesetting = false`` leaves lines to WeasyPrint; ``hanging-punctuation = true`` lets stops hang (标点悬挂).
    """
    layers = (thrift, dots, embedding, figures, moving, page_numbers, room)
    with ExitStack() as stack:
        for layer in layers:
            stack.enter_context(layer.installed(report))
        if not options.get("typesetting", True):
            yield
            return
        with seams.installed(report, hanging=bool(options.get("hanging-punctuation", False))):
            yield


class _Reporter(logging.Handler):
    def __init__(self, report: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._report = report
        self._seen: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self._seen:
            self._seen.add(message)
            self._report(message)
