"""网页自己的样式表：its simple rules, written into the ``style`` attributes of the elements they fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from wxpress.readers.html.form import declarations
from wxpress.readers.html.page import tag, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TELLING = frozenset(
    {
        *("font-weight", "font-style", "font-size", "text-align", "text-indent", "display", "vertical-align"),
        *("text-emphasis", "text-emphasis-style", "background", "background-color", "font-family"),
    }
)
_SCREENS = frozenset({"", "all", "screen", "only screen"})
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_KINDS = {"#": "id", ".": "class"}
_PLAIN_WEIGHTS = frozenset({"normal", "400", "lighter"})
_MOST_RULES = 500
"""Rules read; the sheets of a whole site have more, but their first are about its text."""

_LONGEST = 200_000
_MOST_ABOVE = 4

Names = frozenset[str]
Weight = tuple[bool, tuple[int, int, int], int]
"""What decides between rules (CSS Cascade 4): whether it is ``!important``, its specificity, its place."""


class _Rule(msgspec.Struct, frozen=True):
    """一条规则：what an element is called, and those around it from the outermost; what it then looks like."""

    names: Names
    around: tuple[Names, ...]
    weight: Weight
    style: tuple[tuple[str, str], ...]


class _Place(msgspec.Struct, frozen=True, eq=False):
    """一处：what an element is called, and the place that holds it."""

    names: Names
    holder: _Place | None


def with_sheets(root: Element) -> frozenset[Element]:
    """Write what the page's own sheets say into its elements; the ones that they alone hide are told, and left.

    What a sheet hides a script may show, so whoever asks has to judge it.
    """
    rules = _rules(root)
    return frozenset(_dressed(root, rules)) if rules else frozenset()


def _dressed(root: Element, rules: Sequence[_Rule]) -> Iterator[Element]:
    """The elements that are hidden now, all of them being given their styles; like places are looked at once."""

    @cache
    def fitting(place: _Place) -> list[_Rule]:
        return [rule for rule in rules if _fits(rule, place)]

    for element, place in _places(root, frozenset(chain.from_iterable(map(_names_in, rules)))):
        if _dress(element, fitting(place)):
            yield element


def _names_in(rule: _Rule) -> Names:
    return rule.names.union(*rule.around)


def _places(root: Element, told: Names) -> Iterator[tuple[Element, _Place]]:
    """Elements with their places, by the names that rules tell apart: what looks alike to these is one place."""
    place_of = cache(_Place)
    places: dict[Element | None, _Place] = {}
    for element in root.iter():
        places[element] = place_of(_names(element) & told, places.get(element.getparent()))
        yield element, places[element]


def _names(element: Element) -> Names:
    classes = (f".{name}" for name in element.get("class", "").split())
    return frozenset({tag(element), f"#{element.get('id')}", *classes})


def _fits(rule: _Rule, place: _Place) -> bool:
    """Whether *rule* is for an element at this place: each holder that it asks for is found further out."""
    if not rule.names <= place.names:
        return False
    outwards = _outwards(place)
    return all(any(wanted <= names for names in outwards) for wanted in reversed(rule.around))


def _outwards(place: _Place) -> Iterator[Names]:
    current = place.holder
    while current is not None:
        yield current.names
        current = current.holder


def _dress(element: Element, rules: Sequence[_Rule]) -> bool:
    """Write what *rules* say before the element's own style, what is important behind it; whether they hide it."""
    if not rules:
        return False
    own = declarations(element)
    said = _said(rules, is_important=False) | own | _said(rules, is_important=True)
    is_hidden = said.get("display") == "none" != own.get("display")
    if is_hidden:
        del said["display"]
    element.set("style", ";".join(map(":".join, said.items())))
    return is_hidden


def _said(rules: Sequence[_Rule], *, is_important: bool) -> dict[str, str]:
    """What *rules* say together, the weightiest last."""
    said: dict[str, str] = {}
    for rule in sorted(rules, key=attrgetter("weight")):
        said |= dict(rule.style) if rule.weight[0] == is_important else {}
    return said


