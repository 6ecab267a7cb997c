"""网页上的话：counters, buttons and pointers to other pages, which came with the text from where it was published.

They stand on lines of their own, or among the date and the source of an article; nothing in a sentence is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.detail_lines import details_of, set_apart
from wxpress.recover.words.plain_words import Loss, flattened
from wxpress.tree import Paragraph, Text

_LONGEST = 120
_GAP = r"\s|｜丨·•、"
_COUNT = r"\d[\d,，.]*\s*[万wW]?\+?\s*次?"
_SIZES = r"(?:超大|特大|大|中|小|默认|标准|A\s*[+-]?)"
_BUTTONS = (
    r"(?:打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|设为首页|加入收藏|收藏|分享|我要纠错|纠错|我要评论|返回(?:顶部|列表|首页)?|"
    r"复制链接|全文下载|朗读|语音播报|繁体|简体|" + _SIZES + ")"
)
_PLACES = r"(?:微信|新浪微博|腾讯微博|微博|朋友圈|QQ空间|QQ好友|QQ|人人网|豆瓣|钉钉|更多|复制链接)"
_KEEPERS = r"(?:(?:网站|系统)?管理员|小编|(?i:admin))"
_CUT = re.compile(
    rf"(?:(?<=[{_GAP}】\]〗])|^)(?:"
    rf"(?:浏览|点击|阅读|访问|点赞|评论|转发)(?:次数|人次|量|数|人数)?\s*[：:]\s*{_COUNT}"
    rf"|(?:浏览|点击|阅读|访问)(?:次数|人次|量|数|人数)\s*[：:](?=\s|$)"
    rf"|(?:浏览|阅读|点击|访问)(?:量|次数)?\s*{_COUNT}"
    rf"|[【\[（(]?(?:字号|字体(?:大小)?|文字大小)\s*[：:]?\s*[【\[（(]?\s*{_SIZES}(?:[{_GAP}/]*{_SIZES})*\s*[】\]）)]{{0,2}}"
    rf"(?:[{_GAP}/]+{_BUTTONS})*"
    rf"|[【\[〖]\s*{_BUTTONS}(?:[{_GAP}/]*{_BUTTONS})*\s*[】\]〗]"
    rf"|[大中小]字号(?:[{_GAP}/]*[大中小]字号)*"
    rf"|阅读下一篇\s*[：:]?"
    rf"|(?:由|发布[者人]?[：:])\s*{_KEEPERS}"
    rf"|(?:一键)?分享(?:到|至)\s*[：:]?(?:[{_GAP}/]*{_PLACES})*"
    rf")(?=[{_GAP}【\[〖]|$)"
)
_FOLLOW = r"(?:关注我们|关注(?:该|本)?公众号|订阅我们|一键关注|加关注)"
_APPROVALS = r"(?:点赞|在看|分享|收藏|转发|关注|留言)"
_WHOLE = re.compile(
    rf"[^，。；]{{0,4}}(?:点击|轻触|戳)(?:上方|下方|标题下方?|[左右]上角|文末)?[^，。]{{0,16}}{_FOLLOW}[^，。]{{0,6}}"
    r"|[^，。；]{0,4}(?:长按|扫描|(?:微信)?扫一扫|扫码|识别)[^，。]{0,14}"
    rf"(?:二维码|{_FOLLOW}|手机(?:打开|查看|阅读|浏览)[^，。]{{0,8}}|当前页面?)[^，。]{{0,10}}"
    rf"|{_APPROVALS}(?:[{_GAP}]+{_APPROVALS})+|(?:点(?:分享|收藏|点赞|在看|赞|关注)\s*)+"
    r"|(?:请|欢迎|记得)?(?:点个|点亮|点一?下|点(?=[“「【]))[“「【]?(?:在看|赞|星标)[”」】]?[^。；]{0,12}"
    rf"|(?:由|发布[者人]?[：:]|作者[：:])\s*{_KEEPERS}"
    r"|[▼▲▽△↓↑◆◇●○■□★☆♦❤♡⬇⬆☟]{1,20}|[↓▼\s]*(?:点击|戳)(?:文末|左下角|下方)?\s*[“「【]?阅读原文[”」】]?[^。；]{0,16}"
    r"|喜欢此内容的人还喜欢|预览时标签不可点|(?:继续|向上)滑动看下一个|轻触阅读原文|已无更多数据|关注我们|微信扫一扫"
    r"|[\s—–―·•【\[（(-]*(?:THE\s+)?END[\s—–―·•】\]）)-]*"
    rf"|[【\[〖]?\s*{_BUTTONS}(?:[{_GAP}/【】\[\]〖〗]+{_BUTTONS})+\s*[】\]〗]?"
    r"|(?=.*(?:首\s*页|主页|[>＞»›→]))[您你]?(?:现在|当前|目前)?(?:所在|所处|在)?的?(?:位置|页面)\s*[：:].*"
    r"|(?:[^。；，：:]{0,30}版权所有)?[\s：:]*(?:(?i:Copyright)|©)[^。；]*\d{4}[^。；]*|[^。；]*(?i:All\s+Rights?\s+Reserved)[^。；]*"
    r"|版权所有\s*[：:].{2,30}(?:网|网站|平台|客户端)|[^。；]{0,80}技术支持\s*[：:][^。；]{0,40}"
    r"|[^。；]{0,80}(?:网站标识码\s*[：:]?\s*\w{6,}|ICP[备证]\s*\d|公网安备\s*\d)[^。；]{0,80}"
    r"|返回(?:顶部|列表|首页)|打印本页|关闭(?:窗口|本页)|设为首页|加入收藏|我要纠错"
    r"|(?:(?:[上下]一[篇条页]|[前后]一篇)\s*[：:].{0,60}?)+"
)
_ACCOUNT = re.compile(
    r"(?:原创\s+|首发于?\s+)?(?P<names>(?:[^\s，。；：:（）()]{1,20}\s+){0,3})(?P<time>\d{4}年\d{1,2}月\d{1,2}日\s+\d{1,2}:\d{2})"
    r"(?P<place>\s+(?:发表于\s*)?[\u4e00-\u9fff]{2,4})?"
)
"""原创 张三 临江发布 2025年7月18日 08:30 浙江: what a phone shows below the title of an article."""
_REASON = "网页上的计数、按钮或指路的话，不是正文"


def drop_page_words(draft: Draft) -> Draft:
    """The draft without the words of the web page that its text was copied from; each line is told."""
    pieces: list[Piece] = []
    account: list[Entry] = []
    findings: list[Diagnostic] = []
    for piece in draft.pieces:
        rest = _rest(piece.text) if _may_be_cut(piece) else None
        if rest is None:
            pieces.append(piece)
            continue
        lost = _lost(draft, piece, rest)
        account += lost.entries
        findings += lost.findings
        pieces += [_with_words(piece, rest)] if rest else []
    return revise(draft, pieces, account, findings)


def _may_be_cut(piece: Piece) -> bool:
    is_plain = piece.role == "body" and piece.hints.container is None and not piece.hints.settled
    return is_plain and isinstance(piece.block, Paragraph) and 0 < len(piece.text) <= _LONGEST


def _rest(text: str) -> str | None:
    """What stays of a line: nothing, or the date and the like beside such words; null where it has none of them."""
    if _WHOLE.fullmatch(text):
        return ""
    account = _ACCOUNT.fullmatch(text)
    if account and not details_of(text):
        shown = f"{account['names']}{account['time']}".strip()
        return shown if "source" in details_of(shown) else account["time"]
    line = set_apart(text)
    if not _CUT.search(line):
        return None
    rest = _tidied(_CUT.sub(" ", line))
    if not any(map(str.isalnum, rest)):
        return ""
    return rest if details_of(rest) else None


def _tidied(text: str) -> str:
    return re.sub(rf"(?:^[{_GAP}]+|[{_GAP}]+$)", "", text)


def _lost(draft: Draft, piece: Piece, rest: str) -> Loss:
    """The entries for what goes, and the finding that tells it."""
    markup = flattened(draft.source, piece, "furniture")
    words = "".join(_gone(piece.text, rest))
    drop = Entry(by="furniture", kind="drop", span=piece.span, before=words, after="", reason=_REASON)
    told = diagnose("WX214", source=draft.source.name, span=piece.span, text=" ".join(words.split()))
    return Loss((drop, *markup.entries), (told,))


def _gone(text: str, rest: str) -> Iterator[str]:
    """The characters of *text* that are not in *rest*, which has all others in their order; white space aside."""
    at, rest = 0, unspaced(rest)
    for character in text:
        if at < len(rest) and character == rest[at]:
            at += 1
        else:
            yield character


def _with_words(piece: Piece, words: str) -> Piece:
    return msgspec.structs.replace(piece, block=Paragraph((Text(words, span=piece.span),), span=piece.span))
