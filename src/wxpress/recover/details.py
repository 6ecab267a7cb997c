"""篇目信息：byline, source and date of an article: below its title, below its text, or behind its last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from wxpress.errors import UsageError
from wxpress.inlines import tidy
from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.grammar import (
    AFTERWORD,
    BRACKETED_LINK,
    DATE,
    DATE_LINE,
    LABEL_OF_LINK,
    LINK_WORDS,
    looks_like_title,
)
from wxpress.recover.signatures import LIKELY, MARK, degree_of, is_signature, unmarked
from wxpress.recover.units import is_unit
from wxpress.tree import Link, Paragraph, Quote, Text
from wxpress.walk import plain

_BYLINE = re.compile(
    r"(?:作者|译者|撰稿人?|撰文|文稿|文字|文|供稿|口述|记录|采写|采访|编译|翻译|本报记者|本刊记者|记者|通讯员|执笔|整理|主讲人?|领读人?|分享人|讲述)\s*(?:[：:]|／|/|丨|｜|\|)"
    r"\s*(?P<name>[^，。；：:]{2,60})$"
)
_TASK = re.compile(r"(?:文字|摄影|摄像|图片?|绘图|漫画|设计|视频)\s*[：:／/]\s*[^，。；：:]{2,40}$")
"""Who made what stands beside the text, named behind its author."""
_WORDS_AND_PICTURES = re.compile(
    r"(?P<name>(?:文\s*[/／、]?\s*图|图\s*[/／、]?\s*文)\s*[：:/／\s]\s*[^，。；：:]{2,40})$"
)
"""文/图 秦晓: the label says more than who wrote it, and stays."""
_REPORTER = re.compile(r"(?P<name>(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员)\s+[^，。；：:]{2,60})$")
"""Written before a name without a colon, 本刊记者 says who the author is, and is no label."""
_FROM = (
    "(?:文章|稿件|信息|资料|图文|文图|图片)?来源|发布(?:机构|单位)|稿源|原载于?|载于|刊于|摘编自|摘自|转载自|转自|选自"
    "|节选自|据"
)
_SOURCE = re.compile(rf"(?:本文)?(?:{_FROM})\s*[：:]\s*(?P<name>[^，。；]{{2,60}}?)$")
_SOURCE_IN_BRACKETS = re.compile(
    rf"(?:本文)?(?:(?:{_FROM})\s*[：:]?|(?=《|[\u4e00-\u9fff]{{1,8}}(?:报|网|社|刊|电讯)\s*\d|[\u4e00-\u9fff]{{2,8}}\d{{4}}年.*(?:版|期)$|求是|半月谈|瞭望))"
    r"\s*(?P<name>(?:《[^《》]{2,40}》|[^，。；：《》（）()]){1,60}?(?:，(?:略)?有(?:删节|删改|改动))?)$"
)
_PUBLICATION = re.compile(
    r"(?P<name>(?:《[^《》]{2,20}》|[\u4e00-\u9fff]{2,10}(?:(?<![通简汇快情要预公播捷])报|网|(?:华|讯|版|志|报|新|通)社|刊|客户端|公众号))"
    r"(?:[（(]?\d{4}年(?:\d{1,2}月\d{1,2}日|第\d{1,2}期)[^，。；]{0,12})?)$"
)
_BRACKETED_LABEL = re.compile(
    r"[【\[](?P<label>作者|来源|供稿|撰稿|记者|执笔|整理)[】\]]\s*[：:]?\s*(?P<name>[^【】]+)$"
)
_BEHIND_DASH = re.compile(
    rf"[—─―－-]{{1,2}}\s*(?:(?:{_FROM})\s*[：:]?\s*)?(?P<name>《[^《》]{{2,30}}》[（(]?[\d年月日第期版页总\s]*[）)]?)$"
)
"""——《江州日报》 below a text, as abstracts have it; a subtitle goes on behind the name."""
_AUTHOR_NOTE = re.compile(
    r"(?P<name>作者(?:系|为|是|单位)[^（）()]{2,80})$|作者\s*[：:]\s*(?P<more>[^（）()]{2,80})$"
    r"|(?:本报|本刊|新华社)?(?:记者|通讯员)[：:](?P<names>[^（）()，。]{2,40})$"
    r"|(?:记者|通讯员)\s(?P<others>[^（）()，。]{2,40})$"
)
_CITED = re.compile(r"(?P<byline>[^，]{2,16})，(?P<source>《[^《》]{2,20}》[^，。]{0,30})$")
_BRACKETS = re.compile(r"[（(【\[]\s*(?P<inside>[^（）()]*(?:（[^（）]*）[^（）()]*)*)\s*[】\])）]$")
_BEHIND_TEXT = re.compile(rf"[（(](?P<inside>[^（）()]{{3,60}})[）)](?=\s*(?:【?(?:{LINK_WORDS})】?[>＞»…]*)?\s*$)")
_TOKEN = re.compile(r"[^\s|｜；;]+")
_LABELLED = re.compile(
    rf"(?:作者|撰|文|供稿|记者|通讯员|执笔|口述|记录|整理|采写|采访|编译|翻译|摄影|(?:{_FROM})|发布|发表|更新|时间|日期)[^：:]{{0,4}}[：:／/]"
)
_NEXT_LABEL = re.compile(
    r"(?<=[^\s|｜（(【\[])(?=(?:(?:信息|文章|稿件)来源|责任编辑|作者|发布(?:时间|日期|机构|单位)|更新时间|(?<![布表新任息章件])(?:来源|编辑|日期|时间)"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?|字体(?:大小)?|字号|文字大小|分享到)\s*[：:])"
)
"""Where the next thing is told of a page, though no space sets it off: 2025-08-29来源：新华网浏览次数：132."""
_OPENS_PAGE = re.compile(rf"(?:发布|发表|更新|时间|日期|来源|信息来源|稿源|文章来源|作者|{DATE.pattern})")
_MOST_LINES = 4
_LONGEST_LINE = 100
_PAIR = 2

Fields = dict[str, str]


def details_of(text: str) -> Fields:
    """Byline, source and date of a line that holds nothing else, labels taken off; empty for any other line."""
    line = set_apart(text.strip()) if len(text) <= _LONGEST_LINE else ""
    fields: Fields = {}
    groups = [line] if _BRACKETS.fullmatch(line) else _groups(line)
    if (
        len(groups) > 1
        and _BYLINE.match(groups[0])
        and all(_BYLINE.match(group) or _TASK.match(group) for group in groups)
    ):
        return {"byline": line}  # 口述：张三　整理：李四
    for group in groups:
        found = _detail(group) or (_likely(group) if len(groups) > 1 else {})
        if not found or found.keys() & fields.keys():
            return {}
        fields |= found
    return fields


def names_reporter(text: str) -> bool:
    """Whether a line names a reporter, as newspapers do right below a title."""
    return bool(_REPORTER.match(text))


def set_apart(line: str) -> str:
    """*line*, a space before each label in it, where it opens as what web pages tell of themselves."""
    return _NEXT_LABEL.sub(" ", line) if _OPENS_PAGE.match(line) else line


def _likely(group: str) -> Fields:
    """Who wrote it, as far as what stands beside it shows."""
    return {"byline": unmarked(group)} if degree_of(group) >= LIKELY else {}


def _bracketed(inside: str) -> Fields:
    """What a line in brackets tells: （来源：…）, （人民日报2025年7月15日第1版）, （作者系…）, （2025年7月18日）."""
    source, author, cited = (pattern.match(inside) for pattern in (_SOURCE_IN_BRACKETS, _AUTHOR_NOTE, _CITED))
    if author:
        return {"byline": (author[author.lastgroup or 0]).strip()}
    if cited and is_signature(cited["byline"]):
        return {"byline": cited["byline"], "source": cited["source"]}
    return {"source": source["name"].strip()} if source else _detail(inside)


_PATTERNS = (
    *(("source", _SOURCE), ("source", _BEHIND_DASH), ("byline", _WORDS_AND_PICTURES)),
    *(("byline", _BYLINE), ("byline", _REPORTER), ("source", _PUBLICATION)),
)


def _groups(line: str) -> list[str]:
    """The line divided where a label, a date or a publication begins a new detail; white space within one stays."""
    tokens = list(_TOKEN.finditer(line))
    labels = {at + 1 for at, token in enumerate(tokens) if token[0].endswith(("：", ":"))}
    starts = [token.start() for at, token in enumerate(tokens) if at == 0 or (at not in labels and _begins(token[0]))]
    return [line[start:end].strip(" \t\u3000|｜；;") for start, end in pairwise([*starts, len(line)])]


def _begins(token: str) -> bool:
    bare = token.lstrip("（(【[")
    return bool(_LABELLED.match(bare) or DATE_LINE.match(bare) or _PUBLICATION.match(token))


def _detail(text: str) -> Fields:
    if MARK.match(text):
        return {name: value for name, value in _detail(unmarked(text)).items() if name == "byline"}
    labelled = _BRACKETED_LABEL.match(text)
    if labelled:
        return _detail(f"{labelled['label']}：{labelled['name']}")
    brackets = _BRACKETS.fullmatch(text)
    if brackets:
        inside = brackets["inside"].strip()
        return _bracketed(inside) or ({"byline": inside} if is_unit(inside) else {})
    date = DATE_LINE.fullmatch(text)
    if date:
        return {"date": (date["date"] + (date["clock"] or "")).strip()}
    for name, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            return {name: match["name"].strip()}
    return {"byline": unmarked(text)} if is_signature(text) else {}


def mark_details(draft: Draft) -> Draft:
    """The draft with byline, source and date lines in the role of details; no field of an article is taken twice.

    They stand right below its title, or are the last of its text; a source behind the last word is cut off it.
    """
    starts = [at for at, piece in enumerate(draft.pieces) if piece.role == "article"]
    pieces = list(draft.pieces[: starts[0]] if starts else _untitled(draft))
    articles = [draft.pieces[start:end] for start, end in pairwise([*starts, len(draft.pieces)])]
    for article in _signed_below(articles):
        pieces += _marked(article)
    return revise(draft, pieces)


def _signed_below(articles: Sequence[Sequence[Piece]]) -> Sequence[Sequence[Piece]]:
    """The articles; where most end in nothing but a name, these lines bear the hint that they are bylines."""
    ends = [_last_text(article) for article in articles]
    names = {at for at, (end, article) in enumerate(zip(ends, articles, strict=True)) if _is_name(article, end)}
    if len(names) < _PAIR or len(names) * _PAIR < len(articles):
        return articles
    return [
        _with_byline(article, end) if at in names else article
        for at, (end, article) in enumerate(zip(ends, articles, strict=True))
    ]


def _last_text(article: Sequence[Piece]) -> int:
    """The last piece of an article that is no link; 0 where there is none."""
    end = len(_until_end(article)[0])
    return next((at for at in range(end - 1, 0, -1) if not _is_link(article[at])), 0)


def _is_name(article: Sequence[Piece], at: int) -> bool:
    """Whether the last text is a name, below text that it may sign."""
    return at > 1 and article[at].role == "body" and is_signature(article[at].text)


def _with_byline(article: Sequence[Piece], at: int) -> Sequence[Piece]:
    signed = msgspec.structs.replace(article[at], hints=msgspec.structs.replace(article[at].hints, field="byline"))
    return (*article[:at], signed, *article[at + 1 :])


def _untitled(draft: Draft) -> Sequence[Piece]:
    """Running text that stands under the bulletin's title alone has its details as an article has."""
    start = next((at for at, piece in enumerate(draft.pieces) if piece.role == "body"), len(draft.pieces))
    known: set[str] = set()
    text, rest = _until_end(_with_author(draft.pieces[start:]))
    return (*draft.pieces[:start], *_marked_above(_marked_below(text, known), known), *rest)


