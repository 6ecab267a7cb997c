"""Never torn, never lost: builds that are killed, crowded, short of room, or lied to by clocks and caches.

Each test ends in the same way: every output is the old one or the new one, whole, and the next build gives the very
bytes of a build from nothing. A build here is a fork of this process, which has the libraries already; some are the
program itself.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wxpress.build.incremental.cache import Cache
from wxpress.build.outputs.manifest import read_manifest
from wxpress.cli.main import run

TEXT = "# 学习资料\n\n## 栏目{0}\n\n### 第{0}篇 {1}\n\n人民城市人民建，人民城市为人民（{1}）。\n\n接着说明情况。\n"
FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.utime", "os.rmdir", "os.link", "os.truncate"}
SETTINGS = 'to = ["html", "epub", "json"]\n[archive]\nwrite = false\n'
ROOT = os.geteuid() == 0


class Project:
    """A project of three bulletins, in an old and a new wording, and what a build from nothing makes of each."""

    def __init__(self, folder: Path, fresh: dict[str, dict[str, bytes]]) -> None:
        self.folder = folder / "project"
        self.fresh = fresh
        self.write("旧")

    def write(self, wording: str) -> None:
        (self.folder / "sources").mkdir(parents=True, exist_ok=True)
        (self.folder / "wxpress.toml").write_text(SETTINGS, "utf-8")
        for number in range(3):
            text = TEXT.format(number, wording) + f"第{wording}段。\n\n" * 20 * number
            (self.folder / "sources" / f"{number}.md").write_text(text, "utf-8")

    def build(self, *options: str) -> int:
        os.chdir(self.folder)
        return run(["build", "-q", *options])

    def outputs(self) -> dict[str, bytes]:
        folder = self.folder / "build"
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}

    def manifest(self) -> bytes:
        return (self.folder / "build" / "manifest.json").read_bytes()

    def killed(self, fate: Callable[[], None], *options: str) -> int:
        """The status of a build in a fork of this process, which meets its *fate*."""
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                fate()
                code = self.build(*options)
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def require_whole(self) -> None:
        """Every output is the old one or the new one."""
        for name, data in self.outputs().items() if (self.folder / "build").is_dir() else ():
            if not name.startswith(".wxpress"):
                assert data in (self.fresh["旧"][name], self.fresh["新"][name]), name
        assert not (self.folder / "build" / "manifest.json").exists() or read_manifest(self.folder / "build")

    def require_healed(self, wording: str = "新", *options: str) -> None:
        """The next build ends well, leaves nothing temporary, and gives what a build from nothing gives.

        What a killed build was about to keep stays for an hour: another one may be writing there.
        """
        assert self.build(*options) == 0
        assert self.outputs() == self.fresh[wording]
        manifest = read_manifest(self.folder / "build")
        assert manifest
        assert len(manifest.entries) == 3
        known = self.folder / ".wxpress"
        Cache(known / "cache").shrink(time.time() + 3601)
        left = [path for path in self.folder.rglob("*") if path.name.endswith(".tmp") or path.name == ".wxpress.lock"]
        assert [path for path in left if known / "state" not in path.parents] == []

    def blobs(self) -> list[Path]:
        """The entries of the cache."""
        return sorted(path for path in (self.folder / ".wxpress" / "cache").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What a build from nothing gives, by the wording."""
    outputs: dict[str, dict[str, bytes]] = {}
    before = Path.cwd()
    for wording in ("旧", "新"):
        project = Project(tmp_path_factory.mktemp(wording), {})
        project.write(wording)
        assert project.build() == 0
        outputs[wording] = project.outputs()
    os.chdir(before)
    assert outputs["旧"].keys() == outputs["新"].keys()
    assert all(outputs["旧"][name] != outputs["新"][name] for name in outputs["旧"])
    return outputs


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: dict[str, dict[str, bytes]]) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, fresh)


def at_event(number: int) -> Callable[[], None]:
    """Death at the *number*-th time that a file is opened, renamed, removed …"""
    left = [number]

    def hook(event: str, _: tuple[object, ...]) -> None:
        if event in FILE_EVENTS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(hook)


def after(seconds: float) -> Callable[[], None]:
    """Death after some time."""

    def fate() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        pid, parent = os.getpid(), os.fork()
        if parent == 0:
            time.sleep(seconds)
            os.kill(pid, signal.SIGKILL)
            os._exit(0)

    return fate


def kill_at(project: Project, fates: list[Callable[[], None]]) -> int:
    """Build the two wordings in turn, each build killed, healed now and then; how many were killed."""
    deaths = 0
    for number, fate in enumerate(fates):
        wording = "新旧"[number % 2]
        project.write(wording)
        if number % 3 == 1:  # much to be done, or little
            shutil.rmtree(project.folder / ".wxpress", ignore_errors=True)
        deaths += project.killed(fate) == -signal.SIGKILL
        project.require_whole()
        if number % 10 == 0:
            project.require_healed(wording)
    project.write("新")
    project.require_healed()
    return deaths


