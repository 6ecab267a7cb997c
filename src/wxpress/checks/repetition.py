"""重复：words, sentences and paragraphs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import TEXT, Rule, found, obeyed
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN
from wxpress.source import is_paragraphed

_NEVER_TWICE = (
    "我们|他们|她们|它们|你们|咱们|因为|所以|但是|而且|以及|通过|对于|关于|同时|并且|进行|坚持|推进|推动|加强|会议|问题|"
    "工作|中国|人民|城市|发展|经济|社会|国家|企业|单位|群众|干部|领导|全面|深入|必须|应当|如果|虽然|这个|那个|已经|"
    "为了|根据|按照|围绕|实现|提高|促进|完善|建立|建设|形成|具有|取得|目前|近年来|其中|指出|强调|要求|提出|认为|表示|召开|举行|印发|开展|实施|"
    "贯彻|加快|深化|强化|优化|提升|确保|保障|保持|加大|增强|健全|落实|严格|切实|充分|不断|进一步|认真|积极|主动|重要|主要|重点|任务|措施|情况"
)

_RULES = (
    # what becomes less does so by a share, and cannot by more than all there was
    Rule("WX348", re.compile(r"(?:减少|下降|降低|缩短|缩小|减轻)了?[\d.一二两三四五六七八九十百]+(?:多|余)?倍")),
    # single words; 的的确确, 为了了解, 是是非非 and their like are right
    Rule(
        "WX345",
        re.compile(r"(?<![目标])的的(?!确)|(?<![为除罢不小])了了(?![解然断却结无])|是是(?!非)|(?<![及])及及(?![及])"),
        lambda m: m[0][0],
    ),
    Rule(
        "WX345",
        re.compile(r"(?<![温柔饱总共])和和(?![美气睦平谐])|(?<!然)而而(?!且)|(?<!不)但但|被被(?!动)"),
        lambda m: m[0][0],
    ),
    Rule("WX345", re.compile(rf"(?<![{HAN}][一])({_NEVER_TWICE})\1(?!\1)"), r"\1"),
    Rule("WX345", re.compile(r"(?:^|(?<=[，。；：！？“]))([我你他她它])\1(?=[说要就会在是也都还便又先已])"), r"\1"),
    # three characters or more, but no refrain and no row such as 一个个
    Rule("WX345", re.compile(rf"(?!([{HAN}])\1)(?![一越很太真好多])([{HAN}]{{3,12}}?)\2(?!\2)"), r"\2"),
    Rule("WX345", re.compile(r"\b(?!(?:had|that)\b)([a-z]{2,}) \1\b"), r"\1", kinds=TEXT),
)

_TWICE_ABOUT = re.compile(
    rf"(?P<before>大约|约|将近)有?[\d.〇零一二两三四五六七八九十百千万亿多余]+[{HAN}]{{0,3}}?(?P<after>左右|上下)(?![{HAN}]*[兼共])"
)
_NEARLY_MORE = re.compile(
    r"(?P<before>(?<![最附临接靠远亲邻])近|(?<![节制契预条公合邀违失签特履解守隐])约|大约|将近)有?"
    rf"(?P<count>[\d.]+[十百千万亿]*|[一二两三四五六七八九十百千万]+)(?P<after>[余多])(?=[{HAN}])"
    rf"(?![于样元功能]|[{HAN}]{{0,3}}(?:左右|上下))"
)
"""近 says a little less, 余 and 多 a little more."""

_SENTENCE = re.compile(r"[^。！？]+(?:[。！？]+[”’）]*)?")
_SHORTEST, _SHORTEST_STATED = 11, 6
"""How long a sentence must be for its return to be no emphasis; less where it ends in a plain full stop."""

_LEAST, _LEAST_BESIDE = 40, 16
"""How long a paragraph must be for its return to be no refrain, and right below itself."""

_LISTED = re.compile(r"^\s*[（(]?[一二三四五六七八九十\d]+[）)、.．]|[；;]$")


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Whatever is said twice by mistake."""
    yield from obeyed(manuscript, _RULES)
    for passage in manuscript.passages:
        yield from _sentences(manuscript, passage)
        for match in _about(passage.plain):
            before, after = match["before"], match["after"]
            yield found(manuscript, "WX347", passage, match.start(), match.end(), one=before, other=after)
    yield from _paragraphs(manuscript)


def _about(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_TWICE_ABOUT, _NEARLY_MORE):
        yield from pattern.finditer(text)


def _sentences(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    """A sentence right after the same sentence."""
    above: re.Match[str] | None = None
    for match in _SENTENCE.finditer(passage.text):
        if above is not None and match[0] == above[0] and len(match[0]) >= _shortest(match[0]):
            yield found(manuscript, "WX346", passage, match.start(), match.end(), after="")
        above = match


def _shortest(sentence: str) -> int:
    return _SHORTEST_STATED if sentence.endswith("。") else _SHORTEST


def _paragraphs(manuscript: Manuscript) -> Iterator[Diagnostic]:
    is_whole = is_paragraphed(manuscript.source.name)
    first: dict[str, Passage] = {}
    last: Passage | None = None
    for passage in (passage for passage in manuscript.passages if passage.is_running):
        above = first.setdefault(passage.text, passage)
        if above is not passage and _is_copy(passage, last):
            line = str(above.span.first) if above.span else "?"
            unit, unit_en = ("段", "paragraph") if is_whole else ("行的一段", "the one on line")
            yield found(manuscript, "WX240", passage, 0, len(passage.text), line=line, unit=unit, unit_en=unit_en)
        last = passage


def _is_copy(passage: Passage, last: Passage | None) -> bool:
    """Whether a paragraph that has stood before is no item that returns, as in laws and forms."""
    beside = last is not None and last.text == passage.text
    is_long = len(passage.text) >= (_LEAST_BESIDE if beside else _LEAST)
    return is_long and not _LISTED.search(passage.text)


CHECK = Check("repetition", check)
