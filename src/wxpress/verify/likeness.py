"""相像：whether a face draws a character as a glyph of an embedded font is drawn.

Bulletins carry the same glyphs over and over. What has been seen of a glyph's program and of a face is remembered as
long as the process lives; that a face draws a character so if nothing else is asked for, as nearly all are drawn, is
kept beyond it, by the bytes of the face's file.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, cached_property
from hashlib import blake2b

from wxpress.fonts import FontFile, digest_of
from wxpress.kept import Kept, kept_file, save_at_end
from wxpress.verify.outlines import Outline, Outlines, opened
from wxpress.verify.programs import SIZE, programs_of

_MOST = 1 << 16
"""So many answers are remembered: about 15 MiB."""

_known: dict[tuple[object, ...], bool] = {}


class Carried:
    """嵌入的字体：its outlines, and the look of each of its glyphs."""

    def __init__(self, data: bytes, outlines: Outlines) -> None:
        """Take the font *data*, which is open as *outlines*."""
        self._outlines = outlines
        self._looks: dict[int, bytes | None] = {**programs_of(data)}

    def outline(self, glyph: int) -> Outline | None:
        """The outline of *glyph*; null where the font has no such glyph."""
        return self._outlines.outline(glyph)

    def look(self, glyph: int) -> bytes | None:
        """What tells the drawing of *glyph* from others, its program or else its outline; null where it has none."""
        if glyph not in self._looks:
            self._looks[glyph] = _look_of(self.outline(glyph))
        return self._looks[glyph]


def _look_of(outline: Outline | None) -> bytes | None:
    if outline is None:
        return None
    length = len(outline.kinds).to_bytes(4)
    return blake2b(b"".join((length, *outline)), digest_size=SIZE, person=b"outline").digest()


class Face:
    """一个字体文件，用到才打开；good as long as the *stack* that holds it open."""

    def __init__(self, file: FontFile, stack: ExitStack) -> None:
        """Take *file* as it lies on the disk."""
        self._file, self._stack = file, stack
        self._identity = (digest_of(file), file.index)
        self._drawn = _drawn(self._identity)

    @cached_property
    def outlines(self) -> Outlines | None:
        """Its outlines; null where it cannot be read."""
        return self._stack.enter_context(opened(self._file.file, self._file.index))

    def is_readable(self) -> bool:
        """Whether it can be read."""
        return bool(self._drawn) or _once((self._identity,), lambda: self.outlines is not None)

    def is_nominal(self, character: str, carried: Carried, glyph: int) -> bool:
        """Whether it draws *character* as *glyph* is drawn, if nothing else is asked for."""
        look = carried.look(glyph)
        if look is not None and self._drawn.get(character) == look:
            return True
        alike = self._compared("nominal", character, carried, glyph, lambda own, shape: shape == own.nominal(character))
        if alike and look is not None:
            self._drawn[character] = look
            _book().add(self._identity, self._drawn)
        return alike

    def draws(self, character: str, carried: Carried, glyph: int) -> bool:
        """Whether it may draw *character* as *glyph* is drawn."""
        return self.is_nominal(character, carried, glyph) or self._compared(
            "other", character, carried, glyph, lambda own, shape: shape in own.others(character)
        )

    def _compared(
        self, how: str, character: str, carried: Carried, glyph: int, is_like: Callable[[Outlines, Outline], bool]
    ) -> bool:
        look = carried.look(glyph)

        def compare() -> bool:
            own, shape = self.outlines, carried.outline(glyph)
            return own is not None and shape is not None and is_like(own, shape)

        return look is not None and _once((how, self._identity, character, look), compare)


def _once(question: tuple[object, ...], answer: Callable[[], bool]) -> bool:
    """The answer to a question that has but one, remembered."""
    known = _known.get(question)
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[question] = answer()
    return known


@cache
def _drawn(face: tuple[str, int]) -> dict[str, bytes]:
    """The look of each character that is known as the *face*, a file's digest and a number, draws it."""
    return dict(_book().get(face) or {})


@cache
def _book() -> Kept[tuple[str, int], dict[str, bytes]]:
    book: Kept[tuple[str, int], dict[str, bytes]] = Kept(kept_file("drawn"))
    save_at_end(book)
    return book
