"""藏起的字：which elements of a document are not shown, or shown in the colour of their ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import cssselect2
from tinycss2.color4 import parse_color

from wxpress.errors import VerifyError
from wxpress.verify.markup import UNREAD
from wxpress.verify.sheets import Declarations, Rules, rules_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Colour = tuple[float, ...]

ALIKE = 0.08
"""Colours whose channels differ by no more than this, of 1, cannot be told apart."""

FAR = 9.0
"""Text moved so many em, or ten times as many px, to the left or up is off the screen."""

_BLACK: Colour = (0.0, 0.0, 0.0)
_WHITE: Colour = (1.0, 1.0, 1.0)
_PX = 10.0
_STRUCK = frozenset({"s", "strike", "del"})


class Look(NamedTuple):
    """样子：why an element cannot be seen, if it cannot; its colour and its ground, null where they are not known."""

    cause: str | None = None
    is_invisible: bool = False
    is_sizeless: bool = False
    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE


class _Seen(NamedTuple):
    """所见：what *declared* makes of an element, and why that cannot be seen.

    It is kept here, so that nothing else can have its id.
    """

    declared: Declarations
    look: Look
    why: str | None

    @classmethod
    def of(cls, declared: Declarations, above: Look, by_nature: str | None) -> _Seen:
        look = _look(declared, above, by_nature)
        return cls(declared, look, _why(look))


def hidden_in(root: Element, sheets: Sequence[str]) -> dict[Any, str]:
    """The elements of *root* whose own text nobody sees under *sheets*, each with the property that hides it.

    Of those that hold no text to be seen, as the head of a page, nothing is told. `VerifyError` where a sheet is nested
    so deep that nobody can tell.
    """
    try:
        return _hidden_in(root, rules_of(tuple(sheets)))
    except RecursionError as error:
        raise VerifyError("样式表里的选择器或变量套得太深，看不出它遮住哪些文字", "请减少嵌套的层数") from error


def _hidden_in(root: Element, rules: Rules) -> dict[Any, str]:
    in_html = not str(root.tag).startswith("{")
    wrapper = cssselect2.ElementWrapper
    wrapped = wrapper.from_html_root(root) if in_html else wrapper.from_xml_root(root)
    hidden: dict[Any, str] = {}
    stack = [(wrapped, Look(), _why(Look()))]
    known: dict[tuple[int, Look, str | None], _Seen] = {}
    while stack:
        element, look, why = stack.pop()
        node = element.etree_element
        declared, by_nature = rules.of(element, node.get("style", "")), _by_nature(node)
        if declared or by_nature:  # else it looks as what it stands in
            key = (id(declared), look, by_nature)
            if key not in known:
                known[key] = _Seen.of(declared, look, by_nature)
            _, look, why = known[key]
        if why:
            hidden[node] = why
        stack += [(child, look, why) for child in element.iter_children() if child.local_name not in UNREAD]
    return hidden


def _why(look: Look) -> str | None:
    """Why the text of an element that looks so cannot be seen; null where it can."""
    if look.cause:
        return look.cause
    if look.is_invisible:
        return "visibility: hidden"
    if look.is_sizeless:
        return "font-size: 0"
    return "color" if look.colour and look.ground and _alike(look.colour, look.ground) else None


def _by_nature(element: Element) -> str | None:
    """Why the text of *element* is hidden or struck out without any sheet."""
    if element.get("hidden") is not None:
        return "hidden"
    name = str(element.tag).rpartition("}")[2]
    return f"<{name}>" if name in _STRUCK else None


def _look(declared: Declarations, above: Look, by_nature: str | None) -> Look:
    cause = above.cause or next(
        (f"{name}: {_said(declared[name])}" for name in _CAUSES if _hides(name, declared)), None
    )
    if cause is None and "display" not in declared:
        cause = by_nature
    word = _word(declared.get("visibility", ()))
    ground = _colour(declared.get("background-color", declared.get("background")), above.ground, above.ground)
    return Look(
        cause=cause,
        is_invisible=word in {"hidden", "collapse"} if word not in {"", "inherit"} else above.is_invisible,
        is_sizeless=_is_sizeless(declared, above),
        colour=_colour(declared.get("color"), above.colour, ground),
        ground=ground,
    )


def _is_sizeless(declared: Declarations, above: Look) -> bool:
    tokens = declared.get("font-size", declared.get("font", ()))
    sizes = [token for token in tokens if token.type in {"dimension", "percentage", "number"}]
    if not sizes:
        return above.is_sizeless
    is_relative = sizes[0].type == "percentage" or getattr(sizes[0], "lower_unit", "") in {"em", "ex", "ch"}
    return sizes[0].value == 0 or (is_relative and above.is_sizeless)


def _colour(tokens: Sequence[Any] | None, inherited: Colour | None, through: Colour | None) -> Colour | None:
    """The colour that *tokens* give; what shows *through* where it is transparent; null where it cannot be told."""
    if tokens is None or _word(tokens) in {"inherit", "currentcolor", "none", "unset"}:
        return inherited
    colours: list[Any] = [colour for token in tokens if (colour := parse_color(token)) is not None]
    if not colours or not hasattr(colours[0], "to"):
        return None
    if colours[0].alpha == 0:
        return through
    return tuple(float(channel or 0) for channel in colours[0].to("srgb").coordinates)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(left - right) <= ALIKE for left, right in zip(one, other, strict=True))


def _word(tokens: Sequence[Any]) -> str:
    return str(tokens[0].lower_value) if tokens and tokens[0].type == "ident" else ""


def _said(tokens: Sequence[Any]) -> str:
    return " ".join(token.serialize() for token in tokens)


def _hides(name: str, declared: Declarations) -> bool:
    return name in declared and _CAUSES[name](declared[name], declared)


def _is_far(tokens: Sequence[Any], _: Declarations) -> bool:
    token = tokens[0] if tokens else None
    if token is None or token.type not in {"dimension", "percentage"}:
        return False
    unit = getattr(token, "lower_unit", "%")
    return bool(token.value <= -FAR * (_PX if unit in {"px", "pt", "%"} else 1))


def _is_far_placed(tokens: Sequence[Any], declared: Declarations) -> bool:
    return _word(declared.get("position", ())) in {"absolute", "fixed", "relative"} and _is_far(tokens, declared)


def _is_nought(tokens: Sequence[Any], _: Declarations) -> bool:
    return bool(tokens) and getattr(tokens[0], "value", 1) == 0


def _is_word(*words: str) -> Callable[[Sequence[Any], Declarations], bool]:
    return lambda tokens, _: _word(tokens) in words


def _cuts_all(tokens: Sequence[Any], _: Declarations) -> bool:
    return any(
        token.type == "function" and _has_number(token, {"inset": 50, "circle": 0, "scale": 0}) for token in tokens
    )


def _has_number(function: Any, limits: dict[str, int]) -> bool:  # noqa: ANN401 - tinycss2 is not typed
    """Whether a function that can cut all away does: ``inset(50%)`` and more, ``circle(0)``, ``scale(0)``."""
    number = next(
        (inner.value for inner in function.arguments if hasattr(inner, "int_value") or inner.type == "percentage"), None
    )
    limit = limits.get(function.lower_name)
    if limit is None or number is None:
        return False
    return bool(number >= limit if limit else number == 0)


def _strikes(tokens: Sequence[Any], _: Declarations) -> bool:
    return any(getattr(token, "lower_value", "") == "line-through" for token in tokens)


_CAUSES: dict[str, Callable[[Sequence[Any], Declarations], bool]] = {
    "text-decoration": _strikes,
    "text-decoration-line": _strikes,
    "display": _is_word("none"),
    "content-visibility": _is_word("hidden"),
    "opacity": _is_nought,
    "text-indent": _is_far,
    "left": _is_far_placed,
    "top": _is_far_placed,
    "clip-path": _cuts_all,
    "transform": _cuts_all,
}
