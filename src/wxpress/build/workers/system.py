"""系统调用：what keeps a worker to itself: it ends with its parent, and has no network.

Both are Linux's. Elsewhere a worker ends when it next reads from its parent, and only the guard inside Python holds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Literal

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

Closed = Literal["namespace", "guard"]
"""What keeps a worker from the network: a network namespace of its own, or only the guard inside Python."""

TOLD: dict[Closed, str] = {
    "namespace": "与网络隔离（独立的网络命名空间）",
    "guard": "不许联网（只在 Python 之内拦截：系统不让建立网络命名空间）",
}

_FAMILIES = {socket.AF_INET, socket.AF_INET6}
_NAMED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_WITH_SOCKET = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}

_is_offline: ContextVar[bool] = ContextVar("_is_offline", default=False)
_guarded: set[Literal["installed", "always"]] = set()


def end_with_parent(parent: int) -> None:
    """End this process at once when its parent, the process *parent*, ends in any way."""
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it was asked
        os.kill(os.getpid(), signal.SIGKILL)


def leave_network() -> Closed:
    """Cut this process and its children off the network for good; how far that could be done."""
    _install_guard()
    _guarded.add("always")
    return "namespace" if sys.platform == "linux" and _unshared() else "guard"


@contextmanager
def offline() -> Iterator[None]:
    """Refuse the network to the code of this block: the guard inside Python, for a process that is not a worker."""
    _install_guard()
    token = _is_offline.set(True)
    try:
        yield
    finally:
        _is_offline.reset(token)


def _unshared() -> bool:
    """Whether this process now has a network namespace of its own; as root at once, else through a user namespace."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "unshare"):
        return False
    if library.unshare(CLONE_NEWNET) == 0:
        return True
    user, group = os.getuid(), os.getgid()
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    with suppress(OSError):  # without a map the process is nobody by name, and still itself by right
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    return True


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel
        file.write(text)


def _install_guard() -> None:
    if "installed" not in _guarded:
        _guarded.add("installed")
        sys.addaudithook(_guard)


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse addresses of the network after `leave_network`, and inside `offline`; other sockets are let be."""
    if not event.startswith("socket.") or not ("always" in _guarded or _is_offline.get()):
        return
    sock = arguments[0] if event in _WITH_SOCKET else None
    if event in _NAMED or (isinstance(sock, socket.socket) and sock.family in _FAMILIES):
        raise PermissionError("做来稿时不许联网")
