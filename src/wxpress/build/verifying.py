"""核对成品：finds the source that each finished output was made from, recovers it anew, and proves the output by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import msgspec

from wxpress.build.incremental.cache import digest
from wxpress.build.names import legible
from wxpress.build.outputs.manifest import Entry, Output, read_manifest
from wxpress.build.plan import make_plan
from wxpress.build.printing.assets import Assets, Shelf, picture_bytes
from wxpress.build.printing.guard import guarded
from wxpress.build.printing.reading import open_document
from wxpress.build.sources import shown
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.document import Document
from wxpress.errors import UsageError, VerifyError, WxpressError, reason
from wxpress.styles import Style, find_style
from wxpress.verify import SUFFIXES, prove
from wxpress.verify.report import Verdict
from wxpress.verify.telling import findings


@dataclass(frozen=True)
class Checked:
    """一件成品的核对：its verdict and what is to be said of it; or why it could not be verified at all."""

    output: Path
    source: Path | None = None
    verdict: Verdict | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: WxpressError | None = None

    @property
    def is_proved(self) -> bool:
        """Whether the output is proved."""
        return self.verdict is not None and self.verdict.is_proved


@dataclass(frozen=True)
class Case:
    """一件要核对的：the output, what the manifest says of it, its source and the style that it was made in."""

    output: Path
    source: Path | None
    style: str
    name: str
    known: Output | None = None


@dataclass
class Verification:
    """一次核对：*source* and *style*, where they are given, hold for every output."""

    project: Project
    source: Path | None = None
    style: str | None = None

    def of_project(self) -> Iterator[Checked]:
        """Every output that the project's sources should have, and those that the manifest lists beyond them."""
        folder = shown(self.project.output)
        if not self.project.sources.is_dir() and read_manifest(folder):
            yield from self._listed(folder, frozenset())  # no project: what was built here, file by file
            return
        jobs = make_plan(self.project).jobs
        targets = [(job, target.path) for job in jobs for target in job.targets if target.path]
        for job, path in targets:
            if path.suffix.lower() in SUFFIXES:
                yield self._checked(replace(self._case(path), source=job.source, name=job.name))
        yield from self._listed(folder, frozenset(path.name for _, path in targets))

    def of_files(self, files: Sequence[Path]) -> Iterator[Checked]:
        """Each of *files*; a folder stands for the outputs in it."""
        for path in files:
            outputs = sorted(item for item in path.iterdir() if item.suffix in SUFFIXES) if path.is_dir() else [path]
            if not outputs:
                raise UsageError(f"{path} 里没有可以核对的成品", f"能核对的：{'、'.join(SUFFIXES)}")
            yield from (self._checked(self._case(output)) for output in outputs)

    def _case(self, output: Path) -> Case:
        """*output* with what the manifest beside it says."""
        entry = self._entry(output)
        known = entry[1].outputs[output.name] if entry else None
        style = self.style or (known.style if known else self.project.settings.style)
        source = self.source or (self._source(entry[1], output.parent) if entry else None)
        return Case(output, source, style, entry[0] if entry else output.stem, known)

    def _entry(self, output: Path) -> tuple[str, Entry] | None:
        manifest = read_manifest(output.parent)
        entries = manifest.entries.items() if manifest else ()
        return next(((name, entry) for name, entry in entries if output.name in entry.outputs), None)

    def _source(self, entry: Entry, folder: Path) -> Path | None:
        """The source of *entry*: below the project, or round the folder of the outputs."""
        roots = (self.project.root, Path.cwd(), folder.parent, folder)
        return next((shown(path) for root in roots if (path := root / entry.source).is_file()), None)

    def _listed(self, folder: Path, without: frozenset[str]) -> Iterator[Checked]:
        """What the manifest of *folder* lists, *without* some: made of sources that are elsewhere, or no more."""
        manifest = read_manifest(folder)
        entries = manifest.entries.values() if manifest else ()
        paths = (folder / name for entry in entries for name in entry.outputs if name not in without)
        return (self._checked(self._case(path)) for path in paths if path.suffix in SUFFIXES and path.is_file())

    def _checked(self, case: Case) -> Checked:
        try:
            return self._proved(case)
        except VerifyError as error:
            named = VerifyError(f"{case.output}：{error.message}", error.advice)
            return Checked(case.output, case.source, failure=error if str(case.output) in error.message else named)
        except WxpressError as error:
            return Checked(case.output, case.source, failure=error)

    def _proved(self, case: Case) -> Checked:
        medium = SUFFIXES.get(case.output.suffix.lower())
        if medium is None:
            advice = f"核对的是成品（{'、'.join(SUFFIXES)}），不是来稿：写成品的文件名；什么也不写，就核对全部成品"
            raise UsageError(f"{case.output}：不会核对“{case.output.suffix}”文件", advice)
        data = _read(case.output)
        if case.source is None:
            raise UsageError(
                f"{case.output}：不知道它是哪份来稿排的，旁边没有清单，或清单里的来稿找不到了",
                "请写明来稿：wxpress verify 成品.pdf --source 来稿.md",
            )
        bulletin = self._document(case.source).bulletin
        with guarded(f"{case.output}：核对时"):
            pictures = picture_bytes(Assets(bulletin, self._shelf(case.source), None, _unsaid))
            verdict = prove(data, medium, bulletin, self._style(case.style), case.name, pictures)
        told = (*findings(verdict, legible(str(case.output))), *_edited(case, data, verdict), *self._unlisted(case))
        placed = (_placed(item, case.source) for item in told)
        return Checked(case.output, case.source, verdict, tuple(placed))

    def _unlisted(self, case: Case) -> Iterator[Diagnostic]:
        """A word where nothing says what the output was when it was made; one for all that lie together."""
        folder = case.output.parent
        if case.known is None and folder not in self._without_manifest:
            self._without_manifest.add(folder)
            yield diagnose("WX666", output=legible(str(case.output)))

    @cached_property
    def _without_manifest(self) -> set[Path]:
        return set()

    def _document(self, source: Path) -> Document:
        """The document of *source*, recovered once for its three outputs."""
        if source not in self._documents:
            self._documents.clear()
            self._documents[source] = open_document(source)
        return self._documents[source]

    @cached_property
    def _documents(self) -> dict[Path, Document]:
        return {}

    def _shelf(self, source: Path) -> Shelf:
        return Shelf(source.parent, self.project.asset_root(source))

    def _style(self, name: str) -> Style:
        return find_style(name, self.project.styles)


