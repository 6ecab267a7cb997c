"""文前：``key: value`` lines between ``---`` at the head of a Markdown source, read as YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import UsageError
from wxpress.inlines import fold, unspaced
from wxpress.ledger import Entry, moved
from wxpress.plugins import near_match
from wxpress.source import Span

if TYPE_CHECKING:
    from yaml.nodes import Node

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
_FOREIGN = frozenset(
    {
        *(
            "author",
            "authors",
            "tag",
            "tags",
            "category",
            "categories",
            "keywords",
            "description",
            "excerpt",
            "summary",
        ),
        *(
            "layout",
            "template",
            "type",
            "permalink",
            "slug",
            "url",
            "id",
            "uid",
            "aliases",
            "cover",
            "thumbnail",
            "image",
        ),
        *("draft", "published", "publish", "status", "weight", "order", "top", "sticky", "toc", "comments", "comment"),
        *(
            "updated",
            "lastmod",
            "modified",
            "created",
            "copyright",
            "license",
            "mathjax",
            "katex",
            "cssclass",
            "cssclasses",
        ),
        *(
            "theme",
            "banner",
            "sidebar",
            "nav_order",
            "parent",
            "output",
            "documentclass",
            "geometry",
            "mainfont",
            "CJKmainfont",
        ),
        *("标签", "分类", "关键词", "摘要"),
    }
)
"""What makers of sites and notes (Hexo, Hugo, Jekyll, Pandoc, Obsidian) write there for themselves."""

_KEY = re.compile(r"([^\s:#\[{-][^:]*?)\s*:(?:\s|$)")
_FENCE = "---"
MAXIMUM_BRACKETS = 100
"""Of a field's value in YAML; each is text, and a nest of brackets takes the parser ages."""

