"""PDF：sets a bulletin on paper with WeasyPrint, in the style's sheet ``print.css`` and template ``print.html.j2``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Any

from wxpress import fontconfig, fonts
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import LimitError, UsageError
from wxpress.fingerprint import fingerprint
from wxpress.sheet_properties import redefined, settled
from wxpress.source import Span
from wxpress.styles import Print, Style
from wxpress.tree import Bulletin, Node
from wxpress.walk import children, own_text, text_of
from wxpress.writers import Asset, Context, Writer
from wxpress.writers.extent import require_printable
from wxpress.writers.markup import Markup
from wxpress.writers.pdf_codes import codes, uncoded
from wxpress.writers.pdf_content import Setting, content
from wxpress.writers.pdf_faults import broken_by, find_fault
from wxpress.writers.pdf_front import PARTS, compose, most_entries, unfitted
from wxpress.writers.pdf_libraries import loaded_lightly
from wxpress.writers.pdf_pictures import address, picture_rules
from wxpress.writers.pdf_tables import too_wide
from wxpress.writers.pdf_titles import Usage
from wxpress.writers.pictures import gather
from wxpress.writers.shallow import shallow
from wxpress.writers.writable import require_writable

if TYPE_CHECKING:
    from wxpress.typeset.composing import Plan

FRAMES = 6000
"""Python frames for the engine, which takes a dozen for each level of a list: text nested a hundred deep is set."""

_IGNORED = re.compile(r"Ignored `(?P<rule>.+)` at \d+:\d+, (?P<why>.+?)\.?$", re.DOTALL)
_WHY = {"unknown property": "没有这个属性", "invalid value": "值写得不对", "no value": "没有值"}
"""How WeasyPrint tells of a declaration that it leaves out, and its reasons in Chinese."""

_IN_LINES = re.compile(r"\dr?lh\b", re.IGNORECASE)
"""A length in line heights, which the composition of the front may change."""

SHEET = "print.css"
"""The style's sheet for paper."""

LEADING = 1.2
"""From line to line in a title, at least, in em."""

LINE_SEPARATORS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
"""White space to a reader, but a missing glyph to the engine."""


def write(bulletin: Bulletin, context: Context) -> bytes:
    """The bulletin as PDF; `MissingToolError` where a role has no face, `LimitError` where it is too large or deep."""
    require_writable(bulletin)
    require_printable(bulletin)
    faces = fonts.require(context.style.settings.faces)
    missing = _missing_characters(bulletin, faces)
    for character, span in missing.items():
        context.report(diagnose("WX410", span=span, character=character, codepoint=f"U+{ord(character):04X}"))
    try:
        with _recursion_limit(FRAMES):
            return _printed(bulletin, context, faces, missing)
    except RecursionError as error:
        raise LimitError("引文、列表等套得太深，排版引擎排不了", "请减少嵌套的层数（宜在 100 层以内）") from error


@contextmanager
def _recursion_limit(frames: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, frames))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _printed(bulletin: Bulletin, context: Context, faces: fonts.Faces, missing: Mapping[str, Span | None]) -> bytes:
    page = _page(shallow(bulletin), context, faces)
    sheet = context.style.sheet(SHEET)
    with fontconfig.only(faces), loaded_lightly():
        try:
            return _set(bulletin, context, page, sheet, missing)
        except (LimitError, MemoryError):
            raise
        except Exception as error:
            silent = replace(context, report=lambda _: None)
            fault = find_fault(context.style, SHEET, lambda upto: _breaks(bulletin, silent, page, upto))
            if fault is None:
                raise
            raise broken_by(context.style, fault, error) from error


def _breaks(bulletin: Bulletin, context: Context, page: _Page, sheet: str) -> bool:
    """Whether the engine breaks with *sheet*."""
    try:
        _set(bulletin, context, page, sheet, {})
    except Exception:  # noqa: BLE001 - whatever it raises
        return True
    return False


def _set(bulletin: Bulletin, context: Context, page: _Page, sheet: str, missing: Mapping[str, Span | None]) -> bytes:
    """*page*, which is that of *bulletin*, set with the style sheet *sheet*."""
    from wxpress.writers import pdf_engine as engine  # noqa: PLC0415 - half a second, and reads the fonts at once

    def report(text: str) -> None:
        if not any(character in missing for character in text):  # WX410 has told of those
            context.report(_complaint(text))

    def changed(names: str) -> None:
        context.report(diagnose("WX502", names=names))

    with engine.logged_to(report), engine.chinese(context.style.settings.options, changed):
        text = page.html()
        settled = page.settled(sheet, text)
        plan = _plan(page.measures, everything=_IN_LINES.search(settled) is not None)
        parsed = engine.sheet(settled, tuple(page.faces.items()))
        document = engine.lay_out(text, parsed, page.pictures, plan, changed)
        for finding in too_wide(engine.widths(document), bulletin):
            context.report(finding)
        finished = engine.sink(engine.outwards(document, "code"), "colophon")
        return engine.written(finished, fingerprint(bulletin))


