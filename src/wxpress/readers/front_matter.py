"""文前：``key: value`` lines between ``---`` at the head of a Markdown source, read as YAML."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from wxpress.errors import UsageError
from wxpress.inlines import fold
from wxpress.ledger import Entry, moved
from wxpress.plugins import near_match
from wxpress.source import Span

KEYS: Mapping[str, str] = {
    "schema": "schema",
    "language": "language",
    "audience": "audience",
    "series": "series",
    "title": "title",
    "issue": "issue",
    "date": "date",
    "publisher": "publisher",
    "读者": "audience",
    "刊名": "series",
    "标题": "title",
    "期号": "issue",
    "日期": "date",
    "编印": "publisher",
}
_FENCE = "---"
MAXIMUM_BRACKETS = 100
"""Of a field's value in YAML; each is text, and a nest of brackets takes the parser ages."""


def split_front_matter(name: str, lines: Sequence[str]) -> tuple[dict[str, str], int, list[Entry]]:
    """The front matter's fields by their names in the tree, how many lines it takes (0: none), and its account.

    Raises `UsageError` where it is not YAML, a key is unknown, or two keys name one field.
    """
    end = _end(lines)
    if end is None:
        return {}, 0, []
    fields = _loaded(name, "\n".join(lines[1:end]))
    unknown = [key for key in fields if key not in KEYS]
    if unknown:
        raise UsageError(f"{name}：文前有不认识的项“{unknown[0]}”", near_match(unknown[0], list(KEYS)))
    named: dict[str, str] = {}
    for key, value in fields.items():
        if KEYS[key] in named:
            raise UsageError(f"{name}：文前的“{key}”写了两次", "同一项只写一次")
        named[KEYS[key]] = fold(unicodedata.normalize("NFC", value))
    return {key: value for key, value in named.items() if value}, end + 1, list(_moved(lines[: end + 1], named))


def _moved(lines: Sequence[str], named: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries for the whole block: what of it stands in the tree afterwards, and its names and marks."""
    words = "\n".join(value for key, value in named.items() if key not in {"schema", "language"})
    return moved("reading", Span(1, len(lines)), "\n".join(lines), words, "文前各项移入刊头")


def _end(lines: Sequence[str]) -> int | None:
    """The line of the closing fence; a rule at the head of a text that is no front matter has none."""
    if not lines or lines[0].rstrip() != _FENCE or len(lines) < 2 or ":" not in lines[1]:  # noqa: PLR2004
        return None
    return next((at for at in range(1, len(lines)) if lines[at].rstrip() == _FENCE), None)


def _loaded(name: str, text: str) -> dict[str, str]:
    if sum(map(text.count, "[{")) > MAXIMUM_BRACKETS:
        raise UsageError(f"{name}：文前有 {MAXIMUM_BRACKETS} 个以上的方括号或花括号", "文前每一项只能是一行文字")
    import yaml  # noqa: PLC0415 - few sources have front matter

    try:
        fields = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{name}：文前不是有效的 YAML：{error}", "每行写成“项: 值”，含有冒号的值加双引号") from error
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise UsageError(f"{name}：文前每一项只能是一行文字", "每行写成“项: 值”")
    return fields
