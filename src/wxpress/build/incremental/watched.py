"""所依：every file and folder that a build depends on, so that the next one sees at a glance if any was touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from wxpress.build.incremental.codes import files_of, package_folder, plug_in_files
from wxpress.build.plan import Job, Plan
from wxpress.config import FILE_NAME
from wxpress.fontfolders import font_places
from wxpress.readers.embedded import divided
from wxpress.readers.overrides import overrides_path
from wxpress.styles import Style, builtin_folder

_LIBRARIES = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype")


def inputs(plan: Plan, given: Iterable[Path]) -> Iterator[Path | str]:
    """What *plan*, for the sources *given*, depends on, as far as it is known before the work."""
    here = Path.cwd()
    yield from (folder / FILE_NAME for folder in (here, *here.parents))
    roots = list(given) or [plan.project.sources]
    yield from (path for root in roots for path in _listing(root))
    for job in plan.jobs:
        yield from (job.source, overrides_path(job.source))
    for style in plan.style.lineage:
        yield from _style(style)
    yield from (path for folder in (plan.project.styles, builtin_folder()) if folder for path in _styles(folder))
    yield from _program()


def pictures(job: Job, names: Iterable[str]) -> Iterator[Path]:
    """Where the pictures of *job* that are called *names* lie, or would."""
    for name in names:
        file, _ = divided(name) or (name, "")
        yield from (
            job.source.parent / candidate for candidate in dict.fromkeys((file, unquote(file))) if candidate.strip()
        )


def libraries() -> Iterator[Path]:
    """The shared libraries that set type, as they are loaded in this process."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").split("\n")
    except OSError:
        return
    places = {line.split(None, 5)[5] for line in lines if len(line.split(None, 5)) > 5}  # noqa: PLR2004 - a path is the sixth
    yield from (Path(place) for place in sorted(places) if Path(place).name.startswith(_LIBRARIES))


def font_folders() -> Iterator[str]:
    """Where fonts are looked for."""
    return font_places()


def _listing(root: Path) -> Iterator[Path]:
    """*root* and the folders below it, and whatever in them may become a source without any of them changing."""
    yield root
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name[0] not in "._"]
        yield from (Path(place, name) for name in folders)
        yield from (path for name in names if (path := Path(place, name)).is_symlink())


def _styles(folder: Path) -> Iterator[Path]:
    """A folder of styles, and the folders in it."""
    yield folder
    yield from (path for path in sorted(folder.glob("*")) if path.is_dir())


def _style(style: Style) -> Iterator[Path]:
    yield style.folder
    yield from (path for path in sorted(style.folder.rglob("*")) if path.is_dir() or path.is_file())


def _program() -> Iterator[str]:
    """Our own package, the outside ones, and where Python finds any."""
    own = files_of(package_folder())
    yield from own
    yield from sorted({name.rpartition("/")[0] for name in own})
    yield from plug_in_files()
    yield sys.executable
    yield from (place or "." for place in sys.path)
