"""Modules that WeasyPrint is loaded with, as a build loads them: fontconfig is read as it loads."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from wxpress import fontconfig, fonts
from wxpress.styles import find_style
from wxpress.writers.pdf_libraries import loaded_lightly


def engine_part(name: str) -> ModuleType:
    """The module of that name in the package."""
    with fontconfig.only(fonts.require(find_style().settings.faces)), loaded_lightly():
        return import_module(f"wxpress.{name}")
