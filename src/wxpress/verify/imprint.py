"""书名等：what an output says of itself where no reader sees it: in words that the tree or the style has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from wxpress.styles import Style
from wxpress.tree import Bulletin
from wxpress.verify.foreign import noted_templates
from wxpress.verify.jumps import titles_of
from wxpress.verify.lines import Document, Fact
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen
from wxpress.walk import words as words_of

_TITLES = frozenset({"<title>", "og:title", "dc:title", "Title"})
"""What each kind of output calls the title of the whole."""

_METAS = frozenset({"description", "keywords", "author", "og:title", "og:description", "og:site_name"})
_DATA = frozenset({"name", "headline", "alternateName", "description", "articleSection", "audienceType"})
_HAN, _REST = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+", r"[A-Za-z0-9]+"
_WORD = re.compile(f"{_HAN}|{_REST}")
_OWN = "目录编者按版记正文封面注释"
"""What the writers call the parts of an output."""


def strange_facts(
    facts: Iterable[Fact], text: str, bulletin: Bulletin, style: Style, name: str
) -> Iterator[Difference]:
    """Each of *facts* with a word that neither *bulletin* has nor its *text*; titles of the whole that are another.

    The output is called *name*, and has it as its title where there is none.
    """
    title = seen(bulletin.title or " ".join(filter(None, (bulletin.series, bulletin.issue))) or name)
    known = "\n".join([*map(seen, titles_of(bulletin)), _OWN, seen(name), text])  # where most words stand
    tree = unnoted = templates = ""
    for fact in dict.fromkeys(facts):
        strange = [word for word in _WORD.findall(seen(fact.value)) if word not in known]
        tree = tree or (seen(msgspec.json.encode(bulletin).decode()) if strange else "")
        strange = [word for word in strange if word not in tree]
        unnoted = unnoted or (seen(words_of([bulletin])) if strange else "")
        strange = [word for word in strange if word not in unnoted]  # opening words are without notes
        templates = templates or (noted_templates(style) if strange else "")
        if word := next((word for word in strange if word not in templates), None):
            yield _told(fact, f"里有“{word}”，来稿里没有", f"has “{word}”, which the source does not")
        elif fact.is_main and title not in seen(fact.value) and not strange:
            yield _told(fact, f"应为“{title}”", f"is not “{title}”")


def _told(fact: Fact, zh: str, en: str) -> Difference:
    return Difference(
        kind="imprint", cause=f"{fact.name} “{fact.value[:40]}”{zh}", cause_en=f"{fact.name} “{fact.value[:40]}” {en}"
    )


def facts_of(documents: Sequence[Document]) -> Iterator[Fact]:
    """What the pages of a book, or the one that is not in a book, say of themselves."""
    for document in documents:
        is_whole = document.name is None
        for element in document.root.iter("{*}title", "{*}meta", "{*}script"):
            yield from _facts(element, is_whole=is_whole)


def paper_facts(facts: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    """What a PDF, or the package of a book, says of itself, by name."""
    return (Fact(name, value, is_main=name in _TITLES) for name, value in facts)


def _facts(element: Any, *, is_whole: bool) -> Iterator[Fact]:  # noqa: ANN401 - an element, which no type has
    tag = str(element.tag).rpartition("}")[2]
    name = element.get("name") or element.get("property") or ""
    if tag == "title":
        yield Fact("<title>", element.text or "", is_main=is_whole)
    elif tag == "meta" and name in _METAS:
        yield Fact(name, element.get("content") or "", is_main=name in _TITLES)
    elif tag == "script" and element.get("type") == "application/ld+json":
        with suppress(ValueError, RecursionError):
            yield from (Fact("JSON-LD", words) for words in _texts(json.loads(element.text or "")))


def _texts(data: object) -> Iterator[str]:
    """The words of linked data that are of the bulletin."""
    if isinstance(data, list):
        for item in data:
            yield from _texts(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and key in _DATA:
                yield value
            yield from _texts(value)
