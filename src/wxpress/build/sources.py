"""来稿的查找：which files the user means."""

from __future__ import annotations

import difflib
import os
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from wxpress.config import FILE_NAME, Project
from wxpress.errors import UsageError
from wxpress.readers import source_suffixes
from wxpress.readers.decoding import UNREADABLE


def find_sources(project: Project, given: Sequence[Path] = ()) -> list[Path]:
    """The source files that *given* files and folders mean, in order, each once; none given: the project's own."""
    if not given:
        return _project_sources(project)
    found = [path for name in given for path in (_files_below(name, project) if name.is_dir() else [_existing(name)])]
    if not found:
        raise UsageError(f"{'、'.join(map(str, given))} 里没有来稿", f"来稿的后缀：{'、'.join(source_suffixes())}")
    return list(dict(zip(real_paths(found[::-1]), found[::-1], strict=True)).values())[::-1]


def shown(path: Path) -> Path:
    """*path* as a person standing here would write it: relative where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def real_paths(paths: Iterable[Path]) -> list[str]:
    """*paths* with links resolved; of a thousand files in one folder the folder is looked at once."""
    folders: dict[str, str] = {}
    return [_real(str(path), folders) for path in paths]


def _real(path: str, known: dict[str, str]) -> str:
    """The name of *path* without links; the folders that are *known* are not looked at again."""
    if os.path.islink(path):  # noqa: PTH114 - a Path for each of thousands takes longer than all this
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in known:
        known[folder] = os.path.realpath(folder)
    return os.path.join(known[folder], name)  # noqa: PTH118 - as above


def _project_sources(project: Project) -> list[Path]:
    if not project.sources.is_dir():
        known = project.file or Path(FILE_NAME)
        raise UsageError(
            f"没有来稿：{shown(project.sources)} 不是文件夹",
            f"请把来稿放进去，或写明来稿：wxpress build 来稿.md，或在 {shown(known)} 里用 sources 指定",
        )
    found = _files_below(shown(project.sources), project)
    if not found:
        suffixes = "、".join(source_suffixes())
        seen = "".join(f"；{unread(path)}" for path in overlooked(project))
        raise UsageError(f"{shown(project.sources)} 里没有来稿", f"请放入来稿（后缀 {suffixes}）{seen}")
    root = project.root.resolve()
    for path in found:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise UsageError(f"来稿 {path} 是指向项目之外的链接", "请换成文件本身，或在命令行上写明它所指的文件")
    return found


def overlooked(project: Project) -> tuple[Path, ...]:
    """Files among the project's sources that look like sources, but are not read where they are not named."""
    suffixes = {*UNREADABLE, ".pdf"}
    return tuple(_below(shown(project.sources), project, suffixes)) if project.sources.is_dir() else ()


def unread(path: Path) -> str:
    """Why *path* is among the overlooked, and the way round."""
    remedy = UNREADABLE.get(path.suffix.lower())
    return f"{path} 没有读：{remedy[1] if remedy else f'PDF 要写明文件名才读，wxpress build {path}'}"


def _files_below(folder: Path, project: Project) -> list[Path]:
    """Sources below *folder*, sorted; hidden ones and what we wrote ourselves are left out."""
    return _below(folder, project, set(source_suffixes()))


def _below(folder: Path, project: Project, suffixes: Container[str]) -> list[Path]:
    output = project.output.resolve()
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._" and (Path(place) / name).resolve() != output]
        found += [Path(place) / name for name in names if _has_suffix(Path(place) / name, suffixes)]
    return sorted(found)


def _has_suffix(path: Path, suffixes: Container[str]) -> bool:
    """Whether *path* is a file with one of *suffixes*; ``~$稿.docx`` is what Word leaves beside an open one."""
    return path.name[0] not in "._~" and path.suffix.lower() in suffixes and path.is_file()


def _existing(path: Path) -> Path:
    if path.exists():
        return path
    siblings = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, siblings, n=1)
    raise UsageError(f"没有这个文件：{path}", f"是不是想写“{path.parent / near[0]}”？" if near else "请检查路径")