def verify_outputs(
    project: Project, files: Sequence[Path] = (), *, source: Path | None = None, style: str | None = None
) -> Iterator[Checked]:
    """Verify *files*, or all outputs of *project*, one after another.

    *source* and *style* say what they were made from where the manifest beside them does not. Raises a `UsageError`
    where nothing can be begun; what goes wrong with one output is in its `Checked`.
    """
    if source is not None and not source.is_file():
        raise UsageError(f"没有这份来稿：{source}", "请检查 --source 的路径")
    verification = Verification(project, source, style)
    return verification.of_files(files) if files else verification.of_project()


def proved(checked: Iterable[Checked]) -> int:
    """How many are proved."""
    return sum(item.is_proved for item in checked)


def _unsaid(_: Diagnostic) -> None:
    """Of a picture that cannot be read the build has told."""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise VerifyError(f"没有这件成品：{path}", "请先运行 wxpress build") from error
    except OSError as error:
        raise VerifyError(f"读不出 {path}：{reason(error)}", "请检查路径和权限") from error


def _edited(case: Case, data: bytes, verdict: Verdict) -> Iterator[Diagnostic]:
    """An output that is not as it was written, or shows a file that is not, though its text may be whole."""
    if case.known is None or not verdict.is_proved:
        return
    if case.known.sha256 != digest(data):
        yield diagnose("WX660", output=legible(str(case.output)))
    for name, sha256 in case.known.beside.items():
        path = case.output.parent / name
        found = digest(path.read_bytes()) if path.is_file() else None
        if found != sha256:
            yield diagnose("WX660", output=legible(str(path)) + ("" if found else "（已不在）"))


def _placed(diagnostic: Diagnostic, source: Path) -> Diagnostic:
    return msgspec.structs.replace(diagnostic, source=legible(str(source)))
