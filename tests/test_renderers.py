"""Poppler, PDFium, MuPDF and Ghostscript draw the same pages: a font that only some of them can read shows here."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from all_nodes import ALL_NODES, context_for
from programs import program
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import find_style
from wxpress.writers.pdf import PDF

pytestmark = pytest.mark.slow

DPI = 100
SCALE = DPI / 72
REFERENCE = "PDFium"
"""The renderer that also says where the characters stand."""

# Grey levels run from 0 to 255. Measured on poppler 22.12, PDFium of pypdfium2 5.15, MuPDF 1.21 and Ghostscript 10.00:
# the same character differs by 6 in the middle, 34 at most; blanked, nine of ten Han characters differ by 60 or more.
CHARACTER_LIMIT = 48
# At 9 dpi, that is in blocks as large as two thirds of a character, the pages differ by 42 at most and 2.1 on average;
# a line left out makes 79. Hairlines, which Ghostscript draws one dot wide and the others paler, stay within this.
COARSE_DPI, BLOCK_LIMIT, MEAN_LIMIT = 9, 60, 3.0
CELL = 5
"""The least side of a part of a character's box, in dots: smaller ones would show where the dots fall, not the ink."""
HALVES = (0, -0.5, 0.5, -1, 1)
SHIFTS = [(x, y) for x in HALVES for y in HALVES]
"""A renderer may set a glyph up to a dot beside its place: the box is compared there too."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """A character and its ink's box on the page, in dots from the upper left corner."""

    text: str
    box: Box


@dataclass(frozen=True)
class Page:
    """A page: what stands on it, and its picture by each renderer."""

    marks: list[Mark]
    pictures: Mapping[str, Image.Image]


def by_poppler(pdf: Path, folder: Path) -> None:
    run(program("pdftoppm"), "-r", str(DPI), str(pdf), str(folder / "page"))


def by_mupdf(pdf: Path, folder: Path) -> None:
    run(program("mutool"), "draw", "-q", "-r", str(DPI), "-c", "rgb", "-o", str(folder / "page-%04d.ppm"), str(pdf))


def by_ghostscript(pdf: Path, folder: Path) -> None:
    smooth = ("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4")
    output = f"-sOutputFile={folder / 'page-%04d.ppm'}"
    run(
        program("gs"), "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=ppmraw", f"-r{DPI}", *smooth, output, str(pdf)
    )


PROGRAMS: Mapping[str, Callable[[Path, Path], None]] = {
    "poppler": by_poppler,
    "MuPDF": by_mupdf,
    "Ghostscript": by_ghostscript,
}


def run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def rendered(data: bytes, folder: Path) -> list[Page]:
    """The pages of a PDF as all four renderers draw them."""
    pdf = folder / "bulletin.pdf"
    pdf.write_bytes(data)
    drawn = {name: list(pictures(pdf, folder / name, draw)) for name, draw in PROGRAMS.items()}
    with pypdfium2.PdfDocument(data) as document:
        drawn[REFERENCE] = [page.render(scale=SCALE).to_pil().convert("L") for page in document]
        marks = [list(marks_of(page)) for page in document]
    assert {name: len(pages) for name, pages in drawn.items()} == dict.fromkeys(drawn, len(marks))
    return [Page(marks[place], {name: pages[place] for name, pages in drawn.items()}) for place in range(len(marks))]


def pictures(pdf: Path, folder: Path, draw: Callable[[Path, Path], None]) -> Iterator[Image.Image]:
    folder.mkdir()
    draw(pdf, folder)
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            yield picture.convert("L")


def marks_of(page: pypdfium2.PdfPage) -> Iterator[Mark]:
    height, text = page.get_height(), page.get_textpage()
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place)
        character = text.get_text_range(place, 1)
        if character.strip() and left < right and bottom < top:
            yield Mark(character, (left * SCALE, (height - top) * SCALE, right * SCALE, (height - bottom) * SCALE))


def unlike(pages: list[Page]) -> list[tuple[int, str, str, int]]:
    """Page, character, renderer and difference of each character that a renderer draws otherwise than the reference."""
    return [
        (number, mark.text, name, difference)
        for number, page in enumerate(pages, 1)
        for mark in page.marks
        for name in PROGRAMS
        if (difference := inked_otherwise(mark, page.pictures[REFERENCE], page.pictures[name])) > CHARACTER_LIMIT
    ]


def inked_otherwise(mark: Mark, reference: Image.Image, picture: Image.Image) -> int:
    """By how many grey levels the parts of the character's box differ, at the best place for *picture*'s box."""
    expected = greys(reference, mark.box, (0, 0))
    least = 255
    for shift in SHIFTS:
        found = greys(picture, mark.box, shift)
        least = min(least, max(abs(one - other) for one, other in zip(expected, found, strict=True)))
        if least <= CHARACTER_LIMIT:
            break
    return least


def greys(picture: Image.Image, box: Box, shift: tuple[float, float]) -> bytes:
    """The mean grey of each part of the box and a dot around it: of three by three parts, or fewer if it is small."""
    left, top, right, bottom = box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1
    parts = (min(3, max(1, int((right - left) / CELL))), min(3, max(1, int((bottom - top) / CELL))))
    moved = (left + shift[0], top + shift[1], right + shift[0], bottom + shift[1])
    return picture.resize(parts, Image.Resampling.BOX, box=moved).tobytes()


