"""计划：which sources become which files. What is wrong with a request is found here, before any work."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wxpress.build.dates import modified
from wxpress.build.names import folded, legible, safe_name
from wxpress.build.sources import find_sources, overlooked, real_paths, shown
from wxpress.config import Project
from wxpress.errors import UsageError
from wxpress.plugins import near_match
from wxpress.styles import Style, find_style, held
from wxpress.writers import WRITERS, Writer

STDOUT = "-"
PDF, EPUB = "application/pdf", "application/epub+zip"
PICTURED = (PDF, EPUB)
"""The kinds of output whose first page an archive shows, the one that it shows rather first."""

MANIFEST = "manifest.json"

_ARCHIVE_FILE = re.compile(r"index\.html|feed\.xml|catalog.*\.(?:xml|json)")
_SUFFIX = re.compile(r"(\.[A-Za-z0-9]+)+")


@dataclass(frozen=True)
class Target:
    """一件成品：what writes it, and where it goes; null is standard output."""

    writer: Writer
    path: Path | None


def proof_paths(target: Target) -> tuple[Path, ...]:
    """Where the proof of *target* goes, as JSON and as HTML; nowhere if it is no PDF in a file."""
    if target.path is None or target.writer.media_type != PDF:
        return ()
    return tuple(target.path.with_name(f"{target.path.stem}.proof.{suffix}") for suffix in ("json", "html"))


@dataclass(frozen=True)
class Job:
    """一份来稿要做的事：its path, the name of its outputs, the root of its pictures, and its targets."""

    source: Path
    name: str
    root: Path
    targets: tuple[Target, ...]

    @cached_property
    def portable(self) -> str:
        """The source's path below its root: the same on each machine, so that outputs are the same bytes."""
        return legible(os.path.relpath(self.source.absolute(), self.root).replace(os.sep, "/"))


@dataclass(frozen=True)
class Plan:
    """一次构建的计划：*folder* is where the outputs go, null where they go to standard output.

    *with_proof* asks for a proof beside each PDF; *with_verify* has each output proved before it is written; *manifest*
    is the folder whose manifest lists the outputs, null where they go to one file or to standard output; *archive* is
    the same folder where all of a project is built, which *is_whole* says, and so its archive too; *by_force* makes
    everything anew. *overlooked* lie among the project's sources and are not read.
    """

    project: Project
    style: Style
    folder: Path | None
    jobs: tuple[Job, ...]
    with_proof: bool = False
    with_verify: bool = True
    manifest: Path | None = None
    archive: Path | None = None
    by_force: bool = False
    is_whole: bool = False
    overlooked: tuple[Path, ...] = ()


def make_plan(  # noqa: PLR0913 - one argument for each thing that may be asked
    project: Project,
    sources: Sequence[Path] = (),
    *,
    output: str | None = None,
    to: Sequence[str] = (),
    style: str | None = None,
    with_proof: bool = False,
    with_verify: bool = True,
    by_force: bool = False,
) -> Plan:
    """The plan for *sources* (files or folders; none means the project's own).

    *output* is a folder, a file whose suffix picks the writer, or ``-``; *to* names writers; *with_proof* adds a proof
    to each PDF; *with_verify* has the outputs proved; *by_force* makes everything anew. `UsageError` where the request
    contradicts itself, two outputs would have one name, or an output would replace a source.
    """
    modified(None)  # a SOURCE_DATE_EPOCH that is no number stops the build before it begins
    found_style = held(find_style(style or project.settings.style, project.styles))
    _check_options(project)
    jobs = _jobs(project, find_sources(project, sources), output, to)
    folder = _folder_of(jobs)
    manifest = None if output and _is_single(output) else folder
    archive = manifest if not sources and project.settings.archive.write else None
    unread = () if sources else overlooked(project)
    whole = not sources
    plan = Plan(project, found_style, folder, jobs, with_proof, with_verify, manifest, archive, by_force, whole, unread)
    _check_outputs(plan)
    return plan


