"""scripts/setup, with stand-ins for the system's tools: what it installs, and what it says when it may not."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import REPOSITORY

SETUP = REPOSITORY / "scripts" / "setup"


@dataclass(frozen=True)
class Machine:
    """A folder of stand-ins before the real tools; calls of apt-get are written down."""

    folder: Path

    def has(self, *packages: str) -> None:
        known = "|".join(packages) or "none"
        self.tool("dpkg-query", f'case "${{!#}}" in {known}) printf installed ;; *) exit 1 ;; esac')

    def user(self, number: int) -> None:
        self.tool("id", f"echo {number}")

    def tool(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{body}\n", "utf-8")
        path.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.folder}:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return subprocess.run(["bash", SETUP, *arguments], env=environment, capture_output=True, text=True, check=False)

    def apt_calls(self) -> list[str]:
        """``install PACKAGE …`` and ``update``, their options left out."""
        log = self.folder / "apt.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [" ".join(word for word in line.split() if word[0] != "-" and "=" not in word) for line in lines]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.tool("apt-get", f'echo "$*" >> {tmp_path}/apt.log')
    return made


def test_without_root_it_names_everything_that_is_missing_and_touches_nothing(machine: Machine) -> None:
    machine.has("fontconfig", "fonts-noto-cjk", "fonts-noto-cjk-extra", "libpango-1.0-0")
    machine.user(1000)
    done = machine.run("packages", "runtime")
    assert done.returncode == 3
    assert (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-lxgw-wenkai\n"
    ) in done.stderr
    assert machine.apt_calls() == []


def test_as_root_it_installs_only_what_is_missing(machine: Machine) -> None:
    machine.has("mupdf-tools", "ghostscript", "poppler-utils", "calibre", "chromium")
    machine.user(0)
    assert machine.run("packages", "validators").returncode == 0
    assert machine.apt_calls() == ["install default-jre-headless"]


def test_old_package_lists_are_renewed_when_an_installation_fails(machine: Machine) -> None:
    machine.has()
    machine.user(0)
    once = f"[[ -e {machine.folder}/updated ]] || exit 100"
    machine.tool(
        "apt-get",
        f'case " $* " in *" update "*) touch {machine.folder}/updated; echo update ;; *) echo install; {once} ;; esac '
        f">> {machine.folder}/apt.log",
    )
    assert machine.run("packages", "validators").returncode == 0
    assert machine.apt_calls() == ["install", "update", "install"]


def test_an_installation_that_fails_twice_says_so(machine: Machine) -> None:
    machine.has()
    machine.user(0)
    machine.tool("apt-get", "exit 100")
    done = machine.run("packages", "validators")
    assert done.returncode == 3
    assert "apt-get 没有装成：default-jre-headless" in done.stderr


def test_with_everything_there_apt_is_not_called(machine: Machine) -> None:
    machine.has("*")
    machine.user(1000)
    assert machine.run("packages").returncode == 0
    assert machine.apt_calls() == []


@pytest.mark.parametrize("arguments", [(), ("everything",), ("packages", "some")])
def test_a_wrong_word_shows_the_usage(machine: Machine, arguments: tuple[str, ...]) -> None:
    machine.has("*")
    done = machine.run(*arguments)
    assert done.returncode == 2
    assert "scripts/setup development" in done.stderr


def checkout_of(folder: Path) -> Path:
    """A checkout of its own that holds the program and nothing else; the program's path."""
    for name in ("scripts", "requirements"):
        (folder / name).mkdir(parents=True)
    copy = folder / "scripts" / "setup"
    copy.write_bytes(SETUP.read_bytes())
    return copy


def test_the_environment_of_another_checkout_is_not_emptied(machine: Machine, tmp_path: Path) -> None:
    machine.has("*")
    machine.tool("any-python", 'case "$*" in *"-m venv"*) rm -rf "${@: -1}"/*; exit 1 ;; esac')
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "library").touch()
    copy = checkout_of(tmp_path / "checkout")
    (tmp_path / "checkout" / ".venv").symlink_to(tmp_path / "theirs")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHON": str(tmp_path / "any-python"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", copy, "runtime"], env=environment, capture_output=True, text=True, check=False)
    assert "建立虚拟环境" in done.stdout + done.stderr
    assert (tmp_path / "theirs" / "library").exists()


def test_a_python_that_is_too_old_is_refused_by_name(machine: Machine, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    machine.tool(old.name, "exit 1")
    copy = checkout_of(tmp_path / "checkout")
    machine.has("*")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHON": str(old), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", copy, "runtime"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert f"PYTHON={old} 不是" in done.stderr
    assert not (tmp_path / "checkout" / ".venv").exists()
