"""配置：``wxpress.toml`` to a frozen `Project`. Unknown keys are refused by name, place and with a near match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from wxpress.archive.settings import ArchiveSettings
from wxpress.checks.settings import CheckSettings, refuse_faults
from wxpress.errors import LimitError, UsageError
from wxpress.limits import WorkLimits
from wxpress.plugins import near_match
from wxpress.proof.limits import Limits
from wxpress.styles import DEFAULT
from wxpress.toml_text import parse_toml

FILE_NAME = "wxpress.toml"
MAXIMUM_BYTES = 2**20


class Settings(msgspec.Struct, frozen=True):
    """What ``wxpress.toml`` may say; each field's description is its documentation."""

    sources: Annotated[str, Meta(title="一个字符串", description="来稿所在的文件夹，在项目之内")] = "sources"
    output: Annotated[str, Meta(title="一个字符串", description="成品写到的文件夹，在项目之内")] = "build"
    to: Annotated[tuple[str, ...], Meta(title="字符串的列表", description="写出哪几种成品，依次列出写出器的名字")] = (
        "pdf",
        "epub",
        "html",
    )
    style: Annotated[str, Meta(title="一个字符串", description="版式的名字")] = DEFAULT
    styles: Annotated[str | None, Meta(title="一个字符串", description="项目自带版式所在的文件夹，在项目之内")] = None
    strict: Annotated[bool, Meta(title="true 或 false", description="有警告也算失败")] = False
    writers: Annotated[
        dict[str, dict[str, Any]],
        Meta(title="表，如 [writers.pdf]", description="各写出器自己的选项，一个写出器一张表 [writers.名字]"),
    ] = {}
    check: Annotated[
        CheckSettings,
        Meta(title="表，如 [check]", description="检查时静默什么、各编号算多重，一张表 [check]，各键见下"),
    ] = CheckSettings()
    proof: Annotated[Limits, Meta(title="表，如 [proof]", description="校样的限度，一张表 [proof]，各键见下")] = (
        Limits()
    )
    archive: Annotated[
        ArchiveSettings, Meta(title="表，如 [archive]", description="文选库，一张表 [archive]，各键见下")
    ] = ArchiveSettings()
    limits: Annotated[
        WorkLimits, Meta(title="表，如 [limits]", description="一份来稿的时间和内存，一张表 [limits]，各键见下")
    ] = WorkLimits()


_HINTS = get_type_hints(Settings, include_extras=True)
_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "proof": Limits,
    "archive": ArchiveSettings,
    "limits": WorkLimits,
}
"""Tables whose keys are judged one by one."""

_TOML_TYPES = ((bool, "布尔值"), (str, "字符串"), (int, "整数"), (float, "小数"), (list, "列表"), (dict, "表"))


@dataclass(frozen=True)
class Project:
    """项目：its folder, and what its ``wxpress.toml`` says; *file* is null where there is none and defaults hold."""

    root: Path
    settings: Settings = field(default_factory=Settings)
    file: Path | None = None

    @property
    def sources(self) -> Path:
        """The folder of the sources."""
        return self.root / self.settings.sources

    @property
    def output(self) -> Path:
        """The folder that outputs are written to."""
        return self.root / self.settings.output

    @property
    def styles(self) -> Path | None:
        """The folder of the project's own styles; null where it has none."""
        return self.root / self.settings.styles if self.settings.styles else None

    def options(self, writer: str) -> Mapping[str, object]:
        """What ``[writers.NAME]`` says for *writer*."""
        return self.settings.writers.get(writer, {})

    def asset_root(self, source: Path) -> Path:
        """The folder that pictures of *source* must lie in: the project's, or the source's own outside of one.

        A folder without ``wxpress.toml`` counts as a project where it has a folder of sources.
        """
        folder = source.absolute().parent
        is_project = self.file is not None or self.sources.is_dir()
        return self.root if is_project and folder.resolve().is_relative_to(self.root.resolve()) else folder


def describe() -> list[tuple[str, str, object]]:
    """Each key of ``wxpress.toml``: its name, what it means, and its default."""
    defaults = Settings()
    return [(name, str(_meta(name).description), getattr(defaults, name)) for name in Settings.__struct_fields__]


def describe_table(name: str) -> list[tuple[str, str, object]]:
    """Each key of the table *name*, ``[proof]`` or ``[archive]``, in the same way."""
    table = _TABLES[name]
    values = msgspec.structs.astuple(table())
    metas = [hint.__metadata__[-1] for hint in _hints(table).values()]
    return [(key, str(meta.description), value) for key, meta, value in zip(_hints(table), metas, values, strict=True)]


