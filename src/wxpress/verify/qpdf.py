"""QPDF：the seam to pikepdf: its core, which reads a PDF, without the forty modules that write one.

They take as long to load as the reading of a short bulletin. Where pikepdf is loaded whole, its core is the same.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

_NAME = "pikepdf"


@contextmanager
def _package_alone() -> Iterator[None]:
    """Let the package's modules be imported inside the block, but not what it imports itself."""
    spec = find_spec(_NAME)
    if spec is None or _NAME in sys.modules:
        yield
        return
    sys.modules[_NAME] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[_NAME]


with _package_alone():
    _core: Any = import_module(f"{_NAME}._core")
    from pikepdf.objects import Array, Dictionary

PdfError: type[Exception] = _core.PdfError


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The PDF *data*; `PdfError` where it is none."""
    how = {"suppress_warnings": True, "attempt_recovery": True, "inherit_page_attributes": True}
    pdf = _core.Pdf._open(io.BytesIO(data), **how)  # noqa: SLF001 - as `pikepdf.open` calls it
    try:
        yield pdf
    finally:
        pdf._close()  # noqa: SLF001 - as above


__all__ = ["Array", "Dictionary", "PdfError", "opened"]
