"""通道：messages between the coordinator and its processes, each its length and then a pickle.

Both ends run the same program and are joined by a socket that nobody else holds, so that a pickle is safe here.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

_HEAD = struct.Struct("!Q")
_CHUNK = 1 << 18


def send(sock: socket.socket, message: object) -> None:
    """Send *message* whole; OSError where the other end is gone."""
    sock.sendall(packed(message))


def packed(message: object) -> bytes:
    """*message* as it is sent; whatever its pickling raises where it cannot be."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _HEAD.pack(len(body)) + body


def receive(sock: socket.socket) -> Any:  # noqa: ANN401 - whatever was sent
    """The next message; EOFError where the other end is gone."""
    (length,) = _HEAD.unpack(_exactly(sock, _HEAD.size))
    return pickle.loads(_exactly(sock, length))  # noqa: S301 - from this program itself


class Inbox:
    """收信：puts messages together out of what has arrived, without ever waiting for the rest."""

    def __init__(self, sock: socket.socket) -> None:
        """Read from *sock*, which is to be ready."""
        self._sock = sock
        self._held = bytearray()

    def arrived(self) -> list[Any]:
        """The messages that are whole now; EOFError where the other end is gone, OSError where nothing has arrived."""
        data = self._sock.recv(_CHUNK, socket.MSG_DONTWAIT)
        if not data:
            raise EOFError
        self._held += data
        messages = []
        while (message := self._whole()) is not None:
            messages.append(pickle.loads(message))  # noqa: S301 - as above
        return messages

    def _whole(self) -> bytes | None:
        if len(self._held) < _HEAD.size:
            return None
        end = _HEAD.size + _HEAD.unpack_from(self._held)[0]
        if len(self._held) < end:
            return None
        message = bytes(self._held[_HEAD.size : end])
        del self._held[:end]
        return message


def _exactly(sock: socket.socket, length: int) -> bytearray:
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = sock.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return data
