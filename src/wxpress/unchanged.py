"""原样：a build that has nothing to do says so at once, before anything that takes long to import.

After a build (`wxpress.build.incremental.standing`) one small file holds the stamps of everything that it depended on,
the command line and the environment that it had, what it would say if it were run again, and its exit code. Where all
of that is the same, saying it again is all there is to do. Where anything at all is odd, the answer is null, and the
build runs.
"""

from __future__ import annotations

import os
import sys
from binascii import crc32

from wxpress.stamps import stamp

TYPE_CHECKING = False  # as type checkers know it

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD = "wxpress-unchanged/1"
COMMAND = "build"
FOLDER = ".wxpress/state/unchanged"
PROJECT = "wxpress.toml"

_MATTERING = ("WXPRESS_", "PYTHON", "FONTCONFIG", "FC_", "XDG_", "LC_", "LD_", "PANGO", "HB_")
_MATTERS = {"SOURCE_DATE_EPOCH", "PATH", "HOME", "LANG", "LANGUAGE", "VIRTUAL_ENV", "NO_COLOR", "FORCE_COLOR"}
_CLOSED_OUTPUT = 141
_LARGEST = 1 << 28
"""So many bytes of a file are compared: fonts, pictures and outputs are smaller."""


def repeated(arguments: Sequence[str]) -> int | None:
    """Say what a build with *arguments* would, and tell its exit code; null where it must be run."""
    if not arguments or arguments[0] != COMMAND or sys.stdout is None or sys.stderr is None:
        return None
    lines = _kept(state_file(arguments))
    if lines is None or lines[1] != identity(arguments):
        return None
    count = int(lines[2])
    if not all(map(_is_the_same, lines[3 : 3 + count])):
        return None
    return _said(lines[3 + count :], int(lines[0]))


def state_file(arguments: Sequence[str]) -> str:
    """Where the state of a build with *arguments* from here is kept."""
    number = crc32("\0".join((os.getcwd(), *arguments)).encode("utf-8", "surrogateescape"))  # noqa: PTH109 - as in stamps
    return f"{_root()}/{FOLDER}/{number:08x}"


def identity(arguments: Sequence[str]) -> str:
    """Everything besides files that what a build does may depend on, in one line."""
    environment = sorted(item for item in os.environ.items() if item[0] in _MATTERS or item[0].startswith(_MATTERING))
    terminal = [stream.isatty() for stream in (sys.stdout, sys.stderr) if stream is not None]
    place = os.getcwd()  # noqa: PTH109 - as in stamps
    return repr((list(arguments), place, environment, terminal, sys.version, sys.executable, sys.path))


def written(code: int, known: str, files: Iterable[str], script: Iterable[tuple[str, str]]) -> bytes:
    """A state as bytes: exit *code*, the `identity` *known*, a line for each of *files*, and what is to be said."""
    kept = list(files)
    said = [f"{stream} {text.encode('unicode_escape').decode('ascii')}" for stream, text in script]
    body = "\n".join([str(code), known, str(len(kept)), *kept, *said]).encode("utf-8", "surrogateescape")
    return f"{HEAD} {crc32(body):08x}\n".encode("ascii") + body


def file_line(path: str, *, is_settled: bool) -> str:
    """What is kept of the file or folder at *path*; of one that was touched just now its content, too."""
    found = stamp(path)
    if found is None:
        return f"-\t\t{path}"
    seen = " ".join(map(str, found))
    return f"{seen}\t{'' if is_settled else content(path)}\t{path}"


def content(path: str) -> str:
    """The digest of a file's bytes, or of a folder's names; `OSError` for what is neither, or too large to be one."""
    try:
        from _blake2 import blake2b  # noqa: PLC0415 - hashlib would load OpenSSL
    except ImportError:
        from hashlib import blake2b  # noqa: PLC0415 - as above
    if os.path.isdir(path):  # noqa: PTH112 - as in stamps
        return blake2b("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape")).hexdigest()  # noqa: PTH208 - as in stamps
    if not os.path.isfile(path):  # noqa: PTH113 - as in stamps
        raise OSError(f"{path} has no end")  # a pipe would be waited for
    with open(path, "rb") as file:  # noqa: PTH123 - as in stamps
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(f"{path} is too large")
    return blake2b(data).hexdigest()


def _kept(path: str) -> list[str] | None:
    """The lines of a state; null where there is none, or it is not whole."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as in stamps
            head, _, body = file.read().partition(b"\n")
    except OSError:
        return None
    if head != f"{HEAD} {crc32(body):08x}".encode("ascii"):
        return None
    return body.decode("utf-8", "surrogateescape").split("\n")


def _is_the_same(line: str) -> bool:
    """Whether the file or folder of *line* is as it was."""
    seen, digest, path = line.split("\t", 2)
    found = stamp(path)
    if seen != ("-" if found is None else " ".join(map(str, found))):
        return False
    try:
        return not digest or content(path) == digest
    except OSError:
        return False


def _said(script: Sequence[str], code: int) -> int:
    """Say what is to be said; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    before = sys.stdout
    try:
        for name, text in [(line[0], line[2:].encode("ascii").decode("unicode_escape")) for line in script]:
            stream = sys.stdout if name == "o" else sys.stderr
            if stream is not before:
                before.flush()
            stream.write(text)
            before = stream
        before.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_OUTPUT
    return code


def _root() -> str:
    """The folder of the project here: the nearest with a ``wxpress.toml``, or this one."""
    here = folder = os.getcwd()  # noqa: PTH109 - as in stamps
    while True:
        if os.path.isfile(f"{folder}/{PROJECT}"):  # noqa: PTH113 - as in stamps
            return folder
        above = os.path.dirname(folder)  # noqa: PTH120 - as in stamps
        if above == folder:
            return here
        folder = above
