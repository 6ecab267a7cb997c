"""付印：carries out one order: bytes to a document, a document to outputs, a PDF to its proof. Nothing is written here.

It is given all that it needs (`orders`), so it does the same in this process, in another, and on another machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, assert_never

import msgspec

from wxpress.build import plan
from wxpress.build.names import legible
from wxpress.build.printing import stages
from wxpress.build.printing.assets import Assets
from wxpress.build.printing.guard import guarded
from wxpress.build.printing.options import WatchedOptions
from wxpress.build.printing.orders import (
    PDF,
    Order,
    Outcome,
    Picture,
    Print,
    Printed,
    Printing,
    Proofed,
    Proofing,
    Recovered,
    Recovery,
)
from wxpress.build.printing.pictures import RefusedError
from wxpress.build.printing.proofs import proof_files
from wxpress.build.printing.proving import require_proof
from wxpress.build.printing.reading import recovered
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.readers.overrides import overrides_path
from wxpress.reads import Read, note, noting
from wxpress.tree import Bulletin
from wxpress.verify.certificate import Proved
from wxpress.writers import WRITERS, Asset, Context, PageStart, Writer
from wxpress.writers.beside import Beside

SPANLESS = frozenset({"pdf", "epub", "html", "markdown"})
"""Writers to whose bytes the positions in the source are all one; what they report may name a position."""

_PAGELESS = frozenset({"html", "markdown", "json"})
"""Writers that ask for no page numbers."""

_OBSERVED = frozenset({"ledger", "diagnostics", "modified", "pages"})


@dataclass(frozen=True)
class Observed(Context):
    """写出的环境，留心所读：notes which of its parts a writer looks at."""

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part is
        """The part *name*, noted."""
        value = super().__getattribute__(name)
        if name in _OBSERVED:
            note("context", name, packed(value))
        return value


def packed(value: object) -> bytes:
    """A part of a context as bytes, by which it is told from others."""
    return msgspec.msgpack.encode(value)


Apart = Callable[[Printing], Callable[[], Print]]
"""Begins the order for a PDF elsewhere; what it gives is called for what was made, once that is wanted."""


def carried_out(order: Order, apart: Apart | None = None) -> Outcome:
    """What came of *order*, its pages set *apart* where that can be; whatever goes wrong with it is in the outcome."""
    began = time.perf_counter()
    match order:
        case Recovery():
            return replace(recovered_by(order), ms=_since(began))
        case Printing():
            return printed(order, apart)
        case Proofing():
            return replace(proofed(order), ms=_since(began))
        case _:
            assert_never(order)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def recovered_by(order: Recovery) -> Recovered:
    """The document of a source."""
    number, path = order.manuscript.number, order.manuscript.path
    stages.tell("恢复结构")
    names = dict(zip(names_of(legible(str(path))), names_of(order.manuscript.portable), strict=True))
    try:
        document = recovered(path, order.data, order.overrides)
        portable = msgspec.structs.replace(document, diagnostics=called(document.diagnostics, names))
        with guarded(f"{order.manuscript.source}：恢复结构时"):
            return Recovered(number, msgspec.msgpack.encode(portable))
    except WxpressError as error:
        return Recovered(number, failure=error)


def names_of(source: str) -> tuple[str, str]:
    """How findings name a *source* and its overrides."""
    path = Path(source)
    return path.as_posix(), overrides_path(path).as_posix()


def called(findings: Iterable[Diagnostic], names: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """*findings* whose files are called by other *names*."""
    return tuple(
        msgspec.structs.replace(item, source=names.get(item.source, item.source)) if item.source else item
        for item in findings
    )


def proofed(order: Proofing) -> Proofed:
    """The proof of a PDF."""
    stages.tell("出校样")
    bulletin = msgspec.msgpack.decode(order.document, type=Document).bulletin
    try:
        files = proof_files(order.data, bulletin, order.name, order.limits)
    except WxpressError as error:
        return Proofed(order.manuscript.number, order.writer, failure=error)
    return Proofed(order.manuscript.number, order.writer, files)


def printed(order: Printing, apart: Apart | None = None) -> Printed:
    """The outputs of a document; where pages are set *apart*, what does not carry their numbers is made meanwhile."""
    document = msgspec.msgpack.decode(order.document, type=Document)
    prints: dict[str, Print] = {}
    plain: dict[str, Asset | RefusedError] = {}
    begun = time.perf_counter()
    elsewhere = {PDF: apart(_only_made(order, PDF))} if apart and PDF in order.writers else {}
    for name in sorted(order.writers, key=lambda name: bool(elsewhere) and name not in _PAGELESS):
        began = begun if name in elsewhere else time.perf_counter()
        made = replace(_print(order, document, name, plain, elsewhere.get(name)), ms=_since(began))
        order = replace(order, pages=made.pages or order.pages)
        prints[name] = made
    return Printed(order.manuscript.number, tuple(prints[name] for name in order.writers))


def _only_made(order: Printing, writer: str) -> Printing:
    """The part of *order* that is to make the output of *writer*, and to prove nothing."""
    return replace(order, writers=(writer,), with_verify=False, with_pages=False, pictured="")


def _print(
    order: Printing,
    document: Document,
    name: str,
    plain: dict[str, Asset | RefusedError],
    elsewhere: Callable[[], Print] | None = None,
) -> Print:
    """What the writer *name* made of *document*, here or *elsewhere*, everything that it read noted."""
    reports: list[Diagnostic] = []
    with noting() as reads:
        try:
            assets = Assets(document.bulletin, Pictures(order.pictures), None, partial(_tell_once, reports), plain)
            if elsewhere:
                made = _taken(elsewhere(), reports, reads)
            else:
                made = _made(order, document, plan.load_writer(name), assets)
            if not any(finding.severity == "error" for finding in reports):  # else it is not written (C4)
                made = _finished(order, document.bulletin, plan.load_writer(name), made, assets)
        except WxpressError as error:
            made = Print(name, failure=error)
        if reports or name not in SPANLESS:
            note("spans", "", packed(document.bulletin))
        if name not in WRITERS.builtin:
            note("style", "", order.style.everything())  # an outsider may look into its folder himself
    return replace(made, reports=tuple(reports), reads=reads)


def _tell_once(reports: list[Diagnostic], finding: Diagnostic) -> None:
    """Add *finding*, unless the same was told as the output was made elsewhere."""
    if finding not in reports:
        reports.append(finding)


def _taken(made: Print, reports: list[Diagnostic], reads: dict[Read, str]) -> Print:
    """*made* elsewhere, what was told and read there added to *reports* and *reads*; its failure is raised."""
    reports.extend(made.reports)
    reads.update(made.reads)
    if made.failure is not None:
        raise made.failure
    return made


def _made(order: Printing, document: Document, writer: Writer, assets: Assets) -> Print:
    options = WatchedOptions(order.options.get(writer.name, {}))
    beside = Beside(order.name)
    context = Observed(
        name=order.name,
        style=order.style,
        load_asset=assets,
        report=assets.report,
        modified=order.modified,
        ledger=document.ledger,
        diagnostics=document.diagnostics,
        options=options,
        pages=order.pages,
        **({"beside": beside} if order.has_folder else {}),
    )
    stages.tell(f"排 {writer.name}")
    data = _written(order, document.bulletin, writer, context)
    return Print(writer.name, data, beside=beside.files, unused=tuple(options.unused()))


def _finished(order: Printing, bulletin: Bulletin, writer: Writer, made: Print, assets: Assets) -> Print:
    """*made* with what is proved of it and what opens its pages."""
    data = made.data or b""
    proved: Proved | None = None
    if order.with_verify:
        stages.tell(f"核对 {writer.name}")
        proved = require_proof(data, writer, bulletin, order.style, order.name, assets.report, assets)
    pages = _pages(order, bulletin, data) if order.with_pages and writer.media_type == plan.PDF else ()
    picture = _picture(writer, data) if writer.name == order.pictured else None
    return replace(made, proved=proved, pages=pages, picture=picture)


def _picture(writer: Writer, data: bytes) -> bytes | None:
    """The first page as the archive shows it: drawn here, several are drawn at once."""
    from wxpress.archive.thumbnail import thumbnail  # noqa: PLC0415 - most builds make no archive

    return thumbnail(writer.media_type, data)


def _pages(order: Printing, bulletin: Bulletin, data: bytes) -> tuple[PageStart, ...]:
    """What opens each page of a PDF, for another output that is to carry its numbers."""
    from wxpress.verify.pages import page_map  # noqa: PLC0415 - what reads a PDF is loaded where it is wanted

    return tuple(PageStart(*opening) for opening in page_map(data, bulletin, order.style, order.name))


def _written(order: Printing, bulletin: Bulletin, writer: Writer, context: Context) -> bytes:
    plug_in = None if writer.name in WRITERS.builtin else writer.name
    own_style = None if order.style.is_builtin else order.style.name
    with guarded(f"{order.manuscript.source}：写出 {writer.name} 时", plug_in, own_style):
        data = writer.write(bulletin, context)
        if not isinstance(data, bytes):
            raise TypeError(f"应交出 bytes，却交出 {type(data).__name__}")
    return data


@dataclass(frozen=True)
class Pictures:
    """随单的图片：gives the pictures that came with an order, each noted."""

    given: Mapping[str, Picture]

    def __call__(self, name: str) -> bytes:
        """The bytes of the picture *name*; `RefusedError` where it may not or cannot be used."""
        picture = self.given[name]
        note("picture", name, picture.identity.encode())
        if picture.refused:
            raise RefusedError(*picture.refused)
        return picture.data
