"""A book of what was worked out keeps what several runs put there, and is begun again when it has grown too large."""

from __future__ import annotations

from pathlib import Path

import pytest

from wxpress import kept
from wxpress.kept import Kept, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "book"


def test_what_was_saved_is_there_again(file: Path) -> None:
    book: Kept[str, list[int]] = Kept(file)
    book.add("甲", [1, 2])
    assert book.get("甲") == [1, 2]
    book.save()
    again: Kept[str, list[int]] = Kept(file)
    assert (again.get("甲"), again.get("乙")) == ([1, 2], None)


def test_nothing_new_is_not_written(file: Path) -> None:
    Kept(file).save()
    assert not file.exists()


def test_without_a_file_a_book_lasts_as_long_as_its_run() -> None:
    book: Kept[str, int] = Kept(None)
    book.add("甲", 1)
    book.save()
    assert book.get("甲") == 1


def test_a_book_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file, not a folder")
    book: Kept[str, int] = Kept(tmp_path / "deep" / "book")
    book.add("甲", 1)
    book.save()
    assert book.get("甲") == 1


def test_a_book_too_large_is_begun_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 80)
    for name in ("甲", "乙"):
        book: Kept[str, str] = Kept(file)
        book.add(name, "x" * 60)
        book.save()
    assert read(file) == {"乙": "x" * 60}


def test_one_run_with_too_much_leaves_the_book_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 80)
    for name, value in (("甲", "x" * 20), ("乙", "y" * 90)):
        book: Kept[str, str] = Kept(file)
        book.add(name, value)
        book.save()
        assert book.get(name) == value
    assert read(file) == {"甲": "x" * 20}
