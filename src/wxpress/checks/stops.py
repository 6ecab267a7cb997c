"""句末：where a sentence ends, inside its quotation and at the end of its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wxpress.checks import Check
from wxpress.checks.finding import RUNNING, Rule, found, obeyed
from wxpress.checks.passages import OPAQUE, Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_SAYS = "说道问答曰称喊叫写言语示调出为告想念唱讲"
"""What a word ends in that a quotation comes after."""

_RULES = (
    # B.2: one full stop ends the sentence, inside the quotes or outside of them
    Rule("WX321", re.compile(r"(?<=[。；，、][”’])[。；，、]|(?<=[。；，、]’”)[。；，、]"), ""),
    Rule("WX321", re.compile(r"[、；](?=[”’])"), None, kinds=RUNNING),
    # 4.1.3, B.2.1: a quotation that is whole sentences keeps its full stop
    # B.2.1: what somebody says, after a colon, is a sentence of its own
    Rule("WX325", re.compile(rf"(?<=[{_SAYS}]：“)(?P<quoted>[^“”。！？…]{{6,}})”。"), r"\g<quoted>。”", kinds=RUNNING),
    # B.2.2: a few words within a sentence are none
    Rule(
        "WX326",
        re.compile(rf"(?<=[{HAN}])(?<![{_SAYS}])“(?P<words>[^“”。！？，；：…]{{2,12}})。”(?![这的那是之几一等])"),
        r"“\g<words>”。",
        kinds=RUNNING,
    ),
    Rule("WX322", re.compile(r"(?<=：“)(?P<quoted>[^“”]*[。！？][^“”。！？]+)”。"), r"\g<quoted>。”"),
)

_LEAST = 40
_WORD_AT_END = re.compile(rf"[{HAN}A-Za-z0-9％%][”’》]*$")
_SENTENCE = re.compile(r"[。！？；]")
_BROKEN_OFF = re.compile(r"[，、]$")
_CREDIT = re.compile(
    r"——[^。！？，；]{2,16}$|(?:供稿|供图|摄|报道|记者|编辑|作者|来源|摘自|责编|整理)\S{0,12}$|[：:]\S{1,12}$"
)
_ENDS = ("。", "！", "？", "”", "……")
_MOST_OPEN = 0.34
"""The share of open paragraphs above which a part goes without full stops on purpose: verses, rows, signatures."""


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Full stops that are missing, doubled, or on the wrong side of a quote."""
    yield from obeyed(manuscript, _RULES)
    running = [passage for passage in manuscript.passages if passage.is_running]
    yield from _broken_off(manuscript, running)
    yield from _missing(manuscript, _open_ends(running))


def _broken_off(manuscript: Manuscript, running: Sequence[Passage]) -> Iterator[Diagnostic]:
    for passage in running:
        end = len(passage.text.rstrip())
        if _BROKEN_OFF.search(passage.text[:end]) and end >= _LEAST // 2:
            yield found(manuscript, "WX324", passage, end - 1, end)


def _open_ends(running: Sequence[Passage]) -> Sequence[Passage]:
    """The paragraphs without a full stop, unless they are so many that the text goes without."""
    open_ones = [passage for passage in running if _is_open(passage)]
    closed = [passage for passage in running if passage.text.rstrip().endswith(_ENDS)]
    return open_ones if len(open_ones) <= max(1, _MOST_OPEN * len(closed)) else ()


def _missing(manuscript: Manuscript, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    for passage in passages:
        end = len(passage.text.rstrip())
        yield found(manuscript, "WX323", passage, end - 1, end, after=f"{passage.text[end - 1]}。")


def _is_open(passage: Passage) -> bool:
    """Whether a paragraph of sentences breaks off after a word."""
    text = passage.plain.rstrip()
    runs_on = len(text) >= _LEAST and _SENTENCE.search(text[:-1]) is not None and "\n" not in text
    return runs_on and bool(_WORD_AT_END.search(text)) and text[-1] != OPAQUE and not _CREDIT.search(text)


CHECK = Check("stops", check)
