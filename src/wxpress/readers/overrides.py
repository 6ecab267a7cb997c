"""人工订正：``NAME.overrides.toml`` beside a source, the editor's corrections, anchored by the words of the source.

Here they are read and checked; `wxpress.recover.overruling.settle` carries them out. What is not well written is
refused by line, as in ``wxpress.toml``; whether the words are found in the source is not asked here.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from wxpress.addresses import is_safe
from wxpress.errors import LimitError, UsageError
from wxpress.plugins import near_match
from wxpress.toml_text import parse_toml

SUFFIX = ".overrides.toml"
MAXIMUM_BYTES = 4 * 1024 * 1024

ROLES: Mapping[str, str] = {
    "本期主题": "title",
    "栏目": "section",
    "篇目": "article",
    "文内标题": "heading",
    "自然段": "paragraph",
    "编者按": "note",
    "版记": "colophon",
    "删去": "furniture",
    "署名": "byline",
    "来源": "source",
    "日期": "date",
}
"""What a line may be, in Chinese, and by the name of docs/terms.md, which is good as well."""

MASTHEAD = ("audience", "series", "title", "issue", "date", "publisher")

_Words = Annotated[str, Meta(min_length=1)]
_Count = Annotated[int, Meta(ge=1)]
_Level = Annotated[int, Meta(ge=1, le=6)]
_MEANINGS = {"occurrence": "1 以上的整数", "every": " true 或 false", "level": "1 到 6 的整数"}


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """一条订正：what all kinds share.

    *near* and *occurrence* tell which place is meant where the words stand more than once, *every* that all are;
    *reason* is the editor's, for the ledger; *row* is the line of the overrides file, 1-based.
    """

    near: _Words | None = None
    occurrence: _Count | None = None
    every: bool = False
    reason: _Words | None = None
    row: int = 1


class Line(Override, frozen=True, kw_only=True):
    """这一行是什么：the line (or the paragraph that begins so) *text* is a *role*; *level* is that of a heading."""

    text: _Words
    role: str = msgspec.field(name="is")
    level: _Level = 1


class Join(Override, frozen=True, kw_only=True):
    """接成一段：what ends in *first* and what begins with *second* are one paragraph."""

    first: _Words
    second: _Words


class Split(Override, frozen=True, kw_only=True):
    """从这里分段：a new paragraph begins with *before*."""

    before: _Words


class LinkTarget(Override, frozen=True, kw_only=True):
    """链接的地址：the link *text* leads to *target*; empty: nowhere."""

    text: _Words
    target: str


class Replacement(Override, frozen=True, kw_only=True):
    """改字：*text* becomes *words*; the one override that changes the text, so that it must have a reason."""

    text: _Words
    words: str = msgspec.field(name="with")


class Listed(Override, frozen=True, kw_only=True):
    """目录对正文：the contents entry *entry* is the body's *line*, however differently it is worded."""

    entry: _Words
    line: _Words


class Overrides(msgspec.Struct, frozen=True):
    """一份人工订正：the entries in the order of the file, and what the masthead is to say; *name* is the file's."""

    name: str = ""
    entries: tuple[Override, ...] = ()
    masthead: Mapping[str, str] = {}
    masthead_reason: str | None = None
    masthead_row: int = 1


KINDS: Mapping[str, type[Override]] = {
    "line": Line,
    "join": Join,
    "split": Split,
    "link": LinkTarget,
    "replace": Replacement,
    "contents": Listed,
}
"""The tables of the file, ``[[line]]`` and so on; ``[masthead]`` is the one that comes once."""

ANCHORS: Mapping[type[Override], str] = {
    Line: "text",
    Join: "first",
    Split: "before",
    LinkTarget: "text",
    Replacement: "text",
    Listed: "line",
}
"""The field that says where an override applies."""


def overrides_path(source: Path) -> Path:
    """Where the overrides of the source at that path would be: ``a.md`` has ``a.overrides.toml``."""
    return source.with_name(source.stem + SUFFIX)


def load_overrides(source: Path) -> Overrides:
    """The overrides beside *source*, none where there is no such file.

    Raises `UsageError` where it cannot be read or used, `LimitError` where it is too long.
    """
    return read_overrides(source, overrides_bytes(source))


def overrides_bytes(source: Path) -> bytes | None:
    """The bytes of the overrides beside *source*; null where there is no such file, `UsageError` if unreadable."""
    path = overrides_path(source) if source.name else source
    try:
        return path.read_bytes() if source.name and path.exists() else None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None  # there can be no file of that name
        raise _unreadable(path, error) from error


