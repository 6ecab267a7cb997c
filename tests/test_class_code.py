"""Classes whose code was compiled before are as new ones, and what is damaged is compiled again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wxpress import class_code
from wxpress.kept import read

STARTED = """
import builtins
calls = []
kept = builtins.compile
from wxpress import class_code
class_code.compile = lambda source, *rest, **options: calls.append(source) or kept(source, *rest, **options)
class_code.keep()
from dataclasses import FrozenInstanceError, dataclass, field
from typing import NamedTuple

class 位置(NamedTuple):
    页: "int"
    行: "int | None" = None

assert 位置(3) == (3, None) and 位置._fields == ("页", "行") and 位置(页=1, 行=2).行 == 2
assert 位置.__annotations__["行"].__forward_arg__ == "int | None" and 位置.__new__.__defaults__ == (None,)

@dataclass(frozen=True, slots=True, order=True)
class 条目:
    题: str
    页: int = 1
    行: list[int] = field(default_factory=list, compare=False)

def another():
    @dataclass(frozen=True)
    class 条目:
        题: str
        页: int = 2
    return 条目

one = 条目("城")
assert (one.页, one.行, repr(one)) == (1, [], "条目(题='城', 页=1, 行=[])"), one
assert one == 条目("城", 1, [2]) and hash(one) == hash(条目("城")) and one < 条目("市")
assert one.行 is not 条目("城").行
assert another()("城").页 == 2 and another()("城") != another()("城")
try:
    one.页 = 3
except FrozenInstanceError:
    print(len(calls))
"""


def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    runs = [_started({"XDG_CACHE_HOME": str(tmp_path)}, tmp_path) for _ in range(2)]
    assert int(runs[0]) > 0
    assert runs[1] == "0"


def test_without_a_home_nothing_is_kept(tmp_path: Path) -> None:
    assert _started({}, tmp_path) == "0"
    assert list(tmp_path.iterdir()) == []


def _started(environment: dict[str, str], folder: Path) -> str:
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=folder)
    return done.stdout.strip()


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:40] + b"\0" + data[41:], lambda _: b""])
def test_what_is_damaged_is_compiled_again(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    file = tmp_path / "code"
    store = class_code.Store(file)
    store.run("x = 1")
    store.kept.save()
    file.write_bytes(spoil(file.read_bytes()))
    again, found = class_code.Store(file), dict[str, int]()
    again.run("x = 1", None, found)
    again.kept.save()
    assert found == {"x": 1}
    assert ("x = 1", "exec") in read(file)


def test_source_is_run_as_exec_runs_it(tmp_path: Path) -> None:
    store, names, local = class_code.Store(tmp_path / "code"), {"外": 2}, dict[str, object]()
    store.run("def f(x=外):\n return x + 外", names, local)
    f = local["f"]
    assert callable(f)
    assert (f(), f(3)) == (4, 5)


def test_what_is_no_code_is_refused_each_time(tmp_path: Path) -> None:
    store = class_code.Store(tmp_path / "code")
    for _ in range(2):
        with pytest.raises(SyntaxError):
            store.compiled("int |", "<string>", "eval")
    assert store.evaluated("外 + 1", {"外": 2}) == 3
