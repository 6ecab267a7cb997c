"""字符：controls, zero-width characters and decomposed forms are put right before a reader sees the lines.

White space of any kind is no character of the text (`ledger`), so changing its form needs no entry.
"""

from __future__ import annotations

import re
import unicodedata

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import LimitError
from wxpress.ledger import Entry
from wxpress.source import Source, Span

_LINE_LIKE = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_CONTROLS = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb{_NONCHARACTERS}]")
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f"
    "\u1780-\u17ff\u1800-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
)
"""Uyghur, Kazakh, Mongolian, Tibetan and other scripts whose letters joiners shape."""

_LONE_JOINER = f"(?<![{_EMOJI}{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_EMOJI}{_JOINING}])"
_LONE_VOWEL_SEPARATOR = "(?<![\u1800-\u18af])\u180e(?![\u1800-\u18af])"
"""It shapes Mongolian letters, and hides between ideographs."""
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DIRECTION = re.compile("[\u061c\u200e\u200f]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_HIDING = re.compile("[\u115f\u1160\u3164\uffa0\U000e0000-\U000e007f]")
_INVISIBLE = re.compile(f"[\u00ad\u034f\u200b\u2060-\u2065\u206a-\u206f\ufeff]|{_LONE_JOINER}|{_LONE_VOWEL_SEPARATOR}")
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f]"
)
MOST_MARKS = 30
"""Combining marks on one character that are brought to NFC, as in Stream-Safe Text (UAX #15, 13)."""

MAXIMUM_MARKS = 2000
"""Combining marks on one character beyond which a source is refused: to compare such text takes ages."""

_CLUSTER = re.compile("[\x20-\x7e\u3400-\u9fff]?[^\x20-\x7e\u2010-\u2027\u3001-\u3011\u3400-\u9fff\uff01-\uff5e]+")
"""A character that marks may be put on, and what is neither ASCII nor plain Chinese behind it."""

_PLAIN = re.compile("[\t\x20-\x7e\u00b7\u2010-\u2027\u3000-\u3011\u3400-\u9fff\uff01-\uff5e]*")
"""A line of nothing but ASCII and plain Chinese: there is nothing to clean, and NFC leaves it alone."""

_FEW = 50

_STORM = re.compile(f"{_MARK}{{{MOST_MARKS + 1},}}")


class Cleaned:
    """清理后的行：the lines, and the account of what was taken out of them."""

    def __init__(self, source: Source) -> None:
        """Clean every line of *source*; line numbers stay as they are."""
        self.entries: list[Entry] = []
        self.findings: list[Diagnostic] = []
        self._source = source
        self.lines = tuple(self.line(number, line) for number, line in enumerate(source.lines, start=1))
        if source.encoding not in {"utf-8", "utf-16", "utf-32"}:
            code = "WX110" if source.encoding == "big5" else "WX101"
            self.findings.insert(0, diagnose(code, source=source.name, encoding=source.encoding.upper()))

    def line(self, number: int, line: str) -> str:
        """*line*, or any part of the line of that *number*, cleaned; what was done joins the account."""
        if _PLAIN.fullmatch(line):
            return line
        span = Span(number, number)
        visible = line.translate(_LINE_LIKE)
        visible = self._without(span, visible, _CONTROLS, "WX102")
        visible = self._without(span, visible, _HIDING, "WX107") if _HIDING.search(_FLAG.sub("", visible)) else visible
        visible = self._without(span, visible, _TURNING, "WX107")
        visible = visible if _RIGHT_TO_LEFT.search(visible) else self._without(span, visible, _DIRECTION, "WX107")
        visible = self._without(span, visible, _INVISIBLE)
        composed = self._composed(span, visible)
        if composed != visible:
            self.entries += self._replaced(span, visible, composed)
        return composed

    def _without(self, span: Span, line: str, pattern: re.Pattern[str], code: str = "") -> str:
        """*line* without what *pattern* finds, an entry for it, and a finding where it has a *code*."""
        found = pattern.findall(line)
        if not found:
            return line
        if code:
            names = "、".join(sorted({f"U+{ord(character):04X}" for character in found}))
            self.findings.append(
                diagnose(code, source=self._source.name, span=span, count=str(len(found)), names=names)
            )
        self.entries.append(
            Entry(
                by="characters",
                kind="drop",
                span=span,
                before="".join(found),
                after="",
                reason="看不见的控制字符或零宽字符",
            )
        )
        return pattern.sub("", line)

    def _composed(self, span: Span, line: str) -> str:
        """*line* in NFC; marks piled on one character, which would take ages to order, stay as they are."""
        storms = _STORM.findall(line)
        if not storms:
            return _nfc(line)
        worst = max(map(len, storms))
        if worst > MAXIMUM_MARKS:
            raise LimitError(
                f"{self._source.name}:{span.first}: 一个字上叠了 {worst} 个附加符号，超过限度 {MAXIMUM_MARKS} 个",
                "这不是文字，请对照原稿删去",
            )
        count, limit = str(worst), str(MOST_MARKS)
        self.findings.append(diagnose("WX108", source=self._source.name, span=span, count=count, limit=limit))
        between = _STORM.split(line)
        parts = [part for pair in zip(between, [*storms, ""], strict=True) for part in (_nfc(pair[0]), pair[1])]
        return "".join(parts)

    def _replaced(self, span: Span, before: str, after: str) -> list[Entry]:
        """The entries for what NFC changes in a line: one for each place, if there are few."""
        pairs = [(cluster, _nfc(cluster)) for cluster in _CLUSTER.findall(before)]
        pairs = [(written, composed) for written, composed in pairs if written != composed]
        apart = len(pairs) <= _FEW and _CLUSTER.sub(lambda match: _nfc(match[0]), before) == after
        return [
            Entry(by="characters", kind="replace", span=span, before=old, after=new, reason="统一为 NFC 字符形式")
            for old, new in (pairs if apart else [(before, after)])
        ]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
