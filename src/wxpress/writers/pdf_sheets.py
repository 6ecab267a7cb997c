"""样式表的备存：style sheets as WeasyPrint has parsed them, kept from one run to the next.

Each run parses the sheet of its style, and of WeasyPrint's own what a page needs: a thirtieth of the work of a short
bulletin. What is kept belongs to the versions of the libraries that made it.
"""

from __future__ import annotations

import io
import logging
import marshal
import pickle
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from wxpress.kept import Kept, kept_file

Counters = MutableMapping[str, Any]


class Parsed(NamedTuple):
    """一张读好的样式表：WeasyPrint's ``CSS``, and the counter styles that it defines."""

    sheet: Any
    counters: dict[str, Any]


def parsed(text: str, counters: Counters, fonts: Any | None, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401 - not typed
    """The sheet that *parse* makes of *text* for *counters* and *fonts*, which it may add to.

    A sheet that there is something to say of is not kept, nor one that brings fonts of its own.
    """
    if (found := _of(text)) is not None:
        counters.update(found.counters)
        return found.sheet
    with _heard() as heard:
        sheet = parse(text)
    if not heard and (fonts is None or fonts._folder is None):  # noqa: SLF001 - where WeasyPrint puts fonts that a sheet brings
        _keep(text, Parsed(sheet, dict(counters)))
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
def _book() -> Kept[tuple[str, str], bytes]:
    return Kept(kept_file("sheets"))


def _key(text: str) -> tuple[str, str]:
    made_by = (sys.modules[name].__version__ for name in ("weasyprint", "tinycss2", "cssselect2"))
    return " ".join(made_by), text


def _of(text: str) -> Parsed | None:
    data = _book().get(_key(text))
    with suppress(pickle.UnpicklingError, AttributeError, ImportError):
        return Parsed(*pickle.loads(data)) if data else None  # noqa: S301 - sealed as this program wrote it
    return None


def _keep(text: str, parsed: Parsed) -> None:
    written = io.BytesIO()
    with suppress(pickle.PicklingError, AttributeError, TypeError):
        _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(tuple(parsed))
        _book().add(_key(text), written.getvalue())
        _book().save()


class _Pickler(pickle.Pickler):
    """Writes the tests that cssselect2 compiles selectors to, too."""

    def reducer_override(self, one: object) -> Any:  # noqa: ANN401 - as pickle has it
        if not isinstance(one, FunctionType) or one.__name__ != "<lambda>":
            return NotImplemented
        return _test, (marshal.dumps(one.__code__), tuple(name for name in one.__globals__ if name != "__builtins__"))


def _test(code: bytes, names: tuple[str, ...]) -> FunctionType:
    compiled: CodeType = marshal.loads(code)  # noqa: S302 - as above
    return FunctionType(compiled, _globals(names))


@cache
def _globals(names: tuple[str, ...]) -> dict[str, Any]:
    compiler = import_module("cssselect2.compiler")
    return {name: getattr(compiler, name) for name in names}
