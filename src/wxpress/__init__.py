"""文选 press: from the text of a Chinese study bulletin to a finished PDF, EPUB and HTML.

The public interface, imported when it is used::

    document = wxpress.recover(wxpress.load(Path("sources/x.md")))
    results = wxpress.build("sources/x.md", output="build", to=["pdf"])
    verdict = wxpress.verify("build/x.pdf", document.bulletin)
"""

from __future__ import annotations

from types import ModuleType

TYPE_CHECKING = False  # as type checkers know it; importing typing would cost more than all the rest

if TYPE_CHECKING:
    from wxpress.build import build as build
    from wxpress.readers import load as load
    from wxpress.recover import recover as recover
    from wxpress.verify import verify as verify

__all__ = ["__version__", "build", "load", "recover", "verify"]

__version__ = "0.1.0"

_ROOMS = ("build", "recover", "verify")


class Room(ModuleType):
    """A package that may be called by its own name: ``wxpress.recover`` is a room of the house and its one function.

    Importing any module of a room binds the package to that name, so a plain function there would be lost.
    """

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call the room's chief function."""
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **kwargs)


def __getattr__(name: str) -> object:
    """The public functions, their rooms imported now."""
    from importlib import import_module  # noqa: PLC0415 - `import wxpress` shall cost nothing

    if name == "load":
        return import_module("wxpress.readers").load
    if name in _ROOMS:
        return import_module(f"wxpress.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
