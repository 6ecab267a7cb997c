"""The wheel: installed alone, away from the checkout, it presses a bulletin."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from wxpress import __version__

pytestmark = pytest.mark.slow


def pip(python: str | Path, *arguments: str | Path) -> None:
    subprocess.run([python, "-m", "pip", "-q", "--disable-pip-version-check", *arguments], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, repository)
    (built,) = folder.glob("wxpress-*.whl")
    return built


def test_the_wheel_carries_the_styles_and_nothing_beside_the_package(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    styles = {
        f"wxpress/_styles/{path.relative_to(repository / 'styles').as_posix()}"
        for path in (repository / "styles").rglob("*")
        if path.is_file()
    }
    assert styles
    assert styles <= names
    assert "wxpress/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"wxpress", f"wxpress-{__version__}.dist-info"}


def test_installed_alone_it_presses_the_seed(wheel: Path, repository: Path, seed: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    subprocess.run([sys.executable, "-m", "venv", room], check=True)
    pip(room / "bin" / "python", "install", "-c", repository / "requirements" / "constraints.txt", wheel)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "来稿.md").write_bytes(seed.read_bytes())
    done = subprocess.run(
        [room / "bin" / "wxpress", "build", "来稿.md"],
        cwd=desk,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (desk / "build").iterdir() if path.name[0] != "."} == {
        "来稿.pdf",
        "manifest.json",
        "来稿.epub",
        "来稿.html",
    }
    assert (desk / "build" / "来稿.pdf").read_bytes().startswith(b"%PDF-")
