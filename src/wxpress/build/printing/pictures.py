"""图片：checks a picture's bytes and brings them to plain PNG or JPEG, the same bytes every time."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NamedTuple

from wxpress.writers import Asset

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 50 * 2**20  # bytes
LARGEST_AREA = 60_000_000  # pixels; A3 at 600 dpi has 70 million, and A4 35

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_PLAIN_MODES = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}
_ORIENTATION = 0x0112
_UPRIGHT = 1
_PNG_DEPTH_AT = 24  # the offset of the bit depth in a PNG's IHDR chunk


class Cause(NamedTuple):
    """为什么不能用：in both languages, to follow the picture's name in WX402."""

    zh: str
    en: str


class RefusedError(Exception):
    """A picture that may not or cannot be used."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the cause in Chinese and in English."""
        super().__init__(zh)
        self.cause = Cause(zh, en)


def plain_picture(data: bytes) -> Asset:
    """*data* as an asset; raises `RefusedError` where it is no whole picture of a known format and a sane size.

    A PNG or JPEG that every reader shows alike is kept byte for byte. One that is turned by EXIF, in CMYK, of 16 bits,
    animated (its first frame stays) or of another format is made into one.
    """
    if not data:
        raise RefusedError("是空文件", "is an empty file")
    if _looks_like_svg(data):
        raise RefusedError("是 SVG，本版不支持（请另存为 PNG）", "is SVG, not supported yet (save it as PNG)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own warning about size comes after ours
        try:
            return _checked(data)
        except RefusedError:
            raise
        except Exception as error:  # a damaged picture makes Pillow raise anything
            raise RefusedError("已损坏或不完整", "is damaged or cut short") from error


def _checked(data: bytes) -> Asset:
    image = _opened(data)
    if image.width * image.height > LARGEST_AREA:
        size = f"{image.width}×{image.height}"
        raise RefusedError(
            f"太大（{size}，上限 {LARGEST_AREA // 10_000} 万像素）", f"is too large ({size}, {LARGEST_AREA} px at most)"
        )
    image.verify()
    image = _opened(data)  # verify leaves it unusable
    image.load()
    if _is_plain(image, data):
        return Asset(data, _MEDIA_TYPES[str(image.format)], image.width, image.height)
    return _remade(image)


def _opened(data: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - most bulletins have no picture

    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise RefusedError(
            "不是可用的图片（可用 PNG、JPEG、GIF、WebP、TIFF、BMP）",
            "is not a picture of a known format (PNG, JPEG, GIF, WebP, TIFF, BMP)",
        ) from error
    except Image.DecompressionBombError as error:
        raise RefusedError("太大", "is too large") from error


def _is_plain(image: Image, data: bytes) -> bool:
    return (
        image.mode in _PLAIN_MODES.get(str(image.format), set())
        and not getattr(image, "is_animated", False)
        and image.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT
        and not (image.format == "PNG" and data[_PNG_DEPTH_AT] == 16)  # noqa: PLR2004 - sixteen bits
    )


def _remade(image: Image) -> Asset:
    from PIL import ImageOps  # noqa: PLC0415 - as in _opened

    is_photo = image.format in {"JPEG", "MPO"}
    upright = ImageOps.exif_transpose(_eight_bit(image))
    plain = _in_rgb(upright)
    out = io.BytesIO()
    if is_photo:
        plain.save(out, "JPEG", quality=92, subsampling=0, exif=b"")
        return Asset(out.getvalue(), "image/jpeg", plain.width, plain.height)
    plain.info.clear()  # no profile, no text: the pixels are sRGB now
    plain.save(out, "PNG")
    return Asset(out.getvalue(), "image/png", plain.width, plain.height)


def _eight_bit(image: Image) -> Image:
    """Grey of 16 bits scaled to 8, where Pillow would cut it off at white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value / 257).convert("L")


def _in_rgb(image: Image) -> Image:
    if image.mode == "CMYK" and image.info.get("icc_profile"):
        return _by_profile(image)
    if image.mode in {"1", "L", "LA", "RGB", "RGBA"}:
        return image.copy()
    has_alpha = image.mode in {"PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _by_profile(image: Image) -> Image:
    """CMYK to sRGB by the picture's own profile, as the print house meant it; plainly where that is damaged."""
    from PIL import ImageCms  # noqa: PLC0415 - as in _opened

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        converted = None
    return converted or image.convert("RGB")


def _looks_like_svg(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or data.startswith(b"\x1f\x8b")