def _rules(root: Element) -> list[_Rule]:
    """The simple rules of all sheets in the page, as many as are read."""
    blocks = enumerate(chain.from_iterable(map(_blocks_of, _sheets(root))))
    return list(islice((rule for place, block in blocks for rule in _rules_of(*block, place)), _MOST_RULES))


def _sheets(root: Element) -> list[str]:
    sheets = (element for element in root.iter("style") if _is_for_screens(element.get("media", "")))
    return [words_in(element)[:_LONGEST] for element in sheets]


def _blocks_of(sheet: str) -> list[tuple[str, Sequence[Any]]]:
    """Selectors of a sheet, and the declarations under them; none of a sheet that is nested beyond measure."""
    try:
        return list(_blocks(sheet))
    except RecursionError:
        return []


def _is_for_screens(media: str) -> bool:
    return media.strip().lower() in _SCREENS


def _blocks(sheet: str) -> Iterator[tuple[str, Sequence[Any]]]:
    import tinycss2  # noqa: PLC0415 - loaded with the first sheet

    pending = list(reversed(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))
    while pending:
        node = pending.pop()
        if node.type == "qualified-rule":
            yield tinycss2.serialize(node.prelude), tinycss2.parse_blocks_contents(node.content)
        elif _is_applied(node):
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            pending += reversed(inside)


def _is_applied(node: Any) -> bool:  # noqa: ANN401 - tinycss2 is not typed
    import tinycss2  # noqa: PLC0415 - as above

    is_media = node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None
    return is_media and _is_for_screens(tinycss2.serialize(node.prelude))


def _rules_of(prelude: str, block: Sequence[Any], place: int) -> Iterator[_Rule]:
    """A rule for each simple selector, the important declarations apart."""
    for compounds in filter(None, map(_compounds, prelude.split(","))):
        for is_important in (False, True):
            weight = (is_important, _specificity(compounds), place)
            yield from _rule(compounds, weight, dict(_styles(block, is_important=is_important)))


def _rule(compounds: Sequence[Names], weight: Weight, style: Mapping[str, str]) -> Iterator[_Rule]:
    """The rule, unless it says nothing, what a reset says left aside."""
    is_of_elements = not any(weight[1][:2])
    told = tuple(said for said in style.items() if not (is_of_elements and _resets(*said)))
    if told:
        yield _Rule(compounds[-1], tuple(compounds[:-1]), weight, told)


def _styles(block: Sequence[Any], *, is_important: bool) -> Iterator[tuple[str, str]]:
    """The declarations that tell of the text; one that holds another in a string is none."""
    import tinycss2  # noqa: PLC0415 - as above

    for node in filter(_is_telling, block):
        value = tinycss2.serialize(node.value).strip().lower()
        if node.important == is_important and ";" not in value:
            yield node.lower_name, value


def _is_telling(node: Any) -> bool:  # noqa: ANN401 - as above
    return node.type == "declaration" and node.lower_name in _TELLING


def _compounds(selector: str) -> list[Names]:
    """What a selector names, from the outermost; nothing for one that is not simple."""
    matches = list(map(_COMPOUND.fullmatch, selector.split()[: _MOST_ABOVE + 1]))
    return list(map(_compound, filter(None, matches))) if all(matches) and len(matches) <= _MOST_ABOVE else []


def _compound(match: re.Match[str]) -> Names:
    return frozenset(filter(None, ((match[1] or "").lower(), *_NAME.findall(match[2]))))


def _specificity(compounds: Sequence[Names]) -> tuple[int, int, int]:
    """How many ids, classes and elements are named (Selectors 4, 17)."""
    kinds = Counter(_KINDS.get(name[0], "element") for names in compounds for name in names)
    return kinds["id"], kinds["class"], kinds["element"]


def _resets(name: str, value: str) -> bool:
    """Whether a rule for elements only takes away what they mean, as the sheets of most sites do at their head."""
    return name == "font-weight" and value in _PLAIN_WEIGHTS
