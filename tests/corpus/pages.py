"""Page breaks: paragraphs torn where a page ends, with what stands at the head and foot of a page between."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from .script import Script

SHORTEST_HALF = 26
NUMBERS = ("— {} —", "- {} -", "{}", "第 {} 页 共 {total} 页", "第{}页", "{}/{total}", "·{}·", "－{}－", "Page {}")


def paged(dice: random.Random, paragraphs: Sequence[str], told: Script) -> list[str]:
    """The paragraphs over pages of some hundred characters."""
    furniture = _Furniture(dice, told)
    room = length = dice.randint(500, 1100)
    first_text = _first_text(paragraphs)
    laid: list[str] = []
    for at, paragraph in enumerate(paragraphs):
        room -= len(paragraph)
        if room > 0 or at < first_text or "\n" in paragraph:
            laid.append(paragraph)
            continue
        tear = _tear(dice, paragraph)
        laid += [paragraph[:tear], *furniture.next(), paragraph[tear:]] if tear else [paragraph, *furniture.next()]
        room = length
    return [paragraph for paragraph in laid if paragraph]


def _first_text(paragraphs: Sequence[str]) -> int:
    return next((at for at, paragraph in enumerate(paragraphs) if "。" in paragraph), len(paragraphs))


def _tear(dice: random.Random, paragraph: str) -> int:
    """Where a line of the page ends in mid sentence, between two ideographs or below a comma; 0 where nowhere."""
    places = [
        at
        for at in range(SHORTEST_HALF, len(paragraph) - 6)
        if _is_han(paragraph[at]) and (_is_han(paragraph[at - 1]) or paragraph[at - 1] in "，、")
        if "[" not in paragraph[:at]
    ]
    return dice.choice(places) if places else 0


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


class _Furniture:
    """What stands between two pages: a number, a running title, both in either order, or nothing at all."""

    def __init__(self, dice: random.Random, told: Script) -> None:
        self._form = dice.choice(NUMBERS)
        self._parts = dice.choice(("number", "number", "running", "both", "both", "head", "nothing"))
        masthead = told.of("masthead")[0].text
        self._running = dice.choice((told.bulletin.series or "", told.bulletin.title or "", masthead))
        self._number = dice.randint(1, 3)

    def next(self) -> Iterator[str]:
        """The lines between this page and the next."""
        number = self._form.format(self._number, total=99)
        self._number += 1
        yield from {
            "number": (number,),
            "running": (self._running,),
            "both": (number, self._running),
            "head": (self._running, number),
            "nothing": (),
        }[self._parts]
