"""Pictures: found below the project and nowhere else, whole and plain, or refused with a cause."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from wxpress.build.printing.assets import Assets, Shelf, find_picture
from wxpress.build.printing.pictures import LARGEST_AREA, LARGEST_FILE, RefusedError, plain_picture
from wxpress.diagnostics import Diagnostic, in_language
from wxpress.source import Span
from wxpress.tree import Article, Bulletin, Figure, Paragraph, Section
from wxpress.tree import Image as ImageNode

RED = (200, 22, 29)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def red(mode: str = "RGB", size: tuple[int, int] = (8, 4)) -> Image.Image:
    return Image.new("RGB", size, RED).convert(mode)


def shown(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises what its data do not hold: a bomb."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [header, body, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )


# Bytes.


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_plain_png_is_kept_byte_for_byte(mode: str) -> None:
    data = encoded(red(mode), "PNG")
    asset = plain_picture(data)
    assert (asset.data, asset.media_type, asset.width, asset.height) == (data, "image/png", 8, 4)


def test_a_plain_jpeg_is_kept_byte_for_byte() -> None:
    data = encoded(red(), "JPEG")
    assert plain_picture(data).data == data
    assert plain_picture(data).media_type == "image/jpeg"


@pytest.mark.parametrize("form", ["GIF", "WEBP", "TIFF", "BMP"])
def test_other_formats_become_png(form: str) -> None:
    asset = plain_picture(encoded(red(), form, **({"lossless": True} if form == "WEBP" else {})))
    assert (asset.media_type, asset.width, asset.height) == ("image/png", 8, 4)
    assert shown(asset.data).convert("RGB").getpixel((0, 0)) == RED


def test_a_turned_photograph_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    image = red(size=(16, 8))
    image.paste((0, 0, 0), (0, 0, 8, 8))
    asset = plain_picture(encoded(image, "JPEG", exif=exif, quality=95))
    upright = shown(asset.data).convert("L")
    assert (asset.width, asset.height) == (8, 16)
    assert int(upright.getpixel((4, 2))) < 40 < int(upright.getpixel((4, 13)))  # type: ignore[arg-type]  # grey is one number
    assert not shown(asset.data).getexif()


def test_cmyk_becomes_rgb() -> None:
    asset = plain_picture(encoded(red("CMYK"), "JPEG"))
    assert asset.media_type == "image/jpeg"
    assert shown(asset.data).mode == "RGB"


def test_sixteen_bits_become_eight_by_scaling() -> None:
    grey = Image.new("I;16", (2, 1))
    grey.putpixel((0, 0), 65535)
    grey.putpixel((1, 0), 32768)
    image = shown(plain_picture(encoded(grey, "PNG")).data)
    assert image.mode == "L"
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [255, 127]


def test_of_an_animation_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in (RED, (0, 0, 0))]
    for form in ("GIF", "PNG"):
        asset = plain_picture(encoded(frames[0], form, save_all=True, append_images=frames[1:]))
        image = shown(asset.data)
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((0, 0)) == RED


def test_a_transparent_palette_keeps_its_transparency() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.putpixel((0, 0), (*RED, 255))
    made = shown(plain_picture(encoded(image, "GIF")).data).convert("RGBA")
    assert made.getpixel((0, 0)) == (*RED, 255)
    assert made.getpixel((3, 3))[3] == 0  # type: ignore[index]  # RGBA is four numbers


def test_the_same_picture_gives_the_same_bytes() -> None:
    for data in (encoded(red(), "WEBP"), encoded(red("CMYK"), "JPEG"), encoded(red(), "TIFF")):
        assert plain_picture(data) == plain_picture(data)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "空文件"),
        (b"hello", "不是可用的图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "SVG"),
        (encoded(red(), "PNG")[:-20], "损坏"),
        (encoded(red(size=(64, 64)), "JPEG")[:-200], "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏|不是可用的图片"),
        (png_of_size(8000, 8000), f"上限 {LARGEST_AREA // 10_000} 万像素"),
        (png_of_size(60000, 60000), "太大"),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(RefusedError, match=cause):
        plain_picture(data)


# Places.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose source lies in ``sources``, with pictures inside and outside."""
    root = tmp_path / "project"
    (root / "sources").mkdir(parents=True)
    (root / "pictures").mkdir()
    for path in (root / "pictures" / "图 1.png", root / "sources" / "x.png", tmp_path / "outside.png"):
        path.write_bytes(encoded(red(), "PNG"))
    (root / "sources" / "inside.png").symlink_to("../pictures/图 1.png")
    (root / "sources" / "out.png").symlink_to("../../outside.png")
    (root / "sources" / "loop.png").symlink_to("loop.png")
    (root / "sources" / "up").symlink_to("../..")
    return root


