"""网页的分区：which part of a page is its text, and which are navigation, footers and the like around it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from wxpress.inlines import unspaced
from wxpress.readers.html.form import contents_level, is_hidden
from wxpress.readers.html.page import BLOCKS, INVISIBLE, found_by, tag, words_in
from wxpress.readers.html.titles import named_title
from wxpress.readers.html.told import says_again, told_by_words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SENTENCE = re.compile(r"[，。；！？、]|[a-z][.,;]\s")
_SHORTEST_SENTENCE = 12
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_CONTENTS_LABEL = re.compile(
    r"\s*(?:目\s*[录次]|要\s*目|导\s*[读览]|内容提要|本期(?:目录|要目|导读|内容|看点)|contents\b|table of contents)",
    re.IGNORECASE,
)

_MARKED = (
    "//*[@id='js_content']",
    "//*[@itemprop='articleBody']",
    "//main|//*[@role='main']",
    "//article",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ') or contains(concat(' ',@class,' '),' rm_txt_con ')]",
    "//*[@id='vsb_content' or @id='vsb_newscontent' or contains(concat(' ',@class,' '),' v_news_content ')]",
    "//*[contains(concat(' ',@class,' '),' wp_articlecontent ') or contains(concat(' ',@class,' '),' pages_content ')]",
    "//*[@id='UCAP-CONTENT' or @id='zoom' or @id='artibody' or @id='p-detail' or @id='detailContent']",
)
"""Where pages say themselves what their text is: WeChat, schema.org, HTML, and systems that Chinese sites use."""

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

_WAYS_HOME = frozenset({"首页", "主页", "网站首页", "返回首页", "返回主页", "返回", "home", "english", "登录", "注册"})
_HOMES = frozenset({"/", "./", "../", "/index.html", "index.html", "/index.htm", "index.htm"})
_WAYS_BACK = frozenset(
    {"目录", "返回目录", "回到目录", "返回顶部", "回到顶部", "返回页首", "回到页首", "↑", "Top", "TOP"}
)
_AROUND = " \t\r\n\u3000[]【】〔〕()（）↑▲^"
_SEPARATORS = re.compile(r"[\s|｜·>＞»/›-]+")
_BY_TAG = {"nav": "导航", "footer": "页脚", "aside": "侧栏", "form": "登录和检索", "search": "登录和检索"}
_MOST_OF_TEXT = 0.5
_BY_SENTENCES = 0.8
_CONTENT = frozenset({"table", "pre", "blockquote", "figure", "img", "dl"})
_NEARLY_ALL = 0.9
_HOLDERS = frozenset(
    {"body", "div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "form", "span"}
)
_WITHOUT_PROSE = INVISIBLE | {"a", ""}
_TITLES = frozenset({"h1", "h2"})
_NEAR = 2
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Region(msgspec.Struct, frozen=True):
    """一处不收的：what it is, and by what that was told."""

    name: str
    evidence: str
    confidence: float


_HIDDEN_BY_SHEET = Region("隐藏的内容", "网页的样式表里 display:none", 0.95)
"""A script may show it, so it stays where most of the text is in it."""

_AGAIN = Region("题目", "正文开头的刊头又说了一遍", 0.9)


class Choice(msgspec.Struct, frozen=True):
    """正文的判定：which element is the text, by what evidence."""

    element: str
    evidence: str
    confidence: float


class Regions:
    """分区：*left_out* maps elements to what they are, *contents* are printed contents, *choice* says what was kept.

    *title* is the page's title where no tag says so.
    """

    def __init__(self, body: Element, hidden: Container[Element] = frozenset()) -> None:
        """Divide a page; its style sheets hide the elements *hidden*."""
        self.left_out: dict[Element, Region] = {}
        self.contents = frozenset(element for element in body.iter() if _is_contents(element))
        self.choice: Choice | None = None
        self.title: Element | None = None
        self._body = body
        self._around_contents = {above for element in self.contents for above in (element, *element.iterancestors())}
        self._leave_out_furniture(_prose(body), hidden)
        self._prose = _prose(body, self.left_out)
        self._has_furniture = any(region.confidence < 1 for region in self.left_out.values())
        root, choice = self._main()
        self._leave_out_around(root, choice)

    def _leave_out_furniture(self, prose: Mapping[Element, float], hidden: Container[Element]) -> None:
        """What hides, or bears the name of something that is no text, unless most of the page's sentences are in it."""
        found = _ways_above(self._body) | dict.fromkeys(_said_again(self._body), _AGAIN)
        for element in self._body.iter():
            region = _HIDDEN_BY_SHEET if element in hidden else found.get(element) or _named_region(element)
            if region is None and not prose[element]:
                region = _told_region(element)
            if region is None or self._is_of_contents(element) or self._is_left_out(element):
                continue
            if region.confidence == 1 or prose[element] <= prose[self._body] * _MOST_OF_TEXT:
                self.left_out[element] = region

    def _is_of_contents(self, element: Element) -> bool:
        """Whether *element* stands around the printed contents, or holds some of them."""
        return element in self._around_contents or any(above in self.contents for above in element.iterancestors())

    def _is_left_out(self, element: Element) -> bool:
        return element in self.left_out or any(above in self.left_out for above in element.iterancestors())

    def _main(self) -> tuple[Element, Choice]:
        least = self._prose[self._body] * _MOST_OF_TEXT
        for path in _MARKED:
            found = [element for element in found_by(self._body, path) if self._prose.get(element, 0) > least]
            if found:
                return found[0], Choice(_shown(found[0]), "网页自己标明的正文", 0.95)
        element = self._densest()
        return element, Choice(_shown(element), "页面上成句的文字九成以上在其中", _BY_SENTENCES)

    def _densest(self) -> Element:
        """The innermost element that holds nearly all sentences of the page."""
        element = self._body
        least = self._prose[element] * _NEARLY_ALL
        while least:
            held = [child for child in element if tag(child) in _HOLDERS and self._prose[child] >= least]
            if not held:
                break
            element = held[0]
        return element

    def _leave_out_around(self, root: Element, choice: Choice) -> None:
        """Leave out what stands before the title and after the text."""
        order = {element: place for place, element in enumerate(self._body.iter())}
        first = self._title(root, order)
        start, end = order[first], order[_last(root)]
        pending = [self._body]
        while pending:
            for child in pending.pop():
                if child in self.left_out or child in self.contents or not tag(child):
                    continue
                if order[_last(child)] < start or order[child] > end:
                    self._leave_out(child, choice)
                elif child is not root and child is not first:
                    pending.append(child)

    def _leave_out(self, element: Element, choice: Choice) -> None:
        if _has_words(element) and element not in self._around_contents and self._is_apart(element, choice):
            self.choice = choice
            self.left_out[element] = Region("正文之外", choice.evidence, choice.confidence)

    def _is_apart(self, element: Element, choice: Choice) -> bool:
        """Whether what stands beside the text is no part of it: surely where the page marks its text.

        Else a page without any furniture is nothing but text; and a table or a picture beside the text belongs to it,
        unless it is made of links.
        """
        if choice.confidence > _BY_SENTENCES:
            return True
        if _is_made_of_links(element):
            return True
        return self._has_furniture and not any(tag(inner) in _CONTENT for inner in element.iter())

    def _title(self, root: Element, order: Mapping[Element, int]) -> Element:
        """The title above the text, with the header that it stands in; the text itself where it holds one."""
        if any(tag(element) == "h1" for element in root.iter()):
            return root
        above = [
            element
            for element in self._body.iter(*_TITLES)
            if order[element] < order[root] and element not in self._around_contents and self._stays(element)
        ]
        above = above or self._small_titles(root, order)
        if not above:
            lines = (element for element in self._body.iter() if order[element] < order[root])
            self.title = named_title(root, [line for line in lines if not self._is_left_out(line)])
            return root if self.title is None else self.title
        title = next((element for element in reversed(above) if tag(element) == "h1"), above[-1])
        headers = [element for element in title.iterancestors("header") if not self._prose[element]]
        return headers[-1] if headers and not _holds_nav(headers[-1]) else title

    def _small_titles(self, root: Element, order: Mapping[Element, int]) -> list[Element]:
        """The heading of lower rank right above the text, in what holds it or beside it, as papers have one."""
        near = {holder for holder in islice(root.iterancestors(), _NEAR) if tag(holder) not in {"body", "html"}}
        return [
            element
            for element in self._body.iter("h3", "h4")
            if order[element] < order[root]
            and self._stays(element)
            and near & set(islice(element.iterancestors(), _NEAR))
        ][-1:]

    def _stays(self, element: Element) -> bool:
        is_in_contents = any(above in self.contents for above in element.iterancestors())
        return _has_words(element) and not is_in_contents and not self._is_left_out(element)


