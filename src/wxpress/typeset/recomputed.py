"""重算的样式：lets boxes that were laid out be laid out again with other values of custom properties."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from weasyprint.css import declaration_precedence
from weasyprint.css.tokens import Pending

PLAIN = frozenset(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")) | {
    "top",
    "bottom",
    "height",
    "min_height",
    "line_height",
    "break_inside",
}
"""Properties on which no other one depends, but lengths in lines (lh), and the same one by inheritance."""

CUSTOM, OWN = "__", "wxpress_"
"""How the names of custom properties begin, and those of what this package keeps on boxes."""

ROWS = ("wxpress_paragraph", "wxpress_leaf")
"""What is kept on boxes and holds as long as nothing but PLAIN properties changes."""

_NORMAL = declaration_precedence("author", importance=False)


@dataclass(frozen=True)
class Values:
    """The styles of some boxes and what of them was worked out before, by value and by attribute."""

    boxes: Sequence[Any]
    styles: Sequence[Any]
    known: Sequence[Mapping[str, Any]]
    attributes: Sequence[Container[str]]

    @classmethod
    def of(cls, box: Any, footnotes: Iterable[Any]) -> Values:  # noqa: ANN401 - WeasyPrint is not typed
        """Those of *box*, of all that is in it, of *footnotes* and of what all of these inherit from."""
        found = [each for top in (box, *footnotes) for each in top.descendants()]
        styles = _with_sources(
            style for each in found for style in (each.style, each.first_letter_style, each.first_line_style)
        )
        return cls(found, styles, [dict(style) for style in styles], [set(vars(style)) for style in styles])

    def recomputed(self, root: Any, properties: Mapping[str, Sequence[Any]], *, everything: bool) -> None:  # noqa: ANN401 - as above
        """Give *root* those custom *properties*, as tokens, and have worked out again what depends on them.

        That is what refers to them; with *everything*, or where more may depend on that, all that was worked out.
        """
        changing = _referring(self.styles, properties)
        is_plain = not everything and all(name in PLAIN or name.startswith(CUSTOM) for name in changing)
        _declare(root, properties)
        for style, known, old in zip(self.styles, self.known, self.attributes, strict=True):
            _forget(style, changing if is_plain else list(style), known)
            _forget(vars(style), [name for name in vars(style) if name.startswith(OWN) or name not in old])
        for box in self.boxes:
            _forget(vars(box), [name for name in vars(box) if name.startswith(OWN) and not (is_plain and name in ROWS)])


def _declare(root: Any, properties: Mapping[str, Sequence[Any]]) -> None:  # noqa: ANN401 - as above
    """Give *root* those *properties* where it has them and nothing important says otherwise."""
    for name, tokens in properties.items():
        _, weight = root.cascaded.get(_key(name), (None, None))
        if weight is not None and weight[0] <= _NORMAL:
            root.cascaded[_key(name)] = tokens, weight


def _forget(values: dict[str, Any], names: Iterable[str], known: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Take what has these *names* out of *values*, or put in what was *known* before."""
    for name in names:
        values.pop(name, None)
        if name in known and not name.startswith(CUSTOM):
            values[name] = known[name]


def _with_sources(styles: Iterable[Any]) -> list[Any]:
    """Each of *styles*, and of those that they take values from, once."""
    found: dict[int, Any] = {}
    waiting = list(styles)
    while waiting:
        style = waiting.pop()
        if style is not None and id(style) not in found:
            found[id(style)] = style
            waiting += style.parent_style, vars(style).get("kind")
    return list(found.values())


def _key(name: str) -> str:
    """As WeasyPrint knows the custom property *name*."""
    return f"{CUSTOM}{name.replace('-', '_')}"


def _referring(styles: Iterable[Any], names: Iterable[str]) -> set[str]:
    """The properties of *styles* that refer to the custom ones *names*, directly or by others; those themselves too."""
    declared = {
        (name, id(value)): _text(value)
        for style in styles
        for name, (value, _) in getattr(style, "cascaded", {}).items()
    }
    found = set(map(_key, names))
    while more := {name for (name, _), text in declared.items() if any(key in text for key in found)} - found:
        found |= more
    return found


def _text(value: Any) -> str:  # noqa: ANN401 - as above
    """What is declared where it may refer to custom properties, as their keys are written."""
    tokens = value.tokens if isinstance(value, Pending) else value if isinstance(value, list) else ()
    return "".join(token.serialize() for token in tokens if hasattr(token, "serialize")).replace("-", "_")
