"""缓存：what is kept comes back whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from wxpress.build.incremental.cache import Cache, digest

KEY = digest("键".encode())


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def blob(cache: Cache) -> Path:
    (path,) = (path for path in cache.folder.rglob("*") if path.is_file())
    return path


def test_what_is_kept_comes_back(cache: Cache) -> None:
    assert cache.get(KEY) is None
    assert cache.put(KEY, b"")
    assert cache.get(KEY) == b""
    cache.put(KEY, b"new")
    assert cache.get(KEY) == b"new"


def test_content_is_kept_under_its_own_name(cache: Cache) -> None:
    assert cache.keep(b"data") == digest(b"data")
    assert cache.get(digest(b"data")) == b"data"


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data + b"x", lambda _: b"", lambda _: b"rubbish"]
)
def test_a_damaged_blob_is_as_if_it_were_not_there(cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    cache.put(KEY, b"some data")
    blob(cache).write_bytes(damage(blob(cache).read_bytes()))
    assert cache.get(KEY) is None
    assert not list(cache.folder.glob("??/*"))


def test_each_changed_byte_is_seen(cache: Cache) -> None:
    cache.put(KEY, b"some data")
    whole = blob(cache).read_bytes()
    for place in range(len(whole)):
        cache.put(KEY, b"some data")
        blob(cache).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get(KEY) is None, place


def test_a_blob_in_the_place_of_another_is_not_believed(cache: Cache) -> None:
    cache.put(KEY, b"mine")
    other = digest(b"other")
    path = cache.folder / other[:2] / other[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(blob(cache).read_bytes())
    assert cache.get(other) is None
    assert cache.get(KEY) == b"mine"


def test_a_folder_that_takes_nothing_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    assert not cache.put(KEY, b"data")
    assert cache.get(KEY) is None
    assert cache.shrink(0) == 0


def test_the_longest_unused_give_way(cache: Cache) -> None:
    keys = [cache.keep(bytes([number]) * 1000) for number in range(6)]
    for age, key in enumerate(keys):
        os.utime(cache.folder / key[:2] / key[2:], (1000 - age, 1000 - age))
    cache.get(keys[5])  # now the latest used
    assert cache.shrink(2000, largest=3500) > 3000
    assert [key for key in keys if cache.get(key)] == [keys[0], keys[1], keys[5]]


def test_records_stay_longer_than_what_they_tell_of(cache: Cache) -> None:
    record = cache.keep(b"a record")
    outputs = [cache.keep(bytes([number]) * 10_000) for number in range(4)]
    for age, key in enumerate([*outputs, record]):
        os.utime(cache.folder / key[:2] / key[2:], (1000 - age, 1000 - age))
    cache.shrink(2000, largest=25_000)
    assert [key for key in (*outputs, record) if cache.get(key)] == [*outputs[:2], record]


def test_abandoned_files_are_swept_and_others_work_is_left(cache: Cache) -> None:
    cache.put(KEY, b"data")
    for name, when in (("old.tmp", 1000.0), ("new.tmp", 9000.0)):
        path = blob(cache).parent / name if name == "old.tmp" else next(cache.folder.glob("??/old.tmp")).parent / name
        path.write_bytes(b"half")
        os.utime(path, (when, when))
    cache.shrink(9001)
    assert [path.name for path in cache.folder.glob("??/*.tmp")] == ["new.tmp"]
    assert cache.get(KEY) == b"data"


def test_what_is_older_than_a_day_goes_when_asked(cache: Cache) -> None:
    old, new = cache.keep(b"old"), cache.keep(b"new")
    os.utime(cache.folder / old[:2] / old[2:], (1000, 1000))
    assert cache.remove_older(5000) > 0
    assert (cache.get(old), cache.get(new)) == (None, b"new")


def test_many_may_write_one_key_at_once(cache: Cache) -> None:
    threads = [threading.Thread(target=cache.put, args=(KEY, bytes([number]) * 50_000)) for number in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        data = cache.get(KEY)
        assert data is None or len(set(data)) == 1
    data = cache.get(KEY)
    assert data is not None
    assert len(data) == 50_000
