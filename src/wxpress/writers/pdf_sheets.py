"""读好的样式表：style sheets as WeasyPrint has parsed them, kept from one run to the next.

Each run wants the sheet of its style, and of WeasyPrint's own what a page needs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from wxpress.kept_sheets import KeptSheets

Counters = MutableMapping[str, Any]


def parsed(text: str, counters: Counters, fonts: Any | None, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401 - not typed
    """The sheet that *parse* makes of *text* for *counters* and *fonts*, which it may add to.

    A sheet that there is something to say of is not kept, nor one that brings fonts of its own.
    """
    if (found := _kept().of(text)) is not None:
        sheet, defined = found
        counters.update(defined)
        return sheet
    before = dict(counters)
    with _heard() as heard:
        sheet = parse(text)
    if not heard and (fonts is None or fonts._folder is None):  # noqa: SLF001 - where WeasyPrint puts fonts that a sheet brings
        defined = {name: style for name, style in counters.items() if before.get(name) is not style}
        _kept().keep((sheet, defined), text)
    return sheet


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint says inside the block."""
    listener, logger = _Listener(logging.WARNING), logging.getLogger("weasyprint")
    listener.heard = []
    logger.addHandler(listener)
    try:
        yield listener.heard
    finally:
        logger.removeHandler(listener)


class _Listener(logging.Handler):
    heard: list[logging.LogRecord]

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@cache
def _kept() -> KeptSheets:
    return KeptSheets("sheets", ("weasyprint", "tinycss2", "cssselect2"))
