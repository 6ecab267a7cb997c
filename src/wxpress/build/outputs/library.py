"""入库：writes the archive of a project after its bulletins, where anything that it shows has changed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from wxpress.archive.bindery import Content, Kept
from wxpress.archive.holdings import File, Holding
from wxpress.build.dates import modified
from wxpress.build.desk import Desk
from wxpress.build.incremental.cache import digest
from wxpress.build.incremental.records import Facts, Record, Records
from wxpress.build.journal import Entry
from wxpress.build.outputs.binding import Binding
from wxpress.build.outputs.delivery import write
from wxpress.build.outputs.manifest import Manifest, read_manifest
from wxpress.build.plan import EPUB, PDF, PICTURED, Job, Plan
from wxpress.build.printing.ordering import recovery
from wxpress.build.printing.press import recovered_by
from wxpress.build.results import Result
from wxpress.document import Document
from wxpress.errors import WriteError
from wxpress.reads import noting
from wxpress.tree import Bulletin
from wxpress.writers.contents import outline

THUMBNAILS = "thumbnails"
SEVERAL = "文选库"
"""What an archive of more than one series is called."""

_PREFERENCE: Mapping[str, int] = {"text/html": 0, EPUB: 1, PDF: 2}
"""What a reader is offered first."""


@dataclass(frozen=True)
class Item:
    """一期：what the archive is to show of a source: its *tree*, and its outputs by media type, with their digests.

    *document* is the digest of the document, *outline* that of its bulletin where it is known, *encoded* the document
    itself where it is at hand.
    """

    job: Job
    tree: str
    document: str
    outputs: Mapping[str, tuple[Path, str]]
    outline: Bulletin | None = field(default=None, repr=False)
    encoded: bytes = field(default=b"", repr=False)

    @property
    def name(self) -> str:
        """The name of its outputs."""
        return self.job.name

    def facts(self) -> tuple[object, ...]:
        """What tells this item from others."""
        outputs = [(media, path.name, path.stat().st_size) for media, (path, _) in self.outputs.items()]
        return (self.name, self.tree, outputs, self.pictured()[2])

    def pictured(self) -> tuple[str, Path | None, str]:
        """The output whose first page the archive shows, by its media type, its path and its digest."""
        media = next((media for media in PICTURED if media in self.outputs), "")
        return (media, *self.outputs.get(media, (None, "")))


def shelve(plan: Plan, results: Sequence[Result], desk: Desk) -> dict[str, str] | None:
    """Write the archive of *plan* and tell the digest of each of its files by path; none where it is not to have one.

    Null says nothing of the archive: not all of the project was asked for, or done. It shows all bulletins of which
    there is any output; one that failed now stays as it was. The files are replaced one by one, the page that leads to
    them last. `WriteError` where one cannot be written.
    """
    folder = plan.archive
    if not plan.is_whole or len(results) < len(plan.jobs):
        return None
    if folder is None:
        return {}
    old = read_manifest(folder)
    items = [item for result in results if (item := _item(result, desk.records, old))]
    facts = _facts(plan, items, desk)
    found = desk.records.recall("archive", facts, desk.shared)
    if found and _is_put_back(folder, found[1].beside, desk):
        desk.journal.enter(Entry("archive", "", found[0], reused=True))
        return found[1].beside
    return _anew(plan, items, facts, desk)


def _facts(plan: Plan, items: Sequence[Item], desk: Desk) -> Facts:
    """What an archive is made of, besides the style."""
    settings = plan.project.settings.archive
    return {
        **desk.facts_of_us(),
        "title": str(settings.title),
        "address": settings.base_url,
        "dates": modified(None).isoformat(),
        "items": digest(msgspec.json.encode([item.facts() for item in items])),
    }


def _anew(plan: Plan, items: Sequence[Item], facts: Facts, desk: Desk) -> dict[str, str]:
    """Make the archive, write what of it is new, and keep it."""
    began = time.perf_counter()
    folder = plan.archive or Path()
    binding = Binding(desk.records, desk.facts_of_us())
    with noting() as reads:
        try:
            files = _files(plan, items, desk, binding)
            wanting = binding.wanting(folder, files, desk.memo)
        except LookupError:  # a file stands no more, nor is it kept
            files = _files(plan, items, desk, binding.anew())
            wanting = binding.wanting(folder, files, desk.memo)
    for path in _in_order(wanting):
        write(folder / path, wanting[path])
    names = {path: binding.kept(content) for path, content in files.items()}
    key = desk.records.keep("archive", Record(dict(facts), tuple(reads.items()), sha256="", size=0, beside=names))
    desk.journal.enter(Entry("archive", "", key, reused=False, ms=round((time.perf_counter() - began) * 1000, 1)))
    return names


def _files(plan: Plan, items: Sequence[Item], desk: Desk, binding: Binding) -> dict[str, Content]:
    """Every file of the archive by its path, made now or kept by the *binding*."""
    from wxpress.archive.files import bound_archive  # noqa: PLC0415 - most builds make no archive

    settings = plan.project.settings.archive
    thumbnails: dict[str, Content] = {}
    holdings = [_holding(item, thumbnails, desk, binding.records) for item in items]
    title = settings.title or _title(holdings)
    return thumbnails | bound_archive(title, holdings, plan.style, settings.base_url, binding)


def _in_order(paths: Iterable[str]) -> list[str]:
    """The page that leads to all others comes last."""
    return sorted(paths, key=lambda path: path.endswith(".html"))


def _is_put_back(folder: Path, names: Mapping[str, str], desk: Desk) -> bool:
    """Whether the files of an archive that was made before all stand, those that did not taken from the cache."""
    for path in _in_order(names):
        with suppress(OSError):
            if desk.memo.digest(folder / path) == names[path]:
                continue
        data = desk.records.data(names[path])
        if data is None:
            return False
        write(folder / path, data)
    return True


def _item(result: Result, records: Records, old: Manifest | None) -> Item | None:
    """What is to be shown of one source; null where there is no output, or none that is known."""
    outputs = dict(_outputs(result, old))
    tree = result.tree or _last_tree(result, old)
    document = result.document or records.recall_document(tree)
    outlined = result.outline if result.document else None  # of a source that failed now, the text is an older one
    return Item(result.job, tree, document, outputs, outlined, result.encoded) if outputs and document else None


def _outputs(result: Result, old: Manifest | None) -> Iterator[tuple[str, tuple[Path, str]]]:
    """The outputs that stand, by media type."""
    entry = old.entries.get(result.job.name) if old else None
    for target in sorted(result.job.targets, key=lambda target: _PREFERENCE.get(target.writer.media_type, 9)):
        path = target.path
        if path is not None and path.is_file():
            known = entry.outputs[path.name].sha256 if entry and path.name in entry.outputs else ""
            yield target.writer.media_type, (path, result.stands.get(path) or known)


def _last_tree(result: Result, old: Manifest | None) -> str:
    """The tree of the outputs that an earlier build made of a source that failed now."""
    entry = old.entries.get(result.job.name) if old else None
    return next((output.tree for output in entry.outputs.values()), "") if entry else ""


def _holding(item: Item, thumbnails: dict[str, Content], desk: Desk, records: Records) -> Holding:
    """What the archive shows of one source, whose thumbnail goes to *thumbnails*."""

    def text() -> Bulletin:
        encoded = item.encoded or desk.records.data(item.document)
        encoded = encoded or recovered_again(item.job, item.document, desk.records)
        return msgspec.msgpack.decode(encoded, type=Document).bulletin

    bulletin = item.outline or outline(text())
    picture = None
    if drawn := _thumbnail(item, records, desk.pictures):
        picture = File(f"{THUMBNAILS}/{item.name}.png", "image/png", 0)
        thumbnails[picture.path] = drawn
    paths = {media: path for media, (path, _) in item.outputs.items()}
    files = tuple(File(path.name, media, path.stat().st_size) for media, path in paths.items())
    return Holding(item.name, bulletin, files, modified(bulletin.date), picture, item.tree, text=text)


def recovered_again(job: Job, document: str, records: Records) -> bytes:
    """The *document* (msgpack) of that digest, which the cache lost, recovered once more from the source of *job*."""
    found = recovered_by(recovery(job)).document
    if digest(found) != document:
        raise WriteError(f"来稿 {job.source} 在排印时又改了，文选库没有写出", "请再排一次")
    records.cache.put(document, found)
    return found


def _thumbnail(item: Item, records: Records, drawn_now: Mapping[str, bytes]) -> Content | None:
    """The first page of *item* as a small picture, drawn once; null where no output has any."""
    from wxpress.archive import thumbnail  # noqa: PLC0415 - most builds make no archive

    media, path, sha256 = item.pictured()
    if path is None:
        return None
    name = sha256 or digest(path.read_bytes())
    facts = {"of": media, "sha256": name, "form": thumbnail.form()}
    kept = records.recall_names("thumbnail", facts)
    if kept:
        return Kept(kept[0])
    drawn = drawn_now.get(name) or thumbnail.thumbnail(media, path.read_bytes())
    if drawn:
        records.keep_files("thumbnail", facts, (drawn,))
    return drawn


def _title(holdings: Iterable[Holding]) -> str:
    series = {holding.bulletin.series for holding in holdings}
    return next(iter(series)) or SEVERAL if len(series) == 1 else SEVERAL
