"""Sources that are no plain files: refused at once, by name, without waiting for what never ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wxpress.config import find_project
from wxpress.errors import WxpressError
from wxpress.readers import load


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def a_huge_hole(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".docx", ".html"])
@pytest.mark.parametrize(
    ("make", "code"), [(a_pipe, 2), (a_folder, 2), (a_loop, 2), (endless, 2), (dangling, 2), (a_huge_hole, 5)]
)
def test_a_source_that_is_no_file_is_refused(
    tmp_path: Path, make: Callable[[Path], None], code: int, suffix: str
) -> None:
    make(tmp_path / f"坏{suffix}")
    with pytest.raises(WxpressError) as caught:
        load(tmp_path / f"坏{suffix}")
    assert caught.value.exit_code == code
    assert f"坏{suffix}" in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize(("text", "code"), [(b"\xff\xfe\0", 2), (b"x = " + b"[" * 5000, 2), (b"#" * 2**21, 5)])
def test_a_configuration_that_is_none_is_refused(tmp_path: Path, text: bytes, code: int) -> None:
    (tmp_path / "wxpress.toml").write_bytes(text)
    with pytest.raises(WxpressError) as caught:
        find_project(tmp_path)
    assert caught.value.exit_code == code
    assert "wxpress.toml" in caught.value.message
