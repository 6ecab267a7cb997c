"""图片：whether an output shows the pictures of its source, each in its place; those of the style may stand between."""

from __future__ import annotations

import hashlib
import io
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from wxpress.tree import Bulletin, Figure, Image, Node, Note
from wxpress.verify.lines import Look
from wxpress.verify.report import Difference
from wxpress.walk import children

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

Loader = Callable[[str], bytes | None]
"""Gives the bytes of the picture that the tree names so; null where it cannot be shown."""

_SIDE = 8
_ALIKE = 24
"""How far, of 255, the dots of two pictures made small may differ where one was written anew."""


def strange_pictures(shown: Sequence[Look], bulletin: Bulletin, load: Loader) -> Iterator[Difference]:
    """Each picture of *bulletin* that is not among those *shown*, after the ones before it; one of a note, anywhere."""
    at, has_dots = 0, any(look.dots for look in shown)
    for node, is_in_note in _pictures(bulletin):
        data = load(node.source)
        own = None if data is None else _look(data, has_dots=has_dots)
        if own is None:
            continue
        place = _place(own, shown, 0 if is_in_note else at)
        if place is None:
            yield _told(node)
        elif not is_in_note:
            at = place + 1


def _place(own: Look, shown: Sequence[Look], at: int) -> int | None:
    return next((place for place in range(at, len(shown)) if _is_same(own, shown[place])), None)


def _told(node: Image | Figure) -> Difference:
    name = node.alt or node.source
    cause, cause_en = f"图片“{name}”不见了，或换成了另一张", f"the picture “{name}” is missing or another"
    return Difference(kind="picture", cause=cause, cause_en=cause_en, span=node.span)


def look_of_file(data: bytes) -> Look:
    """How a picture in a file of its own compares."""
    return Look(digest=hashlib.sha256(data).hexdigest())


def look_of_address(address: str) -> Look:
    """How a picture compares that an address holds; one that it only leads to is not known."""
    head, comma, body = address.partition(",")
    if not (comma and head.startswith("data:")):
        return Look()
    try:
        return look_of_file(b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body))
    except (Error, ValueError):
        return Look(digest="?")


def looks_on_paper(data: bytes) -> Iterator[Look]:
    """The pictures of the PDF *data*, page by page, as they are drawn."""
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted for PDF alone

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)):
                yield Look(dots=_dots(item.get_bitmap(render=False).to_pil()))


def pictures_of(bulletin: Bulletin) -> Iterator[Image | Figure]:
    """The pictures of *bulletin*."""
    return (node for node, _ in _pictures(bulletin))


def _pictures(bulletin: Bulletin) -> Iterator[tuple[Image | Figure, bool]]:
    """The pictures in the order of the text, and whether each is in a note, which stands elsewhere."""
    stack: list[tuple[Node, bool]] = [(bulletin, False)]
    while stack:
        node, is_in_note = stack.pop()
        if isinstance(node, Image | Figure):
            yield node, is_in_note
        inside = is_in_note or isinstance(node, Note)
        stack += [(child, inside) for child in reversed(children(node))]


def _look(data: bytes, *, has_dots: bool) -> Look | None:
    """How a picture of the source compares; null where nothing can be made of it."""
    if not has_dots:
        return look_of_file(data)
    from PIL import Image as Pillow  # noqa: PLC0415 - as above

    try:
        with Pillow.open(io.BytesIO(data)) as picture:
            return Look(dots=_dots(picture))
    except (OSError, ValueError):
        return None


def _dots(picture: Raster | Any) -> bytes:  # noqa: ANN401 - what PDFium gives is not typed
    return bytes(picture.convert("RGB").resize((_SIDE, _SIDE)).tobytes())


def _is_same(own: Look, other: Look) -> bool:
    if (own.digest and own.digest == other.digest) or not (other.digest or other.dots):
        return True
    pairs = zip(own.dots, other.dots, strict=False)
    return bool(own.dots and other.dots) and sum(abs(one - two) for one, two in pairs) <= _ALIKE * len(own.dots)
