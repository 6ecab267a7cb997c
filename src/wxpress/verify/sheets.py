"""样式表：the rules of style sheets that can make text invisible, ready to be asked about an element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import cssselect2
import tinycss2

from wxpress.kept_sheets import KeptSheets

# fmt: off
HIDING = frozenset({
    "display", "visibility", "content-visibility", "opacity", "font-size", "font", "color", "background",
    "background-color", "text-indent", "left", "top", "position", "clip-path", "transform",
    "text-decoration", "text-decoration-line",
})
# fmt: on
"""The properties that may hide text, or strike it out."""

_CONDITIONAL = frozenset({"color", "background", "background-color"})
"""Properties that differ by the reader's colour scheme: within ``@media`` they are left alone."""

_MOST = 1000
"""Tokens of a custom property that are looked at: properties that name one another can make it endless."""

Tokens = Sequence[Any]
Declarations = Mapping[str, Tokens]


@dataclass(frozen=True)
class Rules:
    """样式规则：a matcher of selectors, and the custom properties of the root."""

    matcher: Any
    variables: Declarations
    _known: dict[tuple[int, ...], Declarations] = field(default_factory=dict)
    _values: dict[str, Tokens] = field(default_factory=dict)

    def of(self, element: Any, inline: str) -> Declarations:  # noqa: ANN401 - cssselect2 is not typed
        """The declarations that win on *element*, its own ``style`` attribute among them.

        Of all elements on which the same rules match, and that have none of their own, they are one object.
        """
        matches = self.matcher.match(element)
        if inline:
            return self._won(matches, inline)
        rules = tuple(order for _, order, *_ in matches)
        if rules not in self._known:
            self._known[rules] = self._won(matches, inline)
        return self._known[rules]

    def _won(self, matches: Sequence[Any], inline: str) -> Declarations:
        """What wins of *matches*, which are in their order, and of what stands *inline*."""
        found = [item for *_, declarations in matches for item in declarations]
        found += _declarations(tinycss2.parse_blocks_contents(inline), HIDING) if inline else []
        ordered = sorted(found, key=lambda item: item.important)  # stable: what comes later wins among equals
        return {item.lower_name: self._resolved(item.value) for item in ordered}

    def _resolved(self, tokens: Tokens) -> Tokens:
        """*tokens* without white space, ``var()`` filled in."""
        found: list[Any] = []
        for token in tokens:
            if token.type == "function" and token.lower_name == "var":
                name = next((inner.value for inner in token.arguments if inner.type == "ident"), "")
                found += self._value(name)
            elif token.type not in {"whitespace", "comment"}:
                found.append(token)
        return found

    def _value(self, name: str) -> Tokens:
        """The value of the custom property *name*; nothing of one that names itself (CSS Variables 2.3)."""
        if name not in self._values:
            self._values[name] = ()  # to who asks for it meanwhile
            self._values[name] = self._resolved(self.variables.get(name, ()))[:_MOST]
        return self._values[name]


@lru_cache(maxsize=16)
def rules_of(sheets: tuple[str, ...]) -> Rules:
    """The hiding rules of *sheets*, those of ``@media print`` left out."""
    if (found := _kept().of(*sheets)) is None:
        found = _read(sheets)
        _kept().keep(found, *sheets)
    return Rules(*found)


@cache
def _kept() -> KeptSheets:
    return KeptSheets("hiding", ("tinycss2", "cssselect2"))


def _read(sheets: tuple[str, ...]) -> tuple[Any, Declarations]:
    """What `Rules` are made of."""
    matcher, variables = cssselect2.Matcher(), dict[str, Tokens]()
    for sheet in sheets:
        for rule, is_conditional in _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
            content = tinycss2.parse_blocks_contents(rule.content)
            if not is_conditional:
                variables.update(_custom(rule, content))
            names = HIDING - _CONDITIONAL if is_conditional else HIDING
            _add(matcher, rule, _declarations(content, names))
    return matcher, variables


def _rules(nodes: Sequence[Any]) -> Iterator[tuple[Any, bool]]:
    """The rules for a screen in their order, and whether a condition is put on them."""
    opened = [(iter(nodes), False)]
    while opened:
        following, is_conditional = opened[-1]
        node = next(following, None)
        if node is None:
            opened.pop()
        elif node.type == "qualified-rule":
            yield node, is_conditional
        elif node.type == "at-rule" and node.content and _is_for_screens(node):
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            opened.append((iter(inside), is_conditional or node.lower_at_keyword == "media"))


def _is_for_screens(rule: Any) -> bool:  # noqa: ANN401 - tinycss2 is not typed
    is_of_rules = rule.lower_at_keyword in {"media", "supports", "layer"}
    return is_of_rules and "print" not in tinycss2.serialize(rule.prelude).lower()


def _declarations(nodes: Sequence[Any], names: frozenset[str]) -> list[Any]:
    return [node for node in nodes if node.type == "declaration" and node.lower_name in names]


def _custom(rule: Any, content: Sequence[Any]) -> dict[str, Tokens]:  # noqa: ANN401 - tinycss2 is not typed
    if ":root" not in tinycss2.serialize(rule.prelude):
        return {}
    return {node.name: node.value for node in content if node.type == "declaration" and node.name.startswith("--")}


def _add(matcher: Any, rule: Any, declarations: list[Any]) -> None:  # noqa: ANN401 - as above
    if not declarations:
        return
    try:
        selectors = cssselect2.compile_selector_list(rule.prelude)
    except cssselect2.SelectorError:  # CSS: a rule whose selector is not understood is dropped
        return
    for selector in selectors:
        if selector.pseudo_element is None and not selector.never_matches:
            matcher.add_selector(selector, declarations)
