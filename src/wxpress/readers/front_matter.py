"""文前：``key: value`` lines between ``---`` at the head of a Markdown source, read as YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wxpress.errors import UsageError
from wxpress.plugins import near_match

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


def split_front_matter(name: str, lines: Sequence[str]) -> tuple[dict[str, str], int, list[str]]:
    """The front matter's fields by their names in the tree, how many lines it takes (0: there is none), and its keys.

    Raises `UsageError` where it is not YAML, or a key is unknown.
    """
    end = _end(lines)
    if end is None:
        return {}, 0, []
    fields = _loaded(name, "\n".join(lines[1:end]))
    unknown = [key for key in fields if key not in KEYS]
    if unknown:
        raise UsageError(f"{name}：文前有不认识的项“{unknown[0]}”", near_match(unknown[0], list(KEYS)))
    return {KEYS[key]: value for key, value in fields.items()}, end + 1, list(fields)


def _end(lines: Sequence[str]) -> int | None:
    """The line of the closing fence; a rule at the head of a text that is no front matter has none."""
    if not lines or lines[0].rstrip() != _FENCE or len(lines) < 2 or ":" not in lines[1]:  # noqa: PLR2004
        return None
    return next((at for at in range(1, len(lines)) if lines[at].rstrip() == _FENCE), None)


def _loaded(name: str, text: str) -> dict[str, str]:
    import yaml  # noqa: PLC0415 - few sources have front matter

    try:
        fields = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
    except yaml.YAMLError as error:
        raise UsageError(f"{name}：文前不是有效的 YAML：{error}", "每行写成“项: 值”，含有冒号的值加双引号") from error
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise UsageError(f"{name}：文前每一项只能是一行文字", "每行写成“项: 值”")
    return {key: value for key, value in fields.items() if value}