def _jobs(project: Project, files: list[Path], output: str | None, to: Sequence[str]) -> tuple[Job, ...]:
    if output and _is_single(output):
        return (_single_job(project, files, output, to),)
    return _folder_jobs(project, files, Path(output) if output else shown(project.output), to)


def _is_single(output: str) -> bool:
    """Whether *output* means one file and not a folder."""
    if output == STDOUT:
        return True
    is_folder = output.endswith(("/", os.sep)) or Path(output).is_dir() or Path(output).name in {"", ".", ".."}
    return not is_folder and bool(Path(output).suffix)


def _single_job(project: Project, files: list[Path], output: str, to: Sequence[str]) -> Job:
    if len(files) != 1:
        raise UsageError(f"-o {output} 只能装下一份来稿，现在有 {len(files)} 份", "请只写一份来稿，或把 -o 换成文件夹")
    if output == STDOUT:
        return Job(files[0], safe_name(files[0].stem), project.asset_root(files[0]), (Target(_only_writer(to), None),))
    path = Path(output)
    target = Target(_writer_for(path, to), path.parent / _checked_name(path.name))
    return Job(files[0], safe_name(path.stem), project.asset_root(files[0]), (target,))


def _only_writer(to: Sequence[str]) -> Writer:
    names = _split(to)
    if len(names) != 1:
        raise UsageError("写到标准输出（-o -）时须用 -t 指定一种成品", "例如：wxpress build 来稿.md -t html -o -")
    return load_writer(names[0])


def _writer_for(path: Path, to: Sequence[str]) -> Writer:
    """The one writer of *to*, or the one whose suffix *path* bears."""
    names = _split(to)
    if len(names) > 1:
        raise UsageError(f"-o {path} 是一个文件，-t 却有 {len(names)} 种成品", "请把 -o 换成文件夹，或只留一种成品")
    if not names:
        return _writer_by_suffix(path)
    named = load_writer(names[0])
    if named.suffix != path.suffix.lower() and _writers_of(path):
        raise UsageError(f"-o {path} 的后缀与 -t {names[0]} 不合", "请改其中一个")
    return named


def _writer_by_suffix(path: Path) -> Writer:
    found = _writers_of(path)
    if not found:
        known = "、".join(writer.suffix for writer in _loadable())
        raise UsageError(f"没有写出“{path.suffix}”文件的写出器", f"可用的后缀：{known}；要写到文件夹，请在末尾加 /")
    return found[0]


def _writers_of(path: Path) -> list[Writer]:
    return [writer for writer in _loadable() if writer.suffix == path.suffix.lower()]


def _loadable() -> Iterator[Writer]:
    """Every writer that can be loaded, the built-ins first; a broken outsider must not stop the others."""
    for name in WRITERS.names():
        try:
            yield load_writer(name)
        except UsageError:
            continue


def load_writer(name: str) -> Writer:
    """The writer *name*; `UsageError` where there is none or a plug-in yields something else."""
    writer = WRITERS.load(name)
    if not isinstance(writer, Writer) or not _SUFFIX.fullmatch(writer.suffix):
        raise UsageError(f"写出器“{name}”不能使用：它不是一个 Writer，或后缀不像 .html 那样", "请检查或卸载这个插件")
    return writer


def _split(to: Sequence[str]) -> list[str]:
    """The names in ``-t pdf,epub -t html``, each once."""
    return list(dict.fromkeys(name.strip() for part in to for name in part.split(",") if name.strip()))


def _folder_jobs(project: Project, files: list[Path], folder: Path, to: Sequence[str]) -> tuple[Job, ...]:
    writers = [load_writer(name) for name in _split(to) or project.settings.to]
    _check_suffixes(writers)
    _check_names(files)
    roots = {path.parent: path for path in files}  # those of one folder have one root, which takes time to find
    found = {place: project.asset_root(path) for place, path in roots.items()}
    return tuple(_job(path, found[path.parent], folder, writers) for path in files)


def _job(source: Path, root: Path, folder: Path, writers: Iterable[Writer]) -> Job:
    name = safe_name(source.stem)
    targets = tuple(Target(writer, folder / f"{name}{writer.suffix}") for writer in writers)
    return Job(source, name, root, targets)


