"""Archives changed at random: after each change the same bytes as a build from nothing, wherever that is done."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.layouts import arrival
from wxpress.cli.main import run

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
SETTINGS = 'to = [{to}]\nstyle = "ji"\nstyles = "styles"\n'
STYLE = 'title = "己"\nextends = "xuexi-wenxuan"\n'
KINDS = ("seed", "marked", "contents", "bare", "flat")
SMALL = "---\nseries: 学习文选\nissue: 2025年第{number}期\n---\n\n### 第一篇\n\n人民的城市。[【链接】](#)\n"
ELSEWHERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7", "WXPRESS_LANG": "en"}


class Archive:
    """A project that changes at random; everything follows from the *seed*. *kinds* are those of the test corpus."""

    def __init__(self, root: Path, seed: int, to: tuple[str, ...], kinds: tuple[str, ...] = ()) -> None:
        self.root, self.dice, self.made = root, random.Random(seed), 0  # noqa: S311 - nothing secret
        self.kinds = kinds
        (root / "sources" / "2025").mkdir(parents=True)
        (root / "styles" / "ji").mkdir(parents=True)
        (root / "styles" / "ji" / "style.toml").write_text(STYLE, "utf-8")
        (root / "wxpress.toml").write_text(SETTINGS.format(to=", ".join(f'"{name}"' for name in to)), "utf-8")

    @property
    def sources(self) -> list[Path]:
        return sorted(path for path in (self.root / "sources").rglob("*") if path.suffix in {".md", ".txt"})

    def add(self) -> str:
        self.made += 1
        folder = self.dice.choice(("sources", "sources/2025"))
        path = self.root / folder / f"第{self.made}期.md"
        path.write_bytes(self.bulletin())
        return f"add {path.name}"

    def bulletin(self) -> bytes:
        if self.kinds:
            return arrival(self.dice.choice(self.kinds), self.dice.randrange(1000)).data
        return SMALL.format(number=self.dice.randint(1, 99)).encode()

    def edit(self) -> str:
        path = self.dice.choice(self.sources)
        text = path.read_text("utf-8")
        places = [at for at, character in enumerate(text) if character == "的"] or [len(text)]
        at = self.dice.choice(places)
        path.write_text(text[:at] + self.dice.choice(("之", "的的", "", "\n\n")) + text[at + 1 :], "utf-8")
        return f"edit {path.name}"

    def space(self) -> str:
        path = self.dice.choice(self.sources)
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" * self.dice.randint(1, 4), "utf-8")
        return f"space {path.name}"

    def picture(self) -> str:
        path = self.dice.choice(self.sources)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n![图示](a.png)\n")
        picture = path.parent / "a.png"
        picture.unlink() if picture.exists() else picture.write_bytes(PNG)
        return f"picture in {path.name}"

    def delete(self) -> str:
        if len(self.sources) < 3:
            return self.add()
        path = self.dice.choice(self.sources)
        path.unlink()
        return f"delete {path.name}"

    def rename(self) -> str:
        self.made += 1
        path = self.dice.choice(self.sources)
        path.rename(path.with_name(f"第{self.made}期.md"))
        return f"rename {path.name}"

    def style(self) -> str:
        name = self.dice.choice(("screen.css", "print.css", "epub.css", "archive.css"))
        rule = self.dice.choice(("p { color: #111 }", "/* 说明 */", "h1 { letter-spacing: 0 }"))
        (self.root / "styles" / "ji" / name).write_text(f"{rule}\n", "utf-8")
        return f"{name}: {rule}"

    def overrides(self) -> str:
        path = self.dice.choice(self.sources)
        text = f'[masthead]\nissue = "2024年第{self.dice.randint(1, 99)}期"\n'
        beside = path.with_name(f"{path.stem}.overrides.toml")
        beside.unlink() if beside.exists() else beside.write_text(text, "utf-8")
        return f"overrides of {path.name}"

    def meddle(self) -> str:
        outputs = sorted(path for path in (self.root / "build").rglob("*") if path.is_file())
        path = self.dice.choice(outputs)
        path.unlink() if self.dice.random() < 0.5 else path.write_bytes(b"mine")
        return f"meddle with {path.name}"

    def change(self) -> str:
        """One change, told."""
        changes: list[Callable[[], str]] = [
            *(self.add, self.edit, self.edit, self.space, self.picture, self.delete),
            *(self.rename, self.style, self.overrides, self.meddle),
        ]
        return self.dice.choice(changes)()


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def from_nothing(archive: Archive, folder: Path) -> Path:
    """The sources, settings and style of *archive* in another folder, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(archive.root, folder, ignore=shutil.ignore_patterns("build", ".wxpress"))
    return folder


def compare(archive: Archive, folder: Path, trail: list[str]) -> None:
    mine, other = outputs(archive.root / "build"), outputs(folder / "build")
    different = {name for name in mine | other if mine.get(name) != other.get(name)}
    assert different == set(), trail


def test_after_each_change_the_bytes_are_those_of_a_build_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "here", 5, ("html", "json"))
    trail = [archive.add(), archive.add()]
    for _ in range(6):
        monkeypatch.chdir(archive.root)
        first = run(["build", "-q", "-j", "1"])
        monkeypatch.chdir(from_nothing(archive, tmp_path / "elsewhere"))
        assert run(["build", "-q", "-j", "1"]) == first, trail
        compare(archive, tmp_path / "elsewhere", trail)
        trail.append(archive.change())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11])
def test_the_same_in_another_place_time_zone_locale_and_hash_seed(tmp_path: Path, seed: int) -> None:
    archive = Archive(tmp_path / "here", seed, ("pdf", "epub", "html"), KINDS)
    trail = [archive.add() for _ in range(3)]
    for _ in range(5):
        first = build(archive.root)
        again = build(archive.root)
        assert build(from_nothing(archive, tmp_path / "elsewhere"), **ELSEWHERE) == first == again, trail
        compare(archive, tmp_path / "elsewhere", trail)
        trail += [archive.change() for _ in range(3)]


def build(project: Path, **environment: str) -> int:
    command = [sys.executable, "-m", "wxpress", "build", "-q"]
    return subprocess.run(command, cwd=project, env=os.environ | environment, check=False).returncode
