"""工作进程的失败：what is said of a bulletin whose worker did not come to its end."""

from __future__ import annotations

import signal

from wxpress.errors import InternalError, LimitError, WxpressError
from wxpress.limits import WorkLimits

_OTHERS = "其余来稿不受影响"


def too_long(name: str, limits: WorkLimits, stage: str = "") -> LimitError:
    """A bulletin took more time than it may."""
    return LimitError(
        f"{name}：超过时间限度 {limits.seconds:g} 秒，已停下{_at(stage)}",
        "请把来稿分成几份；若本来就要这么久，请在 wxpress.toml 的 [limits] 里放宽 seconds",
    )


def too_large(name: str, limits: WorkLimits, stage: str = "") -> LimitError:
    """A bulletin took more memory than it may."""
    return LimitError(
        f"{name}：占用的内存超过限度 {limits.memory} MiB，已停下{_at(stage)}",
        "请把来稿分成几份；若本来就要这么多，请在 wxpress.toml 的 [limits] 里放宽 memory",
    )


def ended(name: str, code: int, stage: str = "") -> WxpressError:
    """A worker ended of itself with exit *code*; below zero, by that signal."""
    if code == -signal.SIGKILL:
        return LimitError(
            f"{name}：工作进程被系统强行结束（SIGKILL）{_at(stage)}，多半是机器的内存不够",
            f"请用 -j 减少同时做的份数，或换内存大些的机器；{_OTHERS}",
        )
    return InternalError(
        f"{name}：工作进程意外结束（{_cause(code)}）{_at(stage)}",
        f"请用 -j 1 单独重做这一份；若装有插件，请先停用；仍如此的，请把来稿告诉我们。{_OTHERS}",
    )


def lost(name: str) -> WxpressError:
    """The process that all workers come from is gone, and the worker with it."""
    return InternalError(f"{name}：孵化工作进程的进程意外结束", "请再做一次，或用 -j 1 在一个进程里做")


def _at(stage: str) -> str:
    return f"（正在{stage}）" if stage else ""


def _cause(code: int) -> str:
    if code >= 0:
        return f"退出码 {code}"
    known = {item.value: item.name for item in signal.Signals}
    return f"信号 {known.get(-code, -code)}"
