"""诊断：findings about a source or an output, and the one catalogue of their codes.

Codes are stable: 1xx reading, 2xx recovery, 3xx text, 4xx links, images and fonts, 5xx typesetting, 6xx build.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from wxpress.source import Span

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]

SEVERITY_NAMES: dict[Language, dict[Severity, str]] = {
    "zh": {"error": "错误", "warning": "警告", "information": "提示"},
    "en": {"error": "error", "warning": "warning", "information": "information"},
}


class Fix(msgspec.Struct, frozen=True):
    """修改建议：replace *before* by *after* at *span*; *certain* fixes may be applied without asking."""

    span: Span
    before: str
    after: str
    certain: bool = False


class Wording(NamedTuple):
    """一条诊断的措辞：severity, and message and hint in both languages; ``{name}`` is filled in."""

    severity: Severity
    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""


CATALOGUE: dict[str, Wording] = {
    "WX101": Wording(
        "information",
        "来稿按 {encoding} 解码",
        "source decoded as {encoding}",
        "如有乱码，请先把来稿另存为 UTF-8",
        "if characters are wrong, save the source as UTF-8 first",
    ),
    "WX102": Wording(
        "warning",
        "删去 {count} 个不可见的控制字符（{names}）",
        "{count} invisible control characters dropped ({names})",
        "账目中逐一列出；请核对原稿此处是否缺字",
        "each is in the ledger; check this place against the original",
    ),
    "WX103": Wording(
        "warning",
        "HTML 标记 {tag} 按普通文字保留，不作标记解释",
        "HTML markup {tag} is kept as plain text",
        "如不需要，请从来稿中删去",
        "delete it from the source if it is not wanted",
    ),
    "WX104": Wording(
        "warning",
        "这一段的 Markdown 标记不合规则，按原文保留",
        "Markdown of this paragraph is malformed; it is kept as written",
        "请检查星号、方括号是否成对",
        "check that asterisks and brackets pair up",
    ),
    "WX201": Wording(
        "information",
        "自然段在“{before}|{after}”处断开，已接合",
        "paragraph torn at “{before}|{after}” rejoined",
    ),
    "WX202": Wording(
        "warning",
        "目录中的“{title}”在正文里没有找到",
        "contents entry “{title}” not found in the body",
        "请核对目录，或在正文中补上这个标题",
        "check the contents, or add the heading to the body",
    ),
    "WX203": Wording(
        "error",
        "目录共 {count} 条，在正文里一条也没有找到，无法确定栏目和篇目",
        "none of the {count} contents entries was found in the body",
        "请核对目录与正文是否属于同一期，或在正文标题前加 ## 和 ###",
        "check that contents and body belong together, or mark headings with ## and ###",
    ),
    "WX204": Wording(
        "warning",
        "目录作“{contents}”，正文作“{body}”，以正文为准",
        "contents have “{contents}”, body has “{body}”; the body is kept",
    ),
    "WX205": Wording(
        "error",
        "正文有 {count} 段，却没有目录，也没有任何标题，无法恢复结构",
        "{count} paragraphs, no contents and no heading: no structure found",
        "请补上目录，或在栏目前加 ##、在篇目前加 ###",
        "add the contents, or mark sections with ## and articles with ###",
    ),
    "WX206": Wording(
        "warning",
        "标题“{title}”不在目录里",
        "heading “{title}” is not in the contents",
    ),
    "WX207": Wording(
        "error", "来稿里没有文字", "the source holds no text", "请检查文件是否提取成功", "check the extraction"
    ),
    "WX208": Wording(
        "warning",
        "标题、目录和刊头等处只留文字，略去了“{dropped}”",
        "titles, contents and masthead are plain text; “{dropped}” left out",
        "如须保留，请移到正文里",
        "move it into the text to keep it",
    ),
    "WX209": Wording(
        "information",
        "“{text}”是页眉或页脚，已去掉",
        "running title “{text}” dropped",
    ),
    "WX401": Wording(
        "warning",
        "链接“{label}”没有地址",
        "link “{label}” has no target",
        "请补上网址；没有地址的链接只作文字印出",
        "add its address; without one the link is set as plain text",
    ),
    "WX402": Wording(
        "warning",
        "图片“{picture}”{cause}，以占位框代替",
        "picture “{picture}” {cause_en}; a placeholder stands for it",
        "图片须在项目文件夹之内，用相对路径书写",
        "pictures must be inside the project, named by a relative path",
    ),
    "WX403": Wording(
        "warning",
        "链接“{label}”的地址 {target} 不安全，已去掉地址，只留文字",
        "link “{label}”: target {target} is not safe; its text is kept",
        "只接受 http、https、mailto 和文内地址",
        "only http, https, mailto and places in the text are accepted",
    ),
    "WX410": Wording(
        "error",
        "字符“{character}”（{codepoint}）在所有字体中都没有字形",
        "character “{character}” ({codepoint}) is in no font",
        "请安装含有该字的字体，或换用通行字",
        "install a font that has it, or use the standard form",
    ),
    "WX501": Wording("warning", "排版引擎提示：{text}", "layout engine: {text}"),
    "WX502": Wording(
        "warning",
        "WeasyPrint 的 {names} 与中文排字层不合，本次由它自己排字",
        "WeasyPrint's {names} do not fit the Chinese typesetting, which is left out",
        "请安装 WeasyPrint 70：pip install 'weasyprint>=70,<71'",
        "install WeasyPrint 70: pip install 'weasyprint>=70,<71'",
    ),
    "WX511": Wording(
        "error",
        "成品第 {page} 页第 {line} 行有一处拉开 {found} em，超过 {limit}：“{text}”",
        "page {page}, line {line}: a gap is stretched by {found} em, more than {limit}: “{text}”",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] largest-stretch",
        "see the proof of wxpress build --proof; reword, or raise largest-stretch in [proof] of wxpress.toml",
    ),
    "WX512": Wording(
        "error",
        "成品第 {page} 页第 {line} 行有一处挤去 {found} em，超过 {limit}：“{text}”",
        "page {page}, line {line}: a gap is squeezed by {found} em, more than {limit}: “{text}”",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] largest-squeeze",
        "see the proof of wxpress build --proof; reword, or raise largest-squeeze in [proof] of wxpress.toml",
    ),
    "WX513": Wording(
        "error",
        "成品第 {page} 页第 {line} 行：{rule}（{text}）",
        "page {page}, line {line}: {rule_en} ({text})",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] most-rules-broken",
        "see the proof of wxpress build --proof; reword, or raise most-rules-broken in [proof] of wxpress.toml",
    ),
    "WX514": Wording(
        "error",
        "成品第 {page} 页第 {line} 行缺字（{codepoint}）：“{text}”",
        "page {page}, line {line}: {codepoint} is not drawn: “{text}”",
        "请安装含有该字的字体，或换用通行字",
        "install a font that has it, or use the standard form",
    ),
    "WX601": Wording(
        "warning",
        "写出器 {writer} 没有用到选项“{option}”",
        "writer {writer} did not use its option “{option}”",
        "请检查 wxpress.toml 的 [writers.{writer}]，可能是写错了名字",
        "check [writers.{writer}] in wxpress.toml; the name may be wrong",
    ),
}


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """一条诊断：a stable code, where, how grave, what, and what to do."""

    code: str
    severity: Severity
    source: str | None
    span: Span | None
    message: str
    hint: str | None = None
    fix: Fix | None = None
    values: dict[str, str] = {}


def diagnose(
    code: str, *, source: str | None = None, span: Span | None = None, fix: Fix | None = None, **values: str
) -> Diagnostic:
    """A diagnostic of the catalogue, its Chinese message filled in with *values*."""
    wording = CATALOGUE[code]
    return Diagnostic(
        code=code,
        severity=wording.severity,
        source=source,
        span=span,
        message=wording.zh.format(**values),
        hint=wording.zh_hint.format(**values) or None,
        fix=fix,
        values=values,
    )


def in_language(diagnostic: Diagnostic, language: Language) -> Diagnostic:
    """The same finding worded in *language*; a code of an outside plug-in keeps its own words."""
    wording = CATALOGUE.get(diagnostic.code)
    if language == "zh" or wording is None:
        return diagnostic
    return msgspec.structs.replace(
        diagnostic,
        message=wording.en.format(**diagnostic.values),
        hint=wording.en_hint.format(**diagnostic.values) or None,
    )


def place(diagnostic: Diagnostic) -> str:
    """``path:line:column``, as much of it as is known."""
    parts = (diagnostic.source, str(diagnostic.span) if diagnostic.span else None)
    return ":".join(part for part in parts if part)


def as_text(diagnostic: Diagnostic, language: Language = "zh") -> str:
    """One finding as text: ``place: 警告 WX204 message`` and its hint on a second line."""
    worded = in_language(diagnostic, language)
    where = place(worded)
    name = SEVERITY_NAMES[language][worded.severity]
    head = f"{where}: {name} {worded.code} {worded.message}" if where else f"{name} {worded.code} {worded.message}"
    return f"{head}\n    {worded.hint}" if worded.hint else head


def as_github(diagnostic: Diagnostic, language: Language = "zh") -> str:
    """One finding as a GitHub workflow command, which GitHub shows on the line of the change."""
    worded = in_language(diagnostic, language)
    command = "notice" if worded.severity == "information" else worded.severity
    properties = [f"file={_property(worded.source)}"] if worded.source else []
    if worded.span:
        properties += [f"line={worded.span.first}", f"endLine={worded.span.last}"]
        properties += [f"col={worded.span.first_column}"] if worded.span.first_column else []
    properties.append(f"title={worded.code}")
    body = worded.message + (f"\n{worded.hint}" if worded.hint else "")
    return f"::{command} {','.join(properties)}::{_escaped(body)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """How many of *diagnostics* are of *severity*."""
    return sum(1 for diagnostic in diagnostics if diagnostic.severity == severity)
