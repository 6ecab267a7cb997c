"""Digests are remembered by a file's stamps, and what is gone is forgotten."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from wxpress.memo import Memo


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "来稿.md"
    file.write_bytes("城市".encode())
    assert Memo(tmp_path / "memo").digest(file) == hashlib.sha256("城市".encode()).hexdigest()


def test_files_that_are_gone_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wxpress.memo.is_settled", lambda *_: True)
    names = [tmp_path / name for name in ("甲", "乙")]
    for name in names:
        name.write_bytes(b"x")
    memo = Memo(tmp_path / "memo")
    for name in names:
        memo.digest(name)
    memo.save()
    names[0].unlink()
    os.utime(names[1], ns=(1, 1))
    again = Memo(tmp_path / "memo")
    again.digest(names[1])
    again.save()
    kept = (tmp_path / "memo").read_text("utf-8").splitlines()
    assert [line.rpartition("/")[2] for line in kept[1:]] == ["乙"]
