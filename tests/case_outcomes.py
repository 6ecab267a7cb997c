"""What comes of a case, printed in the notation of each kind of expectation."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from case_documents import Case, Difference, Fence
from wxpress.build.checking import examine
from wxpress.cli.outline import outline
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.ledger import Entry
from wxpress.readers import load
from wxpress.readers.overrides import SUFFIX, overrides_path
from wxpress.recover import recover
from wxpress.styles import find_style
from wxpress.tree import Article, EditorsNote, Section, SourceLink
from wxpress.walk import walk, without_spans
from wxpress.writers import WRITERS, Context
from wxpress.writers.markup import Markup

_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")

Outcome = Document | WxpressError


def run(case: Case, folder: Path) -> Outcome:
    """Read and recover the case's source, written to *folder* under the name it asks for."""
    text = case.source.text + "\n" if case.source.text else ""
    if "escaped" in dict(case.source.options):
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    path = folder / case.source.option("name", "case.md")
    path.write_bytes(text.encode(case.source.option("encoding", "utf-8"), "surrogatepass"))
    if case.beside:
        overrides_path(path).write_text(case.beside.text + "\n", "utf-8")
    try:
        return recover(load(path))
    except WxpressError as error:
        return error


def differences(case: Case, outcome: Outcome, folder: Path) -> list[Difference]:
    """Where *outcome* is not what the case expects; a case without ``diagnostics`` expects none."""
    found = []
    for fence in case.expectations:
        actual = printed(fence, outcome, folder)
        if not _equal(fence, actual):
            found.append(Difference(fence.kind, fence, actual))
    silent = [kind for kind in _silent(case) if kind not in {fence.kind for fence in case.expectations}]
    unexpected = [(kind, printed(Fence(kind, (), "", 0, 0), outcome, folder)) for kind in silent]
    return found + [Difference(kind, None, actual) for kind, actual in unexpected if actual]


def _silent(case: Case) -> tuple[str, str]:
    """What a case must have nothing of unless it says so: below check/, whatever ``wxpress check`` says."""
    return ("findings" if case.path.parent.name == "check" else "diagnostics", "error")


def printed(fence: Fence, outcome: Outcome, folder: Path) -> str:
    """What came out, in the notation of *fence*; empty where a failed source has nothing of the kind."""
    if fence.kind == "error":
        return _error(outcome, folder) if isinstance(outcome, WxpressError) else ""
    if fence.kind == "findings" and not isinstance(outcome, WxpressError):
        return "\n".join(map(_checked, examine(_source(folder), Project(folder))))
    return "" if isinstance(outcome, WxpressError) else NOTATIONS[fence.kind](outcome, fence).rstrip("\n")


def _equal(fence: Fence, actual: str) -> bool:
    if fence.kind != "tree" or not actual:
        return fence.text.rstrip("\n") == actual
    try:
        return bool(json.loads(fence.text) == json.loads(actual))
    except json.JSONDecodeError:
        return False


def _error(error: WxpressError, folder: Path) -> str:
    message = error.message.replace(f"{folder.as_posix()}/", "")
    return f"{error.exit_code}: {message}" + (f"\n    {error.advice}" if error.advice else "")


def _outline(document: Document, _: Fence) -> str:
    return outline(document)


def _tree(document: Document, _: Fence) -> str:
    plain = _without_nothing(msgspec.to_builtins(without_spans(document.bulletin)))
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _without_nothing(value: object) -> object:
    """*value* less the fields that are null or empty, which a reader of the case would skip."""
    match value:
        case dict():
            kept = {name: _without_nothing(item) for name, item in value.items()}
            return {name: item for name, item in kept.items() if item is not None and item != []}
        case list() | tuple():
            return [_without_nothing(item) for item in value]
        case _:
            return value


def _html(document: Document, _: Fence) -> str:
    """The markup of all blocks and links, in reading order; pictures keep their names, notes come last."""
    markup = Markup(image_url=lambda source: source)
    pieces = []
    for node in walk(document.bulletin):
        match node:
            case EditorsNote(blocks=blocks) | Section(blocks=blocks) | Article(blocks=blocks):
                pieces.append(markup.blocks(blocks))
            case SourceLink():
                pieces.append(markup.source_link(node))
    pieces += [markup.blocks(document.bulletin.colophon), markup.end_of_document()]
    return "\n".join(filter(None, pieces))


def _ledger(document: Document, _: Fence) -> str:
    return "\n".join(_entry(entry) for entry in document.ledger)


def _entry(entry: Entry) -> str:
    before, after = (json.dumps(text, ensure_ascii=False) for text in (entry.before, entry.after))
    return f"{entry.span or '-'}: {entry.by} {entry.kind} {before} → {after}：{entry.reason}"


def _diagnostics(document: Document, _: Fence) -> str:
    return "\n".join(_finding(finding) for finding in document.diagnostics)


def _source(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if not path.name.endswith(".overrides.toml"))


def _checked(finding: Diagnostic) -> str:
    """The finding, its fix after it: ⇒ a sure one, → a proposal."""
    if finding.fix is None:
        return _finding(finding)
    before, after = (json.dumps(text, ensure_ascii=False) for text in (finding.fix.before, finding.fix.after))
    return f"{_finding(finding)} {before} {'⇒' if finding.fix.certain else '→'} {after}"


def _finding(finding: Diagnostic) -> str:
    place = str(finding.span or "-")
    where = f"overrides:{place}" if (finding.source or "").endswith(SUFFIX) else place
    return f"{where}: {finding.severity} {finding.code} {finding.message}"


def _markdown(document: Document, fence: Fence) -> str:
    return _output(document, replace(fence, options=(("to", "markdown"),)))


def _output(document: Document, fence: Fence) -> str:
    """What the writer named by the option ``to`` makes of it, in the default style, with no picture to be had."""
    context = Context(
        name="case",
        style=find_style(),
        load_asset=lambda _: None,
        report=lambda _: None,
        modified=dt.datetime(2025, 7, 15, tzinfo=dt.UTC),
        ledger=document.ledger,
        diagnostics=document.diagnostics,
    )
    return WRITERS.load(fence.option("to")).write(document.bulletin, context).decode()


NOTATIONS: Mapping[str, Callable[[Document, Fence], str]] = {
    "outline": _outline,
    "tree": _tree,
    "markdown": _markdown,
    "html": _html,
    "output": _output,
    "ledger": _ledger,
    "diagnostics": _diagnostics,
}
