"""自定义属性：puts the values of a sheet's custom properties where it refers to them, before the sheet is parsed.

A declaration that refers to one is validated again for each element (CSS Custom Properties 1, 3); one whose value is
written out is validated once. What an element may have otherwise than the root is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wxpress.errors import UsageError

_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_DEFINITION = re.compile(r"--([\w-]+)\s*:([^;{}]*)")
_REFERENCE = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_ANY_REFERENCE = re.compile(r"var\(\s*--([\w-]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\s*\n\s*\n")
_DEEPEST = 16
_LONGEST = 1 << 22
"""So many characters a sheet may come to have; one whose properties double each other has more at once."""


def settled(sheet: str, root: Mapping[str, str], loose: Iterable[str]) -> str:
    """*sheet* with the values of its properties in their places, but for the *loose* ones.

    *root* are those that the document's root has in its style attribute, which outdo the sheet's own.
    """
    bare = _COMMENT.sub(" ", sheet)
    outside = {name for name, _ in _DEFINITION.findall(_ROOT.sub(" ", bare))}
    own = [pair for block in _ROOT.findall(bare) for pair in _DEFINITION.findall(block)]
    values = {name: value.strip() for name, value in own} | dict(root)
    fixed = _without(values, {*outside, *loose, *_unsafe(values)})
    for _ in range(_DEEPEST):
        bare, count = _REFERENCE.subn(lambda found: fixed.get(found[1], found[0]), bare)
        if len(bare) > _LONGEST:
            raise UsageError("样式表里的变量（--名称）一层套一层，展开后太长", "请把反复引用的变量写短")
        if not count or not fixed.keys() & set(_REFERENCE.findall(bare)):
            break
    return bare


def rootless(sheet: str) -> str:
    """*sheet* with the values of its root's properties in their places, for readers that know no such properties."""
    return _BLANK.sub("\n", _ROOT.sub("", settled(sheet, {}, ()))).lstrip()


def redefined(page: str) -> set[str]:
    """The properties that anything in the HTML *page* but its root may define; words of the text that look so count."""
    return {name for name, _ in _DEFINITION.findall(page[page.find(">", page.find("<html")) :])}


def _unsafe(values: Mapping[str, str]) -> set[str]:
    """The properties that CSS would find empty or invalid: what then holds is WeasyPrint's to say."""
    return {name for name, value in values.items() if not value or "!" in value or name in _REFERENCE.findall(value)}


def _without(values: Mapping[str, str], excluded: set[str]) -> dict[str, str]:
    """*values* but the *excluded* ones, those that refer to one of them, and those that refer to what nobody has."""
    fixed = {name: value for name, value in values.items() if name not in excluded}
    while gone := {name for name, value in fixed.items() if not set(_ANY_REFERENCE.findall(value)) <= fixed.keys()}:
        fixed = {name: value for name, value in fixed.items() if name not in gone}
    return fixed
