"""机器的身份：what must be the same on two machines for their outputs to be the same bytes, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache

from wxpress import fonts
from wxpress.build.incremental.codes import engines, outside_code, outside_readers, package_code
from wxpress.build.workers.warming import Warmth
from wxpress.errors import WxpressError
from wxpress.memo import Memo, user_memo
from wxpress.reads import noting
from wxpress.writers import WRITERS

SHORT = 12
"""Digits of a digest that a message shows."""


def identity(warmth: Warmth) -> dict[str, str]:
    """What this machine has of all that *warmth* needs: our code, the engines, plug-ins, the fonts of its style."""
    return {**engines(), **_code(warmth.writers), **_faces(warmth)}


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What is not the same, for a person; empty where all is."""
    return "；".join(_differing(wanted, found))


def _differing(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name, value in wanted.items():
        if found.get(name) != value:
            yield f"{name} 是 {_shown(found.get(name))}，应为 {_shown(value)}"


def _shown(value: str | None) -> str:
    """A version as it is, a digest by its beginning."""
    return "没有" if not value else value[:SHORT] if len(value) > 2 * SHORT else value


@cache
def _code(writers: tuple[str, ...]) -> dict[str, str]:
    memo = Memo(user_memo())
    outside = {f"写出器 {name}": outside_code(WRITERS, name, memo) for name in writers}
    found = {"wxpress 的代码": package_code(), "读入器插件": outside_readers(memo), **outside}
    memo.save()
    return found


def _faces(warmth: Warmth) -> dict[str, str]:
    with noting() as reads, suppress(WxpressError):
        fonts.resolve(warmth.style.settings.faces)
    return {"字体": next((digest for (kind, _), digest in reads.items() if kind == "faces"), "")}