def read_overrides(source: Path, data: bytes | None) -> Overrides:
    """The overrides of *source* that *data*, the bytes of their file, hold; none where there are none."""
    if data is None:
        return Overrides()
    path = overrides_path(source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from error
    if len(data) > MAXIMUM_BYTES:
        raise LimitError(f"{path}：{len(data)} 字节，超过限度 {MAXIMUM_BYTES} 字节", "订正这么多处，不如直接改来稿")
    return parse_overrides(path.as_posix(), text)


def _unreadable(path: Path, error: Exception) -> UsageError:
    return UsageError(f"读不出人工订正文件 {path}：{error}", "请检查权限，并把它存为 UTF-8")


def parse_overrides(name: str, text: str) -> Overrides:
    """The overrides that *text* holds; `UsageError` names the line of *name* that cannot be used."""
    tables = parse_toml(text, name, '文字要加引号：text = "……"；标题写成 [[line]]')
    known = [*KINDS, "masthead"]
    for kind in tables:
        if kind not in known:
            raise UsageError(f"{name}:{_row(text, kind)}: 不认识的“{kind}”", near_match(kind, known))
    entries = [item for kind in KINDS for item in _entries(name, text, kind, tables.get(kind, []))]
    masthead, reason = _masthead(name, text, tables.get("masthead", {}))
    return Overrides(name, tuple(sorted(entries, key=_by_row)), masthead, reason, _row(text, "masthead"))


def _by_row(override: Override) -> int:
    return override.row


def _row(text: str, table: str, number: int = 0) -> int:
    """The line of the table's *number*-th header, or of the key; 1 where it is written in an unusual way."""
    name = rf"""["']?{re.escape(table)}["']?"""
    for form in (rf"\s*\[+\s*{name}\s*[\].]", rf"\s*{name}\s*[.=]"):
        rows = [row for row, line in enumerate(text.split("\n"), 1) if re.match(form, line)]
        if number < len(rows):
            return rows[number]
    return 1


def _entries(name: str, text: str, kind: str, tables: object) -> Iterator[Override]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{name}:{_row(text, kind)}: “{kind}”要写成 [[{kind}]]，可以有许多条", "方括号是两重的")
    for number, table in enumerate(tables):
        row = _row(text, kind, number)
        yield _entry(f"{name}:{row}", kind, table, row)


def _entry(place: str, kind: str, table: dict[str, Any], row: int) -> Override:
    form = KINDS[kind]
    keys = _keys(form)
    _refuse_unknown(place, f"[[{kind}]]", table, keys)
    missing = [key for key, (_, required) in keys.items() if required and key not in table]
    if missing:
        raise UsageError(f"{place}: [[{kind}]] 缺少“{missing[0]}”", f"一条至少要有：{'、'.join(_required(keys))}")
    for key, value in table.items():
        _refuse_wrong_type(place, key, value, keys[key][0])
    override = msgspec.structs.replace(msgspec.convert(table, form), row=row)
    _check(place, kind, override)
    return override


def _keys(form: type[Override]) -> dict[str, tuple[Any, bool]]:
    """The keys of one kind as the file has them: the type, and whether it must be there."""
    hints = get_type_hints(form, include_extras=True)
    fields = (field for field in msgspec.structs.fields(form) if field.name != "row")
    return {field.encode_name: (hints[field.name], field.required) for field in fields}


def _required(keys: Mapping[str, tuple[Any, bool]]) -> list[str]:
    return [key for key, (_, required) in keys.items() if required]


def _refuse_unknown(place: str, table_name: str, table: Mapping[str, object], keys: Mapping[str, object]) -> None:
    for key in table:
        if key not in keys:
            raise UsageError(f"{place}: {table_name} 里有不认识的键“{key}”", near_match(key, list(keys)))


def _refuse_wrong_type(place: str, key: str, value: object, hint: Any) -> None:  # noqa: ANN401 - a type of any kind
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise UsageError(f"{place}: “{key}”应为{_MEANINGS.get(key, '不空的字符串')}", f"现在是 {value!r}") from error


def _check(place: str, kind: str, override: Override) -> None:
    """What the types cannot say."""
    blank = [name for name in ("near", ANCHORS[type(override)]) if not (getattr(override, name) or "词").strip()]
    if blank:
        raise UsageError(f"{place}: “{blank[0]}”里没有字", "请抄来稿里的一段文字")
    if override.every and override.occurrence:
        raise UsageError(f"{place}: every 和 occurrence 只能写一个", "every 是每一处，occurrence 是第几处")
    if override.every and kind not in {"line", "link", "replace"}:
        raise UsageError(f"{place}: [[{kind}]] 不能写 every", "请一处写一条")
    match override:
        case Line(role=role) if role not in ROLES and role not in ROLES.values():
            raise UsageError(f"{place}: 一行不能是“{role}”", near_match(role, [*ROLES, *ROLES.values()]))
        case Replacement(reason=None):
            raise UsageError(f"{place}: [[replace]] 改动了来稿的文字，要写明 reason", 'reason = "作者来函更正"')
        case LinkTarget(target=target) if target and not is_safe(target):
            raise UsageError(f"{place}: 地址 {target} 不安全", "只接受 http、https、mailto 和文内地址")
        case _:
            pass


def _masthead(name: str, text: str, table: object) -> tuple[dict[str, str], str | None]:
    place = f"{name}:{_row(text, 'masthead')}"
    if not isinstance(table, dict):
        raise UsageError(f"{place}: “masthead”要写成一张表 [masthead]", '其下写 issue = "2025年第8期" 等')
    _refuse_unknown(place, "[masthead]", table, dict.fromkeys((*MASTHEAD, "reason")))
    wrong = [key for key, value in table.items() if not isinstance(value, str)]
    if wrong:
        raise UsageError(f"{place}: “{wrong[0]}”应为字符串", "值要加引号")
    fields = {key: " ".join(value.split()) for key, value in table.items() if key != "reason"}
    return fields, table.get("reason")


def role_of(line: Line) -> str:
    """The role by its English name."""
    return ROLES.get(line.role, line.role)
