"""Verify: what has been seen of a glyph once is not drawn again, and no damage hides behind what is remembered."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from test_verify import Shapes, found, made, pdf_changed, redrawn, verdict
from wxpress import sfnt
from wxpress.fonts import upright
from wxpress.kept import Kept
from wxpress.styles import find_style
from wxpress.verify import likeness
from wxpress.verify.embedded import EmbeddedFont, parts_of
from wxpress.verify.outlines import Outlines, opened
from wxpress.verify.programs import programs_of
from wxpress.verify.shapes import shapes_of

STYLE = find_style()


@pytest.fixture(autouse=True)
def book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kept[tuple[str, int], dict[str, bytes]]:
    """A process that has seen nothing, and its book."""
    return begun(monkeypatch, tmp_path / "drawn")


def begun(monkeypatch: pytest.MonkeyPatch, file: Path) -> Kept[tuple[str, int], dict[str, bytes]]:
    """A new process, with the book *file*."""
    kept: Kept[tuple[str, int], dict[str, bytes]] = Kept(file)
    monkeypatch.setattr(likeness, "_known", {})
    monkeypatch.setattr(likeness, "_book", lambda: kept)
    likeness._drawn.cache_clear()  # noqa: SLF001 - what is remembered is nobody else's
    return kept


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the glyphs that are drawn."""
    counted: list[int] = []
    draw = Outlines.outline

    def outline(self: Outlines, glyph: int) -> object:
        counted.append(glyph)
        return draw(self, glyph)

    monkeypatch.setattr(Outlines, "outline", outline)
    return counted


def carried() -> tuple[EmbeddedFont, ...]:
    return parts_of(made("pdf")).fonts


def bare() -> EmbeddedFont:
    """The largest of the fonts that are a CFF alone."""
    return max((font for font in carried() if programs_of(font.data or b"")), key=lambda font: len(font.texts))


def test_a_glyph_is_drawn_once(drawn: list[int]) -> None:
    fonts = [font for font in carried() if programs_of(font.data or b"")]
    assert shapes_of(fonts, STYLE).wrong == {}
    assert len(drawn) > 2 * sum(len(font.texts) for font in fonts) * 0.9
    drawn.clear()
    assert shapes_of(fonts, STYLE).wrong == {}
    assert drawn == []


def test_another_process_draws_only_what_is_new(
    drawn: list[int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    book: Kept[tuple[str, int], dict[str, bytes]],
) -> None:
    font = bare()
    assert shapes_of([font], STYLE).wrong == {}
    most = len(drawn)
    book.save()
    begun(monkeypatch, tmp_path / "drawn")
    drawn.clear()
    assert shapes_of([font], STYLE).wrong == {}
    assert len(drawn) < most / 10  # no forms but the nominal ones are kept
    texts = {glyph: text for glyph, text in font.texts.items() if text not in "城市"}
    wrong = dict(zip(texts, [*list(texts.values())[1:], "城"], strict=True))
    assert len(shapes_of([replace(font, texts=wrong)], STYLE).wrong) > len(wrong) / 2


def test_damage_is_found_though_the_sound_glyphs_are_known() -> None:
    def city(shapes: Shapes) -> None:
        shapes["城"] = shapes.get("市", shapes.get("城", []))

    damaged = redrawn(city)
    for data, wrong in ((made("pdf"), []), (damaged, ["城"]), (made("pdf"), []), (damaged, ["城"])):
        assert [item.expected for item in verdict(data, "pdf").differences] == wrong


def test_known_programs_under_other_numbers_are_found() -> None:
    """The programs are all sound; the list of numbers says that one glyph is another's."""

    def swapped(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/CIDFontType0C":
                item.write(with_numbers_swapped(item.read_bytes()))

    assert verdict(made("pdf"), "pdf").is_proved
    kinds = {kind for kind, _ in found(pdf_changed(swapped), "pdf")}
    assert "glyph" in kinds


def with_numbers_swapped(cff: bytes) -> bytes:
    """A CFF in which the last two glyphs have each other's numbers."""
    *numbers, one, other = sfnt.numbers(cff)[1:]
    start = charset(cff)
    listed = struct.pack(f">B{len(numbers) + 2}H", 0, *numbers, other, one)
    assert not any(cff[start + 5 : start + len(listed)]), "a range, and room for a number for each glyph"
    return cff[:start] + listed + cff[start + len(listed) :]


def charset(cff: bytes) -> int:
    return dict(sfnt.entries_of(cff[sfnt.top_at(cff)]))[15][0]


def test_a_face_that_is_another_now_is_drawn_again(drawn: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    assert shapes_of([bare()], STYLE).wrong == {}
    drawn.clear()
    monkeypatch.setattr(likeness, "digest_of", lambda font: f"another {font.file}")
    assert shapes_of([bare()], STYLE).wrong == {}
    assert drawn


def test_little_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_MOST", 20)
    assert shapes_of(carried(), STYLE).wrong == {}
    assert 0 < len(likeness._known) <= 20  # noqa: SLF001 - what is remembered is nobody else's


def test_glyphs_of_the_same_program_have_the_same_outline() -> None:
    font = bare()
    programs = programs_of(font.data or b"")
    assert font.texts.keys() <= programs.keys()
    with opened(font.data or b"") as outlines:
        assert outlines is not None
        looks: dict[bytes, object] = {}
        for glyph, program in programs.items():
            assert looks.setdefault(program, outlines.outline(glyph)) == outlines.outline(glyph)


def with_subroutine(cff: bytes) -> bytes:
    """A CFF with a global subroutine: what a charstring draws may then stand elsewhere."""
    from fontTools.cffLib import CFFFontSet  # noqa: PLC0415 - heavy
    from fontTools.misc.psCharStrings import T2CharString  # noqa: PLC0415 - as above
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    fonts, out = CFFFontSet(), io.BytesIO()
    fonts.decompile(io.BytesIO(cff), None)
    fonts.GlobalSubrs.append(T2CharString(program=["return"]))
    fonts.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()


def with_matrix(cff: bytes) -> bytes:
    """A CFF that draws all its glyphs aslant."""
    from fontTools.cffLib import CFFFontSet  # noqa: PLC0415 - as above
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    fonts, out = CFFFontSet(), io.BytesIO()
    fonts.decompile(io.BytesIO(cff), None)
    fonts[0].FontMatrix = [0.001, 0, 0.0003, 0.001, 0, 0]
    fonts.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()


@pytest.mark.parametrize("change", [with_subroutine, with_matrix, lambda cff: cff[: len(cff) // 2], lambda _: b"\1\0"])
def test_nothing_is_told_of_a_font_whose_glyphs_depend_on_more(change: Callable[[bytes], bytes]) -> None:
    data = bare().data or b""
    assert len(programs_of(data)) > 100
    assert programs_of(change(data)) == {}


def test_nothing_is_told_of_other_kinds_of_fonts() -> None:
    (truetype, *_) = (font.data for font in carried() if font.data and not programs_of(font.data))
    assert truetype.startswith(b"\0\1\0\0")
    whole = upright(bare().family)[0].file.read_bytes()
    assert programs_of(whole) == {}
