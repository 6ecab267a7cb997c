"""网页上不是正文的部分：what a part of a page is, by its name, its tag, its words or its links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from wxpress.inlines import unspaced
from wxpress.readers.html.form import is_hidden
from wxpress.readers.html.page import BLOCKS, tag, words_in
from wxpress.readers.html.told import says_again, told_by_words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FURNITURE: Mapping[str, frozenset[str]] = {
    "导航": frozenset({"nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "skip"}),
    "页脚": frozenset({"footer", "foot", "copyright", "beian", "banquan"}),
    "侧栏": frozenset({"sidebar", "aside", "complementary"}),
    "分享按钮": frozenset({"share", "shares", "sharing", "social", "sns", "bdsharebuttonbox", "fenxiang", "like"}),
    "评论区": frozenset({"comment", "comments", "disqus", "reply", "replies", "pinglun"}),
    "推荐阅读": frozenset(
        {"related", "recommend", "recommended", "recommendation", "recommendations", "tuijian", "hot"}
    ),
    "提示条": frozenset({"cookie", "cookies", "consent", "gdpr", "popup", "modal", "toast", "dialog", "alertdialog"}),
    "广告": frozenset({"ad", "ads", "advert", "advertisement", "adsense", "guanggao", "sponsor"}),
    "翻页": frozenset({"pagination", "pager", "prev", "next"}),
    "登录和检索": frozenset({"login", "search", "searchbox", "signin", "subscribe", "toolbar"}),
    "二维码": frozenset({"qrcode", "ewm", "erweima"}),
}
_BY_ID = {
    "js_name": "公众号名称",
    "js_profile_qrcode": "二维码",
    "js_pc_qr_code": "二维码",
    "js_ip_wording_wrp": "发布的地方",
    "js_ip_wording": "发布的地方",
    "copyright_logo": "原创的标记",
}
"""What WeChat puts beside the author and the date of an article."""
_BY_CLASS: Mapping[str, str] = {
    **dict.fromkeys(("cat-links", "tags-links", "tag-links", "post-tags", "entry-tags", "post-categories"), "文章标签"),
    **dict.fromkeys(("comments-link", "edit-link", "entry-footer"), "评论区"),
    **dict.fromkeys(("sharedaddy", "jiathis_style", "bshare-custom", "addthis_toolbox"), "分享按钮"),
    "post-navigation": "翻页",
}
"""What widespread systems (WordPress) and services call parts that are no text."""
_BY_TAG = {"nav": "导航", "footer": "页脚", "aside": "侧栏", "form": "登录和检索", "search": "登录和检索"}
_WAYS_HOME = frozenset({"首页", "主页", "网站首页", "返回首页", "返回主页", "返回", "home", "english", "登录", "注册"})
_HOMES = frozenset({"/", "./", "../", "/index.html", "index.html", "/index.htm", "index.htm"})
_WAYS_BACK = frozenset(
    {"目录", "返回目录", "回到目录", "返回顶部", "回到顶部", "返回页首", "回到页首", "↑", "Top", "TOP"}
)
_AROUND = " \t\r\n\u3000[]【】〔〕()（）↑▲^"
_SEPARATORS = re.compile(r"[\s|｜·>＞»/›-]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HOLDERS = frozenset(
    {"body", "div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "form", "span"}
)


class Region(msgspec.Struct, frozen=True):
    """一处不收的：what it is, and by what that was told."""

    name: str
    evidence: str
    confidence: float


_AGAIN = Region("题目", "正文开头的刊头又说了一遍", 0.9)


def named_region(element: Element) -> Region | None:
    """What *element* is by its name, its tag, or what hides it."""
    if is_hidden(element):
        return Region("隐藏的内容", "display:none 或 hidden", 1)
    if element.get("href", "").startswith("#") and _leads_back(words_in(element).strip()):
        return Region("导航", "回到本页别处的链接", 0.95)
    if _names_account(element):
        return Region("公众号名称", "微信文章里作者的位置上是公众号的名称", 0.95)
    if element.get("id") in _BY_ID:
        return Region(_BY_ID[element.get("id", "")], f"微信文章里的“{shown(element)}”", 0.95)
    known = next((_BY_CLASS[word] for word in element.get("class", "").split() if word in _BY_CLASS), None)
    if known:
        return Region(known, f"名为“{shown(element)}”", 0.9)
    name = _BY_TAG.get(tag(element))
    if name and not _is_of_article(name, element):
        return Region(name, f"<{tag(element)}>", 0.95)
    words = names_of(element)
    found = next((kind for kind, names in _FURNITURE.items() if words & names), None)
    return Region(found, f"名为“{shown(element)}”", 0.85) if found and tag(element) not in {"body", "html"} else None


def _leads_back(words: str) -> bool:
    return words in _WAYS_BACK or words.strip(_AROUND) in _WAYS_BACK


def _names_account(element: Element) -> bool:
    """Whether the name of a WeChat account stands where its articles name their author, too."""
    beside = element.getparent()
    if "rich_media_meta_text" not in element.get("class", "") or beside is None:
        return False
    names = {unspaced(words_in(name)) for name in beside.iter() if name.get("id") == "js_name"}
    return unspaced(words_in(element)) in names


def _is_of_article(name: str, element: Element) -> bool:
    """Whether the foot of an article, or a box beside its text that leads nowhere, is called by this name."""
    leads_nowhere = name == "侧栏" and next(element.iter("a"), None) is None
    return (name == "页脚" or leads_nowhere) and stands_in_article(element)


def stands_in_article(element: Element) -> bool:
    """Whether *element* is within the article of a page, or its main part."""
    return any(tag(above) in {"article", "main"} for above in element.iterancestors())


def names_of(element: Element) -> set[str]:
    """The words in the id, the classes and the role of *element*."""
    written = " ".join(element.get(name, "") for name in ("id", "class", "role"))
    return {word.lower() for word in _WORD.findall(written)} if written.strip() else set()


def shown(element: Element) -> str:
    """An element as it is written, by its id or first class."""
    name = element.get("id") or next(iter(element.get("class", "").split()), "")
    kind = "id" if element.get("id") else "class"
    return f'<{tag(element)} {kind}="{name}">' if name else f"<{tag(element)}>"


def told_region(element: Element) -> Region | None:
    """What a block is by the words that it opens with."""
    name = told_by_words(element) if tag(element) in BLOCKS else None
    return Region(name, "开头的字样，其余几乎都是链接", 0.85) if name else None


def ways_above(body: Element) -> dict[Element, Region]:
    """The blocks of nothing but links above the first heading: ways to other pages, none where no heading is."""
    found: dict[Element, Region] = {}
    for element in body.iter():
        if tag(element) in _HEADINGS:
            return found
        if tag(element) in HOLDERS and _leads_elsewhere(element):
            found[element] = Region("导航", "标题之前只有链接的一行", 0.9)
    return {}


def _leads_elsewhere(element: Element) -> bool:
    links = [unspaced(words_in(link)).lower() for link in element.iter("a")]
    is_home = any(link.get("href", "").strip() in _HOMES for link in element.iter("a"))
    if not links or next(element.iter(*_HEADINGS), None) is not None:
        return False
    linked = _SEPARATORS.sub("", "".join(links))
    return linked == _SEPARATORS.sub("", words_in(element)).lower() and (
        len(links) > 1 or is_home or links[0] in _WAYS_HOME
    )


def said_again(body: Element) -> dict[Element, Region]:
    """The page's first heading where the masthead of an issue below it says the same again."""
    below = body.iter()
    heading = next((element for element in below if tag(element) == "h1"), None)
    return {heading: _AGAIN} if heading is not None and says_again(heading, below) else {}
