"""Outside packages made on the spot: they come in as any other does, by a distribution's entry points."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wxpress.checks import CHECKS
from wxpress.readers import READERS
from wxpress.writers import WRITERS

_TABLES = {"wxpress.writers": WRITERS, "wxpress.readers": READERS, "wxpress.checks": CHECKS}


@contextmanager
def installed(
    folder: Path, patch: pytest.MonkeyPatch, name: str, code: str, group: str = "wxpress.writers"
) -> Iterator[None]:
    """A package *name* on the path whose module holds *code* and offers its ``PLUG_IN`` under that name."""
    (folder / f"plug_in_{name}.py").write_text(textwrap.dedent(code), "utf-8")
    info = folder / f"wxpress_{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: wxpress-{name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = plug_in_{name}:PLUG_IN\n", "utf-8")
    patch.syspath_prepend(str(folder))
    table = _TABLES[group]
    table.__dict__.pop("_outside", None)
    try:
        yield
    finally:
        table.__dict__.pop("_outside", None)
        sys.modules.pop(f"plug_in_{name}", None)


def writer(name: str, body: str, suffix: str | None = None) -> str:
    """The code of a writer whose function has *body*, indented by four, over ``bulletin`` and ``context``."""
    lines = textwrap.indent(textwrap.dedent(body), "    ")
    return (
        "from wxpress.diagnostics import Diagnostic, diagnose\n"
        "from wxpress.writers import Writer\n"
        f"def write(bulletin, context):\n{lines}\n"
        f"PLUG_IN = Writer({name!r}, {suffix or f'.{name}'!r}, 'text/plain', write)\n"
    )
