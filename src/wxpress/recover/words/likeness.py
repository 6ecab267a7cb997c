"""相似：how alike two printings of one title are; titles that differ in a figure are two titles, not two printings."""

from __future__ import annotations

import re

LEAST_LIKENESS = 0.72
_FIGURES = re.compile(r"[lio]*\d[\dlio]*")
_AS_FIGURES = str.maketrans("lio", "110")
"""Letters that a scan puts in the place of figures."""


def similarity(one: str, other: str, least: float = 0.0) -> float:
    """From 0 to 1, how few letters need be changed to make one text the other; 0 where it is less than *least*."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - forty modules, and most titles are their entries' words

    return Levenshtein.normalized_similarity(one, other, score_cutoff=least or None)


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """From 0 to 1, how alike two folded titles are; 0 where it is less than *least*, or where their figures differ."""
    alike = similarity(one, other, least)
    return alike if alike and _are_one(one, other) else 0.0


def are_alike(one: str, other: str) -> bool:
    """Whether two folded titles may be one, a little changed."""
    return likeness(one, other, LEAST_LIKENESS) > 0


def _figures(text: str) -> list[str]:
    return [figures.translate(_AS_FIGURES) for figures in _FIGURES.findall(text)]


def _are_one(one: str, other: str) -> bool:
    """Whether both have the same figures; one may have lost, or taken for letters, all of its own."""
    first, second = _figures(one), _figures(other)
    return first == second or not first or not second
