"""办法：how a heading is marked in each kind of source: an editor of Word cannot write ``##``."""

from __future__ import annotations

from pathlib import PurePath

from wxpress.diagnostics.wording import Language

SECTIONS_AND_ARTICLES: dict[Language, str] = {
    "zh": "在栏目前加 ##、在篇目前加 ###",
    "en": "mark sections with ## and articles with ###",
}
"""As the catalogue says it, for Markdown."""

_WORD: dict[Language, str] = {
    "zh": "在 Word 里把栏目设为“标题 1”样式、篇目设为“标题 2”样式",
    "en": "give sections the style Heading 1 and articles Heading 2 in Word",
}
_PAGE: dict[Language, str] = {
    "zh": "把栏目改成 <h2>、篇目改成 <h3>",
    "en": "make sections <h2> and articles <h3>",
}
_BESIDE: dict[Language, str] = {
    "zh": "写进订正文件 {stem}.overrides.toml（wxpress explain 会给出要写的几行）",
    "en": "say so in {stem}.overrides.toml (wxpress explain gives the lines)",
}
_BY_SUFFIX = {".docx": _WORD, ".html": _PAGE, ".htm": _PAGE, ".txt": _BESIDE, ".text": _BESIDE, ".pdf": _BESIDE}


def suited(hint: str, source: str | None, language: Language) -> str:
    """*hint* for an editor of *source*: how headings are marked there."""
    path = PurePath(source or "")
    remedy = _BY_SUFFIX.get(path.suffix.lower())
    if remedy is None:
        return hint
    return hint.replace(SECTIONS_AND_ARTICLES[language], remedy[language].replace("{stem}", path.stem))
