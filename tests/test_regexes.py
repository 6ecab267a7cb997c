"""Expressions that were compiled before are the same as new ones, and what is damaged is compiled again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

import pytest

from wxpress import regexes
from wxpress.kept import read

PATTERNS: tuple[tuple[str | bytes, int], ...] = (
    (r"(?P<year>\d{4})年(?P<month>\d{1,2})?月", 0),
    (r"[\u3400-\u9fff\U00020000-\U0002ffff]+[，。！？]", 0),
    (r"(?i:abc)|(?:x(?=y))|(?<!甲)乙", re.VERBOSE),
    (r"(一)(?:二|(三))*\1", re.IGNORECASE | re.MULTILINE),
    (rb"\x00[^\xff]+$", re.DOTALL),
    (r"", 0),
)
TEXT = "2025年7月，ABC甲乙xy一三一\U00020bb7。"

STARTED = """
import re, sys
from wxpress import regexes
regexes.keep()
from re import _parser
calls = []
parse = _parser.parse
_parser.parse = lambda *arguments: calls.append(arguments[0]) or parse(*arguments)
assert re.compile("城(?P<n>市)").search("城市")["n"] == "市"
print(len(calls))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "regexes"


@pytest.fixture
def store(file: Path) -> regexes.Store:
    return regexes.Store(file)


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_kept_expression_is_as_a_new_one(store: regexes.Store, file: Path, pattern: str | bytes, flags: int) -> None:
    store.compiled(pattern, flags)
    store.kept.save()
    kept = regexes.Store(file)
    found, new = kept.compiled(pattern, flags), _compiler.compile(pattern, flags)
    assert kept.kept.fresh == {}
    assert found == new
    assert (found.pattern, found.flags, found.groups) == (new.pattern, new.flags, new.groups)
    assert dict(found.groupindex) == dict(new.groupindex)
    text = TEXT if isinstance(pattern, str) else TEXT.encode("utf-16-le")
    assert [match.groups() for match in found.finditer(text)] == [match.groups() for match in new.finditer(text)]


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:40] + b"\0" + data[41:], lambda _: b""])
def test_what_is_damaged_is_compiled_again(store: regexes.Store, file: Path, spoil: object) -> None:
    assert callable(spoil)
    store.compiled("城市")
    store.kept.save()
    file.write_bytes(spoil(file.read_bytes()))
    again = regexes.Store(file)
    assert again.compiled("城市").search("人民城市")
    again.kept.save()
    assert ("城市", 0) in read(file)


def test_two_runs_keep_what_both_found(store: regexes.Store, file: Path) -> None:
    other = regexes.Store(file)
    for each, pattern in ((store, "城"), (other, "市")):
        each.compiled(pattern)
        each.kept.save()
    assert set(read(file)) == {("城", 0), ("市", 0)}


def test_errors_are_those_of_re(store: regexes.Store) -> None:
    with pytest.raises(re.error, match="unterminated"):
        store.compiled("(城")


def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", STARTED],
            check=True,
            capture_output=True,
            text=True,
            env={"XDG_CACHE_HOME": str(tmp_path)},
        ).stdout.strip()
        for _ in range(2)
    ]
    assert int(runs[0]) > 0
    assert runs[1] == "0"


def test_without_a_home_nothing_is_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED], check=True, capture_output=True, text=True, env={}, cwd=tmp_path
    )
    assert int(done.stdout) > 0
    assert list(tmp_path.iterdir()) == []