def _holds_nav(element: Element) -> bool:
    return next(element.iter("nav"), None) is not None


def _last(element: Element) -> Element:
    """The last element inside, in document order; itself where it holds none."""
    while len(element):
        element = element[-1]
    return element


def _prose(body: Element, left_out: Container[Element] = ()) -> dict[Element, float]:
    """How many characters of sentences, links and what is left out aside, each element holds."""
    found: dict[Element, float] = {}
    for element in reversed(list(body.iter())):
        if tag(element) in _WITHOUT_PROSE or element in left_out:
            found[element] = 0
        else:
            found[element] = found.get(element, 0) + _length(element.text)
        parent = element.getparent()
        if parent is not None:
            found[parent] = found.get(parent, 0) + found[element] + _length(element.tail)
    return found


def _length(text: str | None) -> int:
    words = (text or "").strip()
    return len(words) if len(words) >= _SHORTEST_SENTENCE and _SENTENCE.search(words) else 0


def _ways_above(body: Element) -> dict[Element, Region]:
    """The blocks of nothing but links above the first heading: ways to other pages, none where no heading is."""
    found: dict[Element, Region] = {}
    for element in body.iter():
        if tag(element) in _HEADINGS:
            return found
        if tag(element) in _HOLDERS and _leads_elsewhere(element):
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


