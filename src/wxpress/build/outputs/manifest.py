"""清单：``manifest.json`` beside the outputs: what each was made from, its sha256, and what was proved of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from wxpress import __version__
from wxpress.build.outputs.files import replace_file
from wxpress.build.plan import MANIFEST
from wxpress.verify.certificate import Certificate, Proved

SCHEMA: Literal["wxpress-manifest/1"] = "wxpress-manifest/1"
TOOL = f"wxpress {__version__}"


class Output(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """一件成品：what wrote it in which style, its sha256 and size in bytes, and the tree that it was made of.

    *beside* holds the sha256 of each file that it shows from a folder of its own, by its path below the manifest's,
    *proofs* those of its proof. *extra* says that it was asked for on the command line, beyond the settings.
    """

    writer: str
    style: str
    sha256: str
    size: int
    tree: str
    beside: dict[str, str] = {}
    proofs: dict[str, str] = {}
    extra: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """一份来稿：its path below the project, its sha256, its outputs by file name, their certificate."""

    source: str
    sha256: str
    outputs: dict[str, Output]
    certificate: Certificate | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename={"format": "schema"}):
    """一个文件夹的清单，JSON 接口 ``wxpress-manifest/1``：*entries* by the name of their outputs.

    *archive* holds the sha256 of each file of the archive by its path.
    """

    format: Literal["wxpress-manifest/1"] = SCHEMA
    entries: dict[str, Entry] = {}
    archive: dict[str, str] = {}


class Made(NamedTuple):
    """新做的一批：the outputs of one source, by file name, and what was proved of those that were verified."""

    name: str
    source: str
    sha256: str
    outputs: dict[str, Output]
    proved: dict[str, Proved]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of *folder*; null where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def named(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Every file that *manifest* names: its path, and its sha256."""
    yield from manifest.archive.items()
    for entry in manifest.entries.values():
        for name, output in entry.outputs.items():
            yield from {name: output.sha256, **output.beside, **output.proofs}.items()


def update_manifest(
    folder: Path, made: Iterable[Made], archive: dict[str, str] | None = None, gone: Collection[str] = ()
) -> None:
    """Enter what was made into the manifest of *folder*, and strike out what is *gone* or no longer there.

    *archive* replaces what it said of the archive; null leaves that as it was.

    A manifest that cannot be read is begun anew. `WriteError` where it cannot be written; the old one then stays.
    """
    old = read_manifest(folder) or Manifest()
    entries = dict(old.entries)
    for name in gone:
        entries.pop(name, None)
    for batch in made:
        entries[batch.name] = _merged(entries.get(batch.name), batch)
    kept = {name: entry for name in sorted(entries) if (entry := _existing(entries[name], folder)).outputs}
    manifest = Manifest(entries=kept, archive=old.archive if archive is None else archive)
    data = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"
    if data != _present(folder):
        replace_file(folder / MANIFEST, data)


def _merged(old: Entry | None, made: Made) -> Entry:
    """What was made now, and what an earlier build made of the same source in other formats."""
    known = old if old is not None and old.source == made.source else None
    before = known.outputs if known else {}
    outputs = {**before, **{name: _with_proofs(output, before.get(name)) for name, output in made.outputs.items()}}
    proved = {**(known.certificate.outputs if known and known.certificate else {}), **made.proved}
    tree = next(iter(made.outputs.values())).tree
    certificate = _certificate(outputs, proved, tree)
    return Entry(source=made.source, sha256=made.sha256, outputs=outputs, certificate=certificate)


def _with_proofs(output: Output, old: Output | None) -> Output:
    """*output* with the proof that an earlier build made, where this one made none."""
    return msgspec.structs.replace(output, proofs=old.proofs) if old and not output.proofs else output


def _existing(entry: Entry, folder: Path) -> Entry:
    outputs = {name: output for name, output in entry.outputs.items() if _is_inside(name, folder)}
    old = entry.certificate
    certificate = _certificate(outputs, old.outputs, old.tree) if old else None
    return msgspec.structs.replace(entry, outputs=outputs, certificate=certificate)


def _is_inside(name: str, folder: Path) -> bool:
    """Whether *name* is a file in *folder* itself: a manifest may have been written by anybody."""
    return Path(name).name == name and (folder / name).is_file()


def _certificate(outputs: dict[str, Output], proved: dict[str, Proved], tree: str) -> Certificate | None:
    """The certificate of those *outputs* that were proved, as they are now, against *tree*."""
    held = {
        name: proved[name]
        for name, output in outputs.items()
        if output.tree == tree and name in proved and proved[name].sha256 == output.sha256
    }
    return Certificate(tool=TOOL, tree=tree, outputs=held) if held else None


def _present(folder: Path) -> bytes | None:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return None
