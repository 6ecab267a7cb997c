"""关联数据：the bulletin as a schema.org PublicationIssue, in JSON-LD that may stand inside HTML."""

from __future__ import annotations

import json
from typing import Any

from wxpress.tree import Article, Bulletin, Section
from wxpress.writers.contents import article_label
from wxpress.writers.imprint import display_title, iso_date

_ENDS_A_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_ld(bulletin: Bulletin, name: str) -> str:
    """The data block; no character of it can end a script element or open a comment."""
    issue = _filled(
        {
            "@context": "https://schema.org",
            "@type": "PublicationIssue",
            "name": display_title(bulletin, name),
            "inLanguage": bulletin.language,
            "issueNumber": bulletin.issue,
            "datePublished": iso_date(bulletin.date),
            "publisher": _named("Organization", bulletin.publisher),
            "audience": _filled({"@type": "Audience", "audienceType": bulletin.audience}),
            "isPartOf": _named("Periodical", bulletin.series),
            "hasPart": [_article(article, section) for section in bulletin.sections for article in section.articles],
        }
    )
    return json.dumps(issue, ensure_ascii=False, separators=(",", ":")).translate(_ENDS_A_SCRIPT)


def _article(article: Article, section: Section) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Article",
            "headline": article_label(article),
            "articleSection": section.title,
            "author": _named("Person", article.byline),
            "datePublished": iso_date(article.date),
        }
    )


def _named(kind: str, name: str | None) -> dict[str, Any]:
    return _filled({"@type": kind, "name": name})


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    """*thing* without what it does not have; empty where a type is all it has."""
    filled = {key: value for key, value in thing.items() if value}
    return filled if len(filled) > 1 else {}
