"""开单：makes the orders for one source, from what lies on the disk now. The only one that reads it for an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wxpress.build.dates import modified
from wxpress.build.incremental.cache import digest
from wxpress.build.plan import PICTURED, Job, Plan
from wxpress.build.printing.assets import Shelf, bytes_in, picture_digest, places_of, read_picture
from wxpress.build.printing.orders import Manuscript, Picture, Printing, Recovery
from wxpress.build.printing.pictures import RefusedError
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.memo import Memo
from wxpress.readers.decoding import bytes_of
from wxpress.readers.overrides import overrides_bytes
from wxpress.tree import Bulletin
from wxpress.writers import WRITERS, PageStart


def manuscript(job: Job, number: int = 0) -> Manuscript:
    """The names of the source of *job*."""
    return Manuscript(number, str(job.source), job.portable)


def recovery(job: Job, number: int = 0) -> Recovery:
    """The order to recover the source of *job*; a `WxpressError` where it cannot be read."""
    return Recovery(manuscript(job, number), bytes_of(job.source), overrides_bytes(job.source))


def printing(
    job: Job,
    plan: Plan,
    document: Document,
    encoded: bytes,
    writers: Iterable[str],
    pages: tuple[PageStart, ...] = (),
    number: int = 0,
) -> Printing:
    """The order to print *document*, *encoded* as msgpack, by *writers*; its pictures are read now."""
    names = {target.writer.name for target in job.targets}
    return Printing(
        manuscript=manuscript(job, number),
        name=job.name,
        document=encoded,
        style=plan.style,
        writers=tuple(sorted(writers, key=lambda name: name != "pdf")),
        modified=modified(document.bulletin.date),
        pictures=pictures(document.bulletin, shelf(job)),
        options={name: plan.project.options(name) for name in names if plan.project.options(name)},
        pages=pages,
        has_folder=plan.manifest is not None,
        with_pages="epub" in names,
        with_verify=plan.with_verify,
        pictured=_pictured(job) if plan.archive else "",
    )


def _pictured(job: Job) -> str:
    """The writer of ours whose output's first page an archive shows; empty where *job* has none."""
    names = {target.writer.media_type: target.writer.name for target in job.targets}
    name = next((names[media] for media in PICTURED if media in names), "")
    return name if name in WRITERS.builtin else ""


def shelf(job: Job) -> Shelf:
    """Where the pictures of *job* are looked for."""
    return Shelf(job.source.parent, job.root)


def pictures(bulletin: Bulletin, place: Shelf) -> Mapping[str, Picture]:
    """The pictures of *bulletin* by the names that it has for them."""
    return {name: picture(name, place) for name in places_of(bulletin)}


def picture(name: str, place: Shelf) -> Picture:
    """The picture *name*, read now, or why it may not be used."""
    try:
        path, inner = place.place(name)
        if inner:
            return _embedded(path, inner)
        data = read_picture(path)
    except RefusedError as error:
        return Picture(refusal(error), refused=error.cause)
    return Picture(digest(data), data)


def picture_identity(job: Job, name: str, memo: Memo) -> str:
    """The digest of what tells the picture *name* of *job*, as it is now, from others."""
    try:
        path, inner = shelf(job).place(name)
        found = picture_digest(path, memo)
    except RefusedError as error:
        return digest(refusal(error).encode())
    return digest((inside(found, inner) if inner else found).encode())


def refusal(error: RefusedError) -> str:
    """The identity of a picture that is refused."""
    return f"refused: {error.cause.en}"


def inside(carrier: str, inner: str) -> str:
    """The identity of the picture *inner* in a file of that digest."""
    return f"{carrier}#{inner}"


def _embedded(path: Path, inner: str) -> Picture:
    try:
        data = bytes_of(path)
    except WxpressError as error:
        raise RefusedError("在文件里找不到或已损坏", "is not in its file, or damaged") from error
    identity = inside(digest(data), inner)
    try:
        return Picture(identity, bytes_in(path, inner, data))
    except RefusedError as error:
        return Picture(identity, refused=error.cause)
