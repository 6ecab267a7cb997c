"""PDF 里的零件：the fonts that a PDF carries, with the character of each glyph, its links, and what it might do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from wxpress.errors import VerifyError

_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_DEPTH = 8
_MOST_MARKS = 100_000
"""More bookmarks side by side lead round in a circle."""

_FACTS = ("/Title", "/Author", "/Subject", "/Keywords")
_WORDS = re.compile(r">([^<>]+)<")

_ACTIVE = {"/OpenAction": "打开时执行的动作", "/AA": "自动执行的动作", "/AcroForm": "表单"}
_NAMED = {"/JavaScript": "脚本", "/EmbeddedFiles": "附件"}


@dataclass(frozen=True)
class EmbeddedFont:
    """一个嵌入的字体：its *name* as PDFium tells it, its family, its file, and the text that each glyph stands for."""

    name: str
    family: str
    data: bytes | None
    texts: dict[int, str]


class Lead(NamedTuple):
    """一个去处：the words of a bookmark, or of a link the name of its place; the pages that it is on and leads to."""

    name: str
    to: int | None
    page: int = 0


class Parts(NamedTuple):
    """一份 PDF 的零件：*oddities* are what no output of ours has, in words, with the page where it is on one.

    *marks* are its bookmarks, *leads* its links to pages of its own, *facts* what it says of itself, by name.
    """

    fonts: tuple[EmbeddedFont, ...]
    addresses: tuple[str, ...]
    oddities: tuple[tuple[str, int | None], ...]
    marks: tuple[Lead, ...] = ()
    leads: tuple[Lead, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def parts_of(data: bytes) -> Parts:
    """What the PDF *data* carries besides what is drawn; `VerifyError` where it cannot be read."""
    from wxpress.verify import qpdf  # noqa: PLC0415 - heavy, and wanted for PDF alone

    try:
        with qpdf.opened(data) as pdf:
            return _Parts(pdf).read()
    except (qpdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise VerifyError("成品 PDF 读不出：里面的字体或链接已损坏", "文件已损坏，请重新排印") from error


@dataclass
class _Parts:
    pdf: Any
    fonts: dict[Any, EmbeddedFont] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    oddities: list[tuple[str, int | None]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)

    def read(self) -> Parts:
        for number, page in enumerate(self.pdf.pages, 1):
            self._resources(page.obj.get("/Resources", {}), 0)
            for note in page.obj.get("/Annots", ()):
                self._annotation(note, number)
            self._acts(page.obj, number)
        self._acts(self.pdf.Root, None)
        named = self.pdf.Root.get("/Names", {})
        self.oddities += [(words, None) for key, words in _NAMED.items() if key in named]
        marks = tuple(self._marks(self.pdf.Root.get("/Outlines", {}).get("/First"), 0))
        return Parts(
            tuple(self.fonts.values()),
            tuple(self.addresses),
            tuple(self.oddities),
            marks,
            tuple(self.leads),
            tuple(self._facts()),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        """What the file says of itself: in its Info dictionary, and as words of its XMP."""
        info = self.pdf.trailer.get("/Info", {})
        yield from ((key.strip("/"), str(info[key])) for key in _FACTS if key in info)
        if "/Metadata" in self.pdf.Root:
            packet = self.pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
            yield from (("XMP", words) for words in _WORDS.findall(packet) if words.strip())

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        """The pages by their objects, from 1."""
        return {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def _places(self) -> dict[str, Any]:
        """The places that have a name."""
        return dict(_leaves(self.pdf.Root.get("/Names", {}).get("/Dests", {}), 0))

    def _page_of(self, place: Any) -> int | None:  # noqa: ANN401 - pikepdf's objects are not typed
        """The number of the page that a destination is on (ISO 32000-2, 12.3.2)."""
        from wxpress.verify.qpdf import Array, Dictionary  # noqa: PLC0415 - as above

        place = place if isinstance(place, Array | None) else self._places.get(str(place))
        place = place.get("/D") if isinstance(place, Dictionary) else place
        is_place = isinstance(place, Array) and isinstance(place[0], Dictionary)
        return self._numbers.get(place[0].objgen) if is_place else None

    def _marks(self, item: Any, depth: int) -> Iterator[Lead]:  # noqa: ANN401 - as above
        """The bookmarks side by side, and those below them."""
        count = 0
        while item is not None and depth < _DEPTH and count < _MOST_MARKS:
            yield Lead(str(item.get("/Title", "")), self._page_of(_destination(item)))
            yield from self._marks(item.get("/First"), depth + 1)
            item, count = item.get("/Next"), count + 1

    def _acts(self, item: Any, page: int | None) -> None:  # noqa: ANN401 - pikepdf's objects are not typed
        self.oddities += [(words, page) for key, words in _ACTIVE.items() if key in item]

    def _annotation(self, note: Any, page: int) -> None:  # noqa: ANN401 - as above
        kind, action = str(note.get("/Subtype", "")), note.get("/A", {})
        if kind != "/Link":
            self.oddities.append((f"批注（{kind.strip('/')}）", page))
        elif "/URI" in action:
            self.addresses.append(str(action["/URI"]))
        elif (place := _destination(note)) is not None:
            self.leads.append(Lead(str(place), self._page_of(place), page))
        elif action and str(action.get("/S")) != "/GoTo":
            self.oddities.append((f"动作（{str(action.get('/S')).strip('/')}）", page))

    def _resources(self, resources: Any, depth: int) -> None:  # noqa: ANN401 - as above
        """The fonts of a page, and of the forms that it draws."""
        for font in resources.get("/Font", {}).values():
            if font.objgen not in self.fonts:
                self.fonts[font.objgen] = _font(font)
        forms = resources.get("/XObject", {}).values() if depth < _DEPTH else ()
        for form in forms:
            if form.get("/Subtype") == "/Form":
                self._resources(form.get("/Resources", {}), depth + 1)


def _destination(item: Any) -> Any:  # noqa: ANN401 - as above
    """Where a link or a bookmark leads within the file; null where it does not."""
    action = item.get("/A", {})
    return item.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)


def _leaves(tree: Any, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """The names and values of a name tree (ISO 32000-2, 7.9.6)."""
    names = list(tree.get("/Names", ()))
    yield from zip(map(str, names[::2]), names[1::2], strict=False)
    for kid in tree.get("/Kids", ()) if depth < _DEPTH else ():
        yield from _leaves(kid, depth + 1)


def _font(font: Any) -> EmbeddedFont:  # noqa: ANN401 - as above
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    file = next((descriptor[key] for key in ("/FontFile3", "/FontFile2") if key in descriptor), None)
    is_plain = str(inner.get("/CIDToGIDMap", "/Identity")) == "/Identity" and "/DescendantFonts" in font
    return EmbeddedFont(
        name=str(font.get("/BaseFont", "")).removeprefix("/"),
        family=str(descriptor.get("/FontFamily", "")),
        data=file.read_bytes() if file is not None and is_plain else None,
        texts=dict(_texts(font["/ToUnicode"].read_bytes())) if "/ToUnicode" in font else {},
    )


def _texts(cmap: bytes) -> Iterator[tuple[int, str]]:
    """The text of each glyph, by a ToUnicode map (ISO 32000-2, 9.10.3)."""
    for block in _PAIRS.findall(cmap):
        codes = _HEX.findall(block)
        yield from ((_number(code), _text(text)) for code, text in zip(codes[::2], codes[1::2], strict=False))
    for block in _RANGES.findall(cmap):
        yield from _range_texts(_HEX.findall(block))


def _range_texts(codes: list[bytes]) -> Iterator[tuple[int, str]]:
    for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
        base = _text(text)
        for step in range(_number(last) - _number(first) + 1):
            yield _number(first) + step, base[:-1] + chr(ord(base[-1]) + step)


def _number(code: bytes) -> int:
    return int(b"".join(code.split()), 16)


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode("ascii")).decode("utf-16-be", "replace")
