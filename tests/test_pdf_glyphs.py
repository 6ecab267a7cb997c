"""Glyphs are numbered by how often they are shown, and nothing that anybody sees or reads is another for it."""

from __future__ import annotations

import io
import re
import struct
import sys
from collections import Counter, defaultdict

import pikepdf
import pypdfium2
import pytest

from all_nodes import ALL_NODES, context_for
from wxpress import sfnt
from wxpress.tree import Article, Bulletin, Paragraph, Section, Strong, Text
from wxpress.writers.pdf import PDF

LINE = Paragraph(inlines=(Text(text="人人民"), Strong(inlines=(Text(text="城"),))))
FEW = Bulletin(sections=(Section(articles=(Article(blocks=(LINE,)),)),))
"""A font of two glyphs, and one of one."""

_OPERATOR = re.compile(rb"/(\w+) [\d.]+ Tf|\[([^]]*)\] TJ")


def shown(data: bytes) -> dict[bytes, Counter[int]]:
    """How often each font of a PDF that is a bare CFF shows each number."""
    found: dict[bytes, Counter[int]] = defaultdict(Counter)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents = b"\n".join(page.Contents.read_bytes() for page in pdf.pages)
        kinds = {
            name.encode()[1:]: font.DescendantFonts[0].Subtype
            for page in pdf.pages
            for name, font in page.Resources.Font.items()
        }
    font = b""
    for operator in _OPERATOR.finditer(contents):
        font = operator[1] or font
        digits = b"".join(re.findall(rb"<([0-9a-f]+)>", operator[2] or b""))
        found[font].update(int(digits[at : at + 4], 16) for at in range(0, len(digits), 4))
    return {font: counts for font, counts in found.items() if kinds[font] == "/CIDFontType0"}


def files(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [item.read_bytes() for item in streams if item.get("/Subtype") == "/CIDFontType0C"]


def seen(data: bytes) -> list[tuple[str, bytes]]:
    """What each page says, and what it looks like."""
    with pypdfium2.PdfDocument(data) as document:
        return [(page.get_textpage().get_text_range(), page.render().buffer[:]) for page in document]


@pytest.mark.parametrize("bulletin", [ALL_NODES, FEW])
def test_what_is_shown_most_often_comes_first(bulletin: Bulletin) -> None:
    data = PDF.write(bulletin, context_for())
    assert shown(data)
    for counts in shown(data).values():
        often = [count for _, count in sorted(counts.items())]
        assert often == sorted(often, reverse=True)
        assert sorted(counts) == list(range(1, len(counts) + 1))
    assert all(map(sfnt.is_in_order, files(data)))


@pytest.mark.parametrize("bulletin", [ALL_NODES, FEW])
def test_other_numbers_change_nothing_that_is_seen(bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch) -> None:
    data = PDF.write(bulletin, context_for())
    monkeypatch.setattr(sys.modules["wxpress.writers.pdf_engine"], "number_by_use", lambda _: None)
    plain = PDF.write(bulletin, context_for())
    assert seen(data) == seen(plain)
    assert shown(data) != shown(plain)
    assert len(data) <= len(plain)


def programs(cff: bytes) -> list[bytes]:
    (start,) = dict(sfnt.entries_of(cff[sfnt.top_at(cff)]))[17]
    return [cff[first:last] for first, last in sfnt.index_at(cff, start)[0]]


def test_a_font_is_put_in_another_order() -> None:
    for cff in files(PDF.write(ALL_NODES, context_for())):
        old = programs(cff)
        order = (0, *range(len(old) - 1, 0, -1))
        font = sfnt.reordered(cff, order)
        assert font is not None
        assert programs(font) == [old[place] for place in order]
        assert sfnt.numbers(font) == list(range(len(old)))
        assert sfnt.reordered(font, order) is not None


def test_a_font_of_another_kind_stays_as_it_is() -> None:
    (cff, *_) = files(PDF.write(FEW, context_for()))
    at = cff.index(b"\x0c\x25")  # FDSelect, whose offset is five bytes before
    (offset,) = struct.unpack_from(">l", cff, at - 4)
    assert cff[offset] in {0, 3}
    assert sfnt.reordered(cff[: at - 5] + b"\x8b" * 5 + cff[at:], (0, 1)) is None