def as_a_whole(page: Page, name: str) -> tuple[int, float]:
    """The greatest and the mean difference between the pages of the reference and of *name*, at `COARSE_DPI`."""
    # Ghostscript cuts off the last part of a dot of the paper, the others round it up.
    width, height = (min(picture.size[axis] for picture in page.pictures.values()) for axis in (0, 1))
    size = (round(width * COARSE_DPI / DPI), round(height * COARSE_DPI / DPI))
    coarse = (
        page.pictures[drawn].resize(size, Image.Resampling.BOX, box=(0, 0, width, height))
        for drawn in (REFERENCE, name)
    )
    difference = ImageChops.difference(*coarse)
    return max(difference.tobytes()), ImageStat.Stat(difference).mean[0]


def far_apart(pages: list[Page]) -> list[tuple[int, str, int, float]]:
    """Page, renderer, greatest and mean difference of each page that a renderer draws otherwise than the reference."""
    found = [(number, name, *as_a_whole(page, name)) for number, page in enumerate(pages, 1) for name in PROGRAMS]
    return [item for item in found if item[2] > BLOCK_LIMIT or item[3] > MEAN_LIMIT]


@pytest.fixture(scope="module")
def bulletin(seed: Path) -> bytes:
    return PDF.write(recover(load(seed)).bulletin, context_for())


@pytest.fixture(scope="module")
def seed_pages(bulletin: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return rendered(bulletin, tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def all_nodes_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return rendered(PDF.write(ALL_NODES, context_for()), tmp_path_factory.mktemp("all-nodes"))


@pytest.fixture(scope="module")
def gongwen_pages(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    context = replace(context_for(), style=find_style("gongwen"))
    return rendered(PDF.write(recover(load(seed)).bulletin, context), tmp_path_factory.mktemp("gongwen"))


@pytest.fixture(params=["seed_pages", "gongwen_pages", "all_nodes_pages"])
def pages(request: pytest.FixtureRequest) -> list[Page]:
    found: list[Page] = request.getfixturevalue(request.param)
    return found


def test_every_character_is_drawn_alike(pages: list[Page]) -> None:
    assert sum(len(page.marks) for page in pages) > 1000
    assert unlike(pages) == []


def test_every_page_is_drawn_alike(pages: list[Page]) -> None:
    assert far_apart(pages) == []


# The tests above can fail.


def spoilt(page: Page, mark: Mark, *, boxed: bool) -> Image.Image:
    """MuPDF's picture with the character left out, or with the box of a missing glyph in its place."""
    left, top, right, bottom = (round(edge) for edge in mark.box)
    picture = page.pictures["MuPDF"].crop((left - 4, top - 4, right + 5, bottom + 5))
    ground = max(picture.tobytes())
    ImageDraw.Draw(picture).rectangle((4, 4, 4 + right - left, 4 + bottom - top), ground, 0 if boxed else ground)
    return picture


def found_out(page: Page, *, boxed: bool) -> float:
    """The share of the page's Han characters whose fault would be noticed, one by one."""
    han = [mark for mark in page.marks if "\u4e00" <= mark.text <= "\u9fff"]
    differences = []
    for mark in han:
        left, top = (round(edge) - 4 for edge in mark.box[:2])
        near = Mark(mark.text, (mark.box[0] - left, mark.box[1] - top, mark.box[2] - left, mark.box[3] - top))
        right, bottom = round(mark.box[2]) + 5, round(mark.box[3]) + 5
        reference = page.pictures[REFERENCE].crop((left, top, right, bottom))
        differences.append(inked_otherwise(near, reference, spoilt(page, mark, boxed=boxed)))
    return sum(difference > CHARACTER_LIMIT for difference in differences) / len(differences)


def test_single_blank_and_boxed_characters_are_found_out(seed_pages: list[Page]) -> None:
    # Of few strokes, as 一 and 二, or like a box themselves, as 口 and 国, are those that are not.
    assert found_out(seed_pages[1], boxed=False) > 0.98
    assert found_out(seed_pages[1], boxed=True) > 0.85


def test_a_missing_line_is_found_out(seed_pages: list[Page]) -> None:
    page = seed_pages[1]
    line = next(mark for mark in page.marks[len(page.marks) // 2 :] if mark.text == "，")
    picture = page.pictures["MuPDF"].copy()
    ImageDraw.Draw(picture).rectangle((0, line.box[1] - 14, picture.width, line.box[3] + 2), 255)
    holed = Page(page.marks, {**page.pictures, "MuPDF": picture})
    assert len(unlike([holed])) > 20
    assert [name for _, name, *_ in far_apart([holed])] == ["MuPDF"]


def test_another_page_is_found_out(seed_pages: list[Page]) -> None:
    first, second = seed_pages[1], seed_pages[2]
    mixed = Page(first.marks, {**first.pictures, "poppler": second.pictures["poppler"]})
    assert {name for *_, name, _ in unlike([mixed])} == {"poppler"}
    assert [name for _, name, *_ in far_apart([mixed])] == ["poppler"]


def test_a_font_left_out_of_the_file_is_found_out(bulletin: bytes, tmp_path: Path) -> None:
    """Each renderer then draws what it likes."""
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(bulletin)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if key in item:
                        del item[key]
        pdf.save(spoiled)
    assert len(unlike(rendered(spoiled.getvalue(), tmp_path))) > 1000
