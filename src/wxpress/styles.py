"""版式：finds a style by name, and reads its settings, sheets and templates.

A style is a folder: ``style.toml``, the sheets of each output, ``templates/*.j2``. Policy lives there. A style may name
another that it ``extends``: it then holds only what is different.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from wxpress.errors import UsageError
from wxpress.plugins import Table, near_match
from wxpress.reads import note
from wxpress.style_faults import of_template, sentence, unknown_key
from wxpress.toml_text import parse_toml

if TYPE_CHECKING:
    from jinja2 import Environment

DEFAULT = "xuexi-wenxuan"
SETTINGS = "style.toml"

OUTSIDE: Table[Path] = Table(group="wxpress.styles", kind="版式", builtin={})
"""Outside packages: an entry point names the style and yields the `Path` of its folder."""

POINTS = {"pt": 1.0, "mm": 72 / 25.4}
"""Units of length, in pt."""

_TEMPLATES = "请对照自带版式改正；所继承的写作“版式的名字/文件名”，如 xuexi-wenxuan/print.html.j2"
_LENGTH = re.compile(r"(\d+(?:\.\d+)?) ?(pt|mm)(?: ?/ ?([1-9]\d*))?")


Length = Annotated[float, msgspec.Meta(gt=0, le=2000)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class Print(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """印刷版的尺寸：what both the sheet and the writer of paper must know.

    Lengths are in pt; ``style.toml`` may also write them with a unit and a divisor, ``"156mm / 28"``. *body* is the
    role whose face sets the text; *dead_links* says what becomes of a 【链接】 without a target; *code_size* 0 means no
    QR codes.
    """

    body: str
    size: Length
    line: Length
    columns: Count
    lines: Count
    masthead_lines: Count
    longest_audience: Count
    longest_series: Count
    contents_size: Length
    tightest_contents_pitch: Length
    theme_size: Length
    article_title_size: Length
    dead_links: Literal["text", "none"]
    code_size: Annotated[float, msgspec.Meta(ge=0, le=2000)]

    @property
    def measure(self) -> float:
        """The width of the type area, a whole number of body characters."""
        return self.size * self.columns

    @property
    def height(self) -> float:
        """The height of the type area, a whole number of lines."""
        return self.line * self.lines


class Additions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """版式加的字：what templates and sheets add to the bulletin's own text in one kind of output, so that it is proved.

    *lines* stand alone; *pages* above and below each page; *before* and *after* go with a kind of content;
    *note_numbers* are the marks of the first notes (digits come after them), *bullets* those of lists by depth.
    ``{page}`` is the page's number; ``{series}`` ``{section}`` ``{issue}`` ``{title}`` ``{name}`` are the bulletin's.
    """

    lines: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    before: Mapping[str, str] = {}
    after: Mapping[str, str] = {}
    note_numbers: str = ""
    bullets: str = ""


Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class Cover(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """电子书封面的颜色：the masthead stands in *paper* on *ground*, the theme in *ink* on *paper*."""

    ground: Colour = "#C8161D"
    paper: Colour = "#FFFDFA"
    ink: Colour = "#1D1817"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """版式设定 (``style.toml``): title, faces by role (each a stack of families), measures of paper, own switches.

    *additions* names the text that the style adds, by the name of the writer.
    """

    title: str
    extends: str | None = None
    faces: Mapping[str, tuple[str, ...]] = {}
    print: Print | None = None
    cover: Cover = Cover()
    options: Mapping[str, str | int | float | bool] = {}
    additions: Mapping[str, Additions] = {}


Files = tuple[tuple[str, bytes], ...]
"""The files of a style by their paths in its folder, with forward slashes, in order."""


@dataclass(frozen=True)
class Style:
    """一种版式：its name, its folder, and the style that it extends.

    One that is *held* has its files with it and never looks into the folder: it is the same for a whole build, and on
    another machine.
    """

    name: str
    folder: Path
    parent: Style | None = None
    held: Files | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[Callable[..., Style], tuple[object, ...]]:
        """As its parts: what was worked out from them is worked out anew, once in each process."""
        return _one, (self.name, self.folder, self.parent, self.held)

    @cached_property
    def lineage(self) -> tuple[Style, ...]:
        """The style, the one it extends, and so on."""
        return (self, *(self.parent.lineage if self.parent else ()))

    @property
    def settings(self) -> Settings:
        """The contents of ``style.toml``, those of the ancestors below them; `UsageError` where they are not valid."""
        note("settings", "", self.facts)
        return self._settings

    def facts(self) -> bytes:
        """The name of the style and its settings as JSON, the same for all files that say the same."""
        return msgspec.json.encode((self.name, self.merged_settings), order="sorted")

    @cached_property
    def _settings(self) -> Settings:
        try:
            settings = msgspec.convert(self.merged_settings, Settings)
            _check_body(settings)
        except (ValueError, msgspec.ValidationError) as error:
            raise self._unusable(error) from error
        return settings

    @cached_property
    def merged_settings(self) -> dict[str, Any]:
        """What the style says and inherits, not yet checked."""
        return _over(_handed_down(self.parent.merged_settings) if self.parent else {}, self.own_settings)

    @cached_property
    def own_settings(self) -> dict[str, Any]:
        """What the style's own ``style.toml`` says, lengths in pt; `UsageError` where it cannot be read."""
        path = self.folder / SETTINGS
        try:
            text = (self.data(SETTINGS) or b"").decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"读不出版式“{self.name}”的设定 {path}：{error}", "请检查权限，并把它存为 UTF-8"
            ) from error
        table = parse_toml(text, str(path), '文字要加引号，列表写作 ["甲", "乙"]')
        measures = table.get("print")
        return table | {"print": _in_points(measures)} if isinstance(measures, dict) else table

    def sheet(self, name: str) -> str:
        """The text of the sheet *name*, such as ``print.css``: the oldest ancestor's first, the style's own last."""
        found = self.sheets(name)
        text = "\n".join(own for _, own in found)
        note("sheet", name, text.encode())
        if not found:
            raise UsageError(f"版式“{self.name}”缺少样式表 {self.folder / name}", "请对照自带版式补上")
        return text

    def sheets(self, name: str) -> list[tuple[Style, str]]:
        """The text of each sheet *name* with the style that it belongs to, the oldest ancestor's first."""
        try:
            found = [(style, data) for style in reversed(self.lineage) if (data := style.data(name)) is not None]
            return [(one, data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")) for one, data in found]
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"版式“{self.name}”的样式表 {name} 不能读取：{error}", "请用 UTF-8 保存") from error

    def sheet_names(self) -> frozenset[str]:
        """The names of all sheets, the ancestors' among them."""
        return frozenset(name for style in self.lineage for name in style.file_names() if name.endswith(".css"))

    def template_texts(self) -> str:
        """All templates, the ancestors' among them, as one text."""
        return "\n".join(
            (style.data(name) or b"").decode("utf-8", "replace")
            for style in self.lineage
            for name in style.file_names()
            if name.endswith(".j2")
        )

    def everything(self) -> bytes:
        """What tells the style from any other: all its files and its ancestors', and their names."""
        own = [(style.name, name, style.data(name)) for style in self.lineage for name in style.file_names()]
        return msgspec.msgpack.encode(own)

    def file_names(self) -> list[str]:
        """The style's own files, by their paths in its folder."""
        return [name for name, _ in self.held] if self.held is not None else list(_names(self.folder))

    def data(self, name: str) -> bytes | None:
        """The bytes of the style's own file *name*; null where it has none, `OSError` where it cannot be read."""
        if self.held is not None:
            return dict(self.held).get(name)
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def render(self, template: str, **values: object) -> str:
        """Fill in a template of the style: escaping on, an undefined name is an error, Python is out of reach."""
        from jinja2 import TemplateError  # noqa: PLC0415 - half of the start-up time of a build with nothing to do

        try:
            return self._templates.get_template(template).render(**values)
        except (TemplateError, OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"版式“{self.name}”的模板 {template} 不能使用：{of_template(error)}", _TEMPLATES
            ) from error

    def template(self, name: str) -> tuple[Path, str] | None:
        """Where the template *name* comes from and its text: the style's own, or the nearest ancestor's.

        ``NAME/x.j2`` is the one that the ancestor NAME would use. Null where there is none.
        """
        for style in self.lineage:
            data = style.data(f"templates/{name}")
            if data is not None:
                return style.folder / "templates" / name, data.decode("utf-8")
        owner, slash, inner = name.partition("/")
        ancestor = next((style for style in self.lineage[1:] if style.name == owner), None) if slash else None
        return ancestor.template(inner) if ancestor else None

    def note_template(self, name: str) -> None:
        """Note the template *name* as it is now, or that there is none."""
        found = self.template(name)
        note("template", name, found[1].encode() if found else b"")

    @property
    def is_builtin(self) -> bool:
        """Whether the style is one of those that come with wxpress."""
        return self.folder.parent == builtin_folder()

    @cached_property
    def _templates(self) -> Environment:
        from wxpress.templates import environment  # noqa: PLC0415 - as in render

        return environment(self.template, self.note_template)

    def _unusable(self, error: Exception) -> UsageError:
        said, path = str(error), self.folder / SETTINGS
        unknown = unknown_key(said)
        advice = near_match(unknown[1], _keys(unknown[0])) if unknown else "各键的写法见 docs/styles.md"
        return UsageError(f"版式“{self.name}”的设定 {path}：{sentence(said)}", advice)


def _keys(table: str) -> list[str]:
    """The keys that the *table* of ``style.toml`` may have."""
    kinds: dict[str, type[msgspec.Struct]] = {"": Settings, "print": Print, "cover": Cover}
    kind = kinds.get(table, Additions)
    return [field.encode_name for field in msgspec.structs.fields(kind)]


def _handed_down(table: Mapping[str, Any]) -> dict[str, Any]:
    """What a style hands down: all but its own title and lineage."""
    return {key: value for key, value in table.items() if key not in {"title", "extends"}}


def _over(inherited: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """*own* laid over *inherited*, table by table and key by key; a list is replaced whole."""
    tables = {
        key: _over(inherited[key], value)
        for key, value in own.items()
        if isinstance(value, dict) and isinstance(inherited.get(key), dict)
    }
    return {**inherited, **own, **tables}


def _in_points(measures: Mapping[str, Any]) -> dict[str, Any]:
    """*measures* with each length that has a unit as a number of pt; anything else as it is."""
    return {key: _points(value) if isinstance(value, str) else value for key, value in measures.items()}


def _points(text: str) -> float | str:
    match = _LENGTH.fullmatch(text.strip())
    return float(match[1]) * POINTS[match[2]] / int(match[3] or 1) if match else text


def _check_body(settings: Settings) -> None:
    if settings.print and settings.print.body not in settings.faces:
        known = "、".join(settings.faces) or "（空）"
        raise ValueError(f"[print] body 是“{settings.print.body}”，而 [faces] 里只有 {known}")


@lru_cache(maxsize=8)
def _one(name: str, folder: Path, parent: Style | None, held: Files | None) -> Style:
    """The style of these parts, one and the same each time they arrive in this process."""
    return Style(name, folder, parent, held)


def held(style: Style) -> Style:
    """*style* with the bytes of its files and its ancestors' as they are now; `UsageError` where one cannot be read."""
    parent = held(style.parent) if style.parent else None
    try:
        files = tuple((name, (style.folder / name).read_bytes()) for name in _names(style.folder))
    except OSError as error:
        raise UsageError(f"版式“{style.name}”的文件不能读取：{error}", "请检查权限") from error
    return _one(style.name, style.folder, parent, files)


def _names(folder: Path) -> Iterator[str]:
    """The files of a style that can be wanted: settings, sheets and templates."""
    for pattern in (SETTINGS, "*.css", "templates/**/*"):
        yield from sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.is_file())


def builtin_folder() -> Path:
    """Where the styles that come with wxpress lie: inside the installed package, or in the checkout."""
    installed = Path(__file__).parent / "_styles"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "styles"


def style_names(project_styles: Path | None = None) -> list[str]:
    """All styles to be had: the project's, the built-in ones, the outsiders'."""
    inside = sorted({**_inside(project_styles), **_inside(builtin_folder())})
    return [*inside, *(name for name in OUTSIDE.names() if name not in inside)]


def _inside(folder: Path | None) -> dict[str, Path]:
    """The styles that lie in *folder*, by name."""
    return {path.parent.name: path.parent for path in folder.glob(f"*/{SETTINGS}")} if folder else {}


def find_style(name: str = DEFAULT, project_styles: Path | None = None) -> Style:
    """The style *name*: the project's own first, then the built-in, then an outsider's; `UsageError` without one."""
    return _found(name, project_styles, ())


def _found(name: str, project_styles: Path | None, heirs: tuple[Style, ...]) -> Style:
    """The style *name* as *heirs* extend it: a project's style may so extend the built-in of its own name."""
    taken = {heir.folder for heir in heirs}
    folder = next((folder for folder in _folders(name, project_styles) if folder not in taken), None)
    if folder is None:
        error = _not_found(name, style_names(project_styles), heirs)
        raise error if project_styles else UsageError(error.message, f"{error.advice}；{_OWN}")
    style = Style(name, folder)
    extends = style.own_settings.get("extends")
    return Style(name, folder, _found(extends, project_styles, (*heirs, style))) if isinstance(extends, str) else style


_OWN = '自己做的版式，在 wxpress.toml 里写明放它们的文件夹，如 styles = "styles"'
"""Said where a project has named no folder of its own styles."""


def _folders(name: str, project_styles: Path | None) -> Iterator[Path]:
    """Where a style *name* lies, in the order of preference."""
    for inside in (_inside(project_styles), _inside(builtin_folder())):
        if name in inside:
            yield inside[name]
    if name in OUTSIDE.names():
        yield _outside_folder(name)


def _outside_folder(name: str) -> Path:
    folder = OUTSIDE.load(name)
    if not isinstance(folder, Path):
        raise UsageError(f"版式插件“{name}”给出的不是文件夹的 Path", "请检查或卸载这个插件")
    return folder


def _not_found(name: str, known: list[str], heirs: tuple[Style, ...]) -> UsageError:
    if not heirs:
        return UsageError(f"没有名为“{name}”的版式", near_match(name, known))
    heir = heirs[-1]
    where = f"版式“{heir.name}”的设定 {heir.folder / SETTINGS}：extends = “{name}”"
    if name in known:
        chain = " → ".join([*(style.name for style in heirs), name])
        return UsageError(f"{where} 绕回了自己：{chain}", "请改掉其中一处 extends")
    return UsageError(f"{where}，没有这个版式", near_match(name, known))
