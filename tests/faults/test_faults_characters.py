"""Characters and encodings: what cannot be seen is told, what can be is kept, what cannot be read is refused."""

from __future__ import annotations

import random

import pytest
from hostile import Hostile, behaves, identity, opened

from wxpress.errors import WxpressError

HAN = "这一段文字说明城市工作会议的有关情况，供学习参考。" * 4

CHARACTERS = (
    *(
        Hostile(f"U+{code:04X}", f"甲{chr(code)}乙。\n", shows=("甲乙。",))
        for code in range(32)
        if chr(code) not in "\t\n\r"
    ),
    Hostile("U+007F", "甲\x7f乙。\n", shows=("甲乙。",), reports=("WX102",)),
    Hostile("C1", "甲\x80\x9f乙。\n", shows=("甲乙。",), reports=("WX102",)),
    Hostile(
        "noncharacters", "甲\ufffe\uffff\ufdd0\ufdda\U0001fffe\U0010ffff乙。\n", shows=("甲乙。",), reports=("WX102",)
    ),
    Hostile("forged line marks", "甲\ufdd1\ufdda\ufddb乙。\n\n\ufddb\n\n丙。\n", shows=("甲乙。", "丙。")),
    Hostile("byte order mark within", "甲\ufeff乙。\n\n\ufeff## 栏\n", shows=("甲乙。", "栏")),
    Hostile("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf# \xe7\x94\xb2\n\n\xe4\xb9\x99", shows=("乙",)),
    Hostile("line separators", "甲\u2028乙\u2029丙\x85丁\x0b戊\x0c己。\n", shows=("甲乙丙丁戊己。",)),
    Hostile("carriage returns", "甲。\r\n\r\n乙。\r\r丙。\n", shows=("甲。", "乙。", "丙。")),
    Hostile("decomposed", "cafe\u0301与か\u3099。\n", shows=("caf\u00e9与が。",)),
    Hostile("hangul in pieces", "\u1112\u1161\u11ab글。\n", shows=("한글。",)),
    Hostile("radicals", "⼈⺠⽇报。\n", shows=("⼈⺠⽇报。",)),
    Hostile("compatibility", "車\uf902豈。\n", shows=("車車豈。",)),
    Hostile("rare", "㐂𠮷䶮\U00031350\U000323af。\n", shows=("㐂𠮷䶮\U00031350\U000323af。",)),
    Hostile("variants", "葛\U000e0100城辻\U000e0101。\n", shows=("葛\U000e0100城",)),
    Hostile("emoji", "👨\u200d👩\u200d👧\u200d👦与🇨🇳与1\ufe0f\u20e3。\n", shows=("👨\u200d👩\u200d👧\u200d👦与🇨🇳",)),
    Hostile(
        "flag of tags", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f。\n", shows=("🏴\U000e0067",)
    ),
    Hostile("smuggled tags", "甲\U000e0068\U000e0069乙。\n", shows=("甲乙。",), reports=("WX107",)),
    Hostile("soft hyphen", "甲\u00ad乙。\n", shows=("甲乙。",)),
    Hostile("zero width", "甲\u200b\u2060\u034f乙\u200d丙。\n", shows=("甲乙丙。",)),
    Hostile("turned text", "甲\u202e乙丙\u202c丁。\n", shows=("甲乙丙丁。",), reports=("WX107",)),
    Hostile("isolated text", "甲\u2067乙\u2069丙\u200f。\n", shows=("甲乙丙。",), reports=("WX107",)),
    Hostile("turned title", "## 甲\u202e乙\n\n正文。\n", shows=("甲乙",), reports=("WX107",)),
    Hostile("turned link", "[甲](http://a.cn/\u202egnp.exe)\n", shows=("甲",), reports=("WX107",)),
    Hostile("blank letters", "甲\u3164\uffa0\u115f乙。\n", shows=("甲乙。",), reports=("WX107",)),
    Hostile("blank braille", "甲\u2800乙。\n", shows=("甲\u2800乙。",)),
    Hostile("storm", "甲e" + "\u0301" * 1000 + "乙。\n", shows=("乙。",), reports=("WX108",)),
    Hostile("mixed storm", "甲e" + "\u0301\u0316" * 1000 + "乙。\n", shows=("乙。",), reports=("WX108",)),
    Hostile("endless storm", "甲e" + "\u0301\u0316" * 20000 + "乙。\n", refused=5, named="超过限度 2000 个"),
    Hostile("Uyghur", "مەركىزى\u200cئۇيغۇر تىلى\u200f与中文。\n", shows=("مەركىزى\u200cئۇيغۇر",)),
    Hostile("turned Arabic", "مەركى\u202eزى。\n", shows=("مەركىزى",), reports=("WX107",)),
    Hostile("Mongolian", "ᠮᠣᠩᠭᠣᠯ\u180b\u202fᠪᠢᠴᠢᠭ。\n", shows=("ᠮᠣᠩᠭᠣᠯ\u180b",)),
    Hostile("Tibetan", "བོད་ཡིག་与ཨོཾ。\n", shows=("བོད་ཡིག་与ཨོཾ。",)),
    Hostile("Yi and Dai", "ꆈꌠꉙ与ᥖᥭᥰ与ᦑᦟᦹᧉ。\n", shows=("ꆈꌠꉙ与ᥖᥭᥰ与ᦑᦟᦹᧉ。",)),
    Hostile("Hebrew", "שלום与中文。\n", shows=("שלום与中文。",)),
    Hostile("private use", "甲\ue000\U000f0000乙。\n", shows=("甲\ue000\U000f0000乙。",)),
    Hostile("annotation", "甲\ufff9乙\ufffa丙\ufffb。\n", shows=("甲乙丙。",), reports=("WX102",)),
    Hostile("object replacement", "甲\ufffc\ufffd乙。\n", shows=("甲\ufffc\ufffd乙。",)),
    Hostile("wide letters", "ＡＢＣ１２３％＜ｂ＞。\n", shows=("ＡＢＣ１２３％＜ｂ＞。",)),
    Hostile("ideographic description", "⿰木⿱甲乙。\n", shows=("⿰木⿱甲乙。",)),
    Hostile("music and mathematics", "𝄞𝟘𝒜ℵ。\n", shows=("𝄞𝟘𝒜ℵ。",)),
    Hostile("terminal escape", "甲\x1b[2J\x1b]0;题\x07乙。\n", shows=("乙。",), reports=("WX102",)),
)

