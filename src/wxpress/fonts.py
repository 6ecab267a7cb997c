"""字体：which installed face serves which role (宋、黑、楷、仿宋、标题), and which characters none of them has.

fontconfig is asked (`fontlist`); its own choice of a substitute is never taken: the layout engine is shown the
resolved faces and no others (`fontconfig`).
"""

from __future__ import annotations

import json
import mmap
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wxpress import pressfonts, sfnt
from wxpress.errors import MissingToolError
from wxpress.fontlist import asked, listed
from wxpress.kept import Kept, kept_file
from wxpress.memo import Memo, user_memo
from wxpress.reads import note

ROLE_NAMES: Mapping[str, str] = {
    "song": "宋体",
    "hei": "黑体",
    "kai": "楷体",
    "fang": "仿宋",
    "title": "标题（小标宋）",
}

NAMED = 4
"""How many families of a stack a message names."""

REGULAR, BOLD, BLACK = 80, 200, 210
"""Weights as fontconfig counts them: 400, 700 and 900 in CSS."""


USE_TYPO_METRICS = 1 << 7
"""The bit of OS/2 fsSelection by which a font prefers its typographic metrics (OpenType)."""


class Remedy(NamedTuple):
    """A family's Debian package, and where else it is to be had."""

    package: str | None
    place: str


REMEDIES: Mapping[str, Remedy] = {
    "Noto Serif CJK SC": Remedy("fonts-noto-cjk", "https://github.com/notofonts/noto-cjk/releases"),
    "Noto Sans CJK SC": Remedy("fonts-noto-cjk", "https://github.com/notofonts/noto-cjk/releases"),
    "LXGW WenKai": Remedy("fonts-lxgw-wenkai", "https://github.com/lxgw/LxgwWenKai/releases"),
    "FandolFang": Remedy("texlive-lang-chinese", "https://ctan.org/pkg/fandol"),
}

Faces = Mapping[str, tuple["Face", ...]]
Ranges = tuple[list[int], list[int]]


@dataclass(frozen=True)
class FontFile:
    """One face of one family, as fontconfig lists it: *weight* in its own units, *slant* 0 where upright."""

    family: str
    file: Path
    index: int
    weight: float
    slant: int


