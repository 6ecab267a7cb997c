"""誊本：the words of a file that is no plain text, line by line, and the account of what stays out of the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import UsageError
from wxpress.ledger import Entry
from wxpress.readers.atoms import Atom, Marks, NoteMaker, nested, words_of
from wxpress.readers.characters import Cleaned
from wxpress.readers.draft import Draft, Piece
from wxpress.source import Source, Span
from wxpress.tree import Image, Inline, LineBreak, Link, Text

_LINE_ENDS = re.compile(r"[\r\n]+")
ADDRESS_MARKS = "<>"
"""Addresses stand in the transcript as RFC 3986, appendix C, sets them off in plain text."""


class Transcript:
    """誊本：takes down words as a reader meets them. White space at the head of a line stays, for its indent."""

    def __init__(self, path: Path) -> None:
        """An empty transcript of the file at *path*."""
        self.path = path
        self.markup: list[str] = []
        self._lines: list[str] = [""]
        self._written: list[str] = []
        self._entries: list[Entry] = []
        self._findings: list[Diagnostic] = []
        self._cleaned = Cleaned(Source(path, ""))
        self._dropping = 0

    @property
    def number(self) -> int:
        """The line that is being written, from 1."""
        return len(self._lines)

    @property
    def text(self) -> str:
        """All lines so far."""
        self._settle()
        return "\n".join(self._lines)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The account so far, that of the characters first."""
        return (*self._cleaned.entries, *self._entries)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found so far."""
        return (*self._cleaned.findings, *self._findings)

    @property
    def ends_blank(self) -> bool:
        """Whether the line that is being written is empty, or ends in a space."""
        last = self._written[-1] if self._written else self._lines[-1]
        return not last or last.endswith(" ")

    def line(self, number: int) -> str:
        """The line of that *number*."""
        self._settle()
        return self._lines[number - 1]

    def _settle(self) -> None:
        """Put what was written into the line; piece by piece a long line would take the square of its length."""
        if self._written:
            self._lines[-1] += "".join(self._written)
            self._written.clear()

    def open_line(self) -> None:
        """Begin a new line, unless the current one is still empty."""
        self._settle()
        if self._lines[-1].strip():
            self._lines.append("")
        else:
            self._lines[-1] = ""

    def put_before(self, number: int, words: str) -> None:
        """Put *words* at the head of a line that has been written."""
        self._settle()
        self._lines[number - 1] = words + self._lines[number - 1].lstrip()

    def put_number(self, number: int, words: str) -> None:
        """Put the number of a list's item before its first line; it is markup, as the list itself counts."""
        self.put_before(number, words)
        self.markup.append(words)

    @property
    def is_dropping(self) -> bool:
        """Whether what is taken down stays out of the tree."""
        return self._dropping > 0

    def words(self, words: str, marks: Marks = Marks()) -> list[Atom]:  # noqa: B008 - frozen
        """Take *words* down; nothing comes of what is being dropped."""
        flat = _LINE_ENDS.sub(" ", words)
        if flat:
            self._written.append(flat)
        cleaned = "" if self._dropping else self._cleaned.line(self.number, flat)
        return [Atom(self._at(cleaned), self.number, marks)] if cleaned else []

    def _at(self, words: str) -> Text:
        return Text(words, span=Span(self.number, self.number))

    def line_break(self, marks: Marks = Marks()) -> list[Atom]:  # noqa: B008 - frozen
        """A forced line break; what follows stands on a line of its own."""
        atoms = [Atom(LineBreak(), self.number, marks)]
        self.open_line()
        return [] if self._dropping else atoms

    def picture(self, source: str, alt: str, marks: Marks = Marks()) -> list[Atom]:  # noqa: B008 - frozen
        """A picture: its words, and its address."""
        words = words_of(self.words(alt)).strip()
        self._addressed(self.number, source)
        image = Image(source, words, span=Span(self.number, self.number))
        return [] if self._dropping else [Atom(image, self.number, marks)]

    def inlines(self, atoms: list[Atom], note: NoteMaker) -> tuple[Inline, ...]:
        """The atoms as inlines, addresses of links at the ends of their lines; *note* makes the notes that they call.

        A note's words stand below the line that calls it.
        """
        made = nested(atoms, note)
        number = atoms[0].line if atoms else self.number
        for inline in made:
            if isinstance(inline, Link) and inline.target:
                self._addressed(inline.span.last if inline.span else number, inline.target)
        return made

    def _addressed(self, number: int, target: str) -> None:
        self._settle()
        self._lines[number - 1] += f" {ADDRESS_MARKS[0]}{_LINE_ENDS.sub(' ', target)}{ADDRESS_MARKS[1]}"
        if not self._dropping:
            self.markup.append(ADDRESS_MARKS)

    @contextmanager
    def dropping(self, reason: str, evidence: str | None = None, confidence: float | None = None) -> Iterator[None]:
        """What is taken down inside stays out of the tree, by one entry of the account."""
        self._settle()
        line, column = len(self._lines), len(self._lines[-1])
        self._dropping += 1
        try:
            yield
        finally:
            self._dropping -= 1
            self._account_for(line, column, reason, evidence, confidence)

    def draft(self, source: Source, pieces: Iterable[Piece]) -> Draft:
        """The draft of *source*, whose words this is, with the *pieces* that were read on the way."""
        return Draft(
            source=msgspec.structs.replace(source, text=self.text),
            pieces=tuple(pieces),
            entries=self.entries,
            findings=self.findings,
            markup="".join(self.markup),
        )

    def _account_for(self, line: int, column: int, reason: str, evidence: str | None, confidence: float | None) -> None:
        self._settle()
        inside = [self._lines[line - 1][column:], *self._lines[line:]]
        before = "\n".join(inside).strip()
        if before and not self._dropping:
            last = len(self._lines) - (not self._lines[-1].strip())
            span = Span(line, max(line, last))
            self._entries.append(
                Entry(
                    by="reading",
                    kind="drop",
                    span=span,
                    before=before,
                    after="",
                    reason=reason,
                    evidence=evidence,
                    confidence=confidence,
                )
            )

    def account(self, entry: Entry) -> None:
        """Take an entry into the account."""
        self._entries.append(entry)

    def report(self, code: str, **values: str) -> None:
        """Report a finding at the last line that has words, once for each line."""
        self._settle()
        last = self.number if self._lines[-1].strip() else max(1, self.number - 1)
        self._found(diagnose(code, source=self.path.as_posix(), span=Span(last, last), fix=None, **values))

    def report_whole(self, code: str, **values: str) -> None:
        """Report a finding about the file as a whole."""
        self._found(diagnose(code, source=self.path.as_posix(), span=None, fix=None, **values))

    def _found(self, finding: Diagnostic) -> None:
        if finding not in self._findings:
            self._findings.append(finding)


class Transcribed(Protocol):
    """一份誊好的文件：its transcript, and the pieces that were read on the way."""

    transcript: Transcript
    pieces: list[Piece]


Opener = Callable[[Path, bytes], Transcribed]
"""Reads the bytes of the file at a path, once for its words and for its structure."""


def draft_of(source: Source, opener: Opener, kind: str) -> Draft:
    """The draft of a file of that *kind*; `Source.data` holds its bytes, `UsageError` where it has none."""
    if not source.data:
        raise UsageError(f"{source.name}：没有 {kind} 文件的内容", "请用 load 读入这个文件")
    document = opener(source.path, source.data)
    return document.transcript.draft(source, document.pieces)


def source_of(path: Path, data: bytes, opener: Opener) -> Source:
    """The source that a file is: its words, line by line, and its bytes."""
    return Source(path, opener(path, data).transcript.text, data=data)
