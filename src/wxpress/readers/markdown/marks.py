"""用作标记的标点：where Markdown may use up marks that are common in text, so that a lost decimal point is seen.

The pattern is for the characters of a line that can be seen: without white space, controls and the like.
"""

from __future__ import annotations

import re
from collections import Counter

FREE = frozenset("*_#<>[]\\|`^$~")
"""Marks of markup that are seldom text: their balance alone is watched."""

SYNTAX = re.compile(
    r"""
      ^[-|:=>*_+\#]+$                        # rules, underlines, the line below a table's head
    | ^[>|]*(?:(?:[-*+]|\d{1,9}\.)[>|]*)+   # marks of lists and quotations, one inside another
    | ^(?:>|<(?:/?[A-Za-z][^<>]*|!--.*?--)>)*\[[^\]]+\]:[>|]*(?:(?:[-*+]|\d{1,9}\.)[>|]*)*  # notes
    | <!-+ | -+>                             # remarks
    | ^:{3,}                                 # containers
    | \]\([^)"']*["'][^)"']*$ | ^[^"'()]*["'](?=\))  # the title of a link, cut by a line's end
    | \](?:<!--.*?-->)?\( | \) | !(?=\[)                    # links and pictures
    | </?[A-Za-z]+/?>                        # line breaks, superscripts, subscripts
    | (?<=\S)["'(][^"']*["')](?=\)|$) | ^["'(][^"']*["')](?=\))  # the title of a link
    """,
    re.VERBOSE,
)


def markup_in(line: str, syntax: re.Pattern[str] = SYNTAX) -> Counter[str]:
    """The marks that a *syntax* has a use for in a line; which of two alike it took, nobody can tell."""
    seen = "".join(filter(str.isprintable, line)) if not line.isprintable() else line
    return Counter("".join(match[0] for match in syntax.finditer(seen)))
