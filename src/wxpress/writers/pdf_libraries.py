"""程序库：lets WeasyPrint be loaded in a third of the time, without a change to what it does.

- As it loads, it tries the names of each system library on every system in turn, and for each that is not there Python
  starts a compiler, a linker and ldconfig: 86 processes. On Linux the names are known.
- It declares those libraries in C, which cffi parses at each start. The declarations of the release that this was
  written for lie parsed in `pdf_declarations`; those of another one are parsed as ever.
- It imports all of fontTools, which it needs for variable, bitmap and web fonts alone: it is imported for those.
- It parses its own style sheets. They are parsed for who asks for them; a page of ours gets of them what it needs
  (`pdf_agent`).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

LATE: Mapping[str, tuple[str, ...]] = {
    "fontTools": ("subset",),
    "fontTools.subset": (),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""The modules that are imported when they are used, and what WeasyPrint takes from them."""


@contextmanager
def loaded_lightly() -> Iterator[None]:
    """Load WeasyPrint so inside the block; where it is loaded already, there is nothing to do."""
    with ExitStack() as stack:
        if "weasyprint" not in sys.modules:
            for means in (_found_by_soname, _declared_beforehand, _imported_late):
                stack.enter_context(means())
            _load_unparsed()
        yield


@contextmanager
def _found_by_soname() -> Iterator[None]:
    """Find shared libraries by their file's name alone; elsewhere than on Linux as ever."""
    original = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _soname
    try:
        yield
    finally:
        ctypes.util.find_library = original


def _soname(name: str) -> str | None:
    """The file of the library *name*, where there is one of the first version of its interface."""
    file = f"lib{name}.so.0"
    try:
        ctypes.CDLL(file)
    except OSError:
        return None
    return file


class _Declarations:
    """Stands for ``cffi.FFI``: takes declarations, and is what they were parsed to before."""

    def cdef(self, source: str) -> None:
        """Be the interface to what *source* declares."""
        interface = _parsed(source)
        names = (name for name in dir(interface) if not name.startswith("_"))
        vars(self).update({name: getattr(interface, name) for name in names})


def _parsed(source: str) -> Any:  # noqa: ANN401 - cffi is not typed
    from wxpress.writers import pdf_declarations as known  # noqa: PLC0415 - only WeasyPrint needs it

    if hashlib.sha256(source.encode()).hexdigest() == known.SOURCE:
        return known.ffi
    sys.modules.pop("cffi", None)
    interface = import_module("cffi").FFI()
    interface.cdef(source)
    return interface


@contextmanager
def _declared_beforehand() -> Iterator[None]:
    """Let who asks for cffi get declarations parsed beforehand; where cffi is loaded, it is left as it is."""
    if "cffi" in sys.modules:
        yield
        return
    stand_in = ModuleType("cffi")
    stand_in.FFI = _Declarations  # type: ignore[attr-defined]  # as cffi has it
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        if sys.modules.get("cffi") is stand_in:
            del sys.modules["cffi"]


class _Late:
    """What a module will be asked for: imported when it is first used, and then put in its place everywhere."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - of fontTools
        return self._found()(*arguments, **options)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        return getattr(self._found(), name)

    def _found(self) -> Any:  # noqa: ANN401 - as above
        _put_in_place()
        return _taken(self)


def _taken(late: _Late) -> Any:  # noqa: ANN401 - as above
    module, name = vars(late)["_module"], vars(late)["_name"]
    return getattr(import_module(module), name, None) or import_module(f"{module}.{name}")


def _put_in_place() -> None:
    """Put what was awaited where it was awaited, an exception that is caught by its name too."""
    for module in [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]:
        for name, value in list(vars(module).items()):
            if type(value) is _Late:
                setattr(module, name, _taken(value))


@contextmanager
def _imported_late() -> Iterator[None]:
    """Let fontTools be imported when it is used; where it is loaded, there is nothing to save."""
    if any(name in sys.modules for name in LATE):
        yield
        return
    for name, taken in LATE.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update({each: _Late(name, each) for each in taken})
    try:
        yield
    finally:
        for name in LATE:
            del sys.modules[name]


def _load_unparsed() -> None:
    """Load WeasyPrint, its own sheets unparsed until they are asked for."""
    tinycss2 = import_module("tinycss2")
    original = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda *_, **__: []  # type: ignore[attr-defined]  # for as long as nothing else runs
    try:
        weasyprint = import_module("weasyprint")
    finally:
        tinycss2.parse_stylesheet = original  # type: ignore[attr-defined]  # as above
    _asked_for(weasyprint.HTML)


def _asked_for(page: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
    """Have the class *page* parse the sheets before it gives the first of them away."""
    for name in ("_ua_stylesheets", "_ua_counter_style", "_ph_stylesheets"):
        setattr(page, name, _after_parsing(getattr(page, name)))


def _after_parsing(original: Any) -> Any:  # noqa: ANN401 - as above
    def asked(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        _parse_all()
        return original(*arguments, **options)

    return asked


@cache
def _parse_all() -> None:
    own = import_module("weasyprint.html")
    own.UA_STYLESHEET.__init__(string=own.UA, counter_style=own.UA_COUNTER_STYLE)
    own.UA_FORM_STYLESHEET.__init__(string=own.UA_FORM, counter_style=own.UA_COUNTER_STYLE)
    own.PH_STYLESHEET.__init__(string=own.PH)
