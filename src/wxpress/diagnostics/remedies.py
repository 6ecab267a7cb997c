"""办法：what is to be done in each kind of source: an editor of Word cannot write ``##``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from wxpress.diagnostics.wording import Language

Remedies = Mapping[str, str]
"""How the catalogue says it, for Markdown, and how it is done in another kind of source."""

_BESIDE = "写进订正文件 {stem}.overrides.toml（wxpress explain 会给出要写的几行）"
_BESIDE_EN = "say so in {stem}.overrides.toml (wxpress explain gives the lines)"

_HEADINGS, _SECTION, _PICTURE = "在栏目前加 ##、在篇目前加 ###", "请改为 ##", "请在方括号里写明图中是什么"
_HEADINGS_EN, _SECTION_EN = "mark sections with ## and articles with ###", "make it ##"
_PICTURE_EN = "say in the square brackets what it shows"

_WORD: dict[Language, Remedies] = {
    "zh": {
        _HEADINGS: "在 Word 里把栏目设为“标题 1”样式、篇目设为“标题 2”样式",
        _SECTION: "请设为“标题 1”样式",
        _PICTURE: "请在 Word 里右击图片，在“替代文字”里写明图中是什么",
    },
    "en": {
        _HEADINGS_EN: "give sections the style Heading 1 and articles Heading 2 in Word",
        _SECTION_EN: "give it the style Heading 1",
        _PICTURE_EN: "say in the picture's alternative text in Word what it shows",
    },
}
_PAGE: dict[Language, Remedies] = {
    "zh": {_HEADINGS: "把栏目改成 <h2>、篇目改成 <h3>", _SECTION: "请改成 <h2>", _PICTURE: "请在 alt 里写明图中是什么"},
    "en": {
        _HEADINGS_EN: "make sections <h2> and articles <h3>",
        _SECTION_EN: "make it <h2>",
        _PICTURE_EN: "say in alt what it shows",
    },
}
_PLAIN: dict[Language, Remedies] = {
    "zh": {_HEADINGS: _BESIDE, _SECTION: f"请{_BESIDE}"},
    "en": {_HEADINGS_EN: _BESIDE_EN, _SECTION_EN: _BESIDE_EN},
}
_BY_SUFFIX = {".docx": _WORD, ".html": _PAGE, ".htm": _PAGE, ".txt": _PLAIN, ".text": _PLAIN, ".pdf": _PLAIN}


def suited(hint: str, source: str | None, language: Language) -> str:
    """*hint* for an editor of *source*: how headings and pictures are marked there."""
    path = PurePath(source or "")
    remedies = _BY_SUFFIX.get(path.suffix.lower())
    for usual, other in remedies[language].items() if remedies else ():
        hint = hint.replace(usual, other.replace("{stem}", path.stem))
    return hint