def _said_again(body: Element) -> list[Element]:
    """The page's first heading where the masthead of an issue below it says the same again."""
    below = body.iter()
    heading = next((element for element in below if tag(element) == "h1"), None)
    return [heading] if heading is not None and says_again(heading, below) else []


def _told_region(element: Element) -> Region | None:
    name = told_by_words(element) if tag(element) in BLOCKS else None
    return Region(name, "开头的字样，其余几乎都是链接", 0.85) if name else None


def _named_region(element: Element) -> Region | None:
    if is_hidden(element):
        return Region("隐藏的内容", "display:none 或 hidden", 1)
    if element.get("href", "").startswith("#") and _leads_back(words_in(element).strip()):
        return Region("导航", "回到本页别处的链接", 0.95)
    if _names_account(element):
        return Region("公众号名称", "微信文章里作者的位置上是公众号的名称", 0.95)
    if element.get("id") in _BY_ID:
        return Region(_BY_ID[element.get("id", "")], f"微信文章里的“{_shown(element)}”", 0.95)
    known = next((_BY_CLASS[word] for word in element.get("class", "").split() if word in _BY_CLASS), None)
    if known:
        return Region(known, f"名为“{_shown(element)}”", 0.9)
    name = _BY_TAG.get(tag(element))
    if name and not (name == "页脚" and _stands_in_article(element)):
        return Region(name, f"<{tag(element)}>", 0.95)
    words = _names(element)
    found = next((kind for kind, names in _FURNITURE.items() if words & names), None)
    return Region(found, f"名为“{_shown(element)}”", 0.85) if found and tag(element) not in {"body", "html"} else None


def _leads_back(words: str) -> bool:
    return words in _WAYS_BACK or words.strip(_AROUND) in _WAYS_BACK


def _names_account(element: Element) -> bool:
    """Whether the name of a WeChat account stands where its articles name their author, too."""
    beside = element.getparent()
    if "rich_media_meta_text" not in element.get("class", "") or beside is None:
        return False
    names = {unspaced(words_in(name)) for name in beside.iter() if name.get("id") == "js_name"}
    return unspaced(words_in(element)) in names


def _stands_in_article(element: Element) -> bool:
    return any(tag(above) in {"article", "main"} for above in element.iterancestors())


def _names(element: Element) -> set[str]:
    written = " ".join(element.get(name, "") for name in ("id", "class", "role"))
    return {word.lower() for word in _WORD.findall(written)} if written.strip() else set()


def _is_contents(element: Element) -> bool:
    """Whether *element* is the printed contents: named so by its role, or navigation under the word 目录."""
    if element.get("role") == "doc-toc" or element.get("id") == "TOC" or contents_level(element) is not None:
        return True
    if tag(element) != "nav" and not {"toc", "contents", "mulu"} & _names(element):
        return False
    if tag(element) not in {"nav", "div", "section", "aside"}:
        return False
    label = element.get("aria-label") or words_in(element).strip()[:20]
    return bool(_CONTENTS_LABEL.match(label))


def _is_made_of_links(element: Element) -> bool:
    """Whether half of the characters in *element*, or more, are links."""
    total = len(unspaced(words_in(element)))
    linked = sum(len(unspaced(words_in(link))) for link in element.iter("a"))
    return total > 0 and linked >= total * _MOST_OF_TEXT


def _has_words(element: Element) -> bool:
    return any(
        (inner.text or "").strip() or (inner is not element and (inner.tail or "").strip())
        for inner in element.iter()
        if tag(inner) not in INVISIBLE
    )


def _shown(element: Element) -> str:
    """An element as it is written, by its id or first class."""
    name = element.get("id") or next(iter(element.get("class", "").split()), "")
    kind = "id" if element.get("id") else "class"
    return f'<{tag(element)} {kind}="{name}">' if name else f"<{tag(element)}>"
