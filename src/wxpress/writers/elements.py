"""元素：one element of HTML as a string, with escaped attributes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape


def element(name: str, content: str, **attributes: str | None) -> str:
    """One element with escaped attributes; ``class_`` stands for class, null attributes are left out."""
    return f"<{name}{pairs(attributes)}>{content}</{name}>"


def pairs(attributes: Mapping[str, str | None]) -> str:
    """*attributes* as they stand in a tag, each after a blank; one with an underscore for each hyphen."""
    return "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