def _complaint(text: str) -> Diagnostic:
    """What the engine says: of a declaration that it has not used, which and why; anything else in its own words."""
    ignored = _IGNORED.match(text)
    if ignored is None:
        return diagnose("WX501", text=text)
    return diagnose("WX506", rule=ignored["rule"].strip(), reason=_WHY.get(ignored["why"], ignored["why"]))


@dataclass(frozen=True)
class _Page:
    """印张：everything of a bulletin's page but the composition of its front."""

    style: Style
    measures: Print
    faces: fonts.Faces
    values: Mapping[str, Any]
    pictures: Mapping[str, Asset]

    def html(self) -> str:
        """The page as HTML, with its front as it is measured."""
        properties = {**self._fixed, **unfitted(self.measures).properties}
        page = self.style.render(
            "print.html.j2",
            properties="; ".join(f"--{name}: {value}" for name, value in properties.items()),
            picture_rules=picture_rules(self.pictures, self.measures),
            **self.values,
        )
        return page.translate(LINE_SEPARATORS)

    def settled(self, sheet: str, html: str) -> str:
        """The style's *sheet*, the properties that are the same on the whole page *html* written out in it."""
        loose = {*unfitted(self.measures).properties, *redefined(html)}
        return settled(sheet, self._fixed, loose)

    @property
    def _fixed(self) -> dict[str, str]:
        """Those that do not depend on the composition of the front."""
        families = fonts.stacks(self.faces)
        drops = fonts.drops(self.faces, self.measures.body)
        return {
            **families,
            "body": families[self.measures.body],
            **{f"{role}-drop": f"{drop:.4f}em" for role, drop in drops.items()},
            **{name: f"{length:.4f}pt" for name, length in _lengths(self.measures).items()},
        }


def _lengths(measures: Print) -> dict[str, float]:
    """The measures of paper by the names that the sheet knows them by, in pt."""
    return {
        "size": measures.size,
        "line": measures.line,
        "measure": measures.measure,
        "height": measures.height,
        "contents-size": measures.contents_size,
        "theme-size": measures.theme_size,
        "article-title-size": measures.article_title_size,
        "article-title-line": _title_line(measures),
        "code-size": measures.code_size,
        "code-height": ceil(measures.code_size / measures.line) * measures.line,
    }


def _title_line(measures: Print) -> float:
    """From line to line in an article's title, in pt: as many lines of text as keep its characters apart."""
    return ceil(measures.article_title_size * LEADING / measures.line) * measures.line


def _page(bulletin: Bulletin, context: Context, faces: fonts.Faces) -> _Page:
    measures = context.style.settings.print
    if measures is None:
        raise UsageError(f"版式“{context.style.name}”的 style.toml 没有 [print]，不能排 PDF", "请对照自带版式补上")
    assets = gather(bulletin, context)
    addresses = {source: address(number) for number, source in enumerate(assets)}
    coded = codes(bulletin, measures)
    for link in uncoded(bulletin, measures, coded):
        target = str(link.target)
        context.report(
            diagnose("WX503", span=link.span, label=link.label, count=str(len(target.encode())), target=target)
        )
    code_addresses = {target: address(number) for number, target in enumerate(coded, len(assets))}
    setting = Setting(measures, Markup(image_url=addresses.get, notes="foot"), code_addresses, Usage(text_of(bulletin)))
    return _Page(
        style=context.style,
        measures=measures,
        faces=faces,
        values=content(bulletin, context, setting),
        pictures={addresses[source]: asset for source, asset in assets.items()}
        | {code_addresses[target]: asset for target, asset in coded.items()},
    )


def _plan(measures: Print, *, everything: bool) -> Plan:
    """How the engine measures the front and what it composes of it; *everything*: see there."""
    from wxpress.typeset.composing import Plan  # noqa: PLC0415 - loads WeasyPrint, as in _printed

    def composed(heights: Mapping[str, float]) -> Mapping[str, str]:
        return compose(heights, measures).properties

    return Plan(PARTS, "entries", most_entries(measures), composed, everything)


def _missing_characters(bulletin: Bulletin, faces: fonts.Faces) -> dict[str, Span | None]:
    """The characters that no face has, in reading order, each with the place where it first stands."""
    missing = fonts.missing_characters(text_of(bulletin), faces)
    places = _first_places(bulletin, frozenset(missing)) if missing else {}
    return {character: places.get(character) for character in missing}


def _first_places(bulletin: Bulletin, characters: frozenset[str]) -> dict[str, Span | None]:
    """Where each of *characters* first stands: the span of its node, or of the nearest node above that has one."""
    places: dict[str, Span | None] = {}
    stack: list[tuple[Node, Span | None]] = [(bulletin, None)]
    while stack:
        node, above = stack.pop()
        span = node.span or above
        for character in characters.intersection(own_text(node)):
            places.setdefault(character, span)
        stack.extend((child, span) for child in reversed(children(node)))
    return places


PDF = Writer("pdf", ".pdf", "application/pdf", write)
