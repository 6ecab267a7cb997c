"""HarfBuzz：the seam to the library that sets text and cuts fonts, for what is done with a font before any page is.

It is the one that the layout engine loads; where it is not to be had, `version` is empty and nothing can be cut.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_FILES = {"darwin": "lib{}.0.dylib", "win32": "lib{}-0.dll"}
"""What the library's file is called, by the system; elsewhere as on Linux."""

_TABLES, _NAME_IDS, _NAME_LANGUAGES, _FEATURES = 3, 4, 5, 6
"""HarfBuzz's numbers of the sets that say what to keep, and which tables not to (hb_subset_sets_t)."""

_NO_HINTING, _RETAIN_GIDS, _DESUBROUTINIZE = 0x1, 0x2, 0x4
"""hb_subset_flags_t: the latter leaves charstrings whole, so that the next cut need not put them together."""

_READ_ONLY = 1
"""hb_memory_mode_t."""

_LAYOUT = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
"""The tables that only who sets text needs."""

_OUTLINES = ("CFF ", "head", "hhea", "hmtx", "maxp")
"""The tables that a font must have to be cut."""

_POINTER, _NUMBER = ctypes.c_void_p, ctypes.c_uint
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "hb_version_string": (ctypes.c_char_p,),
    "hb_blob_create": (_POINTER, ctypes.c_char_p, _NUMBER, ctypes.c_int, _POINTER, _POINTER),
    "hb_blob_destroy": (None, _POINTER),
    "hb_blob_get_data": (_POINTER, _POINTER, _POINTER),
    "hb_face_builder_add_table": (ctypes.c_int, _POINTER, _NUMBER, _POINTER),
    "hb_face_builder_create": (_POINTER,),
    "hb_face_create": (_POINTER, _POINTER, _NUMBER),
    "hb_face_destroy": (None, _POINTER),
    "hb_face_reference_blob": (_POINTER, _POINTER),
    "hb_face_reference_table": (_POINTER, _POINTER, _NUMBER),
    "hb_set_add": (None, _POINTER, _NUMBER),
    "hb_set_clear": (None, _POINTER),
    "hb_set_invert": (None, _POINTER),
    "hb_subset_input_create_or_fail": (_POINTER,),
    "hb_subset_input_destroy": (None, _POINTER),
    "hb_subset_input_glyph_set": (_POINTER, _POINTER),
    "hb_subset_input_unicode_set": (_POINTER, _POINTER),
    "hb_subset_input_set": (_POINTER, _POINTER, ctypes.c_int),
    "hb_subset_input_set_flags": (None, _POINTER, _NUMBER),
    "hb_subset_or_fail": (_POINTER, _POINTER, _POINTER),
}
"""What each function gives, then what it takes."""


def version() -> str:
    """The version of HarfBuzz; empty where it, or the part of it that cuts fonts, is not installed."""
    functions = _functions()
    return functions["hb_version_string"]().decode() if functions else ""


def cut(font: bytes, index: int, characters: Iterable[int], features: Iterable[str]) -> bytes | None:
    """Face *index* of *font* with the glyphs of those code points, and those that *features* put in their place.

    Null where the face cannot be cut.
    """
    functions = _functions()
    if not functions:
        return None
    with _face(functions, font, index) as face, _made(functions, "hb_subset_input") as asked:
        _add(functions, functions["hb_subset_input_unicode_set"](asked), characters)
        kept = functions["hb_subset_input_set"](asked, _FEATURES)
        functions["hb_set_clear"](kept)
        _add(functions, kept, map(_tag, features))
        for names in (_NAME_IDS, _NAME_LANGUAGES):
            everything = functions["hb_subset_input_set"](asked, names)
            functions["hb_set_clear"](everything)
            functions["hb_set_invert"](everything)
        functions["hb_subset_input_set_flags"](asked, _DESUBROUTINIZE)
        return _subset(functions, face, asked)