def events(project: Project) -> int:
    """How many times a build of the new wording touches a file."""
    heard, said = os.pipe()
    touched = [0]

    def fate() -> None:
        sys.addaudithook(lambda event, _: touched.__setitem__(0, touched[0] + (event in FILE_EVENTS)))

    project.build()
    project.write("新")
    pid = os.fork()
    if pid == 0:
        fate()
        project.build()
        os.write(said, str(touched[0]).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    os.close(said)
    with os.fdopen(heard) as file:
        return int(file.read())


def test_a_build_killed_at_some_files_tears_nothing(project: Project) -> None:
    assert kill_at(project, [at_event(number) for number in (5, 40, 90)]) == 3


def at_the_third_output() -> Callable[[], None]:
    """Death as soon as two outputs stand, before any manifest tells of them."""
    written: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.rename" and str(arguments[1]).startswith("build/") and str(arguments[1]) not in written:
            written.append(str(arguments[1]))
            if len(written) > 2:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(hook)


def test_what_a_killed_build_wrote_of_a_source_that_is_gone_goes(project: Project) -> None:
    """A file of the user's own by such a name stays, as does one of another build's that the manifest names."""
    shutil.rmtree(project.folder / "sources")
    project.write("旧")
    assert project.killed(at_the_third_output(), "-j", "1") == -signal.SIGKILL
    written = sorted(project.outputs())
    assert len([name for name in written if not name.startswith(".")]) == 2
    (project.folder / "build" / "0.epub").write_text("mine", "utf-8")
    (project.folder / "sources" / "0.md").rename(project.folder / "sources" / "9.md")
    assert project.build() == 0
    left = set(project.outputs())
    assert {name for name in left if name[0] == "0"} == {"0.epub"}
    assert {name for name in left if name.startswith(".")} == set()


def test_an_output_that_a_killed_build_renewed_goes_with_its_source(project: Project) -> None:
    project.build()
    project.write("新")
    assert project.killed(at_the_third_output(), "-j", "1") == -signal.SIGKILL
    assert project.outputs()["0.html"] == project.fresh["新"]["0.html"]
    (project.folder / "sources" / "0.md").unlink()
    assert project.build() == 0
    assert {name for name in project.outputs() if name[0] in "0."} == set()


@pytest.mark.slow
def test_a_build_killed_at_any_file_tears_nothing(project: Project) -> None:
    dice = random.Random(6)  # noqa: S311 - nothing secret
    last = events(project)
    assert last > 60
    assert kill_at(project, [at_event(dice.randrange(last)) for _ in range(30)]) > 10


@pytest.mark.slow
def test_a_build_killed_at_any_moment_tears_nothing(project: Project) -> None:
    dice = random.Random(7)  # noqa: S311 - nothing secret
    began = time.monotonic()
    project.build()
    lasts = time.monotonic() - began
    kill_at(project, [after(dice.uniform(0, lasts)) for _ in range(50)])


@pytest.mark.parametrize("noted", [b"", b'["1.html", "'])
def test_a_daybook_that_a_kill_left_without_a_line_is_cleared_away(project: Project, noted: bytes) -> None:
    assert project.build() == 0
    (project.folder / "build" / ".wxpress.daybook").write_bytes(noted)
    assert project.build() == 0
    assert not (project.folder / "build" / ".wxpress.daybook").exists()


@pytest.mark.slow
def test_the_program_with_workers_killed_at_any_moment_tears_nothing(project: Project) -> None:
    """The real program with two workers; the old bulletins stay, and no worker lives on."""
    dice = random.Random(8)  # noqa: S311 - nothing secret
    command = [sys.executable, "-m", "wxpress", "build", "-q", "-j", "2", "-t", "html,epub,json,pdf"]
    project.write("新")
    project.build("-t", "html,epub,json,pdf")
    expected = project.outputs()
    shutil.rmtree(project.folder / ".wxpress")
    project.write("旧")
    project.build("-t", "html,epub,json,pdf")
    for number in range(5):
        project.write("新旧"[number % 2])
        with subprocess.Popen(command, cwd=project.folder, stderr=subprocess.DEVNULL) as build:
            time.sleep(dice.uniform(0.3, 3))
            build.send_signal(signal.SIGKILL)
        for path in (project.folder / "build").glob("*.pdf"):
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
    project.write("新")
    assert subprocess.run(command, cwd=project.folder, check=False).returncode == 0
    assert project.outputs() == expected


@pytest.mark.slow
def test_two_builds_at_once_both_end_well(project: Project) -> None:
    project.build()
    project.write("新")
    pids = [os.fork() or os._exit(project.build()) for _ in range(2)]
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0, 0]
    project.require_healed()


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1]) if data else b"x"


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage", [truncated, *(pytest.param(each, marks=pytest.mark.slow) for each in (flipped, emptied))]
)
def test_damaged_entries_of_the_cache_are_made_anew(project: Project, damage: Callable[[bytes], bytes]) -> None:
    project.build()
    for blob in project.blobs():
        blob.write_bytes(damage(blob.read_bytes()))
    project.require_healed("旧")
    project.write("新")
    project.require_healed()


