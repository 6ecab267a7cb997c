"""用作标记的标点：where Markdown may use up marks that are common in text, so that a lost decimal point is seen.

The pattern is for lines without white space, as the law of the text sees them (`recover.law`).
"""

from __future__ import annotations

import re

_INVISIBLE = (
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufdd0-\ufdef\ufeff\ufff9-\uffff]"
)

FREE = frozenset("*_#<>[]\\|`^$~")
"""Marks of markup that are seldom text: their balance alone is watched."""

SYNTAX = re.compile(
    r"""
      ^(?:[-|:=>*_+\#]|INVISIBLE)+$          # rules, underlines, the line below a table's head
    | ^(?:[>|]|INVISIBLE)*(?:(?:[-*+]|\d{1,9}\.)[>|]*)+  # marks of lists and quotations, one inside another
    | <!-+ | -+>                             # remarks
    | ^:{3,}                                 # containers
    | ^[>]*\[[^\]]+\]:(?:(?:[-*+]|\d{1,9}\.)[>|]*)*  # notes and references, the marks of a list in a note
    | \]\([^)"']*["'][^)"']*$ | ^[^"'()]*["'](?=\))  # the title of a link, cut by a line's end
    | \](?:<!--.*?-->)?\( | \) | !(?=\[)                    # links and pictures
    | </?[A-Za-z]+/?>                        # line breaks, superscripts, subscripts
    | (?<=\S)["'(][^"']*["')](?=\)|$) | ^["'(][^"']*["')](?=\))  # the title of a link
    """.replace("INVISIBLE", _INVISIBLE),
    re.VERBOSE,
)
