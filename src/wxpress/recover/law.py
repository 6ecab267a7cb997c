"""一字不差：checks that source, ledger and tree agree to the character, and refuses to go on where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wxpress.errors import InternalError
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft
from wxpress.tree import Bulletin
from wxpress.walk import source_text, walk


def require_law(draft: Draft, bulletin: Bulletin, entries: Iterable[Entry]) -> None:
    """Raise `InternalError` unless source + ledger = tree, white space and the reader's markup aside.

    It is our own bug whenever it does not hold; a bulletin with a lost character must not go to print.
    """
    balance = _counted(draft.source.text)
    for entry in entries:
        if entry.kind in {"drop", "move", "replace"}:
            balance.update(_counted(entry.after))
            balance.subtract(_counted(entry.before))
    balance.subtract(_counted(draft.markup))
    balance.subtract(_counted("".join(map(source_text, walk(bulletin)))))
    lost = {
        character: count for character, count in balance.items() if count > 0 and character not in draft.punctuation
    }
    invented = {character: -count for character, count in balance.items() if count < 0}
    if lost or invented:
        raise InternalError(
            f"{draft.source.name}：恢复结构时文字对不上：{_listed('缺', lost)}{_listed('多', invented)}",
            "为免印错，没有写出任何文件。这是本工具的缺陷，请把来稿附在问题报告里",
        )


def _counted(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def _listed(verb: str, characters: dict[str, int]) -> str:
    shown = "、".join(f"“{character}”×{count}" for character, count in sorted(characters.items())[:12])
    return f"{verb} {shown}；" if characters else ""