ENCODINGS = (
    Hostile("GB18030", f"题目\n\n{HAN}𠮷。\n".encode("gb18030"), shows=("𠮷。",), reports=("WX101",), suffix=".txt"),
    Hostile("GBK", f"题目\n\n{HAN}\n".encode("gbk"), shows=("供学习参考。",), reports=("WX101",), suffix=".txt"),
    Hostile("UTF-16 LE", f"题目\n\n{HAN}\n".encode("utf-16"), shows=("供学习参考。",), suffix=".txt"),
    Hostile("UTF-16 BE", b"\xfe\xff" + f"题目\n\n{HAN}\n".encode("utf-16-be"), shows=("供学习参考。",), suffix=".txt"),
    Hostile("UTF-32", f"题目\n\n{HAN}\n".encode("utf-32"), shows=("供学习参考。",), suffix=".txt"),
    Hostile("UTF-8 with a mark", f"题目\n\n{HAN}\n".encode("utf-8-sig"), shows=("供学习参考。",), suffix=".txt"),
    Hostile("UTF-8 cut", f"题目\n\n{HAN}".encode()[:-1], refused=2, named="字节", suffix=".txt"),
    Hostile("UTF-8 cut within", f"题目\n\n{HAN}".encode()[:100] + f"{HAN}".encode(), refused=2, named="字节"),
    Hostile("GB18030 cut", f"题目\n\n{HAN}".encode("gb18030")[:-1], refused=2, named="字节", suffix=".txt"),
    Hostile("UTF-16 cut", f"题目\n\n{HAN}".encode("utf-16")[:-1], refused=2, named="字节", suffix=".txt"),
    Hostile(
        "UTF-16 with half a pair",
        b"\xff\xfe" + "题".encode("utf-16-le") + b"\x00\xd8" + "目".encode("utf-16-le"),
        refused=2,
        named="字节",
    ),
    Hostile("surrogate in UTF-8", f"题目\n\n{HAN}".encode() + b"\xed\xa0\x80" + HAN.encode(), refused=2, named="字节"),
    Hostile("overlong", f"题目\n\n{HAN}".encode() + b"\xc0\xbcscript\xc0\xbe" + HAN.encode(), refused=2, named="字节"),
    Hostile("two encodings", f"题目\n\n{HAN}\n".encode() + HAN.encode("gb18030"), refused=2, named="字节"),
    Hostile("PDF", b"%PDF-1.7\n%\xe2\xe3", refused=2, named="PDF"),
    Hostile("ZIP", b"PK\x03\x04\x14\x00", refused=2, named="文本文件"),
    Hostile("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1", refused=2, named="文本文件"),
    Hostile("PNG", b"\x89PNG\r\n\x1a\n", refused=2, named="图片"),
    Hostile("RTF", b"{\\rtf1 x}", refused=2, named="RTF"),
)


@pytest.mark.parametrize("hostile", CHARACTERS, ids=identity)
def test_a_character_is_kept_or_told(hostile: Hostile) -> None:
    behaves(hostile)


@pytest.mark.parametrize("hostile", ENCODINGS, ids=identity)
def test_an_encoding_is_read_or_refused_with_its_place(hostile: Hostile) -> None:
    behaves(hostile)


def test_random_bytes_are_read_or_refused() -> None:
    dice = random.Random(7)  # noqa: S311 - nothing secret
    for size in (1, 2, 3, 64, 1000, 20000):
        outcome = opened(Hostile(f"{size} bytes", dice.randbytes(size), suffix=".txt"))
        assert not isinstance(outcome, WxpressError) or outcome.exit_code in {1, 2, 5}
