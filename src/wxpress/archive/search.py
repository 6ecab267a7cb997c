"""检索：an index by pairs of characters, in shards, that a page on a stick can search without server or segmenter.

Each file is a script that hands its data to ``search.js``: a page that was opened from a folder may load scripts, but
may not fetch data. Holdings are numbered from the oldest and bound in volumes, each with an index of its own: a new
bulletin changes the last volume and no other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from operator import add
from pathlib import Path

from wxpress.archive.bindery import Bindery, Content, Files
from wxpress.archive.holdings import Holding
from wxpress.tree import Article, Block, Bulletin, Heading, Node, Note, Paragraph, Table
from wxpress.walk import children, own_text
from wxpress.writers.contents import (
    COLOPHON,
    COLOPHON_LABEL,
    EDITORS_NOTE,
    EDITORS_NOTE_LABEL,
    article_id,
    article_label,
    section_id,
)

FOLDER = "search"
SCRIPT = f"{FOLDER}/search.js"
VOLUME = 64
"""Holdings in a volume, at most: what is bound anew when one of them changes."""

SHARD_SIZE = 16_384
"""Characters that a shard holds on average, at most; what a search for a pair has to load of each volume."""
MOST_SHARDS = 4096

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_IN_TITLE = "!"
_MARKS = re.compile(r"[\W_]+")
_COMMON_MARKS = str.maketrans(dict.fromkeys("，。、；：？！“”‘’（）《》〈〉—…·　", " "))

Passage = tuple[str, str, str]
"""一段可检索的文字: the id of its place in the HTML page, its heading, its text."""


def search_files(holdings: Sequence[Holding], bindery: Bindery) -> dict[str, Content]:
    """The files of the index by their paths, of *holdings* that are given newest first."""
    oldest_first = list(reversed(holdings))
    files: dict[str, Content] = {SCRIPT: (Path(__file__).parent / "search.js").read_bytes()}
    counts = []
    for volume, at in enumerate(range(0, len(oldest_first), VOLUME)):
        bound = oldest_first[at : at + VOLUME]
        made = bindery.bound(_told(volume, *bound), partial(_volume, volume, bound, bindery))
        texts, shards = made[: len(bound)], made[len(bound) :]
        files |= {f"{FOLDER}/text-{holding.name}.js": text for holding, text in zip(bound, texts, strict=True)}
        files |= {f"{FOLDER}/shard-{volume}-{number}.js": shard for number, shard in enumerate(shards)}
        counts.append(len(shards))
    catalogue = {"volume": VOLUME, "shards": counts, "holdings": list(map(_card, oldest_first))}
    files[f"{FOLDER}/catalogue.js"] = _call("catalogue", catalogue)
    return files


def _told(what: str | int, *holdings: Holding) -> str:
    """All that the files of *holdings* are made of."""
    return json.dumps([what, *((holding.name, holding.tree) for holding in holdings)])


def _volume(volume: int, holdings: Sequence[Holding], bindery: Bindery) -> Files:
    """The text of each of the *holdings* of a volume, then its shards."""
    read = [_Reading(holding) for holding in holdings]
    texts = [bindery.bound(_told("text", reading.holding), reading.text) for reading in read]
    postings = _postings([bindery.opened(_told("grams", reading.holding), reading.grams) for reading in read])
    shards = _shards(postings, shard_count(sum(len(gram) + len(places) for gram, places in postings.items())))
    return (
        *(text for [text] in texts),
        *(_call("shard", volume, number, shard) for number, shard in enumerate(shards)),
    )


@dataclass(frozen=True)
class _Reading:
    """通读一期：its passages, found once for all that is made of them."""

    holding: Holding

    @cached_property
    def _passages(self) -> list[Passage]:
        held = self.holding
        return list(passages_of(held.text() if held.text else held.bulletin))

    def text(self) -> Files:
        """The file of its text."""
        return (_call("text", self.holding.name, self._passages),)

    def grams(self) -> bytes:
        """Its grams: a line of those in titles, one of the others."""
        held = self.holding
        titles = grams(folded(" ".join((held.title, _facts(held), *(title for _, title, _ in self._passages)))))
        body = grams(folded(" ".join(text for _, _, text in self._passages)))
        return "\n".join(" ".join(sorted(part)) for part in (titles, body - titles)).encode()


def passages_of(bulletin: Bulletin) -> Iterator[Passage]:
    """The parts of *bulletin* that a reader is sent to: the note, what opens a section, each article, the colophon."""
    if note := bulletin.editors_note:
        yield EDITORS_NOTE, note.label or EDITORS_NOTE_LABEL, _text(note.blocks)
    for number, section in enumerate(bulletin.sections, 1):
        if section.title or section.blocks:
            yield section_id(number), section.title or "", _text(section.blocks)
        for position, article in enumerate(section.articles, 1):
            yield article_id(number, position), article_label(article), _article(article)
    if bulletin.colophon:
        yield COLOPHON, COLOPHON_LABEL, _text(bulletin.colophon)


def _article(article: Article) -> str:
    facts = " ".join(filter(None, (article.byline, article.source, article.date)))
    return f"{facts} {_text(article.blocks)}".strip()


def _text(blocks: Iterable[Block]) -> str:
    """The words of *blocks*, a gap where they do not read on: at paragraphs, cells and notes (behind their block)."""
    return " ".join(" ".join(words.split()) for block in blocks for words in _read_on(block))


def _read_on(block: Block) -> Iterator[str]:
    parts: list[str] = []
    notes: list[Note] = []
    stack: list[Node | str] = [block]
    while stack:
        match stack.pop():
            case str(gap):
                parts.append(gap)
            case Note() as note:
                notes.append(note)
            case Table(head, rows):
                stack += reversed([part for row in (head, *rows) for cell in row for part in (*cell, " ")])
            case node:
                parts.append(own_text(node))
                stack += (" " * isinstance(node, Paragraph | Heading), *reversed(children(node)))
    yield "".join(parts)
    yield from (words for note in notes for inner in note.blocks for words in _read_on(inner))


def folded(text: str) -> str:
    """*text* as it is compared, here and in ``search.js``: width and case folded, only spaces between words."""
    bare = text.translate(_COMMON_MARKS)  # which is most often normal then, and to see that takes a tenth of the time
    normal = bare if unicodedata.is_normalized("NFKC", bare) else unicodedata.normalize("NFKC", bare)
    return _MARKS.sub(" ", normal.lower()).strip()


def grams(text: str) -> set[str]:
    """The characters of folded *text* and the pairs of neighbours in it, none across a space."""
    return {gram for gram in {*text, *map(add, text, text[1:])} if " " not in gram}


def shard_of(gram: str, count: int) -> int:
    """The shard that *gram* is in: FNV-1a over its code points, modulo *count*."""
    state = 2_166_136_261
    for character in gram:
        state = (state ^ ord(character)) * 16_777_619 & 0xFFFFFFFF
    return state % count


def shard_count(size: int) -> int:
    """How many shards an index of *size* characters is cut into: a power of two that keeps them below `SHARD_SIZE`."""
    return min(MOST_SHARDS, 1 << max(0, (size // SHARD_SIZE).bit_length()))


def _postings(read: Iterable[bytes]) -> dict[str, str]:
    """For each gram the holdings of a volume that have it, as differences in base 36; titles are marked.

    *read* are the grams of each holding.
    """
    found = defaultdict[str, list[int]](list)
    for number, grams_there in enumerate(read):
        titles, body = grams_there.decode().split("\n")
        for part, place in ((titles, 2 * number + 1), (body, 2 * number)):
            for gram in part.split():
                found[gram].append(place)
    encoded = cache(_encoded)  # most grams are in one holding or in all of them
    return {gram: encoded(tuple(found[gram])) for gram in sorted(found)}


def _encoded(places: tuple[int, ...]) -> str:
    """*places*, each twice the number of a holding, and one more where it is in a title."""
    before = (0, *(place // 2 for place in places))
    return ",".join(
        _base36(place // 2 - last) + (_IN_TITLE if place % 2 else "")
        for place, last in zip(places, before, strict=False)
    )


@cache
def _base36(number: int) -> str:
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits


def _shards(postings: Mapping[str, str], count: int) -> list[dict[str, str]]:
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    for gram, places in postings.items():
        shards[shard_of(gram, count)][gram] = places
    return shards


def _card(holding: Holding) -> dict[str, object]:
    """What a search result shows of a holding, and where it leads: the page before the book before the paper."""
    page = holding.file("text/html")
    target = page or next(iter(holding.files), None)
    return {
        "name": holding.name,
        "title": holding.title,
        "facts": _facts(holding),
        "path": target.path if target else "",
        "hasPlaces": page is not None,
    }


def _facts(holding: Holding) -> str:
    """Which of the series it is."""
    return "　".join(filter(None, (holding.bulletin.series, holding.bulletin.issue, holding.bulletin.date)))


def _call(function: str, *arguments: object) -> bytes:
    words = ",".join(json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments)
    # A lone surrogate cannot be written as UTF-8; the readers let none through, an outsider's tree might.
    return f"wxpressSearch.{function}({words});\n".encode(errors="replace")