def outlines(face: int, glyphs: Iterable[int]) -> bytes | None:
    """The font whose hb_face_t is at *face* with *glyphs* alone, numbered anew, and nothing but their CFF outlines.

    HarfBuzz is given no other tables: it would ask the whole ``cmap`` for the characters of each glyph.
    """
    functions = _functions()
    if not functions:
        return None
    builder = functions["hb_face_builder_create"]()
    try:
        for tag in map(_tag, _OUTLINES):
            table = functions["hb_face_reference_table"](face, tag)
            functions["hb_face_builder_add_table"](builder, tag, table)
            functions["hb_blob_destroy"](table)
        return drawn(builder, glyphs)
    finally:
        functions["hb_face_destroy"](builder)


def drawn(face: int, glyphs: Iterable[int], *, keeps_numbers: bool = False) -> bytes | None:
    """The font whose hb_face_t is at *face* with *glyphs* alone, numbered anew, and little but their outlines.

    With *keeps_numbers*, blanks stand where other glyphs were.
    """
    functions = _functions()
    if not functions:
        return None
    with _made(functions, "hb_subset_input") as asked:
        _add(functions, functions["hb_subset_input_glyph_set"](asked), glyphs)
        _add(functions, functions["hb_subset_input_set"](asked, _TABLES), map(_tag, _LAYOUT))
        functions["hb_set_clear"](functions["hb_subset_input_set"](asked, _FEATURES))
        numbers = _RETAIN_GIDS if keeps_numbers else 0
        functions["hb_subset_input_set_flags"](asked, _NO_HINTING | _DESUBROUTINIZE | numbers)
        return _subset(functions, face, asked)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _add(functions: dict[str, Any], numbers: Any, more: Iterable[int]) -> None:  # noqa: ANN401 - of C
    for number in more:
        functions["hb_set_add"](numbers, number)


def _subset(functions: dict[str, Any], face: Any, asked: Any) -> bytes | None:  # noqa: ANN401 - of C
    made = functions["hb_subset_or_fail"](face, asked)
    if not made:
        return None
    blob = functions["hb_face_reference_blob"](made)
    try:
        return _bytes(functions, blob)
    finally:
        functions["hb_blob_destroy"](blob)
        functions["hb_face_destroy"](made)


@cache
def _functions() -> dict[str, Any]:
    """The functions by name; none where one of them is missing."""
    try:
        libraries = [ctypes.CDLL(_FILES.get(sys.platform, "lib{}.so.0").format(name)) for name in _LIBRARIES]
        return {name: _declared(libraries, name, signature) for name, signature in _SIGNATURES.items()}
    except (OSError, AttributeError):
        return {}


_LIBRARIES = ("harfbuzz", "harfbuzz-subset")


def _declared(libraries: list[ctypes.CDLL], name: str, signature: tuple[Any, ...]) -> Any:  # noqa: ANN401 - of C
    function = getattr(libraries[name.startswith("hb_subset")], name)
    function.restype, function.argtypes = signature[0], signature[1:]
    return function


@contextmanager
def _face(functions: dict[str, Any], font: bytes, index: int) -> Iterator[Any]:
    """The face, good as long as *font* is there."""
    blob = functions["hb_blob_create"](font, len(font), _READ_ONLY, None, None)
    face = functions["hb_face_create"](blob, index)
    functions["hb_blob_destroy"](blob)
    try:
        yield face
    finally:
        functions["hb_face_destroy"](face)


@contextmanager
def _made(functions: dict[str, Any], kind: str) -> Iterator[Any]:
    """A new object of *kind*, gone after the block."""
    create = functions.get(f"{kind}_create") or functions[f"{kind}_create_or_fail"]
    item = create()
    try:
        yield item
    finally:
        functions[f"{kind}_destroy"](item)


def _bytes(functions: dict[str, Any], blob: Any) -> bytes:  # noqa: ANN401 - of C
    length = _NUMBER()
    start = functions["hb_blob_get_data"](blob, ctypes.byref(length))
    return ctypes.string_at(start, length.value)