@pytest.mark.parametrize(
    "name", ["x.png", "./x.png", "../pictures/图 1.png", "../pictures/%E5%9B%BE%201.png", "inside.png"]
)
def test_a_picture_below_the_project_is_found(project: Path, name: str) -> None:
    assert find_picture(name, project / "sources", project).is_file()


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("", "没有写路径"),
        ("none.png", "没有找到"),
        ("../../outside.png", "项目文件夹之外"),
        ("%2e%2e/%2E%2E/outside.png", "项目文件夹之外"),
        ("..%2f..%2foutside.png", "项目文件夹之外"),
        ("out.png", "项目文件夹之外"),
        ("up/outside.png", "项目文件夹之外"),
        ("/etc/passwd", "绝对路径"),
        ("%2fetc%2fpasswd", "绝对路径"),
        ("C:\\Windows\\x.png", "绝对路径"),
        ("\\\\server\\x.png", "绝对路径"),
        ("file:///etc/passwd", "绝对路径"),
        ("FILE:x.png", "绝对路径"),
        ("fi\nle:///etc/passwd", "绝对路径"),
        ("http://example.com/x.png", "网络地址"),
        ("//example.com/x.png", "网络地址"),
        ("data:image/png;base64,AAAA", "data: 地址"),
        ("javascript:alert(1)", "javascript: 地址"),
        ("loop.png", "路径不能使用|没有找到"),
        ("a\0b.png", "路径不能使用"),
        ("x" * 5000, "路径不能使用"),
    ],
)
def test_a_picture_elsewhere_is_refused(project: Path, name: str, cause: str) -> None:
    with pytest.raises(RefusedError, match=cause):
        find_picture(name, project / "sources", project)


def loader(project: Path, bulletin: Bulletin, found: list[Diagnostic]) -> Assets:
    return Assets(bulletin, Shelf(project / "sources", project), "sources/x.md", found.append)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)


@pytest.mark.parametrize(
    ("make", "cause"), [(make_folder, "是文件夹"), (make_pipe, "不是普通文件"), (make_huge, "太大")]
)
def test_what_is_no_plain_file_is_refused(project: Path, make: Callable[[Path], None], cause: str) -> None:
    make(project / "sources" / "odd.png")
    found: list[Diagnostic] = []
    assert loader(project, Bulletin(), found)("odd.png") is None
    assert cause in found[0].message


def test_each_place_of_a_refused_picture_is_reported_once(project: Path) -> None:
    blocks = (
        Figure(source="gone.png", span=Span(3, 3)),
        Paragraph(inlines=(ImageNode(source="gone.png", span=Span(7, 7, 4, 20)), ImageNode(source="x.png"))),
    )
    found: list[Diagnostic] = []
    assets = loader(project, Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), found)
    assets.load_all()
    assets.load_all()
    assert assets("gone.png") is None
    assert [(item.code, item.source, str(item.span)) for item in found] == [
        ("WX402", "sources/x.md", "3"),
        ("WX402", "sources/x.md", "7:4"),
    ]
    assert "没有找到" in found[0].message
    assert "was not found" in in_language(found[0], "en").message
    assert assets("x.png") is assets("x.png")
