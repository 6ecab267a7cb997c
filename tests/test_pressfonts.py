"""Faces are cut once, the same each time, from what is installed; what they lack comes from the full face behind."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from all_nodes import ALL_NODES, BARE, context_for
from wxpress import fonts, harfbuzz, pressfonts, sfnt
from wxpress.styles import find_style
from wxpress.tree import Article, Paragraph, Section, Text
from wxpress.verify.embedded import _texts
from wxpress.writers.pdf import PDF

FACES = fonts.require(find_style().settings.faces)
SONG = FACES["song"][0]
RARE = "㐂䶮𠮷"
"""Characters that GBK has not and the full faces have."""

WITHOUT = """
import sys
sys.path.insert(0, sys.argv[1])
from all_nodes import ALL_NODES, context_for
from wxpress import pressfonts
from wxpress.writers.pdf import PDF
pressfonts.pressed = lambda file, index: None
sys.stdout.buffer.write(PDF.write(ALL_NODES, context_for()))
"""
"""The PDF of every node from the full faces: in a process of its own, as fontconfig is read once."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(pressfonts, "SYSTEM_HOME", tmp_path / "none")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    pressfonts._key.cache_clear()  # noqa: SLF001 - as in a new process
    return tmp_path / "wxpress" / "fonts"


def cut_face() -> Path:
    face = pressfonts.pressed(SONG.file, SONG.index)
    assert face is not None
    return face


def test_a_cut_face_is_a_part_of_the_full_one() -> None:
    face = cut_face()
    assert face.stat().st_size < SONG.file.stat().st_size / 2
    listed = subprocess.run(
        ["fc-scan", "--format", "%{family} %{fontversion} %{charset}", str(face)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert listed.startswith(SONG.family)
    covered = fonts.Coverage(*fonts.ranges_of(listed.split(maxsplit=len(SONG.family.split()) + 1)[-1]))
    assert all(ord(character) in covered for character in "党的十八大·——“”①㊿０％Ａaéя⑳〇龥")
    assert not any(ord(character) in covered for character in RARE)


def test_the_glyphs_of_a_cut_face_are_in_order() -> None:
    numbers = sfnt.numbers(sfnt.bare(cut_face().read_bytes()))
    assert len(numbers) > 20_000
    assert numbers == list(range(len(numbers)))


def test_a_pdf_carries_the_glyphs_that_it_shows_and_no_others() -> None:
    with pikepdf.open(io.BytesIO(PDF.write(ALL_NODES, context_for()))) as pdf:
        fonts_of = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item]
        carried = [(dict(_texts(font.ToUnicode.read_bytes())), _bare(font)) for font in fonts_of]
    numbers = [(sfnt.numbers(cff), texts) for texts, cff in carried if cff]
    assert len(numbers) > 2
    assert all(set(glyphs) == {0, *texts} for glyphs, texts in numbers)


def _bare(font: pikepdf.Dictionary) -> bytes:
    """The CFF that *font* is drawn by; empty where that is none."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return descriptor.FontFile3.read_bytes() if "/FontFile3" in descriptor else b""


def test_the_order_of_the_glyphs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cff = sfnt.bare(cut_face().read_bytes())
    assert sfnt.is_in_order(cff)
    PDF.write(ALL_NODES, context_for())  # loads the engine
    monkeypatch.setattr(sys.modules["wxpress.writers.pdf_engine"], "number_by_use", lambda _: None)
    with pikepdf.open(io.BytesIO(PDF.write(ALL_NODES, context_for()))) as pdf:
        files = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        few = next(item.read_bytes() for item in files if item.get("/Subtype") == "/CIDFontType0C")
    assert not sfnt.is_in_order(few)
    assert sfnt.is_in_order(sfnt.cff_in_order(few))


def test_a_face_is_made_once_and_made_again_where_it_is_damaged(home: Path) -> None:
    face = cut_face()
    assert face.is_relative_to(home)
    whole, first = face.read_bytes(), face.stat()
    assert cut_face().stat() == first
    face.write_bytes(whole[:-1])
    assert cut_face().read_bytes() == whole
    assert [item.name for item in home.iterdir() if item.name.startswith(".")] == []


def test_several_builds_may_make_a_face_at_once(home: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: cut_face(), range(2)))
    assert len(set(made)) == 1
    assert len(list(home.glob("*/*.otf"))) == 1


def test_a_home_that_cannot_be_written_or_is_everybodys_is_not_used(home: Path) -> None:
    home.mkdir(parents=True)
    home.chmod(0o777)
    assert home not in list(pressfonts.homes())
    home.chmod(0o755)
    assert home in list(pressfonts.homes())


def test_without_a_home_faces_are_kept_in_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tmp_path.chmod(0o755)
    assert any(home.is_relative_to(tmp_path) for home in pressfonts.homes())


def test_small_files_and_a_machine_without_harfbuzz_use_faces_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small.ttf"
    small.write_bytes(b"\0" * 100)
    assert pressfonts.pressed(small, 0) is None
    monkeypatch.setattr(harfbuzz, "_functions", dict)
    assert pressfonts.pressed(SONG.file, SONG.index) is None


def test_what_is_no_font_is_none() -> None:
    with pytest.raises(struct.error):
        sfnt.tables(b"")


def test_rare_characters_are_set_from_the_full_face_behind() -> None:
    section = Section(articles=(Article(blocks=(Paragraph(inlines=(Text(text=f"党{RARE}建"),)),)),))
    data = PDF.write(msgspec.structs.replace(BARE, sections=(section,)), context_for())
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        text = page.get_textpage()
        assert f"党{RARE}建" in text.get_text_range()
        boxes = [text.get_charbox(place) for place in range(5)]
    assert all(top - bottom > 8 for _, bottom, _, top in boxes)  # drawn, not blank
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype")]
        bare = [item.read_bytes() for item in files if item.Subtype == "/CIDFontType0C"]
    assert len(bare) == 2  # of the song face alone: cut and whole
    assert all(len(sfnt.numbers(cff)) < 20 for cff in bare)


def test_the_set_up_prepares_the_faces_of_every_style() -> None:
    command = [sys.executable, "scripts/press-fonts"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_page_from_cut_faces_looks_as_one_from_the_full_faces() -> None:
    cut = PDF.write(ALL_NODES, context_for())
    done = subprocess.run([sys.executable, "-c", WITHOUT, str(Path(__file__).parent)], capture_output=True, check=True)
    for one, other in zip(pypdfium2.PdfDocument(cut), pypdfium2.PdfDocument(done.stdout), strict=True):
        assert one.get_textpage().get_text_range() == other.get_textpage().get_text_range()
        difference = ImageChops.difference(*(page.render(scale=1).to_pil().convert("L") for page in (one, other)))
        assert ImageStat.Stat(difference).mean[0] < 0.05
        assert max(difference.resize((60, 84), Image.Resampling.BOX).tobytes()) < 25
    assert len(cut) < len(done.stdout)