@dataclass(frozen=True)
class Face:
    """一种用途的一个字体：the family, its regular file and index, and the faces of each weight that may be used."""

    role: str
    family: str
    file: Path
    index: int
    weights: tuple[FontFile, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of all weights."""
        return tuple(dict.fromkeys(font.file for font in self.weights))


@dataclass(frozen=True)
class MissingRole:
    """没有字体的用途：the role, the families that would do, and how to get one."""

    role: str
    families: tuple[str, ...]
    advice: str


def resolve(wanted: Mapping[str, Sequence[str]]) -> Faces:
    """The installed families of each role's stack, in the stack's order; none where the role has no face.

    A face that the stack names twice, as SimSun and as 宋体, stands where it is named first.
    """
    faces = {role: _stack(role, families) for role, families in wanted.items()}
    note("faces", json.dumps(wanted, ensure_ascii=False), lambda: _facts(faces))
    return faces


def font_files(wanted: str) -> tuple[Path, ...]:
    """The files of the faces that were noted under the name *wanted*."""
    return files_of(resolve(json.loads(wanted)))


def files_of(faces: Faces) -> tuple[Path, ...]:
    """Every file that *faces* are taken from, in order."""
    return tuple(sorted({file for stack in faces.values() for face in stack for file in face.files}))


def digest_of(font: FontFile) -> str:
    """The sha256 of the file of *font*."""
    digest = _digests().digest(font.file)
    _digests().save()
    return digest


def _facts(faces: Faces) -> bytes:
    """What tells one set of faces from another on any machine: families, numbers in collections, bytes of the files."""
    found = {
        role: [(face.family, face.index, [_digests().digest(file) for file in face.files]) for face in stack]
        for role, stack in faces.items()
    }
    _digests().save()
    return json.dumps([found, pressfonts.facts()], ensure_ascii=False).encode()


def missing_roles(wanted: Mapping[str, Sequence[str]]) -> tuple[MissingRole, ...]:
    """The roles that no installed face serves, each with its remedy."""
    faces = resolve(wanted)
    return tuple(
        MissingRole(role, tuple(families), _advice([families])) for role, families in wanted.items() if not faces[role]
    )


def require(wanted: Mapping[str, Sequence[str]]) -> Faces:
    """The faces of every role; `MissingToolError` names the roles without one and what to install."""
    if missing := missing_roles(wanted):
        roles = "；".join(f"{ROLE_NAMES.get(item.role, item.role)} {_some(item.families)}" for item in missing)
        raise MissingToolError(f"本机没有版式所需的字体：{roles}", _advice([item.families for item in missing]))
    return resolve(wanted)


def stacks(faces: Faces) -> dict[str, str]:
    """Each role's families as a value of CSS ``font-family``; the other roles' follow, so that no character is lost."""
    everything = [face.family for stack in faces.values() for face in stack]
    return {
        role: ", ".join(f'"{family}"' for family in dict.fromkeys([*(face.family for face in stack), *everything]))
        for role, stack in faces.items()
    }


def drops(faces: Faces, body: str) -> dict[str, float]:
    """How far below the line's middle the baseline of each role must be moved to meet that of *body*, in em.

    CSS centres a face's ascent and descent in its line, so that faces of other proportions stand on other baselines.
    """
    middle = _middle(faces[body][0])
    return {role: middle - _middle(stack[0]) for role, stack in faces.items()}


def upright(family: str) -> list[FontFile]:
    """The installed upright files of *family*, of every weight; none where it is not installed."""
    return [font for font in _installed().get(family.casefold(), ()) if font.slant == 0]


def weighted(face: Face, weight: float) -> FontFile:
    """The upright file of *face*'s family that is nearest to *weight*."""
    return _nearest(upright(face.family), weight)


def covers(font: FontFile, character: str) -> bool:
    """Whether *font* has a glyph for *character*."""
    return ord(character) in _coverage(font.file, font.index)


def missing_characters(text: str, faces: Faces) -> tuple[str, ...]:
    """The characters of *text* that no resolved face has, in the order of their first appearance.

    Controls, formats, spaces and variation selectors need no glyph of their own.
    """
    coverages = [_coverage(face.file, face.index) for stack in faces.values() for face in stack]
    return tuple(
        character
        for character in dict.fromkeys(text)
        if _needs_glyph(character) and not any(ord(character) in coverage for coverage in coverages)
    )


class Coverage:
    """字符集：the code points that one face has, as sorted ranges."""

    def __init__(self, firsts: Sequence[int], lasts: Sequence[int]) -> None:
        """Take the first and the last code point of each range."""
        self._firsts, self._lasts = firsts, lasts

    def __contains__(self, codepoint: int) -> bool:
        """Whether the face has a glyph for *codepoint*."""
        place = bisect_right(self._firsts, codepoint) - 1
        return place >= 0 and codepoint <= self._lasts[place]


def _stack(role: str, families: Sequence[str]) -> tuple[Face, ...]:
    found: dict[tuple[Path, int], Face] = {}
    for family in families:
        if face := _face(role, family):
            found.setdefault((face.file, face.index), face)
    return tuple(found.values())


def _face(role: str, family: str) -> Face | None:
    """The regular of *family*, and the bold and black that headings take where they are installed."""
    files = upright(family)
    if not files:
        return None
    chosen = tuple(dict.fromkeys(_nearest(files, weight) for weight in (REGULAR, BOLD, BLACK)))
    return Face(role, chosen[0].family, chosen[0].file, chosen[0].index, chosen)


def _nearest(fonts: Sequence[FontFile], weight: float) -> FontFile:
    return min(fonts, key=lambda font: abs(font.weight - weight))


@cache
def _installed() -> Mapping[str, tuple[FontFile, ...]]:
    """Every installed face by its family's name in lower case; a face of several names stands under each."""
    fonts: dict[str, list[FontFile]] = {}
    for line in listed(":variable=False", "%{file}\t%{index}\t%{weight}\t%{slant}\t%{family}\n").splitlines():
        file, index, weight, slant, families = line.split("\t")
        for family in families.split(","):
            font = FontFile(family, Path(file), int(index), float(weight), int(slant))
            fonts.setdefault(family.casefold(), []).append(font)
    return {family: tuple(sorted(found, key=lambda font: str(font.file))) for family, found in fonts.items()}


@cache
def _coverage(file: Path, index: int) -> Coverage:
    """What one face covers, as it was kept for a file of the same bytes."""
    key = (_digests().digest(file), index)
    ranges = _ranges().get(key)
    if ranges is None:
        ranges = ranges_of(_charset(file, index))
        _ranges().add(key, ranges)
        _ranges().save()
    return Coverage(*ranges)


def _charset(file: Path, index: int) -> str:
    """What one face covers, from fontconfig's cache: a hundredth of the time that reading its cmap takes."""
    lines = asked(f":index={index}:variable=False", "%{file}\t%{charset}\n").splitlines()
    return next(line.partition("\t")[2] for line in lines if line.startswith(f"{file}\t"))


def ranges_of(charset: str) -> Ranges:
    """The first and the last of each range as fontconfig writes them: ``20-7e a0 4e00-9fff``, hexadecimal."""
    pairs = [item.partition("-") for item in charset.split()]
    return [int(first, 16) for first, _, _ in pairs], [int(last or first, 16) for first, _, last in pairs]


@cache
def _ranges() -> Kept[tuple[str, int], Ranges]:
    """What faces cover, by the bytes of their files and their numbers there: fontconfig takes 20 ms to tell of each."""
    return Kept(kept_file("coverage"))


@cache
def _digests() -> Memo:
    return Memo(user_memo())


@cache
def _middle(face: Face) -> float:
    """How far the middle of *face*'s ascent and descent lies above its baseline, in em."""
    with face.file.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        places = {tag: table.start for tag, table in sfnt.tables(data, face.index).items()}
        (em,) = struct.unpack_from(">H", data, places["head"] + 18)
        (selection, ascent, descent) = struct.unpack_from(">H4xhh", data, places["OS/2"] + 62)
        horizontal = struct.unpack_from(">hh", data, places["hhea"] + 4)
    if selection & USE_TYPO_METRICS or not any(horizontal):  # as HarfBuzz chooses
        return float((ascent + descent) / em / 2)
    return float(sum(horizontal) / em / 2)


def _some(families: Sequence[str]) -> str:
    """The first few of *families*: a stack that names each system's fonts is too long to be read in a message."""
    return "、".join(families[:NAMED]) + ("等" if len(families) > NAMED else "")


def _needs_glyph(character: str) -> bool:
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not selector and unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _advice(stacks: Sequence[Sequence[str]]) -> str:
    """How to get the last family of each stack that is free: the one that the style can always fall back on."""
    free = [[family for family in stack if family in REMEDIES] for stack in stacks]
    remedies = dict.fromkeys(REMEDIES[families[-1]] for families in free if families)
    packages = " ".join(dict.fromkeys(remedy.package for remedy in remedies if remedy.package))
    places = "、".join(dict.fromkeys(remedy.place for remedy in remedies))
    if not packages:
        return "请安装其中一种字体，或在版式的 style.toml [faces] 里改用本机已有的字体"
    return f"Debian/Ubuntu：apt install {packages}；其他系统请从 {places} 下载，安装后运行 fc-cache -f"