_DAY = re.compile(r"([12]\d{3})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
"""A day as programs write it (ISO 8601), with the time of day or without."""

_REASONS = {"date": "日期照刊头的写法印出（GB/T 9704）"}
"""Why a value is printed in another way than it is written, where that is not for its escapes."""

_ONE_LINE = "每行写成“项: 值”，值是一行文字，含有冒号或以符号起头的加引号"
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Cn"})


class _Field(msgspec.Struct, frozen=True):
    """一项：its key and value as YAML has them, the value as it is *written*, and its first and last line."""

    key: str
    value: str
    written: str
    span: Span


class FrontMatter(msgspec.Struct, frozen=True):
    """文前，读毕：fields by their names in the tree, how many *lines* it takes (0: none), and its account."""

    fields: Mapping[str, str] = {}
    lines: int = 0
    entries: Sequence[Entry] = ()
    findings: Sequence[Diagnostic] = ()


def front_matter_of(name: str, lines: Sequence[str]) -> FrontMatter:
    """The front matter of a source; what other programs write there for themselves stays out, and is told.

    Raises `UsageError` where it is not YAML, a key is unknown, or two keys name one field.
    """
    end = _end(lines)
    if end is None:
        return FrontMatter()
    block = list(lines[: end + 1])
    named: dict[str, str] = {}
    account: list[Entry] = []
    loaded = list(_loaded(name, "\n".join(lines[1:end])))
    is_ours = any(field.key == "schema" for field in loaded)
    for field in loaded if is_ours else map(_as_printed, loaded):
        if field.key not in KEYS:
            raise UsageError(f"{name}:{field.span}: 文前有不认识的项“{field.key}”", near_match(field.key, list(KEYS)))
        if KEYS[field.key] in named:
            raise UsageError(f"{name}:{field.span}: 文前的“{field.key}”写了两次", "同一项只写一次")
        named[KEYS[field.key]] = field.value
        account += _rewritten(field, block)
    account += _moved(block, named)
    fields = {key: value for key, value in named.items() if value}
    return FrontMatter(fields, end + 1, account, list(_told(name, lines[1:end])))


def _told(name: str, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """A finding for the fields of other programs."""
    keys = [match[1] for match in map(_KEY.match, lines) if match and match[1] in _FOREIGN]
    if keys:
        yield diagnose("WX120", source=name, span=Span(1, len(lines) + 2), keys="、".join(keys))


def _as_printed(field: _Field) -> _Field:
    """A field whose value is a day as programs write it with the day as a masthead has it: 2025年7月1日 (GB/T 9704)."""
    day = _DAY.fullmatch(field.value) if KEYS.get(field.key) == "date" else None
    if day is None:
        return field
    return msgspec.structs.replace(field, value=f"{day[1]}年{int(day[2])}月{int(day[3])}日")


def _rewritten(field: _Field, block: list[str]) -> Iterator[Entry]:
    """The entry for a value that is not as it is written, which stands in the *block* as it is printed afterwards."""
    if unspaced(field.value) in unspaced(field.written):
        return
    first, last = field.span.first - 1, field.span.last
    inside = "\n".join(block[first:last])
    block[first:last] = [inside.replace(field.written, field.value, 1), *[""] * (last - first - 1)]
    yield Entry(
        by="reading",
        kind="replace",
        span=field.span,
        before=field.written,
        after=field.value,
        reason=_REASONS.get(KEYS[field.key], "文前的转义换成它所代表的字符"),
    )


def _moved(block: Sequence[str], named: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries for the whole block: what of it stands in the tree afterwards, and its names and marks."""
    words = "\n".join(value for key, value in named.items() if key not in {"schema", "language"})
    return moved("reading", Span(1, len(block)), "\n".join(block), words, "文前各项移入刊头")


def _end(lines: Sequence[str]) -> int | None:
    """The line of the closing fence; a rule at the head of a text that is no front matter has none."""
    if not lines or lines[0].rstrip() != _FENCE or len(lines) < 2 or ":" not in lines[1]:  # noqa: PLR2004
        return None
    return next((at for at in range(1, len(lines)) if lines[at].rstrip() == _FENCE), None)


def _loaded(name: str, text: str) -> Iterator[_Field]:
    if sum(map(text.count, "[{")) > MAXIMUM_BRACKETS:
        raise UsageError(f"{name}：文前有 {MAXIMUM_BRACKETS} 个以上的方括号或花括号", "文前每一项只能是一行文字")
    root = _composed(name, text)
    if not isinstance(root.value if root else None, list):
        raise UsageError(f"{name}:2: 文前每一项只能是一行文字", _ONE_LINE)
    assert root is not None  # noqa: S101 - its value is a list
    known: set[int] = set()
    for pair in root.value:
        key, value = pair if isinstance(pair, tuple) else (root, pair)
        if key.value in _FOREIGN and isinstance(pair, tuple):
            continue
        place = f"{name}:{value.start_mark.line + 2}"
        if not isinstance(key.value, str) or not isinstance(value.value, str) or id(value) in known:
            raise UsageError(f"{place}: 文前每一项只能是一行文字", _ONE_LINE)
        known.add(id(value))
        yield _field(place, key.value, value, text)


def _field(place: str, key: str, node: Node, text: str) -> _Field:
    """One field; `UsageError` where an escape in it stands for no character that could be printed."""
    start, end = node.start_mark, node.end_mark
    written = text[start.index : end.index].rstrip()
    strange = [character for character in node.value if _is_strange(character, written)]
    if strange:
        raise UsageError(f"{place}: 文前的“{key}”用转义写了印不出的字符 U+{ord(strange[0]):04X}", "请删去这个转义")
    last = start.line + written.count("\n")
    value = fold(unicodedata.normalize("NFC", node.value))
    return _Field(key, value, written, Span(start.line + 2, last + 2))


def _is_strange(character: str, written: str) -> bool:
    """Whether no reader sees a character, and it does not stand in the source as itself."""
    unprinted = unicodedata.category(character) in _UNPRINTED and not character.isspace()
    return unprinted and character not in written


def _composed(name: str, text: str) -> Node | None:
    """The front matter as YAML's nodes, every scalar a string."""
    import yaml  # noqa: PLC0415 - few sources have front matter

    try:
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise UsageError(f"{name}:{line + 2}: 文前的这一行不是有效的 YAML", _ONE_LINE) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise UsageError(f"{name}：文前不是有效的 YAML", _ONE_LINE) from error