def _hints(table: type[msgspec.Struct]) -> dict[str, Any]:
    """The annotations of *table* by the keys as they are written."""
    return dict(zip(table.__struct_encode_fields__, get_type_hints(table, include_extras=True).values(), strict=True))


def find_project(start: Path) -> Project:
    """The project that *start* lies in.

    That is the nearest folder upwards with a ``wxpress.toml``; without one, *start* itself with the defaults.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        file = folder / FILE_NAME
        if file.is_file():
            return read_project(file)
    return Project(start)


def read_project(file: Path) -> Project:
    """The project whose ``wxpress.toml`` is *file*; `UsageError` names the key and line that cannot be used."""
    text = _read(file)
    table = parse_toml(text, str(file), '字符串要加引号，列表写作 ["甲", "乙"]')
    _check_keys(table, _HINTS, file, text)
    for name, kind in _TABLES.items():
        if isinstance(table.get(name), dict):
            _check_table(table[name], _hints(kind), file, text)
    if isinstance(table.get("check"), dict):
        refuse_faults(table["check"], f"{file}{_line_of('check', text)}")
    values = {name: _converted(name, value, f"{file}{_line_of(name, text)}") for name, value in table.items()}
    project = Project(file.parent.absolute(), msgspec.structs.replace(Settings(), **values), file)
    _check_folders(project)
    return project


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAXIMUM_BYTES + 1)
        if len(data) > MAXIMUM_BYTES:
            raise LimitError(f"配置文件 {file} 超过限度 {MAXIMUM_BYTES // 2**10} KiB", "请检查这是不是 wxpress.toml")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不出配置文件 {file}：{error}", "请检查权限，并把它存为 UTF-8") from error


def _check_keys(table: Mapping[str, object], known: Mapping[str, object], file: Path, text: str) -> None:
    for name in table:
        if name not in known:
            raise UsageError(f"{file}{_line_of(name, text)}: 不认识的键“{name}”", near_match(name, list(known)))


def _check_table(table: Mapping[str, object], known: Mapping[str, Any], file: Path, text: str) -> None:
    """Each key of a table is judged by itself."""
    _check_keys(table, known, file, text)
    for key, value in table.items():
        meta: Meta = known[key].__metadata__[-1]
        try:
            msgspec.convert(value, known[key])
        except msgspec.ValidationError as error:
            raise UsageError(
                f"{file}{_line_of(key, text)}: “{key}”应为{meta.title}，现在是{_toml_type(value)}",
                f"用途：{meta.description}",
            ) from error


def _converted(name: str, value: object, place: str) -> object:
    wrong = UsageError(
        f"{place}: “{name}”应为{_meta(name).title}，现在是{_toml_type(value)}", f"用途：{_meta(name).description}"
    )
    try:
        converted = msgspec.convert(value, _HINTS[name])
    except msgspec.ValidationError as error:
        raise wrong from error
    if converted in ("", ()):
        raise UsageError(f"{place}: “{name}”不能为空", f"用途：{_meta(name).description}")
    return converted


def _meta(name: str) -> Meta:
    meta: Meta = _HINTS[name].__metadata__[0]
    return meta


def _toml_type(value: object) -> str:
    name = next((chinese for kind, chinese in _TOML_TYPES if isinstance(value, kind)), "日期或时间")
    inside = [_toml_type(item) for item in value] if isinstance(value, list) else []
    return f"{name}，其中有{'、'.join(dict.fromkeys(inside))}" if inside else name


def _line_of(name: str, text: str) -> str:
    """``:line`` of the top-level key or table *name*; empty where it is written in an unusual way."""
    key = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[.\]=]""")
    for number, line in enumerate(text.split("\n"), 1):
        if key.match(line):
            return f":{number}"
    return ""


def _check_folders(project: Project) -> None:
    """C3: what the project reads and writes lies below it, symbolic links resolved."""
    for name in ("sources", "output", "styles"):
        value = getattr(project.settings, name)
        if value is not None and not _is_below(project.root, value):
            raise UsageError(
                f"{project.file}: “{name}”指向项目文件夹之外：{value}", f"请写 {project.root} 之内的相对路径"
            )


def _is_below(root: Path, value: str) -> bool:
    try:
        return (root / value).resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False
