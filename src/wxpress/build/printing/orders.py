"""付印单：what is to be made, with all that its making needs, and what came of it.

An order holds bytes and names and no open file; nobody who carries it out looks at the disk. So it may go to another
process or another machine, and what comes back was made of what the order says. The fonts alone are the machine's
own: an outcome names the digests of those that it saw.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wxpress.build.printing.pictures import Cause
from wxpress.diagnostics import Diagnostic, count
from wxpress.errors import LimitError, WxpressError
from wxpress.proof.limits import Limits
from wxpress.reads import Read
from wxpress.styles import DEFAULT, Style
from wxpress.verify.certificate import Proved
from wxpress.writers import PageStart

PDF, PRINT_SHEET = "pdf", "print.css"
"""The writer of paper, and the sheet that it reads."""


@dataclass(frozen=True)
class Manuscript:
    """来稿的名：its *number* in the plan, its path as the user named it, and as it is named on each machine alike."""

    number: int
    source: str
    portable: str

    @property
    def path(self) -> Path:
        """The path as the user named it."""
        return Path(self.source)


@dataclass(frozen=True)
class Recovery:
    """恢复一份来稿：its bytes, and those of its overrides, null where it has none."""

    manuscript: Manuscript
    data: bytes = field(repr=False)
    overrides: bytes | None = field(default=None, repr=False)

    @property
    def weight(self) -> int:
        """About how much work it is, in bytes of text."""
        return len(self.data)


@dataclass(frozen=True)
class Picture:
    """一幅图片：what tells it from others, and its bytes, or the cause for which there are none."""

    identity: str
    data: bytes = field(default=b"", repr=False)
    refused: Cause | None = None


@dataclass(frozen=True)
class Printing:
    """排印一份来稿：its document (msgpack) in *style*, by the *writers* named, one of PDF first.

    *name* is that of the outputs; *pages* are those of a PDF that is not made now; *has_folder* says that files may
    stand beside the outputs, *with_pages* that the pages of the PDF are wanted, *with_verify* that all must be proved;
    *pictured* names the writer of whose output a picture is wanted, empty where none is.
    """

    manuscript: Manuscript
    name: str
    document: bytes = field(repr=False)
    style: Style = field(repr=False)
    writers: tuple[str, ...]
    modified: dt.datetime
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    pages: tuple[PageStart, ...] = field(default=(), repr=False)
    has_folder: bool = False
    with_pages: bool = False
    with_verify: bool = True
    pictured: str = ""

    @property
    def weight(self) -> int:
        """About how much work it is, in bytes of the document."""
        return len(self.document) * len(self.writers)


@dataclass(frozen=True)
class Proofing:
    """出校样：of the PDF *data* that *writer* made of a document; *name* is that of the outputs."""

    manuscript: Manuscript
    writer: str
    name: str
    document: bytes = field(repr=False)
    data: bytes = field(repr=False)
    limits: Limits

    @property
    def weight(self) -> int:
        """About how much work it is, in bytes of the document."""
        return len(self.document)


Order = Recovery | Printing | Proofing


@dataclass(frozen=True)
class Recovered:
    """恢复的结果：the document (msgpack, named alike on each machine), or why there is none; *ms* tells how long."""

    number: int
    document: bytes = field(default=b"", repr=False)
    failure: WxpressError | None = None
    ms: float = 0.0


@dataclass(frozen=True)
class Print:
    """印好的一件：its bytes and what was found on the way; or null, and why there are none.

    *beside* are the files that stand beside it, *proved* what was proved of it, *pages* what opens its pages, *reads*
    everything that was read to make it, with digests, *unused* the options that the writer never asked for, *picture*
    a small one of its first page, where that was wanted.
    """

    writer: str
    data: bytes | None = field(default=None, repr=False)
    reports: tuple[Diagnostic, ...] = ()
    failure: WxpressError | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    proved: Proved | None = None
    pages: tuple[PageStart, ...] = field(default=(), repr=False)
    reads: Mapping[Read, str] = field(default_factory=dict, repr=False)
    unused: tuple[str, ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    ms: float = 0.0

    @property
    def is_held_back(self) -> bool:
        """Whether an error was reported of it, so that it must not be written."""
        return count(self.reports, "error") > 0


@dataclass(frozen=True)
class Printed:
    """排印的结果：one print for each writer of the order."""

    number: int
    prints: tuple[Print, ...]


@dataclass(frozen=True)
class Proofed:
    """校样：as JSON and as HTML, or why there is none."""

    number: int
    writer: str
    files: tuple[bytes, ...] = field(default=(), repr=False)
    failure: WxpressError | None = None
    ms: float = 0.0


Outcome = Recovered | Printed | Proofed


def broken(order: Order, error: WxpressError) -> Outcome:
    """The outcome of an order that was lost with whoever carried it out."""
    number = order.manuscript.number
    match order:
        case Recovery():
            return Recovered(number, failure=error)
        case Printing(writers=writers):
            failure = _with_suspect(error, order)
            return Printed(number, tuple(Print(writer, failure=failure) for writer in writers))
        case Proofing(writer=writer):
            return Proofed(number, writer, failure=error)


def _with_suspect(error: WxpressError, order: Printing) -> WxpressError:
    """*error*; where paper passed a limit, its advice names the sheet of the user's own that may have no end."""
    own = [style for style in order.style.lineage if not style.is_builtin and PRINT_SHEET in style.file_names()]
    if not own or PDF not in order.writers or not isinstance(error, LimitError):
        return error
    sheets = "、".join(f"“{style.name}”的 {PRINT_SHEET}" for style in own)
    return LimitError(
        error.message,
        f"{error.advice}；也可能是版式{sheets} 里有一条使排版停不下来：用自带的版式（--style {DEFAULT}）再试一次，"
        "若很快排完，请逐条去掉刚改过的",
    )
