"""限度：how much time and memory one bulletin may take, as ``[limits]`` of ``wxpress.toml`` says."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Seconds = Annotated[float, Meta(gt=0)]
Mebibytes = Annotated[int, Meta(ge=64)]
Count = Annotated[int, Meta(ge=1)]


class WorkLimits(msgspec.Struct, frozen=True, rename="kebab"):
    """一份来稿的限度；each field's description is its documentation."""

    seconds: Annotated[Seconds, Meta(title="大于 0 的数", description="一份来稿最多做多少秒")] = 600.0
    memory: Annotated[
        Mebibytes, Meta(title="不小于 64 的整数", description="做一份来稿最多占多少 MiB 内存（共享的不算）")
    ] = 4096
    retire_memory: Annotated[
        Mebibytes, Meta(title="不小于 64 的整数", description="工作进程做完一份后占着多少 MiB 以上就换新的")
    ] = 768
    retire_after: Annotated[Count, Meta(title="不小于 1 的整数", description="工作进程做多少份之后换新的")] = 200
