"""预热：loads once what all workers will need, before they are forked.

No page is laid out: Pango may start threads as it does so, and a process with threads must not be forked.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from wxpress import fontconfig, fonts
from wxpress.errors import WxpressError
from wxpress.styles import Style

PDF = "pdf"

_ALWAYS = ("wxpress.build.printing.press", "wxpress.recover", "wxpress.templates", "lxml.etree", "jinja2")
_PROVING = ("wxpress.verify.proving", "wxpress.verify.telling", "wxpress.verify.pages")
_PROVING_PAPER = ("wxpress.verify.paper", "wxpress.verify.likeness", "wxpress.verify.qpdf")
_SHARED = ("wxpress.templates", "cssselect2", "PIL.Image")
_ENGINE = ("wxpress.writers.pdf_engine", "wxpress.writers.pdf_tree")


class Warmth(NamedTuple):
    """要预热的：the writers of the build, its style, and whether outputs are proved."""

    writers: tuple[str, ...]
    style: Style
    with_verify: bool


def warm(warmth: Warmth) -> None:
    """Load the libraries of *warmth*, and resolve the fonts of its style where it makes a PDF."""
    warm_but_engine(warmth)
    if PDF in warmth.writers:
        warm_engine(warmth.style)


def warm_but_engine(warmth: Warmth) -> None:
    """Load the libraries of *warmth* but for the engine of its PDF: for who gets the pages from another process."""
    from wxpress.build.plan import load_writer  # noqa: PLC0415 - loaded here, to be shared

    proving = (*_PROVING, *(_PROVING_PAPER if PDF in warmth.writers else ())) if warmth.with_verify else ()
    for module in (*_ALWAYS, *proving):
        import_module(module)
    for name in warmth.writers:
        load_writer(name)


def warm_shared(style: Style) -> None:
    """Load what the process that sets the pages uses and the one that makes the rest, before the one forks the other.

    The fonts of *style* are resolved here for both; where some are missing, whoever sets the pages will tell.
    """
    for module in _SHARED:
        import_module(module)
    with suppress(WxpressError):
        fonts.resolve(style.settings.faces)


def warm_engine(style: Style) -> None:
    """Load the engine of the PDF for the fonts of *style*, and its writer."""
    from wxpress.writers.pdf_libraries import loaded_lightly  # noqa: PLC0415 - as above

    faces = fonts.require(style.settings.faces)
    if style.settings.print:
        fonts.drops(faces, style.settings.print.body)
    with fontconfig.only(faces), loaded_lightly():  # fontconfig's configuration is read as the engine loads
        for module in _ENGINE:
            import_module(module)
