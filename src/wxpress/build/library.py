"""入库：writes the archive of a project after its bulletins, and removes what it no longer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from wxpress.archive.holdings import File, Holding
from wxpress.build.cache import digest
from wxpress.build.dates import modified
from wxpress.build.desk import Desk
from wxpress.build.files import make_folder, replace_file
from wxpress.build.manifest import read_manifest, update_manifest
from wxpress.build.plan import PDF, Plan
from wxpress.build.records import Records
from wxpress.build.results import Result
from wxpress.document import Document

THUMBNAILS = "thumbnails"
SEVERAL = "文选库"
"""What an archive of more than one series is called."""


def shelve(plan: Plan, results: Sequence[Result], desk: Desk) -> None:
    """Write the archive of *plan*, if it has one, of all bulletins of which there is any output.

    Its files are replaced one by one, the page that leads to them last. `WriteError` where one cannot be written.
    """
    folder = plan.archive
    if folder is None or len(results) < len(plan.jobs):
        return
    from wxpress.archive.files import archive  # noqa: PLC0415 - most builds make no archive

    thumbnails: dict[str, bytes] = {}
    holdings = [holding for result in results if (holding := _holding(result, thumbnails, desk))]
    settings = plan.project.settings.archive
    files = thumbnails | archive(settings.title or _title(holdings), holdings, plan.style, settings.base_url)
    for path in sorted(files, key=lambda path: path.endswith(".html")):
        _write(folder / path, files[path])
    _remove_unwanted(folder, files)
    update_manifest(folder, (), {path: digest(data) for path, data in files.items()})


def _holding(result: Result, thumbnails: dict[str, bytes], desk: Desk) -> Holding | None:
    """What the archive shows of one source, whose thumbnail goes to *thumbnails*; null where there is no output."""
    paths = {
        target.writer.media_type: target.path
        for target in sorted(result.job.targets, key=lambda target: _PREFERENCE.get(target.writer.media_type, 9))
        if target.path and target.path.is_file()
    }
    encoded = result.encoded or (desk.records.data(result.document) if result.document else None)
    if encoded is None or not paths:
        return None
    bulletin = msgspec.msgpack.decode(encoded, type=Document).bulletin
    name = result.job.name
    picture = None
    if PDF in paths:
        picture = File(f"{THUMBNAILS}/{name}.png", "image/png", 0)
        thumbnails[picture.path] = _thumbnail(paths[PDF], result, desk.records)
    files = tuple(File(path.name, media_type, path.stat().st_size) for media_type, path in paths.items())
    return Holding(name, bulletin, files, modified(bulletin.date), picture)


def _thumbnail(pdf: Path, result: Result, records: Records) -> bytes:
    """The thumbnail of *pdf*, drawn once."""
    from wxpress.archive.thumbnail import form, thumbnail  # noqa: PLC0415 - most builds make no archive

    facts = {"pdf": result.stands.get(pdf) or digest(pdf.read_bytes()), "form": form()}
    kept = records.recall_files("thumbnail", facts)
    if kept:
        return kept[0]
    drawn = thumbnail(pdf.read_bytes())
    records.keep_files("thumbnail", facts, (drawn,))
    return drawn


_PREFERENCE: Mapping[str, int] = {"text/html": 0, "application/epub+zip": 1, PDF: 2}
"""What a reader is offered first."""


def _title(holdings: Iterable[Holding]) -> str:
    series = {holding.bulletin.series for holding in holdings}
    return next(iter(series)) or SEVERAL if len(series) == 1 else SEVERAL


def _write(path: Path, data: bytes) -> None:
    """Replace the file, unless it is what it should be already."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    make_folder(path.parent)
    replace_file(path, data)


def _remove_unwanted(folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Remove what an earlier archive left behind; only what the manifest names, and only if nobody changed it."""
    old = read_manifest(folder)
    for path, sha256 in (old.archive if old else {}).items():
        file = folder / path
        if path in wanted or not file.resolve().is_relative_to(folder.resolve()):
            continue
        with suppress(OSError):
            if digest(file.read_bytes()) == sha256:
                file.unlink()
