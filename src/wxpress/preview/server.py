"""预览的服务：the page, the status and the finished outputs, for browsers on this machine and for nobody else."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from wxpress.errors import WriteError
from wxpress.preview.status import Board

ADDRESS = "127.0.0.1"
PATIENCE = 20.0
"""Seconds that a browser waits for news before it asks again."""

_OWN = {"/": "shell.html", "/-/shell.css": "shell.css", "/-/shell.js": "shell.js"}
_STATUS, _REMARKS = "/-/status", "/-/remarks"
_OUTPUTS = "/files/"
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"


@dataclass(frozen=True)
class Answer:
    """一个回答：a status, a media type and a body."""

    code: HTTPStatus
    media_type: str = "text/plain; charset=utf-8"
    body: bytes = b""


@dataclass(frozen=True)
class Counter:
    """柜台：answers paths; *folder* holds the outputs, which are handed out, and nothing outside of it."""

    folder: Path
    board: Board
    patience: float = PATIENCE

    def answer(self, target: str) -> Answer:
        """The answer to a request for *target*, a path with perhaps a query."""
        parts = urlsplit(target)
        if parts.path in _OWN:
            return _own(_OWN[parts.path])
        if parts.path == _STATUS:
            return self._status(_value(parts.query, "after"))
        if parts.path == _REMARKS:
            return _json(self.board.remarks(_value(parts.query, "of")))
        if parts.path.startswith(_OUTPUTS):
            return self._output(unquote(parts.path.removeprefix(_OUTPUTS)))
        return Answer(HTTPStatus.NOT_FOUND)

    def _status(self, turn: str) -> Answer:
        after = int(turn) if turn.isascii() and turn.isdigit() else -1
        return _json(self.board.after(after, self.patience))

    def _output(self, name: str) -> Answer:
        try:
            path = (self.folder / name).resolve()
            data = path.read_bytes() if path.is_relative_to(self.folder.resolve()) else None
        except (OSError, ValueError):
            data = None
        if data is None or any(part.startswith(".") for part in Path(name).parts):
            return Answer(HTTPStatus.NOT_FOUND)
        return Answer(HTTPStatus.OK, _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"), data)


def open_server(counter: Counter, port: int) -> ThreadingHTTPServer:
    """A server at *port* (0: any that is free) of this machine's own address; `WriteError` where that is taken."""

    class Desk(_Desk):
        pass

    Desk.counter = counter
    try:
        return _Hall((ADDRESS, port), Desk)
    except OSError as error:
        raise WriteError(
            f"不能在端口 {port} 上预览：{error.strerror}", "请用 --port 换一个，或写 --port 0 任取"
        ) from error


class _Hall(ThreadingHTTPServer):
    """The server; a browser that was closed before its answer came is no error and is not told of."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came


class _Desk(BaseHTTPRequestHandler):
    """One request. A page that has our address looked up under its own name is turned away (DNS rebinding)."""

    counter: Counter
    server: ThreadingHTTPServer

    def do_GET(self) -> None:
        """Answer."""
        answer = self.counter.answer(self.path) if self._is_for_us() else Answer(HTTPStatus.FORBIDDEN)
        self.send_response(answer.code)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not self.path.startswith(_OUTPUTS):
            self.send_header("Content-Security-Policy", _POLICY)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal tells of builds."""

    def _is_for_us(self) -> bool:
        port = self.server.server_port
        return self.headers.get("Host") in {f"{ADDRESS}:{port}", f"localhost:{port}"}


def _value(query: str, name: str) -> str:
    return parse_qs(query).get(name, [""])[0]


def _json(value: object) -> Answer:
    return Answer(HTTPStatus.OK, _MEDIA_TYPES[".json"], msgspec.json.encode(value))


def _own(name: str) -> Answer:
    data = (files("wxpress.preview") / "files" / name).read_bytes()
    return Answer(HTTPStatus.OK, _MEDIA_TYPES[Path(name).suffix], data)