def _with_author(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The text below a title; its first line is the byline where it may be one and a line of details is below it."""
    opening = [piece.text for piece in pieces[:_PAIR]]
    if len(opening) < _PAIR or details_of(opening[0]) or not details_of(opening[1]) or degree_of(opening[0]) < LIKELY:
        return pieces
    signed = msgspec.structs.replace(pieces[0], hints=msgspec.structs.replace(pieces[0].hints, field="byline"))
    return (signed, *pieces[1:])


def _until_end(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The text of one article, and what stands below the next 栏目 or the 版记."""
    end = next((at for at, piece in enumerate(pieces) if piece.role in {"section", "colophon"}), len(pieces))
    return pieces[:end], pieces[end:]


def _marked(article: Sequence[Piece]) -> list[Piece]:
    """The pieces of one article from its title on, and those of a 栏目 below it, details marked."""
    end = next((at for at, piece in enumerate(article) if at and piece.role in {"section", "colophon"}), len(article))
    known: set[str] = {piece.hints.field for piece in article if piece.hints.field and piece.role == "details"}
    text = _marked_below(article[1:end], known)
    return [article[0], *_marked_above(text, known), *article[end:]]


def _marked_below(pieces: Sequence[Piece], known: set[str]) -> list[Piece]:
    """Mark the detail lines that open *pieces*; text must follow, lest a name be a heading."""
    marked: list[Piece] = []
    for piece in map(_unquoted, pieces[:_MOST_LINES]):
        names = _names(piece)
        if not names or names & known:
            break
        known |= names
        marked.append(with_role(piece, "details"))
    return [*marked, *pieces[len(marked) :]]


def _unquoted(piece: Piece) -> Piece:
    """A labelled line that is set as a quotation, as some papers set their bylines, without it."""
    match piece.block:
        case Quote(blocks=(Paragraph(inlines=inlines) as line,)) if _LABELLED.match(plain(inlines)):
            return msgspec.structs.replace(piece, block=line)
        case _:
            return piece


def _marked_above(pieces: Sequence[Piece], known: set[str]) -> list[Piece]:
    """Mark the detail lines that close *pieces*, a link between them or not, and the source behind the last word."""
    marked = [*pieces[:-_MOST_LINES], *(part for piece in pieces[-_MOST_LINES:] for part in _without_link(piece))]
    for at in range(len(marked) - 1, -1, -1):
        if _is_link(marked[at]):
            continue
        names = _closing_names(marked[at])
        if names & known and AFTERWORD.fullmatch(marked[at].text):
            continue
        if not names or names & known:
            return [*marked[:at], *_divided(marked[at], known), *marked[at + 1 :]]
        known |= names
        marked[at] = with_role(marked[at], "details")
    return marked


def _without_link(piece: Piece) -> Sequence[Piece]:
    """A line of details, and the link that stands behind it, as two pieces: 来源：新华网　【原文】."""
    if piece.role != "body" or not isinstance(piece.block, Paragraph):
        return (piece,)
    match piece.block.inlines:
        case (Text(text=text) as line, Link(inlines=inside) as link) if LABEL_OF_LINK.fullmatch(plain(inside)):
            parts: tuple[Text, Link | Text] = (msgspec.structs.replace(line, text=text.rstrip()), link)
        case (Text(text=text) as line,) if (label := BRACKETED_LINK.search(text)) and label.start():
            parts = (msgspec.structs.replace(line, text=text[: label.start()]), Text(label[0].strip(), span=line.span))
        case _:
            return (piece,)
    if not details_of(parts[0].text):
        return (piece,)
    return [msgspec.structs.replace(piece, block=Paragraph((part,), span=piece.span)) for part in parts]


def _names(piece: Piece) -> set[str]:
    told = details_of(piece.text) if piece.role == "body" and looks_like_title(piece.text) else {}
    return {piece.hints.field} if piece.hints.field and piece.role == "body" else set(told)


def _closing_names(piece: Piece) -> set[str]:
    """The fields of a line below the text: where it came from, or who wrote it, in so many words or in brackets."""
    if piece.hints.field and piece.role == "body":
        return {piece.hints.field}
    fields = details_of(piece.text) if piece.role == "body" and piece.text else {}
    labelled = any(form.match(piece.text) for form in (_SOURCE, _BEHIND_DASH, _LABELLED, _BRACKETED_LABEL))
    told = labelled or bool(_BRACKETS.fullmatch(piece.text))
    return set(fields) if told and "date" not in fields else set()


def _is_link(piece: Piece) -> bool:
    return bool(LABEL_OF_LINK.fullmatch(piece.text))


def _divided(piece: Piece, known: set[str]) -> Iterator[Piece]:
    """A last paragraph, and the source that stands in brackets behind its last word as a piece of its own."""
    inlines = piece.block.inlines if isinstance(piece.block, Paragraph) and piece.role == "body" else ()
    at = next((at for at in range(len(inlines) - 1, -1, -1) if not isinstance(inlines[at], Link)), None)
    last = inlines[at] if at is not None else None
    found = _BEHIND_TEXT.search(last.text) if isinstance(last, Text) else None
    fields = _bracketed(found["inside"].strip()) if found else {}
    if at is None or found is None or not isinstance(last, Text) or "date" in fields or not set(fields) - known:
        yield piece
        return
    rest = last.text[: found.start()] + last.text[found.end() :]
    kept = tidy((*inlines[:at], msgspec.structs.replace(last, text=rest), *inlines[at + 1 :]))
    if kept:  # （作者：…）（来源：…）
        yield from _divided(msgspec.structs.replace(piece, block=Paragraph(kept, span=piece.span)), known | set(fields))
    yield Piece(Paragraph((Text(found[0], span=last.span),), span=piece.span), role="details")


def canonical_details(draft: Draft, pieces: Sequence[Piece]) -> Fields:
    """The fields of a ``::: 篇目信息`` container, a line each; `UsageError` for a line that is none of them."""
    names = {"作者": "byline", "来源": "source", "日期": "date"}
    fields: Fields = {}
    for piece in pieces:
        label, colon, value = piece.text.partition("：")
        if not colon or label not in names:
            place = f"{draft.source.name}:{piece.span}" if piece.span else draft.source.name
            raise UsageError(f"{place}: 篇目信息里不认识“{piece.text}”", "每行写成“作者：”“来源：”或“日期：”加内容")
        fields[names[label]] = value
    return fields