def _check_suffixes(writers: Sequence[Writer]) -> None:
    owners: dict[str, str] = {}
    for writer in writers:
        other = owners.setdefault(writer.suffix.lower(), writer.name)
        if other != writer.name:
            raise UsageError(
                f"写出器 {other} 和 {writer.name} 的后缀都是 {writer.suffix}，会互相覆盖",
                "请分两次构建，用 -o 写到不同的文件夹",
            )


def _check_names(files: Iterable[Path]) -> None:
    owners: dict[str, Path] = {}
    for path in files:
        other = owners.setdefault(folded(safe_name(path.stem)), path)
        if other != path:
            raise UsageError(
                f"{other} 和 {path} 的成品会同名（{safe_name(path.stem)}）", "请给其中一份来稿改名，或用 -o 分开写"
            )


def _checked_name(name: str) -> str:
    if safe_name(Path(name).stem) != Path(name).stem:
        raise UsageError(f"-o 的文件名“{name}”不能使用", "文件名不能有控制字符，不能以点开头，不超过 200 字节")
    return name


def _check_outputs(plan: Plan) -> None:
    """No output may take the name of a source, of another output or of a file that is written beside it."""
    _check_targets(plan.jobs)
    asked = ((plan.with_proof, _check_proofs), (plan.manifest, _check_manifest), (plan.archive, _check_archive))
    for check in (check for is_asked, check in asked if is_asked):
        check(plan.jobs)


def _written(jobs: Iterable[Job]) -> list[tuple[Job, Path]]:
    """Each output that goes to a file, behind its job."""
    return [(job, target.path) for job in jobs for target in job.targets if target.path]


def _check_targets(jobs: Iterable[Job]) -> None:
    """No output may replace a source, even by another name of the same file."""
    jobs = tuple(jobs)
    sources = set(real_paths(job.source for job in jobs))
    paths = [path for _, path in _written(jobs)]
    for path, real in zip(paths, real_paths(paths), strict=True):
        if real in sources:
            raise UsageError(f"成品 {path} 会覆盖来稿", "请用 -o 指定别的文件夹")


def _check_proofs(jobs: Sequence[Job]) -> None:
    """A proof stands beside a PDF, and takes no other output's name."""
    proofs = [path for job in jobs for target in job.targets for path in proof_paths(target)]
    if not proofs:
        raise UsageError("--proof 要有写到文件的 PDF 才能出校样", "请加上 -t pdf，或用 -o 指定文件夹")
    owners = {folded(str(path)) for job, output in _written(jobs) for path in (job.source, output)}
    for path in proofs:
        if folded(str(path)) in owners:
            raise UsageError(f"校样 {path} 与另一件成品或来稿同名", "请给那份来稿改名，或用 -o 分开写")


def _check_manifest(jobs: Iterable[Job]) -> None:
    """No output may take the name of the manifest beside it."""
    for job, path in _written(jobs):
        if folded(path.name) == MANIFEST:
            raise UsageError(
                f"{job.source} 的成品 {path} 与清单同名",
                f"请给这份来稿改名，或用 -o 写成别的文件：{MANIFEST} 是成品文件夹的清单",
            )


def _check_archive(jobs: Iterable[Job]) -> None:
    """No output may take the name of a file of the archive."""
    for job, path in _written(jobs):
        if _ARCHIVE_FILE.fullmatch(folded(path.name)):
            raise UsageError(
                f"{job.source} 的成品 {path} 与文选库的文件同名",
                "请给这份来稿改名，或在 wxpress.toml 的 [archive] 里写 write = false",
            )


def _check_options(project: Project) -> None:
    for name in project.settings.writers:
        if name not in WRITERS.names():
            raise UsageError(f"{project.file}: [writers.{name}]：没有这个写出器", near_match(name, WRITERS.names()))


def _folder_of(jobs: Sequence[Job]) -> Path | None:
    path = jobs[0].targets[0].path
    return path.parent if path else None