@pytest.mark.parametrize("share", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_entries_of_the_cache_that_stand_for_others_are_not_believed(project: Project, share: int) -> None:
    """Each entry holds what belongs to another, to the next one or to one half of the cache away."""
    project.build()
    project.write("新")
    project.build()
    blobs = project.blobs()
    contents = [blob.read_bytes() for blob in blobs]
    for number, blob in enumerate(blobs):
        blob.write_bytes(contents[(number + (len(blobs) // share if share else 1)) % len(blobs)])
    shutil.rmtree(project.folder / "build")
    project.require_healed()
    project.write("旧")
    project.require_healed("旧")


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0, 4102444800])
def test_clocks_do_not_matter(project: Project, moment: int) -> None:
    """Files of 1970 and of 2100: the content counts."""
    project.build()
    project.write("新")
    for path in [*project.folder.rglob("*"), *project.blobs()]:
        os.utime(path, (moment, moment))
    project.require_healed()
    project.write("旧")
    for path in (project.folder / "sources").iterdir():
        os.utime(path, (moment, moment))
    project.require_healed("旧")


def test_a_change_that_hides_is_seen(project: Project) -> None:
    """The same size and the same time as before, and another text."""
    project.build()
    before = {path: path.stat() for path in (project.folder / "sources").iterdir()}
    project.write("新")
    for path, status in before.items():
        assert path.stat().st_size == status.st_size
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    project.require_healed()


def test_an_output_that_was_changed_or_is_gone_is_made_anew(project: Project) -> None:
    project.build()
    old = (project.folder / "build" / "0.html").stat()
    (project.folder / "build" / "0.html").write_bytes(flipped(project.fresh["旧"]["0.html"]))
    os.utime(project.folder / "build" / "0.html", ns=(old.st_atime_ns, old.st_mtime_ns))
    (project.folder / "build" / "1.epub").unlink()
    project.require_healed("旧")


def file_for_cache(project: Project) -> None:
    (project.folder / ".wxpress").mkdir(exist_ok=True)
    shutil.rmtree(project.folder / ".wxpress" / "cache", ignore_errors=True)
    (project.folder / ".wxpress" / "cache").write_text("not a folder", "utf-8")


def file_for_everything(project: Project) -> None:
    shutil.rmtree(project.folder / ".wxpress", ignore_errors=True)
    (project.folder / ".wxpress").write_text("not a folder", "utf-8")


def link_to_nowhere(project: Project) -> None:
    shutil.rmtree(project.folder / ".wxpress", ignore_errors=True)
    (project.folder / ".wxpress").symlink_to("/proc/nowhere")


@pytest.mark.parametrize(
    "spoil",
    [file_for_cache, *(pytest.param(each, marks=pytest.mark.slow) for each in (file_for_everything, link_to_nowhere))],
)
def test_without_a_cache_the_build_goes_on(project: Project, spoil: Callable[[Project], None]) -> None:
    project.build()
    spoil(project)
    project.write("新")
    project.require_healed()


@pytest.fixture
def disk(project: Project) -> Iterator[Path]:
    """A small disk with the project on it."""
    if not ROOT:
        pytest.skip("only root may mount a small disk")
    place = project.folder.parent / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    shutil.copytree(project.folder, place / "project")
    project.folder = place / "project"
    yield place
    os.chdir("/")
    subprocess.run(["umount", "-l", str(place)], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def fill(disk: Path, leaving: int) -> None:
    (disk / "full").unlink(missing_ok=True)
    about = os.statvfs(disk)
    (disk / "full").write_bytes(b"x" * max(0, about.f_bavail * about.f_bsize - leaving))


@pytest.mark.slow
@pytest.mark.parametrize("leaving", [0, 20_000])
def test_a_full_disk_keeps_the_old_outputs(project: Project, disk: Path, leaving: int) -> None:
    remount(disk, "size=4m")
    assert project.build() == 0
    project.write("新")
    fill(disk, leaving)
    assert project.build() in {0, 4}
    project.require_whole()
    (disk / "full").unlink()
    project.require_healed()


@pytest.mark.slow
def test_a_read_only_disk_keeps_the_old_outputs(project: Project, disk: Path) -> None:
    remount(disk, "size=4m")
    assert project.build() == 0
    project.write("新")
    remount(disk, "ro")
    assert project.build() == 4
    project.require_whole()
    remount(disk, "rw")
    project.require_healed()


def test_a_folder_that_may_not_be_written_keeps_the_old_outputs(project: Project) -> None:
    if ROOT:
        pytest.skip("root may write everywhere; a read-only disk stands for it")
    project.build()
    project.write("新")
    (project.folder / "build").chmod(0o500)
    assert project.build() == 4
    project.require_whole()
    (project.folder / "build").chmod(0o700)
    project.require_healed()
