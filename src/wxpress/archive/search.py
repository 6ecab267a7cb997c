"""检索：an index by pairs of characters, in shards, that a page on a stick can search without server or segmenter.

Each file is a script that hands its data to ``search.js``: a page that was opened from a folder may load scripts, but
may not fetch data.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from wxpress.archive.holdings import Holding
from wxpress.tree import Article, Bulletin
from wxpress.walk import text_of
from wxpress.writers.contents import EDITORS_NOTE, EDITORS_NOTE_LABEL, article_id, article_label, section_id

FOLDER = "search"
SCRIPT = f"{FOLDER}/search.js"
SHARD_SIZE = 32_768
"""Characters that a shard holds on average, at most; what a search for one word has to load."""
MOST_SHARDS = 4096

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_IN_TITLE = "!"

Passage = tuple[str, str, str]
"""一段可检索的文字: the id of its place in the HTML page, its heading, its text."""


def search_files(holdings: Sequence[Holding]) -> dict[str, bytes]:
    """The files of the index by their paths; holdings count from 0 in the order given."""
    passages = [list(passages_of(holding.bulletin)) for holding in holdings]
    postings = _postings(holdings, passages)
    count = shard_count(sum(len(gram) + len(places) for gram, places in postings.items()))
    files = {SCRIPT: (Path(__file__).parent / "search.js").read_bytes()}
    files[f"{FOLDER}/catalogue.js"] = _call("catalogue", {"shards": count, "holdings": list(map(_card, holdings))})
    for number, shard in enumerate(_shards(postings, count)):
        files[f"{FOLDER}/shard-{number}.js"] = _call("shard", number, shard)
    for holding, texts in zip(holdings, passages, strict=True):
        files[f"{FOLDER}/text-{holding.name}.js"] = _call("text", holding.name, texts)
    return files


def passages_of(bulletin: Bulletin) -> Iterator[Passage]:
    """The parts of *bulletin* that a reader would be sent to: the note, what opens a section, each article."""
    if note := bulletin.editors_note:
        yield EDITORS_NOTE, note.label or EDITORS_NOTE_LABEL, _text(note.blocks)
    for number, section in enumerate(bulletin.sections, 1):
        if section.title or section.blocks:
            yield section_id(number), section.title or "", _text(section.blocks)
        for position, article in enumerate(section.articles, 1):
            yield article_id(number, position), article_label(article), _article(article)


def _article(article: Article) -> str:
    facts = " ".join(filter(None, (article.byline, article.source, article.date)))
    return f"{facts} {_text(article.blocks)}".strip()


def _text(blocks: Iterable[object]) -> str:
    return " ".join(" ".join(text_of(block).split()) for block in blocks)  # type: ignore[arg-type]  # any block


def folded(text: str) -> str:
    """*text* as it is compared, here and in ``search.js``: width and case folded, only spaces between words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(character if character.isalnum() else " " for character in plain).split())


def grams(text: str) -> set[str]:
    """The characters of folded *text* and the pairs of neighbours in it, none across a space."""
    pairs = {first + second for first, second in pairwise(text) if " " not in (first, second)}
    return pairs | set(text) - {" "}


def shard_of(gram: str, count: int) -> int:
    """The shard that *gram* is in: FNV-1a over its code points, modulo *count*."""
    state = 2_166_136_261
    for character in gram:
        state = (state ^ ord(character)) * 16_777_619 & 0xFFFFFFFF
    return state % count


def shard_count(size: int) -> int:
    """How many shards an index of *size* characters is cut into: a power of two that keeps them below `SHARD_SIZE`."""
    return min(MOST_SHARDS, 1 << max(0, (size // SHARD_SIZE).bit_length()))


def _postings(holdings: Sequence[Holding], passages: Sequence[Sequence[Passage]]) -> dict[str, str]:
    """For each gram the holdings that have it, as differences in base 36, those marked that have it in a title."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for number, (holding, texts) in enumerate(zip(holdings, passages, strict=True)):
        titles = grams(folded(" ".join((holding.title, holding.series, *(title for _, title, _ in texts)))))
        body = grams(folded(" ".join(text for _, _, text in texts)))
        for gram in titles | body:
            found.setdefault(gram, []).append((number, gram in titles))
    return {gram: _encoded(places) for gram, places in sorted(found.items())}


def _encoded(places: Iterable[tuple[int, bool]]) -> str:
    before = 0
    parts = []
    for number, in_title in places:
        parts.append(_base36(number - before) + (_IN_TITLE if in_title else ""))
        before = number
    return ",".join(parts)


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
    facts = "　".join(filter(None, (holding.bulletin.series, holding.bulletin.issue, holding.bulletin.date)))
    page = holding.file("text/html")
    target = page or next(iter(holding.files), None)
    return {
        "name": holding.name,
        "title": holding.title,
        "facts": facts,
        "path": target.path if target else "",
        "hasPlaces": page is not None,
    }


def _call(function: str, *arguments: object) -> bytes:
    words = ",".join(json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments)
    # A lone surrogate cannot be written as UTF-8; the readers let none through, an outsider's tree might.
    return f"wxpressSearch.{function}({words});\n".encode(errors="replace")
