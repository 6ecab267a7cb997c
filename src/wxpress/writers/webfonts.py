"""网页字体：the style's own faces inside a page, cut down to the characters that it sets in each of them.

Which characters those are is asked of the page and its sheet: a role is what the sheet calls ``var(--song)``, and the
cascade of families and weights is followed element by element (CSS Fonts 4, 2.1 and 2.2).
"""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from wxpress import fonts
from wxpress.errors import UsageError

if TYPE_CHECKING:
    from wxpress.styles import Style

_WEIGHTS: Mapping[int, int] = {400: fonts.REGULAR, 700: fonts.BOLD, 900: fonts.BLACK}
_NAMED_WEIGHTS = {"normal": 400, "bold": 700}
_BOLD_BY_NATURE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th", "strong"})
_UNSEEN = frozenset({"head", "script", "style", "title", "meta", "link"})
_RESTRICTED = 0x0002
"""The bit of OS/2 fsType by which a font forbids that it is embedded (OpenType)."""


class Cut(NamedTuple):
    """字体的一用：the role and the weight in CSS in which characters are set."""

    role: str
    weight: int


def with_fonts(sheet: str, page: str, style: Style) -> str:
    """The *sheet* with the faces that *page* is set in, as WOFF2 in ``data:`` addresses, before the families it names.

    Raises `MissingToolError` where a role has no face here, `UsageError` where one must not be embedded.
    """
    faces = fonts.require(style.settings.faces)
    used = {cut: text for cut, text in _used(sheet, page).items() if cut.role in faces}
    rules = [_rule(cut, faces[cut.role][0], used[cut]) for cut in sorted(used)]
    families = {cut.role: _declared(sheet, cut.role) for cut in sorted(used)}
    first = "".join(f'--{role}:"wxpress-{role}",{families[role]};' for role in families)
    return "\n".join([sheet, *rules, f":root{{{first}}}"])


def _declared(sheet: str, role: str) -> str:
    """The families that *sheet* has for *role*."""
    found = re.findall(rf"--{re.escape(role)}:\s*([^;}}]+)", sheet)
    return found[-1].strip() if found else "serif"


def _used(sheet: str, page: str) -> dict[Cut, str]:
    """The characters that *page* shows, by the cut in which *sheet* sets them."""
    import cssselect2  # noqa: PLC0415 - few pages carry fonts
    from lxml import html  # noqa: PLC0415 - as above

    matcher = _matcher(sheet)
    used: defaultdict[Cut, set[str]] = defaultdict(set)
    stack = [(cssselect2.ElementWrapper.from_html_root(html.document_fromstring(page)), Cut("", 400))]
    while stack:
        element, above = stack.pop()
        node = element.etree_element
        if node.tag in _UNSEEN:
            continue
        cut = _cut(element, above, matcher)
        used[cut].update(node.text or "")
        for child in element.iter_children():
            used[cut].update(child.etree_element.tail or "")
            stack.append((child, cut))
    return {cut: "".join(sorted(characters)) for cut, characters in used.items()}


def _matcher(sheet: str) -> Any:  # noqa: ANN401 - cssselect2 is not typed
    """The rules of *sheet* outside any condition that name a family or a weight."""
    import cssselect2  # noqa: PLC0415 - as in _used
    import tinycss2  # noqa: PLC0415 - as in _used

    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        content = tinycss2.serialize(rule.content or ()) if rule.type == "qualified-rule" else ""
        found = dict(_declarations(content))
        selectors = cssselect2.compile_selector_list(rule.prelude) if found else ()
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, found)
    return matcher


def _declarations(content: str) -> Iterator[tuple[str, str | int]]:
    """The role and the weight that a rule's declarations give, if any."""
    for name, value in re.findall(r"(?<![\w-])(font(?:-family|-weight)?)\s*:\s*([^;]+)", content):
        if role := re.search(r"var\(--(\w+)\)", value):
            yield "role", role[1]
        weight = re.search(r"(?<![\w.%/])([1-9]00|normal|bold)(?![\w.%])", value)
        if weight:
            yield "weight", _NAMED_WEIGHTS.get(weight[1]) or int(weight[1])
        elif name == "font":
            yield "weight", 400


def _cut(element: Any, above: Cut, matcher: Any) -> Cut:  # noqa: ANN401 - cssselect2 is not typed
    cut = above._replace(weight=700) if element.local_name in _BOLD_BY_NATURE else above
    for *_, found in sorted(matcher.match(element), key=lambda match: match[:2]):
        cut = cut._replace(**found)
    return cut


def _rule(cut: Cut, face: fonts.Face, text: str) -> str:
    source = fonts.weighted(face, _WEIGHTS.get(cut.weight, fonts.REGULAR))
    data = b64encode(_subset(source, text)).decode("ascii")
    return (
        f'@font-face{{font-family:"wxpress-{cut.role}";font-weight:{cut.weight};font-display:swap;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def _subset(source: fonts.FontFile, text: str) -> bytes:
    """The face as WOFF2, with the glyphs of *text* only; the same bytes each time."""
    from fontTools import subset  # noqa: PLC0415 - a tenth of a second, and few pages carry fonts

    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14])
    options.layout_features = ["kern", "locl", "palt", "halt", "chws", "vert"]
    with subset.load_font(str(source.file), _numbered(options, source.index)) as font:
        if font["OS/2"].fsType & _RESTRICTED:
            raise UsageError(
                f"字体 {source.family} 的许可不准嵌入",
                "请在 wxpress.toml 的 [writers.html] 里去掉 embed-fonts，或在版式里换一种字体",
            )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        out = io.BytesIO()
        font.flavor = "woff2"
        font.recalcTimestamp = False
        font.save(out, reorderTables=True)
    return out.getvalue()


def _numbered(options: Any, index: int) -> Any:  # noqa: ANN401 - fontTools is not typed
    """*options* for the face of that number in a collection."""
    options.font_number = index
    return options
